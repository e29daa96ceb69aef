"""The measures with which a municipality answers its result, what they answer, and notes on how they go."""

from typing import Self, cast

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from assessments.models import Area, Assessment, Indicator, Item
from assessments.records.models import Records

USUAL_FIELDS = ("title", "steps", "responsible", "period", "follow_up", "output", "outcome")
FURTHER_FIELDS = ("goal", "success", "budget", "remark")  # which not every plan has
TEXT_FIELDS = (*USUAL_FIELDS, *FURTHER_FIELDS)
HALF_RESULTS = ("half_output", "half_outcome")
RESULTS = (*HALF_RESULTS, "output", "outcome")
STANDS = Q(deleted_at=None) & ~Q(status="cancelled")
PRINTED_TEXTS = (*TEXT_FIELDS, *HALF_RESULTS, "status_reason")


class MeasureQuerySet(models.QuerySet["Measure"]):
    def with_counts(self) -> Self:
        """Bring along `evidence_count` and `open_comments`, in the same query."""
        kept = Q(evidence_uses__evidence__deleted_at__isnull=True)
        return self.annotate(
            evidence_count=Count("evidence_uses", kept, distinct=True),
            open_comments=Count("comments", Q(comments__is_open=True), distinct=True),
        ).order_by("position", "pk")  # grouped rows lose it

    def counted_by_year(self, municipality: int) -> dict[int, int]:
        """Return how many measures a municipality has, by fiscal year."""
        counted = self.filter(assessment__municipality=municipality).order_by()
        years = counted.values_list("assessment__framework__fiscal_year")
        return dict(years.annotate(Count("pk")))


MeasureManager = models.Manager.from_queryset(MeasureQuerySet)


class KeptMeasures(MeasureManager):
    """The measures that are not deleted: what every reader wants."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at__isnull=True)


class Measure(models.Model):
    """One measure of a municipality's year. Texts are plain; a line is a paragraph, its own marker is kept.

    `output` and `outcome` are the results at the end of the year, `half_output` and `half_outcome` those of October
    to March. A cancelled measure says why in `status_reason`.
    """

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "ยังไม่เริ่ม"
        IN_PROGRESS = "in_progress", "กำลังดำเนินการ"
        DONE = "done", "แล้วเสร็จ"
        CANCELLED = "cancelled", "ยกเลิก"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="measures", verbose_name="ผลการประเมิน")
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name="ประเด็น"
    )
    position = models.PositiveIntegerField("ลำดับ", default=0)
    untouched: bool  # on copies of last year's measures, as `copies_of` reads them
    evidence_count: int  # as `with_counts` reads it
    title = models.TextField("มาตรการ")
    steps = models.TextField("ขั้นตอน/วิธีปฏิบัติ", blank=True)
    responsible = models.TextField("ผู้รับผิดชอบ", blank=True)
    period = models.TextField("ระยะเวลา", blank=True)
    follow_up = models.TextField("การติดตามผล", blank=True)
    output = models.TextField("ผลการดำเนินงาน", blank=True)
    outcome = models.TextField("ผลลัพธ์", blank=True)
    goal = models.TextField("เป้าหมาย", blank=True)
    success = models.TextField("ตัวชี้วัดความสำเร็จ", blank=True)
    budget = models.TextField("งบประมาณ", blank=True)
    remark = models.TextField("หมายเหตุ", blank=True)
    half_output = models.TextField("ผลการดำเนินงานรอบ 6 เดือน", blank=True)
    half_outcome = models.TextField("ผลลัพธ์รอบ 6 เดือน", blank=True)
    status = models.CharField("สถานะ", max_length=20, choices=Status, default=Status.NOT_STARTED)
    status_reason = models.TextField("เหตุผลที่ยกเลิก", blank=True)
    carried_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_to",
        verbose_name="มาจากมาตรการปีก่อน",
        editable=False,
    )
    # By field: what came along from last year's measure, as it was then, and stays; see carry_over/quoting.py.
    came_along = models.JSONField("ข้อความที่ยกมาจากปีก่อน", default=dict, blank=True, editable=False)
    # By field: which text of last year somebody confirmed, with which result; see there.
    confirmed = models.JSONField("ข้อความที่ยืนยันแล้ว", default=dict, blank=True, editable=False)
    deleted_at = models.DateTimeField("ลบเมื่อ", null=True, blank=True, editable=False)

    objects = KeptMeasures()
    with_deleted = MeasureManager()  # for the order of the rows and for bringing back
    history = Records("มาตรการ", no_db_index=["area", "carried_from"])

    class Meta:
        verbose_name = "มาตรการ"
        verbose_name_plural = "มาตรการ"
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["assessment", "position"]),
            # How much of a year is done is counted for thousands of years at once, without their texts.
            models.Index(fields=["assessment", "status"], name="measure_status", condition=Q(deleted_at=None)),
            models.Index(fields=["assessment"], name="measure_without_half", condition=Q(half_output="") & STANDS),
            models.Index(fields=["assessment"], name="measure_without_end", condition=Q(output="") & STANDS),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(status_reason=""),
                name="measure_cancelled_with_reason",
                violation_error_message="มาตรการที่ยกเลิกต้องบอกเหตุผล",
            )
        ]

    def __str__(self) -> str:
        return self.title.split("\n")[0][:100]

    @property
    def units(self) -> list[str]:
        """The responsible units, one a line."""
        return [name.strip() for name in self.responsible.split("\n") if name.strip()]


class Target(models.Model):
    """One indicator or one item that a measure answers."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="targets", verbose_name="มาตรการ")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ตัวชี้วัด"
    )
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ข้อ")

    history = Records("สิ่งที่มาตรการตอบ", no_db_index=["indicator", "item"])

    class Meta:
        verbose_name = "สิ่งที่มาตรการตอบ"
        verbose_name_plural = "สิ่งที่มาตรการตอบ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "indicator"], condition=Q(item__isnull=True), name="target_indicator_once"
            ),
            models.UniqueConstraint(
                fields=["measure", "item"], condition=Q(indicator__isnull=True), name="target_item_once"
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, item__isnull=True) | Q(indicator__isnull=True, item__isnull=False),
                name="target_indicator_or_item",
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator or self.item)

    @property
    def answered(self) -> Indicator:
        """Return the indicator that is answered, directly or by an item."""
        return self.item.indicator if self.item else cast(Indicator, self.indicator)  # one of them is there


class ProgressNote(models.Model):
    """What somebody wrote about a measure's progress, with the status that it had then.

    Written once, never changed; notes go only with the act that they were written in.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="notes", verbose_name="มาตรการ")
    status = models.CharField("สถานะ", max_length=20, choices=Measure.Status)
    text = models.TextField("บันทึก")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้บันทึก")
    at = models.DateTimeField("เมื่อ", default=timezone.now, editable=False)

    history = Records("บันทึกความก้าวหน้า", no_db_index=["measure"])

    class Meta:
        verbose_name = "บันทึกความก้าวหน้า"
        verbose_name_plural = "บันทึกความก้าวหน้า"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text[:100]


def changed_status(row: Measure) -> str:
    """Return what the note of a new status says where nobody wrote anything."""
    return f"เปลี่ยนสถานะเป็น “{row.get_status_display()}”"
