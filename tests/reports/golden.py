"""Pages as pictures: compared with those that a person has looked at, tolerantly; what differs is kept to look at.

After a change that is meant: GOLDEN=write pytest tests/reports/output/test_hard_texts.py, and look at the new pictures.
"""

import os
from pathlib import Path

import pymupdf
from PIL import Image, ImageChops

GOLDEN = Path(__file__).parent / "golden_pages"
KEPT = Path(__file__).resolve().parents[2] / "var" / "golden"
RESOLUTION = 60  # dots an inch
SHADE, SHARE = 64, 0.002  # how far a dot may be off, and how many dots of a page may be further


def differs(name: str, page: pymupdf.Page, kept: Path = KEPT) -> str:
    """Return how a page differs from its golden picture, "" where it does not."""
    drawn = page.get_pixmap(dpi=RESOLUTION, colorspace=pymupdf.csGRAY)
    now = Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)
    path = GOLDEN / f"{name}.png"
    if os.environ.get("GOLDEN") == "write" and kept == KEPT:
        GOLDEN.mkdir(exist_ok=True)
        now.quantize(16).save(path, optimize=True)
    golden = Image.open(path).convert("L")
    if golden.size != now.size:
        return f"{name}: {now.size} dots, {golden.size} before"
    difference = ImageChops.difference(golden, now)
    share = sum(difference.histogram()[SHADE:]) / (now.width * now.height)
    if share <= SHARE:
        return ""
    kept.mkdir(parents=True, exist_ok=True)
    now.save(kept / f"{name}-now.png")
    ImageChops.invert(difference).save(kept / f"{name}-difference.png")
    return f"{name}: {share:.2%} of the dots differ, see {kept.name}/{name}-difference.png"
