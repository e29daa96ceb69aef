"""Which authorities a page is about, as conditions of one query: Municipality beside its year and the year before."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import DecimalField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import In, LessThan

from assessments.models import Assessment, Deadline, IndicatorScore, Inspection, Municipality
from assessments.years.year_bar import counted
from measures.models import Comment, Measure
from reports.year.calendar import REACHED

from .definitions import OverviewYear

FALL = Decimal(5)  # from where on a lower total is a fall that somebody should look at
TOTAL, BEFORE, LEVEL, STATE = (
    "of_year__official_total",
    "before__official_total",
    "of_year__official_level",
    "of_year__state",
)
NOT_STARTED = Q(of_year__state__isnull=True)
BEGUN = Q(of_year__state__isnull=False)
STARTED, SCORED, OVERDUE = "started", "scored", "overdue"
CHANGES = {
    "up": ("คะแนนเพิ่ม", Q(change__gt=0)),
    "down": ("คะแนนลด", Q(change__lt=0)),
    "same": ("คะแนนเท่าเดิม", Q(change=0)),
    "fell": (f"ลดตั้งแต่ {FALL} คะแนน", Q(change__lte=-FALL)),
}
_INSPECTED = Inspection.objects.filter(assessment=OuterRef("of_year__pk")).order_by()
_AS_IT_IS = Exists(_INSPECTED.filter(stood=OuterRef("of_year__updated_at")))
_REMARKS = Comment.objects.filter(assessment=OuterRef("of_year__pk")).shown().open().remarks()
LOOKED_AT: dict[str, tuple[str, Q]] = {
    "not": ("ยังไม่ตรวจดู", BEGUN & ~Q(Exists(_INSPECTED))),
    "as_it_is": ("ตรวจดูแล้ว", Q(_AS_IT_IS)),
    "stale": ("แก้ไขหลังตรวจดู", Q(Exists(_INSPECTED)) & ~Q(_AS_IT_IS)),
    "unanswered": ("ความเห็นรอคำตอบ", Q(Exists(_REMARKS.unanswered().order_by()))),
}
NO_LEVEL, OTHER_LEVEL = "none", "other"
Step = Deadline.Step
SIGNED = frozenset({Step.SUBMITTED, Step.APPROVED, Step.PUBLISHED})  # steps that are states


def authorities(user, year: OverviewYear) -> QuerySet[Municipality]:
    """Return what a user may see, whether the year was begun or not, with `of_year`, `before` and `change`.

    The change is unknown where the totals of the two years do not compare.
    """
    before = year.before.pk if year.before else 0
    rows = Municipality.objects.for_user(user).order_by()
    rows = rows.annotate(
        of_year=FilteredRelation("assessments", condition=Q(assessments__framework=year.framework)),
        before=FilteredRelation("assessments", condition=Q(assessments__framework=before)),
    )
    unknown = Value(None, DecimalField(max_digits=5, decimal_places=2))
    return rows.annotate(change=unknown if year.not_comparable_because else F(TOTAL) - F(BEFORE))


def states(year: OverviewYear) -> dict[str, tuple[str, Q]]:
    """Return what an authority's year may be like, by the word in the address: its name and its condition."""
    known = {state.value: (str(state.label), Q(of_year__state=state)) for state in Assessment.State}
    return {
        "not_started": ("ยังไม่เริ่ม", NOT_STARTED),
        STARTED: ("เริ่มแล้ว", BEGUN),
        SCORED: ("มีผลคะแนน", Q(of_year__official_total__isnull=False)),
        **known,
        OVERDUE: ("เลยกำหนด", lacks_any(year, year.passed_steps)),
    }


def of_level(year: OverviewYear, level: str) -> Q:
    """Return the condition of a level as announced; OTHER_LEVEL is one that the definitions do not know."""
    if level == NO_LEVEL:
        return Q(of_year__official_level="") | NOT_STARTED
    if level == OTHER_LEVEL:
        return BEGUN & ~Q(In(F(LEVEL), ["", *year.labels]))
    return Q(of_year__official_level=level)


def scored_below(year: OverviewYear, bar: Decimal, number: int | None = None) -> Q:
    """Return the condition that an indicator, or any, has a score below the bar."""
    scores = IndicatorScore.objects.filter(assessment=OuterRef("of_year__pk"), value__lt=bar).order_by()
    numbers = year.rules.numbers if number is None else [number]
    keys = [indicator.pk for indicator in year.framework.indicators.all() if indicator.number in numbers]
    return Q(Exists(scores.filter(indicator__in=keys)))


def lacks_any(year: OverviewYear, steps: Collection[str]) -> Q:
    """Return the condition that an authority has not done one of these steps; of no steps nobody lacks any.

    By the same rules as `reports.year.calendar.done_steps`. What is cheap to see is asked first: the rest is looked at
    where the year shows nothing missing so far.
    """
    if not steps:
        return Q(pk__in=[])
    undone = [state for state in Assessment.State if set(steps) & SIGNED - REACHED.get(state, frozenset())]
    missing = NOT_STARTED | Q(of_year__state__in=undone)
    own = {"assessment": OuterRef("of_year__pk")}
    kept = Measure.objects.filter(**own).exclude(status=Measure.Status.CANCELLED).order_by()
    reports = {Step.HALF_YEAR: "half_output", Step.YEAR_END: "output"}
    if asked := [field for step, field in reports.items() if step in steps]:
        missing |= ~Q(Exists(kept))
    for field in asked:
        missing |= Q(Exists(kept.filter(**{field: ""})))
    if Step.SCORES in steps:
        scores = counted(IndicatorScore.objects.filter(**own))
        missing |= Q(LessThan(scores, len(year.rules.numbers)))
    return missing


def is_in(assessments: QuerySet) -> Q:
    """Return the condition that the year is one of these; may be negated, as a lookup on a joined row may not."""
    return Q(In(F("of_year__pk"), assessments.query))
