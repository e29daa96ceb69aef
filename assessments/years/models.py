"""The assessment of a municipality in a fiscal year: what was announced, the steps it took, and its scores."""

from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from assessments.frameworks.models import PERCENT, Framework, Indicator, Item, percent_range
from assessments.municipalities.models import Municipality, seen_by
from assessments.records.models import Records
from assessments.records.prepared import prepared
from ita_portal.portal_app import portal_apps

from .workflow import LOCKED, locked_sentence


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def for_user(self, user) -> Self:
        """Return the assessments of the municipalities that this user may see."""
        return self.filter(seen_by(user, "municipality__"))

    def announced(self) -> Self:
        """Return those whose total is known, the newest first, with their framework."""
        known = self.filter(official_total__isnull=False)
        return known.select_related("framework").order_by("-framework__fiscal_year")


class Assessment(models.Model):
    """One municipality's fiscal year: its result as announced; its measures and documents hang on it too.

    `official_total` and `official_level` are what was announced and are never computed. `written` keeps how
    a score was written where that is not the form with two decimals, by "total", "score:<number>" or
    "item:<code>", so that a package can be given back as it came.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "ฉบับร่าง"
        SUBMITTED = "submitted", "ส่งแล้ว"
        RETURNED = "returned", "ส่งกลับให้แก้ไข"
        APPROVED = "approved", "อนุมัติแล้ว"
        PUBLISHED = "published", "เผยแพร่แล้ว"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="assessments", verbose_name="หน่วยงาน")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="assessments", verbose_name="ปีงบประมาณ")
    official_total = models.DecimalField("คะแนนรวมที่ประกาศ", null=True, blank=True, **PERCENT)
    official_level = models.CharField("ระดับที่ประกาศ", max_length=100, blank=True)
    province_rank = models.PositiveSmallIntegerField(
        "ลำดับในจังหวัด", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9_999)]
    )
    province_count = models.PositiveSmallIntegerField(
        "จำนวนหน่วยงานที่จัดลำดับ", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9_999)]
    )
    written = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.DRAFT, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = AssessmentQuerySet.as_manager()
    history = Records("ผลการประเมิน", excluded_fields=["updated_at"])

    class Meta:
        verbose_name = "ผลการประเมิน"
        verbose_name_plural = "ผลการประเมิน"
        ordering = ["municipality", "framework__fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "framework"],
                name="assessment_unique",
                violation_error_message="หน่วยงานนี้มีผลของปีนี้แล้ว",
            ),
            percent_range("official_total", "assessment_total_range", "คะแนนรวมต้องอยู่ระหว่าง 0 ถึง 100"),
        ]

    def __str__(self):
        return f"{self.municipality} {self.framework}"

    def get_absolute_url(self) -> str:
        return self.address("year")

    @property
    def fiscal_year(self) -> int:
        return self.framework.fiscal_year

    def address(self, name: str, *further) -> str:
        """Return an address of the year by its name; `further` are the parts behind year and municipality."""
        return reverse(name, args=[self.fiscal_year, self.municipality.code, *further])

    @property
    def is_locked(self) -> bool:
        """Whether the state, as it was read, refuses changes."""
        return self.state in LOCKED

    @property
    def locked_because(self) -> str:
        """Why a locked year refuses changes, and what to do."""
        return locked_sentence(self.fiscal_year, self.state)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much the year holds, by the names of `PortalApp.year_counts`: one query, at the first look."""
        return dict(zip(_counts_by_name(), _counts_of_year(self.pk), strict=True))

    @cached_property
    def latest_inspection(self) -> "Inspection | None":
        """Who last looked at the year, and when; one query, at the first look."""
        latest = self.inspections.select_related("by").order_by("-pk").first()
        if latest:
            latest.assessment = self
        return latest

    @cached_property
    def latest_step(self) -> "Transition | None":
        """The step that brought the year into its state, with who took it; one query, at the first look."""
        return self.transitions.select_related("by").order_by("-pk").first()

    def scores_by_number(self) -> dict[int, Decimal]:
        """Return the indicator scores by indicator number; one query, or none where prefetched."""
        return {score.indicator.number: score.value for score in self.scores.all()}


