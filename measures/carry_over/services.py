"""What becomes of last year's measures: kept and adapted ones are copied into the new year, once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.models import Area, Assessment, User
from assessments.records.bulk import delete_rows, recorded, save_rows
from assessments.records.models import acting
from assessments.years.locking import lock_editable_year
from measures.plan.locking import hold_with_year_before, rows_in_order, store_order
from measures.plan.models import Measure, Target
from measures.plan.order import place_for
from measures.plan.services import edit_measure

from .areas import NewAreas, read_new_areas
from .choices import CARRIED, copies_of, measures_before, successors
from .models import Carry
from .quoting import COPIED, QuotingText, confirmed_as, quoting_texts, result_mark, waiting_of

CONTINUED = (Carry.Decision.KEEP, Carry.Decision.ADAPT)


@dataclass(frozen=True)
class CarryChoice:
    """What somebody decided on a measure of the year before; `area` is this year's number where none follows.

    Not `read` where one press decided on many. Who read a measure and keeps it confirms what speaks of no result.
    """

    decision: str
    reason: str = ""
    effect: str = ""
    area: int | None = None
    read: bool = True


@recorded
def decide_carries(*, by: User, assessment: Assessment, choices: Mapping[int, CarryChoice]) -> int:
    """Store decisions on last year's measures, by their keys, and make or remove the copies in this year.

    Deciding the same again changes nothing. A copy that was worked on since keeps its decision. ValidationError
    holds the faults by the key of the measure, as text; then nothing is stored. Return on how many something was said.
    """
    check(by, Permission.EDIT, assessment)
    hold_with_year_before(assessment)
    lock_editable_year(assessment)
    sources = {measure.pk: measure for measure in measures_before(assessment)}
    carries = {carry.measure_id: carry for carry in assessment.carries.all()}
    copies, areas = copies_of(assessment), read_new_areas(assessment)
    faults = {
        str(key): fault
        for key, choice in choices.items()
        if (fault := _fault(areas, choice, sources.get(key), carries.get(key), copies.get(key)))
    }
    if faults:
        raise ValidationError(faults)
    anew = {key: choice for key, choice in choices.items() if _decision(carries.get(key)) != choice.decision}
    kept = {key: choice for key, choice in anew.items() if choice.decision in CONTINUED}
    _remove(
        assessment, [copy for key in anew.keys() - kept.keys() if (copy := copies.get(key)) and not copy.deleted_at]
    )
    with acting(by=by, reason=CARRIED):
        new = [
            (sources[key], areas.chosen(choice.area, sources[key])) for key, choice in kept.items() if key not in copies
        ]
        _bring(assessment, new, [copies[key] for key in kept if key in copies and copies[key].deleted_at])
        read = [key for key, choice in kept.items() if choice.read and choice.decision == Carry.Decision.KEEP]
        kept_as_read = list(assessment.measures.filter(carried_from__in=read)) if read else []
        _confirm(assessment, [text for text in quoting_texts(assessment, kept_as_read) if not text.speaks])
    decided = {}
    for key, choice in choices.items():
        carry = carries.get(key) or Carry(assessment=assessment, measure=sources[key])
        if (carry.decision, carry.reason, carry.effect) != (choice.decision, choice.reason, choice.effect):
            carry.decision, carry.reason, carry.effect = choice.decision, choice.reason, choice.effect
            carry.by = by
            decided[key] = carry
    save_rows(decided.values(), ["decision", "reason", "effect", "by", "at"])
    return len(decided.keys() | _place(by, copies, areas, choices))


@recorded
def carry_measures(*, by: User, assessment: Assessment, measures: Collection[int]) -> int:
    """Decide to keep these of last year's measures, by key; return how many are new among those that continue.

    What was decided to continue stays decided as it is.
    """
    check(by, Permission.EDIT, assessment)
    hold_with_year_before(assessment)
    carries = {carry.measure_id: carry for carry in assessment.carries.all()}
    stored = measures_before(assessment).values_list("pk", flat=True)
    wanted = [pk for pk in stored if pk in measures]
    if not wanted:
        raise ValidationError("เลือกมาตรการอย่างน้อยหนึ่งแถวก่อน")
    choices = {
        pk: CarryChoice(Carry.Decision.KEEP, effect=carries[pk].effect if pk in carries else "", read=False)
        for pk in wanted
        if _decision(carries.get(pk)) not in CONTINUED
    }
    return decide_carries(by=by, assessment=assessment, choices=choices)


@recorded
def confirm_measure(*, by: User, assessment: Assessment, measure: Measure, shown: str) -> None:
    """Note that the texts of a measure in which something of last year is left are true of this year as they stand.

    Those that speak of last year's result wait again when it changes.
    ValidationError where others wait than those that were `shown`, which is their key.
    """
    check(by, Permission.EDIT, assessment)
    lock_editable_year(assessment)
    waiting = waiting_of(assessment, measure)
    if waiting is None or waiting.key != shown:
        raise ValidationError("ข้อความของมาตรการนี้ถูกแก้ไขหรือยืนยันไปแล้ว ให้เปิดหน้านี้ใหม่แล้วดูอีกครั้ง")
    _confirm(assessment, waiting.texts)


def _confirm(assessment: Assessment, waiting: Collection[QuotingText]) -> None:
    result = result_mark(assessment) if any(text.speaks for text in waiting) else ""
    for text in waiting:
        said = confirmed_as(text.text, result if text.speaks else "")
        text.measure.confirmed = {**text.measure.confirmed, text.field: said}
    save_rows({text.measure.pk: text.measure for text in waiting}.values(), ["confirmed"])


def _fault(
    areas: NewAreas, choice: CarryChoice, source: Measure | None, carry: Carry | None, copy: Measure | None
) -> str:
    """Return why a choice is refused, "" where it is not."""
    if source is None:
        return "มาตรการปีก่อนรายการนี้เพิ่งถูกลบไป ให้เปิดหน้านี้ใหม่"
    if choice.decision not in Carry.Decision.values or choice.effect not in Carry.Effect.values:
        return "ไม่รู้จักคำตอบนี้ ให้เลือกใหม่"
    if choice.area and choice.area not in areas.areas:
        return f"ปี {areas.fiscal_year} ไม่มีประเด็นที่ {choice.area} ให้เลือกใหม่"
    if choice.decision == Carry.Decision.DROP and not choice.reason.strip():
        return "บอกเหตุผลที่ไม่ทำต่อ"
    differs = carry is not None and carry.decision != choice.decision
    if differs and copy and not copy.deleted_at and not copy.untouched:
        return f"มาตรการนี้แก้ไขในปี {areas.fiscal_year} แล้ว จึงเปลี่ยนการตัดสินใจไม่ได้ หากไม่ทำต่อให้ลบในหน้ามาตรการก่อน แล้วจึงเลือกใหม่"
    return ""


def _decision(carry: Carry | None) -> str:
    return carry.decision if carry else ""


def _place(
    by: User, copies: Mapping[int | None, Measure], areas: NewAreas, choices: Mapping[int, CarryChoice]
) -> set[int]:
    """Put the copies that stand in no area into the chosen ones; return the keys of last year's measures."""
    placed = set()
    for key, choice in choices.items():
        copy = copies.get(key)
        if choice.area and choice.decision in CONTINUED and copy and not (copy.deleted_at or copy.area_id):
            edit_measure(by=by, measure=copy, area=areas.areas[choice.area])
            placed.add(key)
    return placed


