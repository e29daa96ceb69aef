"""What the last look at a web address of evidence found. Only the command `check_addresses` looks."""

from django.db import models

from .models import Evidence


class AddressCheck(models.Model):
    """`fault` is "" while the address answers; `address` is what was looked at: the evidence may name another now."""

    evidence = models.OneToOneField(
        Evidence, models.CASCADE, related_name="address_check", verbose_name="หลักฐาน"
    )
    address = models.URLField("ที่อยู่เว็บ", max_length=2000)
    fault = models.CharField("สิ่งที่พบ", max_length=200, blank=True)
    checked_at = models.DateTimeField("ตรวจเมื่อ", auto_now=True)

    class Meta:
        verbose_name = "ผลตรวจที่อยู่เว็บ"
        verbose_name_plural = "ผลตรวจที่อยู่เว็บ"

    def __str__(self) -> str:
        return self.fault or "เปิดได้"
