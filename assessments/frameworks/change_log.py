"""What administrators did to the definitions of the years, drafts too: only ever added to."""

from django.conf import settings
from django.db import models


class DefinitionChange(models.Model):
    """One step in the life of a year's definitions, and how they stood after it (the JSON of definitions.py).

    It names the year by its number: what is told of a draft stays when the draft is gone. `renamed` holds the keys that
    parts were renamed to, {kind: [[old, new], …]}. `by` is None for the operator and for what the project ships.
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

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ", editable=False, db_index=True)
    action = models.CharField("การดำเนินการ", max_length=10, choices=Action, editable=False)
    reason = models.TextField("เหตุผล", blank=True, editable=False)
    definitions = models.JSONField("เกณฑ์ทั้งปี", editable=False)
    renamed = models.JSONField("รหัสที่เปลี่ยน", default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="ผู้แก้ไข",
        editable=False,
    )
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "ประวัติของเกณฑ์"
        verbose_name_plural = "ประวัติของเกณฑ์"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_action_display()} ปี {self.fiscal_year}"
