"""Widths of texts beside those that Pango gives the same fonts."""

import pytest
import weasyprint

from reports.output.render import _own_fonts_only, local_fetcher
from reports.typesetting.line_breaks import Paragraph
from tests.reports.output import hard_texts

SIZE = 100  # px
STYLE = """<style>@page { size: 90000px 300000px; margin: 0 }
body { margin: 0; font: %s %dpx "ITA Sarabun", "ITA Symbols", "emoji" }
@font-face { font-family: "ITA Sarabun"; src: url("static:fonts/ITASarabun-Regular.ttf") }
@font-face { font-family: "ITA Sarabun"; font-weight: bold; src: url("static:fonts/ITASarabun-Bold.ttf") }
@font-face { font-family: "ITA Symbols"; src: url("static:fonts/ITASymbols.ttf") }
@font-face { font-family: "emoji"; src: url("static:fonts/ITAEmoji.ttf") }
p { margin: 0; white-space: nowrap }</style>"""
TEXTS = [
    *hard_texts.STACKS,
    *hard_texts.SARA_AM,
    *hard_texts.LEADING,
    hard_texts.WORDS,
    hard_texts.MIXED,
    hard_texts.LONG_WORD,
    hard_texts.LONG_LATIN,
    hard_texts.ADDRESSES,
    hard_texts.SYMBOLS,
    "AVAToWa. LTyfi ffi fl",
]


def drawn(texts: list[str], bold: bool) -> list[float]:
    """Return how wide WeasyPrint draws each text, in em."""
    lines = "".join(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>" for text in texts)
    html = f"<html lang=th>{STYLE % ('bold' if bold else 'normal', SIZE)}<body>{lines}"
    document = weasyprint.HTML(string=html, url_fetcher=local_fetcher()).render(font_config=_own_fonts_only())
    widths = []
    for page in document.pages:
        for box in page._page_box.descendants():
            if type(box).__name__ == "LineBox":
                widths.append(sum(child.width for child in box.children) / SIZE)
    return widths


@pytest.mark.parametrize("bold", [False, True])
def test_texts_are_as_wide_as_pango_draws_them(bold):
    texts = sorted({word for text in TEXTS for word in text.split()} | {"ก ข ค", "A V, Ta (y)"})
    pairs = zip(texts, drawn(texts, bold), strict=True)
    off = {text: round(Paragraph(text, bold).width - width, 3) for text, width in pairs}
    assert {text: by for text, by in off.items() if abs(by) > 0.01} == {}


@pytest.mark.parametrize("text", [hard_texts.SYMBOLS, hard_texts.EMOJI])
def test_room_is_left_for_signs_of_further_fonts(text):
    """Spaces beside them are those of one font or the other, and several signs may be drawn as one."""
    assert Paragraph(text, False).width >= drawn([text], False)[0]
