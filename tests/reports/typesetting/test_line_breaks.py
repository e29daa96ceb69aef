"""Texts as lines: as wide as allowed, whole, and broken inside a word only where no column holds it."""

import pytest

from reports.typesetting.line_breaks import Paragraph, paragraph

TEXT = "เทศบาลเผยแพร่ข้อมูลการจัดซื้อจัดจ้างบนเว็บไซต์ของหน่วยงานอย่างต่อเนื่อง ในปีงบประมาณ พ.ศ. ๒๕๖๗ และกำกับติดตามผลการดำเนินงาน"


def width(text: str) -> float:
    return Paragraph(text, False).width


@pytest.mark.parametrize("room", [6, 9, 14.5, 30, 200])
def test_lines_fit_and_hold_the_whole_text(room):
    lines = paragraph(TEXT).lines(room, room)
    assert max(map(width, lines)) <= room + 0.001
    assert "".join(lines).replace(" ", "") == TEXT.replace(" ", "")
    assert "พ.ศ. ๒๕๖๗" in lines[-1] if room == 200 else any("พ.ศ. ๒๕๖๗" in line for line in lines)


def test_each_line_is_as_long_as_its_words_allow():
    first, second, *_ = paragraph(TEXT).lines(10, 20)
    assert width(first) <= 10 < width(first + "จ้างบนเว็บไซต์")
    assert 15 < width(second) <= 20


def test_word_that_no_line_holds_is_cut_between_letters_with_their_marks():
    lines = paragraph("ก๊วนน้ำญี่ปุ่น" * 3).lines(2, 2)
    assert "".join(lines) == "ก๊วนน้ำญี่ปุ่น" * 3
    assert not any(line[0] in "ะาำ่้๊๋ิีึืุูั็์" for line in lines)


@pytest.mark.parametrize("text", ["👍🏽👨‍👩‍👧🇹🇭❤️", "กกกกก"])
def test_narrowest_room_ends_too(text):
    lines = paragraph(text).lines(0.1, 0.1)
    assert "".join(lines) == text
    assert "👨‍👩‍👧" in lines if "👍" in text else lines == ["ก"] * 5


def test_short_word_does_not_stand_alone_on_the_last_line():
    text = "ไม่มีการเปลี่ยนแปลงแต่ประการใด"
    room = width(text) - 0.3
    assert paragraph(text).lines(room, room)[-1] != "ใด"
    assert len(paragraph(text).lines(room, room)) == 2


def test_widest_word_is_the_floor_of_a_column():
    text = "บนเว็บไซต์บน"
    assert Paragraph(text, False).widest() == pytest.approx((width("เว็บไซต์"),) * 2)
    assert Paragraph("และ ต.ค. ๖๖", False).widest() == pytest.approx((width("ต.ค."), width("ต.ค. ๖๖")))
    assert Paragraph("", False).widest() == (0, 0)
    assert Paragraph("a" * 200, False).widest() == pytest.approx((width("a" * 200),) * 2)


def test_count_of_lines_is_that_of_the_lines():
    for room in (5, 8, 13):
        assert len(paragraph(TEXT).starts(room, room)) + 1 == len(paragraph(TEXT).lines(room, room))


def test_empty_text_is_one_empty_line():
    assert paragraph("").lines(5, 5) == [""]
