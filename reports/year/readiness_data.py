"""What the rules of readiness look at, read from the database in a fixed number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from assessments.editing.conflicts import fingerprint
from assessments.models import Assessment
from assessments.scoring import totals
from assessments.scoring.totals import Scores
from ita_portal import glyphs
from ita_portal.thai import doubtful
from measures.carry_over.quoting import waiting_measures
from measures.models import PRINTED_TEXTS, Evidence, ItemEvidence, Measure, Target
from reports.blocks import BLOCK_TYPES
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import strings_in, waiting_texts
from reports.drafting.facts import Facts
from reports.drafting.stored import drafted_years, read_documents, read_facts, standings, work_of

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
    texts = list(_placed(rows, documents))
    years = drafted_years(block for blocks in documents.values() for block in blocks)
    facts = read_facts(year, years, work_of(measure.status for measure in measures))
    own = facts.result(year.fiscal_year)
    before = {} if own.scores else _scores_before(facts)
    total = totals.total(own.rules, own.scores)
    areas = {area.number: area.title for area in year.framework.areas.all()}
    used_by_items = ItemEvidence.objects.filter(assessment=year, evidence__deleted_at__isnull=True)
    used_by_items = used_by_items.select_related("evidence__address_check", "evidence__assessment__framework")
    item_evidence = tuple(_evidence(use.evidence) for use in used_by_items)
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
        areas=areas,
        measures=measures,
        item_evidence=item_evidence,
        has_document=bool(documents),
        stale=tuple(_stale(documents, facts)),
        undrawn=(
            *_undrawn(texts),
            *_undrawn_titles([*(row for of in measures for row in of.evidence), *item_evidence]),
            *_undrawn_names(year, [*own.rules.indicator_names.values(), *areas.values()]),
        ),
        spoilt=tuple(_spoilt(texts)),
        quoting=tuple(_quoting(year, rows)),
        open_comments=year.comments.shown().open().count(),
        unconfirmed=tuple(_unconfirmed(documents)),
        unfilled=tuple(_unfilled(documents)),
        empty=tuple(_empty(documents)),
    )


@dataclass(frozen=True)
class PlacedText:
    """A typed text of the year; `field` is that of a measure, `page`, `anchor` and `kind` where it is edited."""

    row: Measure | Document | Block
    field: str
    text: str
    place: str
    page: str
    anchor: str
    kind: str = ""

    @property
    def key(self) -> str:
        """Stands for the text where it is: another one as soon as it says something else."""
        return fingerprint([self.row._meta.label, self.row.pk, self.field, self.text])

    @property
    def proposals(self) -> list[tuple[str, str]]:
        """What of it was probably spoilt, each with what it should be."""
        return doubtful(self.text)[:MOST_SPOILT]

    def spot(self, said: str, proposal: str = "") -> Spot:
        return Spot(f"{self.place} {said}", self.page, self.anchor, self.kind, proposal)


def placed_texts(year: Assessment) -> Iterator[PlacedText]:
    """Yield the texts of a year's measures and documents as they are stored now."""
    return _placed(list(_measures(year)), read_documents(year))


def _placed(measures: list[Measure], documents: dict[Document, list[Block]]) -> Iterator[PlacedText]:
    labels = {field.name: field.verbose_name for field in Measure._meta.fields}
    for measure in measures:
        for name in PRINTED_TEXTS:
            place = f"{measure} ({labels[name]})"
            yield PlacedText(measure, name, getattr(measure, name), place, "measures", f"measure-{measure.pk}")
    for document, blocks in documents.items():
        kind = document.get_kind_display()
        place = f"{kind}: ชื่อและบันทึกข้อความ"
        labels_of_tables = [document.columns, document.area_prefix, document.total_label]
        for text in strings_in([document.title, document.prepared_by, document.memo, *labels_of_tables]):
            yield PlacedText(document, "", text, place, "document", "settings", document.kind)
        for number, block in enumerate(blocks, start=1):
            block.document, place = document, f"{kind}: ส่วนที่ {number}"
            for text in strings_in([block.heading, block.data]):
                yield PlacedText(block, "", text, place, "document", f"block-{block.pk}", document.kind)


