"""What a correction of a year changes in what the portal computes of it. What was announced never changes."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models.functions import Collate

from assessments.municipalities.models import THAI
from assessments.scoring import totals
from assessments.scoring.totals import Rules, Scores

from .crosswalk.rows import TotalJudgement, total_judgement
from .definitions import Definitions, EntryPart
from .models import Framework
from .services import definitions_before
from .storage import Renamed, read_definitions

SHOWN = 20  # years told one by one
AGREES = {True: "ตรงกัน", False: "ต่างกัน", None: "ยังเทียบไม่ได้"}


class Outcome(NamedTuple):
    """What the portal computes of a municipality's year, and whether the announced total agrees with it."""

    total: Decimal | None
    level: str
    agreement: str

    @classmethod
    def of(cls, rules: Rules, scores: Scores, announced: Decimal | None) -> "Outcome":
        total = totals.total(rules, scores)
        level = totals.level_hint(rules, scores, total)
        return cls(total, level.label if level else "", AGREES[totals.agrees(total, announced)])


@dataclass(frozen=True)
class AffectedYear:
    code: str
    municipality: str
    announced: Decimal | None
    before: Outcome
    after: Outcome


@dataclass(frozen=True)
class Impact:
    """How many municipalities opened the year and how many results come out differently; the first of them by name.

    `comparisons`: whether totals compare with the years beside it, where that changes: (sentence, before, after).
    """

    opened: int
    affected: int
    totals: int
    levels: int
    agreements: int
    first: tuple[AffectedYear, ...]
    comparisons: tuple[tuple[str, str, str], ...]


def impact_of(framework: Framework, new: Definitions, renamed: Renamed) -> Impact:
    """Compute every municipality's year by the stored definitions and by new ones; a fixed number of queries."""
    old = read_definitions(framework)
    before, after = old.rules(), new.rules()
    numbers: Mapping[Any, Any] = renamed.get("indicators", {})
    scores: dict[int, dict[int, Decimal]] = defaultdict(dict)
    if before != after:
        stored = framework.indicators.filter(scores__isnull=False).order_by()
        for number, year, value in stored.values_list("number", "scores__assessment", "scores__value").iterator():
            scores[year][number] = value
    years = framework.assessments.order_by(Collate("municipality__province", THAI), Collate("municipality__name", THAI))
    opened, affected, first = 0, 0, []
    changed: Counter[str] = Counter()
    for pk, code, name, announced in years.values_list(
        "pk", "municipality__code", "municipality__name", "official_total"
    ):
        opened += 1
        own = scores.get(pk, {})
        was = Outcome.of(before, own, announced)
        now = Outcome.of(after, {numbers.get(number, number): value for number, value in own.items()}, announced)
        if was == now or not own:
            continue
        affected += 1
        changed.update(field for field in Outcome._fields if getattr(was, field) != getattr(now, field))
        if affected <= SHOWN:
            first.append(AffectedYear(code, name, announced, was, now))
    return Impact(
        opened,
        affected,
        changed["total"],
        changed["level"],
        changed["agreement"],
        tuple(first),
        tuple(_comparisons(old, new, renamed)),
    )


def _comparisons(old: Definitions, new: Definitions, renamed: Renamed) -> list[tuple[str, str, str]]:
    """Return how the totals compare with those of the years beside, where that changes."""
    pairs = []
    if earlier := definitions_before(old.fiscal_year):
        pairs.append((earlier.fiscal_year, total_judgement(old, earlier), total_judgement(new, earlier)))
    if framework := Framework.objects.filter(fiscal_year=old.fiscal_year + 1).first():
        later = read_definitions(framework)
        entries = [_following(entry, renamed) for entry in later.entries("indicators")]
        now = total_judgement(later.with_entries("indicators", entries), new)
        pairs.append((later.fiscal_year, total_judgement(later, old), now))
    return [
        (f"คะแนนรวมของปี {old.fiscal_year} กับปี {year}", _told(was), _told(now))
        for year, was, now in pairs
        if was.comparable != now.comparable
    ]


def _told(judgement: TotalJudgement) -> str:
    return f"{'เทียบได้' if judgement.comparable else 'เทียบไม่ได้'} {judgement.reason}".strip()


def _following(entry: EntryPart, renamed: Renamed) -> EntryPart:
    keys = renamed.get("indicators", {})
    return entry.model_copy(update={"before": tuple(keys.get(key, key) for key in entry.before)})
