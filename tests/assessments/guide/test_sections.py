"""The guide's Markdown becomes safe pages with anchors that stay, and its words are found."""

import re
from itertools import pairwise

import pytest

from assessments.guide.forms import GuideSearch
from assessments.guide.sections import search, sections_of
from assessments.guide.views import GUIDE
from tests.test_access import INLINE

TEXT = """# คู่มือ
คำนำ

## ๑. เริ่มปี และ Excel
กด **เริ่ม** แล้วรอ ปี ๒๕๖๗
บรรทัดที่สอง <b onclick="x()">ดิบ</b>

<script>alert(1)</script>

[ทาง](javascript:alert(1))

| ก | ข |
| :-: | --- |
| หนึ่ง | สอง |

### รูปแบบ
- ข้อหนึ่ง
"""


@pytest.fixture(scope="module")
def shipped():
    return sections_of(GUIDE.read_text(encoding="utf-8"))


def test_text_is_parted_by_its_headings():
    sections = sections_of(TEXT)
    assert [(section.level, section.title, section.anchor) for section in sections] == [
        (1, "คู่มือ", "คู่มือ"),
        (2, "๑. เริ่มปี และ Excel", "เริ่มปี-และ-Excel"),
        (3, "รูปแบบ", "รูปแบบ"),
    ]
    assert sections[0].html == '<h1 id="คู่มือ">คู่มือ</h1>\n<p>คำนำ</p>\n'
    assert sections[1].lines[:2] == ("กด เริ่ม แล้วรอ ปี ๒๕๖๗", 'บรรทัดที่สอง <b onclick="x()">ดิบ</b>')
    assert sections[1].lines[-2:] == ("ก · ข", "หนึ่ง · สอง")


def test_what_is_raw_in_the_text_is_escaped():
    html = sections_of(TEXT)[1].html
    assert "&lt;script&gt;" in html and "&lt;b onclick=&quot;x()&quot;&gt;" in html
    assert re.findall(r"<(?!/)(\w+)[^>]*>", html) == "h2 p strong p p table thead tr th th tbody tr td td".split()
    assert "href" not in html and "style" not in html


def test_anchor_outlives_the_number_of_its_chapter():
    assert sections_of(TEXT.replace("๑.", "๒."))[1].anchor == sections_of(TEXT)[1].anchor


def test_a_text_is_parted_once_and_anew_when_it_changes():
    assert sections_of(TEXT) is sections_of(TEXT)
    assert sections_of(TEXT + "ต่อท้าย") != sections_of(TEXT)


@pytest.mark.parametrize(
    ("words", "titles", "lines"),
    [
        ("เริ่ม", ["๑. เริ่มปี และ Excel"], [["กด เริ่ม แล้วรอ ปี ๒๕๖๗"]]),
        ("2567 excel", ["๑. เริ่มปี และ Excel"], [["กด เริ่ม แล้วรอ ปี ๒๕๖๗"]]),  # the title holds the other word
        ("รอ กด", ["๑. เริ่มปี และ Excel"], [["กด เริ่ม แล้วรอ ปี ๒๕๖๗"]]),
        ("หนึ่ง", ["๑. เริ่มปี และ Excel", "รูปแบบ"], [["หนึ่ง · สอง"], ["ข้อหนึ่ง"]]),
        ("หนึ่ง รูปแบบ", ["รูปแบบ"], [["ข้อหนึ่ง"]]),
        ("ไม่มีคำนี้", [], []),
        ("", [], []),
    ],
)
def test_sections_that_hold_every_word_are_shown_with_their_lines(words, titles, lines):
    assert [(section.title, shown) for section, shown in search(sections_of(TEXT), words)] == list(
        zip(titles, lines, strict=True)
    )


def test_three_lines_of_a_section_are_shown_at_most():
    text = "# ก\n" + "- ซ้ำ\n" * 9
    [(_, lines)] = search(sections_of(text), "ซ้ำ")
    assert lines == ["ซ้ำ"] * 3


def test_shipped_guide_has_one_title_and_each_anchor_once(shipped):
    assert [section.level for section in shipped].count(1) == shipped[0].level == 1
    anchors = [section.anchor for section in shipped]
    assert all(anchors) and len(set(anchors)) == len(anchors)


def test_shipped_guide_holds_nothing_that_the_policy_refuses(shipped):
    html = "".join(section.html for section in shipped)
    assert INLINE.findall(html) == [] and "&lt;" in html


def test_example_of_the_search_finds_something(shipped):
    example = GuideSearch().fields["q"].widget.attrs["placeholder"].removeprefix("เช่น ")
    assert search(shipped, example)


def test_no_heading_of_the_shipped_guide_skips_a_level(shipped):
    levels = [section.level for section in shipped]
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
