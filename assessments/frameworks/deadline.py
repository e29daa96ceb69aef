"""The calendar of a fiscal year: what is due when."""

from datetime import date

from django.db import models

from assessments.records.models import Records

from .models import Framework, once_a_year


class Deadline(models.Model):
    """Something that every municipality must have done by a day; `step` says how the portal knows that it is done."""

    class Step(models.TextChoices):
        NONE = "", "เตือนเท่านั้น"
        SUBMITTED = "submitted", "ส่งให้ผู้อนุมัติแล้ว"
        APPROVED = "approved", "อนุมัติแล้ว"
        PUBLISHED = "published", "เผยแพร่แล้ว"
        HALF_YEAR = "half_year", "รายงานรอบ 6 เดือนครบ"
        YEAR_END = "year_end", "รายงานผลสิ้นปีครบ"
        SCORES = "scores", "กรอกคะแนนครบ"

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="deadlines", verbose_name="ปีงบประมาณ")
    title = models.CharField("เรื่อง", max_length=200)
    due = models.DateField("ภายในวันที่")
    step = models.CharField("ถือว่าทำแล้วเมื่อ", max_length=20, choices=Step, blank=True)
    note = models.TextField("คำอธิบาย", blank=True)
    is_estimated = models.BooleanField("ประมาณจากปีก่อน", default=False)

    history = Records("กำหนดการ")

    class Meta:
        verbose_name = verbose_name_plural = "กำหนดการ"
        ordering = ["due", "pk"]
        constraints = [once_a_year("deadline", "title", "มีกำหนดการเรื่องนี้ในปีนี้แล้ว")]

    def __str__(self):
        return self.title

    @property
    def told(self) -> str:
        """What is said of it wherever its day is shown."""
        return " · ".join(filter(None, ["ประมาณจากปีก่อน" if self.is_estimated else "", self.note]))


def a_year_later(day: date) -> date:
    """Return the same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
