"""What a year of chosen authorities came to, as a document that is printed as all others are."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from django.utils import timezone

from assessments.scoring.totals import rounded
from ita_portal.thai import long_date, thai_digits, two_decimals
from reports.blocks.agencies import agencies_table
from reports.blocks.cells import cell, lines
from reports.blocks.inputs import AgencyResult
from reports.output.content import DocumentContent, content_of_many, printed_block
from reports.output.fitting import fit_columns
from reports.output.paper import sheet
from reports.output.printing.orders import Order

from .figures import Figures, figures_of
from .files import told_filters
from .forms import Chosen, FilterForm
from .table import OverviewRow, ordered, read_rows

MOST = 500  # authorities; the largest province has 334
UNKNOWN = "-"


def order_of(form: FilterForm, chosen: Chosen, ending: str) -> Order:
    """Return what makes the file: of this user alone, since who asks decides what is in it."""
    return Order(f"overview{chosen.user.pk}", ending, content_of(form, chosen))


def content_of(form: FilterForm, chosen: Chosen) -> DocumentContent:
    """Decide every string of the report of what is chosen, the first `MOST` by their totals."""
    rows = list(read_rows(chosen.user, chosen.year, ordered(chosen.rows(), chosen.year, "-total")[:MOST]))
    year, provinces = thai_digits(chosen.year.fiscal_year), {row.province for row in rows}
    place = f"จังหวัด{provinces.pop()}" if len(provinces) == 1 else "ทุกจังหวัด"
    where = " · ".join([place, *map(thai_digits, told_filters(form, chosen, but="province"))])
    title = ["รายงานภาพรวมผลการประเมินคุณธรรมและความโปร่งใส", f"ประจำปีงบประมาณ พ.ศ. {year}", where]
    content = content_of_many(f"ภาพรวม {where}", chosen.year.fiscal_year, title)
    figures, page = figures_of(chosen), sheet(content)
    blocks = [_figures(chosen, figures), _levels(figures), _agencies(chosen, rows), _indicators(chosen, rows)]
    if without := [row for row in rows if row.total is None]:
        blocks.append(_without(without))
    content.blocks.extend(fit_columns(block, page) for block in blocks)
    return content


def _table(heading: str, headings: Sequence[str], rows: Sequence[Sequence[dict]], caption: str = "") -> dict:
    groups = [{"rows": [{"cells": list(row)}], "keep": False} for row in rows]
    content = {"caption": lines(caption), "headings": list(headings), "typed_widths": [], "head": [], "groups": groups}
    return printed_block("table", heading, **content, empty="")


def _figures(chosen: Chosen, figures: Figures) -> dict:
    low, high = figures.quartiles or (UNKNOWN, UNKNOWN)
    mark = two_decimals(chosen.year.framework.pass_mark)
    passed = f"{figures.passed:,} แห่ง" + (f" ร้อยละ {figures.share} ของที่มีผล" if figures.share else "")
    told = [
        ("หน่วยงานทั้งหมด", f"{figures.count:,} แห่ง"),
        ("มีคะแนนรวมที่ประกาศ", f"{figures.scored:,} แห่ง"),
        (f"คะแนนรวมตั้งแต่ {mark} ขึ้นไป", passed),
        ("มัธยฐาน", figures.median or UNKNOWN),
        ("ควอร์ไทล์ที่ ๑ และที่ ๓", f"{low} และ {high}"),
        ("ต่ำสุด และสูงสุด", f"{figures.lowest or UNKNOWN} และ {figures.highest or UNKNOWN}"),
    ]
    rows = [[cell(thai_digits(text)) for text in row] for row in told]
    day = thai_digits(long_date(timezone.localdate()))
    return _table("๑. ภาพรวม", ["รายการ", "ผล"], rows, f"ข้อมูลในระบบ ณ วันที่ {day}")


def _levels(figures: Figures) -> dict:
    rows = []
    for level in figures.levels:
        share = thai_digits(level.per_cent)
        bars = [{"tone": 1, "length": str(level.per_cent), "alt": f"ร้อยละ {share}"}] if level.per_cent else []
        count = thai_digits(f"{level.count:,}")
        rows.append([cell(level.label), {**cell(""), "bars": bars}, cell(count, "num"), cell(share, "num")])
    return printed_block(
        "chart",
        "๒. การกระจายตามระดับที่ประกาศ",
        plot=None,
        legend=[],
        headings=["ระดับ", "ร้อยละ ๐–๑๐๐", "แห่ง", "ร้อยละ"],
        widths=[32, 44, 12, 12],
        rows=rows,
        groups=[],
        notes=[],
    )


def _agencies(chosen: Chosen, rows: Sequence[OverviewRow]) -> dict:
    with_total = [row for row in rows if row.total is not None]
    provinces = {row.province for row in rows}
    results = [
        AgencyResult(
            row.name if len(provinces) == 1 else f"{row.name} จ.{row.province}",
            {score.number: score.value for score in row.scores if score.value is not None},
            row.total,
            row.level,
        )
        for row in with_total
    ]
    return printed_block("agencies", "๓. ผลของแต่ละหน่วยงาน", **agencies_table(chosen.year.rules, results, thai_digits))


def _indicators(chosen: Chosen, rows: Sequence[OverviewRow]) -> dict:
    """Say of each indicator how many scored below the pass mark, and the middle of all."""
    known: dict[int, list[tuple[Decimal, str]]] = {number: [] for number in chosen.year.rules.numbers}
    for row in rows:
        for score in row.scores:
            if score.value is not None:
                known[score.number].append((score.value, row.name))
    table = []
    for number, scores in known.items():
        middle = two_decimals(rounded(median([value for value, _ in scores]))) if scores else UNKNOWN
        weak = sum(value < chosen.year.framework.pass_mark for value, _ in scores)
        name = f"{number}. {chosen.year.rules.indicator_names[number]}"
        figures = [cell(thai_digits(text), "num") for text in (f"{len(scores):,}", middle, f"{weak:,}")]
        table.append([cell(thai_digits(name)), *figures])
    below = thai_digits(f"ต่ำกว่า {two_decimals(chosen.year.framework.pass_mark)} (แห่ง)")
    return _table("๔. ผลรายตัวชี้วัด", ["ตัวชี้วัด", "มีคะแนน (แห่ง)", "มัธยฐาน", below], table)


def _without(rows: Sequence[OverviewRow]) -> dict:
    count = thai_digits(f"{len(rows):,}")
    by_name = sorted(rows, key=lambda row: (row.province, row.district, row.name))
    table = [
        [cell(row.name), cell(row.district or UNKNOWN), cell(row.province), cell(row.state_label)] for row in by_name
    ]
    return _table(f"๕. หน่วยงานที่ยังไม่มีคะแนนรวม {count} แห่ง", ["หน่วยงาน", "อำเภอ", "จังหวัด", "สถานะ"], table)
