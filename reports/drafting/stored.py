"""The figures that drafted sentences speak of, read from the database, and the sentences that blocks keep."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assessments.frameworks.rules_by_year import read_run
from assessments.models import Assessment
from assessments.scores.known_figures import read_results
from measures.models import Measure
from measures.progress.half_year import stood_at_half_year
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import TEXTS_OF_LOOK

from .facts import Facts, Work, YearResultFacts
from .rules import Sentence, drafts
from .standing import Standing, standing


def read_facts(year: Assessment, years: Iterable[int] = (), work: Work | None = None) -> Facts:
    """Read what may be drafted in a year, and what was drafted of these years, in five queries; four with `work`.

    What the documents set by themselves is added by `facts_of`.
    """
    wanted = {year.fiscal_year, year.fiscal_year - 1, *years}
    first, last = min(wanted) - 1, max(wanted)
    run = read_run(first, last, year.framework)
    known = read_results(year, run.rules.keys())
    return Facts(
        municipality=year.municipality.name,
        kind=Document.Kind.RESULTS,
        fiscal_year=year.fiscal_year,
        cut_off=year.framework.pass_mark,
        thai_numerals=True,
        results={of: YearResultFacts(rules, *known.get(of, ())) for of, rules in run.rules.items()},
        comparisons=run.comparisons,
        work=work or work_of(Measure.objects.filter(assessment=year).values_list("status", flat=True)),
    )


def facts_of(document: Document, facts: Facts) -> Facts:
    """Return a year's facts as one of its documents looks at them: a half-year report at how its measures stood."""
    is_thai = document.numerals == Document.Numerals.THAI
    facts = replace(facts, kind=document.kind, cut_off=document.cut_off, thai_numerals=is_thai)
    if document.kind != Document.Kind.HALF_YEAR:
        return facts
    stood = stood_at_half_year(document.assessment).values()
    return replace(facts, work=work_of(measure["status"] for measure in stood))


def offered_sentences(document: Document) -> list[Sentence]:
    """Return what can be drafted for a document today."""
    return drafts(facts_of(document, read_facts(document.assessment)))


def stored(sentence: Sentence) -> dict[str, Any]:
    """Return a sentence as `Block.drafted` keeps it; figures as pairs, for JSON objects keep no order."""
    return {
        "rule": sentence.rule,
        "args": {"year": sentence.year, "part": sentence.part},
        "text": sentence.text,
        "figures": [list(figure) for figure in sentence.figures],
    }


def sentences(block: Block) -> list[Sentence]:
    """Return what was drafted into a block, as it was then."""
    return [
        Sentence(
            rule=kept["rule"],
            year=kept["args"]["year"],
            part=kept["args"].get("part", ""),
            text=kept["text"],
            figures=tuple((name, value) for name, value in kept["figures"]),
        )
        for kept in block.drafted
    ]


def text_of(block: Block) -> str:
    return "\n".join(block.data.get("paragraphs", []))


def standing_keys(block: Block) -> set[str]:
    """Return the keys of the sentences that stand in a block as they were drafted."""
    return {sentence.key for sentence in sentences(block) if sentence.text in text_of(block)}


def standings(document: Document, blocks: Iterable[Block], facts: Facts | None = None) -> dict[int, list[Standing]]:
    """Return how the drafted sentences of blocks stand today by the blocks' keys; nothing drafted reads nothing."""
    drafted = {block: sentences(block) for block in blocks if block.drafted}
    if not drafted:
        return {}
    if facts is None:
        facts = read_facts(document.assessment, drafted_years(drafted))
    of = facts_of(document, facts)
    return {block.pk: [standing(of, said, text_of(block)) for said in kept] for block, kept in drafted.items()}


def read_documents(year: Assessment) -> dict[Document, list[Block]]:
    """Return the year's documents, the first first, with their blocks and all that they say; one query for both."""
    documents: dict[Document, list[Block]] = {}
    of_block = ("pk", "type", "heading", "data", "drafted")
    own = ("pk", "kind", "cut_off", "numerals", "title", "prepared_by", "memo", *TEXTS_OF_LOOK, "unconfirmed")
    rows = Document.objects.filter(assessment=year).order_by("pk", "blocks__position", "blocks__pk")
    for row in rows.values(*own, *(f"blocks__{name}" for name in of_block)):
        block = Block(**{name: row.pop(f"blocks__{name}") for name in of_block})
        blocks = documents.setdefault(Document(assessment=year, **row), [])
        if block.pk:
            blocks.append(block)
    return documents


def drafted_years(blocks: Iterable[Block]) -> set[int]:
    """Return the years that drafted sentences speak of."""
    return {sentence.year for block in blocks for sentence in sentences(block)}


def work_of(statuses: Iterable[str]) -> Work:
    return Work(**Counter(statuses))
