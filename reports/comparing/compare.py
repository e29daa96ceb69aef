"""Up to six authorities in one year side by side, beside the medians of the groups that they belong to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from assessments.frameworks.rules_by_year import read_run
from assessments.models import Assessment, Framework, IndicatorScore, Municipality
from assessments.scoring.totals import Rules, change
from assessments.statistics.figures import Spreads, spreads

from .choices import group_name, short_name

MOST = 6
TOTAL = 0  # stands for the total among the numbers of indicators
NATION = ""


@dataclass(frozen=True)
class Column:
    """An authority's year; without a result it has no scores."""

    authority: Municipality
    total: Decimal | None
    level: str
    rank: str  # as announced, "3/97"
    change: Decimal | None
    scores: Mapping[int, Decimal]

    @property
    def name(self) -> str:
        return short_name(self.authority)


@dataclass(frozen=True)
class MedianColumn:
    name: str
    counted: int  # how many have a total
    values: Mapping[int, Decimal | None]  # by number, TOTAL for the total


@dataclass(frozen=True)
class Row:
    """An indicator, or the total; a value below the pass mark is marked."""

    number: int
    name: str
    scores: Sequence[tuple[Decimal | None, bool]]
    medians: Sequence[Decimal | None]


@dataclass(frozen=True)
class SideBySide:
    fiscal_year: int
    columns: Sequence[Column]
    medians: Sequence[MedianColumn]
    rows: Sequence[Row]
    pass_mark: Decimal
    not_comparable_because: str  # why there are no changes
    behind: int


def side_by_side(user, framework: Framework, authorities: Sequence[Municipality]) -> SideBySide:
    """Read what is compared, in a fixed number of queries; the authorities are the user's, in the order of columns."""
    year = framework.fiscal_year
    run = read_run(year - 1, year, framework)
    compared = run.comparisons.get(year)
    reason = compared.total if compared else f"ระบบไม่มีเกณฑ์ของปี {year - 1}"
    columns = _columns(user, year, authorities, comparable=not reason)
    read = spreads(Q(framework=framework), ["province", "kind", "indicator__number"])
    medians = [_medians(user, read, province, kind) for province, kind in _groups(authorities)]
    rows = _rows(run.rules[year], columns, medians) if year in run.rules else []
    return SideBySide(year, columns, medians, rows, framework.pass_mark, reason, read.behind)


def _groups(authorities: Sequence[Municipality]) -> list[tuple[str, str]]:
    """Return the groups that all of them belong to: the nation, their province, their kind."""
    provinces, kinds = {row.province for row in authorities}, {row.kind for row in authorities}
    groups = [(NATION, "")]
    groups += [(NATION, kind) for kind in kinds if len(kinds) == 1]
    return groups + [(province, "") for province in provinces if len(provinces) == 1]


def _columns(user, year: int, authorities: Sequence[Municipality], *, comparable: bool) -> list[Column]:
    rows = Assessment.objects.for_user(user).filter(
        municipality__in=authorities, framework__fiscal_year__in=(year - 1, year)
    )
    years = {(row.municipality_id, row.framework.fiscal_year): row for row in rows.select_related("framework")}
    scores: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for score in IndicatorScore.objects.filter(assessment__in=[row.pk for row in years.values()]):
        scores[score.assessment_id][score.indicator.number] = score.value
    columns = []
    for authority in authorities:
        now, before = (years.get((authority.pk, number)) for number in (year, year - 1))
        if now is None:
            columns.append(Column(authority, None, "", "", None, {}))
            continue
        known = (now.province_rank, now.province_count)
        rank = "/".join(str(part) for part in known if part) if now.province_rank else ""
        old = before.official_total if before and comparable else None
        own = change(old, now.official_total)
        columns.append(Column(authority, now.official_total, now.official_level, rank, own, scores[now.pk]))
    return columns


def _medians(user, read: Spreads, province: str, kind: str) -> MedianColumn:
    by_number: dict[int, list[tuple[str, str, int | None]]] = defaultdict(list)
    for key in read.of:
        if province in ("", key[0]) and kind in ("", key[1]):
            by_number[key[2] or TOTAL].append(key)
    shown = {
        number: Spreads({(): read.together(keys)}).shown(user, province=province) for number, keys in by_number.items()
    }
    counted = len(shown[TOTAL]) if TOTAL in shown else 0
    values = {number: spread.median for number, spread in shown.items()}
    return MedianColumn(f"มัธยฐาน {group_name(province, kind)}", counted, values)


def _rows(rules: Rules, columns: Sequence[Column], medians: Sequence[MedianColumn]) -> list[Row]:
    def row(number: int, name: str, values: Sequence[Decimal | None]) -> Row:
        scores = [(value, value is not None and value < rules.pass_mark) for value in values]
        return Row(number, name, scores, [median.values.get(number) for median in medians])

    total = row(TOTAL, "คะแนนรวมที่ประกาศ", [column.total for column in columns])
    indicators = [
        row(number, rules.indicator_names.get(number, ""), [column.scores.get(number) for column in columns])
        for number in rules.numbers
    ]
    return [total, *indicators]
