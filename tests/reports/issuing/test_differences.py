"""Two issues of a document: what came, went and changed, down to the words."""

import pytest
from django.urls import reverse

from assessments.models import Assessment
from ita_portal.difference import GONE, NEW, SAME, Piece
from reports.documents.block_types import LABELS
from reports.issuing import services
from reports.issuing.differences import CHANGED, Passage, differences
from reports.output.content import document_content, year_document
from tests.markup import flat
from tests.reports.samples import MEMO, SECTIONS, make_document, make_measures

pytestmark = pytest.mark.usefixtures("blank_pages")


@pytest.fixture
def document(year):
    make_measures(year, 8)
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    return make_document(year, memo=MEMO)


def content(document) -> dict:
    return document_content(year_document(document.assessment)).as_json()


def said(before: dict, document) -> list[tuple[str, str, tuple[Passage, ...]]]:
    return [
        (difference.verb, difference.label, difference.passages)
        for difference in differences(before, content(document), LABELS)
    ]


def test_equal_contents_do_not_differ(document):
    assert said({**content(document), "issue": {"code": "ITA"}}, document) == []


def test_changed_row_shows_its_words(document):
    before = content(document)
    document.assessment.measures.filter(position=3).update(responsible="กองคลัง")
    pieces = (Piece(SAME, "มาตรการที่ 3 | "), Piece(NEW, "กองคลัง"))
    assert said(before, document) == [("แก้ไข", "ตารางมาตรการ: มาตรการ", (Passage(CHANGED, pieces),))]


def test_removed_and_new_rows_are_whole(document):
    before = content(document)
    document.assessment.measures.filter(position=2).delete()
    make_measures(document.assessment, 1)
    [(verb, passages)] = [
        (verb, passages) for verb, label, passages in said(before, document) if label == "ตารางมาตรการ: มาตรการ"
    ]
    assert (verb, [passage.kind for passage in passages]) == ("แก้ไข", [NEW, GONE, GONE])
    assert passages[2].pieces == (Piece(GONE, "มาตรการที่ 2 | "),)  # the row of its area went with it


def test_changed_figures_are_found_in_every_block(document):
    before = content(document)
    document.assessment.scores.filter(indicator__number=1).update(value="99.99")
    differing = [(label, passages) for _, label, passages in said(before, document)]
    charts = ["แผนภูมิ"] * 3
    named = ["เปรียบเทียบสองปี", "เปรียบเทียบหลายปี: หลายปี", *charts, "ผลของหลายหน่วยงาน: หลายหน่วยงาน"]
    assert sorted(label for label, _ in differing) == sorted(named)
    assert differing[0] == (
        "เปรียบเทียบสองปี",
        (
            Passage(
                CHANGED,
                (
                    Piece(SAME, "๑ | การปฏิบัติหน้าที่ | ๙๗.๗๕ | "),
                    Piece(GONE, "๙๐.๖๔"),
                    Piece(NEW, "๙๙.๙๙"),
                    Piece(SAME, " | "),
                    Piece(GONE, "-๗.๑๑"),
                    Piece(NEW, "+๒.๒๔"),
                ),
            ),
        ),
    )


def test_parts_come_go_and_change_their_heading(document):
    before = content(document)
    document.blocks.filter(type="ranking").delete()
    document.blocks.filter(type="measures").update(heading="มาตรการใหม่")
    document.blocks.create(type="text", position=99, heading="ท้าย", data={"paragraphs": ["จบ"]})
    assert [(verb, label) for verb, label, _ in said(before, document)] == [
        ("แก้ไข", "ตารางมาตรการ: มาตรการใหม่"),
        ("ตัดออก", "ลำดับคะแนน: ลำดับ"),
        ("เพิ่ม", "ข้อความ: ท้าย"),
    ]


def test_part_that_stands_elsewhere_moved_and_tells_what_changed_in_it(document):
    first = document.blocks.first()
    before = content(document)
    document.blocks.filter(pk=first.pk).update(position=99)
    moved = f"{LABELS[first.type]}: {' '.join(first.heading.split())}"
    assert said(before, document) == [("ย้ายที่", moved, ())]
    document.blocks.filter(pk=first.pk).update(data={"paragraphs": [*first.data["paragraphs"], "ใหม่"]})
    assert said(before, document) == [("ย้ายที่", moved, (Passage(NEW, (Piece(NEW, "ใหม่"),)),))]


def test_title_memo_and_look_are_parts(document):
    before = content(document)
    document.title, document.memo, document.orientation = ["รายงาน", "ใหม่"], None, "landscape"
    document.save()
    assert [(verb, label) for verb, label, _ in said(before, document)] == [
        ("แก้ไข", "ชื่อเอกสารและหน่วยงาน"),
        ("ตัดออก", "บันทึกข้อความ"),
        ("แก้ไข", "รูปแบบการพิมพ์ (ตัวเลข แนวกระดาษ ขนาดอักษร ขอบ หรือตรา)"),
    ]


def address(name: str, *rest) -> str:
    return reverse(name, args=[2567, "99990001", "results", *rest])


def test_page_compares_any_two_issues(document, staff, sign_in, auditor):
    for number in (1, 2, 3):
        document.title = ["รายงาน", f"ครั้งที่ {number} <b>"]
        document.save()
        services.issue_document(by=staff, document=document)
    client = sign_in(auditor)
    listed = client.get(address("document")).content.decode()
    assert [address("issued_changes", number) in listed for number in (1, 2, 3)] == [False, True, True]
    page = flat(client.get(address("issued_changes", 3)).content.decode())
    assert '<del><span class="visually-hidden">ตัดออก</span>2</del>' in page
    assert '<ins><span class="visually-hidden">เพิ่ม</span>3</ins>' in page
    assert "&lt;b&gt;" in page
    page = flat(client.get(address("issued_changes", 3), {"since": "1"}).content.decode())
    assert '<del><span class="visually-hidden">ตัดออก</span>1</del>' in page
    assert "ปี 2566 ฉบับที่ 1, ปี 2567 ฉบับที่ 1" in page
    for since in ("9", "x", "-1", "²", "3"):
        assert client.get(address("issued_changes", 3), {"since": since}).status_code == 200
    assert "ไม่มีฉบับอื่นให้เทียบ" in client.get(address("issued_changes", 1)).content.decode()
    assert client.get(address("issued_changes", 4)).status_code == 404


def test_all_issues_stay_downloadable(document, staff, sign_in, auditor):
    first = services.issue_document(by=staff, document=document)
    document.title = ["ใหม่"]
    document.save()
    second = services.issue_document(by=staff, document=document)
    client = sign_in(auditor)
    for issued in (first, second):
        for name in ("issued_pdf", "issued_package"):
            assert client.get(address(name, issued.number)).status_code == 200


def test_every_sample_block_is_walked(document):
    """Whatever a block prints is said in some passage: taking the block away says all of it."""
    before = content(document)
    document.blocks.all().delete()
    removed = {label for verb, label, passages in said(before, document) if verb == "ตัดออก" and passages}
    assert len(removed) >= len({section["type"] for section in SECTIONS}) - 1
