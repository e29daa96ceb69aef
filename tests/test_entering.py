"""What becomes of texts on their way in is told: mended by kind and times, not printable by place."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from ita_portal import entering, glyphs, thai

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("เเผนการเเก้ไข", {thai.SARA_AE: 2}),
        ("น\u0e4dา น\u0e49\u0e4dา", {thai.SARA_AM: 2}),
        ("ท่ีนี่ ก้ึง", {thai.ORDER: 2}),
        ("ำ่", {thai.ORDER: 1}),
        ("ที่่ประชุม กำำ", {thai.DOUBLED: 2}),
        ("กรณ ีที่ต ้อง", {thai.APART: 2}),
        ("ที\uf70a ฝ\uf88bาย", {thai.OLD_GLYPH: 2}),
        ("\uf0b7 ก\n\uf0a7 ข", {thai.BULLET: 2}),
        ("ﬁ \u2011", {thai.LOOK_ALIKE: 2}),
        ("ก\u200bข\ufeffค\x00", {thai.INVISIBLE: 3}),
        ("ก\u00a0ข\t\tค", {thai.SPACE: 2}),
        ("ก\t\nข \u00a0 \r\n  ค", {}),  # line ends and trailing blanks are nobody's concern
        ("เด็กที่เก่ง", {}),
        ("e\u0301", {}),
    ],
)
def test_what_is_mended_is_counted_by_its_kind(typed, kinds):
    counted = Counter()
    thai.normalise(typed, counted)
    assert {kind: times for kind, times in counted.items() if times} == kinds


def test_what_comes_in_is_told_once_each():
    with entering.noting() as entered:
        entering.note("เเผน ①", "“ชื่อ”")
        entering.note("เเผน ①", "“ชื่อ”")
        entering.note("เเก้\u200b ②")
        assert entering.told() == entered.told()
    assert entered.told() == {
        "info": "ระบบแก้ข้อความให้พิมพ์และค้นหาได้ถูกต้อง: แก้ เเ (เ สองตัว) เป็น แ 3 แห่ง · ตัดอักขระที่มองไม่เห็น 1 แห่ง",
        "warning": "อักขระที่พิมพ์ลงเอกสารไม่ได้: “ชื่อ” บรรทัดที่ 1 ตัวที่ 5 “①” (U+2460) ให้ลบหรือใช้อักขระอื่นแทน มิฉะนั้นจะออกเอกสารไม่ได้",
    }


def test_nothing_is_told_of_what_was_refused_or_is_not_asked_for():
    entering.note("เเผน")
    with entering.noting() as entered:
        entering.note("เเผน ①", "“ชื่อ”")
        entering.forget()
    assert (entered.told(), entering.told()) == ({}, {})


def test_what_the_fonts_draw_is_written_down(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools/fonts"))
    from drawn import table

    assert glyphs.DRAWN.read_text() == table(ROOT / "static/fonts"), "run: python tools/fonts/drawn.py static/fonts"
    sys.modules.pop("drawn")
