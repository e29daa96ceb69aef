"""The table of a year: its columns and their order, and the rows of a page in a fixed number of queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Case, Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Collate, Rank

from assessments.models import Assessment, Indicator, IndicatorScore, Municipality
from assessments.municipalities.models import THAI
from ita_portal.thai import two_decimals
from measures.models import Measure

from .conditions import LEVEL, STATE, TOTAL
from .definitions import OverviewYear

UP, DOWN = "ascending", "descending"
USUAL_SORT = "-total"  # what is shown where the address says nothing
VALUES = {
    "year_pk": F("of_year__pk"),
    "state": F(STATE),
    "total": F(TOTAL),
    "level": F(LEVEL),
    "announced_rank": F("of_year__province_rank"),
    "announced_count": F("of_year__province_count"),
}
DONE = Q(status=Measure.Status.DONE)


@dataclass(frozen=True)
class Header:
    """A column's head: `sort` is what the address says to order by it, `order` how it is ordered now, "" if not."""

    key: str
    label: str
    title: str
    sort: str
    order: str
    numeric: bool = True


@dataclass(frozen=True)
class ShownScore:
    number: int
    value: Decimal | None
    text: str
    band: str  # "weak", "strong" or ""


@dataclass(frozen=True)
class OverviewRow:
    """An authority's year as announced; `rank` of `ranked` is its place in its province by the announced totals."""

    code: str
    name: str
    kind: str
    district: str
    province: str
    state: str
    total: Decimal | None
    level: str
    change: Decimal | None
    rank: int | None
    ranked: int | None
    announced_rank: int | None
    announced_count: int | None
    scores: tuple[ShownScore, ...]
    measures: int
    measures_done: int

    @property
    def state_label(self) -> str:
        return Assessment.State(self.state).label if self.state else "ยังไม่เริ่ม"

    @property
    def kind_label(self) -> str:
        return Municipality.Kind(self.kind).label

    @property
    def ranks_differ(self) -> bool:
        """Whether the announced place is another than the computed one, both of them known and of as many."""
        same_many = self.announced_count in (None, self.ranked)
        return None not in (self.rank, self.announced_rank) and same_many and self.rank != self.announced_rank


def headers(year: OverviewYear, sort: str) -> list[Header]:
    """Return the heads of the columns; the first press orders names upwards and figures downwards."""
    names = year.rules.indicator_names
    columns = [
        ("name", "หน่วยงาน", "ชื่อหน่วยงาน", False),
        ("rank", "ลำดับ", "ลำดับในจังหวัด ที่ระบบจัดจากคะแนนที่ประกาศ", True),
        ("announced", "ลำดับที่ประกาศ", "ลำดับในจังหวัดตามที่ประกาศ", True),
        ("total", "คะแนน", "คะแนนรวมที่ประกาศ", True),
        ("change", "เทียบปีก่อน", f"คะแนนปี {year.fiscal_year} ลบคะแนนปี {year.fiscal_year - 1}", True),
        ("level", "ระดับ", "ระดับที่ประกาศ", False),
        *((f"i{number}", str(number), f"ตัวชี้วัดที่ {number} {names[number]}", True) for number in year.rules.numbers),
        ("measures", "มาตรการ", "มาตรการที่แล้วเสร็จ จากทั้งหมดที่ไม่ยกเลิก", True),
        ("state", "สถานะ", "สถานะของปี", False),
    ]
    return [_header(key, label, title, numeric, sort) for key, label, title, numeric in columns]


def _header(key: str, label: str, title: str, numeric: bool, sort: str) -> Header:
    upwards_first = not numeric or key in ("rank", "announced")
    order = {key: UP, f"-{key}": DOWN}.get(sort, "")
    turned = {UP: f"-{key}", DOWN: key}
    return Header(key, label, title, turned.get(order, key if upwards_first else f"-{key}"), order, numeric)


def known_sort(year: OverviewYear, sort: str) -> str:
    """Return an order that the table knows: the given one, else the usual one."""
    return sort if sort.removeprefix("-") in _orders(year) else USUAL_SORT


