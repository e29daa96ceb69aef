"""The definitions of a fiscal year as one value: what a file holds, a screen edits and a revision keeps.

Knows nothing of Django. Parts are named by their key within the year: instruments, sub-indicators and items by code,
indicators and areas by number, levels by label. `as_json` of it is the exchange form; reading that gives it back equal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from assessments.scoring.comparison import total_difference
from assessments.scoring.crosswalk import Crosswalk, CrosswalkEntry, completed
from assessments.scoring.totals import InstrumentRule, LevelRule, Rules
from ita_portal.thai import normalise


def _percent(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", value):
        raise ValueError('ต้องเป็นข้อความตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น "85.00"')
    return Decimal(value)


def _line(text: object) -> object:
    return " ".join(normalise(text).split()) if isinstance(text, str) else text


def _text(text: object) -> object:
    return normalise(text) if isinstance(text, str) else text


Percent = Annotated[
    Decimal,
    Field(ge=0, le=100, max_digits=5, decimal_places=2),
    BeforeValidator(_percent),
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
]
Year = Annotated[int, Field(ge=2562, le=2700)]
Number = Annotated[int, Field(ge=1, le=99)]
# No comma: a cell of a spreadsheet lists codes with commas between them.
Code = Annotated[str, Field(min_length=1, max_length=10, pattern=r"^[^\p{C},]+$"), BeforeValidator(_line)]
ItemCode = Annotated[str, Field(max_length=10, pattern=r"^[^\p{C},]*$"), BeforeValidator(_line)]
Label = Annotated[str, Field(min_length=1, max_length=100), BeforeValidator(_line)]
Name = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(_line)]
Title = Annotated[str, Field(min_length=1, max_length=300), BeforeValidator(_line)]
Reason = Annotated[str, Field(max_length=300), BeforeValidator(_line)]
Text = Annotated[str, Field(max_length=20_000), BeforeValidator(_text)]

Key = int | str
UNKNOWN_TITLE = "ไม่ทราบชื่อข้อ"  # of an item that is known by its code only: scored, and not printed as a title
Kind = Literal["instruments", "indicators", "sub_indicators", "items", "levels", "areas"]


class DefinitionPart(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


P = TypeVar("P", bound=DefinitionPart)
Parts = Annotated[tuple[P, ...], Field(max_length=500)]


class KeyedPart(DefinitionPart):
    KEY: ClassVar[str] = "code"  # the field that names a part within its year

    @property
    def key(self) -> Any:
        return getattr(self, self.KEY)

    @property
    def called(self) -> str:
        """What a part is called beside its key; "" for a level, which is called by it."""
        return getattr(self, "title", "") or getattr(self, "name", "")


class InstrumentPart(KeyedPart):
    code: Code
    name: Name
    weight: Percent


class IndicatorPart(KeyedPart):
    KEY = "number"
    number: Number
    name: Name
    instrument: Code
    description: Text = ""


class SubIndicatorPart(KeyedPart):
    code: Code
    name: Name
    indicator: Number


class ItemPart(KeyedPart):
    code: Code
    title: Title
    indicator: Number
    sub_indicator: Code | None = None


class LevelPart(KeyedPart):
    KEY = "label"
    label: Label
    min_total: Percent
    min_each: Percent | None = None
    scope: Literal["", "indicator", "instrument"] = ""
    passes: bool = False

    @property
    def bars(self) -> tuple[Decimal, Decimal]:
        """What orders the levels, from the highest bars down."""
        return self.min_total, Decimal(-1) if self.min_each is None else self.min_each


class AreaPart(KeyedPart):
    KEY = "number"
    number: Number
    title: Title


PARTS: dict[Kind, type[KeyedPart]] = {
    "instruments": InstrumentPart,
    "indicators": IndicatorPart,
    "sub_indicators": SubIndicatorPart,
    "items": ItemPart,
    "levels": LevelPart,
    "areas": AreaPart,
}
KEYS = {kind: part.KEY for kind, part in PARTS.items()}
PARENTS: dict[str, Kind] = {  # of fields that hold the key of another part
    "instrument": "instruments",
    "indicator": "indicators",
    "sub_indicator": "sub_indicators",
}
REFERENCES = [  # (kind, field, what it names)
    (kind, field, PARENTS[field]) for kind, part in PARTS.items() for field in part.model_fields if field in PARENTS
]
BASICS = ("pass_mark", "measures_item", "results_item", "note")  # of the year itself
TOTAL = ("total_comparable", "total_reason")  # of its crosswalk


class EntryPart(DefinitionPart):
    """A `CrosswalkEntry` as it is stored: keys of the year before, and of this year."""

    before: tuple[Key, ...]
    after: tuple[Key, ...]
    comparable: bool
    reason: Reason = ""

    def entry(self) -> CrosswalkEntry[Any]:
        return CrosswalkEntry(self.before, self.after, self.comparable, self.reason)


class NumberEntry(EntryPart):
    before: Annotated[tuple[Number, ...], Field(max_length=99)]
    after: Annotated[tuple[Number, ...], Field(max_length=99)]


class CodeEntry(EntryPart):
    before: Annotated[tuple[Code, ...], Field(max_length=500)]
    after: Annotated[tuple[Code, ...], Field(max_length=500)]


ENTRIES: dict[Kind, type[EntryPart]] = {"indicators": NumberEntry, "items": CodeEntry, "areas": NumberEntry}


class CrosswalkPart(DefinitionPart):
    """How the year compares with the year before; empty lists: nobody has said yet.

    `total_comparable` None: as weights and indicators of the two years give it (`total_difference`).
    """

    total_comparable: bool | None = None
    total_reason: Reason = ""
    indicators: Parts[NumberEntry] = ()
    items: Parts[CodeEntry] = ()
    areas: Parts[NumberEntry] = ()


class Definitions(DefinitionPart):
    """A whole year. Tuples are in printed order: indicators and areas by number, levels from the highest down."""

    fiscal_year: Year
    pass_mark: Percent
    measures_item: ItemCode = ""
    results_item: ItemCode = ""
    note: Text = ""
    instruments: Parts[InstrumentPart] = ()
    indicators: Parts[IndicatorPart] = ()
    sub_indicators: Parts[SubIndicatorPart] = ()
    items: Parts[ItemPart] = ()
    levels: Parts[LevelPart] = ()
    areas: Parts[AreaPart] = ()
    crosswalk: CrosswalkPart = CrosswalkPart()

    def parts(self, kind: Kind) -> tuple[Any, ...]:
        parts: tuple[KeyedPart, ...] = getattr(self, kind)
        return parts

    def keys_of(self, kind: Kind) -> list[Any]:
        return [part.key for part in self.parts(kind)]

    def by_key(self, kind: Kind) -> dict[Any, Any]:
        return {part.key: part for part in self.parts(kind)}

    def with_parts(self, kind: Kind, parts: Iterable[KeyedPart]) -> Self:
        return self.model_copy(update={kind: tuple(parts)})

    def rules(self) -> Rules:
        """Return what scores are evaluated by."""
        return Rules(
            fiscal_year=self.fiscal_year,
            instruments=tuple(
                InstrumentRule(
                    part.code,
                    part.name,
                    part.weight,
                    tuple(indicator.number for indicator in self.indicators if indicator.instrument == part.code),
                )
                for part in self.instruments
            ),
            indicator_names={part.number: part.name for part in self.indicators},
            levels=tuple(LevelRule(**dict(part)) for part in self.levels),
            pass_mark=self.pass_mark,
        )

    def total_difference(self, before: "Definitions") -> str:
        """Return why the totals of this year and the year before do not compare by themselves, "" where they do."""
        years = before.fiscal_year, self.fiscal_year
        keys = before.keys_of("indicators"), self.keys_of("indicators")
        entries = completed(*years, *keys, (part.entry() for part in self.entries("indicators")))
        return total_difference(Crosswalk(*years, entries), before.rules(), self.rules())

    def entries(self, kind: Kind) -> tuple[EntryPart, ...]:
        """Return what the crosswalk says of a kind; nothing where it is not about it."""
        return getattr(self.crosswalk, kind, ())

    def with_entries(self, kind: Kind, entries: Iterable[EntryPart]) -> Self:
        walk: dict[str, Any] = {kind: tuple(entries)} if kind in ENTRIES else {}
        return self.model_copy(update={"crosswalk": self.crosswalk.model_copy(update=walk)})

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` of them is equal."""
        return self.model_dump(mode="json")

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read `as_json`'s values; raises pydantic's ValidationError with every fault."""
        return cls.model_validate(value, strict=False)


@dataclass(frozen=True)
class Problem:
    """A fault of a year's definitions. `path` leads to it as in the JSON: ("items", 3, "code"), counted from 0.

    `blocking`: cannot be stored even as a draft.
    """

    path: tuple[str | int, ...]
    message: str
    blocking: bool = False
