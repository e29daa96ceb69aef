"""What measures answer: the scores by which a year's indicators call for one."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.crosswalks import crosswalk_of
from assessments.models import Assessment, IndicatorScore


@dataclass(frozen=True)
class Judged:
    """Scores by this year's numbers, and the fiscal year whose scores they are."""

    fiscal_year: int
    scores: dict[int, Decimal]


def judged_scores(assessment: Assessment) -> Judged:
    """Return the year's own scores; until some are known those of the year before, as far as they compare."""
    year = assessment.fiscal_year
    if own := assessment.scores_by_number():
        return Judged(year, own)
    rows = IndicatorScore.objects.filter(
        assessment__municipality=assessment.municipality_id, assessment__framework__fiscal_year=year - 1
    )
    before = {each.indicator.number: each.value for each in rows}
    pairs = [each for each in crosswalk_of(year - 1, year).indicators if each.relation == "same"]
    return Judged(
        year - 1,
        {
            each.after[0]: before[each.before[0]]
            for each in pairs
            if each.comparable and each.before[0] in before
        },
    )
