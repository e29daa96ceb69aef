"""A table of the officer's own, typed or pasted: headings of one or two rows, merged cells, bold lines and words."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Literal

from django import forms
from django.core.exceptions import ValidationError
from pydantic import Field, field_validator, model_validator

from assessments.editing.fields import PrintedText, refuse_long

from . import grids
from .base import BlockType, Chosen, Surroundings
from .cells import cell as printed_cell
from .cells import excerpt, lines, plain_text
from .forms.base import BlockForm
from .forms.keeping import text_field
from .inputs import DocumentInputs
from .schema import BlockData, Caption, Line, Strict, Widths, check_widths

ALIGNED = {"auto": "ตามเนื้อหา (ตัวเลขกึ่งกลาง)", "left": "ชิดซ้าย", "centre": "กึ่งกลาง", "right": "ชิดขวา"}
KINDS = {"left": "", "centre": "centre", "right": "right"}
LACKING = "ยังไม่มีตาราง พิมพ์หรือวางตารางในช่อง “ตาราง”"
_FIGURE = re.compile(r"[-–+]?[0-9๐-๙][0-9๐-๙.,/ ]*%?|[-–]")


class TableCell(Strict):
    text: Line
    across: Annotated[int, Field(ge=1, le=grids.MOST_COLUMNS)]
    down: Annotated[int, Field(ge=1, le=grids.MOST_ROWS)]


class TableData(BlockData):
    """`rows` hold cells as HTML does: what a cell reaches over has none of its own."""

    type: Literal["table"]
    caption: Caption
    head_rows: Annotated[int, Field(ge=1, le=grids.MOST_HEAD_ROWS)]
    align: Annotated[list[Literal["auto", "left", "centre", "right"]], Field(max_length=grids.MOST_COLUMNS)]
    widths: Widths
    rows: Annotated[list[list[TableCell]], Field(max_length=grids.MOST_ROWS)]

    @field_validator("rows")
    @classmethod
    def _has_columns(cls, rows):
        if any(not row for row in rows[:1]):
            raise ValueError("แถวแรกต้องมีอย่างน้อยหนึ่งช่อง")
        return rows

    @model_validator(mode="after")
    def _is_filled(self):
        grids.check([[cell.model_dump() for cell in row] for row in self.rows], len(self.align), self.head_rows)
        check_widths(self.widths, len(self.align))
        return self


class GridField(PrintedText):
    """A table as lines and tabs."""

    def to_python(self, value):
        if value in self.empty_values:
            return []
        refuse_long(str(value), grids.LONGEST_TABLE)
        try:
            return grids.read_grid(str(value))
        except grids.GridFault as error:
            raise ValidationError(error.faults) from error

    def prepare_value(self, value):
        return grids.written(value, grids.width(value)) if isinstance(value, list) else value

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"wrap": "off", "data-paste-table": True, "class": "grid-text"}


HELP = (
    "วางตารางที่คัดลอกจาก Word หรือ Excel ได้ทันที หรือพิมพ์หนึ่งแถวต่อหนึ่งบรรทัด คั่นคอลัมน์ด้วยแท็บหรือเครื่องหมาย | "
    "ช่องที่รวมกับช่องทางซ้ายใส่ &lt;&lt; ช่องที่รวมกับช่องบนใส่ ^^ ข้อความที่ต้องการให้เป็นตัวหนาใส่ ** หน้าและหลังข้อความ "
    "แถวและคอลัมน์ที่ว่างทั้งหมดจะไม่เก็บ"
)


class TableForm(BlockForm):
    caption = text_field("ชื่อตาราง", rows=2, max_length=500, help_text="พิมพ์กึ่งกลางเหนือตาราง ขึ้นบรรทัดใหม่ได้ เว้นว่างได้")
    head_rows = forms.TypedChoiceField(
        label="จำนวนแถวของหัวตาราง", coerce=int, choices=[(1, "๑ แถว"), (2, "๒ แถว")], help_text="หัวตารางพิมพ์ซ้ำทุกหน้า"
    )

    def shown(self):
        return {**self.stored, "grid": self.stored["rows"]}

    def build(self):
        """Offer how each column is set; of a table that was pasted anew, the columns that it has."""
        self.fields["grid"] = text_field("ตาราง", rows=14, kind=GridField, help_text=HELP)
        self.order_fields(["heading", "caption", "grid", "head_rows"])
        count = len(self.stored["align"])
        if self.is_bound:
            with suppress(ValidationError):
                count = grids.width(self.fields["grid"].to_python(self.data.get("grid", "")))
        self.aligned = [*self.stored["align"], *["auto"] * count][:count]
        names = _headings(self.stored["rows"], len(self.stored["align"]), self.stored["head_rows"])
        fields: dict[str, tuple[forms.Field, object]] = {}
        for place, align in enumerate(self.aligned):
            name = excerpt(names[place], 40) if place < len(names) else ""
            label = f"คอลัมน์ที่ {place + 1} {name}".rstrip()
            fields[f"align-{place}"] = (
                forms.ChoiceField(label=label, required=False, choices=list(ALIGNED.items())),
                align,
            )
        if fields:
            self.add_row(fields, "การจัดข้อความของแต่ละคอลัมน์")
            self.add_widths([excerpt(name, 40) for name in [*names, *[""] * count][:count]], self.stored["widths"])

    def clean(self):
        super().clean()
        grid, head_rows = self.cleaned_data.get("grid"), self.cleaned_data.get("head_rows")
        if grid and head_rows:
            try:
                grids.check(grid, grids.width(grid), head_rows)
            except grids.GridFault as error:
                self.add_error("grid", ValidationError(error.faults))

    def content(self):
        aligned = [self.kept(f"align-{place}", align) or "auto" for place, align in enumerate(self.aligned)]
        return {
            **super().content(),
            "rows": self.kept("grid", self.stored["rows"]),
            "align": aligned,
            "widths": self.typed_widths(),
        }


class TableBlock(BlockType):
    description = "ตารางที่พิมพ์เองหรือวางจาก Word หรือ Excel มีช่องรวม หัวตารางสองแถว และตัวหนาได้"
    data = TableData
    form = TableForm
    package_version = 3
    plain = {"widths": []}

    def start(self, chosen: Chosen) -> dict:
        return {"caption": "", "head_rows": 1, "align": [], "rows": []}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        columns, head_rows = len(data["align"]), data["head_rows"]
        rows = _by_row(data["rows"], columns)
        names = _headings(data["rows"], columns, head_rows)
        kinds = [_kind(align, _texts(rows[head_rows:], place)) for place, align in enumerate(data["align"])]
        return {
            "caption": lines(data["caption"]),
            "headings": names,
            "typed_widths": data["widths"],
            "head": [list(_printed(row, ["centre"] * columns)) for row in rows[:head_rows]],
            "groups": [
                {"rows": [{"cells": list(_printed(row, kinds))} for row in group], "keep": len(group) > 1}
                for group in _groups(rows[head_rows:])
            ],
            "empty": "ตารางนี้ยังไม่มีแถว" if columns else LACKING,
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        columns = len(data["align"])
        if not columns:
            return "ยังไม่มีตาราง"
        names = " · ".join(_headings(data["rows"], columns, data["head_rows"]))
        return excerpt(f"{columns} คอลัมน์ {len(data['rows']) - data['head_rows']} แถว: {names}")

    def told(self, data: dict) -> Iterator[str]:
        yield from filter(None, [data["caption"]])
        yield from (" | ".join(cell["text"] for cell in row) for row in data["rows"])
        yield f"หัวตาราง {data['head_rows']} แถว จัดข้อความ: {', '.join(ALIGNED[align] for align in data['align'])}"

    def lacks(self, data: dict) -> str:
        return "" if len(data["rows"]) > data["head_rows"] else LACKING


def _by_row(grid: grids.Grid, columns: int) -> list[list[tuple[int, dict, bool]]]:
    """Return each row as (column, cell, whether it is only reached by the cell, from above), from left to right."""
    rows: list[list[tuple[int, dict, bool]]] = [[] for _ in grid]
    for row, column, cell in grids.places(grid, columns):
        for below in range(cell["down"]):
            rows[row + below].append((column, cell, below > 0))
    return [sorted(row, key=lambda placed: placed[0]) for row in rows]


def _headings(grid: grids.Grid, columns: int, head_rows: int) -> list[str]:
    """Return what each column is called: the lowest heading above it."""
    names = [""] * columns
    for row, column, cell in grids.places(grid, columns):
        if row < head_rows:
            names[column : column + cell["across"]] = [plain_text(lines(cell["text"]))] * cell["across"]
    return names


def _texts(rows: list[list[tuple[int, dict, bool]]], column: int) -> list[str]:
    """Return the texts that a column holds by itself."""
    return [
        cell["text"]
        for row in rows
        for place, cell, joined in row
        if place == column and cell["across"] == 1 and not joined
    ]


def _kind(align: str, texts: list[str]) -> str:
    if align != "auto":
        return KINDS[align]
    filled = [text for text in texts if text]
    return "centre" if filled and all(_FIGURE.fullmatch(text) for text in filled) else ""


def _printed(row: list[tuple[int, dict, bool]], kinds: list[str]) -> Iterator[dict]:
    """Give a row's cells; one that is reached from above is empty and looks like one with that."""
    for column, cell, joined in row:
        printed = printed_cell("" if joined else cell["text"], kinds[column])
        if cell["across"] > 1:
            printed["across"] = cell["across"]
        if joined:
            printed |= {"joined": True, "covered": True}
        elif cell["down"] > 1:
            printed["down"] = cell["down"]
        yield printed


def _groups(rows: list[list[tuple[int, dict, bool]]]) -> Iterator[list[list[tuple[int, dict, bool]]]]:
    """Give the rows that cells join."""
    group: list[list[tuple[int, dict, bool]]] = []
    for row in rows:
        if group and not any(joined for _, _, joined in row):
            yield group
            group = []
        group.append(row)
    if group:
        yield group