@cache
def _counts_by_name() -> dict[str, Any]:
    return {name: count for app in portal_apps() for name, count in app.year_counts().items()}


@prepared
def _counts_of_year(pk: int):
    return Assessment.objects.filter(pk=pk).values_list(*_counts_by_name().values())


class Transition(models.Model):
    """One step of a year, who took it, when and why; `action` is a name of workflow.ACTIONS. Only ever added to."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="transitions", verbose_name="ผลการประเมิน", editable=False
    )
    action = models.CharField("การดำเนินการ", max_length=20, editable=False)
    before = models.CharField("สถานะเดิม", max_length=10, choices=Assessment.State, editable=False)
    after = models.CharField("สถานะใหม่", max_length=10, choices=Assessment.State, editable=False)
    note = models.TextField("เหตุผล/ข้อความ", blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้ดำเนินการ", editable=False
    )
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "ขั้นตอนการอนุมัติ"
        verbose_name_plural = "ขั้นตอนการอนุมัติ"
        ordering = ["assessment", "pk"]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Inspection(models.Model):
    """An auditor has looked at a year as it stood then. Only ever added to.

    `stood` is the year's `updated_at` of that time: what changed the year since has moved that on.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="inspections", verbose_name="ผลการประเมิน", editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้ตรวจดู", editable=False
    )
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    stood = models.DateTimeField("ข้อมูล ณ เวลา", editable=False)

    class Meta:
        verbose_name = "การตรวจดู"
        verbose_name_plural = "การตรวจดู"
        ordering = ["assessment", "pk"]

    def __str__(self) -> str:
        return f"{self.by} ตรวจดูแล้ว"

    @property
    def is_stale(self) -> bool:
        """Whether the year changed since; `assessment` is the year as it was read."""
        return self.stood != self.assessment.updated_at


class IndicatorScores(models.Manager["IndicatorScore"]):
    """Scores with their indicator: a value alone says nothing."""

    def get_queryset(self):
        return super().get_queryset().select_related("indicator")


class IndicatorScore(models.Model):
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores", verbose_name="ผลการประเมิน")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="scores", verbose_name="ตัวชี้วัด")
    value = models.DecimalField("คะแนน", **PERCENT)

    objects = IndicatorScores()
    history = Records("คะแนนตัวชี้วัด", no_db_index=["indicator"])

    class Meta:
        verbose_name = "คะแนนตัวชี้วัด"
        verbose_name_plural = "คะแนนตัวชี้วัด"
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "indicator"],
                name="indicator_score_unique",
                violation_error_message="มีคะแนนของตัวชี้วัดนี้แล้ว",
            ),
            percent_range("value", "indicator_score_range", "คะแนนต้องอยู่ระหว่าง 0 ถึง 100"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value}"


class ItemScores(models.Manager["ItemScore"]):
    """Scores with their item."""

    def get_queryset(self):
        return super().get_queryset().select_related("item")


class ItemScore(models.Model):
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="item_scores", verbose_name="ผลการประเมิน")
    item = models.ForeignKey(Item, models.PROTECT, related_name="scores", verbose_name="ข้อ")
    value = models.DecimalField("คะแนน", **PERCENT)

    objects = ItemScores()
    history = Records("คะแนนรายข้อ", no_db_index=["item"])

    class Meta:
        verbose_name = "คะแนนรายข้อ"
        verbose_name_plural = "คะแนนรายข้อ"
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item"], name="item_score_unique", violation_error_message="มีคะแนนของข้อนี้แล้ว"
            ),
            percent_range("value", "item_score_range", "คะแนนต้องอยู่ระหว่าง 0 ถึง 100"),
        ]

    def __str__(self):
        return f"{self.item}: {self.value}"
