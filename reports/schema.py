"""The package format: what a file must look like, checked whole, with every fault told in Thai by its JSON path."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ita_portal.faults import shown_value, thai_message
from ita_portal.thai import normalise

SCORE_PATTERN = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


def _score(text: str) -> str:
    if not SCORE_PATTERN.fullmatch(text) or Decimal(text) > 100:
        raise ValueError("คะแนนต้องเป็นข้อความตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง")
    return text


def _day(text: str) -> str:
    if text:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.isoformat() != text:
            raise ValueError("ต้องเป็นวันที่ ค.ศ. ในรูป ปปปป-ดด-วว ที่มีอยู่จริง หรือเว้นว่าง")
    return text


Text = Annotated[str, Field(max_length=100_000), AfterValidator(normalise)]
Line = Annotated[str, Field(max_length=2_000), AfterValidator(normalise)]
# A table's heading must leave room for rows below it; a memo's line is broken inside words, which takes time.
Heading = Annotated[str, Field(max_length=250), AfterValidator(normalise)]
MemoLine = Annotated[str, Field(max_length=500), AfterValidator(normalise)]
Caption = Annotated[str, Field(max_length=500), AfterValidator(normalise)]
Score = Annotated[str, AfterValidator(_score)]
Year = Annotated[int, Field(ge=2562, le=2700)]
Code = Annotated[
    str, Field(pattern=r"^[^\p{C}]{1,10}$")
]  # no control characters: PostgreSQL cannot store them in JSON
Field_ = Literal["title", "steps", "responsible", "period", "follow_up", "output", "outcome", "area"]


class Strict(BaseModel):
    """Exact types, every key present, no key unknown: what is read is what is given back."""

    model_config = ConfigDict(strict=True, extra="forbid")


class MunicipalityData(Strict):
    code: Annotated[str, Field(pattern=r"^[0-9]{8}$")]
    name: Line
    kind: Literal["city", "town", "subdistrict", "pao", "sao", "special"]
    district: Line
    province: Line


class AssessmentData(Strict):
    fiscal_year: Year
    official_total: Score | None
    official_level: (
        Annotated[str, Field(max_length=100, pattern=r"^[^\n\r]+$"), AfterValidator(normalise)] | None
    )
    province_rank: Annotated[int, Field(ge=1, le=9_999)] | None
    scores: dict[Annotated[str, Field(pattern=r"^[1-9][0-9]?$")], Score]
    items: dict[Code, Score]


class MeasureData(Strict):
    area: Annotated[int, Field(ge=1, le=99)] | None
    title: Text
    steps: Text
    responsible: Text
    period: Text
    follow_up: Text
    output: Text
    outcome: Text


class MemoSection(Strict):
    heading: Line
    paragraphs: list[Text]


class Signatory(Strict):
    name: MemoLine
    position: MemoLine
    opinion: MemoLine


class Memo(Strict):
    agency: MemoLine
    number: MemoLine
    date: Annotated[str, AfterValidator(_day)]
    subjects: list[MemoLine]
    to: MemoLine
    sections: list[MemoSection]
    closing: MemoLine
    signatories: list[Signatory]


class Column(Strict):
    field: Field_
    heading: Heading


class BlockData(Strict):
    heading: Text

    def years(self) -> set[int]:
        """Return the fiscal years whose results the block prints."""
        return set()

    def item_years(self) -> set[int]:
        """Return the fiscal years whose items the block prints."""
        return set()

    def evidence(self) -> set[int]:
        """Return the keys of the evidence that the block prints."""
        return set()

    def compared_years(self) -> set[int]:
        """Return the fiscal years that the block sets side by side."""
        return set()


class TextBlock(BlockData):
    type: Literal["text"]
    paragraphs: list[Text]


class MeasuresBlock(BlockData):
    type: Literal["measures"]


class ComparisonBlock(BlockData):
    type: Literal["comparison"]
    from_year: Year
    to_year: Year

    def years(self) -> set[int]:
        return {self.from_year, self.to_year}

    compared_years = years


class YearBlock(BlockData):
    year: Year

    def years(self) -> set[int]:
        return {self.year}


class RankingBlock(YearBlock):
    type: Literal["ranking"]


class Remark(Strict):
    instrument: Code
    remark: Text


class ScoresByInstrumentBlock(YearBlock):
    type: Literal["scores_by_instrument"]
    remark_heading: Line
    remarks: list[Remark]


class Finding(Strict):
    indicator: Annotated[int, Field(ge=1, le=99)]
    issues: Text
    remedy: Text


class FindingsBlock(BlockData):
    type: Literal["findings"]
    instrument: Code
    headings: Annotated[list[Heading], Field(min_length=3, max_length=3)]
    rows: list[Finding]


class ItemScoresBlock(YearBlock):
    type: Literal["item_scores"]
    indicator: Annotated[int, Field(ge=1, le=99)]
    headings: Annotated[list[Heading], Field(min_length=3, max_length=3)]
    titles: dict[Code, Line]

    def item_years(self) -> set[int]:
        return {self.year}


class Photo(Strict):
    evidence: Annotated[int, Field(ge=1)]
    caption: Caption


class PhotosBlock(BlockData):
    """Stands in documents of this portal only: a package holds no files (FORMAT_TYPES)."""

    type: Literal["photos"]
    per_page: Literal[2, 4, 6]
    photos: Annotated[list[Photo], Field(max_length=200)]

    def evidence(self) -> set[int]:
        return {each.evidence for each in self.photos}


AnyBlock = Annotated[
    TextBlock
    | MeasuresBlock
    | ComparisonBlock
    | RankingBlock
    | ScoresByInstrumentBlock
    | FindingsBlock
    | ItemScoresBlock,
    Field(discriminator="type"),
]
BLOCK_TYPES: dict[str, type[BlockData]] = {
    "text": TextBlock,
    "measures": MeasuresBlock,
    "comparison": ComparisonBlock,
    "ranking": RankingBlock,
    "scores_by_instrument": ScoresByInstrumentBlock,
    "findings": FindingsBlock,
    "item_scores": ItemScoresBlock,
    "photos": PhotosBlock,
}
FORMAT_TYPES = frozenset(BLOCK_TYPES) - {"photos"}  # what version 1 of the package knows: AnyBlock


class DocumentData(Strict):
    kind: Literal["results", "plan", "analysis"]
    numerals: Literal["thai", "arabic"]
    orientation: Literal["portrait", "landscape"]
    title: list[Line]
    prepared_by: Annotated[Line, Field(max_length=300)]
    memo: Memo | None
    areas_as: Literal["rows", "column", "none"]
    area_prefix: Annotated[Line, Field(max_length=50)]
    columns: list[Column]
    sections: list[AnyBlock]


class Package(Strict):
    format: Literal["ita-portal-package"]
    version: Literal[1]
    municipality: MunicipalityData
    fiscal_year: Year
    assessments: list[AssessmentData]
    measures: Annotated[list[MeasureData], Field(max_length=2_000)]
    document: DocumentData


def thai_faults(error: ValidationError) -> list[str]:
    """Return pydantic's findings as "path: what is wrong (value)" in Thai, one for each fault."""
    return [f"{_path(each['loc'])}: {thai_message(each)}{shown_value(each)}" for each in error.errors()]


def _path(loc: tuple) -> str:
    """Return a JSON path like document.sections[3].from_year; the tag that a union adds is no key of the file."""
    parts = []
    for place, part in enumerate(loc):
        if isinstance(part, int):
            parts.append(f"[{part}]")
        elif part in BLOCK_TYPES and place and isinstance(loc[place - 1], int):
            continue
        elif part != "[key]":
            parts.append(f".{part}" if parts else part)
    return "".join(parts) or "ทั้งแฟ้ม"
