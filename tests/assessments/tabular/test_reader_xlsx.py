"""xlsx as the field sends it."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from assessments.tabular import archive, reader, xlsx
from assessments.tabular.reader import read_table
from assessments.tabular.table import Column, Limits, SheetRefused, Table

from .samples import COLUMNS, HEADER, parts, sheet_xml, zipped
from .samples import xlsx as book

ROW = ["02110101", "เทศบาลทดสอบ", 2567, 90.64, "เทศบาลเมือง", "- หนึ่ง", "1/4/2567"]


def read(data: bytes, **limits: int) -> Table:
    return read_table(BytesIO(data), "ผล.xlsx", COLUMNS, Limits(**limits))


def refused(data: bytes, **limits: int) -> list[str]:
    with pytest.raises(SheetRefused) as caught:
        read(data, **limits)
    return caught.value.messages


def values(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def test_row_holds_cleaned_texts_by_column():
    [row] = read(book([HEADER, ROW])).rows
    assert row.values == {
        "code": "02110101",
        "name": "เทศบาลทดสอบ",
        "year": "2567",
        "score1": "90.64",
        "kind": "เทศบาลเมือง",
        "steps": "- หนึ่ง",
        "day": "1/4/2567",
    }
    assert row.number == 2


def test_titles_above_the_header_and_blank_rows_are_passed_over():
    table = read(book([["ผลการประเมิน ปี 2567"], [], [None, "หน่วย"], HEADER, [], ROW, ["", " "], ["-"], ROW]))
    assert table.header_row == 4
    assert [row.number for row in table.rows] == [6, 9]


def test_header_is_known_by_alias_digits_spaces_and_star():
    header = ["รหัส  อปท. *", "ชื่อ\u200bหน่วยงาน", " ปีงบประมาณ* ", "ตัวชี้วัดที่ ๑"]
    table = read(book([header, ROW[:4]]))
    assert tuple(column.name for column in table.columns) == ("code", "name", "year", "score1")


def test_columns_are_found_in_any_order_and_unknown_ones_are_told():
    table = read(book([["ปี", "หมายเหตุ", None, "รหัสหน่วยงาน", "เหตุผลที่ไม่รับ"], [2567, "x", "y", "02110101", "z"]]))
    assert values(table) == [("2567", "02110101")]
    assert table.notices == ("ไม่ได้อ่านคอลัมน์ที่ไม่รู้จัก: “หมายเหตุ”",)


def test_missing_columns_are_named_with_what_they_may_be():
    assert refused(book([["รหัสหน่วยงน", "ชื่อหน่วยงาน"], ROW[:2]])) == [
        "หัวตาราง (แถวที่ 1) ขาดคอลัมน์ที่จำเป็น: “รหัสหน่วยงาน”, “ปีงบประมาณ”",
        "หัวคอลัมน์ที่ระบบไม่เข้าใจ: “รหัสหน่วยงน” อาจหมายถึง “รหัสหน่วยงาน” หากใช่ ให้แก้ชื่อหัวตาราง แล้วนำเข้าอีกครั้ง",
    ]


def test_file_without_any_value_is_refused_with_what_its_headings_may_mean():
    rows = [["รหัสหน่วยงาน", "ปี", "ตัวชี้วัดที๋ 1", "เบอร์โทร"], ["02110101", 2567, 90, "-"]]
    assert len(read(book(rows)).rows) == 1
    with pytest.raises(SheetRefused) as error:
        read_table(BytesIO(book(rows)), "x", COLUMNS, values=["score1", "steps"])
    assert error.value.messages == [
        "หัวตาราง (แถวที่ 1) ไม่มีคอลัมน์ค่าที่จะนำเข้า จึงไม่ได้เทียบกับข้อมูลในระบบ ต้องมีอย่างน้อยหนึ่งในคอลัมน์ “ตัวชี้วัดที่ 1”, “ขั้นตอน”",
        "หัวคอลัมน์ที่ระบบไม่เข้าใจ: “ตัวชี้วัดที๋ 1” อาจหมายถึง “ตัวชี้วัดที่ 1”, “เบอร์โทร” หากใช่ ให้แก้ชื่อหัวตาราง แล้วนำเข้าอีกครั้ง",
    ]


def test_column_may_stand_instead_of_a_required_one():
    columns = [Column("code", "รหัส", required=True, instead="name"), Column("name", "ชื่อ"), Column("value", "ค่า")]
    assert len(read_table(BytesIO(b"\xef\xbb\xbf" + "ชื่อ,ค่า\nก,1".encode()), "x", columns).rows) == 1
    with pytest.raises(SheetRefused) as error:
        read_table(BytesIO("ค่า\n1".encode()), "x", columns)
    assert error.value.messages == ["หัวตาราง (แถวที่ 1) ขาดคอลัมน์ที่จำเป็น: “รหัส หรือ ชื่อ”"]


def test_column_found_twice_is_refused():
    assert refused(book([[*HEADER, "ปี"], ROW])) == ["หัวตาราง (แถวที่ 1) มีคอลัมน์ “ปีงบประมาณ” ซ้ำ ลบหรือเปลี่ยนชื่อคอลัมน์ที่ไม่ใช้"]


def test_table_without_any_header_is_refused():
    assert refused(book([ROW, ROW])) == [
        "ไม่พบแถวหัวตารางใน 30 แถวแรก ต้องมีคอลัมน์ “รหัสหน่วยงาน”, “ปีงบประมาณ” ใช้แบบไฟล์ที่ดาวน์โหลดจากหน้านี้"
    ]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("97.75 ", "97.75"),
        ("๙๗.๗๕", "97.75"),
        ("\u00a097.75", "97.75"),
        ("-", ""),
        ("–", ""),
        ("'-5", "-5"),
        ("<c><v>91.360000000000014</v></c>", "91.36"),
        ("<c><v>91.365</v></c>", "91.365"),
        ("<c><v>1E2</v></c>", "100"),
        ("<c><v>1E-7</v></c>", "0.0000001"),
        ("<c><v>100.0</v></c>", "100"),
        ("<c><v>nonsense</v></c>", "nonsense"),
        ('<c t="str"><f>A1</f><v>90.64</v></c>', "90.64"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="str"><f>""</f><v></v></c>', ""),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="d"><v>2024-04-01</v></c>', "1/4/2567"),
        ('<c t="inlineStr"><is><r><t>97</t></r><r><t>.75</t></r><rPh><t>เก้า</t></rPh></is></c>', "97.75"),
    ],
)
def test_cell_is_read_as_excel_shows_it(typed, text):
    [row] = read(book([HEADER, [*ROW[:3], typed]])).rows
    assert (row.values["score1"], row.faults) == (text, {})


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("<c><f>1+1</f></c>", xlsx.FORMULA),
        ("<c><f>1+1</f><v/></c>", xlsx.FORMULA),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "“#DIV/0!” เป็นค่าผิดพลาดของ Excel แก้สูตรหรือวางเฉพาะค่า"),
    ],
)
def test_cell_without_a_value_is_a_fault_of_its_row(typed, fault):
    first, second = read(book([HEADER, [*ROW[:3], typed], ROW])).rows
    assert (first.values["score1"], first.faults) == ("", {"score1": fault})
    assert second.faults == {}


STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="[$-D07041E]d\\ mmmm\\ bbbb"/>'
    '<numFmt numFmtId="171" formatCode="00000000"/>'
    '<numFmt numFmtId="172" formatCode="&quot;day&quot;0.0"/>'
    '<numFmt numFmtId="173" formatCode="[$-D07041E]mmm\\ bb"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    "<cellXfs>"
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 170, 171, 10, 172, 20, 17, 173))
    + "</cellXfs>"
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c s="1"><v>45383</v></c>', "1/4/2567"),
        ('<c s="7"><v>45566</v></c>', "ต.ค. 2567"),  # shown as Oct-24
        ('<c s="8"><v>45566</v></c>', "ต.ค. 2567"),
        ('<c s="2"><v>45383</v></c>', "1/4/2567"),
        ('<c s="2"><v>45383.4375</v></c>', "1/4/2567 10:30"),
        ('<c s="1"><v>243709</v></c>', "1/4/2567"),
        ('<c s="1"><v>99999999</v></c>', "99999999"),
        ('<c s="3"><v>2110101</v></c>', "02110101"),
        ('<c s="4"><v>0.9775</v></c>', "97.75%"),
        ('<c s="4"><v>1</v></c>', "100%"),
        ('<c s="5"><v>1.5</v></c>', "1.5"),
        ('<c s="6"><v>0.4375</v></c>', "10:30"),
        ('<c s="9999"><v>1.5</v></c>', "1.5"),
    ],
)
def test_number_format_tells_days_codes_and_percentages(cell, text):
    [row] = read(book([HEADER, [*ROW[:3], cell]], styles=STYLES)).rows
    assert row.values["score1"] == text


def test_days_of_a_1904_workbook_are_told():
    files = parts({"ข้อมูล": sheet_xml([HEADER, [*ROW[:3], '<c s="1"><v>43921</v></c>']])}, styles=STYLES)
    files["xl/workbook.xml"] = files["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    [row] = read(zipped(files)).rows
    assert row.values["score1"] == "1/4/2567"


def test_code_gets_the_zero_that_excel_dropped():
    table = read(book([HEADER, [2110101, *ROW[1:]], [110101, *ROW[1:]]]))
    assert [row.values["code"] for row in table.rows] == ["02110101", "110101"]


def test_shared_strings_are_read_and_unescaped():
    strings = "<si><t>a_x000A_b_x005F_x0041_</t></si><si><r><t>ก</t></r><r><t>ข</t></r></si>"
    row = ["02110101", '<c t="s"><v>1</v></c>', 2567, None, None, '<c t="s"><v>0</v></c>']
    [row] = read(book([HEADER, row], strings=strings)).rows
    assert (row.values["name"], row.values["steps"]) == ("กข", "a\nb_x0041_")


def test_prefixed_tags_are_read():
    data = book([HEADER, ROW])
    raw = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(raw, "w") as new:
        for entry in old.infolist():
            text = old.read(entry).decode()
            if entry.filename.startswith("xl/worksheets"):
                text = (
                    text.replace("</", "</x:")
                    .replace("<", "<x:")
                    .replace("<x:/x:", "</x:")
                    .replace("xmlns=", "xmlns:x=")
                )
            new.writestr(entry.filename, text)
    assert values(read(raw.getvalue())) == values(read(data))


def test_hidden_sheets_are_left_and_the_sheet_with_the_table_is_found():
    sheets = {"ซ่อน": sheet_xml([HEADER, ROW, ROW]), "ปก": sheet_xml([["ผลการประเมิน"]]), "ผล": sheet_xml([HEADER, ROW])}
    table = read(zipped(parts(sheets, states={"ซ่อน": "hidden"})))
    assert (len(table.rows), table.notices) == (1, ())


def test_second_sheet_with_the_same_table_is_told():
    sheets = {"2566": sheet_xml([HEADER, ROW]), "2567": sheet_xml([HEADER, ROW, ROW])}
    table = read(zipped(parts(sheets)))
    assert (len(table.rows), table.notices) == (1, ("อ่านเฉพาะแผ่นงาน “2566” ไม่ได้อ่าน “2567”",))


def test_hidden_rows_and_columns_are_read_like_the_others():
    work = openpyxl.Workbook()
    sheet = work.active
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "ผลการประเมิน"
    for row in (HEADER, ROW, ROW):
        sheet.append(row)
    sheet.column_dimensions["D"].hidden = sheet.row_dimensions[4].hidden = True
    raw = BytesIO()
    work.save(raw)
    table = read(raw.getvalue())
    assert table.header_row == 2
    assert [row.values["score1"] for row in table.rows] == ["90.64", "90.64"]


def test_blank_cells_far_out_are_no_columns_but_texts_are():
    far = '<c r="XFD2" s="1"/>'
    assert len(read(book([HEADER, [*ROW, far]])).rows) == 1
    assert refused(book([HEADER, [*ROW, '<c r="XFD2"><v>1</v></c>']])) == [
        "แถวที่ 2 มีข้อมูลเกินคอลัมน์ที่ 100 ลบคอลัมน์ที่ไม่ใช้แล้วนำเข้าอีกครั้ง"
    ]


def test_rows_and_letters_are_limited():
    data = book([HEADER, *[ROW] * 11])
    assert len(read(data, rows=11).rows) == 11
    assert refused(data, rows=10) == [
        "ตารางมีข้อมูลมากเกินไป (เกิน 10 แถว หรือ 50,000,000 ตัวอักษร) แบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์"
    ]
    assert refused(data, characters=100) == [
        "ตารางมีข้อมูลมากเกินไป (เกิน 100,000 แถว หรือ 100 ตัวอักษร) แบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์"
    ]
    assert refused(data, cell=5) == ["มีเซลล์ที่ยาวเกิน 5 ตัวอักษร ย่อข้อความแล้วนำเข้าอีกครั้ง"]
    assert refused(data, cells=50) == [archive.EXPANDS]
    assert refused(data, tags=50) == [archive.EXPANDS]
    assert refused(data, expanded=5000) == [archive.EXPANDS]
    assert refused(data, entries=4) == [archive.EXPANDS]


def test_locked_entries_are_told():
    data = bytearray(book([HEADER, ROW]))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == [archive.LOCKED]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", reader.EMPTY),
        (b"\xef\xbb\xbf \r\n", reader.EMPTY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), reader.OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), archive.LOCKED),
        (b"<html><table>", reader.WEB_PAGE),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>", reader.WEB_PAGE),
        (b"%PDF-1.7", f"“ผล.xlsx” {reader.NO_TABLE}"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), xlsx.OPEN_DOCUMENT),
        (zipped({"ผล.csv": "a,b"}), xlsx.NOT_EXCEL),
        (zipped(parts({"x": ""}) | {"xl/vbaProject.bin": ""}), xlsx.MACROS),
        (zipped(parts({"x": ""}) | {"xl/workbook.bin": ""}), xlsx.BINARY),
        (zipped({"[Content_Types].xml": "<Types/>"}), archive.BROKEN),
        (zipped(parts({})), xlsx.NO_SHEET),
        (zipped(parts({"x": sheet_xml([HEADER, ROW])}, states={"x": "veryHidden"})), xlsx.NO_SHEET),
        (book([HEADER, ROW])[:-30], archive.BROKEN),
        (b"PK\x03\x04", archive.BROKEN),
        (book([]), reader.EMPTY),
        (book([HEADER, ['<c t="s"><v>7</v></c>']]), archive.BROKEN),
        (book([HEADER, ['<c t="s"><v>-1</v></c>']]), archive.BROKEN),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data, message):
    assert refused(data) == [message]


def test_header_alone_is_a_table_without_rows():
    assert read(book([HEADER])).rows == []
