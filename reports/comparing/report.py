"""What is compared as a document that is printed as all others are."""

from decimal import Decimal

from ita_portal.thai import signed, thai_digits, two_decimals
from reports.blocks.cells import cell, lines
from reports.output.content import DocumentContent, content_of_many, printed_block
from reports.output.fitting import fit_columns
from reports.output.paper import sheet
from reports.output.printing.orders import Order

from .compare import TOTAL, Row, SideBySide

UNKNOWN = "-"


def order_of(user, compared: SideBySide, ending: str = "pdf") -> Order:
    """Return what makes the file: of this user alone, since what is hidden in it depends on who asks."""
    return Order(f"compare{user.pk}", ending, content_of(compared))


def content_of(compared: SideBySide) -> DocumentContent:
    """Decide every string; the same figures give the same bytes."""
    year, count = thai_digits(compared.fiscal_year), thai_digits(len(compared.columns))
    names = " ".join(column.authority.name for column in compared.columns)
    title = ["รายงานเปรียบเทียบผลการประเมินคุณธรรมและความโปร่งใส", f"ประจำปีงบประมาณ พ.ศ. {year}", names]
    content = content_of_many(f"เปรียบเทียบ {count} หน่วยงาน", compared.fiscal_year, title)
    page = sheet(content)
    content.blocks.extend(fit_columns(block, page) for block in (_bars(compared), _table(compared)))
    return content


def _score(value: Decimal | None) -> str:
    return thai_digits(two_decimals(value)) if value is not None else UNKNOWN


def _bars(compared: SideBySide) -> dict:
    """A bar for each total, dark for authorities and light for medians."""
    named = [(column.authority.name, column.total, 1) for column in compared.columns]
    named += [(median.name, median.values.get(TOTAL), 0) for median in compared.medians]
    rows = [[cell(name), _bar(total, tone), cell(_score(total), "num")] for name, total, tone in named]
    return printed_block(
        "chart",
        "คะแนนรวมที่ประกาศ",
        plot=None,
        legend=[{"tone": 1, "text": "หน่วยงาน"}, {"tone": 0, "text": "มัธยฐานของกลุ่ม"}],
        headings=["หน่วยงานหรือกลุ่ม", "คะแนน ๐–๑๐๐", "คะแนนรวม"],
        widths=[40, 46, 14],
        rows=rows,
        groups=[],
        notes=[],
    )


def _bar(value: Decimal | None, tone: int) -> dict:
    bars = [] if value is None else [{"tone": tone, "length": str(value), "alt": _score(value)}]
    return {**cell(""), "bars": bars}


def _table(compared: SideBySide) -> dict:
    names = [column.name for column in compared.columns] + [median.name for median in compared.medians]
    rest = [""] * len(compared.medians)
    texts = [
        ["ระดับที่ประกาศ", *(column.level or UNKNOWN for column in compared.columns), *rest],
        ["ลำดับในจังหวัดที่ประกาศ", *(thai_digits(column.rank) or UNKNOWN for column in compared.columns), *rest],
        ["ผลต่างจากปีก่อน", *(thai_digits(signed(column.change)) or UNKNOWN for column in compared.columns), *rest],
    ]
    counted = [thai_digits(f"{median.counted:,}") for median in compared.medians]
    texts.append(["จำนวนหน่วยงานที่มีผล", *[""] * len(compared.columns), *counted])
    rows = [_row(row) for row in compared.rows]
    rows[1:1] = [[cell(text[0]), *(cell(value, "centre") for value in text[1:])] for text in texts]
    marked = f"* ต่ำกว่าเกณฑ์ผ่าน {_score(compared.pass_mark)} · กลุ่มที่มีผลน้อยกว่า ๕ หน่วยงานไม่แสดงมัธยฐาน"
    reason = f" · ไม่มีผลต่างจากปีก่อน: {compared.not_comparable_because}" if compared.not_comparable_because else ""
    return printed_block(
        "table",
        "คะแนนรายตัวชี้วัด",
        caption=lines(thai_digits(marked + reason)),
        headings=["รายการ", *names],
        typed_widths=[],
        head=[],
        groups=[{"rows": [{"cells": row}], "keep": False} for row in rows],
        empty="",
    )


def _row(row: Row) -> list[dict]:
    name = f"{thai_digits(row.number)}. {row.name}" if row.number else row.name
    scores = [cell(f"{_score(value)}{' *' if weak else ''}", "num") for value, weak in row.scores]
    return [cell(name), *scores, *(cell(_score(value), "num") for value in row.medians)]
