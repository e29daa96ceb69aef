"""What measures answer: the scores by which a year's indicators call for one."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from assessments.frameworks.crosswalk.stored import read_crosswalks
from assessments.models import Assessment, Framework, IndicatorScore


@dataclass(frozen=True)
class Judged:
    """Scores by this year's numbers, and the fiscal year whose scores they are."""

    fiscal_year: int
    scores: dict[int, Decimal]


def judged_scores(assessment: Assessment) -> Judged:
    """Return the year's own scores; until some are known those of the year before, as far as they compare.

    Fetches along the indicators of the year's framework.
    """
    year = assessment.fiscal_year
    known: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = IndicatorScore.objects.filter(
        assessment__municipality=assessment.municipality_id, assessment__framework__fiscal_year__in=(year - 1, year)
    )
    for of_year, number, value in rows.values_list("assessment__framework__fiscal_year", "indicator__number", "value"):
        known[of_year][number] = value
    before = None if known[year] else Framework.objects.filter(fiscal_year=year - 1).first()
    prefetch_related_objects([framework for framework in (assessment.framework, before) if framework], "indicators")
    if before is None:
        return Judged(year, known[year])
    walk = read_crosswalks([before, assessment.framework]).between(year - 1, year)
    same = [entry for entry in walk.indicators if entry.is_comparable_pair]
    old = known[year - 1]
    return Judged(year - 1, {entry.after[0]: old[entry.before[0]] for entry in same if entry.before[0] in old})
