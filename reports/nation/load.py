"""Makes the nation: authorities as shipped, their years with scores, items, measures, steps and a document each."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from assessments.frameworks.models import current_fiscal_year
from assessments.frameworks.services import freeze_framework
from assessments.frameworks.shipped import load_frameworks
from assessments.models import Assessment, Framework, IndicatorScore, Item, ItemScore, Municipality, Transition, User
from assessments.municipalities.shipped import load_municipalities
from assessments.scoring import totals
from assessments.scoring.items import CHECKED
from assessments.scoring.spread import Spread
from assessments.statistics.changes import note_years
from assessments.statistics.counting import settle_changes
from ita_portal.thai import BE_OFFSET
from measures.models import Measure
from reports.documents.models import Block, Document

from .documents import Outline
from .people import PASSWORD, People, store_people
from .results import UNEVEN, IndicatorParts, Result, dice_of, result, written
from .rows import keep_counting, next_keys, store
from .states import Course, course_of
from .texts import measure_texts

ITEMS = 80  # of a year; of some years fewer are known, and the rest is filled in
MEASURES = 20
FILLED_IN = "ข้อจำลอง ไม่ใช่ข้อของเกณฑ์จริง"
STORED = (Assessment, IndicatorScore, ItemScore, Measure, Document, Block, Transition, User)
MEASURE_COLUMNS = ("id", "assessment_id", "area_id", "position", "title", "steps", "responsible", "period")
REAL = "ฐานข้อมูลนี้มีบัญชีผู้ใช้หรือผลการประเมินอยู่แล้ว จึงไม่ใส่ข้อมูลจำลอง หากต้องการเติมเฉพาะปีที่หน่วยงานยังไม่มี ให้เพิ่ม --anyway"


@dataclass(frozen=True)
class Year:
    """A municipality's year before it is stored; without a result it has just been opened."""

    pk: int
    municipality: Municipality
    course: Course
    result: Result | None
    total: Decimal | None
    level: str

    @property
    def columns(self) -> tuple[object, ...]:
        return self.pk, self.municipality.pk, self.total, self.level, self.course.state


def generate(
    *, years: int, seed: int, authorities: int | None, anyway: bool, tell: Callable[[str], None]
) -> dict[str, int]:
    """Store it all in one transaction; return how many rows there are of each kind now.

    The same seed gives the same rows on the same definitions. ValidationError where somebody works already, unless
    `anyway`: then only years are added that an authority lacks, and no definitions change.
    """
    if not anyway and (User.objects.exists() or Assessment.objects.exists()):
        raise ValidationError(REAL)
    load_frameworks()
    if not Municipality.objects.exists():
        load_municipalities()
    ended = Framework.objects.published().filter(fiscal_year__lt=current_fiscal_year()).order_by("-fiscal_year")
    chosen = sorted(ended[:years], key=lambda framework: framework.fiscal_year)
    began = time.monotonic()
    with transaction.atomic():
        places = list(Municipality.objects.order_by("code")[:authorities])
        people = store_people(places, make_password(PASSWORD))
        for done, framework in enumerate(chosen, start=1):
            if not anyway:
                fill_in_items(framework)
            count = _store_year(framework, places, people, seed, is_last=framework == chosen[-1])
            taken = time.monotonic() - began
            left = taken / done * (len(chosen) - done)
            tell(f"ปี {framework.fiscal_year}: {count:,} หน่วยงาน · ใช้ไป {taken:.0f} วินาที เหลืออีกประมาณ {left:.0f} วินาที")
        keep_counting(*STORED)
        note_years(Assessment.objects.filter(framework__in=chosen))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else what follows is planned for an empty portal
    settle_changes()
    return {str(model._meta.verbose_name): model._base_manager.count() for model in STORED}


def fill_in_items(framework: Framework) -> None:
    """Give a year of whose items few are known the rest, under titles that say so."""
    indicators = framework.indicators.all()
    bare = list(indicators.filter(items=None).order_by("number")) or list(indicators)
    missing = range(1, ITEMS - framework.items.count() + 1)
    Item.objects.bulk_create(
        Item(
            framework=framework,
            indicator=bare[place % len(bare)],
            code=f"T{place}",
            title=f"{FILLED_IN} ({place})",
            position=1_000 + place,
        )
        for place in missing
    )


