"""Derive the font family "ITA Sarabun" from Sarabun, so that text copied out of a PDF equals the text that was typed.

    npm pack @expo-google-fonts/sarabun@0.4.1 && tar xf expo-google-fonts-sarabun-*.tgz
    python reports/fonts/build.py package static/fonts

Why: a text shaper always splits SARA AM (ำ) into NIKHAHIT and SARA AA, and moves the former before a tone mark. In the PDF
these glyphs are then taken for other characters: น้ำ is copied as นา, and every later า as ำ. Here each cluster of a
consonant, a tone or none, and ำ becomes one glyph, drawn of the same parts at the same places, so that a PDF writer maps the
one glyph to the text of the whole cluster. The feature is `rlig`, since it stays on where CSS turns other ligatures off.

For each face a .ttf (for PDF) and a smaller .woff2 (for the screen), and the licence. The output is the same at every run
with the same fontTools, uharfbuzz and brotli (requirements for development only: the fonts are kept in the repository).
"""

import sys
from pathlib import Path

import uharfbuzz as hb
from fontTools.otlLib.builder import buildLigatureSubstSubtable, buildLookup
from fontTools.otlLib.maxContextCalc import maxCtxFont
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

FAMILY = "ITA Sarabun"
FACES = {  # the style in our file names: the style in those of the npm package
    "Regular": "400Regular",
    "Bold": "700Bold",
    "Italic": "400Regular_Italic",
    "BoldItalic": "700Bold_Italic",
}
DESCRIPTION = "Derived from Sarabun: the clusters of a consonant, a tone mark and SARA AM are single glyphs."

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
TONES = ["", *"\u0e48\u0e49\u0e4a\u0e4b"]
SARA_AM = "\u0e33"
# No consonant ("") is for a ำ that stands alone, as in a lesson on spelling: one such ำ would spoil every า of the document.
CLUSTERS = [base + tone + SARA_AM for base in ["", *CONSONANTS] for tone in TONES]

# What a web page in Thai and English never needs: Latin Extended-A and -B, phonetics, and Vietnamese
OFF_SCREEN = {*range(0x0100, 0x0300), *range(0x1E00, 0x1F00)}
SCREEN_FEATURES = ["ccmp", "liga", "locl", "rlig", "kern", "mark", "mkmk"]

Part = tuple[str, int, int, int]  # glyph, its place (x, y) in the cluster, its advance


def shape(face: hb.Font, names: list[str], text: str) -> list[Part]:
    """The glyphs that draw the text, as a layout engine would place them."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Thai", "th"
    hb.shape(face, buffer)
    parts, pen = [], 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        parts.append((names[info.codepoint], pen + position.x_offset, position.y_offset, position.x_advance))
        pen += position.x_advance
    return parts


def add_composite(font: TTFont, name: str, parts: list[Part]) -> None:
    """Add a glyph that looks like the parts together."""
    pen = TTGlyphPen(font["glyf"])
    for part, x, y, _ in parts:
        pen.addComponent(part, (1, 0, 0, 1, x, y))
    glyph = pen.glyph()
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (sum(advance for *_, advance in parts), glyph.xMin)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = 1  # a base glyph


def add_clusters(font: TTFont, source: Path) -> None:
    """Add the composites, and the lookup that puts them in place of the glyphs of their clusters."""
    face = hb.Font(hb.Face(hb.Blob.from_file_path(str(source))))
    names = list(font.getGlyphOrder())
    ligatures = {}
    for text in CLUSTERS:
        parts = shape(face, names, text)
        name = "uni" + "".join(f"{ord(char):04X}" for char in text)  # the name by which the PDF world knows such a glyph
        if name not in names:  # Sarabun has a glyph for ำ alone
            add_composite(font, name, parts)
        sequence = tuple(part[0] for part in parts)
        if sequence in ligatures:
            raise ValueError(f"{text}: the font draws {ligatures[sequence]} with the same glyphs")
        ligatures[sequence] = name
    font.setGlyphOrder(font["glyf"].glyphOrder)
    add_last_lookup(font, "rlig", ligatures)
    font["OS/2"].usMaxContext = maxCtxFont(font)


def add_last_lookup(font: TTFont, tag: str, ligatures: dict[tuple[str, ...], str]) -> None:
    """Add a ligature lookup that runs after all others, in every script and language."""
    table = font["GSUB"].table
    subtable = buildLigatureSubstSubtable(ligatures)
    table.LookupList.Lookup.append(buildLookup([subtable]))
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [len(table.LookupList.Lookup) - 1]

    before = list(table.FeatureList.FeatureRecord)
    after = sorted([*before, record], key=lambda each: each.FeatureTag)  # the format wants the tags in order
    index = {id(each): number for number, each in enumerate(after)}
    table.FeatureList.FeatureRecord = after
    for script in (each.Script for each in table.ScriptList.ScriptRecord):
        for system in [script.DefaultLangSys, *(each.LangSys for each in script.LangSysRecord)]:
            features = [before[number] for number in system.FeatureIndex] + [record]
            system.FeatureIndex = sorted(index[id(each)] for each in features)


def rename(font: TTFont) -> None:
    """Give the family its own name; the records of copyright, authors and licence stay."""
    spaced, joined = (1, 4, 16), (3, 6)  # family and full name; unique identifier and PostScript name
    for record in font["name"].names:
        if record.nameID in spaced:
            record.string = str(record).replace("Sarabun", FAMILY)
        elif record.nameID in joined:
            record.string = str(record).replace("Sarabun", FAMILY.replace(" ", ""))
    font["name"].setName(DESCRIPTION, 10, 3, 1, 0x409)


def for_screen(font: TTFont) -> None:
    """Drop what no page of the portal shows, and pack the rest as WOFF2."""
    options = Options(layout_features=SCREEN_FEATURES, name_IDs=["*"], notdef_outline=True, glyph_names=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap().keys() - OFF_SCREEN)
    subsetter.subset(font)
    font.flavor = "woff2"


def build_face(source: Path, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)  # keeps the date of the source: every run writes the same bytes
    add_clusters(font, source)
    rename(font)
    font.save(target.with_suffix(".ttf"))
    font = TTFont(target.with_suffix(".ttf"), recalcTimestamp=False)
    for_screen(font)
    font.save(target.with_suffix(".woff2"))


def main(source: Path, output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    for style, name in FACES.items():
        build_face(source / name / f"Sarabun_{name}.ttf", output / f"{FAMILY.replace(' ', '')}-{style}")
    (output / "OFL.txt").write_bytes((source / "LICENSE_FONT").read_bytes())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python reports/fonts/build.py SOURCE_DIR OUTPUT_DIR")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
