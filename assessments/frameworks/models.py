"""The definitions of a fiscal year: what is assessed, with which weights, and what a total is called."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from assessments.scoring import totals
from ita_portal.thai import fiscal_year_of

from .change_log import DefinitionChange, DefinitionChangeQuerySet
from .definitions import UNKNOWN_TITLE
from .labels import SCOPES

PERCENT: dict[str, Any] = {
    "max_digits": 5,
    "decimal_places": 2,
    "validators": [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
}


def percent_range(field: str, name: str, message: str) -> models.CheckConstraint:
    """Return the constraint that keeps a nullable decimal field within 0-100."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 100}),
        name=name,
        violation_error_message=message,
    )


def once_a_year(name: str, field: str, message: str) -> models.UniqueConstraint:
    """Return the constraint that keeps a field of the rows of a year distinct."""
    return models.UniqueConstraint(
        fields=["framework", field], name=f"{name}_{field}_unique", violation_error_message=message
    )


def current_fiscal_year() -> int:
    return fiscal_year_of(timezone.localdate())


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def published(self) -> Self:
        """Return the years whose definitions municipalities may work with."""
        return self.exclude(state=Framework.State.DRAFT)

    def begun(self) -> Self:
        """Return the published years that have begun, the newest first: what opens where no year was chosen."""
        return self.published().filter(fiscal_year__lte=current_fiscal_year())

    def with_rules(self) -> Self:
        """Fetch along what `Framework.rules` reads: three more queries, however many years."""
        return self.prefetch_related("instruments", "indicators", "levels")


