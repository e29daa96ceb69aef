"""The definitions of a run of fiscal years as plain values, and how each compares with the year before."""

from collections.abc import Mapping
from dataclasses import dataclass

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


def read_run(first: int, last: int, own: Framework) -> RunOfYears:
    """Read the published years from first to last, and `own` whatever its state, in three queries.

    A year that has no indicators is not among them.
    """
    wanted = Q(framework__fiscal_year__range=(first, last)) & (
        ~Q(framework__state=Framework.State.DRAFT) | Q(framework=own)
    )
    indicators: dict[Framework, list[Indicator]] = {}
    for indicator in (
        Indicator.objects.filter(wanted).select_related("framework", "instrument").order_by("number")
    ):
        indicators.setdefault(indicator.framework, []).append(indicator)
    levels: dict[int, list[Level]] = {}
    for level in Level.objects.filter(wanted):
        levels.setdefault(level.framework_id, []).append(level)
    rules = {
        framework.fiscal_year: rules_of(
            framework,
            sorted({each.instrument for each in found}, key=lambda each: (each.position, each.pk)),
            found,
            levels.get(framework.pk, []),
        )
        for framework, found in indicators.items()
    }
    if not rules:
        return RunOfYears({}, {})
    numbers = {
        framework.fiscal_year: [each.number for each in found] for framework, found in indicators.items()
    }
    walks = read_crosswalks(indicators, numbers=numbers)
    pairs = [(each - 1, each) for each in rules if each - 1 in rules]
    return RunOfYears(
        rules,
        {
            after: compare(walks.between(before, after), rules[before], rules[after])
            for before, after in pairs
        },
    )
