"""The scores of groups: all authorities of one kind in one province, in one fiscal year."""

from typing import Any

from django.db import models
from django.db.models import Q

from assessments.frameworks.models import Framework, Indicator
from assessments.municipalities.models import Municipality

KIND: dict[str, Any] = {"max_length": 20, "choices": Municipality.Kind}


class GroupScores(models.Model):
    """The scores of a group in one indicator, without whose they are; without an indicator the announced totals.

    Every larger group (a province, a kind, the nation) is the sum of these: `figures.spreads` puts them together. What
    stands here is right but for groups that are named by a `ChangedGroup`.
    """

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="group_scores", verbose_name="ปีงบประมาณ")
    province = models.CharField("จังหวัด", max_length=100)
    kind = models.CharField("ประเภท", **KIND)
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, related_name="group_scores", verbose_name="ตัวชี้วัด"
    )
    points = models.BinaryField("คะแนน")  # as Spread.packed

    class Meta:
        verbose_name = verbose_name_plural = "คะแนนของกลุ่มหน่วยงาน"
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "indicator", "province", "kind"], name="group_scores_indicator_unique"
            ),
            models.UniqueConstraint(
                fields=["framework", "province", "kind"],
                condition=Q(indicator__isnull=True),
                name="group_scores_total_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.province} {self.get_kind_display()}"


class ChangedGroup(models.Model):
    """A note, written along with a change, that a group is to be counted anew. A group may have many.

    Only ever added, so that nobody who saves waits for another who does.
    """

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="+", verbose_name="ปีงบประมาณ")
    province = models.CharField("จังหวัด", max_length=100)
    kind = models.CharField("ประเภท", **KIND)

    class Meta:
        verbose_name = verbose_name_plural = "กลุ่มหน่วยงานที่คะแนนเปลี่ยน"

    def __str__(self) -> str:
        return f"{self.framework} {self.province} {self.get_kind_display()}"
