"""The announced totals of a group over the years, and one authority beside its province and its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import Q

from assessments.frameworks.rules_by_year import RunOfYears, read_run
from assessments.models import Assessment, Framework, Municipality
from assessments.scoring.spread import Spread
from assessments.scoring.totals import rounded
from assessments.statistics.figures import spreads
from reports.blocks.plotting import plot

from .choices import group_name, short_name


@dataclass(frozen=True)
class TrendYear:
    """A year of the table; figures are None where they are unknown or of too few. `broken` says why nothing joins it
    to the year before."""

    fiscal_year: int
    spread: Spread
    share: Decimal | None  # of those with a total that reach the pass mark, in per cent
    values: Sequence[Decimal | None]  # of the lines
    broken: str


@dataclass(frozen=True)
class Trend:
    names: Sequence[str]  # of the lines
    years: Sequence[TrendYear]
    chart: dict | None
    behind: int

    @property
    def breaks(self) -> list[TrendYear]:
        return [year for year in self.years[1:] if year.broken]


def trend_of(user, province: str, kind: str, authority: Municipality | None) -> Trend:
    """Read the totals of all years that have begun, in a fixed number of queries."""
    frameworks = {row.pk: row.fiscal_year for row in Framework.objects.begun()}
    run = read_run(min(frameworks.values()), max(frameworks.values())) if frameworks else RunOfYears({}, {})
    group, behind = _shown(user, frameworks, province, kind)
    lines: dict[str, Mapping[int, Decimal | None]] = {}
    if authority is None:
        lines["มัธยฐาน"] = {year: spread.median for year, spread in group.items()}
        lines["ควอร์ไทล์ที่ 1"] = {year: spread.lower for year, spread in group.items()}
        lines["ควอร์ไทล์ที่ 3"] = {year: spread.upper for year, spread in group.items()}
    else:
        lines[short_name(authority)] = _own(user, authority)
        for where, of in ((authority.province, ""), ("", authority.kind)):
            beside, further = _shown(user, frameworks, where, of)
            behind = max(behind, further)
            lines[f"มัธยฐานของ{group_name(where, of)}"] = {year: spread.median for year, spread in beside.items()}
    years = _trimmed([_year(year, group.get(year, Spread()), lines, run) for year in sorted(run.rules)])
    return Trend(list(lines), years, _chart(list(lines), years), behind)


def _shown(user, frameworks: Mapping[int, int], province: str, kind: str) -> tuple[dict[int, Spread], int]:
    """Return how the totals of a group lie, by fiscal year, as far as the user may know it, and what is behind."""
    condition = {name: value for name, value in {"province": province, "kind": kind}.items() if value}
    read = spreads(Q(framework__in=frameworks, **condition), ["framework_id"], totals_only=True)
    return {year: read.shown(user, pk, province=province) for pk, year in frameworks.items()}, read.behind


def _own(user, authority: Municipality) -> dict[int, Decimal | None]:
    own = Assessment.objects.for_user(user).filter(municipality=authority, official_total__isnull=False)
    return dict(own.order_by().values_list("framework__fiscal_year", "official_total"))


def _year(year: int, spread: Spread, lines: Mapping[str, Mapping[int, Decimal | None]], run: RunOfYears) -> TrendYear:
    passed = spread.reaching(run.rules[year].pass_mark)
    share = rounded(Decimal(100 * passed) / len(spread)) if len(spread) else None
    values = [line.get(year) for line in lines.values()]
    compared = run.comparisons.get(year)
    broken = compared.total if compared else f"ระบบไม่มีเกณฑ์ของปี {year - 1}"
    return TrendYear(year, spread, share, values, broken)


def _trimmed(years: Sequence[TrendYear]) -> list[TrendYear]:
    """Leave out the years before the first value and behind the last."""
    known = [place for place, year in enumerate(years) if len(year.spread) or any(year.values)]
    return list(years[known[0] : known[-1] + 1]) if known else []


def _chart(names: Sequence[str], years: Sequence[TrendYear]) -> dict | None:
    """Return what `reports/blocks/_plot.html` draws, on screen as on paper; None where nothing is known."""
    if not years:
        return None
    joined = [not later.broken and later.fiscal_year - year.fiscal_year == 1 for year, later in pairwise(years)]
    series = [[year.values[place] for year in years] for place in range(len(names))]
    drawn = plot(series, [joined] * len(names))
    if drawn is None:
        return None
    labels = [str(year.fiscal_year) for year in years]
    alt = f"แผนภูมิเส้นของ{', '.join(names)} ปี {labels[0]} ถึง {labels[-1]} ตัวเลขอยู่ในตารางใต้แผนภูมิ"
    legend = [{"tone": tone, "text": name} for tone, name in enumerate(names)]
    return {"plot": drawn | {"labels": labels, "alt": alt}, "legend": legend}
