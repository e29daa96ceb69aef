"""A table as text of lines and tabs, and back; what does not fill its table is told by row and column."""

import pytest

from reports.blocks import grids
from reports.blocks.grids import GridFault, cell_of, read_grid, width, written

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

MERGED = "ลำดับ\tงาน\tงบประมาณ\t<<\n^^\t^^\tตั้งไว้\tใช้จริง\n๑\tก\t10\t5"


def test_marks_become_cells_that_reach_over_others():
    grid = read_grid(MERGED)
    assert grid == [
        [cell_of("ลำดับ", 1, 2), cell_of("งาน", 1, 2), cell_of("งบประมาณ", 2, 1)],
        [cell_of("ตั้งไว้"), cell_of("ใช้จริง")],
        [cell_of("๑"), cell_of("ก"), cell_of("10"), cell_of("5")],
    ]
    assert (width(grid), written(grid, 4)) == (4, MERGED)


def test_a_block_of_rows_and_columns_is_one_cell():
    text = "ก\t<<\tข\n^^\t<<\tค"
    grid = read_grid(text)
    assert grid[0][0] == cell_of("ก", 2, 2)
    assert read_grid(written(grid, 3)) == grid
    assert read_grid("ก\t<<\tข\n^^\t^^\tค") == grid


@pytest.mark.parametrize("text", ["ก|ข\n1|2", "| ก | ข |\n| 1 | 2 |", "ก\tข\r\n1\t2\r\n\r\n"])
def test_bars_part_cells_where_there_are_no_tabs(text):
    assert written(read_grid(text), 2) == "ก\tข\n1\t2"


def test_cells_keep_their_lines_and_quotes():
    text = 'ก\t"บรรทัดหนึ่ง\nบรรทัด ""สอง"""\n1\t2'
    grid = read_grid(text)
    assert grid[0][1]["text"] == 'บรรทัดหนึ่ง\nบรรทัด "สอง"'
    assert read_grid(written(grid, 2)) == grid


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<<\tก", "แถวที่ 1 คอลัมน์ที่ 1: ไม่มีช่องทางซ้าย"),
        ("ก\t^^", "แถวที่ 1 คอลัมน์ที่ 2: ไม่มีช่องทางบน"),
        ("ก\tข\n^^\t<<", "แถวที่ 2 คอลัมน์ที่ 2: ช่องที่รวมกันต้องเป็นรูปสี่เหลี่ยม"),
        ("ก\t<<\n^^\tข", "แถวที่ 1 คอลัมน์ที่ 1: ช่องที่รวมกันต้องเป็นรูปสี่เหลี่ยม"),
        ("\t".join(map(str, range(1, 22))), "21 คอลัมน์ มีได้ไม่เกิน 20"),
        ("\n".join("ก\tข" for _ in range(301)), "301 แถว มีได้ไม่เกิน 300"),
        ("ก\t" + "ข" * 2_001, "แถวที่ 1 คอลัมน์ที่ 2: ยาว 2,001"),
    ],
)
def test_what_is_no_table_is_told_by_its_place(text, told):
    with pytest.raises(GridFault, match=told):
        read_grid(text)


@pytest.mark.parametrize(
    ("rows", "columns", "told"),
    [
        ([[cell_of("ก")]], 2, "แถวที่ 1 คอลัมน์ที่ 2: ไม่มีช่องนี้"),
        ([[cell_of("ก"), cell_of("ข"), cell_of("ค")]], 2, "แถวนี้มีช่องเกิน 2 คอลัมน์"),
        ([[cell_of("ก", 1, 2), cell_of("ข")]], 2, "เลยแถวสุดท้าย"),
        (
            [[cell_of("ก"), cell_of("ข", 1, 2), cell_of("ค")], [cell_of("ง", 2), cell_of("จ")]],
            3,
            "แถวที่ 2 คอลัมน์ที่ 1: ช่องที่รวมกันทับ",
        ),
        ([[cell_of("ก", 1, 2), cell_of("ข")], [cell_of("ค")]], 2, "แถวที่ 1 คอลัมน์ที่ 1: ช่องที่รวมกันข้ามจากหัวตาราง"),
        ([[]], 2, "แถวที่ 1 คอลัมน์ที่ 1: ไม่มีช่องนี้"),
    ],
)
def test_cells_fill_their_table(rows, columns, told):
    with pytest.raises(GridFault, match=told):
        grids.check(rows, columns, head_rows=1)


def test_no_table_is_a_table():
    grids.check([], 0, head_rows=1)
    assert (read_grid(" \n\t"), written([], 0)) == ([], "")


def test_work_is_bounded():
    text = "\n".join("\t".join(["ก"] + ["<<"] * 19) for _ in range(300))
    grid = read_grid(text)
    assert [len(row) for row in grid] == [1] * 300
    one = "\n".join("\t".join(["^^" if row else "ก", *["<<"] * 19]) for row in range(300))
    assert read_grid(one) == [[cell_of("ก", 20, 300)], *[[]] * 299]
