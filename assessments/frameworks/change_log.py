"""What became of the definitions of the years, drafts too: only ever added to."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from .definitions import Definitions


class DefinitionChangeQuerySet(models.QuerySet["DefinitionChange"]):
    def revisions(self) -> Self:
        """Return the steps that put definitions in force, with what else they need to be shown."""
        return self.filter(number__isnull=False).select_related("by", "correction__decided_by")

    def corrections(self) -> Self:
        """Return the revisions by which a year in force was changed."""
        changed = (DefinitionChange.Action.EDITED, DefinitionChange.Action.UNDONE)
        return self.filter(number__isnull=False, action__in=changed).defer("definitions")


class DefinitionChange(models.Model):
    """One step in the life of a year's definitions, and how they stood after it (the JSON of definitions.py).

    It names the year by its number: what is told of a draft stays when the draft is gone. A step that puts definitions
    in force has a `number`: it is a revision, which documents cite. `renamed` holds the keys that parts were renamed
    to, {kind: [[old, new], …]}. `by` is None for the operator and for what the project ships.
    """

    class Action(models.TextChoices):
        FOUND = "found", "เกณฑ์ตามที่ใช้อยู่"
        SHIPPED = "shipped", "เกณฑ์ที่มากับระบบ"
        COPIED = "copied", "ทำปีถัดไป"
        EDITED = "edited", "แก้ไข"
        UNDONE = "undone", "เลิกทำ"
        PUBLISHED = "published", "ประกาศใช้"
        FROZEN = "frozen", "ตรึง"
        DELETED = "deleted", "ลบฉบับร่าง"

    REASONS: ClassVar[dict[str, str]] = {
        Action.FOUND: "เกณฑ์ตามที่ใช้อยู่",
        Action.SHIPPED: "เกณฑ์ตามที่ใช้อยู่",
        Action.PUBLISHED: "ประกาศใช้เกณฑ์",
    }

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ", editable=False, db_index=True)
    number = models.PositiveSmallIntegerField("ฉบับที่", null=True, editable=False)
    action = models.CharField("การดำเนินการ", max_length=10, choices=Action, editable=False)
    reason = models.TextField("เหตุผล", blank=True, editable=False)
    definitions = models.JSONField("เกณฑ์ทั้งปี", editable=False)
    renamed = models.JSONField("รหัสที่เปลี่ยน", default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ผู้แก้ไข", editable=False
    )
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = DefinitionChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ประวัติของเกณฑ์"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "number"], name="definition_change_number_unique")
        ]

    def __str__(self):
        if self.number:
            return f"ปีงบประมาณ พ.ศ. {self.fiscal_year} ฉบับที่ {self.number}"
        return f"{self.get_action_display()} ปี {self.fiscal_year}"

    @cached_property
    def value(self) -> Definitions:
        return Definitions.from_json(self.definitions)

    @property
    def revision_reason(self) -> str:
        """Why there is this revision: what was typed, or what the step is."""
        return self.reason or self.REASONS.get(self.action, "")
