"""What each type of block holds. A further type is a class here, a module in reports/blocks/, a template and a form."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from .schema_parts import Caption, Code, Heading, Line, MemoLine, Strict, Text, Year, iso_day

MOST_YEARS = 5  # that stand side by side


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

    def lists_evidence(self) -> bool:
        """Tell whether the block prints what evidence the year's measures and items use."""
        return False

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
    type: Literal["photos"]
    per_page: Literal[2, 4, 6]
    photos: Annotated[list[Photo], Field(max_length=200)]

    def evidence(self) -> set[int]:
        return {each.evidence for each in self.photos}


class CoverBlock(BlockData):
    """A page of its own before the document: the picture, the document's title, lines at the foot."""

    type: Literal["cover"]
    picture: Literal["seal", "emblem", "none"]
    foot: Annotated[list[Line], Field(max_length=20)]


class TocBlock(BlockData):
    type: Literal["toc"]


class Signer(Strict):
    action: MemoLine  # ผู้จัดทำ, ผู้รับรอง
    name: MemoLine
    position: MemoLine


class SignaturesBlock(BlockData):
    type: Literal["signatures"]
    layout: Literal["right", "side_by_side"]
    with_date: bool
    signers: Annotated[list[Signer], Field(max_length=20)]


class EvidenceListBlock(BlockData):
    type: Literal["evidence_list"]
    grouped_by: Literal["measure", "area"]
    with_items: bool

    def lists_evidence(self) -> bool:
        return True


class AnnouncementBlock(BlockData):
    """The letter of an announcement (ประกาศ); `date` is the day on which it is made, or nothing."""

    type: Literal["announcement"]
    issuer: MemoLine
    subject: Annotated[list[MemoLine], Field(max_length=20)]
    paragraphs: list[Text]
    date: Annotated[str, AfterValidator(iso_day)]
    name: MemoLine
    position: MemoLine


class SpanBlock(BlockData):
    """Two years and all between them, five at most."""

    from_year: Year
    to_year: Year

    @model_validator(mode="after")
    def _is_span(self):
        if not 1 <= self.to_year - self.from_year < MOST_YEARS:
            raise ValueError(f"ปีหลังต้องมาหลังปีก่อน และรวมแล้วไม่เกิน {MOST_YEARS} ปี")
        return self

    def years(self) -> set[int]:
        return set(range(self.from_year, self.to_year + 1))

    compared_years = years


class YearsBlock(SpanBlock):
    type: Literal["years"]


class ChartBlock(SpanBlock):
    type: Literal["chart"]
    chart: Literal["indicators", "instruments", "lines"]


class ProgressBlock(BlockData):
    type: Literal["progress"]


BLOCK_TYPES: dict[str, type[BlockData]] = {
    "text": TextBlock,
    "measures": MeasuresBlock,
    "comparison": ComparisonBlock,
    "ranking": RankingBlock,
    "scores_by_instrument": ScoresByInstrumentBlock,
    "findings": FindingsBlock,
    "item_scores": ItemScoresBlock,
    "photos": PhotosBlock,
    "cover": CoverBlock,
    "toc": TocBlock,
    "signatures": SignaturesBlock,
    "evidence_list": EvidenceListBlock,
    "announcement": AnnouncementBlock,
    "years": YearsBlock,
    "chart": ChartBlock,
    "progress": ProgressBlock,
}
HEADLESS = frozenset(
    {"cover", "toc", "announcement"}
)  # what is a head itself: no line of a table of contents
# What a package of each version holds. Pictures are files of this portal: no package has them.
FORMAT_TYPES = {
    1: frozenset(
        {"text", "measures", "comparison", "ranking", "scores_by_instrument", "findings", "item_scores"}
    ),
    2: frozenset(BLOCK_TYPES) - {"photos"},
}
