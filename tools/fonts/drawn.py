"""Write down which characters the derived fonts draw, for the portal and for the script of its pages.

python tools/fonts/drawn.py static/fonts        # after tools/fonts/build.py; `./run fonts` does both
"""

import json
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

sys.path.insert(0, str(Path(__file__).parents[2]))
from ita_portal.thai import normalise

FONTS = {"letters": ["ITASarabun-Regular"], "symbols": ["ITASymbols", "ITAEmoji"]}


def ranges(codes: Iterable[int]) -> list[list[int]]:
    """Return code points as pairs of the first and the last of each run."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return runs


def table(fonts: Path) -> str:
    """Return the contents of drawn.json for the fonts of a folder."""
    codes = {
        name: {code for file in files for code in TTFont(fonts / f"{file}.ttf").getBestCmap() if code >= 32}
        for name, files in FONTS.items()
    }
    drawn = set().union(*codes.values(), map(ord, "\n"))
    # What the normal form turns into such characters or leaves out; control characters were typed by nobody.
    codes["mended"] = {
        code
        for code in range(0x10000)
        if code not in drawn
        and unicodedata.category(chr(code)) not in ("Cc", "Cs")
        and set(map(ord, normalise(chr(code)))) <= drawn
    } | set(map(ord, "\t\n\r\x85"))
    drawn_ranges = {name: ranges(points) for name, points in codes.items()}
    return json.dumps(drawn_ranges, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    (target / "drawn.json").write_text(table(target))
