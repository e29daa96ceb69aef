"""What a spreadsheet is once it has been read: columns, rows of cleaned texts, and what was odd about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

REASON_HEADER = "เหตุผลที่ไม่รับ"

Kind = Literal["text", "lines", "list", "code", "score", "year", "integer", "choice", "date"]


class SheetRefused(ValueError):
    """A file that is not taken in at all. `messages` says in Thai what is wrong and what to do."""

    def __init__(self, *messages: str):
        super().__init__(" ".join(messages))
        self.messages = list(messages)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a kind of file may or must have.

    `kind`: "text" is stripped, "lines" keeps the indentation of its first line, both keep line breaks; "list" names
    several parts. A lone dash is blank, but stays "-" where it is a text ("lines") and where the column takes a `dash`
    for "unknown". A file without a `required` column is taken where it has the one called `instead`.
    `zero_fill`: the number of digits of a code whose leading zero Excel may have dropped. `choices`: what a "choice"
    stores → what people read. `note` goes into the explanations of a template. `fill_down`: a blank cell has the value
    of the row above, as below a merged cell.
    """

    name: str
    header: str
    aliases: tuple[str, ...] = ()
    kind: Kind = "text"
    required: bool = False
    instead: str = ""
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    note: str = ""
    zero_fill: int = 0
    dash: bool = False
    width: int = 0
    fill_down: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as the spreadsheet program shows it, the names of its columns, its texts.

    `faults` holds what could not even be read as text, by column name: a formula without its value, an error value.
    """

    number: int
    names: tuple[str, ...]
    cells: tuple[str, ...]
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """Return the cleaned texts by column name; "" is blank."""
        return dict(zip(self.names, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are those that the file has, in its order; a column that is absent is not the same as a blank cell.

    `notices` are sentences to show beside the preview: unknown columns, other sheets that were not read.
    """

    header_row: int
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    notices: tuple[str, ...] = ()


class Section(NamedTuple):
    """Rows that say one thing for all rows below, as a printed table has them: the column in which it stands there,
    which the file may lack, and what tells its value from the texts of a row; None for any other row."""

    column: Column
    value_of: Callable[[Sequence[str]], str | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold.

    `upload` counts bytes, of csv twice as many: it is not packed. `expanded` counts bytes after decompression (and
    from 2 MB on not more than `ratio` times the file), `cells` blank ones too,
    `tags` those of XML in one part, `characters` those of all cells.
    """

    upload: int = 10_000_000
    entries: int = 500
    expanded: int = 200_000_000
    ratio: int = 100
    rows: int = 100_000
    columns: int = 100
    cell: int = 20_000
    cells: int = 3_000_000
    tags: int = 10_000_000
    characters: int = 50_000_000


LIMITS = Limits()
