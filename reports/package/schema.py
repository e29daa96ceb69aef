"""The package format: what a file must look like, checked whole, with every fault told in Thai by its JSON path."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, BaseModel, Field
from pydantic import ValidationError as SchemaError

from ita_portal.thai import normalise
from ita_portal.validation_messages import JsonPath, bounded, faults_of, json_path
from reports.blocks import BLOCK_TYPES, in_packages
from reports.blocks.schema import (
    BlockData,
    Code,
    ColumnField,
    Heading,
    Line,
    MemoLine,
    Score,
    Strict,
    Text,
    WideField,
    Year,
    iso_day,
)

Checked = TypeVar("Checked", bound=BaseModel)

if TYPE_CHECKING:
    NarrowBlock = BlockData
    WideBlock = BlockData
else:

    def _any_block(version: int):
        types = [BLOCK_TYPES[name].data for name in BLOCK_TYPES if name in in_packages(version)]
        return Annotated[reduce(or_, types), Field(discriminator="type")]

    NarrowBlock, WideBlock = _any_block(1), _any_block(2)  # of packages of version 1 and 2


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


# What version 2 holds is wider than what version 1 does, and no subtype of it but in how it is checked.
class WideColumn(ColumnData):
    field: WideField  # type: ignore[assignment]


class WideDocumentData(DocumentData):
    """A document as version 2 knows it: every kind, every block that is no file, the whole look."""

    kind: Literal["results", "plan", "analysis", "announcement", "half_year"]  # type: ignore[assignment]
    text_size: Literal["small", "standard", "large"]
    margins: Literal["official", "narrow"]
    columns: list[WideColumn]  # type: ignore[assignment]
    sections: list[WideBlock]


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


VERSIONS: dict[int, type[Package]] = {1: Package, 2: WidePackage}
NARROW_FIELDS = tuple(name for name in DocumentData.model_fields if name != "sections")
WIDE_FIELDS = tuple(name for name in WideDocumentData.model_fields if name != "sections")


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
