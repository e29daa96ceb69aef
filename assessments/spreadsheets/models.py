"""An import: one uploaded spreadsheet from upload to done; what it writes is one act."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from assessments.municipalities.models import Municipality
from assessments.records.leases import Leased


def upload_place(batch: "Import", filename: str) -> str:
    """Return a name of our own making: what people call their files is only shown."""
    suffix = ".csv" if filename.lower().endswith(".csv") else ".xlsx"
    return f"imports/{uuid.uuid4().hex}{suffix}"


def report_place(batch: "Import", filename: str) -> str:
    return f"imports/{uuid.uuid4().hex}.jsonl"


class ImportQuerySet(models.QuerySet["Import"]):
    def for_user(self, user) -> Self:
        """Return all for administrators, and for staff those of their municipality; nobody else imports."""
        if user.role == user.Role.ADMINISTRATOR:
            return self
        if user.role == user.Role.STAFF and user.municipality_id:
            return self.filter(municipality=user.municipality_id)
        return self.none()


class Import(Leased):
    """One spreadsheet. The report holds what would happen, or happened, to each row (JSON lines).

    `digest` stands for the outcome that was previewed: only this outcome is ever written. `attempts` counts the
    runs and fences off a run that was taken for dead: only the latest may finish. DONE is set in the transaction
    that writes the rows, whose history carries `act`.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "รอตรวจ"
        CHECKING = "checking", "กำลังตรวจ"
        CHECKED = "checked", "ตรวจแล้ว รอยืนยัน"
        REFUSED = "refused", "รับไฟล์ไม่ได้"
        QUEUED = "queued", "รอบันทึก"
        IMPORTING = "importing", "กำลังบันทึก"
        DONE = "done", "นำเข้าแล้ว"
        FAILED = "failed", "ไม่สำเร็จ"
        UNDONE = "undone", "เลิกทำการนำเข้าแล้ว"

    kind = models.CharField("ชนิดข้อมูล", max_length=30)
    file = models.FileField("ไฟล์", upload_to=upload_place)
    filename = models.CharField("ชื่อไฟล์", max_length=255)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name="ผู้นำเข้า")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name="หน่วยงาน"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีที่เลือกให้ทุกแถว", null=True, blank=True)
    repeats = models.BooleanField("เพิ่มแถวที่มีอยู่แล้วซ้ำด้วย", default=False)
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.UPLOADED)
    rows = models.PositiveIntegerField("จำนวนแถว", default=0)
    new = models.PositiveIntegerField("เพิ่ม", default=0)
    changed = models.PositiveIntegerField("แก้ไข", default=0)
    unchanged = models.PositiveIntegerField("เหมือนเดิม", default=0)
    already = models.PositiveIntegerField("มีอยู่แล้ว", default=0)
    refused = models.PositiveIntegerField("ไม่รับ", default=0)
    stage = models.CharField("ขั้นตอน", max_length=100, blank=True)
    progress = models.PositiveIntegerField("แถวที่ทำแล้ว", default=0)
    total = models.PositiveIntegerField("แถวทั้งหมดของขั้นตอน", default=0)
    digest = models.CharField("ลายนิ้วมือของผลตรวจ", max_length=64, blank=True)
    report = models.FileField("ผลตรวจรายแถว", upload_to=report_place, blank=True)
    notices = models.JSONField("ข้อสังเกต", default=list, blank=True)
    uploaded_at = models.DateTimeField("อัปโหลดเมื่อ", auto_now_add=True)
    finished_at = models.DateTimeField("บันทึกเสร็จเมื่อ", null=True, blank=True)
    undone_at = models.DateTimeField("เลิกทำเมื่อ", null=True, blank=True)
    act = models.UUIDField("รายการแก้ไข", default=uuid.uuid4, unique=True, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "การนำเข้า"
        verbose_name_plural = "การนำเข้า"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self):
        return f"การนำเข้าครั้งที่ {self.pk} ({self.filename})"

    @property
    def upload_address(self) -> str:
        """Where a file of its kind and year is uploaded."""
        return reverse("sheet", args=[self.kind]) + (f"?fiscal_year={self.fiscal_year}" if self.fiscal_year else "")

    @property
    def writes(self) -> int:
        """How many rows of the file change something."""
        return self.new + self.changed
