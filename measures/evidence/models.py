"""What proves that something was done: files and web addresses, used by measures and items."""

import uuid
from pathlib import PurePath
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum

from assessments.models import Assessment, Item, Municipality
from assessments.municipalities.models import seen_by
from assessments.records.models import HistoryRow, Records, history_of
from ita_portal.thai import fiscal_year_of
from measures.plan.models import Measure

from .file_names import download_name
from .file_types import BY_MEDIA_TYPE, JPEG, PNG
from .web_addresses import readable

PICTURES = (JPEG.media_type, PNG.media_type)


def evidence_place(evidence: "Evidence", filename: str) -> str:
    """Return a name of our own making: what people call their files is only shown."""
    return f"evidence/{evidence.municipality.code}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


def _used_in(assessment: Assessment) -> Q:
    """Return the condition that a measure or an item of the year uses evidence."""
    by_measures = MeasureEvidence.objects.of_year(assessment).values("evidence")
    by_items = ItemEvidence.objects.filter(assessment=assessment).values("evidence")
    return Q(pk__in=by_measures) | Q(pk__in=by_items)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def for_user(self, user) -> Self:
        return self.filter(seen_by(user, "municipality__"))

    def kept(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def of_year(self, assessment: Assessment) -> Self:
        """Return what was added in the year and what it uses from other years."""
        return self.filter(Q(assessment=assessment) | _used_in(assessment))

    def of_other_years(self, assessment: Assessment) -> Self:
        """Return the municipality's evidence that neither was added in the year nor is used there."""
        of_year = Evidence.objects.of_year(assessment).values("pk")
        return self.filter(municipality=assessment.municipality_id).exclude(pk__in=of_year)

    def used_in(self, assessment: Assessment) -> Self:
        """Return what a measure or an item of the year uses."""
        return self.filter(_used_in(assessment))

    def unused_in(self, assessment: Assessment) -> Self:
        """Return what no measure and no item of the year uses."""
        return self.exclude(_used_in(assessment))

    def used_by(self, use: Measure | Item, assessment: Assessment) -> Self:
        """Return what a measure, or an item in the year, uses."""
        if isinstance(use, Measure):
            return self.filter(measures=use)
        return self.filter(item_uses__assessment=assessment, item_uses__item=use)

    def attachable_to(self, use: Measure | Item, assessment: Assessment) -> Self:
        """Return what the measure or item might use besides: of the year first, then the newest."""
        rows = self.kept().filter(municipality=assessment.municipality_id)
        used = Evidence.objects.used_by(use, assessment).values("pk")
        of_year = models.Case(models.When(assessment=assessment, then=0), default=1)
        return rows.exclude(pk__in=used).order_by(of_year, "-pk")

    def pictures(self) -> Self:
        return self.filter(media_type__in=PICTURES)

    def with_uses(self, assessment: Assessment) -> Self:
        """Bring along, in two queries, by which measures and items of the year each is used."""
        return self.prefetch_related(
            models.Prefetch(
                "measure_uses",
                MeasureEvidence.objects.of_year(assessment).select_related("measure"),
                to_attr="year_measure_uses",
            ),
            models.Prefetch(
                "item_uses",
                ItemEvidence.objects.filter(assessment=assessment).select_related("item"),
                to_attr="year_item_uses",
            ),
        )

    def total_size(self) -> int:
        return self.aggregate(total=Sum("size"))["total"] or 0


class Evidence(models.Model):
    """A file or a web address of a municipality; `dated` is the day of what it shows.

    It counts to the year in which it was added, `assessment`, and any year may use it. Of a picture, `file` is what
    was uploaded without its metadata, `printable` a smaller one for documents. `sha256` is of what is stored and
    given out, `uploaded_sha256` of what came in. A newer file takes the place of one that history keeps: `files`.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="evidence", verbose_name="หน่วยงาน")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="evidence", verbose_name="ปีที่เพิ่ม", editable=False
    )
    title = models.CharField("ชื่อหลักฐาน", max_length=300)
    dated = models.DateField("ลงวันที่", null=True, blank=True)
    file = models.FileField("ไฟล์", upload_to=evidence_place, max_length=200, blank=True)
    filename = models.CharField("ชื่อไฟล์", max_length=255, blank=True, editable=False)
    media_type = models.CharField("ชนิดไฟล์", max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField("ขนาด (ไบต์)", default=0, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    uploaded_sha256 = models.CharField("SHA-256 ของไฟล์ที่ส่งมา", max_length=64, blank=True, editable=False)
    thumbnail = models.FileField("ภาพย่อ", upload_to=evidence_place, max_length=200, blank=True, editable=False)
    printable = models.FileField("ภาพสำหรับพิมพ์", upload_to=evidence_place, max_length=200, blank=True, editable=False)
    address = models.URLField("ที่อยู่เว็บ", max_length=2000, blank=True)
    click_path = models.TextField("เส้นทางการเข้าถึงบนเว็บไซต์", blank=True)
    measures = models.ManyToManyField(
        Measure, through="MeasureEvidence", related_name="evidence", blank=True, verbose_name="มาตรการที่ใช้"
    )
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
                violation_error_message="ใส่ไฟล์หรือที่อยู่เว็บอย่างใดอย่างหนึ่ง",
            ),
            models.UniqueConstraint(
                fields=["municipality", "sha256"],
                condition=~Q(sha256=""),
                name="evidence_file_once",
                violation_error_message="หน่วยงานมีไฟล์นี้อยู่แล้ว",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_picture(self) -> bool:
        return self.media_type in PICTURES

    @property
    def print_file(self):
        """The file of a picture that documents print."""
        return self.printable or self.file

    @property
    def type_label(self) -> str:
        """What people call its kind: "ภาพ JPG", "Word", "ที่อยู่เว็บ"."""
        kind = BY_MEDIA_TYPE.get(self.media_type)
        return kind.label if kind else "ที่อยู่เว็บ" if self.address else "ไฟล์"

    @property
    def dated_in(self) -> int | None:
        """The fiscal year of the day that it is of."""
        return fiscal_year_of(self.dated) if self.dated else None

    @property
    def readable_address(self) -> str:
        return readable(self.address)

    @property
    def download_name(self) -> str:
        """The name under which its file is given out: as it came in, with the ending that is true."""
        kind = BY_MEDIA_TYPE.get(self.media_type)
        return download_name(self.filename or f"evidence-{self.pk}", kind.suffix if kind else "")

    def files(self) -> list[HistoryRow]:
        """Return the history rows that brought each of its files, oldest first: what, by whom, when."""
        brought: dict[str, HistoryRow] = {}
        rows = history_of(Evidence).filter(id=self.pk).exclude(file="").select_related("history_user")
        for row in rows.order_by("history_id"):
            brought.setdefault(row.file, row)
        return list(brought.values())


class MeasureEvidenceQuerySet(models.QuerySet["MeasureEvidence"]):
    def of_year(self, assessment: Assessment) -> Self:
        """Return the uses by the year's kept measures."""
        return self.filter(measure__assessment=assessment, measure__deleted_at__isnull=True)

    def shown(self) -> Self:
        """Return the uses by kept measures, with measure and year."""
        kept = self.filter(measure__deleted_at__isnull=True)
        return kept.select_related("measure__assessment__framework", "measure__assessment__municipality")


class MeasureEvidence(models.Model):
    """Evidence that shows what was done in a measure."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="measure_uses", verbose_name="หลักฐาน")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="evidence_uses", verbose_name="มาตรการ")

    objects = MeasureEvidenceQuerySet.as_manager()
    history = Records("หลักฐานของมาตรการ")

    class Meta:
        verbose_name = "หลักฐานของมาตรการ"
        verbose_name_plural = "หลักฐานของมาตรการ"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evidence", "measure"], name="measure_evidence_once")]

    def __str__(self):
        return f"{self.measure}: {self.evidence}"


class ItemEvidence(models.Model):
    """Evidence that answers an item in a municipality's year."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="item_uses", verbose_name="หลักฐาน")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="item_evidence", verbose_name="ผลการประเมิน")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="ข้อ")

    history = Records("หลักฐานของข้อ", no_db_index=["item"])

    class Meta:
        verbose_name = "หลักฐานของข้อ"
        verbose_name_plural = "หลักฐานของข้อ"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evidence", "assessment", "item"], name="item_evidence_once")]

    def __str__(self):
        return f"{self.item}: {self.evidence}"


class AddressCheck(models.Model):
    """What the command `check_addresses` found when it last looked at a web address of evidence.

    `seen` says more where the address does not simply open; `address` is what was looked at: the evidence may name
    another now.
    """

    class Outcome(models.TextChoices):
        OPENS = "opens", "เปิดได้"
        GONE = "gone", "ไม่มีแล้ว"
        ELSEWHERE = "elsewhere", "เปิดแล้วไม่ใช่หน้านั้น"
        UNSURE = "unsure", "ระบบตรวจไม่ได้"

    evidence = models.OneToOneField(Evidence, models.CASCADE, related_name="address_check", verbose_name="หลักฐาน")
    address = models.URLField("ที่อยู่เว็บ", max_length=2000)
    outcome = models.CharField("ผล", max_length=10, choices=Outcome)
    seen = models.CharField("สิ่งที่พบ", max_length=200, blank=True)
    checked_at = models.DateTimeField("ตรวจเมื่อ", auto_now=True)

    class Meta:
        verbose_name = "ผลตรวจที่อยู่เว็บ"
        verbose_name_plural = "ผลตรวจที่อยู่เว็บ"
        indexes = [
            models.Index(fields=["evidence"], name="address_gone", condition=Q(outcome__in=["gone", "elsewhere"]))
        ]

    def __str__(self) -> str:
        return self.seen or self.get_outcome_display()
