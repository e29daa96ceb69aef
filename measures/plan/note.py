"""Notes on how a measure goes: written once, never changed; they go only with the act that they were written in."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.records.models import Records

from .models import Measure


class ProgressNote(models.Model):
    """What somebody wrote about a measure's progress, with the status that it had then."""

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
