"""The forms of cover, contents, places to sign, list of evidence and announcement."""

import pytest

from reports.blocks import BLOCK_TYPES
from reports.builder import services
from reports.builder.outline import outline
from reports.package import block_data
from tests.reports.official import ANNOUNCEMENT, COVER, EVIDENCE, OFFICIAL, SIGNATURES, TOC, prove, text
from tests.reports.page_forms import address, form_data, post_back
from tests.reports.samples import make_document, make_measures


def only_block(document) -> dict:
    return block_data(document.blocks.get())


@pytest.mark.parametrize("section", OFFICIAL, ids=lambda section: section["type"])
def test_form_posted_as_it_stands_keeps_what_is_stored(editing, year, section):
    document = make_document(year, [section])
    there = only_block(document)
    post_back(editing, address("block_edit", year, document.blocks.get().pk))
    assert only_block(document) == there == there | section


@pytest.mark.parametrize("kind", [section["type"] for section in OFFICIAL])
def test_form_of_a_new_block_stores_its_starting_text(editing, year, kind):
    document = make_document(year, [])
    post_back(editing, f"{address('block_add', year)}?type={kind}")
    assert only_block(document) == BLOCK_TYPES[kind].new(year)


def test_announcement_is_stored_as_typed(editing, year):
    document = make_document(year, [ANNOUNCEMENT])
    url = address("block_edit", year, document.blocks.get().pk)
    typed = {
        "subject": "หนึ่ง\r\nสอง",
        "paragraphs": "ก\r\n\r\nข",
        "date": "๑ พฤษภาคม ๒๕๖๗",
        "position": "ปลัด\r\nรักษาการ",
    }
    post_back(editing, url, typed)
    assert only_block(document) == ANNOUNCEMENT | {
        "subject": ["หนึ่ง", "สอง"],
        "paragraphs": ["ก", "ข"],
        "date": "2024-05-01",
        "position": "ปลัด\nรักษาการ",
    }
    response = editing.post(url, form_data(editing.get(url)) | {"date": "31/2/2567", "issuer": "ประกาศใหม่"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["date"])
    assert response.context["form"]["issuer"].value() == "ประกาศใหม่"


def test_signers_come_and_go(editing, year):
    document = make_document(year, [SIGNATURES])
    url = address("block_edit", year, document.blocks.get().pk)
    signer = {"action": "ผู้รับรอง", "name": "", "position": "นายกเทศมนตรี"}
    post_back(editing, url, {"action-1": "", "position-1": "", "action-5": "ผู้รับรอง", "position-5": "นายกเทศมนตรี"})
    assert only_block(document)["signers"] == [*SIGNATURES["signers"][1:], signer]


def test_starting_announcement_has_its_letter_and_the_measures_attached(year, staff):
    document = services.create_document(by=staff, year=year, kind="announcement")
    letter, measures = map(block_data, document.blocks.all())
    closing = ["จึงประกาศให้ทราบโดยทั่วกัน"]
    assert BLOCK_TYPES["announcement"].new(year) == {**letter, "paragraphs": closing}
    assert letter["paragraphs"][0].endswith("ปีงบประมาณ พ.ศ. ๒๕๖๗ ไว้ ตามเอกสารแนบท้ายประกาศนี้")
    assert letter["paragraphs"][1:] == closing
    assert [sentence["rule"] for sentence in document.blocks.first().drafted] == ["introduction", "closing"]
    assert (letter["issuer"], letter["position"]) == ("ประกาศเทศบาลเมืองทดสอบ", "นายกเทศมนตรีเมืองทดสอบ")
    assert measures == BLOCK_TYPES["measures"].plain | {
        "type": "measures",
        "heading": "เอกสารแนบท้ายประกาศเทศบาลเมืองทดสอบ\n"
        "เรื่อง มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
    }
    assert document.orientation == "landscape"


def warnings(document) -> list[str]:
    return [entry.warning for entry in outline(document)]


def test_builder_says_what_is_lacking(year, staff, picture):
    bare = {**SIGNATURES, "signers": []}
    document = make_document(year, [TOC, {**COVER, "picture": "seal"}, bare, EVIDENCE, ANNOUNCEMENT])
    assert warnings(document) == [
        "",
        "ปกไม่ได้เป็นส่วนแรกของเอกสาร เลื่อนขึ้นไปไว้บนสุด",
        "ยังไม่ได้ระบุผู้ลงนาม",
        "ยังไม่มีหลักฐานที่ผูกกับมาตรการหรือข้อของปีนี้",
        "หน่วยงานยังไม่มีภาพตราครุฑ ประกาศจะพิมพ์โดยไม่มีตรา ให้ผู้ดูแลระบบเพิ่มในข้อมูลหน่วยงาน",
    ]
    document.blocks.all().delete()
    document.delete()
    make_measures(year, 1)
    prove(staff, year, measures=year.measures.all())
    year.municipality.emblem.save("ครุฑ.png", picture())
    empty = {**ANNOUNCEMENT, "paragraphs": []}
    document = make_document(year, [{**COVER, "picture": "seal"}, TOC, SIGNATURES, EVIDENCE, ANNOUNCEMENT, empty])
    assert warnings(document) == [
        "หน่วยงานยังไม่มีภาพตราหน่วยงาน ปกจะพิมพ์โดยไม่มีตรา ให้ผู้ดูแลระบบเพิ่มในข้อมูลหน่วยงาน",
        "",
        "ผู้ลงนามบางคนยังไม่มีตำแหน่ง",
        "",
        "",
        "ยังไม่มีข้อความของประกาศ",
    ]


def test_builder_sums_up_each_block(year):
    document = make_document(year, OFFICIAL)
    summaries = [entry.summary for entry in outline(document)]
    assert summaries[0].startswith("ไม่พิมพ์ตรา · ปั๊มน้ำ")
    assert summaries[1:] == [
        "หัวข้อของทุกส่วนพร้อมเลขหน้า",
        "ผู้ลงนาม 3 คน",
        "จัดตามมาตรการ",
        "ประกาศเทศบาลเมืองทดสอบ เรื่อง มาตรการที่กู้น้ำ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
    ]
    assert warnings(make_document_of_contents(document)) == ["ยังไม่มีส่วนใดที่มีหัวข้อ ใส่หัวข้อให้ส่วนที่ต้องการให้อยู่ในสารบัญ"]


def make_document_of_contents(document):
    document.blocks.exclude(type="toc").delete()
    return document


@pytest.mark.parametrize("count", [0, 30])
def test_builder_takes_the_same_queries_for_any_blocks(year, count, django_assert_num_queries):
    document = make_document(year, [*OFFICIAL, *[text("ก", "ข")] * count])
    year.refresh_from_db()
    assert document.assessment.municipality
    with django_assert_num_queries(5):
        outline(document)


@pytest.mark.parametrize("section", [COVER, TOC], ids=["cover", "toc"])
def test_a_second_cover_or_contents_is_neither_offered_nor_taken(editing, staff, year, section):
    document, url = make_document(year, []), address("block_add", year)
    new = f"{url}?type={section['type']}"
    typed = form_data(editing.get(new)) | {"heading": "พิมพ์ไว้"}
    assert new in editing.get(url).content.decode()
    services.add_block(by=staff, document=document, section=section)
    assert new not in editing.get(url).content.decode()
    response = editing.post(new, typed)
    assert (response.status_code, document.blocks.count()) == (422, 1)
    assert "มีได้แห่งเดียว" in response.content.decode()
