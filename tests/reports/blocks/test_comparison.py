"""Where two years stand side by side, what does not compare says so: in documents and on screens."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Framework
from reports.models import Document
from reports.output.content import document_content, year_document
from reports.output.render import render_html
from tests.markup import flat
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

# Of ten: 1 and 2 were merged into 1, 3 became 2, the new 3 is new, 4 was dropped and is new, 6 does not compare.
PAIRS = [
    (1, 1, False, "รวมสองตัวชี้วัด"),
    (2, 1, False, "รวมสองตัวชี้วัด"),
    (3, 2, True, ""),
    (None, 3, False, ""),
    (4, None, False, "ยกเลิกแล้ว"),
    (None, 4, False, ""),
    (6, 6, False, "เปลี่ยนข้อคำถาม ปี 2567"),
    *((number, number, True, "") for number in (5, 7, 8, 9, 10)),
]


@pytest.fixture
def changed(year, relate):
    """The year 2567 whose definitions are no longer those of 2566."""
    relate(2567, *PAIRS)
    Framework.objects.filter(fiscal_year=2567).update(total_comparable=False, total_reason="น้ำหนักเปลี่ยน")
    year.framework.refresh_from_db()
    return year


def text(cell) -> str:
    return "|".join(line["marker"] + line["text"] for line in cell["lines"])


def block_of(year, **fields) -> dict:
    section = {"type": "comparison", "heading": "", "from_year": 2566, "to_year": 2567, **fields}
    make_document(year, [section])
    return document_content(year_document(year)).blocks[0]


def test_total_is_called_as_the_document_calls_it(year):
    assert text(block_of(year)["totals"][0][0]) == "คะแนนรวม"
    Document.objects.update(total_label="คะแนนเฉลี่ย")
    assert text(document_content(year_document(year)).blocks[0]["totals"][0][0]) == "คะแนนเฉลี่ย"


def test_document_tells_what_does_not_compare(changed):
    block = block_of(changed)
    rows = [[text(cell) for cell in row] for row in block["rows"]]
    assert [row[2:] for row in rows] == [
        ["ที่ ๑: ๙๗.๗๕|ที่ ๒: ๙๑.๓๖", "๙๐.๖๔", "เทียบไม่ได้"],
        ["๙๓.๘๓", "๙๒.๑๒", "-๑.๗๑"],
        ["-", "๙๕.๕๕", "เทียบไม่ได้"],
        ["-", "๗๔.๕๔", "เทียบไม่ได้"],
        ["๙๒.๗๑", "๘๙.๙๘", "-๒.๗๓"],
        ["๙๓.๔๗", "๙๒.๑๑", "เทียบไม่ได้"],
        ["๘๙.๐๗", "๘๙.๘๑", "+๐.๗๔"],
        ["๙๑.๘๑", "๗๘.๘๙", "-๑๒.๙๒"],
        ["๑๐๐.๐๐", "๙๐.๐๐", "-๑๐.๐๐"],
        ["๙๓.๗๕", "๑๐๐.๐๐", "+๖.๒๕"],
        ["๙๑.๕๐", "-", "เทียบไม่ได้"],
    ]
    assert rows[-1][:2] == ["-", "การใช้ทรัพย์สินของราชการ (ตัวชี้วัดที่ ๔ ของปี ๒๕๖๖)"]
    assert [text(cell) for cell in block["totals"][0]] == ["คะแนนรวม", "๙๔.๒๒", "๙๐.๖๕", "เทียบไม่ได้"]
    assert [line["text"] for line in block["notes"]] == [
        "ตัวชี้วัดที่ ๑: รวมสองตัวชี้วัด",
        "ตัวชี้วัดที่ ๓, ๔: ปี ๒๕๖๖ ไม่มีตัวชี้วัดนี้",
        "ตัวชี้วัดที่ ๖: เปลี่ยนข้อคำถาม ปี ๒๕๖๗",
        "ตัวชี้วัดที่ ๔ ของปี ๒๕๖๖: ยกเลิกแล้ว",
        "คะแนนรวม: น้ำหนักเปลี่ยน",
    ]


def test_document_of_the_years_turned_round_compares_the_same(changed):
    rows = [[text(cell) for cell in row] for row in block_of(changed, from_year=2567, to_year=2566)["rows"]]
    assert [row[-1] for row in rows] == [
        "เทียบไม่ได้",
        "เทียบไม่ได้",
        "+๑.๗๑",
        "เทียบไม่ได้",
        "+๒.๗๓",
        "เทียบไม่ได้",
        "-๐.๗๔",
        "+๑๒.๙๒",
        "+๑๐.๐๐",
        "-๖.๒๕",
        "เทียบไม่ได้",
        "เทียบไม่ได้",
    ]
    assert rows[0][2] == "ที่ ๑: ๙๐.๖๔"


def test_note_prints_only_where_there_is_one(year):
    block = block_of(year)
    assert block["notes"] == []
    assert "หมายเหตุ" not in render_html(document_content(year_document(year)))


def test_years_that_nobody_related_say_so_once(year, relate):
    relate(2567)
    block = block_of(year)
    assert {text(row[-1]) for row in block["rows"]} == {"เทียบไม่ได้"}
    assert [text(row[2]) for row in block["rows"]][:2] == ["๙๗.๗๕", "๙๑.๓๖"]
    assert [line["text"] for line in block["notes"]] == ["ตัวชี้วัดที่ ๑-๑๐, คะแนนรวม: ยังไม่ได้กำหนดการเทียบเกณฑ์ปี ๒๕๖๖ กับปี ๒๕๖๗"]


def test_new_analysis_names_what_the_weak_indicators_became(make_year, relate, staff):
    from reports.builder.services import create_document

    relate(2568, (4, 5, True, ""), (5, 4, True, ""), *((n, n, True, "") for n in (1, 2, 3, 6, 7, 8, 9, 10)))
    make_year(2567, dict.fromkeys(range(1, 11), "90.00") | {4: "50.00"})
    document = create_document(by=staff, year=make_year(2568), kind="analysis")
    [block] = document.blocks.filter(type="findings")
    assert [row["indicator"] for row in block.data["rows"]] == [5]


def page(client, name: str, year) -> str:
    response = client.get(reverse(name, args=[year.fiscal_year, year.municipality.code]))
    return flat(response.content.decode())


def test_overview_opens_the_reason(sign_in, approver, changed):
    client = sign_in(approver)
    html = page(client, "year", changed)
    overview = client.get(reverse("year", args=[2567, "99990001"])).context["overview"]
    assert (overview.change, overview.not_comparable_because) == (None, "น้ำหนักเปลี่ยน")
    first, second = overview.bars[:2]
    assert (first.change, first.listed, first.before) == (None, [(1, "97.75"), (2, "91.36")], "")
    assert (second.change.text, second.before, second.listed) == ("-1.71", "93.83", [])
    assert overview.retired == [(4, "การใช้ทรัพย์สินของราชการ", "91.50")]
    assert html.count('<summary title="ดูเหตุผล">เทียบไม่ได้</summary>') == 4
    assert "คะแนนรวม เทียบกับปีก่อนไม่ได้: น้ำหนักเปลี่ยน" in html


def test_score_grid_opens_the_reason(sign_in, approver, changed):
    html = page(sign_in(approver), "scores", changed)
    changes = dict(re.findall(r'<span id="change-(\w+)" class="\w*">\s*([^<]*?)\s*</span>', html))
    assert (changes["score_1"], changes["score_2"], changes["IIT"], changes["OIT"]) == (
        "เทียบไม่ได้",
        "▼ -1.71",
        "เทียบไม่ได้",
        "▼ -1.88",
    )
    assert '<span class="was">1: 97.75</span><span class="was">2: 91.36</span>' in html
    assert '<dd>เทียบไม่ได้<small class="muted">น้ำหนักเปลี่ยน</small></dd>' in html
    assert "ตัวชี้วัดของปี 2566 ที่ปี 2567 ไม่มี: 4. การใช้ทรัพย์สินของราชการ 91.50" in html


def test_findings_leave_out_what_does_not_compare(sign_in, approver, changed):
    client = sign_in(approver)
    rule = client.get(reverse("findings", args=[2567, "99990001"])).context["findings"].rules[2]
    assert (list(rule.weak), list(rule.strong)) == ([8], [10])
    assert rule.sentence == (
        "คะแนนปี 2567 ลบคะแนนปี 2566: ลดลงมากที่สุด -12.92 เพิ่มขึ้นมากที่สุด +6.25 เทียบไม่ได้: "
        "ตัวชี้วัดที่ 1 (รวมสองตัวชี้วัด) ตัวชี้วัดที่ 3, 4 (ปี 2566 ไม่มีตัวชี้วัดนี้) "
        "ตัวชี้วัดที่ 6 (เปลี่ยนข้อคำถาม ปี 2567)"
    )


def test_list_of_years_opens_the_reason(sign_in, approver, changed):
    html = flat(sign_in(approver).get(reverse("municipality", args=["99990001"])).content.decode())
    assert re.findall(r'เทียบไม่ได้</summary><span class="why-text">([^<]*)<', html) == ["น้ำหนักเปลี่ยน"]
    changed.framework.total_comparable = True
    changed.framework.save()
    html = flat(sign_in(approver).get(reverse("municipality", args=["99990001"])).content.decode())
    assert ("เทียบไม่ได้" in html, "▼ -3.57" in html) == (False, True)


def test_what_if_compares_a_year_with_itself(sign_in, approver, changed):
    response = sign_in(approver).get(reverse("what_if", args=[2567, "99990001"]), {"score_1": "100"})
    assert response.context["grid"].groups[0].lines[0].change == Decimal("9.36")
