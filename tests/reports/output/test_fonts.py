"""The committed fonts: their names, what they can write, and that a Thai cluster is one glyph in a PDF."""

from itertools import product
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[3] / "static" / "fonts"
FACES = {  # style: (weight, bold, italic)
    "Regular": (400, False, False),
    "Bold": (700, True, False),
    "Italic": (400, False, True),
    "BoldItalic": (700, True, True),
}
FILES = [f"ITASarabun-{style}.{kind}" for style in FACES for kind in ("ttf", "woff2")]

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
TONES = ["", *"\u0e48\u0e49\u0e4a\u0e4b"]
VOWELS = ["", "\u0e31", *(chr(code) for code in range(0x0E34, 0x0E3A)), "\u0e47"]
NEEDED = {
    *range(0x0E01, 0x0E3B),
    *range(0x0E3F, 0x0E5C),
    *range(0x0020, 0x007F),
    *range(0x00A0, 0x0100),
    *map(ord, "“”‘’–—…•→≥≤■"),
}


def shape(path: Path, text: str) -> list[tuple[int, int, int]]:
    """The glyphs that draw the text: number, and place (x, y)."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Thai", "th"
    hb.shape(hb.Font(hb.Face(hb.Blob.from_file_path(str(path)))), buffer)
    places = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, place.x_offset, place.y_offset) for info, place in places]


SYMBOLS = ["ITASymbols.ttf", "ITAEmoji.ttf"]
LICENCES = ["OFL.txt", "OFL-NotoSansSymbols2.txt", "OFL-NotoEmoji.txt"]


def test_folder_holds_four_faces_for_paper_and_screen_the_symbols_and_their_licences():
    assert {path.name for path in FONTS.iterdir()} == {*FILES, *SYMBOLS, *LICENCES, "drawn.json"}


def test_fonts_of_symbols_begin_where_letters_end():
    """Each character has one font, whatever the order of the families; only the space is in all."""
    letters, symbols, emoji = (set(TTFont(FONTS / name).getBestCmap()) for name in ("ITASarabun-Regular.ttf", *SYMBOLS))
    assert letters & symbols == letters & emoji == symbols & emoji == {ord(" ")}
    assert {ord(letter) for letter in "✓☐☑●➢"} <= symbols
    assert {ord(letter) for letter in "😀👍📅"} <= emoji


def test_licence_carries_the_copyright_of_the_source():
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright 2018 The Sarabun Project Authors")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("name", FILES)
def test_face_has_its_own_name_and_keeps_copyright_and_licence(name):
    font = TTFont(FONTS / name)
    weight, bold, italic = FACES[Path(name).stem.removeprefix("ITASarabun-")]
    assert font["name"].getDebugName(1) == "ITA Sarabun"
    assert font["name"].getDebugName(6) == Path(name).stem
    assert font["name"].getDebugName(0).startswith("Copyright 2018 The Sarabun Project Authors")
    assert "SIL Open Font License, Version 1.1" in font["name"].getDebugName(13)
    assert font["OS/2"].usWeightClass == weight
    assert (bool(font["head"].macStyle & 1), bool(font["head"].macStyle & 2)) == (bold, italic)


@pytest.mark.parametrize("name", FILES)
def test_face_maps_thai_latin_and_punctuation(name):
    missing = NEEDED - TTFont(FONTS / name).getBestCmap().keys()
    assert missing == set(), [f"U+{code:04X}" for code in sorted(missing)]


@pytest.mark.parametrize("style", FACES)
def test_consonant_tone_and_sara_am_are_one_glyph_of_their_own(style):
    clusters = [consonant + tone + "ำ" for consonant, tone in product(CONSONANTS, TONES)]
    shaped = [shape(FONTS / f"ITASarabun-{style}.ttf", cluster) for cluster in clusters]
    assert [c for c, glyphs in zip(clusters, shaped, strict=True) if len(glyphs) != 1] == []
    assert len({glyphs[0][0] for glyphs in shaped}) == len(clusters) == 230


@pytest.mark.parametrize("style", FACES)
def test_consonant_with_vowel_and_tone_is_one_glyph_in_its_place(style):
    marks = [*TONES, "\u0e4c"]
    clusters = [consonant + vowel + mark for consonant, vowel, mark in product(CONSONANTS, VOWELS, marks)]
    shaped = [shape(FONTS / f"ITASarabun-{style}.ttf", cluster) for cluster in clusters]
    placed = [len(glyphs) == 1 and glyphs[0][1:] == (0, 0) for glyphs in shaped]
    assert [cluster for cluster, right in zip(clusters, placed, strict=True) if not right] == []


@pytest.mark.parametrize("style", FACES)
@pytest.mark.parametrize("slip", ["-ำ", "น้้ำ", "ก็ำ", "ป์ำ", "น้่ำ"])
def test_stray_sara_am_leaves_the_glyph_of_sara_aa_alone(style, slip):
    path = FONTS / f"ITASarabun-{style}.ttf"
    sara_aa = shape(path, "า")[0][0]
    assert sara_aa not in [glyph for glyph, _, _ in shape(path, slip)]


@pytest.mark.parametrize("style", FACES)
def test_marks_beyond_what_thai_knows_stay_apart_and_visible(style):
    assert len(shape(FONTS / f"ITASarabun-{style}.ttf", "ก้้")) == 3


@pytest.mark.parametrize("style", FACES)
def test_f_and_i_stay_two_glyphs(style):
    assert len(shape(FONTS / f"ITASarabun-{style}.ttf", "fi")) == 2
