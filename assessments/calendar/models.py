"""The secret addresses under which people subscribe to their calendar."""

import secrets

from django.conf import settings
from django.db import models


def new_token() -> str:
    """Return 256 random bits as letters that an address may hold."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """One account's address; whoever knows it reads the calendar. A renewed token ends the old address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name="ผู้ใช้"
    )
    token = models.CharField("รหัสลับ", max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField("สร้างเมื่อ", auto_now=True)

    class Meta:
        verbose_name = "ที่อยู่ปฏิทิน"
        verbose_name_plural = "ที่อยู่ปฏิทิน"

    def __str__(self):
        return f"ปฏิทินของ {self.user}"
