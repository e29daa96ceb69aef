"""What people say to each other about a row of a year."""

from django.conf import settings
from django.db import models

from assessments.models import Assessment, Indicator, Unit

from .measure import Measure


class Comment(models.Model):
    """A comment on a measure, on an indicator's score or, with neither, on the year; open until resolved."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="comments", verbose_name="ผลการประเมิน"
    )
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="comments", verbose_name="มาตรการ"
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="ตัวชี้วัด"
    )
    text = models.TextField("ข้อความ")
    units = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name="ถึงกอง/สำนัก")
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="mentioned_in", blank=True, verbose_name="ถึง"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้เขียน")
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ผู้ปิดเรื่อง"
    )
    resolved_at = models.DateTimeField("ปิดเรื่องเมื่อ", null=True)

    class Meta:
        verbose_name = "ความเห็น"
        verbose_name_plural = "ความเห็น"
        ordering = ["pk"]

    def __str__(self):
        return self.text[:100]
