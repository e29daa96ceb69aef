"""The items of a year and what they say of their indicators: two queries, however many there are."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.frameworks.models import Item, SubIndicator
from assessments.scoring.items import FromItems, IndicatorItems, SubIndicatorItems, code_gaps, from_items
from assessments.scoring.totals import Scores
from assessments.years.models import Assessment


@dataclass(frozen=True)
class ItemScoresOfYear:
    """`items` are in order of indicator and sub-indicator and carry their score as `value`."""

    items: tuple[Item, ...]
    indicators: tuple[IndicatorItems, ...]  # those that the year divides into sub-indicators

    @property
    def scores(self) -> dict[str, Decimal]:
        return {item.code: item.value for item in self.items if item.value is not None}

    @property
    def asked(self) -> list[Item]:
        """Return the items whose scores are asked for: of divided indicators, and whatever has a score."""
        divided = {indicator.number for indicator in self.indicators}
        return [item for item in self.items if item.indicator.number in divided or item.value is not None]

    def computed(self, announced: Scores) -> dict[int, FromItems]:
        """Return by number what the items say of each divided indicator beside the announced scores."""
        scores = self.scores
        return {
            indicator.number: from_items(indicator, scores, announced.get(indicator.number))
            for indicator in self.indicators
        }

    def entered(self, announced: Scores) -> dict[int, FromItems]:
        """Return those of `computed` that have any item score at all."""
        return {number: computed for number, computed in self.computed(announced).items() if computed.entered}


def item_scores_of(assessment: Assessment) -> ItemScoresOfYear:
    items = tuple(Item.objects.with_scores_of(assessment))
    gaps = code_gaps((item.code, item.indicator.number) for item in items)
    subs = SubIndicator.objects.filter(framework=assessment.framework_id).select_related("indicator")
    divided: dict[int, list[SubIndicatorItems]] = {}
    for sub in subs.order_by("indicator__number", "position", "pk"):
        codes = tuple(item.code for item in items if item.sub_indicator_id == sub.pk)
        divided.setdefault(sub.indicator.number, []).append(SubIndicatorItems(sub.code, sub.name, codes))
    loose = [item for item in items if item.sub_indicator_id is None]
    indicators = (
        IndicatorItems(
            number,
            tuple(parts),
            tuple(item.code for item in loose if item.indicator.number == number),
            gaps.get(number, ()),
        )
        for number, parts in divided.items()
    )
    return ItemScoresOfYear(items, tuple(indicators))
