"""What the writer writes: real numbers, harmless texts, and the reader's way back."""

import csv
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.tabular.cells import convert
from assessments.tabular.reader import read_table
from assessments.tabular.table import REASON_HEADER, Column
from assessments.tabular.writer import write_csv, write_refused, write_xlsx
from ita_portal.thai import normalise, tidy_lines
from tests.ooxml import schema_faults

from .samples import COLUMNS

ROOT = Path(__file__).parents[3]
VALUES = ["02110101", "=1+1", 2567, Decimal("97.5"), "town", "- หนึ่ง\n  - สอง _x0041_ <b>&", date(2024, 4, 1)]
BLANKS = ["02110102", "", 2567, None, "", None, None]


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def read(data: bytes, columns=COLUMNS) -> list[list[object]]:
    table = read_table(BytesIO(data), "x", columns)
    assert table.notices == ()
    return [[convert(*pair) for pair in zip(table.columns, row.cells, strict=True)] for row in table.rows]


def test_cells_have_their_types():
    sheet = book(write_xlsx(COLUMNS, [VALUES, BLANKS], title="ผล")).worksheets[0]
    assert [
        [(cell.value, cell.data_type, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=2)
    ] == [
        [
            ("02110101", "s", "@"),
            ("=1+1", "s", "General"),
            (2567, "n", "0"),
            (97.5, "n", "0.00"),
            ("เทศบาลเมือง", "s", "General"),
            ("- หนึ่ง\n  - สอง _x005F_x0041_ <b>&", "s", "General"),
            ("1/4/2567", "s", "@"),
        ],
        [("02110102", "s", "@"), (None, "n", "General"), (2567, "n", "0"), *[(None, "n", "General")] * 4],
    ]


def test_book_is_as_the_schemas_want_it(tmp_path):
    file = write_refused(COLUMNS, [({"code": "1"}, "ไม่มีหน่วยงานนี้")], title="ผล", notes=("หมายเหตุ",))
    assert schema_faults(file, tmp_path / "refused.xlsx") == []


def test_rows_are_as_high_as_their_texts():
    """As in a file that a spreadsheet program saved: none finds heights by itself in all cases."""
    columns = (Column("title", "ชื่อ", kind="text", width=20), Column("steps", "ขั้นตอน", kind="lines", width=20))
    rows = [["น้ำ", "หนึ่ง"], ["น้ำ", "หนึ่ง\nสอง\nสาม"], ["ขั้นตอนการดำเนินงาน" * 3, None], ["ก" * 30_000, None]]
    sheet = book(write_xlsx(columns, rows, title="ผล")).worksheets[0]
    assert [sheet.row_dimensions[place].height for place in range(2, 6)] == [None, 48, 48, 409]


def test_csv_is_utf_8_with_its_mark():
    assert write_csv(COLUMNS[:4], [VALUES[:4], BLANKS[:4]]).decode("utf-8-sig") == (
        '"รหัสหน่วยงาน","ชื่อหน่วยงาน","ปีงบประมาณ","ตัวชี้วัดที่ 1"\r\n"02110101","\t=1+1",2567,97.50\r\n"02110102","",2567,""\r\n'
    )
    assert write_csv(COLUMNS[:4], [])[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "write", [lambda rows: write_xlsx(COLUMNS, rows, title="ผล"), lambda rows: write_csv(COLUMNS, rows)]
)
def test_rows_come_back_as_they_were(write):
    assert read(write([VALUES, BLANKS])) == [VALUES, ["02110102", "", 2567, None, None, "", None]]


def test_rows_may_be_mappings():
    assert read(write_csv(COLUMNS, [{"year": 2567, "code": "02110101"}])) == [
        ["02110101", "", 2567, None, None, "", None]
    ]


RISKY = ["=1", "+1", "-1", "@x", "- ก\n- ข", "  =1", "=", "＝1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize(
    "text", [*RISKY, "-", "'-", "'=x", "'", "'x", "#N/A", "TRUE", "1e5", "_x0041_", "=1\t", "1=1", "ก - ข"]
)
def test_text_is_harmless_and_comes_back(text):
    """In xlsx the cell is a text and says so; in csv a tab that nobody sees keeps it from being computed."""
    columns = [Column("a", "ก", kind="lines"), Column("b", "ข")]
    stored, risky = text.rstrip(), text in (*RISKY, "=1\t")
    workbook, plain = write_xlsx(columns, [[text, "x"]], title="=x"), write_csv(columns, [[text, "x"]])
    for data in (workbook, plain):
        assert read(data, columns) == [[stored, "x"]]
    cell = book(workbook).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (stored.replace("_x0041_", "_x005F_x0041_"), "s", risky)
    [_, [written, _]] = csv.reader(StringIO(plain.decode("utf-8-sig"), newline=""))
    assert written == ("\t" + stored if risky else stored)
    assert plain.decode("utf-8-sig").splitlines()[1].startswith('"')


def test_csv_that_excel_saved_again_comes_back():
    """Excel keeps the tab, drops the quotes, and may save the whole as a workbook."""
    columns = [Column("a", "ก", kind="lines"), Column("b", "ข")]
    assert read("ก,ข\r\n\t=1,\t-2\r\n".encode(), columns) == [["=1", "-2"]]
    assert read(write_xlsx(columns, [], title="x"), columns) == []
    saved = openpyxl.Workbook()
    for row in (["ก", "ข"], ["\t- หนึ่ง", "\t@x"]):
        saved.active.append(row)
    file = BytesIO()
    saved.save(file)
    assert read(file.getvalue(), columns) == [["- หนึ่ง", "@x"]]


def test_template_has_drop_downs_notes_and_frozen_header():
    work = book(
        write_xlsx(COLUMNS, [], title="ผล/การประเมิน", notes=["หนึ่งแถวต่อหนึ่งหน่วยงาน"], dropdowns={"name": ["ก", "ข", "ค"]})
    )
    sheet, notes, lists = work.worksheets
    assert (sheet.title, sheet.freeze_panes, sheet.max_row) == ("ผล การประเมิน", "A2", 1)
    assert [cell.value for cell in sheet[1]][:3] == ["รหัสหน่วยงาน *", "ชื่อหน่วยงาน", "ปีงบประมาณ *"]
    assert {(str(rule.sqref), rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation} == {
        ("B2:B100001", "list", "'รายการ'!$B$1:$B$3"),
        ("C2:C100001", "whole", "2500"),
        ("D2:D100001", "decimal", "0"),
        ("E2:E100001", "list", "'รายการ'!$A$1:$A$2"),
    }
    assert (lists.sheet_state, list(lists.values)) == ("hidden", [("เทศบาลนคร", "ก"), ("เทศบาลเมือง", "ข"), (None, "ค")])
    assert (notes.title, notes["A1"].value, notes["A2"].value) == ("คำอธิบาย", "ผล/การประเมิน", "หนึ่งแถวต่อหนึ่งหน่วยงาน")
    assert sheet.column_dimensions["A"].number_format == "@"


def test_refused_rows_carry_their_reason_and_are_read_again():
    table = read_table(BytesIO("รหัสหน่วยงาน,ปี,ตัวชี้วัดที่ 1\n1,2567,เก้าสิบ\n2,๒๕๖๗,๙๐\n".encode()), "x", COLUMNS)
    data = write_refused(table.columns, [(row.values, "=รหัสผิด") for row in table.rows], title="แถวที่ไม่รับ")
    assert list(book(data).worksheets[0].values) == [
        (REASON_HEADER, "รหัสหน่วยงาน *", "ปีงบประมาณ *", "ตัวชี้วัดที่ 1"),
        ("=รหัสผิด", "1", 2567, "เก้าสิบ"),
        ("=รหัสผิด", "2", 2567, 90),
    ]
    again = read_table(BytesIO(data), "x", COLUMNS)
    assert [row.values for row in again.rows] == [row.values for row in table.rows]
    assert again.notices == ()


def test_value_without_a_form_is_a_mistake_of_ours():
    with pytest.raises(TypeError):
        write_csv(COLUMNS, [["1", 1.5, *BLANKS[2:]]])


TEXT = st.text(st.characters(codec="utf-8"), max_size=30) | st.text("='+-@\t\r\n ก_x0041", max_size=8)
SCORES = st.none() | st.decimals(0, 100, places=2)


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[0-9]{8}", fullmatch=True),
            TEXT,
            st.integers(2500, 2700),
            SCORES,
            st.sampled_from(["", "city", "town"]),
            TEXT,
            st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        ),
        max_size=6,
    )
)
def test_any_table_comes_back(rows):
    """Texts in the one form of the portal, which is how the database holds them; a lone dash on one line is blank."""

    def line(text: str) -> str:
        tidied = tidy_lines(normalise(text)).strip()
        return "" if tidied == "-" else tidied

    stored = [
        [code, line(name), year, score, kind or None, tidy_lines(normalise(steps)), day]
        for code, name, year, score, kind, steps, day in rows
    ]
    assert read(write_xlsx(COLUMNS, rows, title="ผล")) == stored
    assert read(write_csv(COLUMNS, rows)) == stored


