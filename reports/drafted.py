"""The figures that drafted sentences speak of, read from the database, and the sentences that blocks keep."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from assessments.comparison import compare
from assessments.crosswalks import read_crosswalks
from assessments.models import Assessment, Framework
from measures.models import Measure

from .drafting import Facts, Result, Sentence, Work
from .drafting.standing import Standing, standing
from .models import Block, Document


def read_facts(year: Assessment, years: Iterable[int] = ()) -> Facts:
    """Read what may be drafted in a year, and what was drafted of these years, in a fixed number of queries.

    What the documents set by themselves is added by `facts_of`.
    """
    wanted = {year.fiscal_year, year.fiscal_year - 1, *years}
    between = {"framework__fiscal_year__range": (min(wanted) - 1, max(wanted))}
    opened = {
        each.fiscal_year: each
        for each in Assessment.objects.filter(municipality=year.municipality_id, **between)
        .select_related("framework")
        .prefetch_related("scores")
    }
    defined = Framework.objects.published().filter(fiscal_year__range=(min(wanted) - 1, max(wanted)))
    frameworks = {each.fiscal_year: each for each in defined.with_rules()}
    walks = read_crosswalks(frameworks.values()) if frameworks else None
    rules = {each: framework.rules() for each, framework in frameworks.items()}
    return Facts(
        municipality=year.municipality.name,
        kind=Document.Kind.RESULTS,
        fiscal_year=year.fiscal_year,
        cut_off=year.framework.pass_mark,
        thai_numerals=True,
        results={each: _result(rules[each], opened.get(each)) for each in rules},
        comparisons={
            each: compare(walks.between(each - 1, each), rules[each - 1], rules[each])
            for each in rules
            if each - 1 in rules
        },
        work=_work(year),
    )


def facts_of(document: Document, facts: Facts) -> Facts:
    """Return a year's facts as one of its documents looks at them."""
    return replace(
        facts,
        kind=document.kind,
        cut_off=document.cut_off,
        thai_numerals=document.numerals == Document.Numerals.THAI,
    )


def stored(sentence: Sentence) -> dict:
    """Return a sentence as `Block.drafted` keeps it; figures as pairs, for JSON objects keep no order."""
    return {
        "rule": sentence.rule,
        "args": {"year": sentence.year, "part": sentence.part},
        "text": sentence.text,
        "figures": [list(each) for each in sentence.figures],
    }


def sentences(block: Block) -> list[Sentence]:
    """Return what was drafted into a block, as it was then."""
    return [
        Sentence(
            each["rule"],
            each["args"]["year"],
            each["args"].get("part", ""),
            each["text"],
            tuple((name, value) for name, value in each["figures"]),
        )
        for each in block.drafted
    ]


def text_of(block: Block) -> str:
    return "\n".join(block.data.get("paragraphs", []))


def standings(
    document: Document, blocks: Iterable[Block], facts: Facts | None = None
) -> dict[int, list[Standing]]:
    """Return how the drafted sentences of blocks stand today by the blocks' keys; nothing drafted reads nothing."""
    drafted = {block: sentences(block) for block in blocks if block.drafted}
    if not drafted:
        return {}
    if facts is None:
        facts = read_facts(document.assessment, drafted_years(drafted))
    of = facts_of(document, facts)
    return {
        block.pk: [standing(of, each, text_of(block)) for each in found] for block, found in drafted.items()
    }


def drafted_years(blocks: Iterable[Block]) -> set[int]:
    """Return the years that drafted sentences speak of."""
    return {each.year for block in blocks for each in sentences(block)}


def _result(rules, assessment: Assessment | None) -> Result:
    if assessment is None:
        return Result(rules)
    return Result(rules, assessment.scores_by_number(), assessment.official_total, assessment.official_level)


def _work(year: Assessment) -> Work:
    counts = Counter(Measure.objects.filter(assessment=year).values_list("status", flat=True))
    status = Measure.Status
    return Work(
        done=counts[status.DONE],
        in_progress=counts[status.IN_PROGRESS],
        not_started=counts[status.NOT_STARTED],
        cancelled=counts[status.CANCELLED],
    )
