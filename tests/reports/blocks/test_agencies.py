"""Several authorities in one table: whose results are printed, their parts, their order, and how they are typed."""

from decimal import Decimal

import pytest

from assessments.models import Municipality
from reports.blocks import BLOCK_TYPES
from reports.builder.services import add_block
from reports.models import Block
from reports.output.content import document_content
from tests.reports.page_forms import address, form_data
from tests.reports.samples import make_document

NEIGHBOUR = {number: Decimal(90) for number in range(1, 11)}


@pytest.fixture
def neighbour(make_year) -> Municipality:
    return Municipality.objects.create(
        code="99990011", name="เทศบาลตำบลข้างเคียง", kind="subdistrict", district="เมือง", province="ทดสอบ"
    )


def table(year, staff, *codes: str) -> dict:
    document = make_document(year, [])
    section = {**BLOCK_TYPES["agencies"].new(year), "codes": list(codes)}
    add_block(by=staff, document=document, section=section)
    return document_content(document).blocks[0]


def texts(block: dict) -> list[list[str]]:
    rows = [group["rows"] for group in block["groups"]]
    return [["\n".join(line["text"] for line in cell["lines"]) for cell in row["cells"]] for [row] in rows]


def test_parts_follow_from_weights_and_the_total_is_the_announced_one(year, neighbour, make_year, staff):
    make_year(2567, NEIGHBOUR, of=neighbour, state="published", official_total=Decimal("91.00"), official_level="ผ่านดี")
    block = table(year, staff, year.municipality.code, neighbour.code)
    assert block["headings"] == [
        "ลำดับ",
        "หน่วยงาน",
        "IIT (ร้อยละ ๓๐)",
        "EIT (ร้อยละ ๓๐)",
        "OIT (ร้อยละ ๔๐)",
        "คะแนนรวม",
        "ระดับ",
    ]
    first, second = texts(block)
    assert first == ["๑", neighbour.name, "๒๗.๐๐", "๒๗.๐๐", "๓๖.๐๐", "๙๑.๐๐ *", "ผ่านดี"]  # its scores give 90
    assert (second[0], second[5], second[6]) == ("๒", "๙๐.๖๕", "ผ่าน")
    assert "* คะแนนรวมที่ประกาศต่างจาก" in str(block["notes"])


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_what_another_authority_did_not_publish_is_not_printed(year, neighbour, make_year, staff, state):
    make_year(2567, NEIGHBOUR, of=neighbour, state=state, official_total=Decimal("91.00"), official_level="ผ่านดี")
    block = table(year, staff, neighbour.code, year.municipality.code)
    assert texts(block)[1] == ["-", neighbour.name, "-", "-", "-", "-", "-"]
    assert f"ไม่มีผลที่เผยแพร่ในระบบ: {neighbour.name}" in str(block["notes"])


def test_equal_totals_share_a_place(year, neighbour, make_year, staff):
    make_year(2567, of=neighbour, state="published", official_total=year.official_total)
    assert [row[0] for row in texts(table(year, staff, neighbour.code, year.municipality.code))] == ["๑", "๑"]


def test_authorities_are_typed_by_code_or_words_and_faults_name_the_line(year, neighbour, sign_in, staff):
    make_document(year, [BLOCK_TYPES["agencies"].new(year)])
    client, block = sign_in(staff), Block.objects.get(type="agencies")
    edit = address("block_edit", year, block.pk)
    shown = form_data(client.get(edit))
    assert shown["codes"] == f"{year.municipality.code} {year.municipality.name} จ.{year.municipality.province}"
    wrong = client.post(edit, shown | {"codes": f"{neighbour.code}\nเทศบาลที่ไม่มี\nเทศบาล"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "บรรทัดที่ 2 “เทศบาลที่ไม่มี”: ไม่พบหน่วยงานนี้" in page and "บรรทัดที่ 3 “เทศบาล”: มีหลายหน่วยงาน" in page
    assert client.post(edit, shown | {"codes": f"ทต.ข้างเคียง\n{neighbour.code}"}).status_code == 302
    block.refresh_from_db()
    assert block.data["codes"] == [neighbour.code]
    many = "\n".join([neighbour.code] * 61)
    assert "เลือกได้ไม่เกิน 60 หน่วยงาน" in client.post(edit, form_data(client.get(edit)) | {"codes": many}).content.decode()
