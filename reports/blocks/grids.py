"""A table with merged cells as text of lines and tabs, and back. Pure.

A cell that is joined to the one on its left says "<<", one that is joined to the one above "^^". Stored are the cells
that hold a text, each with how far it reaches, as in HTML.
"""

from collections.abc import Iterator, Sequence

from assessments.tabular.csv_text import parse_block
from ita_portal.thai import tidy_lines

LEFT, ABOVE = "<<", "^^"
MOST_COLUMNS, MOST_ROWS, MOST_HEAD_ROWS = 20, 300, 2
LONGEST_CELL, LONGEST_TABLE = 2_000, 60_000  # letters
MOST_FAULTS = 20  # that are told of one table

Grid = list[list[dict]]  # of rows of {"text", "across", "down"}


class GridFault(ValueError):
    """What is wrong with a table, each by row and column."""

    def __init__(self, faults: Sequence[str]):
        super().__init__(" ".join(faults[:MOST_FAULTS]))
        self.faults = list(faults[:MOST_FAULTS])


def at(row: int, column: int) -> str:
    """Name a place, both counted from 0, as people count."""
    return f"แถวที่ {row + 1} คอลัมน์ที่ {column + 1}"


def cell_of(text: str, across: int = 1, down: int = 1) -> dict:
    return {"text": text, "across": across, "down": down}


def read_grid(text: str) -> Grid:
    """Return what is typed or pasted as a table; empty rows and columns are left out. GridFault, in Thai.

    Cells are parted by tabs; text without any by "|".
    """
    if "\t" not in text and "|" in text:
        text = "\n".join(
            "\t".join(part.strip() for part in line.strip().strip("|").split("|")) for line in _lines(text)
        )
    try:
        table = [[tidy_lines(cell).strip() for cell in row] for row in parse_block(text)]
    except ValueError as error:
        raise GridFault([str(error)]) from error
    _refuse(list(_oversized(table)))
    owners = _owners(table)
    return [
        [
            cell_of(text, *_reach((row, column), owners))
            for column, text in enumerate(texts)
            if owners[row][column] == (row, column)
        ]
        for row, texts in enumerate(table)
    ]


def written(grid: Grid, columns: int) -> str:
    """Return a table as the text that gives it back."""
    table = [[""] * columns for _ in grid]
    for row, column, cell in places(grid, columns):
        for down in range(cell["down"]):
            for across in range(cell["across"]):
                mark = LEFT if across else ABOVE
                table[row + down][column + across] = mark if across or down else _quoted(cell["text"])
    return "\n".join("\t".join(texts) for texts in table)


def width(grid: Grid) -> int:
    """Return how many columns the first row has."""
    return sum(cell["across"] for cell in grid[0]) if grid else 0


def places(grid: Grid, columns: int) -> Iterator[tuple[int, int, dict]]:
    """Give each cell with its row and column. GridFault where the cells do not fill their table."""
    busy = [0] * columns  # how many rows further down each column is taken
    for row, cells in enumerate(grid):
        column = 0
        for cell in cells:
            column = next((free for free in range(column, columns) if not busy[free]), columns)
            reached = busy[column : column + cell["across"]]
            if len(reached) < cell["across"]:
                raise GridFault([f"{at(row, min(column, columns - 1))}: แถวนี้มีช่องเกิน {columns} คอลัมน์ของตาราง"])
            if any(reached):
                raise GridFault([f"{at(row, column)}: ช่องที่รวมกันทับช่องที่รวมลงมาจากแถวบน"])
            if row + cell["down"] > len(grid):
                raise GridFault([f"{at(row, column)}: ช่องที่รวมกันเลยแถวสุดท้ายของตาราง"])
            busy[column : column + cell["across"]] = [cell["down"]] * cell["across"]
            yield row, column, cell
        if 0 in busy:
            raise GridFault([f"{at(row, busy.index(0))}: ไม่มีช่องนี้ แถวนี้มีช่องไม่ครบ {columns} คอลัมน์"])
        busy = [left - 1 for left in busy]


