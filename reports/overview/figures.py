"""What a set of authorities amounts to: how many in each state, how many passed, median and quartiles, levels."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles

from django.db.models import Count

from assessments.scoring.totals import rounded
from ita_portal.thai import two_decimals

from .conditions import LEVEL, NO_LEVEL, OTHER_LEVEL, OVERDUE, SCORED, STARTED, TOTAL, states
from .forms import Chosen

COUNTED = (STARTED, SCORED, "submitted", "approved", "published", OVERDUE)


@dataclass(frozen=True)
class StateCount:
    """How many there are in a state; the state is "" for all."""

    state: str
    label: str
    count: int


@dataclass(frozen=True)
class LevelCount:
    level: str  # as the address says it
    label: str
    count: int
    per_cent: int  # of those that have a result


@dataclass(frozen=True)
class Figures:
    """Figures of announced totals; texts, "" where nothing is known."""

    count: int
    scored: int
    passed: int
    share: str
    median: str
    quartiles: tuple[str, str] | None
    lowest: str
    highest: str
    levels: list[LevelCount]


def state_counts(chosen: Chosen) -> list[StateCount]:
    """Count what the other filters leave by state; one query."""
    known = states(chosen.year)
    rows = chosen.rows(leaving_out="state")
    counts = rows.aggregate(all=Count("pk"), **{key: Count("pk", filter=known[key][1]) for key in COUNTED})
    return [StateCount("", "ทั้งหมด", counts["all"]), *(StateCount(key, known[key][0], counts[key]) for key in COUNTED)]


def figures_of(chosen: Chosen) -> Figures:
    """Read the announced totals and levels of what is chosen; one query, equal results counted in it."""
    results = list(chosen.rows().values_list(LEVEL, TOTAL).annotate(count=Count("pk")))
    levels: Counter[str] = Counter()
    totals: list[Decimal] = []
    for level, total, count in sorted(results, key=lambda row: row[1] or 0):
        levels[level or ""] += count
        totals += [] if total is None else [total] * count
    passed = sum(total >= chosen.year.framework.pass_mark for total in totals)
    quarters = quantiles(totals, n=4, method="inclusive") if len(totals) > 1 else []
    return Figures(
        count=levels.total(),
        scored=len(totals),
        passed=passed,
        share=two_decimals(rounded(Decimal(100 * passed) / len(totals))) if totals else "",
        median=_text(median(totals)) if totals else "",
        quartiles=(_text(quarters[0]), _text(quarters[2])) if quarters else None,
        lowest=_text(totals[0]) if totals else "",
        highest=_text(totals[-1]) if totals else "",
        levels=_levels(chosen, levels),
    )


def _text(value: Decimal) -> str:
    return two_decimals(rounded(value))


def _levels(chosen: Chosen, counts: Counter[str]) -> list[LevelCount]:
    """Return every level of the year, the highest first; others and none where there are some."""
    known = {label: (label, counts[label]) for label in chosen.year.labels}
    other = sum(counts.values()) - counts[""] - sum(count for _, count in known.values())
    known |= {OTHER_LEVEL: ("ระดับอื่น", other)} if other else {}
    announced = sum(count for _, count in known.values())
    levels = [LevelCount(key, label, count, _per_cent(count, announced)) for key, (label, count) in known.items()]
    return [*levels, LevelCount(NO_LEVEL, "ยังไม่มีระดับ", counts[""], 0)] if counts[""] else levels


def _per_cent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
