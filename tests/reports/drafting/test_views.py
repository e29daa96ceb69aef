"""Pages of drafted sentences: what they show, what they take, how few queries they need."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.scores.services import save_scores
from measures.models import Measure
from reports.builder import services as builder_services
from reports.drafting import services as drafting_services
from reports.models import Block

from .test_services import NEW, OLD

ARGUMENTS = [2567, "99990001", "results"]


@pytest.fixture
def document(year, staff):
    return builder_services.create_document(by=staff, year=year, kind="results")


@pytest.fixture
def block(document) -> Block:
    return document.blocks.filter(type="text")[1]


@pytest.fixture
def stale(block, year, staff):
    save_scores(by=staff, assessment=year, announced={"official_total": Decimal("91.00")}, scores={4: Decimal(90)})
    return block


def page(name: str, block: Block | None = None) -> str:
    return reverse(name, args=[*ARGUMENTS, *([block.pk] if block else [])])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_choice_shows_sentence_rule_and_figures(editing, document):
    closing = document.blocks.last()
    shown = text(editing.get(page("block_sentences", closing)))
    assert OLD in shown
    assert "ใช้คะแนนรวมและระดับที่กรอกตามประกาศของปี 2567 ระบบไม่คำนวณใหม่" in shown
    assert "<dt>คะแนนรวม ปี 2567</dt><dd>90.65</dd>" in shown
    assert "ใช้แล้วในส่วนที่ 3" in shown
    assert "อยู่ในส่วนนี้แล้ว" in shown


def test_chosen_sentences_are_put_in(editing, document):
    closing = document.blocks.last()
    before = closing.data["paragraphs"]
    response = editing.post(
        page("block_sentences", closing), {"sentences": ["strengths:2567", "weaknesses:2567"], "place": "0"}
    )
    assert response.url == page("block_edit", closing)
    closing.refresh_from_db()
    assert [paragraph[:10] for paragraph in closing.data["paragraphs"][:2]] == ["จุดแข็ง ได", "จุดที่ควรพ"]
    assert closing.data["paragraphs"][2:] == before


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({}, "เลือกข้อความที่จะใส่อย่างน้อยหนึ่งข้อความ"),
        ({"sentences": ["apart:2567"]}, "บางข้อความที่เลือกจึงไม่มีแล้ว"),
        ({"sentences": ["strengths:2567"], "place": "99"}, "ให้เลือกตำแหน่งใหม่"),
    ],
)
def test_wrong_choice_comes_back_with_what_was_chosen(editing, block, posted, told):
    response = editing.post(page("block_sentences", block), posted)
    assert response.status_code == 422
    assert told in text(response)
    assert ('value="strengths:2567" id="sentence-strengths-2567" checked' in text(response)) == (
        "strengths:2567" in posted.get("sentences", [])
    )


def test_tables_have_no_sentences(editing, document):
    table = document.blocks.get(type="measures")
    assert editing.get(page("block_sentences", table)).status_code == 404


def test_builder_flags_old_and_new_figure_with_one_button(editing, document, stale):
    shown = text(editing.get(page("document")))
    assert 'คะแนนรวม ปี 2567: <span class="nums"><del>90.65</del> → <ins>91.00</ins></span>' in shown
    assert shown.count("ใช้ข้อความใหม่<span") == shown.count("⚠ ข้อมูลเปลี่ยนหลังร่าง") == 3


def test_block_page_shows_both_texts(editing, stale):
    shown = text(editing.get(page("block_edit", stale)))
    assert f'<p class="prose">{OLD}</p>' in shown
    assert f'<p class="prose">{NEW}</p>' in shown


def test_new_wording_is_taken_with_one_button(editing, stale):
    response = editing.post(page("sentence_refresh", stale), {"key": "result:2567", "from": "outline"})
    assert response.url == f"{page('document')}?block={stale.pk}#block-{stale.pk}"
    stale.refresh_from_db()
    assert NEW in stale.data["paragraphs"][0]
    assert OLD not in stale.data["paragraphs"][0]


def test_words_are_left_as_they_are(editing, stale):
    response = editing.post(page("sentence_dismiss", stale), {"key": "result:2567", "from": "block"})
    assert response.url == page("block_edit", stale)
    assert f'<p class="prose">{NEW}</p>' not in text(editing.get(response.url))
    stale.refresh_from_db()
    assert OLD in stale.data["paragraphs"][0]


def test_sentence_in_other_words_leads_to_the_officer(editing, stale, staff):
    typed = {"type": "text", "heading": "", "paragraphs": ["ปีนี้เราได้ ๙๐.๖๕ คะแนน"]}
    builder_services.edit_block(by=staff, block=stale, section=typed)
    assert "เทียบและแก้ไข" in text(editing.get(page("document")))
    shown = text(editing.get(page("block_edit", stale)))
    assert "ระบบไม่เขียนทับถ้อยคำที่ท่านแก้" in shown
    response = editing.post(page("sentence_refresh", stale), {"key": "result:2567"}, follow=True)
    assert "ระบบจึงไม่เขียนทับ" in text(response)


def test_readers_see_the_flags_without_buttons(sign_in, approver, document, stale):
    shown = text(sign_in(approver).get(page("document")))
    assert "ข้อมูลเปลี่ยนหลังร่าง" in shown
    assert "ใช้ข้อความใหม่" not in shown


def test_readiness_leads_to_the_block(editing, document, stale):
    shown = text(editing.get(reverse("approval", args=ARGUMENTS[:2])))
    assert f'<a href="{page("document")}#block-{stale.pk}">รายงานผลการดำเนินการ “คะแนนรวมและระดับ”: ' in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_few_queries(editing, staff, document, stale, year, rows, django_assert_num_queries):
    for number in range(rows):
        Measure.objects.create(assessment=year, title=f"ก{number}")
        section = {"type": "text", "heading": "", "paragraphs": []}
        drafting_services.insert_sentences(
            by=staff,
            block=builder_services.add_block(by=staff, document=document, section=section),
            keys=["strengths:2567"],
        )
    queries = {
        page("document"): 18,
        page("block_edit", stale): 20,
        page("block_sentences", stale): 13,
        reverse("approval", args=ARGUMENTS[:2]): 20,
    }
    for address, number in queries.items():
        with django_assert_num_queries(number):
            assert editing.get(address).status_code == 200
