"""The memo before the document."""

import pytest

from reports.models import Document
from tests.reports.page_forms import address, form_data, post_back
from tests.reports.samples import MEMO, make_document

pytestmark = pytest.mark.usefixtures("blank_pages")


def test_new_memo_starts_with_the_customary_headings(editing, year):
    make_document(year)
    url = address("document_memo", year)
    data = form_data(editing.get(url))
    assert [data[f"sections-{place}-heading"] for place in range(5)] == [
        "ต้นเรื่อง",
        "ข้อเท็จจริง",
        "ระเบียบ/กฎหมายที่เกี่ยวข้อง",
        "ข้อเสนอแนะ/เพื่อพิจารณา",
        "",
    ]
    assert (data["to"], data["agency"]) == ("นายกเทศมนตรีเมืองทดสอบ", "เทศบาลเมืองทดสอบ อำเภอเมืองทดสอบ จังหวัดทดสอบ")
    editing.post(url, data | {"date": "1 เมษายน ๒๕๖๗"})
    memo = Document.objects.get().memo
    assert (memo["date"], len(memo["sections"]), len(memo["signatories"])) == ("2024-04-01", 4, 3)


def test_memo_parts_are_added_and_removed(editing, year, document):
    change = {
        "sections-1-remove": "on",
        "sections-2-heading": "ข้อเสนอ",
        "sections-2-paragraphs": "ก\r\nข",
        "signatories-0-remove": "on",
        "signatories-2-position": "นายกเทศมนตรี",
        "date": "",
    }
    post_back(editing, address("document_memo", year), change)
    memo = Document.objects.get().memo
    assert memo["date"] == ""
    assert memo["sections"] == [MEMO["sections"][0], {"heading": "ข้อเสนอ", "paragraphs": ["ก", "ข"]}]
    assert memo["signatories"] == [MEMO["signatories"][1], {"name": "", "position": "นายกเทศมนตรี", "opinion": ""}]


def test_memo_switched_off_is_at_hand_again(editing, year, document):
    url = address("document_memo", year)
    data = form_data(editing.get(url))
    data.pop("printed")
    editing.post(url, data)
    assert Document.objects.get().memo is None
    assert "printed" not in form_data(editing.get(url))
    post_back(editing, url, {"printed": "on"})
    assert Document.objects.get().memo == MEMO


def test_memo_with_a_bad_date_keeps_what_was_typed(editing, year, document):
    url = address("document_memo", year)
    response = editing.post(url, form_data(editing.get(url)) | {"date": "31/2/2567", "to": "ใหม่"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["date"])
    assert (response.context["form"]["date"].value(), response.context["form"]["to"].value()) == ("31/2/2567", "ใหม่")
    assert Document.objects.get().memo == MEMO


@pytest.mark.parametrize("lost", ["TOTAL_FORMS", "INITIAL_FORMS"])
def test_memo_whose_parts_cannot_be_counted_is_refused_in_thai(editing, year, document, lost):
    url = address("document_memo", year)
    data = form_data(editing.get(url))
    data.pop(f"sections-{lost}")
    response = editing.post(url, data)
    assert response.status_code == 422
    assert "แบบฟอร์มส่งมาไม่ครบ" in response.content.decode()
    assert Document.objects.get().memo == MEMO
    odd = data | {"sections-TOTAL_FORMS": "9", "sections-INITIAL_FORMS": "8"}
    assert editing.post(url, odd).status_code == 302
    assert Document.objects.get().memo == MEMO
