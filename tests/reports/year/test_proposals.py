"""What a remark proposes for a spoilt text is taken over by one button, for that text alone."""

import re

import pytest

from measures.models import Measure
from reports.documents.unconfirmed import UnconfirmedText, waiting_texts
from reports.models import Document
from reports.year.readiness_data import placed_texts
from tests.reports.samples import MEMO, make_document
from tests.undo import undo

PAGE, TAKE = "/2567/99990001/approval/", "/2567/99990001/approval/proposal/"
KEY = re.compile(r'name="text" value="([0-9a-f]{64})"')


@pytest.fixture
def measure(year):
    return Measure.objects.create(assessment=year, title="มาตรการ", steps="ด าเนินการตามอ านาจ\nกๅรบริหาร")


def keys(client) -> list[str]:
    return KEY.findall(client.get(PAGE).content.decode())


def test_proposal_for_a_measure_is_taken_over_and_taken_back(sign_in, staff, measure):
    client = sign_in(staff)
    html = client.get(PAGE).content.decode()
    assert "“ด าเนินการตาม” น่าจะเป็น “ดำเนินการตาม” · “อ านาจ” น่าจะเป็น “อำนาจ” · “กๅรบริหาร” น่าจะเป็น “การบริหาร”" in html
    [key] = keys(client)
    page = client.post(TAKE, {"text": key}, follow=True)
    measure.refresh_from_db()
    assert measure.steps == "ดำเนินการตามอำนาจ\nการบริหาร"
    assert measure.history.first().history_user == staff
    assert (keys(client), "ใช้ข้อความที่เสนอแล้ว" in page.content.decode()) == ([], True)
    undo(client, page)
    measure.refresh_from_db()
    assert measure.steps == "ด าเนินการตามอ านาจ\nกๅรบริหาร"


def test_results_of_half_a_year_and_reasons_are_looked_at_too(sign_in, staff, year):
    texts = {
        "half_output": "ด าเนินการแล้ว",
        "half_outcome": "ไม่มี中",
        "status": "cancelled",
        "status_reason": "ไม่ได้รับอ านาจ",
    }
    measure = Measure.objects.create(assessment=year, title="มาตรการ", **texts)
    client = sign_in(staff)
    html = client.get(PAGE).content.decode()
    assert "U+4E2D" in html
    for key in keys(client):
        client.post(TAKE, {"text": key})
    measure.refresh_from_db()
    assert (measure.half_output, measure.status_reason) == ("ดำเนินการแล้ว", "ไม่ได้รับอำนาจ")


def test_text_that_changed_meanwhile_is_left_alone(sign_in, staff, measure):
    client = sign_in(staff)
    [key] = keys(client)
    Measure.objects.update(steps="ด าเนินการใหม่")
    html = client.post(TAKE, {"text": key}, follow=True).content.decode()
    measure.refresh_from_db()
    assert (measure.steps, "ข้อความนี้ถูกแก้ไขไปแล้ว" in html) == ("ด าเนินการใหม่", True)
    assert "ข้อความนี้ถูกแก้ไขไปแล้ว" in client.post(TAKE, follow=True).content.decode()


def test_proposals_for_a_document_and_its_parts(sign_in, staff, year):
    sections = [
        {"type": "text", "heading": "ค าน า", "paragraphs": ["ต าบลหนึ่ง", "เดิม"]},
        {"type": "text", "heading": "", "paragraphs": ["ต าบลหนึ่ง"]},
    ]
    document = make_document(year, sections, memo=MEMO | {"to": "นายกอ าเภอ"})
    Document.objects.filter(pk=document.pk).update(title=["รายงานผลการด าเนินงาน"])
    client = sign_in(staff)
    assert len(keys(client)) == 5
    while remarks := keys(client):
        client.post(TAKE, {"text": remarks[0]})
    document.refresh_from_db()
    blocks = [(block.heading, block.data["paragraphs"]) for block in document.blocks.all()]
    assert (document.title, document.memo) == (["รายงานผลการดำเนินงาน"], MEMO | {"to": "นายกอำเภอ"})
    assert blocks == [("คำนำ", ["ตำบลหนึ่ง", "เดิม"]), ("", ["ตำบลหนึ่ง"])]


def test_text_of_an_earlier_year_still_waits_for_a_person(sign_in, staff, year):
    document = make_document(year, [{"type": "text", "heading": "", "paragraphs": ["ด าเนินการปี 2566 แล้ว"]}])
    block = document.blocks.get()
    mark = UnconfirmedText(path="paragraphs.0", block=block.pk, year=2566, was="", text="ด าเนินการปี 2566", why="")
    Document.objects.update(unconfirmed=[mark])
    client = sign_in(staff)
    client.post(TAKE, {"text": keys(client)[0]})
    document, block = Document.objects.get(), document.blocks.get()
    assert block.data["paragraphs"] == ["ดำเนินการปี 2566 แล้ว"]
    assert [text.came["text"] for text in waiting_texts(document, [block])[block]] == ["ดำเนินการปี 2566"]
    block.data = {"paragraphs": [mark["text"]]}  # as an undo puts it back
    assert [text.came for text in waiting_texts(document, [block])[block]] == [mark]


def test_readers_and_locked_years_have_no_button(sign_in, auditor, staff, year, measure):
    assert keys(sign_in(auditor)) == []
    [placed] = [placed for placed in placed_texts(year) if placed.proposals]
    type(year).objects.update(state="approved")
    client = sign_in(staff)
    assert (keys(client), client.post(TAKE, {"text": placed.key}).status_code) == ([], 409)
