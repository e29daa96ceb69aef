"""Derive the fonts "ITA Sarabun" from Sarabun, so that text copied out of a PDF equals the text typed.

    ./run fonts                        # fetches the three packages of sources into one directory, then:
    python tools/fonts/build.py DIRECTORY static/fonts

What is changed, so that a PDF writer can map each glyph to its text, and nothing looks different:

1. A shaper always splits SARA AM (ำ) into NIKHAHIT and SARA AA and moves the former before a tone mark:
   น้ำ is copied as นา, and every later า as ำ. Each cluster of a consonant, a tone or none, and ำ becomes
   one glyph of the same parts.
2. Sarabun moves marks by GPOS. PDFium (Chrome) takes a raised mark for a word of its own, reads เริ่มตั้ง as
   เริมตั่้ง, and may lose its place on the line. Each cluster of a consonant and its marks becomes one glyph too.
3. The letters f and i, or f and l, no longer become the glyph of U+FB01 or U+FB02.

"ITA Symbols" and "ITA Emoji" hold what Sarabun lacks and people type or paste: ticks, boxes, bullets, emoji. They are
the plain outlines of Noto, only for PDF; on screen the browser has its own.

For each face a .ttf (for PDF), a .woff2 (for the screen, where clusters may stay apart), and the licence.
Every run writes the same bytes with the same fontTools, uharfbuzz and brotli. The fonts are kept in the
repository: only whoever changes this script needs to run it.
"""

import sys
from io import BytesIO
from itertools import permutations
from pathlib import Path

import uharfbuzz as hb
from fontTools.otlLib.builder import ChainContextSubstBuilder, ChainContextualRule, LigatureSubstBuilder, LookupBuilder
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
SYMBOLS = {  # our family: package, file, name there
    "ITA Symbols": ("symbols", "NotoSansSymbols2", "Noto Sans Symbols 2"),
    "ITA Emoji": ("emoji", "NotoEmoji", "Noto Emoji"),
}
SYMBOL_CODES = range(0x2000, 0x2C00)  # of "ITA Symbols": beyond lie dominoes, cards and dead scripts
DESCRIPTION = "Derived from Sarabun: each cluster of a Thai consonant and its marks is a single glyph."

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
TONES = ["\u0e48", "\u0e49", "\u0e4a", "\u0e4b"]
VOWELS = [chr(code) for code in (0x0E31, *range(0x0E34, 0x0E3A), 0x0E47)]
THANTHAKHAT, PHINTHU, NIKHAHIT, YAMAKKAN = "\u0e4c\u0e3a\u0e4d\u0e4e"  # the last three for Pali
SARA_AM = "\u0e33"

# A ำ that no consonant carries ("-ำ"), or a slip of the keys (น้้ำ, ก็ำ), would still spoil every า of the
# document. So what follows the letter there is one glyph too: as drawn after ก, and after ป, which is tall
# and takes narrow marks.
ABOVE = [chr(code) for code in (0x0E31, *range(0x0E34, 0x0E38), *range(0x0E47, 0x0E4F))]
SLIPS = ["", *ABOVE, *(mark * 2 for mark in ABOVE), *map("".join, permutations(TONES, 2))]

# (letter, rest): the rest becomes one glyph, as it is drawn after the letter
SARA_AM_CLUSTERS = [("", base + tone + SARA_AM) for base in CONSONANTS for tone in ["", *TONES]]
SARA_AM_CLUSTERS += [(letter, marks + SARA_AM) for letter in "กป" for marks in SLIPS]
NEAR, FAR = [*VOWELS, PHINTHU, NIKHAHIT], [*TONES, THANTHAKHAT, NIKHAHIT, YAMAKKAN]
STACKS = [near + far for near in ["", *NEAR] for far in ["", *FAR]][1:]
MARK_CLUSTERS = [("", base + marks) for base in CONSONANTS for marks in STACKS]

# What a web page in Thai and English never needs: Latin Extended-A and -B, phonetics, and Vietnamese
OFF_SCREEN = {*range(0x0100, 0x0300), *range(0x1E00, 0x1F00)}
SCREEN_FEATURES = ["ccmp", "liga", "locl", "kern", "mark", "mkmk"]

Part = tuple[str, int, int, int]  # glyph, its place (x, y) in the cluster, its advance
Ligatures = dict[tuple[str, ...], str]  # sequence of glyphs: the glyph that takes its place