def ordered(rows: QuerySet[Municipality], year: OverviewYear, sort: str) -> QuerySet[Municipality]:
    """Order the authorities by a known order; what is not known comes last, and equals by their code."""
    key = sort.removeprefix("-")
    if indicator := _indicators(year).get(key):
        joined = Q(of_year__scores__indicator=indicator.pk)
        rows = rows.annotate(ordering_score=FilteredRelation("of_year__scores", condition=joined))
    expression = _orders(year)[key]
    way = expression.desc(nulls_last=True) if sort.startswith("-") else expression.asc(nulls_last=True)
    before = [Collate("province", THAI)] if key == "rank" else []
    return rows.order_by(*before, way, "code")


def _indicators(year: OverviewYear) -> dict[str, Indicator]:
    return {f"i{indicator.number}": indicator for indicator in year.framework.indicators.all()}


def _orders(year: OverviewYear) -> Mapping[str, Any]:
    measures = (
        Measure.objects.filter(assessment=OuterRef("of_year__pk"))
        .exclude(status=Measure.Status.CANCELLED)
        .order_by()
        .values("assessment")
    )
    share = measures.annotate(share=Avg(Case(When(DONE, then=Value(1.0)), default=Value(0.0)))).values("share")
    places = [When(of_year__official_level=label, then=Value(place)) for place, label in enumerate(year.labels)]
    states = [When(of_year__state=state, then=Value(place)) for place, state in enumerate(Assessment.State)]
    return dict.fromkeys(_indicators(year), F("ordering_score__value")) | {
        "name": Collate("name", THAI),
        "rank": -F(TOTAL),  # within a province the highest total is the first
        "announced": F("of_year__province_rank"),
        "total": F(TOTAL),
        "change": F("change"),
        "level": Case(*places, default=None),
        "measures": Subquery(share),
        "state": Case(*states, default=None),
    }


def read_rows(user, year: OverviewYear, rows: Any) -> Iterator[OverviewRow]:
    """Read a page, a slice of authorities in their order, in four queries, however many there are."""
    fields = ("code", "name", "kind", "district", "province", "change")
    places = list(rows.values("pk", *fields, **VALUES))
    keys = [place["year_pk"] for place in places if place["year_pk"]]
    ranks = ranks_in_provinces(user, year, {place["province"] for place in places if place["total"] is not None})
    scores = scores_of(keys)
    measures = {pk: (count, done) for pk, count, done in _measures_of(keys)}
    for place in places:
        pk, year_pk = place.pop("pk"), place.pop("year_pk")
        rank, ranked = ranks.get(pk, (None, None))
        count, done = measures.get(year_pk, (0, 0))
        own = scores.get(year_pk, {})
        shown = tuple(_shown(year, number, own.get(number)) for number in year.rules.numbers)
        place |= {"level": place["level"] or "", "state": place["state"] or ""}
        yield OverviewRow(**place, rank=rank, ranked=ranked, scores=shown, measures=count, measures_done=done)


def _shown(year: OverviewYear, number: int, score: Decimal | None) -> ShownScore:
    if score is None:
        return ShownScore(number, None, "-", "")
    is_strong = year.strong is not None and score >= year.strong
    band = "weak" if score < year.framework.pass_mark else "strong" if is_strong else ""
    return ShownScore(number, score, two_decimals(score), band)


def ranks_in_provinces(user, year: OverviewYear, provinces: Iterable[str]) -> dict[int, tuple[int, int]]:
    """Return the place of each authority by its announced total, and of how many in its province; whatever is filtered.

    Equal totals share a place.
    """
    known = Assessment.objects.for_user(user).filter(
        framework=year.framework, municipality__province__in=set(provinces), official_total__isnull=False
    )
    province = [F("municipality__province")]
    rank = Window(Rank(), partition_by=province, order_by=F("official_total").desc())
    ranked = known.order_by().annotate(rank=rank, ranked=Window(Count("pk"), partition_by=province))
    return {pk: (rank, count) for pk, rank, count in ranked.values_list("municipality", "rank", "ranked")}


def scores_of(years: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """Return the scores of years by their keys and the indicators' numbers; one query."""
    scores: dict[int, dict[int, Decimal]] = {}
    rows = IndicatorScore.objects.filter(assessment__in=list(years)).order_by()
    for year, number, value in rows.values_list("assessment", "indicator__number", "value"):
        scores.setdefault(year, {})[number] = value
    return scores


def _measures_of(years: Iterable[int]) -> Iterable[tuple[int, int, int]]:
    kept = Measure.objects.filter(assessment__in=list(years)).exclude(status=Measure.Status.CANCELLED).order_by()
    return kept.values_list("assessment").annotate(kept=Count("pk"), done=Count("pk", filter=DONE))
