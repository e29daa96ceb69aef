"""What the rules of readiness look at, read from the database in a fixed number of queries."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from assessments.models import Assessment
from assessments.scoring import totals
from assessments.scoring.totals import Scores
from ita_portal.thai import doubtful
from measures.carry_over.quoting import quoting_texts
from measures.models import TEXT_FIELDS, Evidence, ItemEvidence, Measure, Target
from reports.blocks import BLOCK_TYPES
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import strings_in
from reports.drafting.facts import Facts
from reports.drafting.stored import drafted_years, read_documents, read_facts, standings, work_of
from reports.output import glyphs

from .overview import cut_off_of
from .readiness import BLOCK, EvidenceFacts, MeasureFacts, ReadinessData, ReadinessFinding, Spot, findings

MOST_SPOILT = 10  # words named of one text


def readiness_of(year: Assessment) -> list[ReadinessFinding]:
    """Return what the rules find today, the gravest first."""
    return findings(readiness_data(year))


def obstacles(year: Assessment) -> list[str]:
    """Return what keeps the year from being submitted: for `PortalApp.before_submitting`."""
    return [finding.text for finding in readiness_of(year) if finding.severity == BLOCK]


def readiness_data(year: Assessment) -> ReadinessData:
    documents = read_documents(year)
    rows = list(_measures(year))
    measures = tuple(map(_measure, rows))
    years = drafted_years(block for blocks in documents.values() for block in blocks)
    facts = read_facts(year, years, work_of(measure.status for measure in measures))
    own = facts.result(year.fiscal_year)
    before = {} if own.scores else _scores_before(facts)
    total = totals.total(own.rules, own.scores)
    used_by_items = ItemEvidence.objects.filter(assessment=year, evidence__deleted_at__isnull=True)
    used_by_items = used_by_items.select_related("evidence__address_check")
    return ReadinessData(
        fiscal_year=year.fiscal_year,
        today=timezone.localdate(),
        indicators={number: own.rules.indicator_names[number] for number in own.rules.numbers},
        scores=own.scores,
        official_total=year.official_total,
        computed_total=total,
        agrees=totals.agrees(total, year.official_total),
        judged_year=year.fiscal_year - bool(before),
        judged=before or own.scores,
        cut_off=cut_off_of(year, next(iter(documents), None)),
        areas={area.number: area.title for area in year.framework.areas.all()},
        measures=measures,
        item_evidence=tuple(_evidence(use.evidence) for use in used_by_items),
        has_document=bool(documents),
        stale=tuple(_stale(documents, facts)),
        undrawn=tuple(_found_in_texts(glyphs.undrawn_at, rows, documents)),
        spoilt=tuple(_found_in_texts(_spoilt, rows, documents)),
        quoting=tuple(_quoting(year, rows)),
        open_comments=year.comments.shown().open().count(),
        unconfirmed=tuple(_unconfirmed(documents)),
        unfilled=tuple(_unfilled(documents)),
    )


def _found_in_texts(
    find: Callable[[str], Iterable[str]], measures: list[Measure], documents: dict[Document, list[Block]]
) -> Iterator[Spot]:
    """Give what `find` says of the texts of measures and documents, with the places where they are edited."""
    labels = {field.name: field.verbose_name for field in Measure._meta.fields}
    for measure in measures:
        for name in TEXT_FIELDS:
            own = f"{measure} ({labels[name]})"
            yield from _said_of(find, getattr(measure, name), own, "measures", f"measure-{measure.pk}")
    for document, blocks in documents.items():
        kind, head = document.get_kind_display(), [document.title, document.prepared_by, document.memo]
        own = f"{kind}: ชื่อและบันทึกข้อความ"
        yield from _said_of(find, [*head, document.columns], own, "document", "settings", document.kind)
        for place, block in enumerate(blocks, start=1):
            said, own = [block.heading, block.data], f"{kind}: ส่วนที่ {place}"
            yield from _said_of(find, said, own, "document", f"block-{block.pk}", document.kind)


def _said_of(find: Callable[[str], Iterable[str]], value: Any, place: str, *page: str) -> Iterator[Spot]:
    for text in strings_in(value):
        for said in find(text):
            yield Spot(f"{place} {said}", *page)


def _spoilt(text: str) -> Iterable[str]:
    return (f"“{word}” น่าจะเป็น “{proposal}”" for word, proposal in doubtful(text)[:MOST_SPOILT])


def _quoting(year: Assessment, measures: list[Measure]) -> Iterator[Spot]:
    for text in quoting_texts(year, measures):
        anchor = f"carry-{text.measure.carried_from_id}"
        yield Spot(f"{text.measure} ({text.label})", "carry", anchor)


def _unconfirmed(documents: dict[Document, list[Block]]) -> Iterator[Spot]:
    """Yield the parts of documents in which texts of an earlier year wait."""
    for document, blocks in documents.items():
        if count := len(document.unconfirmed):
            text = f"{document.get_kind_display()}: ชื่อและบันทึกข้อความ {count} ข้อความ"
            yield Spot(text, "document", "settings", document.kind)
        for place, block in enumerate(blocks, start=1):
            if count := len(block.unconfirmed):
                yield _part(document, block.pk, f"ส่วนที่ {place} {count} ข้อความ")


def _unfilled(documents: dict[Document, list[Block]]) -> Iterator[Spot]:
    for document, blocks in documents.items():
        for place, block in enumerate(blocks, start=1):
            if lacking := BLOCK_TYPES[block.type].lacks(block.data):
                yield _part(document, block.pk, f"ส่วนที่ {place} {lacking}")


def _part(document: Document, block: int, text: str) -> Spot:
    return Spot(f"{document.get_kind_display()}: {text}", "document", f"block-{block}", document.kind)


def _stale(documents: dict[Document, list[Block]], facts: Facts) -> Iterator[Spot]:
    """Yield the drafted sentences whose data changed."""
    for document, blocks in documents.items():
        for pk, found in standings(document, blocks, facts).items():
            for sentence in found:
                if sentence.is_stale:
                    changes = ", ".join(map(str, sentence.differences))
                    text = f"{document.get_kind_display()} “{sentence.drafted.name}”: {changes}"
                    yield Spot(text, "document", f"block-{pk}", document.kind)


def _scores_before(facts: Facts) -> Scores:
    """Return last year's scores that compare, by this year's indicator numbers."""
    compared = facts.comparisons.get(facts.fiscal_year)
    return compared.aligned(facts.result(facts.fiscal_year - 1).scores) if compared else {}


def _measures(year: Assessment) -> QuerySet[Measure]:
    return (
        Measure.objects.filter(assessment=year)
        .select_related("area")
        .prefetch_related(
            Prefetch("targets", Target.objects.select_related("indicator", "item__indicator")),
            Prefetch("evidence", Evidence.objects.kept().select_related("address_check")),
        )
    )


def _measure(row: Measure) -> MeasureFacts:
    return MeasureFacts(
        pk=row.pk,
        title=str(row),
        area=row.area.number if row.area else None,
        responsible=row.responsible,
        period=row.period,
        output=row.output,
        status=row.status,
        status_reason=row.status_reason,
        answers=frozenset(target.answered.number for target in row.targets.all()),
        evidence=tuple(_evidence(evidence) for evidence in row.evidence.all()),
    )


def _evidence(row: Evidence) -> EvidenceFacts:
    check = getattr(row, "address_check", None)
    outcome, seen = (check.outcome, check.seen) if check and check.address == row.address else ("", "")
    return EvidenceFacts(row.title, row.dated, outcome, seen, f"evidence-{row.pk}")
