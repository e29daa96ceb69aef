"""A collection: the documents of many authorities' year, chosen once, made in the background, taken along as a ZIP."""

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from assessments.models import Municipality
from assessments.municipalities.models import seen_by
from assessments.records.leases import Leased
from reports.issuing.models import IssuedDocument


class CollectionQuerySet(models.QuerySet["Collection"]):
    def for_user(self, user) -> Self:
        """Return the user's own: what others chose is no matter of anybody else."""
        return self.filter(by=user)

    def running(self) -> Self:
        return self.filter(state__in=Collection.RUNNING)


class Collection(Leased):
    """What somebody chose, and how far it is. Its parts say what becomes of each document."""

    class State(models.TextChoices):
        WAITING = "waiting", "รอทำ"
        WORKING = "working", "กำลังทำ"
        DONE = "done", "เสร็จแล้ว"
        CANCELLED = "cancelled", "ยกเลิกแล้ว"
        FAILED = "failed", "ไม่สำเร็จ"
        DELETED = "deleted", "ลบไฟล์แล้ว"

    RUNNING = (State.WAITING, State.WORKING)
    READY = (State.DONE, State.CANCELLED, State.FAILED)  # what is made of it can be taken along

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="collections", verbose_name="ผู้สั่ง")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    chosen = models.CharField("หน่วยงานที่เลือก", max_length=1000)
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.WAITING)
    folder = models.UUIDField("ที่เก็บไฟล์", default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField("สั่งเมื่อ", auto_now_add=True)
    ended_at = models.DateTimeField("เสร็จเมื่อ", null=True, blank=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = "ชุดเอกสาร"
        verbose_name_plural = "ชุดเอกสาร"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self):
        return f"ชุดเอกสารเลขที่ {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("collection", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    @property
    def is_ready(self) -> bool:
        return self.state in self.READY

    @property
    def deleted_on(self):
        """The moment from which its files are no longer kept."""
        return (self.ended_at or timezone.now()) + timedelta(days=settings.COLLECTION_DAYS)


class PartQuerySet(models.QuerySet["Part"]):
    def for_user(self, user) -> Self:
        """Return those of the authorities that the user may see now."""
        return self.filter(seen_by(user, "municipality__"))

    def listed(self) -> Self:
        return self.select_related("municipality", "issued").defer("issued__content", "issued__package")


def file_place(part: "Part", filename: str) -> str:
    """Return one name for a part, whoever makes it: what is made again replaces what a dead worker left."""
    return f"collections/{part.collection.folder.hex}/{part.position}.pdf"


class Part(models.Model):
    """One document of a collection: an issued one as it is, or a sheet that the portal makes of a year's result.

    It does not point to the year: that would keep the opening of a year from being undone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "รอทำ"
        DONE = "done", "ได้แล้ว"
        MISSING = "missing", "ไม่มีเอกสาร"
        FAILED = "failed", "ไม่สำเร็จ"

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="documents", verbose_name="ชุดเอกสาร")
    position = models.PositiveIntegerField("ลำดับ")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="หน่วยงาน")
    kind = models.CharField("เอกสาร", max_length=200)
    issued = models.ForeignKey(
        IssuedDocument, models.PROTECT, null=True, related_name="+", verbose_name="เอกสารที่ออกแล้ว"
    )
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField("เหตุผล", blank=True)
    attempts = models.PositiveSmallIntegerField("จำนวนครั้งที่ทำ", default=0)
    file = models.FileField("แผ่นผลคะแนน", upload_to=file_place, max_length=200, blank=True)
    size = models.PositiveBigIntegerField("ขนาด", default=0)
    ended_at = models.DateTimeField("เสร็จเมื่อ", null=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = "เอกสารในชุด"
        verbose_name_plural = "เอกสารในชุด"
        ordering = ["collection", "position"]
        constraints = [models.UniqueConstraint(fields=["collection", "position"], name="collection_position_unique")]
        indexes = [models.Index(fields=["collection", "state", "ended_at"])]

    def __str__(self):
        return f"{self.kind} {self.municipality}"

    @property
    def filename(self) -> str:
        """Where it stands in the ZIP."""
        town = self.municipality
        return "/".join(
            part.replace("/", "-") for part in (town.province, f"{town.code} {town.name}", f"{self.kind}.pdf")
        )
