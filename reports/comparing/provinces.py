"""A year province by province, and the districts of one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import Count, Q

from assessments.models import Assessment, Framework, Municipality
from assessments.scoring.spread import Spread
from assessments.scoring.totals import CENT, rounded
from assessments.statistics.figures import sees_all_of, spreads
from ita_portal.thai import sort_key

from .tiles import COLUMNS, HEIGHT, tiles

WIDE, HIGH = 112, 64  # of a tile, in the picture's own units
BANDS = (Decimal(95), Decimal(90), Decimal(85), Decimal(70))  # medians from which on a tile has a colour


@dataclass(frozen=True)
class Place:
    """A province or a district with its totals; `count` is how many authorities there are, with a result or not."""

    name: str
    count: int
    spread: Spread
    pass_mark: Decimal

    @property
    def band(self) -> int | None:
        """Return which colour the median has: 0 for the highest, None without one."""
        median = self.spread.median
        return None if median is None else next((n for n, bar in enumerate(BANDS) if median >= bar), len(BANDS))

    @property
    def share(self) -> Decimal | None:
        """Return how many in a hundred of those with a result reach the pass mark."""
        if not self.spread.points:
            return None
        return rounded(Decimal(100 * self.spread.reaching(self.pass_mark)) / len(self.spread))

    @property
    def scored(self) -> str:
        """Return how many have a result, "-" where nobody may know or there is none."""
        return f"{len(self.spread):,}" if self.spread.points else "-"

    @property
    def lowest(self) -> Decimal | None:
        return Decimal(self.spread.points[0]) / 100 if self.spread.points else None


@dataclass(frozen=True)
class Tile:
    place: Place
    x: int
    y: int
    is_open: bool  # its districts may be looked at


@dataclass(frozen=True)
class ProvinceMap:
    tiles: Sequence[Tile]
    places: Sequence[Place]  # those that have authorities, the best median first
    behind: int

    size = (WIDE * COLUMNS, HIGH * HEIGHT)


def map_of(user, framework: Framework, kind: str) -> ProvinceMap:
    """Read the medians of all provinces, each as far as the user may know it; three queries."""
    of_kind = {"kind": kind} if kind else {}
    read = spreads(Q(framework=framework, **of_kind), ["province"], totals_only=True)
    counted = Municipality.objects.filter(**of_kind).order_by().values_list("province")
    places = {
        province: Place(province, count, read.shown(user, province, province=province), framework.pass_mark)
        for province, count in counted.annotate(Count("pk"))
    }
    drawn = [
        Tile(
            places.get(province, Place(province, 0, Spread(), framework.pass_mark)),
            column * WIDE,
            row * HIGH,
            province in places and sees_all_of(user, province),
        )
        for province, row, column in tiles()
    ]
    return ProvinceMap(drawn, _ordered(places.values()), read.behind)


def districts_of(user, framework: Framework, province: str, kind: str) -> list[Place]:
    """Return the districts of a province with the totals that the user may see; one query."""
    rows = Municipality.objects.for_user(user).filter(province=province, **({"kind": kind} if kind else {}))
    totals = dict(
        Assessment.objects.for_user(user)
        .filter(framework=framework, municipality__in=rows, official_total__isnull=False)
        .order_by()
        .values_list("municipality_id", "official_total")
    )
    by_district: dict[str, list[int]] = defaultdict(list)
    for pk, district in rows.order_by().values_list("pk", "district"):
        by_district[district or "ไม่ระบุอำเภอ"].append(pk)
    return _ordered(
        Place(
            name, len(pks), Spread.of(total for pk in pks if (total := totals.get(pk)) is not None), framework.pass_mark
        )
        for name, pks in by_district.items()
    )


def _ordered(places: Iterable[Place]) -> list[Place]:
    """Put the highest median first, those without one last, equals as a dictionary has them."""
    return sorted(places, key=lambda place: (-(place.spread.median or Decimal(-1)), sort_key(place.name)))


def legend() -> list[tuple[int, str]]:
    """Return each colour with what it says."""
    between = [f"{low} – {high - CENT}" for high, low in pairwise(BANDS)]
    tops = [f"{BANDS[0]} ขึ้นไป", *between]
    return list(enumerate([*tops, f"ต่ำกว่า {BANDS[-1]}"]))
