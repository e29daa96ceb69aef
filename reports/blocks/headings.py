"""What a block's heading is: of the first or the second level, or a title inside the document."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pydantic import create_model

from ita_portal.lines import split_lines

from .schema import BlockData

BY_NUMBER, SECOND, TITLE = "auto", "second", "title"
HEADING_AS = {
    BY_NUMBER: "ตามเลขข้อ เช่น ๓.๑ เป็นหัวข้อย่อย",
    "first": "หัวข้อหลัก",
    SECOND: "หัวข้อย่อย",
    TITLE: "ชื่อเรื่องกึ่งกลางหน้า มีได้หลายบรรทัด",
}
HeadingAs = Literal["auto", "first", "second", "title"]
_NUMBER = re.compile("[0-9๐-๙]+")


def with_heading_as(data: type[BlockData]) -> type[BlockData]:
    """Return the shape of a block with what packages of version 3 say of its heading."""
    return create_model(data.__name__, __base__=data, __module__=data.__module__, heading_as=(HeadingAs, ...))


class Headed(NamedTuple):
    """What of a stored block decides how its heading is printed."""

    heading: str
    heading_as: str
    headless: bool


def levels(blocks: Iterable[BlockData | Headed]) -> list[int]:
    """Return the level of each block's heading, 1 or 2. One of the second stands below one of the first."""
    has_first = False
    told = []
    for block in blocks:
        is_heading = bool(block.heading.strip()) and not block.headless
        told.append(2 if is_heading and has_first and _is_second(block) else 1)
        has_first = has_first or is_heading
    return told


def _is_second(block: BlockData | Headed) -> bool:
    chosen = getattr(block, "heading_as", BY_NUMBER)
    return chosen == SECOND or (chosen == BY_NUMBER and _is_numbered_below(block.heading))


def _is_numbered_below(heading: str) -> bool:
    """Tell whether the number that opens a heading, as "๓.๑" does, stands below another."""
    first = split_lines(heading.strip())[0]
    return len(_NUMBER.findall(first.marker)) > 1
