"""What a document may print, read from the database once: results, definitions, measures, pictures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q

from assessments.frameworks.crosswalk.stored import Crosswalks, read_crosswalks
from assessments.models import Assessment, Framework, Item, Municipality
from assessments.scoring import totals
from assessments.scoring.comparison import Comparison, compare
from assessments.scoring.crosswalk import Crosswalk
from ita_portal import thai
from measures.carry_over.quoting import quoting_texts
from measures.models import Evidence, ItemEvidence, Measure, MeasureEvidence
from measures.plan.models import HALF_RESULTS, RESULTS
from measures.progress.half_year import last_day, stood_at_half_year
from reports.documents.models import Document
from reports.documents.unconfirmed import with_sign

from .schema import BlockData

NOT_RECORDED = "ไม่มีการบันทึก{} ณ วันที่ {}"
AS_STOOD = {*RESULTS, "status_reason"} - {*HALF_RESULTS}  # what a half-year report tells as it was in March


@dataclass(frozen=True)
class PrintedResult(totals.YearResult):
    """One fiscal year's result; the rules of its year even where nothing is known of the result."""

    items: dict[str, Decimal] = field(default_factory=dict)
    rank: int | None = None  # in the province
    ranked: int | None = None  # how many authorities were put in order there


@dataclass(frozen=True)
class EvidenceUses:
    """What evidence the year's measures (by key) and items use; what was deleted is missing."""

    measures: dict[int, list[Evidence]]
    items: list[tuple[Item, list[Evidence]]]


@dataclass(frozen=True)
class AgencyResult:
    """What an authority announced of a year and may be printed elsewhere; nothing where it has published nothing."""

    name: str
    scores: totals.Scores = field(default_factory=dict)
    total: Decimal | None = None
    level: str = ""


@dataclass(frozen=True)
class DocumentInputs:
    """All that the blocks of one document read. Knows how the document writes numbers."""

    document: Document
    fiscal_year: int
    results: dict[int, PrintedResult]  # by fiscal year: the own one, those that blocks name and those between
    measures: list[Measure]
    items: dict[int, list[Item]]  # by fiscal year, of the years that a block asks for
    pictures: dict[int, Evidence]  # by key, of those that a block prints: deleted ones are missing
    blocks: Sequence[BlockData]  # all of the document, in order
    evidence: EvidenceUses  # empty where no block lists it
    crosswalks: Crosswalks | None  # over the years that blocks set side by side
    agencies: dict[tuple[int, str], AgencyResult] = field(default_factory=dict)  # by fiscal year and code

    def result(self, fiscal_year: int) -> PrintedResult:
        """Return a year's result; an empty one for a year that has lost its definitions."""
        return self.results.get(fiscal_year) or PrintedResult(totals.Rules(fiscal_year, (), {}, ()))

    def number(self, text: object) -> str:
        """Return what the portal computed in the document's numerals."""
        return _numerals(self.document, text)

    def score(self, value: Decimal | None) -> str:
        return self.number(thai.two_decimals(value))

    def change(self, value: Decimal | None) -> str:
        return self.number(thai.signed(value))

    def comparison(self, before: int, after: int) -> Comparison:
        """Return two fiscal years side by side, of those that a block sets so."""
        if self.crosswalks is None or not {before, after} <= self.results.keys():
            walk = Crosswalk(before, after, ())  # a year that has lost its definitions
        else:
            walk = self.crosswalks.between(before, after)
        return compare(walk, self.result(before).rules, self.result(after).rules)

    def named_indicator(self, fiscal_year: int, number: int) -> str:
        name = self.result(fiscal_year).rules.indicator_names.get(number, "")
        return f"ตัวชี้วัดที่ {self.number(number)} {name}".strip()

    def scored_indicator(self, fiscal_year: int, number: int) -> str:
        """Return an indicator's name with its score behind it, where that is known."""
        name, score = self.named_indicator(fiscal_year, number), self.result(fiscal_year).scores.get(number)
        return name if score is None else f"{name} ({self.score(score)} คะแนน)"


def read_inputs(document: Document, blocks: Sequence[BlockData]) -> DocumentInputs:
    """Read everything that the blocks print in a fixed number of queries; what no block needs is not read."""
    year = document.assessment
    wanted = {year.fiscal_year}.union(*(block.years() for block in blocks))
    item_years = set[int]().union(*(block.item_years() for block in blocks))
    compared = set[int]().union(*(block.compared_years() for block in blocks))
    between = range(min(compared, default=0), max(compared, default=0) + 1)
    frameworks = list(Framework.objects.published().filter(fiscal_year__in=wanted | {*between}).with_rules())
    return DocumentInputs(
        document=document,
        fiscal_year=year.fiscal_year,
        results=_results(year, wanted, frameworks, with_items=bool(item_years)),
        measures=_measures(document),
        items=_items(item_years),
        blocks=blocks,
        evidence=_evidence(year) if any(block.lists_evidence() for block in blocks) else EvidenceUses({}, []),
        pictures=_pictures(year, set[int]().union(*(block.evidence() for block in blocks))),
        crosswalks=_crosswalks(frameworks) if compared and frameworks else None,
        agencies=_agencies(year, set[tuple[int, str]]().union(*(block.agencies() for block in blocks))),
    )


def _crosswalks(frameworks: list[Framework]) -> Crosswalks:
    return read_crosswalks(frameworks, rules={framework.fiscal_year: framework.rules() for framework in frameworks})


