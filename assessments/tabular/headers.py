"""Finds the row of headers of a table among the titles above it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from .names import NearNames
from .table import REASON_HEADER, Column, Section, SheetRefused
from .texts import header_key, tidy_header

# So many rows may hold titles.
HEAD_ROWS = 30
_ASIDE = re.compile(r"\([^()0-9๐-๙]{0,60}\)")  # words in parentheses; "(6 เดือน)" is none
MANY = 5  # columns that are offered


class Match(NamedTuple):
    """What a row is as a row of headers: columns by the index where they stand, other headers, columns found twice."""

    columns: dict[int, Column]
    unknown: list[str]
    twice: list[Column]


class Headers:
    """The headers that a kind of file knows; one of the columns called `values` it must have, and rows of a `section`
    it may have."""

    def __init__(self, columns: Sequence[Column], values: Collection[str] = (), section: Section | None = None):
        self.section = section
        self._columns = tuple(columns)
        self._values = values
        self._by_key = {
            header_key(text): column
            for column in reversed(self._columns)
            for text in (*column.aliases, column.name, column.header)
        }
        self._ignored = header_key(REASON_HEADER)

    def match(self, texts: Mapping[int, str]) -> Match:
        columns: dict[int, Column] = {}
        unknown, twice = [], []
        for index, text in sorted(texts.items()):
            key = header_key(text[:300])
            column = self._by_key.get(key) or self._by_key.get(header_key(_ASIDE.sub("", text[:300])))
            if column is None:
                if key and key != self._ignored:
                    unknown.append(tidy_header(text))
            elif column in columns.values():
                twice.append(column)
            else:
                columns[index] = column
        return Match(columns, unknown, twice)

    def best(self, rows: Sequence[Mapping[int, str]]) -> tuple[int, Match]:
        """Return the place of the row that names the most columns, the first of such, and what it names.

        Headers of two rows are read as one where that names more: the place is then that of the lower row.
        """
        matches = [(place, self.match(texts)) for place, texts in enumerate(rows)]
        matches += [(place + 1, self.match(self._joined(*pair))) for place, pair in enumerate(pairwise(rows))]
        return max(matches, key=lambda match: len(match[1].columns), default=(0, Match({}, [], [])))

    def _joined(self, upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, str]:
        """Return headers of two rows as one: what stands below a merged header is read with it, else by itself."""
        texts, over = {}, ""
        for index in sorted({*upper, *lower}):
            over = upper.get(index, over)
            below = lower.get(index, "")
            both = f"{over} {below}"
            texts[index] = both if not below or header_key(both) in self._by_key else below
        return texts

    def check(self, match: Match, row: int) -> None:
        """Raise SheetRefused, naming everything that is wrong with the headers at once."""
        if not match.columns:
            needed = [column.header for column in self._columns if column.required] or [self._columns[0].header]
            raise SheetRefused(
                f"ไม่พบแถวหัวตารางใน {HEAD_ROWS} แถวแรก ต้องมีคอลัมน์ {_listed(needed)} ใช้แบบไฟล์ที่ดาวน์โหลดจากหน้านี้"
            )
        present = {column.name for column in match.columns.values()}
        missing = [
            column for column in self._columns if column.required and not present & {column.name, column.instead}
        ]
        faults = []
        if missing:
            faults.append(f"หัวตาราง (แถวที่ {row}) ขาดคอลัมน์ที่จำเป็น: {_listed(map(self._needed, missing))}")
        elif self._values and not present.intersection(self._values):
            values = [column.header for column in self._columns if column.name in self._values]
            one_of = "" if len(values) == 1 else "อย่างน้อยหนึ่งใน"
            offered = _listed(values[:MANY]) + (" …" if len(values) > MANY else "")
            faults.append(f"หัวตาราง (แถวที่ {row}) ไม่มีคอลัมน์ค่าที่จะนำเข้า จึงไม่ได้เทียบกับข้อมูลในระบบ ต้องมี{one_of}คอลัมน์ {offered}")
        if faults and match.unknown:
            faults.append(f"หัวคอลัมน์ที่ระบบไม่เข้าใจ: {self._unknown(match)} หากใช่ ให้แก้ชื่อหัวตาราง แล้วนำเข้าอีกครั้ง")
        for column in dict.fromkeys(match.twice):
            faults.append(f"หัวตาราง (แถวที่ {row}) มีคอลัมน์ {_listed([column.header])} ซ้ำ ลบหรือเปลี่ยนชื่อคอลัมน์ที่ไม่ใช้")
        if faults:
            raise SheetRefused(*faults)

    def notices(self, match: Match) -> list[str]:
        """Return what to tell of headers that nobody knows."""
        return [f"ไม่ได้อ่านคอลัมน์ที่ไม่รู้จัก: {self._unknown(match)}"] if match.unknown else []

    def _needed(self, column: Column) -> str:
        others = [other.header for other in self._columns if other.name == column.instead]
        return " หรือ ".join([column.header, *others])

    def _unknown(self, match: Match) -> str:
        """Return the headers that nobody knows, each with the absent one that it may mean."""
        absent = [column for column in self._columns if column not in match.columns.values()]
        meant = {name: column.header for column in absent for name in (*column.aliases, column.header)}
        near = NearNames(meant)
        offered = [(text, near.near(text, 1)) for text in match.unknown]
        return ", ".join(f"“{text}”" + (f" อาจหมายถึง “{meant[names[0]]}”" if names else "") for text, names in offered)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)
