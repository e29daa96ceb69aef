"""A correction of a year that is in force: one administrator proposes it, another one confirms or refuses it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from .change_log import DefinitionChange
from .definitions import Definitions
from .models import Framework
from .storage import Renamed


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def for_user(self, user) -> Self:
        """Return those that an administrator may see: what is only prepared is nobody else's."""
        related = ("framework", "base", "change", "proposed_by", "decided_by")
        return self.filter(~Q(state=Correction.State.PREPARED) | Q(proposed_by=user)).select_related(*related)

    def open(self) -> Self:
        return self.filter(state__in=(Correction.State.PREPARED, Correction.State.WAITING))


class Correction(models.Model):
    """The definitions that a year shall have, made over the revision `base`; `change` is what it became.

    `renamed` as in `DefinitionChange`; `proposed_by` is None for the operator at the command line.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "ยังไม่ได้เสนอ"
        WAITING = "waiting", "รอยืนยัน"
        CONFIRMED = "confirmed", "ยืนยันแล้ว"
        REFUSED = "refused", "ไม่ยืนยัน"
        WITHDRAWN = "withdrawn", "ถอนแล้ว"

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="corrections", editable=False)
    base = models.ForeignKey(DefinitionChange, models.PROTECT, related_name="+", editable=False)
    change = models.OneToOneField(DefinitionChange, models.PROTECT, null=True, editable=False)
    action = models.CharField("การดำเนินการ", max_length=10, choices=DefinitionChange.Action, editable=False)
    definitions = models.JSONField("เกณฑ์ทั้งปี", editable=False)
    renamed = models.JSONField("รหัสที่เปลี่ยน", default=dict, editable=False)
    reason = models.TextField("เรื่อง", editable=False)
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.PREPARED, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ผู้เสนอ", editable=False
    )
    proposed_at = models.DateTimeField("เสนอเมื่อ", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ผู้ตัดสิน", editable=False
    )
    decided_at = models.DateTimeField("ตัดสินเมื่อ", null=True, editable=False)
    note = models.TextField("ความเห็น", blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ข้อเสนอแก้ไขเกณฑ์"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True)
                | ~Q(state__in=("confirmed", "refused"))
                | ~Q(decided_by=F("proposed_by")),
                name="correction_two_persons",
                violation_error_message="ผู้เสนอกับผู้ยืนยันต้องเป็นคนละคน",
            )
        ]

    def __str__(self):
        return f"ข้อเสนอแก้ไขเกณฑ์ปี {self.framework.fiscal_year}"

    @cached_property
    def value(self) -> Definitions:
        return Definitions.from_json(self.definitions)

    @property
    def keys(self) -> Renamed:
        """The new keys of parts by their old ones."""
        return {kind: {old: new for old, new in pairs} for kind, pairs in self.renamed.items()}

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PREPARED, self.State.WAITING)
