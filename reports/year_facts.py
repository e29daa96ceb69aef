"""What the rules of readiness look at, read from the database in a fixed number of queries."""

from collections.abc import Iterator

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from assessments import scoring
from assessments.crosswalks import comparison_of
from assessments.models import Assessment
from assessments.scoring import Scores
from assessments.years import year_before
from measures.models import Evidence, ItemEvidence, Measure, Target

from .models import Block, Document
from .overview import cut_off_of
from .readiness import BLOCK, EvidenceFacts, Finding, MeasureFacts, UnreviewedFacts, YearFacts, findings


def readiness_of(year: Assessment) -> list[Finding]:
    """Return what the rules find today, the gravest first."""
    return findings(year_facts(year), timezone.localdate())


def obstacles(year: Assessment) -> list[str]:
    """Return what keeps the year from being submitted: for `assessments.services.before_submitting`."""
    return [each.text for each in readiness_of(year) if each.severity == BLOCK]


def year_facts(year: Assessment) -> YearFacts:
    prefetch_related_objects([year], "scores")
    scores = year.scores_by_number()
    before = {} if scores else _scores_before(year)  # first: it reads the definitions of both years at once
    prefetch_related_objects([year.framework], "instruments", "indicators", "levels", "areas")
    rules = year.framework.rules()
    documents = _documents(year)
    total = scoring.total(rules, scores)
    return YearFacts(
        fiscal_year=year.fiscal_year,
        indicators={number: rules.indicator_names[number] for number in rules.numbers},
        scores=scores,
        official_total=year.official_total,
        computed_total=total,
        agrees=scoring.agrees(total, year.official_total),
        judged_year=year.fiscal_year - bool(before),
        judged=before or scores,
        cut_off=cut_off_of(year, next(iter(documents), None)),
        areas={each.number: each.title for each in year.framework.areas.all()},
        measures=tuple(_measure(each) for each in _measures(year)),
        item_evidence=tuple(
            _evidence(each.evidence)
            for each in ItemEvidence.objects.filter(
                assessment=year, evidence__deleted_at__isnull=True
            ).select_related("evidence__address_check")
        ),
        has_document=bool(documents),
        open_comments=year.comments.shown().open().count(),
        unreviewed=tuple(_unreviewed(documents)),
    )


def _documents(year: Assessment) -> dict[Document, list[Block]]:
    """Return the year's documents with their blocks, as far as the rules look at them; one query for both."""
    found: dict[Document, list[Block]] = {}
    for row in (
        Document.objects.filter(assessment=year)
        .order_by("pk", "blocks__position", "blocks__pk")
        .values("pk", "kind", "cut_off", "review", "blocks__pk", "blocks__review")
    ):
        block = Block(pk=row.pop("blocks__pk"), review=row.pop("blocks__review") or [])
        found.setdefault(Document(assessment=year, **row), []).append(block)
    return found


def _unreviewed(documents: dict[Document, list[Block]]) -> Iterator[UnreviewedFacts]:
    """Yield the parts of documents in which marks of copying are left."""
    for document, blocks in documents.items():
        kind = document.get_kind_display()
        if count := len(document.review):
            yield UnreviewedFacts(f"{kind}: ชื่อและบันทึกข้อความ {count} แห่ง", document.kind, "settings")
        for place, block in enumerate(blocks, start=1):
            if count := len(block.review):
                yield UnreviewedFacts(f"{kind}: ส่วนที่ {place} {count} แห่ง", document.kind, f"block-{block.pk}")


def _scores_before(year: Assessment) -> Scores:
    """Return last year's scores that compare, by this year's indicator numbers."""
    before = year_before(year)
    return comparison_of(year, before).aligned(before.scores_by_number()) if before else {}


def _measures(year: Assessment):
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
        answers=frozenset((each.indicator or each.item.indicator).number for each in row.targets.all()),
        evidence=tuple(_evidence(each) for each in row.evidence.all()),
    )


def _evidence(row: Evidence) -> EvidenceFacts:
    check = getattr(row, "address_check", None)
    fault = check.fault if check and check.address == row.address else ""
    return EvidenceFacts(row.title, row.dated, row.address, fault, "evidence", f"evidence-{row.pk}")