def _remove(assessment: Assessment, copies: list[Measure]) -> None:
    """Delete untouched copies for good: nothing in them was written here."""
    if copies:
        delete_rows(Measure.with_deleted.filter(pk__in=[copy.pk for copy in copies]))
        store_order(rows_in_order(assessment))


def _bring(assessment: Assessment, sources: list[tuple[Measure, Area | None]], back: list[Measure]) -> None:
    """Copy measures, each to the end of its area of this year, and bring deleted copies back."""
    for copy in back:
        copy.deleted_at = None
        copy.save()
    rows = rows_in_order(assessment)
    made = []
    for source, area in sources:
        texts = {name: getattr(source, name) for name in COPIED}
        made.append(Measure(assessment=assessment, area=area, carried_from=source, came_along=texts, **texts))
        rows.insert(place_for(rows, area), made[-1])
    store_order(rows, made)
    _bring_targets(assessment, made, [source for source, _ in sources])


def _bring_targets(assessment: Assessment, made: list[Measure], sources: list[Measure]) -> None:
    """Let the copies answer what last year's targets became."""
    if not any(source.targets.all() for source in sources):
        return
    walk = crosswalk_of(assessment.fiscal_year - 1, assessment.fiscal_year, items=True)
    indicators = {indicator.number: indicator for indicator in assessment.framework.indicators.all()}
    items = {item.code: item for item in assessment.framework.items.all()}
    numbers, codes = successors(walk, walk.indicators), successors(walk, walk.items)
    targets = []
    for copy, source in zip(made, sources, strict=True):
        aims = list(source.targets.all())
        wanted = [key for aim in aims if aim.indicator for key in numbers.get(aim.indicator.number, ())]
        wanted_items = [key for aim in aims if aim.item for key in codes.get(aim.item.code, ())]
        targets += [Target(measure=copy, indicator=indicators[key]) for key in dict.fromkeys(wanted)]
        targets += [Target(measure=copy, item=items[key]) for key in dict.fromkeys(wanted_items)]
    save_rows(targets)
