"""Texts of carried measures that quote last year's figures: unconfirmed until somebody rewrites or confirms each."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assessments.models import Assessment
from assessments.scores.known_figures import QuotedFigure, read_known_figures
from assessments.scoring.figures import may_quote
from measures.plan.models import Measure

COPIED = ("title", "steps", "responsible", "follow_up")  # what comes along; dates, status and results do not

LABELS = {field.name: str(field.verbose_name) for field in Measure._meta.fields}


@dataclass(frozen=True)
class QuotingText:
    """A text of a measure that reads as last year; `figures` are those that it quotes."""

    measure: Measure
    field: str
    figures: list[QuotedFigure]

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def text(self) -> str:
        text: str = getattr(self.measure, self.field)
        return text


def quoting_texts(year: Assessment, measures: Collection[Measure]) -> list[QuotingText]:
    """Return the unconfirmed texts of a year's measures; where none can quote a figure nothing is read."""
    copies = {
        measure.carried_from_id: measure
        for measure in measures
        if measure.carried_from_id and any(may_quote(getattr(measure, field)) for field in COPIED)
    }
    if not copies:
        return []
    sources = Measure.with_deleted.in_bulk(copies)
    confirmed = dict(year.carries.values_list("measure", "confirmed"))
    counts = Measure.objects.counted_by_year(year.municipality_id)
    known = read_known_figures(year, year.fiscal_year - 1, counts)
    return [
        QuotingText(copy, field, figures)
        for key, copy in copies.items()
        for field in _carried_fields(copy, sources[key])
        if field not in confirmed.get(key, ()) and (figures := known.quoted_in(getattr(copy, field)))
    ]


def _carried_fields(copy: Measure, source: Measure) -> Iterator[str]:
    """Yield the fields that nobody rewrote; other spaces are no rewriting."""
    for field in COPIED:
        if getattr(copy, field).split() == getattr(source, field).split():
            yield field
