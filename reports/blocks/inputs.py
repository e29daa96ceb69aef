"""What a document may print, read from the database once: results, definitions, measures, pictures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F

from assessments.frameworks.crosswalk.stored import Crosswalks, read_crosswalks
from assessments.models import Assessment, Framework, Item
from assessments.scoring import totals
from assessments.scoring.comparison import Comparison, compare
from assessments.scoring.crosswalk import Crosswalk
from ita_portal import thai
from measures.carry_over.quoting import quoting_texts
from measures.models import Evidence, ItemEvidence, Measure, MeasureEvidence
from reports.documents.models import Document
from reports.documents.unconfirmed import with_sign

from .schema import BlockData


@dataclass(frozen=True)
class YearResult:
    """One fiscal year's result; the rules of its year even where nothing is known of the result."""

    rules: totals.Rules
    scores: dict[int, Decimal] = field(default_factory=dict)
    official_total: Decimal | None = None
    official_level: str = ""
    items: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class EvidenceUses:
    """What evidence the year's measures (by key) and items use; what was deleted is missing."""

    measures: dict[int, list[Evidence]]
    items: list[tuple[Item, list[Evidence]]]


@dataclass(frozen=True)
class DocumentInputs:
    """All that the blocks of one document read. Knows how the document writes numbers."""

    document: Document
    fiscal_year: int
    results: dict[int, YearResult]  # by fiscal year: the own one, those that blocks name and those between
    measures: list[Measure]
    items: dict[int, list[Item]]  # by fiscal year, of the years that a block asks for
    pictures: dict[int, Evidence]  # by key, of those that a block prints: deleted ones are missing
    blocks: Sequence[BlockData]  # all of the document, in order
    evidence: EvidenceUses  # empty where no block lists it
    crosswalks: Crosswalks | None  # over the years that blocks set side by side

    def result(self, fiscal_year: int) -> YearResult:
        """Return a year's result; an empty one for a year that has lost its definitions."""
        return self.results.get(fiscal_year) or YearResult(totals.Rules(fiscal_year, (), {}, ()))

    def number(self, text: object) -> str:
        """Return what the portal computed in the document's numerals."""
        return thai.thai_digits(text) if self.document.numerals == Document.Numerals.THAI else str(text)

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
        measures=_measures(year),
        items=_items(item_years),
        blocks=blocks,
        evidence=_evidence(year) if any(block.lists_evidence() for block in blocks) else EvidenceUses({}, []),
        pictures=_pictures(year, set[int]().union(*(block.evidence() for block in blocks))),
        crosswalks=read_crosswalks(frameworks) if compared and frameworks else None,
    )


def years_with_scores(year: Assessment) -> set[int]:
    """Return the fiscal years of which the municipality of a year has scores."""
    scored = Assessment.objects.filter(municipality=year.municipality_id, scores__isnull=False)
    return set(scored.values_list("framework__fiscal_year", flat=True))


def _measures(year: Assessment) -> list[Measure]:
    """Read the measures; a text that quotes last year's figures and waits for a person ends in the sign of that."""
    measures = list(Measure.objects.filter(assessment=year).select_related("area"))
    for waiting in quoting_texts(year, measures):
        setattr(waiting.measure, waiting.field, with_sign(waiting.text))
    return measures


def _results(
    year: Assessment, years: set[int], frameworks: list[Framework], *, with_items: bool
) -> dict[int, YearResult]:
    own = Assessment.objects.filter(municipality=year.municipality_id, framework__fiscal_year__in=years)
    own = own.select_related("framework").prefetch_related("scores", *(["item_scores"] if with_items else []))
    results = {framework.fiscal_year: YearResult(framework.rules()) for framework in frameworks}
    for assessment in own:
        if known := results.get(assessment.fiscal_year):
            items = assessment.item_scores.all() if with_items else ()
            results[assessment.fiscal_year] = YearResult(
                known.rules,
                assessment.scores_by_number(),
                assessment.official_total,
                assessment.official_level,
                {item_score.item.code: item_score.value for item_score in items},
            )
    return results


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
