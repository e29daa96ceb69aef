"""What is different between two texts, readable for Thai, which writes words without spaces. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter

SAME, GONE, NEW = "same", "gone", "new"
SHORT = 40  # characters: up to here a text is told whole, from and to
ISLAND = 4  # an equal stretch of fewer letters between two changes reads as part of them
ALIKE = 0.3  # below it two texts have only single letters in common: told whole
MANY = 250_000  # so many comparisons of letters; beyond, phrases between spaces are compared
FAR_TOO_MANY = 4_000_000  # beyond, nothing is compared
# A number with its sign and points, runs of Latin letters and of blanks; a Thai letter with the vowel before it and
# the marks on it.
LETTER = re.compile("[+-]?[0-9๐-๙]+(?:[.,/:][0-9๐-๙]+)*|[A-Za-z]+|\n| +|[เแโใไ]?[ก-ฮ][ะ-\u0e3aๅ\u0e47-\u0e4e]*|.", re.S)
BORDER = re.compile(r"\n| \| ")  # between lines or cells
PHRASE = re.compile("\n| +|[^ \n]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: str
    text: str


def difference(before: str, after: str, *, short: int = SHORT) -> list[Piece]:
    """Return the pieces that both texts are made of, in reading order; what went stands before what came.

    Joined without what came they are the text before, without what went the text after. Texts of one line and at
    most `short` characters are told whole.
    """
    if not (before and after) or ("\n" not in before + after and max(len(before), len(after)) <= short):
        return _whole(before, after)
    lines = [text.splitlines(keepends=True) for text in (before, after)]
    pieces: list[Piece] = []
    for kind, old, new in _compared(*lines):
        pieces += [Piece(SAME, old)] if kind == SAME else _within(old, new)
    return _joined(pieces)


def _within(before: str, after: str) -> list[Piece]:
    """Compare two stretches letter by letter, or by phrases where they are long."""
    tokens = [LETTER.findall(text) for text in (before, after)]
    if len(tokens[0]) * len(tokens[1]) > MANY:
        tokens = [PHRASE.findall(text) for text in (before, after)]
    pieces = [
        piece
        for kind, old, new in _compared(*tokens)
        for piece in ([Piece(SAME, old)] if kind == SAME else _whole(old, new))
    ]
    pieces = _without_islands(pieces)
    kept = sum(len(piece.text) for piece in pieces if piece.kind == SAME)
    return pieces if kept >= ALIKE * max(len(before), len(after)) else _whole(before, after)


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    size = len(before) * len(after)
    if size > FAR_TOO_MANY:
        yield NEW, "".join(before), "".join(after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=size > MANY)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        kind = SAME if tag == "equal" else NEW
        yield kind, "".join(before[start:end]), "".join(after[new_start:new_end])


def _whole(before: str, after: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in ((GONE, before), (NEW, after)) if text]


def _without_islands(pieces: list[Piece]) -> list[Piece]:
    """Let short equal stretches between two changes be part of them: one change reads better than many."""

    def stays(place: int) -> bool:
        kind, text = pieces[place].kind, pieces[place].text
        outer = place in (0, len(pieces) - 1)
        return kind == SAME and (outer or len(text.strip()) >= ISLAND or bool(BORDER.search(text)))

    result: list[Piece] = []
    for kept, places in groupby(range(len(pieces)), stays):
        stretch = [pieces[place] for place in places]
        result += stretch if kept else _whole(_text(stretch, NEW), _text(stretch, GONE))
    return result


def _joined(pieces: list[Piece]) -> list[Piece]:
    return [Piece(kind, _text(stretch)) for kind, stretch in groupby(pieces, attrgetter("kind"))]


def _text(pieces: Iterable[Piece], without: str = "") -> str:
    return "".join(piece.text for piece in pieces if piece.kind != without)
