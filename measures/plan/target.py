"""What a measure answers: indicators and items of its year."""

from typing import cast

from django.db import models
from django.db.models import Q

from assessments.models import Indicator, Item
from assessments.records.models import Records

from .models import Measure


class Target(models.Model):
    """One indicator or one item that a measure answers."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="targets", verbose_name="มาตรการ")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ตัวชี้วัด"
    )
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ข้อ")

    history = Records("สิ่งที่มาตรการตอบ", no_db_index=["indicator", "item"])

    class Meta:
        verbose_name = "สิ่งที่มาตรการตอบ"
        verbose_name_plural = "สิ่งที่มาตรการตอบ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "indicator"], condition=Q(item__isnull=True), name="target_indicator_once"
            ),
            models.UniqueConstraint(
                fields=["measure", "item"], condition=Q(indicator__isnull=True), name="target_item_once"
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, item__isnull=True)
                | Q(indicator__isnull=True, item__isnull=False),
                name="target_indicator_or_item",
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator or self.item)

    @property
    def answered(self) -> Indicator:
        """Return the indicator that is answered, directly or by an item."""
        return self.item.indicator if self.item else cast(Indicator, self.indicator)  # one of them is there
