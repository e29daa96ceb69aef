"""Where a line may end: what is read as one has no place inside at which it may."""

from itertools import pairwise

import pytest

from reports.typesetting.words import WINDOW, breaks
from tests.growth import processor_seconds, too_slow


def pieces(text: str) -> list[str]:
    """Return what a line holds whole."""
    places = [0, *breaks(text).words, len(text)]
    return [text[start:stop].strip() for start, stop in pairwise(places)]


@pytest.mark.parametrize(
    "text",
    [
        "เว็บไซต์",
        "ประชาสัมพันธ์",
        "ประสิทธิภาพ",
        "ประพฤติมิชอบ",
        "บ้านแป้น",  # a place
        "พ.ศ. ๒๕๖๗",
        "พ.ศ.๒๕๖๗",
        "ต.ค. ๖๖",
        "๑ เมษายน พ.ศ. ๒๕๖๗",
        "31 มี.ค. 2567",
        "ตัวชี้วัดที่ ๑๐",
        "ร้อยละ ๘๕.๕๐",
        "๘๕ คะแนน",
        "ต่าง ๆ",
        "“ผ่านดี”",
        "(ITA)",
        "E-Service",
        "e-mail",
        "O27",
        "อบต.",
        "[ยังไม่ยืนยัน]",
    ],
)
def test_is_held_whole(text):
    assert [piece for piece in pieces(f"และ {text} และ") if piece != "และ"] == [text]


def test_line_ends_between_words():
    assert pieces("เทศบาลเผยแพร่ข้อมูลบนเว็บไซต์") == ["เทศบาล", "เผยแพร่", "ข้อมูล", "บน", "เว็บไซต์"]


def test_measures_are_not_taken_apart():
    assert pieces("มาตรการกำกับดูแลและตรวจสอบ")[0] == "มาตรการ"


def test_marks_stay_with_what_they_close_and_open():
    text = "ผู้รับผิดชอบ/ผู้เกี่ยวข้อง (กองคลัง) ฯลฯ “ดีมากจริง ๆ เลยนะท่านผู้มีเกียรติทั้งหลาย” จบ"
    for place in [*breaks(text).words, *breaks(text).parts]:
        assert text[place] not in ")”ฯๆ/" and text[:place].rstrip()[-1] not in "(“"
    assert "ผู้เกี่ยวข้อง" in pieces(text)


def test_what_is_held_has_parts_for_a_narrow_column():
    text = "๑ เมษายน พ.ศ. ๒๕๖๗"
    assert breaks(text).words == ()
    assert [text[place:] for place in breaks(text).parts] == ["เมษายน พ.ศ. ๒๕๖๗", "พ.ศ. ๒๕๖๗", "๒๕๖๗"]


def test_long_address_may_be_cut_behind_its_signs():
    text = "https://www.example.go.th/ita/2568?item=o27"
    assert breaks(text).words == ()
    assert all(text[place - 1] in "/.?=-:" for place in breaks(text).parts)


@pytest.mark.parametrize("text", ["", " ", "ก", "ๆ", "  ", "-"])
def test_short_texts_have_no_place(text):
    assert breaks(text) == ((), ())


def test_words_of_a_long_run_are_those_of_its_pieces():
    """A run is looked at in windows: at their seams too it breaks between words."""
    word = "ประชาสัมพันธ์"
    run = word * (3 * WINDOW // len(word))
    assert breaks(run).words == tuple(range(len(word), len(run), len(word)))


def test_time_grows_with_the_length():
    text = "".join(chr(0x0E01 + n % 46) + "ะ" * (n % 3 == 0) for n in range(40_000))
    breaks(text[:100])  # the dictionary is read
    assert too_slow(lambda size: processor_seconds(lambda: breaks(text[:size])), len(text)) == ""
