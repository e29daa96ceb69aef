"""What proves that something was done: files and web addresses, used by measures and items."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models import Assessment, Item, Municipality
from assessments.models.changes import Records

from .measure import Measure


def evidence_place(evidence: "Evidence", filename: str) -> str:
    """Return a name of our own making: what people call their files is only shown."""
    return f"evidence/{evidence.municipality.code}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class EvidenceQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(municipality__in=Municipality.objects.for_user(user))

    def kept(self):
        return self.filter(deleted_at__isnull=True)


class Evidence(models.Model):
    """A file or a web address of a municipality; `dated` is the day of what it shows."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="evidence", verbose_name="หน่วยงาน"
    )
    title = models.CharField("ชื่อหลักฐาน", max_length=300)
    dated = models.DateField("ลงวันที่", null=True, blank=True)
    file = models.FileField("แฟ้ม", upload_to=evidence_place, max_length=200, blank=True)
    filename = models.CharField("ชื่อแฟ้ม", max_length=255, blank=True, editable=False)
    media_type = models.CharField("ชนิดแฟ้ม", max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField("ขนาด (ไบต์)", default=0, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    thumbnail = models.FileField(
        "ภาพย่อ", upload_to=evidence_place, max_length=200, blank=True, editable=False
    )
    address = models.URLField("ที่อยู่เว็บ", max_length=1000, blank=True)
    click_path = models.TextField("เส้นทางการเข้าถึงบนเว็บไซต์", blank=True)
    measures = models.ManyToManyField(Measure, related_name="evidence", blank=True, verbose_name="มาตรการที่ใช้")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้เพิ่ม")
    at = models.DateTimeField("เพิ่มเมื่อ", auto_now_add=True)
    deleted_at = models.DateTimeField("ลบเมื่อ", null=True, blank=True, editable=False)

    objects = EvidenceQuerySet.as_manager()
    history = Records("หลักฐาน")

    class Meta:
        verbose_name = "หลักฐาน"
        verbose_name_plural = "หลักฐาน"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") & ~Q(address="") | ~Q(file="") & Q(address=""),
                name="evidence_file_or_address",
                violation_error_message="ใส่แฟ้มหรือที่อยู่เว็บอย่างใดอย่างหนึ่ง",
            )
        ]

    def __str__(self):
        return self.title


class ItemEvidence(models.Model):
    """Evidence that answers an item in a municipality's year."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="item_uses", verbose_name="หลักฐาน")
    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="item_evidence", verbose_name="ผลการประเมิน"
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="ข้อ")

    class Meta:
        verbose_name = "หลักฐานของข้อ"
        verbose_name_plural = "หลักฐานของข้อ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "assessment", "item"], name="item_evidence_once")
        ]

    def __str__(self):
        return f"{self.item}: {self.evidence}"
