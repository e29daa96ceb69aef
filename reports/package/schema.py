"""The package format: what a file must look like, checked whole, with every fault told in Thai by its JSON path."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic import ValidationError as SchemaError

from ita_portal.thai import normalise
from ita_portal.validation_messages import JsonPath, bounded, faults_of, json_path
from reports.blocks import BLOCK_TYPES, in_packages
from reports.blocks.base import NEWEST
from reports.blocks.schema import (
    BlockData,
    Code,
    ColumnField,
    FullField,
    Heading,
    Line,
    MemoLine,
    Score,
    Strict,
    Text,
    WideField,
    Widths,
    Year,
    check_widths,
    iso_day,
)

Checked = TypeVar("Checked", bound=BaseModel)

if TYPE_CHECKING:
    NarrowBlock = BlockData
    WideBlock = BlockData
    AnyBlock = BlockData
else:

    def _any_block(version: int):
        types = [BLOCK_TYPES[name].shape(version) for name in BLOCK_TYPES if name in in_packages(version)]
        return Annotated[reduce(or_, types), Field(discriminator="type")]

    NarrowBlock, WideBlock, AnyBlock = map(_any_block, (1, 2, NEWEST))  # of packages of version 1, 2 and 3


class MunicipalityData(Strict):
    code: Annotated[str, Field(pattern=r"^[0-9]{8}$")]
    name: Line
    kind: Literal["city", "town", "subdistrict", "pao", "sao", "special"]
    district: Line
    province: Line


class AssessmentData(Strict):
    fiscal_year: Year
    official_total: Score | None
    official_level: Annotated[str, Field(max_length=100, pattern=r"^[^\n\r]+$"), AfterValidator(normalise)] | None
    province_rank: Annotated[int, Field(ge=1, le=9_999)] | None
    scores: dict[Annotated[str, Field(pattern=r"^[1-9][0-9]?$")], Score]
    items: dict[Code, Score]


class FullAssessmentData(AssessmentData):
    """A result as version 3 knows it."""

    province_count: Annotated[int, Field(ge=1, le=9_999)] | None


class MeasureData(Strict):
    area: Annotated[int, Field(ge=1, le=99)] | None
    title: Text
    steps: Text
    responsible: Text
    period: Text
    follow_up: Text
    output: Text
    outcome: Text


class FullMeasureData(MeasureData):
    """A measure as version 3 knows it."""

    goal: Text
    success: Text
    budget: Text
    remark: Text


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
    date: Annotated[str, AfterValidator(iso_day)]
    subjects: list[MemoLine]
    to: MemoLine
    sections: list[MemoSection]
    closing: MemoLine
    signatories: list[Signatory]


class ColumnData(Strict):
    field: ColumnField
    heading: Heading


class DocumentData(Strict):
    kind: Literal["results", "plan", "analysis"]
    numerals: Literal["thai", "arabic"]
    orientation: Literal["portrait", "landscape"]
    title: list[Line]
    prepared_by: Annotated[Line, Field(max_length=300)]
    memo: Memo | None
    areas_as: Literal["rows", "column", "none"]
    area_prefix: Annotated[Line, Field(max_length=50)]
    columns: list[ColumnData]
    sections: list[NarrowBlock]


# What a version holds is wider than what the one before does, and no subtype of it but in how it is checked.
class WideColumn(ColumnData):
    field: WideField  # type: ignore[assignment]


class WideDocumentData(DocumentData):
    """A document as version 2 knows it: every kind, every block that is no file, the whole look."""

    kind: Literal["results", "plan", "analysis", "announcement", "half_year"]  # type: ignore[assignment]
    text_size: Literal["small", "standard", "large"]
    margins: Literal["official", "narrow"]
    total_label: Annotated[Line, Field(min_length=1, max_length=50)]
    columns: list[WideColumn]  # type: ignore[assignment]
    sections: list[WideBlock]


class FullColumn(WideColumn):
    field: FullField  # type: ignore[assignment]


class FullDocumentData(WideDocumentData):
    """A document as version 3 knows it: further blocks, what blocks say since, columns of what measures have since,
    widths of columns, equal texts below each other, filled lines."""

    columns: list[FullColumn]  # type: ignore[assignment]
    widths: Widths
    joined: bool
    justified: bool
    sections: list[AnyBlock]

    @model_validator(mode="after")
    def _fits(self):
        check_widths(self.widths, len(self.columns))
        return self


class Package(Strict):
    format: Literal["ita-portal-package"]
    version: Literal[1]
    municipality: MunicipalityData
    fiscal_year: Year
    assessments: list[AssessmentData]
    measures: Annotated[list[MeasureData], Field(max_length=2_000)]
    document: DocumentData


class WidePackage(Package):
    version: Literal[2]  # type: ignore[assignment]
    document: WideDocumentData


class FullPackage(WidePackage):
    version: Literal[3]  # type: ignore[assignment]
    assessments: list[FullAssessmentData]  # type: ignore[assignment]
    measures: Annotated[list[FullMeasureData], Field(max_length=2_000)]  # type: ignore[assignment]
    document: FullDocumentData


VERSIONS: dict[int, type[Package]] = {1: Package, 2: WidePackage, NEWEST: FullPackage}


def fields_of(version: int) -> tuple[str, ...]:
    """Return what a document of this version holds beside its blocks."""
    data: Any = VERSIONS[version].model_fields["document"].annotation
    return tuple(name for name in data.model_fields if name != "sections")


def parts_of(version: int, name: str) -> set[str]:
    """Return what each of the "measures" or "assessments" holds in this version."""
    [data] = get_args(VERSIONS[version].model_fields[name].annotation)
    return set(data.model_fields)


def choices_of(version: int, name: str) -> tuple[str, ...]:
    """Return the kinds of documents, or the columns of measures, that this version knows."""
    data: Any = VERSIONS[version].model_fields["document"].annotation
    field = data.model_fields[name]
    [column] = get_args(field.annotation) if name == "columns" else [None]
    return _strings(column.model_fields["field"].annotation if column else field.annotation)


def _strings(annotation: object) -> tuple[str, ...]:
    """Return the strings of a Literal, or of a union of some."""
    return tuple(
        text for part in get_args(annotation) for text in ((part,) if isinstance(part, str) else _strings(part))
    )


FIELDS = fields_of(NEWEST)


def checked(model: type[Checked], value: object) -> Checked:
    """Return a value as this model holds it; raises ValidationError with every fault by its JSON path."""
    try:
        return model.model_validate(value)
    except SchemaError as error:
        raise ValidationError(bounded(faults_of(error, _path))) from error


def _path(loc: JsonPath) -> str:
    """Leave out the tag that a union adds: it is no key of the file."""
    pairs = zip(("", *loc), loc, strict=False)
    return json_path(tuple(part for before, part in pairs if not (isinstance(before, int) and part in BLOCK_TYPES)))
