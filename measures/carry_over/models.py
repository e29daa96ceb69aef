"""What became of last year's measures: kept, adapted or dropped, and whether they worked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models import Assessment
from assessments.records.models import Records
from measures.plan.models import Measure


class Carry(models.Model):
    """The decision on one measure of the year before; `assessment` is the new year."""

    class Decision(models.TextChoices):
        KEEP = "keep", "ทำต่อ"
        ADAPT = "adapt", "ปรับปรุง"
        DROP = "drop", "ไม่ทำต่อ"

    class Effect(models.TextChoices):
        UNKNOWN = "", "ยังไม่ตอบ"
        YES = "yes", "ได้ผล"
        PARTLY = "partly", "ได้ผลบางส่วน"
        NO = "no", "ไม่ได้ผล"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="carries", verbose_name="ผลการประเมิน")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="carries", verbose_name="มาตรการปีก่อน")
    decision = models.CharField("การตัดสินใจ", max_length=10, choices=Decision)
    reason = models.TextField("เหตุผล", blank=True)
    effect = models.CharField("ได้ผลหรือไม่", max_length=10, choices=Effect, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้ตัดสินใจ")
    at = models.DateTimeField("เมื่อ", auto_now=True)

    history = Records("การตัดสินใจต่อมาตรการปีก่อน")

    class Meta:
        verbose_name = "การตัดสินใจต่อมาตรการปีก่อน"
        verbose_name_plural = "การตัดสินใจต่อมาตรการปีก่อน"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "measure"], name="carry_once"),
            models.CheckConstraint(
                condition=~Q(decision="drop") | ~Q(reason=""),
                name="carry_drop_with_reason",
                violation_error_message="มาตรการที่ไม่ทำต่อต้องบอกเหตุผล",
            ),
        ]

    def __str__(self):
        return f"{self.get_decision_display()}: {self.measure}"
