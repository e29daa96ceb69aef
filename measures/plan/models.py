"""The measures with which a municipality answers its result."""

from typing import Self

from django.db import models
from django.db.models import Count, Q

from assessments.models import Area, Assessment
from assessments.records.models import Records

TEXT_FIELDS = ("title", "steps", "responsible", "period", "follow_up", "output", "outcome")


class MeasureQuerySet(models.QuerySet["Measure"]):
    def with_counts(self) -> Self:
        """Bring along `evidence_count` and `open_comments`, in the same query."""
        kept = Q(evidence_uses__evidence__deleted_at__isnull=True)
        return self.annotate(
            evidence_count=Count("evidence_uses", kept, distinct=True),
            open_comments=Count("comments", Q(comments__is_open=True), distinct=True),
        ).order_by(*self.model._meta.ordering)  # grouped rows lose it


MeasureManager = models.Manager.from_queryset(MeasureQuerySet)


class KeptMeasures(MeasureManager):
    """The measures that are not deleted: what every reader wants."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at__isnull=True)


class AllMeasures(MeasureManager):
    """The deleted ones too: for the order of the rows and for bringing back."""


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

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="measures", verbose_name="ผลการประเมิน"
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name="ประเด็น"
    )
    position = models.PositiveIntegerField("ลำดับ", default=0)
    untouched: bool  # on copies of last year's measures, as `copies_of` reads them
    title = models.TextField("มาตรการ")
    steps = models.TextField("ขั้นตอน/วิธีปฏิบัติ", blank=True)
    responsible = models.TextField("ผู้รับผิดชอบ", blank=True)
    period = models.TextField("ระยะเวลา", blank=True)
    follow_up = models.TextField("การติดตามผล", blank=True)
    output = models.TextField("ผลการดำเนินงาน", blank=True)
    outcome = models.TextField("ผลลัพธ์", blank=True)
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
    deleted_at = models.DateTimeField("ลบเมื่อ", null=True, blank=True, editable=False)

    objects = KeptMeasures()
    with_deleted = AllMeasures()
    history = Records("มาตรการ", no_db_index=["area", "carried_from"])

    class Meta:
        verbose_name = "มาตรการ"
        verbose_name_plural = "มาตรการ"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["assessment", "position"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(status_reason=""),
                name="measure_cancelled_with_reason",
                violation_error_message="มาตรการที่ยกเลิกต้องบอกเหตุผล",
            )
        ]

    def __str__(self):
        return self.title.split("\n")[0][:100]