def _store_year(
    framework: Framework, places: Sequence[Municipality], people: People, seed: int, *, is_last: bool
) -> int:
    known = set(Assessment.objects.filter(framework=framework).values_list("municipality_id", flat=True))
    parts, rules, key = _parts(framework), framework.rules(), next_keys(Assessment)
    rows = []
    for place in places:
        dice = dice_of(seed, place.code, framework.fiscal_year)
        course = course_of(dice, is_last=is_last)
        if course.is_opened and place.pk not in known:
            standing = dice_of(seed, place.code).gauss(0, UNEVEN)
            scored = result(dice, standing, framework.fiscal_year, parts) if course.is_scored else None
            rows.append(Year(key(), place, course, scored, *_announced(rules, scored)))
    moment = datetime(framework.fiscal_year - BE_OFFSET, 9, 1, 3, tzinfo=UTC)
    _store_results(framework, rows, moment)
    _store_measures(framework, rows, seed)
    reported = [(row.pk, row.municipality, row.total, row.level) for row in rows]
    Outline.of(framework, places[0]).store_documents(reported, moment)
    people.store_steps([(row.pk, row.municipality.pk, row.course) for row in rows], moment)
    if any(row.course.is_signed_off for row in rows):
        freeze_framework(framework)
    return len(rows)


def _announced(rules: totals.Rules, scored: Result | None) -> tuple[Decimal | None, str]:
    if scored is None:
        return None, ""
    found_out = totals.evaluate(rules, {number: Decimal(value) / 100 for number, value in scored.scores.items()})
    return found_out.total, found_out.level.label if found_out.level else ""


def _parts(framework: Framework) -> list[IndicatorParts]:
    groups: dict[int, dict[int | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for pk, indicator, sub_indicator in framework.items.values_list("pk", "indicator_id", "sub_indicator_id"):
        groups[indicator][sub_indicator].append(pk)
    indicators = framework.indicators.select_related("instrument")
    return [
        IndicatorParts(row.number, row.instrument.code == CHECKED, list(groups[row.pk].values())) for row in indicators
    ]


def _store_results(framework: Framework, rows: Sequence[Year], moment: datetime) -> None:
    in_province: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        if row.total is not None:
            in_province[row.municipality.province].append(row.total)
    spreads = {province: Spread.of(known) for province, known in in_province.items()}

    def years() -> Iterator[tuple[object, ...]]:
        for row in rows:
            spread = spreads.get(row.municipality.province, Spread())
            rank = (None, None) if row.total is None else (spread.rank(row.total), len(spread))
            yield (*row.columns, *rank, framework.pk, moment)

    columns = ("id", "municipality_id", "official_total", "official_level", "state", "province_rank", "province_count")
    store(Assessment, (*columns, "framework_id", "updated_at"), years())
    indicators = dict(framework.indicators.values_list("number", "pk"))
    _store_scores(IndicatorScore, "indicator_id", rows, lambda row: row.scores, indicators)
    _store_scores(ItemScore, "item_id", rows, lambda row: row.items)


def _store_scores(
    model: type[models.Model],
    column: str,
    rows: Sequence[Year],
    values: Callable[[Result], Mapping[int, int]],
    keys: dict[int, int] | None = None,
) -> None:
    key = next_keys(model)
    store(
        model,
        ("id", "assessment_id", column, "value"),
        (
            (key(), row.pk, keys[part] if keys else part, written(value))
            for row in rows
            if row.result
            for part, value in values(row.result).items()
        ),
    )


def _store_measures(framework: Framework, rows: Sequence[Year], seed: int) -> None:
    areas = dict(framework.areas.values_list("number", "pk"))
    key = next_keys(Measure)

    def measures() -> Iterator[tuple[object, ...]]:
        for row in rows:
            dice = dice_of(seed, row.municipality.code, framework.fiscal_year, "measures")
            for place in range(MEASURES):
                done = row.course.is_signed_off or dice.random() < 0.5
                area, texts = measure_texts(dice, place, len(areas), framework.fiscal_year, done=done)
                yield key(), row.pk, areas.get(area), place, *texts, "done" if done else "in_progress"

    store(Measure, (*MEASURE_COLUMNS, "follow_up", "output", "status"), measures())
