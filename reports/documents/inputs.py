"""What a document may print, read from the database once: results, definitions, measures, pictures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.db.models import F, Q

from assessments.frameworks.crosswalk.stored import Crosswalks, read_crosswalks
from assessments.models import Assessment, Framework, Item
from assessments.scoring import totals
from assessments.scoring.comparison import Comparison, compare
from assessments.scoring.crosswalk import Crosswalk
from ita_portal import thai
from measures.models import Evidence, ItemEvidence, Measure, MeasureEvidence

from .models import Document


class BlockNeeds(Protocol):
    """What a block's data say of what the block prints: fiscal years, and keys of pictures."""

    def years(self) -> set[int]: ...

    def item_years(self) -> set[int]: ...

    def compared_years(self) -> set[int]: ...

    def evidence(self) -> set[int]: ...

    def lists_evidence(self) -> bool: ...


@dataclass(frozen=True)
class YearResult:
    """One fiscal year's result; the rules of its year even where nothing is known of the result."""

    rules: totals.Rules
    scores: dict[int, Decimal]
    official_total: Decimal | None
    official_level: str
    items: dict[str, Decimal]


@dataclass(frozen=True)
class ItemDefinition:
    code: str
    title: str
    indicator: int


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
    items: dict[int, list[ItemDefinition]]  # by fiscal year, of the years that a block asks for
    pictures: dict[int, Evidence]  # by key, of those that a block prints: deleted ones are missing
    blocks: list[BlockNeeds]  # all of the document, in order
    evidence: "EvidenceUses"  # empty where no block lists it
    crosswalks: Crosswalks | None  # over the years that blocks set side by side

    def result(self, fiscal_year: int) -> YearResult:
        """Return a year's result; an empty one for a year that has lost its definitions."""
        return self.results.get(fiscal_year) or YearResult(
            totals.Rules(fiscal_year, (), {}, ()),
            scores={},
            official_total=None,
            official_level="",
            items={},
        )

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

    def indicator(self, fiscal_year: int, number: int) -> str:
        """Return an indicator's name in its year, or nothing where the year has no such number."""
        return self.result(fiscal_year).rules.indicator_names.get(number, "")

    def named_indicator(self, fiscal_year: int, number: int) -> str:
        return f"ตัวชี้วัดที่ {self.number(number)} {self.indicator(fiscal_year, number)}".strip()


def read_inputs(document: Document, blocks: Iterable[BlockNeeds]) -> DocumentInputs:
    """Read everything that the blocks print in a fixed number of queries; what no block needs is not read."""
    year = document.assessment
    blocks = list(blocks)
    wanted = {year.fiscal_year}.union(*(block.years() for block in blocks))
    item_years = set().union(*(block.item_years() for block in blocks))
    compared = set().union(*(block.compared_years() for block in blocks))
    known = _results(year, wanted, with_items=bool(item_years))
    first, last = min(compared, default=0), max(compared, default=0)
    defined = Framework.objects.published().filter(
        Q(fiscal_year__in=wanted) | Q(fiscal_year__range=(first, last))
    )
    frameworks = list(defined.with_rules())
    results = {}
    for framework in frameworks:
        assessment = known.get(framework.fiscal_year)
        results[framework.fiscal_year] = YearResult(
            rules=framework.rules(),
            scores=assessment.scores_by_number() if assessment else {},
            official_total=assessment.official_total if assessment else None,
            official_level=assessment.official_level if assessment else "",
            items=_item_values(assessment) if assessment and item_years else {},
        )
    return DocumentInputs(
        document=document,
        fiscal_year=year.fiscal_year,
        results=results,
        measures=list(Measure.objects.filter(assessment=year).select_related("area")),
        items=_items(item_years),
        blocks=blocks,
        evidence=_evidence(year) if any(block.lists_evidence() for block in blocks) else EvidenceUses({}, []),
        pictures=_pictures(year, set().union(*(block.evidence() for block in blocks))),
        crosswalks=read_crosswalks(frameworks) if compared and frameworks else None,
    )


def _results(year: Assessment, years: set[int], *, with_items: bool) -> dict[int, Assessment]:
    found = (
        Assessment.objects.filter(municipality=year.municipality_id, framework__fiscal_year__in=years)
        .select_related("framework")
        .prefetch_related("scores", *(["item_scores"] if with_items else []))
    )
    return {each.fiscal_year: each for each in found}


def _item_values(assessment: Assessment) -> dict[str, Decimal]:
    return {item_score.item.code: item_score.value for item_score in assessment.item_scores.all()}


def _items(years: set[int]) -> dict[int, list[ItemDefinition]]:
    if not years:
        return {}
    items: dict[int, list[ItemDefinition]] = {fiscal_year: [] for fiscal_year in years}
    for item in Item.objects.filter(framework__fiscal_year__in=years).select_related(
        "framework", "indicator"
    ):
        items[item.framework.fiscal_year].append(ItemDefinition(item.code, item.title, item.indicator.number))
    return items


def _pictures(year: Assessment, keys: set[int]) -> dict[int, Evidence]:
    if not keys:
        return {}
    return Evidence.objects.kept().pictures().filter(municipality=year.municipality_id).in_bulk(keys)


def _evidence(year: Assessment) -> EvidenceUses:
    """Read what is used, by day, what has none last."""
    of_measures, of_items, items = defaultdict(list), defaultdict(list), {}
    by_day = (F("evidence__dated").asc(nulls_last=True), "evidence_id")
    uses = MeasureEvidence.objects.of_year(year).filter(evidence__deleted_at__isnull=True)
    for use in uses.select_related("evidence").order_by(*by_day):
        of_measures[use.measure_id].append(use.evidence)
    uses = ItemEvidence.objects.filter(assessment=year, evidence__deleted_at__isnull=True)
    for use in uses.select_related("evidence", "item").order_by("item__position", "item_id", *by_day):
        items[use.item_id] = use.item
        of_items[use.item_id].append(use.evidence)
    return EvidenceUses(dict(of_measures), [(item, of_items[key]) for key, item in items.items()])