def check(grid: Grid, columns: int, head_rows: int) -> None:
    """GridFault for a table whose cells do not fill it, whose headings are missing or reach into its rows."""
    if grid and len(grid) < head_rows:
        raise GridFault([f"หัวตารางมี {head_rows} แถว แต่ตารางมีเพียง {len(grid)} แถว"])
    _refuse(
        [
            f"{at(row, column)}: ช่องที่รวมกันข้ามจากหัวตารางลงไปในแถวของตาราง"
            for row, column, cell in places(grid, columns)
            if row < head_rows < row + cell["down"]
        ]
    )
    if sum(len(cell["text"]) for cells in grid for cell in cells) > LONGEST_TABLE:
        raise GridFault([f"ข้อความในตารางยาวรวมกันเกิน {LONGEST_TABLE:,} ตัวอักษร แบ่งเป็นหลายตาราง"])


def _refuse(faults: list[str]) -> None:
    if faults:
        raise GridFault(faults)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if '"' in text or "\n" in text else text


def _oversized(table: list[list[str]]) -> Iterator[str]:
    if len(table) > MOST_ROWS:
        yield f"ตารางมี {len(table)} แถว มีได้ไม่เกิน {MOST_ROWS} แถว แบ่งเป็นหลายตาราง"
    if table and len(table[0]) > MOST_COLUMNS:
        yield f"ตารางมี {len(table[0])} คอลัมน์ มีได้ไม่เกิน {MOST_COLUMNS} คอลัมน์"
    for row, texts in enumerate(table):
        for column, text in enumerate(texts):
            if len(text) > LONGEST_CELL:
                yield f"{at(row, column)}: ยาว {len(text):,} ตัวอักษร ช่องหนึ่งยาวได้ไม่เกิน {LONGEST_CELL:,} ตัวอักษร"


def _owners(table: list[list[str]]) -> list[list[tuple[int, int]]]:
    """Return for each place the place of the cell that it belongs to; what is joined must be a rectangle."""
    owners: list[list[tuple[int, int]]] = []
    faults = []
    for row, texts in enumerate(table):
        owners.append([])
        for column, text in enumerate(texts):
            own = row, column
            if text == LEFT and column:
                own = owners[row][column - 1]
            elif text == ABOVE and row:
                own = owners[row - 1][column]
            elif text in (LEFT, ABOVE):
                faults.append(f"{at(row, column)}: ไม่มีช่องทาง{'ซ้าย' if text == LEFT else 'บน'}ให้รวมด้วย")
            owners[row].append(own)
    _refuse(faults)
    for row, of_row in enumerate(owners):
        for column, owner in enumerate(of_row):
            across, down = _reach(owner, owners)
            if row >= owner[0] + down or not owner[1] <= column < owner[1] + across:
                faults.append(f"{at(row, column)}: ช่องที่รวมกันต้องเป็นรูปสี่เหลี่ยม ตรวจเครื่องหมาย {LEFT} และ {ABOVE}")
    for row, column in sorted({owner for of_row in owners for owner in of_row}):
        across, down = _reach((row, column), owners)
        reached = [owners[row + below][column + right] for below in range(down) for right in range(across)]
        if any(owner != (row, column) for owner in reached):
            faults.append(f"{at(row, column)}: ช่องที่รวมกันต้องเป็นรูปสี่เหลี่ยม ตรวจเครื่องหมาย {LEFT} และ {ABOVE}")
    _refuse(list(dict.fromkeys(faults)))
    return owners


def _reach(owner: tuple[int, int], owners: list[list[tuple[int, int]]]) -> tuple[int, int]:
    """Return over how many columns and rows a cell goes, from its own place to the right and down."""
    row, column = owner
    across = next((right for right, of in enumerate(owners[row][column:]) if of != owner), len(owners[row]) - column)
    down = next((below for below, of in enumerate(owners[row:]) if of[column] != owner), len(owners) - row)
    return across, down
