"""How large a document may be: told while it is edited, and of a package that brings more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.db.models.functions import Length

from measures.models import TEXT_FIELDS, Measure

from .block_types import NO_TEXTS
from .models import Document

NEAR = 0.8  # of a cap: from here on the builder says how much there is
MEASURES = "measures"  # the type of block that prints all measures
TEXTS = frozenset({*TEXT_FIELDS, "half_output", "half_outcome"})
ROWS = ("rows", "photos", "remarks", "paragraphs")  # lists inside blocks that become rows or pictures
TOO_LARGE = "เอกสารใหญ่เกินที่ระบบพิมพ์ได้"
SMALLER = "ให้ลดข้อความหรือแถว นำส่วนที่ไม่จำเป็นออก หรือแบ่งเป็นหลายเอกสาร"


@dataclass(frozen=True)
class Share:
    """How much there is of what is capped."""

    what: str
    count: int
    most: int

    @property
    def is_over(self) -> bool:
        return self.count > self.most

    @property
    def is_near(self) -> bool:
        return self.count >= NEAR * self.most

    def __str__(self) -> str:
        return f"{self.what} {self.count:,} จากไม่เกิน {self.most:,}"


def shares(
    document: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]], measures: int, characters: int
) -> tuple[Share, Share, Share]:
    """Return the size of a document as values, of so many measures with so many characters together."""
    tables = sum(block["type"] == MEASURES for block in blocks)
    rows = sum(len(block.get(key) or ()) for block in blocks for key in ROWS)
    return (
        Share("ส่วนของเอกสาร", len(blocks), settings.DOCUMENT_MAX_BLOCKS),
        Share(
            "ตัวอักษรที่พิมพ์ รวมข้อความของมาตรการ",
            letters(document) + letters(blocks) + tables * characters,
            settings.DOCUMENT_MAX_CHARACTERS,
        ),
        Share("แถวและย่อหน้าที่พิมพ์ รวมแถวของมาตรการ", rows + tables * measures, settings.DOCUMENT_MAX_ROWS),
    )


def letters(value: object) -> int:
    """Return how many characters all texts inside a value have; the names of choices are none."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(letters(part) for key, part in value.items() if key not in NO_TEXTS)
    return sum(map(letters, value)) if isinstance(value, list | tuple) else 0


def shares_of(document: Document) -> tuple[Share, Share, Share]:
    """Return the size of a document: its own fields, its blocks and its year's measures."""
    blocks = [{"type": block.type, "heading": block.heading, **block.data} for block in document.blocks.all()]
    texts = {name: Sum(Length(name), default=0) for name in printed_texts(document.columns)}
    printed = Measure.objects.filter(assessment=document.assessment_id).aggregate(count=Count("pk"), **texts)
    own = {"title": document.title, "memo": document.memo}
    return shares(own, blocks, printed.pop("count"), sum(printed.values()))


def printed_texts(columns: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the texts of a measure that these columns print."""
    return [column["field"] for column in columns if column["field"] in TEXTS]


@contextmanager
def within_caps(document: Document) -> Iterator[None]:
    """Refuse a change that makes the document larger than is printed; one that is so already may become smaller."""
    before = shares_of(document)
    yield
    _refuse([share for share, was in zip(shares_of(document), before, strict=True) if share.count > was.count])


def _refuse(sizes: Iterable[Share]) -> None:
    if over := [share for share in sizes if share.is_over]:
        raise ValidationError([f"{TOO_LARGE}: {share} {SMALLER}" for share in over])
