"""A page that no longer shows what is stored never overwrites silently; one that is told may."""

import pytest

from reports.models import Document
from reports.package import export_package
from tests.reports.page_forms import address, form_data, post_back

pytestmark = pytest.mark.usefixtures("blank_pages")


def block_address(kind):
    def of(year):
        block = Document.objects.get(assessment=year).blocks.filter(type=kind).first()
        return address("block_edit", year, block.pk)

    return of


def page_address(name):
    return lambda year: address(name, year)


# address, what somebody else changes, what is typed on the older page, what both change: name and stored text
PAGES = {
    "settings": (page_address("document_settings"), {"prepared_by": "กองอื่น"}, {"prepared_by": "กองเรา"}),
    "settings_choice": (page_address("document_settings"), {"numerals": "arabic"}, {"title": "ใหม่"}),
    "columns": (page_address("document_columns"), {"heading-1-title": "อื่น"}, {"heading-1-title": "เรา"}),
    "memo": (page_address("document_memo"), {"to": "ผู้อื่น"}, {"to": "เรา"}),
    "memo_part": (page_address("document_memo"), {"sections-0-remove": "on"}, {"sections-0-heading": "เรา"}),
    "text": (block_address("text"), {"paragraphs": "อื่น"}, {"paragraphs": "เรา"}),
    "ranking": (block_address("ranking"), {"year": "2567"}, {"heading": "เรา"}),
    "scores": (block_address("scores_by_instrument"), {"remark-1-EIT": "อื่น"}, {"remark-1-EIT": "เรา"}),
    "findings": (block_address("findings"), {"issues-1-4": "อื่น"}, {"issues-1-4": "เรา"}),
    "items": (block_address("item_scores"), {"title-O35": "อื่น"}, {"title-O35": "เรา"}),
}


@pytest.mark.parametrize("page", PAGES)
def test_an_older_page_is_told_keeps_what_was_typed_and_then_overwrites(editing, year, document, page):
    address_of, theirs, ours = PAGES[page]
    url = address_of(year)
    older = form_data(editing.get(url)) | ours
    post_back(editing, url, theirs)
    before = export_package(year)
    told = editing.post(url, older)
    assert told.status_code == 409
    assert export_package(year) == before
    typed = form_data(told)
    assert {name: text for name, text in typed.items() if name != "shown"} == {
        name: text for name, text in older.items() if name != "shown"
    }
    assert typed["shown"] != older["shown"]
    assert "ยังไม่ได้บันทึก เพราะมีการแก้ไขข้อมูลนี้หลังจากที่ท่านเปิดหน้านี้" in told.content.decode()
    assert editing.post(url, typed).status_code == 302
    again = form_data(editing.get(url))
    assert {name: again[name] for name in ours} == ours
    assert export_package(year) != before


def test_what_is_stored_stands_below_each_differing_field(editing, year, document):
    url = address("document_settings", year)
    older = form_data(editing.get(url)) | {"title": "ของเรา"}
    change = {"numerals": "arabic", "prepared_by": "กอง<อื่น>", "title": "บรรทัดหนึ่ง\r\nบรรทัดสอง"}
    post_back(editing, url, change)
    told = editing.post(url, older)
    assert [
        (difference.label, difference.anchor, difference.stored) for difference in told.context["guard"].differences
    ] == [
        ("ชื่อเอกสาร", "id_title", "บรรทัดหนึ่ง\nบรรทัดสอง"),
        ("จัดทำโดย", "id_prepared_by", "กอง<อื่น>"),
        ("ตัวเลขที่ระบบพิมพ์", "id_numerals", "เลขอารบิก (123)"),
    ]
    html = told.content.decode()
    assert html.count("ที่บันทึกไว้ขณะนี้:</span>") == 3
    assert '<span class="prose">กอง&lt;อื่น&gt;</span>' in html


def test_a_page_sent_twice_is_no_conflict(editing, year, document):
    url = address("document_settings", year)
    data = form_data(editing.get(url)) | {"title": "  ใหม่ ", "cut_off": "๘๐"}
    assert [editing.post(url, data).status_code for _ in range(2)] == [302, 302]


def test_back_and_save_of_the_own_older_page_is_told(editing, year, document):
    url = address("document_settings", year)
    first = form_data(editing.get(url))
    post_back(editing, url, {"prepared_by": "หนึ่ง"})
    assert editing.post(url, first | {"title": "ใหม่"}).status_code == 409


def test_a_post_that_shows_nothing_is_told(editing, year, document):
    url = address("document_settings", year)
    data = form_data(editing.get(url)) | {"prepared_by": "กอง"}
    for shown in ({}, {"shown": ""}, {"shown": "0" * 64}):
        without = {name: text for name, text in data.items() if name != "shown"}
        assert editing.post(url, without | shown).status_code == 409
    assert Document.objects.get().prepared_by == ""


def test_what_an_older_memo_lacks_is_listed(editing, year, document):
    url = address("document_memo", year)
    older = form_data(editing.get(url))
    post_back(editing, url, {"sections-2-heading": "สาม"})
    post_back(editing, url, {"sections-3-heading": "สี่"})
    told = editing.post(url, older)
    missing = [difference.stored for difference in told.context["guard"].differences if not difference.anchor]
    assert (told.status_code, missing) == (409, ["สี่"])
    assert "สี่" in told.content.decode()


def test_a_conflict_with_faults_tells_both(editing, year, document):
    url = address("document_settings", year)
    older = form_data(editing.get(url)) | {"cut_off": "สูง"}
    post_back(editing, url, {"prepared_by": "กอง"})
    told = editing.post(url, older)
    assert (told.status_code, list(told.context["form"].errors)) == (409, ["cut_off"])
    assert editing.post(url, form_data(told)).status_code == 422