LARGE = """
import sys
from decimal import Decimal
from io import BytesIO, StringIO
from assessments.tabular.reader import read_table
from assessments.tabular.table import Column
from assessments.tabular.writer import write_csv, write_xlsx
columns = [Column("code", "รหัส", kind="code", required=True), Column("name", "ชื่อ"), Column("year", "ปี", kind="year")]
columns += [Column(f"s{n}", f"ตัวชี้วัดที่ {n}", kind="score") for n in range(1, 12)] + [Column("level", "ระดับ")]
def rows():
    for n in range(80_000):
        scores = [Decimal(n * k % 10_001) / 100 for k in range(1, 12)]
        yield [f"{n:08}", f"เทศบาลตำบลทดสอบที่ {n // 8}", 2562 + n % 8, *scores, "ผ่านดี"]
if sys.argv[2] == "write":
    data = write_xlsx(columns, rows(), title="ผล") if sys.argv[1].endswith("xlsx") else write_csv(columns, rows())
    open(sys.argv[1], "wb").write(data)
else:
    assert len(read_table(open(sys.argv[1], "rb"), "x", columns).rows) == 80_000
print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("name", ["large.xlsx", "large.csv"])
def test_80_000_rows_of_15_columns_stay_small_in_memory(name, tmp_path):
    peaks = {}
    for step in ("write", "read"):
        done = subprocess.run(
            [sys.executable, "-c", LARGE, tmp_path / name, step], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.returncode == 0, done.stderr
        peaks[step] = float(done.stdout)
    assert peaks["write"] < 250
    assert peaks["read"] < 200
