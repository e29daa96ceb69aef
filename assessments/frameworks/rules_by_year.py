"""The definitions of a run of fiscal years as plain values, and how each compares with the year before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Q

from assessments.frameworks.crosswalk.stored import read_crosswalks
from assessments.scoring.comparison import Comparison, compare
from assessments.scoring.totals import Rules

from .models import Framework, Indicator, Level, rules_of


@dataclass(frozen=True)
class RunOfYears:
    """By fiscal year; a comparison stands under the later of its two years."""

    rules: Mapping[int, Rules]
    comparisons: Mapping[int, Comparison]


def read_run(first: int, last: int, own: Framework | None = None) -> RunOfYears:
    """Read the published years from first to last, and `own` whatever its state, in three queries.

    A year that has no indicators is not among them.
    """
    wanted = Q(framework__fiscal_year__range=(first, last)) & (
        ~Q(framework__state=Framework.State.DRAFT) | Q(framework=own)
    )
    by_year: dict[Framework, list[Indicator]] = defaultdict(list)
    indicators = Indicator.objects.filter(wanted).select_related("framework", "instrument")
    for indicator in indicators.order_by("number"):
        by_year[indicator.framework].append(indicator)
    levels: dict[int, list[Level]] = defaultdict(list)
    for level in Level.objects.filter(wanted):
        levels[level.framework_id].append(level)
    rules = {}
    for framework, own_indicators in by_year.items():
        instruments = sorted({part.instrument for part in own_indicators}, key=attrgetter("position", "pk"))
        year = framework.fiscal_year
        rules[year] = rules_of(framework, instruments, own_indicators, levels[framework.pk])
    if not rules:
        return RunOfYears({}, {})
    walks = read_crosswalks(by_year, rules=rules)
    comparisons = {
        year: compare(walks.between(year - 1, year), rules[year - 1], rules[year])
        for year in rules
        if year - 1 in rules
    }
    return RunOfYears(rules, comparisons)