def _undrawn(texts: Iterable[PlacedText]) -> Iterator[Spot]:
    return (placed.spot(said) for placed in texts for said in glyphs.undrawn_at(placed.text))


def _undrawn_titles(evidence: Iterable[EvidenceFacts]) -> Iterator[Spot]:
    for anchor, title in {row.anchor: row.title for row in evidence}.items():
        for said in glyphs.undrawn_at(title):
            yield Spot(f"หลักฐาน “{title}” {said}", "evidence", anchor)


def _undrawn_names(year: Assessment, defined: Iterable[str]) -> Iterator[Spot]:
    """Yield what documents print and nobody types for the year: only an administrator can mend it."""
    municipality = year.municipality
    for name in (municipality.name, municipality.district, municipality.province):
        for said in glyphs.undrawn_at(name):
            yield Spot(f"ชื่อหน่วยงาน “{name}” {said} ให้แจ้งผู้ดูแลระบบแก้ไข", "year")
    for name in defined:
        for said in glyphs.undrawn_at(name):
            yield Spot(f"เกณฑ์ปี {year.fiscal_year} “{name}” {said} ให้แจ้งผู้ดูแลระบบแก้ไข", "year")


def _spoilt(texts: Iterable[PlacedText]) -> Iterator[Spot]:
    for placed in texts:
        if proposals := placed.proposals:
            said = " · ".join(f"“{word}” น่าจะเป็น “{proposal}”" for word, proposal in proposals)
            yield placed.spot(said, placed.key)


def _quoting(year: Assessment, measures: list[Measure]) -> Iterator[Spot]:
    for waiting in waiting_measures(year, measures):
        yield Spot(f"{waiting.measure} ({', '.join(text.label for text in waiting.texts)})", "carry", waiting.anchor)


def _unconfirmed(documents: dict[Document, list[Block]]) -> Iterator[Spot]:
    """Yield the parts of documents in which texts of an earlier year wait."""
    for document, blocks in documents.items():
        waiting = waiting_texts(document, blocks)
        if count := len(waiting[document]):
            text = f"{document.get_kind_display()}: ชื่อและบันทึกข้อความ {count} ข้อความ"
            yield Spot(text, "document", "settings", document.kind)
        for place, block in enumerate(blocks, start=1):
            if count := len(waiting[block]):
                yield _part(document, block.pk, f"ส่วนที่ {place} {count} ข้อความ")


def _unfilled(documents: dict[Document, list[Block]]) -> Iterator[Spot]:
    for document, blocks in documents.items():
        for place, block in enumerate(blocks, start=1):
            if lacking := BLOCK_TYPES[block.type].lacks(block.data):
                yield _part(document, block.pk, f"ส่วนที่ {place} {lacking}")


def _empty(documents: dict[Document, list[Block]]) -> Iterator[Spot]:
    for document, blocks in documents.items():
        kind = document.get_kind_display()
        for section in document.memo["sections"] if document.memo else ():
            if not any(map(str.strip, section["paragraphs"])):
                text = f"{kind}: บันทึกข้อความ หัวข้อ “{section['heading']}” ยังไม่มีข้อความ"
                yield Spot(text, "document", "settings", document.kind)
        for place, block in enumerate(blocks, start=1):
            if said := BLOCK_TYPES[block.type].by_hand(block.data):
                yield _part(document, block.pk, f"ส่วนที่ {place} {said}")


def _part(document: Document, block: int, text: str) -> Spot:
    return Spot(f"{document.get_kind_display()}: {text}", "document", f"block-{block}", document.kind)


def _stale(documents: dict[Document, list[Block]], facts: Facts) -> Iterator[Spot]:
    """Yield the drafted sentences whose data changed."""
    for document, blocks in documents.items():
        for pk, sentences in standings(document, blocks, facts).items():
            for sentence in sentences:
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
            Prefetch("evidence", Evidence.objects.kept().select_related("address_check", "assessment__framework")),
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
    return EvidenceFacts(row.title, row.dated, row.assessment.fiscal_year, outcome, seen, f"evidence-{row.pk}")