def years_with_scores(year: Assessment) -> set[int]:
    """Return the fiscal years of which the municipality of a year has scores."""
    scored = Assessment.objects.filter(municipality=year.municipality_id, scores__isnull=False)
    return set(scored.values_list("framework__fiscal_year", flat=True))


def _numerals(document: Document, text: object) -> str:
    return thai.thai_digits(text) if document.numerals == Document.Numerals.THAI else str(text)


def _measures(document: Document) -> list[Measure]:
    """Read the measures; a text of last year's that waits for a person ends in the sign of that.

    What waits of what stood there in March is no result of the half year, and nobody can confirm it any more.
    """
    year = document.assessment
    measures = list(Measure.objects.filter(assessment=year).select_related("area"))
    day = _numerals(document, thai.long_date(last_day(year.fiscal_year)))
    of_half_year = document.kind == Document.Kind.HALF_YEAR
    late = _turn_back(measures, year, day) if of_half_year else []
    for waiting in quoting_texts(year, measures):
        stood_then = of_half_year and waiting.field in AS_STOOD
        text = NOT_RECORDED.format("ผล", day) if stood_then else with_sign(waiting.text)
        setattr(waiting.measure, waiting.field, text)
    for measure, name in late:
        setattr(measure, name, f"{getattr(measure, name)} (บันทึกหลังวันที่ {day})")
    return measures


def _turn_back(measures: list[Measure], year: Assessment, day: str) -> list[tuple[Measure, str]]:
    """Let measures say how they stood when the half year ended, and where nothing was recorded, that nothing was.

    What was done in the half year is often written after it: such a text is printed, and named in the answer.
    """
    stood, late = stood_at_half_year(year), []
    for measure in measures:
        then = stood.get(measure.pk, {"status": "", "status_reason": NOT_RECORDED.format("สถานะ", day)})
        for name in RESULTS:
            text, written = getattr(measure, name), then.get(name, "")
            if name in HALF_RESULTS and text and text != written:
                late.append((measure, name))
            else:
                setattr(measure, name, written or NOT_RECORDED.format("ผล", day))
        measure.status, measure.status_reason = then["status"], then["status_reason"]
    return late


def _results(
    year: Assessment, years: set[int], frameworks: list[Framework], *, with_items: bool
) -> dict[int, PrintedResult]:
    own = Assessment.objects.filter(municipality=year.municipality_id, framework__fiscal_year__in=years)
    own = own.select_related("framework").prefetch_related("scores", *(["item_scores"] if with_items else []))
    results = {framework.fiscal_year: PrintedResult(framework.rules()) for framework in frameworks}
    for assessment in own:
        if known := results.get(assessment.fiscal_year):
            items = assessment.item_scores.all() if with_items else ()
            results[assessment.fiscal_year] = PrintedResult(
                known.rules,
                assessment.scores_by_number(),
                assessment.official_total,
                assessment.official_level,
                items={item_score.item.code: item_score.value for item_score in items},
                rank=assessment.province_rank,
                ranked=assessment.province_count,
            )
    return results


def _agencies(year: Assessment, wanted: set[tuple[int, str]]) -> dict[tuple[int, str], AgencyResult]:
    """Read what others published, and the authority's own results; those who are unknown are missing."""
    if not wanted:
        return {}
    codes, years = {code for _, code in wanted}, {fiscal_year for fiscal_year, _ in wanted}
    names = dict(Municipality.objects.filter(code__in=codes).values_list("code", "name"))
    may_be_printed = Q(state=Assessment.State.PUBLISHED) | Q(municipality=year.municipality_id)
    results = Assessment.objects.filter(
        may_be_printed, municipality__code__in=codes, framework__fiscal_year__in=years
    ).select_related("municipality", "framework")
    agencies = {(of_year, code): AgencyResult(names[code]) for of_year, code in wanted if code in names}
    for result in results.prefetch_related("scores__indicator"):
        scores = {score.indicator.number: score.value for score in result.scores.all()}
        key = (result.fiscal_year, result.municipality.code)
        agencies[key] = AgencyResult(names[key[1]], scores, result.official_total, result.official_level)
    return agencies


def _items(years: set[int]) -> dict[int, list[Item]]:
    items: dict[int, list[Item]] = {fiscal_year: [] for fiscal_year in years}
    defined = Item.objects.filter(framework__fiscal_year__in=years).select_related("framework", "indicator")
    for item in defined if years else ():
        items[item.framework.fiscal_year].append(item)
    return items


def _pictures(year: Assessment, keys: set[int]) -> dict[int, Evidence]:
    return Evidence.objects.kept().pictures().filter(municipality=year.municipality_id).in_bulk(keys)


def _evidence(year: Assessment) -> EvidenceUses:
    """Read what is used, by day, what has none last."""
    of_measures: dict[int, list[Evidence]] = defaultdict(list)
    of_items: dict[Item, list[Evidence]] = defaultdict(list)
    by_day = (F("evidence__dated").asc(nulls_last=True), "evidence_id")
    kept = {"evidence__deleted_at__isnull": True}
    by_measure = MeasureEvidence.objects.of_year(year).filter(**kept).select_related("evidence")
    for use in by_measure.order_by(*by_day):
        of_measures[use.measure_id].append(use.evidence)
    by_item = ItemEvidence.objects.filter(assessment=year, **kept).select_related("evidence", "item")
    for item_use in by_item.order_by("item__position", "item_id", *by_day):
        of_items[item_use.item].append(item_use.evidence)
    return EvidenceUses(of_measures, list(of_items.items()))
