"""What of a year compares with what of the year before: pairs of parts, stored with the later year."""

from django.db import models
from django.db.models import Q

from assessments.frameworks.models import Area, Framework, Indicator, Item


class Link(models.Model):
    """One pair; without `before` the part is new, without `after` it was retired.

    Pairs that share a part are one merge or split and carry the same judgement.
    """

    comparable = models.BooleanField("เทียบกันได้", default=True)
    reason = models.CharField("เหตุผล", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return f"{self.before or '-'} → {self.after or '-'}"


def link_rules(name: str) -> list[models.BaseConstraint]:
    """Return the constraints of a kind of pair: one row for each pair, new part and retired part."""
    return [
        models.UniqueConstraint(fields=["before", "after"], name=f"{name}_unique"),
        models.UniqueConstraint(fields=["after"], condition=Q(before__isnull=True), name=f"{name}_new_once"),
        models.UniqueConstraint(fields=["before"], condition=Q(after__isnull=True), name=f"{name}_retired_once"),
        models.CheckConstraint(condition=Q(before__isnull=False) | Q(after__isnull=False), name=f"{name}_not_empty"),
    ]


class IndicatorLink(Link):
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="indicator_links", verbose_name="เกณฑ์")
    before = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="links_after", verbose_name="ปีก่อน")
    after = models.ForeignKey(Indicator, models.CASCADE, null=True, related_name="links_before", verbose_name="ปีนี้")

    class Meta(Link.Meta):
        verbose_name = verbose_name_plural = "การเทียบตัวชี้วัดข้ามปี"
        constraints = link_rules("indicator_link")


class ItemLink(Link):
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="item_links", verbose_name="เกณฑ์")
    before = models.ForeignKey(Item, models.PROTECT, null=True, related_name="links_after", verbose_name="ปีก่อน")
    after = models.ForeignKey(Item, models.CASCADE, null=True, related_name="links_before", verbose_name="ปีนี้")

    class Meta(Link.Meta):
        verbose_name = verbose_name_plural = "การเทียบข้อข้ามปี"
        constraints = link_rules("item_link")


class AreaLink(Link):
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="area_links", verbose_name="เกณฑ์")
    before = models.ForeignKey(Area, models.PROTECT, null=True, related_name="links_after", verbose_name="ปีก่อน")
    after = models.ForeignKey(Area, models.CASCADE, null=True, related_name="links_before", verbose_name="ปีนี้")

    class Meta(Link.Meta):
        verbose_name = verbose_name_plural = "การเทียบประเด็นข้ามปี"
        constraints = link_rules("area_link")
