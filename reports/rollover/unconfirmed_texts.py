"""Texts of an earlier year that wait for a person, as a page shows them, with the figures that they quote."""

from dataclasses import dataclass

from assessments.editing.kept_text import bare
from assessments.scores.known_figures import KnownFigures, QuotedFigure
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import OF_MEASURES, Confirmed, Waiting, place_of, waiting_texts

from .year_shift import figures_since


@dataclass(frozen=True)
class WaitingText:
    """`text` stands in the document; "" where something was left out, and `why` says why.

    `changed` are the years whose results changed since somebody confirmed it; `is_cut` where it stands there no more as
    it came along, `is_of_measure` where it stands in a measure.
    """

    key: str
    place: str
    year: int
    was: str
    text: str
    why: str
    figures: list[QuotedFigure]
    changed: list[int]
    is_cut: bool
    is_of_measure: bool


class WaitingTexts:
    """Reads the figures of an earlier year once, and only where a text of it waits."""

    def __init__(self, document: Document):
        self.document, self.blocks = document, list(document.blocks.all())
        self.confirmed = Confirmed(document)
        self.waiting = waiting_texts(document, self.blocks, self.confirmed)
        self.figures: dict[int, KnownFigures] = {}

    def of(self, row: Document | Block) -> list[WaitingText]:
        return [self._waiting(text) for text in self.waiting[row]]

    def _waiting(self, text: Waiting) -> WaitingText:
        came = text.came
        year = came["year"]
        if year not in self.figures:
            self.figures[year] = figures_since(self.document.assessment, year)
        return WaitingText(
            text.key,
            place_of(text.path),
            year,
            came["was"],
            text.text,
            came["why"],
            self.figures[year].quoted_in(f"{came['was']}\n{text.text}"),
            self.confirmed.changed(text.key),
            bare(came["text"]) != bare(text.text),
            text.path.startswith(OF_MEASURES),
        )
