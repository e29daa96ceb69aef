"""The guide's Markdown as sections, each with an anchor that stays, and the search over their words."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ita_portal.thai import ascii_digits, normalise

SHOWN = 3  # of the lines that hold what was searched
_NUMBER = re.compile(r"^[๐-๙\d.]+\s+")
_BETWEEN = re.compile("[^0-9A-Za-zก-๎]+")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Section:
    """A heading, of a level, with what stands below it up to the next; `lines` are its texts as the file parts them."""

    level: int
    title: str
    anchor: str
    html: str
    lines: tuple[str, ...]

    def holds(self, words: Collection[str]) -> bool:
        text = _key(" ".join((self.title, *self.lines)))
        return all(word in text for word in words)

    def lines_with(self, words: Collection[str]) -> list[str]:
        """Return the lines to show of who searched the words: those with all of them, else those with any."""
        held = [(line, [word in _key(line) for word in words]) for line in self.lines]
        whole = [line for line, holds in held if all(holds)]
        return (whole or [line for line, holds in held if any(holds)])[:SHOWN]


@lru_cache(maxsize=1)
def sections_of(text: str) -> tuple[Section, ...]:
    """Return the sections of a guide, which begins with its title; raw HTML in it is text, and styles are left out."""
    tokens = _MARKDOWN.parse(normalise(text))
    numbers = accumulate(token.type == "heading_open" for token in tokens)
    parts = groupby(zip(numbers, tokens, strict=True), key=lambda numbered: numbered[0])
    return tuple(_section([token for _, token in part]) for _, part in parts)


def search(sections: Iterable[Section], text: str) -> list[tuple[Section, list[str]]]:
    """Return the sections that hold every word of a text, in the guide's order, with lines that hold one."""
    words = _key(text).split()
    return [(section, section.lines_with(words)) for section in sections if words and section.holds(words)]


def _section(tokens: Sequence[Token]) -> Section:
    opening, heading = tokens[:2]
    title = _plain(heading)
    anchor = _BETWEEN.sub("-", _NUMBER.sub("", title)).strip("-")
    opening.attrSet("id", anchor)
    for token in tokens:
        token.attrs.pop("style", None)
        if token.type == "table_open":
            token.attrSet("class", "data")
        for picture in token.children or ():
            if picture.type == "image":
                picture.attrSet("loading", "lazy")
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Section(int(opening.tag[1]), title, anchor, html, tuple(_lines(tokens[3:])))


def _lines(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the texts of paragraphs line by line, those of tables row by row."""
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield " · ".join(cells)
            cells = None
        elif token.type == "inline" and cells is not None:
            cells.append(_plain(token))
        elif token.type == "inline":
            yield from _plain(token).split("\n")


def _plain(token: Token) -> str:
    return "".join("\n" if child.type == "softbreak" else child.content for child in token.children or ())


def _key(text: str) -> str:
    return ascii_digits(text).casefold()
