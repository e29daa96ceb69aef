"""Last year's measures beside this year: the decisions, the copies, and how what they aim at changed. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from assessments.models import Assessment
from assessments.scoring import crosswalk
from assessments.scoring.comparison import ComparedIndicator
from assessments.scoring.crosswalk import Crosswalk, CrosswalkEntry, Key
from assessments.scoring.totals import Scores
from assessments.years.fetch import comparison_of, year_before
from measures.comments.models import Comment
from measures.evidence.models import MeasureEvidence
from measures.plan.models import TEXT_FIELDS, Measure, ProgressNote, Target
from measures.plan.order import FIELDS

from .areas import AreaOffer, read_new_areas
from .models import Carry
from .quoting import PLANNED

CARRIED = "ยกมาจากมาตรการปีก่อน"  # the reason in the history of what a decision made


def measures_before(assessment: Assessment) -> QuerySet[Measure]:
    """Return the municipality's measures of the fiscal year before, with their targets."""
    targets = Target.objects.select_related("indicator", "item__indicator")
    return (
        Measure.objects.filter(
            assessment__municipality=assessment.municipality_id,
            assessment__framework__fiscal_year=assessment.fiscal_year - 1,
        )
        .select_related("area")
        .prefetch_related(Prefetch("targets", targets))
    )


def copies_of(assessment: Assessment) -> dict[int | None, Measure]:
    """Return the year's copies by the key of last year's measure, deleted ones too, with what tells `untouched`.

    Untouched is a copy that says what it said when it was made and on which nothing hangs.
    """
    here = OuterRef("pk")
    same = {name: OuterRef(name) for name in (*TEXT_FIELDS, "status", "half_output", "half_outcome")}
    made = Measure.history.filter(id=here, history_type="+", history_change_reason=CARRIED, **same)
    as_made = made.annotate(place=Coalesce("area_id", 0)).filter(place=Coalesce(OuterRef("area_id"), 0))
    retargeted = Target.history.filter(measure_id=here).exclude(history_type="+", history_change_reason=CARRIED)
    hanging = [model.objects.filter(measure=here) for model in (ProgressNote, Comment, MeasureEvidence)]
    untouched = Q(Exists(as_made))
    for rows in (*hanging, retargeted):
        untouched &= ~Q(Exists(rows))
    copies = Measure.with_deleted.filter(assessment=assessment, carried_from__isnull=False).select_related("area")
    copies = copies.annotate(untouched=untouched).order_by("pk")  # type: ignore[no-redef]  # known to readers of Measure
    return {copy.carried_from_id: copy for copy in sorted(copies, key=lambda copy: copy.deleted_at is None)}


def successors(walk: Crosswalk, entries: Iterable[CrosswalkEntry[Key]]) -> dict[Key, tuple[Key, ...]]:
    """Return what became of each earlier part, comparable or not; nothing where nobody has said it."""
    unsaid = crosswalk.unsaid(walk.before_year, walk.after_year)
    return {key: entry.after for entry in entries if entry.reason != unsaid for key in entry.before}


@dataclass(frozen=True)
class Aim:
    """An indicator of last year that a measure aims at, and its score then and now."""

    number: int
    name: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    now: int | None  # this year's number where it is another
    not_comparable_because: str  # why there is no change to tell; "" where there may be one


@dataclass(frozen=True)
class LastMeasure:
    measure: Measure
    aims: list[Aim]
    carry: Carry | None
    copy: Measure | None  # in this year, not deleted
    offer: AreaOffer | None  # this year's areas while none is known

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Return what comes along and may say something of a year, with what each is called."""
        stored = ((str(FIELDS[name].verbose_name), getattr(self.measure, name)) for name in PLANNED)
        return [(label, text) for label, text in stored if text.strip()]

    @property
    def settled(self) -> bool:
        """Whether the decision stays because its copy was worked on."""
        return bool(self.carry and self.copy and not self.copy.untouched)


def last_measures(assessment: Assessment) -> list[LastMeasure]:
    """Read last year's measures with all that the decision needs, in a fixed number of queries."""
    measures = list(measures_before(assessment))
    if not measures:
        return []
    carries = {carry.measure_id: carry for carry in assessment.carries.select_related("by")}
    copies = {key: copy for key, copy in copies_of(assessment).items() if not copy.deleted_at}
    aims, areas = _aims(assessment), read_new_areas(assessment)
    return [
        LastMeasure(
            measure,
            [aims[number] for number in aimed_at(measure)],
            carries.get(measure.pk),
            copy := copies.get(measure.pk),
            None if copy and copy.area_id else areas.offer(measure.area),
        )
        for measure in measures
    ]


def aimed_at(measure: Measure) -> list[int]:
    """Return the numbers of the indicators that a measure answers, directly or by an item."""
    targets = measure.targets.all()
    return sorted({target.answered.number for target in targets})


def _aims(assessment: Assessment) -> dict[int, Aim]:
    """Return every indicator of last year by its number."""
    before = year_before(assessment)
    if before is None:
        return {}
    rows: dict[int, list[ComparedIndicator]] = defaultdict(list)
    for row in comparison_of(assessment, before).rows:
        for number in row.before:
            rows[number].append(row)
    names = before.framework.rules().indicator_names
    then, now = before.scores_by_number(), assessment.scores_by_number()
    return {number: _aim(number, name, rows[number], then, now) for number, name in names.items()}


def _aim(number: int, name: str, rows: Sequence[ComparedIndicator], then: Scores, now: Scores) -> Aim:
    single = rows[0] if len(rows) == 1 and rows[0].is_pair else None
    return Aim(
        number,
        name,
        then.get(number),
        single.now(now) if single else None,
        single.change(then, now) if single else None,
        single.number if single and single.number != number else None,
        rows[0].reason if rows else "",
    )
