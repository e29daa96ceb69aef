"""Texts of an earlier year that wait for a person, as a page shows them, with the figures that they quote."""

from dataclasses import dataclass

from assessments.editing.kept_text import KeptText, bare
from assessments.scores.known_figures import KnownFigures, QuotedFigure
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import (
    Confirmed,
    UnconfirmedText,
    key_of,
    place_of,
    waiting_texts,
)

from .year_shift import figures_since


@dataclass(frozen=True)
class WaitingText:
    """`text` stands in the document; "" where something was left out, and `why` says why.

    `changed` are the years whose results changed since somebody confirmed it; `is_cut` where it stands there no more as
    it came along.
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


class WaitingTexts:
    """Reads the figures of an earlier year once, and only where a text of it waits."""

    def __init__(self, document: Document):
        self.document, self.blocks = document, list(document.blocks.all())
        self.confirmed = Confirmed(document)
        self.waiting = waiting_texts(document, self.blocks, self.confirmed)
        self.figures: dict[int, KnownFigures] = {}

    def of(self, row: Document | Block) -> list[WaitingText]:
        if not self.waiting[row]:
            return []
        there = KeptText(self.confirmed.strings_of(row))
        return [self._waiting(text, there) for text in self.waiting[row]]

    def _waiting(self, text: UnconfirmedText, there: KeptText) -> WaitingText:
        year = text["year"]
        if year not in self.figures:
            self.figures[year] = figures_since(self.document.assessment, year)
        figures = self.figures[year].quoted_in(text["was"])
        said = (year, text["was"], text["text"], text["why"])
        is_cut = bare(text["text"]) not in there.letters
        return WaitingText(key_of(text), place_of(text), *said, figures, self.confirmed.changed(text), is_cut)
