"""How wide texts are, in em: the advances and the kerning of the very fonts that documents are printed with."""

import re
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "static/fonts"
FACES = {False: "ITASarabun-Regular.ttf", True: "ITASarabun-Bold.ttf"}  # by whether it is bold
FURTHER = ("ITASymbols.ttf", "ITAEmoji.ttf")  # in the order in which the style sheet names them
UNKNOWN = 1.0  # of a character that no font draws: its place is marked by a box
_KERNED = re.compile("[A-Za-z]")
_UNKERNED = re.compile("[\u0e00-\u0e7f]")  # a pair with a Thai letter


class Face:
    """The widths of a face's characters, and by how much pairs of them are moved together."""

    def __init__(self, file: str):
        self.widths = dict(_advances(file))
        self.pairs: dict[tuple[str, str], float] = {}
        with TTFont(FONTS / file) as font:
            self._em, self._names = font["head"].unitsPerEm, font.getBestCmap()
            tables = font["GPOS"].table
            [kerning] = {record.Feature.LookupListIndex[0] for record in _features(tables, "kern")}
            self._subtables = tables.LookupList.Lookup[kerning].SubTable

    def places(self, text: str) -> list[float]:
        """Return where each letter of a text stands, and where the text ends."""
        further = {character for character in set(text) if character not in self.widths}
        widths = self.widths | dict(zip(further, map(_further, further), strict=True)) if further else self.widths
        if further:  # white space beside such a character is drawn by its font
            widths[" "] = max(widths[" "], *(_advances(file)[" "] for file in FURTHER))
        places = map(widths.__getitem__, text)
        if _KERNED.search(text):
            places = map(float.__add__, places, [*map(self._kerning, pairwise(text)), 0.0])
        return list(accumulate(places, initial=0.0))

    def _kerning(self, pair: tuple[str, str]) -> float:
        if pair not in self.pairs:
            names = [self._names.get(ord(character), "") for character in pair]
            apart = any(map(_UNKERNED.match, pair))
            self.pairs[pair] = 0.0 if apart else _pair(self._subtables, *names) / self._em
        return self.pairs[pair]


@cache
def face(bold: bool) -> Face:
    return Face(FACES[bold])


def _further(character: str) -> float:
    return next((font[character] for font in map(_advances, FURTHER) if character in font), UNKNOWN)


@cache
def _advances(file: str) -> dict[str, float]:
    with TTFont(FONTS / file, lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): advances[name][0] / em for code, name in font.getBestCmap().items()}


def _features(tables: Any, tag: str) -> list[Any]:
    return [record for record in tables.FeatureList.FeatureRecord if record.FeatureTag == tag]


def _pair(subtables: list[Any], left: str, right: str) -> int:
    """Return what the first table that knows the pair says, as a shaper reads it."""
    for table in subtables:
        if left not in table.Coverage.glyphs:
            continue
        if table.Format == 1:
            records = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
            value = next((record.Value1 for record in records if record.SecondGlyph == right), None)
            if value is None:
                continue
        else:
            classes = table.ClassDef1.classDefs.get(left, 0), table.ClassDef2.classDefs.get(right, 0)
            value = table.Class1Record[classes[0]].Class2Record[classes[1]].Value1
        return getattr(value, "XAdvance", 0)
    return 0
