"""The documents of a municipality's year: their looks and their ordered blocks."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

from assessments.frameworks.models import PERCENT
from assessments.models import Assessment, Municipality
from assessments.records.models import Records

from .block_types import LABELS, ONCE


class Look(models.Model):
    """How a document is printed, whatever it says: what a style keeps."""

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

    class TextSize(models.TextChoices):
        SMALL = "small", "เล็ก (๑๔ พอยต์)"
        STANDARD = "standard", "มาตรฐานหนังสือราชการ (๑๖ พอยต์)"
        LARGE = "large", "ใหญ่ (๑๘ พอยต์)"

    class Margins(models.TextChoices):
        OFFICIAL = "official", "ตามแบบหนังสือราชการ (ซ้าย ๓ ซม. ขวา ๒ ซม.)"
        NARROW = "narrow", "แคบ (ซ้าย ๒ ซม. ขวา ๑.๕ ซม.)"

    JOINED = [(False, "พิมพ์ทุกแถว"), (True, "พิมพ์ครั้งเดียว")]
    JUSTIFIED = [(False, "ปล่อยตามคำ"), (True, "เต็มบรรทัด (กระจายแบบไทย)")]

    numerals = models.CharField("ตัวเลขที่ระบบพิมพ์", max_length=10, choices=Numerals, default=Numerals.THAI)
    orientation = models.CharField("แนวกระดาษ", max_length=10, choices=Orientation, default=Orientation.PORTRAIT)
    areas_as = models.CharField("การพิมพ์ประเด็น", max_length=10, choices=AreasAs, default=AreasAs.ROWS)
    area_prefix = models.CharField("คำนำหน้าประเด็น", max_length=50, blank=True)
    columns = models.JSONField("คอลัมน์", default=list)
    text_size = models.CharField("ขนาดตัวอักษร", max_length=10, choices=TextSize, default=TextSize.STANDARD)
    margins = models.CharField("ขอบกระดาษ", max_length=10, choices=Margins, default=Margins.OFFICIAL)
    widths = models.JSONField("ความกว้างคอลัมน์", default=list, blank=True)  # of `columns`, as widths.py has them
    joined = models.BooleanField("ผู้รับผิดชอบและระยะเวลาที่เหมือนแถวบน", choices=JOINED, default=False)
    justified = models.BooleanField("ขอบขวาของย่อหน้า", choices=JUSTIFIED, default=False)

    class Meta:
        abstract = True


LOOK_FIELDS = tuple(field.name for field in Look._meta.local_fields)


class Style(Look):
    """A look that a municipality keeps under a name, for its further documents."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="styles", verbose_name="หน่วยงาน")
    name = models.CharField("ชื่อรูปแบบ", max_length=100)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    history = Records("รูปแบบเอกสาร", excluded_fields=["updated_at"])

    class Meta:
        verbose_name = "รูปแบบเอกสาร"
        verbose_name_plural = "รูปแบบเอกสาร"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="style_name_unique")]

    def __str__(self):
        return self.name


class Document(Look):
    """A document of a year, one of each kind. The JSON fields hold what the package format describes (package/)."""

    class Kind(models.TextChoices):
        RESULTS = "results", "รายงานผลการดำเนินการ"
        PLAN = "plan", "มาตรการ (แผน)"
        ANALYSIS = "analysis", "รายงานการวิเคราะห์"
        ANNOUNCEMENT = "announcement", "ประกาศ"
        HALF_YEAR = "half_year", "รายงานความก้าวหน้ารอบ ๖ เดือน"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="documents", verbose_name="ผลการประเมิน")
    kind = models.CharField("ชนิดเอกสาร", max_length=20, choices=Kind, default=Kind.RESULTS)
    title = models.JSONField("ชื่อเอกสาร", default=list)
    prepared_by = models.CharField("จัดทำโดย", max_length=300, blank=True)
    memo = models.JSONField("บันทึกข้อความ", null=True, blank=True)
    total_label = models.CharField("ชื่อแถวคะแนนรวม", max_length=50, default="คะแนนรวม")
    cut_off = models.DecimalField("เกณฑ์จุดแข็ง/จุดอ่อน", default=Decimal(85), **PERCENT)
    result_years = models.JSONField("ปีของผลที่เอกสารใช้", default=list, blank=True)
    unconfirmed = models.JSONField("ข้อความที่คัดลอกจากปีก่อน", default=list, blank=True)  # see unconfirmed.py
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    history = Records("เอกสาร", excluded_fields=["updated_at"])

    class Meta:
        verbose_name = "เอกสาร"
        verbose_name_plural = "เอกสาร"
        ordering = ["assessment", "pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "kind"], name="document_kind_unique")]

    def __str__(self):
        return " ".join(self.title)


KEY_LENGTH = 16  # of keys of texts
DEFAULTS = {field.name: field.get_default() for field in Document._meta.fields}


class Block(models.Model):
    """One block of a document; `data` holds the keys of its type without `type` and `heading`."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="blocks", verbose_name="เอกสาร")
    position = models.PositiveIntegerField("ลำดับ", default=0)
    type = models.CharField("ชนิด", max_length=30)
    heading = models.TextField("หัวข้อ", blank=True)
    data = models.JSONField("เนื้อหา", default=dict)
    # Rule, args, text and figures of each.
    drafted = models.JSONField("ข้อความที่ระบบร่าง", default=list, blank=True)

    history = Records("ส่วนของเอกสาร")

    class Meta:
        verbose_name = "ส่วนของเอกสาร"
        verbose_name_plural = "ส่วนของเอกสาร"
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{LABELS.get(self.type, self.type)} {self.heading}".strip()

    def clean(self) -> None:
        others = self.document.blocks.exclude(pk=self.pk)
        if self.type in ONCE and others.filter(type=self.type).exists():
            label = LABELS[self.type]
            raise ValidationError(f"เอกสารมี{label}อยู่แล้ว และมีได้แห่งเดียว ให้แก้ไข{label}เดิม หรือลบของเดิมก่อน")


class Confirmation(models.Model):
    """A text of an earlier year that somebody confirmed, while the results of which the document speaks were these.

    A row of its own for each, so that one is undone whatever was confirmed since.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="confirmations", verbose_name="เอกสาร")
    key = models.CharField("รหัสข้อความ", max_length=KEY_LENGTH)  # as unconfirmed.key_of
    text = models.TextField("ข้อความที่ยืนยัน")
    results = models.JSONField("ผลคะแนนขณะยืนยัน", default=dict)  # marks by fiscal year

    history = Records("การยืนยันข้อความของปีก่อน")

    class Meta:
        verbose_name = "การยืนยันข้อความของปีก่อน"
        verbose_name_plural = "การยืนยันข้อความของปีก่อน"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="confirmation_once")]

    def __str__(self):
        return f"“{self.text[:80]}”"
