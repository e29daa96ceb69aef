"""What in a year an auditor should look at: each warning a condition of one query, with what it looks at in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import lcm

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Abs, Cast, Coalesce, Round
from django.db.models.lookups import GreaterThan

from assessments.models import IndicatorScore
from assessments.scoring.totals import TOLERANCE
from ita_portal.thai import two_decimals
from measures.models import AddressCheck, Measure, Target

from .conditions import FALL, TOTAL, is_in
from .definitions import OverviewYear
from .forms import Chosen

DEAD = (AddressCheck.Outcome.GONE, AddressCheck.Outcome.ELSEWHERE)


@dataclass(frozen=True)
class YearWarning:
    """`condition` is None where nothing can be compared, because of `reason`; `count` is None until it is counted.

    `heavy`: over the whole nation counting it takes longer than a page may.
    """

    key: str
    label: str
    sentence: str
    condition: Q | None
    reason: str = ""
    heavy: bool = False
    count: int | None = None


def warnings_of(year: OverviewYear) -> Iterator[YearWarning]:
    """Yield every warning of a year, counted nowhere yet."""
    apart, bar = year.not_comparable_because, two_decimals(year.framework.pass_mark)
    levels_apart = "" if year.levels_compare else f"ปี {year.fiscal_year - 1} กับปี {year.fiscal_year} ใช้ระดับคนละชุด"
    lost = None if levels_apart else _lost_level(year)
    risen = None if lost is None or apart else Q(change__gt=0) & lost
    yield YearWarning(
        "fell",
        f"ลดตั้งแต่ {FALL} คะแนน",
        f"คะแนนรวมที่ประกาศต่ำกว่าปี {year.fiscal_year - 1} ตั้งแต่ {FALL} คะแนนขึ้นไป",
        None if apart else Q(change__lte=-FALL),
        apart,
    )
    yield YearWarning("level", "ระดับลดลง", f"ระดับที่ประกาศต่ำกว่าระดับของปี {year.fiscal_year - 1}", lost, levels_apart)
    yield YearWarning(
        "held",
        "คะแนนเพิ่มแต่ระดับลด",
        "คะแนนรวมที่ประกาศสูงขึ้น แต่ระดับที่ประกาศต่ำลง มักเกิดจากองค์ประกอบหนึ่งต่ำกว่าเกณฑ์ของระดับเดิม",
        risen,
        apart or levels_apart,
    )
    yield YearWarning(
        "weak",
        "จุดอ่อนไม่มีมาตรการ",
        f"มีตัวชี้วัดที่ได้ต่ำกว่า {bar} และไม่มีมาตรการของปีที่ตอบตัวชี้วัดนั้น",
        _weak_without_measure(year),
        heavy=True,
    )
    yield YearWarning(
        "differs",
        "คะแนนประกาศไม่ตรงกับที่คำนวณ",
        f"คะแนนรวมที่ประกาศต่างจากที่คำนวณจากคะแนนตัวชี้วัดเกิน {TOLERANCE} ให้หน่วยงานตรวจทานคะแนนที่กรอก",
        _differs(year),
        heavy=True,
    )
    yield YearWarning(
        "dead",
        "ที่อยู่เว็บเปิดไม่ได้",
        "หลักฐานที่ใช้ในปีนี้มีที่อยู่เว็บซึ่งไม่มีแล้ว หรือเปิดแล้วไม่ใช่หน้านั้น เมื่อระบบตรวจครั้งล่าสุด",
        _dead_addresses(year),
    )


def counted(chosen: Chosen, wanted: str, *, heavy: bool) -> list[YearWarning]:
    """Return the warnings with how many of what is chosen each concerns: one query, and one for each heavy one.

    These are counted where it is asked for, and the wanted one always.
    """
    warnings, rows = list(warnings_of(chosen.year)), chosen.rows()
    light = {row.key: row.condition for row in warnings if row.condition is not None and not row.heavy}
    counts = rows.aggregate(**{key: Count("pk", filter=condition) for key, condition in light.items()})
    for row in warnings:
        if row.condition is not None and row.heavy and (heavy or row.key == wanted):
            counts[row.key] = rows.filter(row.condition).count()
    return [replace(row, count=counts.get(row.key)) for row in warnings]


def _lost_level(year: OverviewYear) -> Q:
    def place(level: str) -> Case:
        """Return the place of a level among the year's, the highest first; none for another."""
        return Case(
            *(When(**{level: label}, then=Value(place)) for place, label in enumerate(year.labels)), default=None
        )

    return Q(GreaterThan(place("of_year__official_level"), place("before__official_level")))


def _weak_without_measure(year: OverviewYear) -> Q:
    """Return the condition that readiness calls so, of what the year's own scores show and its measures answer."""
    answers = Target.objects.filter(measure__deleted_at=None, measure__assessment=OuterRef("assessment"))
    answers = answers.exclude(measure__status=Measure.Status.CANCELLED).order_by()
    answers = answers.annotate(of_indicator=Coalesce("indicator", "item__indicator"))
    weak = IndicatorScore.objects.filter(
        ~Exists(answers.filter(of_indicator=OuterRef("indicator"))),
        assessment=OuterRef("of_year__pk"),
        value__lt=year.framework.pass_mark,
        indicator__in=list(year.framework.indicators.all()),
    )
    return Q(Exists(weak.order_by()))


def _differs(year: OverviewYear) -> Q:
    """Return the condition that announced and computed total disagree, computed in whole hundredths: exact anywhere."""
    parts = lcm(*(len(rule.indicators) or 1 for rule in year.rules.instruments))
    keys = {indicator.number: indicator.pk for indicator in year.framework.indicators.all()}
    shares = [  # of each score in the total, in hundredths of a per cent of a part
        When(indicator=keys[number], then=Value(int(rule.weight * 100) * parts // len(rule.indicators)))
        for rule in year.rules.instruments
        for number in rule.indicators
    ]
    whole = 10_000 * parts
    part = ExpressionWrapper(_hundredths("value") * Case(*shares), BigIntegerField())
    scores = IndicatorScore.objects.filter(assessment=OuterRef("of_year__pk")).order_by().values("assessment")
    complete = scores.annotate(known=Count("pk"), total=Cast(Sum(part), BigIntegerField())).filter(known=len(keys))
    computed = ExpressionWrapper((2 * F("total") + whole) / (2 * whole), BigIntegerField())
    apart = Abs(Subquery(complete.annotate(computed=computed).values("computed")) - _hundredths(TOTAL))
    return Q(GreaterThan(apart, int(TOLERANCE * 100)))


def _hundredths(score: str) -> Cast:
    return Cast(Round(F(score) * 100), BigIntegerField())


def _dead_addresses(year: OverviewYear) -> Q:
    """Return the condition that a measure or an item of the year uses an address that is known to be gone."""
    checks = AddressCheck.objects.filter(outcome__in=DEAD, address=F("evidence__address"), evidence__deleted_at=None)
    by_measures = checks.filter(evidence__measure_uses__measure__deleted_at=None)
    by_measures = by_measures.filter(evidence__measure_uses__measure__assessment__framework=year.framework)
    by_items = checks.filter(evidence__item_uses__assessment__framework=year.framework)
    return is_in(by_measures.order_by().values("evidence__measure_uses__measure__assessment")) | is_in(
        by_items.order_by().values("evidence__item_uses__assessment")
    )
