"""Draws the watermark of drafts, static/img/draft.svg, from the outlines of the portal's own font.

Outlines and not text: what a reader of the PDF copies or searches stays exactly the document. Needs the packages of
the tests: python tools/fonts/watermark.py static/fonts/ITASarabun-Bold.ttf static/img/draft.svg
"""

import sys
from pathlib import Path

import uharfbuzz
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

TEXT = "ฉบับร่าง"
GREY = "#dcdcdc"  # light enough to read black on, dark enough for a laser printer
SIZE = 1000  # of the drawing, both ways
WIDTH = 900  # of the word before it is turned
ANGLE = -45


def draw(font_path: Path) -> str:
    font = TTFont(font_path)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(TEXT)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(font_path.read_bytes())), buffer)
    glyphs, names = font.getGlyphSet(), font.getGlyphOrder()
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}")
    x = 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        shift = (1, 0, 0, 1, x + place.x_offset, place.y_offset)
        glyphs[names[info.codepoint]].draw(TransformPen(pen, shift))
        x += place.x_advance
    scale = WIDTH / x
    middle = SIZE / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
        f'<path fill="{GREY}" transform="translate({middle:.0f} {middle:.0f}) rotate({ANGLE}) '
        f'scale({scale:.4f} {-scale:.4f}) translate({-x / 2:.0f} {-font["OS/2"].sxHeight / 2 or 0:.0f})" '
        f'd="{pen.getCommands()}"/></svg>\n'
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(draw(Path(sys.argv[1])), encoding="utf-8")
