"""The photo annex: pictures of the evidence with captions, so many to a page."""

from reports.documents.inputs import Source
from reports.documents.models import Document

from .cells import batched, lines

# How many stand side by side, by how many a page holds: (portrait, landscape).
ACROSS = {2: (1, 2), 4: (2, 2), 6: (2, 3)}


def content(data: dict, source: Source) -> dict:
    """Print the pictures that are still there, numbered through; each group of rows starts a page."""
    landscape = source.document.orientation == Document.Orientation.LANDSCAPE
    across = ACROSS[data["per_page"]][landscape]
    photos = [_photo(each, source) for each in data["photos"] if each["evidence"] in source.pictures]
    for number, photo in enumerate(photos, start=1):
        photo["caption"] = lines(f"ภาพที่ {source.number(number)} {photo['text']}".strip())
    return {
        "per_page": data["per_page"],
        "across": across,
        "pages": [_rows(page, across) for page in batched(photos, data["per_page"])],
        "empty": "ยังไม่ได้เลือกภาพ",
    }


def _photo(photo: dict, source: Source) -> dict:
    picture = source.pictures[photo["evidence"]]
    return {"evidence": picture.pk, "file": picture.print_file.name, "text": photo["caption"]}


def _rows(photos: list[dict], across: int) -> list[list[dict | None]]:
    """Lay the pictures out in rows of equal length; None is an empty place."""
    rows = [list(each) for each in batched(photos, across)]
    rows[-1] += [None] * (across - len(rows[-1]))
    return rows