class Framework(models.Model):
    """The definitions of one fiscal year (Buddhist era).

    Only administrators see a draft. A published year is corrected freely; from its first issued or approved
    document on it is frozen, and each correction is a revision with its reason.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "ฉบับร่าง"
        PUBLISHED = "published", "ประกาศใช้แล้ว"
        FROZEN = "frozen", "ตรึงแล้ว"

    fiscal_year = models.PositiveSmallIntegerField(
        "ปีงบประมาณ", unique=True, validators=[MinValueValidator(2562), MaxValueValidator(2700)]
    )
    pass_mark = models.DecimalField("เกณฑ์ผ่าน", default=Decimal(85), **PERCENT)
    measures_item = models.CharField("ข้อของมาตรการ", max_length=10, blank=True)
    results_item = models.CharField("ข้อของรายงานผล", max_length=10, blank=True)
    note = models.TextField("หมายเหตุ", blank=True)
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.DRAFT, editable=False)
    total_comparable = models.BooleanField("คะแนนรวมเทียบกับปีก่อนได้", null=True)  # None: as the two years are
    total_reason = models.CharField("เหตุที่คะแนนรวมเทียบได้หรือไม่ได้", max_length=300, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "เกณฑ์ประจำปี"
        ordering = ["-fiscal_year"]
        constraints = [percent_range("pass_mark", "framework_pass_mark_range", "เกณฑ์ผ่านต้องอยู่ระหว่าง 0 ถึง 100")]

    def __str__(self):
        return f"ปีงบประมาณ พ.ศ. {self.fiscal_year}"

    @property
    def revisions(self) -> DefinitionChangeQuerySet:
        """The definitions that were in force, the latest first."""
        return DefinitionChange.objects.filter(fiscal_year=self.fiscal_year).revisions()

    def rules(self) -> totals.Rules:
        """Return the definitions as plain values for the scoring module; reads prefetched rows where there are."""
        return rules_of(self, self.instruments.all(), self.indicators.all(), self.levels.all())


class Instrument(models.Model):
    """A survey or check (IIT, EIT, OIT) whose mean enters the total with a weight in per cent."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="instruments", verbose_name="เกณฑ์")
    code = models.CharField("รหัส", max_length=10)
    name = models.CharField("ชื่อ", max_length=200)
    weight = models.DecimalField("น้ำหนัก (ร้อยละ)", **PERCENT)
    position = models.PositiveSmallIntegerField("ลำดับ", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "เครื่องมือประเมิน"
        ordering = ["position", "pk"]
        constraints = [
            once_a_year("instrument", "code", "มีเครื่องมือรหัสนี้ในปีนี้แล้ว"),
            percent_range("weight", "instrument_weight_range", "น้ำหนักต้องอยู่ระหว่าง 0 ถึง 100"),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class Indicator(models.Model):
    """One of the year's indicators. Its number is its identity within the year, never across years."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="indicators", verbose_name="เกณฑ์")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="indicators", verbose_name="เครื่องมือประเมิน")
    number = models.PositiveSmallIntegerField("ตัวชี้วัดที่", validators=[MinValueValidator(1), MaxValueValidator(99)])
    name = models.CharField("ชื่อ", max_length=200)
    description = models.TextField("คำอธิบาย", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "ตัวชี้วัด"
        ordering = ["number"]
        constraints = [once_a_year("indicator", "number", "มีตัวชี้วัดเลขนี้ในปีนี้แล้ว")]

    def __str__(self):
        return f"ตัวชี้วัดที่ {self.number} {self.name}"


class SubIndicator(models.Model):
    """A part of an indicator (9.1, 10.2) under which its items are sorted."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="sub_indicators", verbose_name="เกณฑ์")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="sub_indicators", verbose_name="ตัวชี้วัด")
    code = models.CharField("รหัส", max_length=10)
    name = models.CharField("ชื่อ", max_length=200)
    position = models.PositiveSmallIntegerField("ลำดับ", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "ตัวชี้วัดย่อย"
        ordering = ["position", "pk"]
        constraints = [once_a_year("sub_indicator", "code", "มีตัวชี้วัดย่อยรหัสนี้ในปีนี้แล้ว")]

    def __str__(self):
        return f"{self.code} {self.name}"


class ItemQuerySet(models.QuerySet["Item"]):
    def with_scores_of(self, assessment) -> Self:
        """Return the items of an assessment's year, each with its score there as `value`, None while unknown."""
        return (
            self.filter(framework=assessment.framework_id)
            .select_related("indicator__instrument", "sub_indicator")
            .annotate(of_year=FilteredRelation("scores", condition=Q(scores__assessment=assessment)))
            .annotate(value=F("of_year__value"))
            .order_by("indicator__number", "sub_indicator__position", "position", "pk")
        )


class Item(models.Model):
    """A question of a survey or a point of the public-data check. Codes change every year: never a key across years."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="items", verbose_name="เกณฑ์")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="items", verbose_name="ตัวชี้วัด")
    sub_indicator = models.ForeignKey(
        SubIndicator, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name="ตัวชี้วัดย่อย"
    )
    code = models.CharField("รหัส", max_length=10)
    title = models.CharField("หัวข้อ", max_length=300)
    position = models.PositiveSmallIntegerField("ลำดับ", default=0)

    value: Decimal | None  # its score in a year, on rows of `with_scores_of`
    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ข้อคำถาม/ข้อตรวจ"
        ordering = ["position", "pk"]
        constraints = [once_a_year("item", "code", "มีข้อรหัสนี้ในปีนี้แล้ว")]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def printed_title(self) -> str:
        return "" if self.title == UNKNOWN_TITLE else self.title


class Level(models.Model):
    """What a total is called. Where `min_each` is set, every component of the scope must reach it too."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="levels", verbose_name="เกณฑ์")
    label = models.CharField("ระดับ", max_length=100)
    min_total = models.DecimalField("คะแนนรวมตั้งแต่", **PERCENT)
    min_each = models.DecimalField("ทุกองค์ประกอบตั้งแต่", null=True, blank=True, **PERCENT)
    scope = models.CharField("องค์ประกอบที่ใช้", max_length=20, choices=SCOPES, blank=True)
    passes = models.BooleanField("ถือว่าผ่าน", default=False)
    position = models.PositiveSmallIntegerField("ลำดับ", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "ระดับผลการประเมิน"
        ordering = ["position", "pk"]
        constraints = [
            once_a_year("level", "label", "มีระดับชื่อนี้ในปีนี้แล้ว"),
            percent_range("min_total", "level_min_total_range", "คะแนนต้องอยู่ระหว่าง 0 ถึง 100"),
            percent_range("min_each", "level_min_each_range", "คะแนนต้องอยู่ระหว่าง 0 ถึง 100"),
            models.CheckConstraint(
                condition=Q(min_each__isnull=True, scope="") | (Q(min_each__isnull=False) & ~Q(scope="")),
                name="level_min_each_with_scope",
                violation_error_message="คะแนนขั้นต่ำขององค์ประกอบต้องระบุพร้อมองค์ประกอบที่ใช้",
            ),
        ]

    def __str__(self):
        return self.label


class Area(models.Model):
    """One of the areas into which a year's measures are sorted."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="areas", verbose_name="เกณฑ์")
    number = models.PositiveSmallIntegerField("ประเด็นที่", validators=[MinValueValidator(1), MaxValueValidator(99)])
    title = models.CharField("ชื่อ", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "ประเด็นของมาตรการ"
        ordering = ["number"]
        constraints = [once_a_year("area", "number", "มีประเด็นเลขนี้ในปีนี้แล้ว")]

    def __str__(self):
        return f"{self.number}. {self.title}"


def rules_of(
    framework: Framework, instruments: Iterable[Instrument], indicators: Iterable[Indicator], levels: Iterable[Level]
) -> totals.Rules:
    """Return a year's definitions as plain values, from rows in their order."""
    indicators = list(indicators)
    numbers: dict[int, list[int]] = {}
    for indicator in indicators:
        numbers.setdefault(indicator.instrument_id, []).append(indicator.number)
    bars = sorted(levels, key=lambda level: (level.min_total, level.min_each or Decimal(-1)), reverse=True)
    return totals.Rules(
        fiscal_year=framework.fiscal_year,
        instruments=tuple(
            totals.InstrumentRule(part.code, part.name, part.weight, tuple(numbers.get(part.pk, ())))
            for part in instruments
        ),
        indicator_names={indicator.number: indicator.name for indicator in indicators},
        levels=tuple(
            totals.LevelRule(level.label, level.min_total, level.min_each, level.scope, level.passes) for level in bars
        ),
        pass_mark=framework.pass_mark,
    )
