"""What the definitions of a year were at each time: numbered, never changed."""

from django.conf import settings
from django.db import models

from .models import Framework


class FrameworkRevision(models.Model):
    """The whole definitions of a year as they stood from `created_at` on; `definitions` is the JSON of definitions.py.

    `author` is None for what the project ships.
    """

    framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="revisions", verbose_name="เกณฑ์", editable=False
    )
    number = models.PositiveSmallIntegerField("ฉบับที่", editable=False)
    reason = models.TextField("เหตุผล", editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="ผู้แก้ไข", editable=False
    )
    created_at = models.DateTimeField("เมื่อ", auto_now_add=True)
    definitions = models.JSONField("เกณฑ์ทั้งปี", editable=False)

    class Meta:
        verbose_name = "ฉบับของเกณฑ์"
        verbose_name_plural = "ฉบับของเกณฑ์"
        ordering = ["framework", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_revision_unique"),
        ]

    def __str__(self):
        return f"{self.framework} ฉบับที่ {self.number}"
