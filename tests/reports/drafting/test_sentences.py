"""What is drafted in worked situations: every sentence as a careful reader found it right, in sentences.txt."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from ita_portal.thai import ascii_digits, normalise, thai_digits
from reports.drafting.facts import Work
from reports.drafting.proposals import GENERAL, advice
from reports.drafting.rules import RULES, TOPICS, draft, drafts

from .situations import HIGH, LOW, SITUATIONS, by_rule, facts, read_sentences, result

EXPECTED = read_sentences(Path(__file__).with_name("sentences.txt"))


def test_every_situation_is_written_out():
    assert EXPECTED.keys() == SITUATIONS.keys()


@pytest.mark.parametrize("name", SITUATIONS)
def test_sentences_of_a_situation(name):
    assert by_rule(drafts(SITUATIONS[name])) == EXPECTED[name]


@pytest.mark.parametrize("name", SITUATIONS)
def test_numerals_are_those_of_the_document(name):
    both = [by_rule(drafts(replace(SITUATIONS[name], thai_numerals=thai))) for thai in (True, False)]
    assert [thai_digits(text) for text in both[1].values()] == list(both[0].values())
    assert not any(re.search("[0-9]", text) for text in both[0].values())
    assert not any(re.search("[๐-๙]", text) for text in both[1].values())


@pytest.mark.parametrize("name", SITUATIONS)
def test_sentences_are_in_the_form_that_the_portal_stores(name):
    for sentence in drafts(SITUATIONS[name]):
        assert normalise(sentence.text) == sentence.text
        assert "  " not in sentence.text
        assert not re.search("None|[{}]| $|^ ", sentence.text)
        assert all(figure and value for figure, value in sentence.figures)


@pytest.mark.parametrize("name", SITUATIONS)
def test_scores_in_a_sentence_are_among_its_figures(name):
    """But for what is computed from two of them: the change and the distance from the bar."""
    for sentence in drafts(SITUATIONS[name]):
        values = [Decimal(value) for _, value in sentence.figures if re.fullmatch(r"[0-9.]+", value)]
        known = {*values, *(abs(one - other) for one in values for other in values)}
        assert {Decimal(number) for number in re.findall(r"[0-9]+\.[0-9]{2}", ascii_digits(sentence.text))} <= known


def test_rules_explain_themselves():
    sentences = drafts(SITUATIONS["everything_falls"])
    assert [sentence.why for sentence in sentences if sentence.rule == "change_of_total"] == [
        "ใช้คะแนนรวมที่ประกาศของปี 2566 และปี 2567 เมื่อเกณฑ์กำหนดว่าเทียบกันได้"
    ]
    assert all(sentence.why and "{" not in sentence.why for sentence in sentences)
    assert {rule.topic for rule in RULES.values()} == TOPICS.keys()


def test_topics_come_in_the_order_of_a_document():
    places = [list(TOPICS).index(sentence.topic) for sentence in drafts(SITUATIONS["level_falls_while_total_rises"])]
    assert all(one <= other for one, other in pairwise(places))


def test_announced_total_is_never_recomputed():
    of = facts(result(2567, HIGH, "12.34", "ผ่านดีเยี่ยม"))
    assert draft(of, "result", 2567).text == (
        "ในการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ "
        "เทศบาลตำบลตัวอย่างได้คะแนนรวม ๑๒.๓๔ คะแนน จากคะแนนเต็ม ๑๐๐ คะแนน ผลการประเมินอยู่ในระดับ “ผ่านดีเยี่ยม”"
    )


INTRODUCTIONS = {
    "results": "เทศบาลตำบลตัวอย่างได้ดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ และขอสรุปผลการดำเนินการตามลำดับ ดังนี้",
    "plan": "เทศบาลตำบลตัวอย่างได้นำผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) "
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ มาวิเคราะห์ และกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ ดังนี้",
    "analysis": "เทศบาลตำบลตัวอย่างวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) "
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ เพื่อให้ทราบจุดแข็ง จุดที่ควรพัฒนา และแนวทางยกระดับการดำเนินงาน โดยมีสาระสำคัญ ดังนี้",
    "announcement": "เพื่อให้การปฏิบัติราชการของเทศบาลตำบลตัวอย่างเป็นไปด้วยความซื่อสัตย์สุจริต โปร่งใส และตรวจสอบได้ "
    "เทศบาลตำบลตัวอย่างจึงกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ ไว้ ตามเอกสารแนบท้ายประกาศนี้",
    "half_year": "เทศบาลตำบลตัวอย่างขอรายงานความก้าวหน้าของการดำเนินการตามมาตรการส่งเสริมคุณธรรม"
    "และความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ รอบ ๖ เดือน "
    "(เดือนตุลาคม ๒๕๖๖ ถึงเดือนมีนาคม ๒๕๖๗) ดังนี้",
}
CLOSINGS = {
    "results": "เทศบาลตำบลตัวอย่างจะนำผลข้างต้นไปใช้ปรับปรุงการปฏิบัติงาน "
    "และกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ ต่อไป",
    "plan": "ทั้งนี้ ให้ส่วนราชการผู้รับผิดชอบดำเนินการตามมาตรการที่กำหนดไว้ "
    "และรายงานผลให้ผู้บริหารของเทศบาลตำบลตัวอย่างทราบตามระยะเวลาที่กำหนด",
    "analysis": "เทศบาลตำบลตัวอย่างจะใช้ผลการวิเคราะห์ข้างต้นเป็นแนวทางในการกำหนดมาตรการส่งเสริมคุณธรรม"
    "และความโปร่งใสภายในหน่วยงาน และติดตามผลการดำเนินการอย่างต่อเนื่อง",
    "announcement": "จึงประกาศให้ทราบโดยทั่วกัน",
    "half_year": "เทศบาลตำบลตัวอย่างจะติดตามผลของมาตรการที่ได้ดำเนินการแล้ว "
    "และรายงานผลการดำเนินการเมื่อสิ้นปีงบประมาณ พ.ศ. ๒๕๖๗ ต่อไป",
}


@pytest.mark.parametrize("kind", INTRODUCTIONS)
def test_every_kind_opens_and_closes_in_its_own_words(kind):
    of = facts(result(2567, HIGH, "93.95"), result(2566, LOW, "82.60"), kind=kind)
    sentences = by_rule(drafts(of))
    assert (sentences["introduction"], sentences["closing"]) == (INTRODUCTIONS[kind], CLOSINGS[kind])


def test_plan_without_a_result_says_why_there_are_measures():
    of = facts(result(2567), result(2566), kind="plan")
    assert draft(of, "introduction", 2566).text == (
        "เทศบาลตำบลตัวอย่างกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ "
        "เพื่อให้การปฏิบัติงานเป็นไปโดยสุจริต โปร่งใส และตรวจสอบได้ ดังนี้"
    )


@pytest.mark.parametrize(
    ("kind", "own", "before", "spoken"),
    [
        ("results", HIGH, LOW, 2567),
        ("results", "", LOW, 2567),
        ("analysis", HIGH, LOW, 2567),
        ("analysis", "", LOW, 2566),
        ("analysis", "", "", 2567),
        ("plan", HIGH, LOW, 2566),
        ("plan", HIGH, "", 2567),
        ("plan", "", "", 2566),
        ("announcement", HIGH, LOW, 2566),
        ("half_year", HIGH, LOW, 2566),
    ],
)
def test_document_speaks_of_the_result_that_it_is_about(kind, own, before, spoken):
    assert facts(result(2567, own), result(2566, before), kind=kind).subject_year == spoken


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (Work(done=7), "มาตรการทั้ง ๗ มาตรการดำเนินการแล้วเสร็จ"),
        (Work(in_progress=1), "มาตรการที่กำหนดไว้ ๑ มาตรการ อยู่ระหว่างดำเนินการ"),
        (
            Work(done=4, in_progress=2, not_started=1, cancelled=1),
            "จากมาตรการทั้งหมด ๘ มาตรการ มีมาตรการที่ดำเนินการแล้วเสร็จ ๔ มาตรการ อยู่ระหว่างดำเนินการ ๒ มาตรการ "
            "ยังไม่เริ่มดำเนินการ ๑ มาตรการ และยกเลิกการดำเนินการ ๑ มาตรการ",
        ),
        (
            Work(done=4, in_progress=2),
            "จากมาตรการทั้งหมด ๖ มาตรการ มีมาตรการที่ดำเนินการแล้วเสร็จ ๔ มาตรการ และอยู่ระหว่างดำเนินการ ๒ มาตรการ",
        ),
    ],
)
def test_progress_counts_measures_by_status(work, text):
    assert draft(facts(result(2567), kind="results", work=work), "progress", 2567).text == text
    half = draft(facts(result(2567), kind="half_year", work=work), "progress", 2567).text
    assert half == f"ณ วันที่ ๓๑ มีนาคม ๒๕๖๗ {text}"


@pytest.mark.parametrize("work", [Work(), Work(not_started=7)])
def test_year_without_progress_has_no_sentence_of_it(work):
    assert draft(facts(result(2567), kind="half_year", work=work), "progress", 2567) is None


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (
            Work(done=1, not_started=2),
            "เทศบาลตำบลตัวอย่างจะดำเนินการตามมาตรการที่ยังไม่แล้วเสร็จ ๒ มาตรการให้ครบถ้วน "
            "และรายงานผลการดำเนินการเมื่อสิ้นปีงบประมาณ พ.ศ. ๒๕๖๗ ต่อไป",
        ),
        (Work(), "เทศบาลตำบลตัวอย่างจะรายงานผลการดำเนินการเมื่อสิ้นปีงบประมาณ พ.ศ. ๒๕๖๗ ต่อไป"),
    ],
)
def test_half_year_closes_with_what_is_left(work, text):
    assert draft(facts(result(2567), kind="half_year", work=work), "closing", 2567).text == text


def test_advice_goes_by_the_words_of_the_name():
    """Names vary between years; the first fitting word decides."""
    assert advice("การแก้ปัญหาการทุจริต") == advice("การแก้ไขปัญหาการทุจริต")
    assert advice("การใช้ทรัพย์สินของทางราชการ") == advice("การใช้ทรัพย์สินของราชการ")
    assert advice("การปรับปรุงระบบการทำงาน") == advice("การปรับปรุงการทำงาน")
    assert advice("ตัวชี้วัดใหม่") == GENERAL
    assert (
        len({advice(indicator_name) for indicator_name in result(2567).rules.indicator_names.values()} - {GENERAL})
        == 10
    )


def test_unknown_rule_and_lost_definitions_draft_nothing():
    of = facts(result(2567, HIGH))
    assert draft(of, "rule_of_an_older_version", 2567) is None
    assert draft(of, "strengths", 2560) is None
    assert draft(of, "proposal", 2567, "XIT") is None
