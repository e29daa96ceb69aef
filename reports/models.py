"""The document of a municipality's year: its settings and its ordered blocks."""

from decimal import Decimal

from django.conf import settings
from django.db import models

from assessments.models import Assessment, FrameworkRevision
from assessments.models.changes import Records
from assessments.models.framework import PERCENT


class Document(models.Model):
    """How the year's document looks. The JSON fields hold what the package format describes (package.py)."""

    class Kind(models.TextChoices):
        RESULTS = "results", "รายงานผลการดำเนินการ"
        PLAN = "plan", "มาตรการ (แผน)"
        ANALYSIS = "analysis", "รายงานการวิเคราะห์"

    class Numerals(models.TextChoices):
        THAI = "thai", "เลขไทย (๑๒๓)"
        ARABIC = "arabic", "เลขอารบิก (123)"

    class Orientation(models.TextChoices):
        PORTRAIT = "portrait", "แนวตั้ง"
        LANDSCAPE = "landscape", "แนวนอน"

    class AreasAs(models.TextChoices):
        ROWS = "rows", "เป็นแถวเต็มความกว้างเหนือมาตรการ"
        COLUMN = "column", "เป็นคอลัมน์ของตาราง"
        NONE = "none", "ไม่พิมพ์ประเด็น"

    assessment = models.OneToOneField(
        Assessment, models.CASCADE, related_name="document", verbose_name="ผลการประเมิน"
    )
    kind = models.CharField("ชนิดเอกสาร", max_length=20, choices=Kind, default=Kind.RESULTS)
    numerals = models.CharField("ตัวเลขที่ระบบพิมพ์", max_length=10, choices=Numerals, default=Numerals.THAI)
    orientation = models.CharField(
        "แนวกระดาษ", max_length=10, choices=Orientation, default=Orientation.PORTRAIT
    )
    title = models.JSONField("ชื่อเอกสาร", default=list)
    prepared_by = models.CharField("จัดทำโดย", max_length=300, blank=True)
    memo = models.JSONField("บันทึกข้อความ", null=True, blank=True)
    areas_as = models.CharField("การพิมพ์ประเด็น", max_length=10, choices=AreasAs, default=AreasAs.ROWS)
    area_prefix = models.CharField("คำนำหน้าประเด็น", max_length=50, blank=True)
    columns = models.JSONField("คอลัมน์", default=list)
    cut_off = models.DecimalField("เกณฑ์จุดแข็ง/จุดอ่อน", default=Decimal(85), **PERCENT)
    result_years = models.JSONField("ปีของผลที่เอกสารใช้", default=list, blank=True)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    history = Records("เอกสาร", excluded_fields=["updated_at"])

    class Meta:
        verbose_name = "เอกสาร"
        verbose_name_plural = "เอกสาร"

    def __str__(self):
        return " ".join(self.title)


class Block(models.Model):
    """One block of a document; `data` holds the keys of its type without `type` and `heading`."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="blocks", verbose_name="เอกสาร")
    position = models.PositiveIntegerField("ลำดับ", default=0)
    type = models.CharField("ชนิด", max_length=30)
    heading = models.TextField("หัวข้อ", blank=True)
    data = models.JSONField("เนื้อหา", default=dict)

    history = Records("ส่วนของเอกสาร")

    class Meta:
        verbose_name = "ส่วนของเอกสาร"
        verbose_name_plural = "ส่วนของเอกสาร"
        ordering = ["position", "pk"]

    def __str__(self):
        from .blocks import LABELS  # the blocks know the models

        return f"{LABELS.get(self.type, self.type)} {self.heading}".strip()


class IssuedDocumentQuerySet(models.QuerySet):
    def listed(self):
        """Return them without what is heavy: content and package."""
        return self.defer("content", "package")


class IssuedDocument(models.Model):
    """A document as it was issued: its content, its package and its PDF never change; a newer issue supersedes it."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="issued", verbose_name="ผลการประเมิน", editable=False
    )
    number = models.PositiveIntegerField("ฉบับที่", editable=False)
    title = models.CharField("ชื่อเอกสาร", max_length=500, editable=False)
    content = models.JSONField("เนื้อหา", editable=False)  # DocumentContent.as_json()
    package = models.JSONField("แฟ้มแลกเปลี่ยน", editable=False)  # export_package()
    framework_revision = models.ForeignKey(
        FrameworkRevision, models.PROTECT, verbose_name="ฉบับของเกณฑ์", editable=False
    )
    software = models.CharField("รุ่นของระบบ", max_length=50, editable=False)
    pdf = models.FileField("PDF", upload_to="issued/", max_length=200, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ผู้ออกเอกสาร", editable=False
    )
    position = models.CharField("ตำแหน่งผู้ออกเอกสาร", max_length=200, editable=False)  # as it was then
    issued_at = models.DateTimeField("ออกเมื่อ", auto_now_add=True)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "เอกสารที่ออกแล้ว"
        verbose_name_plural = "เอกสารที่ออกแล้ว"
        ordering = ["assessment", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="issued_number_unique"),
        ]

    def __str__(self):
        return f"{self.title} ฉบับที่ {self.number}"