def drop_fi(font: TTFont) -> None:
    """Draw f and i as two glyphs: a glyph that stands for two texts is copied as the one that came first."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        if lookup.LookupType == 4:
            for subtable in lookup.SubTable:
                subtable.ligatures.pop("f", None)


def shape(face: hb.Font, names: list[str], letter: str, rest: str) -> list[Part]:
    """The glyphs that draw the rest after the letter, if any, as a layout engine would place them."""
    buffer = hb.Buffer()
    buffer.add_str(letter + rest)
    buffer.direction, buffer.script, buffer.language = "ltr", "Thai", "th"
    hb.shape(face, buffer)
    parts, pen = [], 0
    for info, place in list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))[len(letter) :]:
        parts.append((names[info.codepoint], pen + place.x_offset, place.y_offset, place.x_advance))
        pen += place.x_advance
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


def add_clusters(font: TTFont) -> None:
    """Add the composites, and the lookups that put them in place of the glyphs of their clusters."""
    compiled = BytesIO()
    font.save(compiled)
    face = hb.Font(hb.Face(compiled.getvalue()))
    names = list(font.getGlyphOrder())
    ligatures = []
    for clusters in (SARA_AM_CLUSTERS, MARK_CLUSTERS):
        drawn: Ligatures = {}
        for letter, rest in clusters:
            parts = shape(face, names, letter, rest)
            sequence = tuple(part[0] for part in parts)
            if sequence not in drawn:
                drawn[sequence] = f"cluster{len(font['glyf'].glyphs)}"
                add_composite(font, drawn[sequence], parts)
        ligatures.append(drawn)
    font.setGlyphOrder(font["glyf"].glyphOrder)
    add_lookups(font, *ligatures)
    font["OS/2"].usMaxContext = maxCtxFont(font)
    font["post"].formatType = 3.0  # no names of glyphs: a fifth of the file, and no reader needs them


def add_lookups(font: TTFont, sara_am: Ligatures, marked: Ligatures) -> None:
    """Add the lookups as a feature: ำ first, or its NIKHAHIT would join the consonant alone."""
    first = len(font["GSUB"].table.LookupList.Lookup)
    pairs = {sequence: name for sequence, name in marked.items() if len(sequence) == 2}
    triples = {sequence: name for sequence, name in marked.items() if len(sequence) == 3}
    builders: list[LookupBuilder] = []
    for ligatures in (sara_am, pairs, triples):
        builders.append(LigatureSubstBuilder(font, None))
        builders[-1].ligatures, builders[-1].lookup_index = ligatures, first + len(builders) - 1

    # A mark that follows a composite has nothing to stand on. So a consonant takes all that it carries into
    # one glyph, or, where a slip of the keys has made more of it than Thai knows, each mark stays as it was.
    consonants = {sequence[0] for sequence in marked}
    marks = {name for name, kind in font["GDEF"].table.GlyphClassDef.classDefs.items() if kind == 3}
    whole = ChainContextSubstBuilder(font, None)
    whole.rules = [
        ChainContextualRule([], [consonants], [marks] * 3, [None]),
        ChainContextualRule([], [consonants, marks, marks], [], [[builders[2]], None, None]),
        ChainContextualRule([], [consonants, marks], [], [[builders[1]], None]),
    ]
    builders.append(whole)
    font["GSUB"].table.LookupList.Lookup += [builder.build() for builder in builders]
    add_feature(font, "rlig", [first, first + 3])  # rlig stays on where CSS turns other ligatures off


def add_feature(font: TTFont, tag: str, lookups: list[int]) -> None:
    """Add a feature to every script and language."""
    table = font["GSUB"].table
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, otTables.Feature()
    record.Feature.FeatureParams, record.Feature.LookupListIndex = None, lookups
    before = table.FeatureList.FeatureRecord
    after = sorted([*before, record], key=lambda entry: entry.FeatureTag)  # the format wants the tags in order
    index = {id(entry): number for number, entry in enumerate(after)}
    table.FeatureList.FeatureRecord = after
    for script in (entry.Script for entry in table.ScriptList.ScriptRecord):
        for system in [script.DefaultLangSys, *(entry.LangSys for entry in script.LangSysRecord)]:
            features = [before[number] for number in system.FeatureIndex] + [record]
            system.FeatureIndex = sorted(index[id(feature)] for feature in features)


def rename(font: TTFont, source: str, family: str) -> None:
    """Give the family its own name; the records of copyright, authors and licence stay."""
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            joined = (source.replace(" ", ""), family.replace(" ", ""))
            old, new = (source, family) if record.nameID in (1, 4) else joined
            record.string = str(record).replace(old, new)


def for_screen(font: TTFont) -> None:
    """Drop what no page of the portal shows, and pack the rest as WOFF2."""
    options = Options(layout_features=SCREEN_FEATURES, name_IDs=["*"], notdef_outline=True, glyph_names=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap().keys() - OFF_SCREEN)
    subsetter.subset(font)
    font.flavor = "woff2"


def build_face(source: Path, target: Path) -> None:
    """Write the .ttf and the .woff2 of one face."""
    font = TTFont(source, recalcTimestamp=False)  # keeps the date of the source
    drop_fi(font)
    add_clusters(font)
    rename(font, "Sarabun", FAMILY)
    font["name"].setName(DESCRIPTION, 10, 3, 1, 0x409)
    font.save(target.with_suffix(".ttf"))
    font = TTFont(target.with_suffix(".ttf"), recalcTimestamp=False)
    for_screen(font)
    font.save(target.with_suffix(".woff2"))


def build_symbols(source: Path, output: Path) -> None:
    """Write the fonts of symbols: each holds what those before it lack, and a space of its own between two symbols."""
    known = set(TTFont(output / "ITASarabun-Regular.ttf").getBestCmap())
    for family, (package, name, called) in SYMBOLS.items():
        font = TTFont(source / package / "400Regular" / f"{name}_400Regular.ttf", recalcTimestamp=False)
        codes = set(font.getBestCmap()) - known
        if package == "symbols":
            codes &= set(SYMBOL_CODES)
        options = Options(
            layout_features=["ccmp"], name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False
        )
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes | {0x20})
        subsetter.subset(font)
        rename(font, called, family)
        font["post"].formatType = 3.0
        font.save(output / f"{family.replace(' ', '')}.ttf")
        known |= codes
        (output / f"OFL-{name}.txt").write_bytes((source / package / "LICENSE_FONT").read_bytes())


def main(source: Path, output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    for style, name in FACES.items():
        face = source / "sarabun" / name / f"Sarabun_{name}.ttf"
        build_face(face, output / f"{FAMILY.replace(' ', '')}-{style}")
    (output / "OFL.txt").write_bytes((source / "sarabun" / "LICENSE_FONT").read_bytes())
    build_symbols(source, output)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tools/fonts/build.py SOURCE_DIR OUTPUT_DIR")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
