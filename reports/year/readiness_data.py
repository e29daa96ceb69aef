"""What the rules of readiness look at, read from the database in a fixed number of queries."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from assessments.models import Assessment
from assessments.scoring import totals
from assessments.scoring.totals import Scores
from measures.models import TEXT_FIELDS, Evidence, ItemEvidence, Measure, Target
from reports.blocks import BLOCK_TYPES
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import strings_in
from reports.drafting import Facts
from reports.drafting.stored import drafted_years, read_documents, read_facts, standings, work_of
from reports.output import glyphs

from .overview import cut_off_of
from .readiness import (
    BLOCK,
    EvidenceFacts,
    MeasureFacts,
    ReadinessData,
    ReadinessFinding,
    Spot,
    StaleFacts,
    UnconfirmedFacts,
    findings,
)


def readiness_of(year: Assessment) -> list[ReadinessFinding]:
    """Return what the rules find today, the gravest first."""
    return findings(readiness_data(year), timezone.localdate())


def obstacles(year: Assessment) -> list[str]:
    """Return what keeps the year from being submitted: for `PortalApp.before_submitting`."""
    return [each.text for each in readiness_of(year) if each.severity == BLOCK]


def readiness_data(year: Assessment) -> ReadinessData:
    documents = read_documents(year)
    rows = list(_measures(year))
    measures = tuple(map(_measure, rows))
    years = drafted_years(block for blocks in documents.values() for block in blocks)
    facts = read_facts(year, years, work_of(measure.status for measure in measures))
    own = facts.result(year.fiscal_year)
    before = {} if own.scores else _scores_before(facts)
    total = totals.total(own.rules, own.scores)
    return ReadinessData(
        fiscal_year=year.fiscal_year,
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
        item_evidence=tuple(
            _evidence(use.evidence)
            for use in ItemEvidence.objects.filter(
                assessment=year, evidence__deleted_at__isnull=True
            ).select_related("evidence__address_check")
        ),
        has_document=bool(documents),
        stale=tuple(_stale(documents, facts)),
        undrawn=tuple(_undrawn(rows, documents)),
        open_comments=year.comments.shown().open().count(),
        unconfirmed=tuple(_unconfirmed(documents)),
        unfilled=tuple(_unfilled(documents)),
    )


def _undrawn(measures: list[Measure], documents: dict[Document, list[Block]]) -> Iterator[Spot]:
    """Give where characters stand that would keep a document from being issued."""
    for measure in measures:
        for name in TEXT_FIELDS:
            place = f"{measure} ({Measure._meta.get_field(name).verbose_name})"
            yield from _undrawn_in(getattr(measure, name), place, "measures", f"measure-{measure.pk}")
    for document, blocks in documents.items():
        kind, head = document.get_kind_display(), [document.title, document.prepared_by, document.memo]
        own = f"{kind}: ชื่อและบันทึกข้อความ"
        yield from _undrawn_in([*head, document.columns], own, "document", "settings", document.kind)
        for place, block in enumerate(blocks, start=1):
            said = [block.heading, block.data]
            yield from _undrawn_in(
                said, f"{kind}: ส่วนที่ {place}", "document", f"block-{block.pk}", document.kind
            )


def _undrawn_in(value: Any, place: str, *page: str) -> Iterator[Spot]:
    for text in strings_in(value):
        for where in glyphs.undrawn_at(text):
            yield Spot(f"{place} {where}", *page)


def _unconfirmed(documents: dict[Document, list[Block]]) -> Iterator[UnconfirmedFacts]:
    """Yield the parts of documents in which texts of an earlier year wait."""
    for document, blocks in documents.items():
        kind = document.get_kind_display()
        if count := len(document.unconfirmed):
            yield UnconfirmedFacts(f"{kind}: ชื่อและบันทึกข้อความ {count} ข้อความ", document.kind, "settings")
        for place, block in enumerate(blocks, start=1):
            if count := len(block.unconfirmed):
                yield UnconfirmedFacts(
                    f"{kind}: ส่วนที่ {place} {count} ข้อความ", document.kind, f"block-{block.pk}"
                )


def _unfilled(documents: dict[Document, list[Block]]) -> Iterator[Spot]:
    for document, blocks in documents.items():
        for place, block in enumerate(blocks, start=1):
            if lacking := BLOCK_TYPES[block.type].lacks(block.data):
                text = f"{document.get_kind_display()}: ส่วนที่ {place} {lacking}"
                yield Spot(text, "document", f"block-{block.pk}", document.kind)


def _stale(documents: dict[Document, list[Block]], facts: Facts) -> Iterator[StaleFacts]:
    """Yield the drafted sentences whose data changed."""
    for document, blocks in documents.items():
        kind = document.get_kind_display()
        for pk, found in standings(document, blocks, facts).items():
            for each in found:
                if each.is_stale:
                    changes = ", ".join(map(str, each.differences))
                    place = f"{kind} “{each.drafted.name}”"
                    yield StaleFacts(document.kind, place, changes, f"block-{pk}")


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
        evidence=tuple(_evidence(each) for each in row.evidence.all()),
    )


def _evidence(row: Evidence) -> EvidenceFacts:
    check = getattr(row, "address_check", None)
    fault = check.fault if check and check.address == row.address else ""
    return EvidenceFacts(row.title, row.dated, row.address, fault, "evidence", f"evidence-{row.pk}")
