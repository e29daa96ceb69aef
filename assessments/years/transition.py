"""The steps of a municipality's year from draft to published: who took which, when and why. Only ever added to."""

from django.conf import settings
from django.db import models

from .models import Assessment


class Transition(models.Model):
    """One step; `action` is a name of workflow.ACTIONS."""

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
