"""The measures with which a municipality answers its result."""

from django.db import models

from assessments.models import Area, Assessment
from assessments.models.changes import Records

TEXT_FIELDS = ("title", "steps", "responsible", "period", "follow_up", "output", "outcome")


class KeptMeasures(models.Manager):
    """The measures that are not deleted: what every reader wants."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at__isnull=True)


class AllMeasures(models.Manager):
    """The deleted ones too: for the order of the rows and for bringing back."""


class Measure(models.Model):
    """One measure of a municipality's year. Texts are plain; a line is a paragraph, its own marker is kept."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="measures", verbose_name="ผลการประเมิน"
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name="ประเด็น"
    )
    position = models.PositiveIntegerField("ลำดับ", default=0)
    title = models.TextField("มาตรการ")
    steps = models.TextField("ขั้นตอน/วิธีปฏิบัติ", blank=True)
    responsible = models.TextField("ผู้รับผิดชอบ", blank=True)
    period = models.TextField("ระยะเวลา", blank=True)
    follow_up = models.TextField("การติดตามผล", blank=True)
    output = models.TextField("ผลการดำเนินงาน", blank=True)
    outcome = models.TextField("ผลลัพธ์", blank=True)
    deleted_at = models.DateTimeField("ลบเมื่อ", null=True, blank=True, editable=False)

    objects = KeptMeasures()
    with_deleted = AllMeasures()
    history = Records("มาตรการ", no_db_index=["area"])

    class Meta:
        verbose_name = "มาตรการ"
        verbose_name_plural = "มาตรการ"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["assessment", "position"])]

    def __str__(self):
        return self.title.split("\n")[0][:100]
