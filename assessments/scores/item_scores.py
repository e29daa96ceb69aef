"""The items of a year and what they say of their indicators: two queries, however many there are."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.frameworks.models import Item, SubIndicator
from assessments.scoring.items import FromItems, IndicatorItems, SubIndicatorItems, code_gaps, from_items
from assessments.scoring.totals import Scores
from assessments.years.models import Assessment


@dataclass(frozen=True)
class YearItems:
    """`items` are in order of indicator and sub-indicator and carry their score as `value`."""

    items: tuple[Item, ...]
    indicators: tuple[IndicatorItems, ...]  # those that the year divides into sub-indicators

    @property
    def scores(self) -> dict[str, Decimal]:
        return {each.code: each.value for each in self.items if each.value is not None}

    @property
    def asked(self) -> list[Item]:
        """Return the items whose scores are asked for: of divided indicators, and whatever has a score."""
        divided = {each.number for each in self.indicators}
        return [each for each in self.items if each.indicator.number in divided or each.value is not None]

    def computed(self, announced: Scores) -> dict[int, FromItems]:
        """Return by number what the items say of each divided indicator beside the announced scores."""
        scores = self.scores
        return {each.number: from_items(each, scores, announced.get(each.number)) for each in self.indicators}

    def entered(self, announced: Scores) -> dict[int, FromItems]:
        """Return those of `computed` that have any item score at all."""
        return {number: each for number, each in self.computed(announced).items() if each.entered}


def year_items(assessment: Assessment) -> YearItems:
    items = tuple(Item.objects.with_scores_of(assessment))
    subs = list(
        SubIndicator.objects.filter(framework=assessment.framework_id)
        .select_related("indicator")
        .order_by("position", "pk")
    )
    gaps = code_gaps((each.code, each.indicator.number) for each in items)

    def of_sub_indicator(sub: SubIndicator) -> SubIndicatorItems:
        codes = tuple(each.code for each in items if each.sub_indicator_id == sub.pk)
        return SubIndicatorItems(sub.code, sub.name, codes)

    def of_indicator(number: int) -> IndicatorItems:
        return IndicatorItems(
            number,
            tuple(of_sub_indicator(each) for each in subs if each.indicator.number == number),
            tuple(
                each.code
                for each in items
                if each.indicator.number == number and each.sub_indicator_id is None
            ),
            gaps.get(number, ()),
        )

    return YearItems(
        items, tuple(of_indicator(number) for number in sorted({s.indicator.number for s in subs}))
    )
