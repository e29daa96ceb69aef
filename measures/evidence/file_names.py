"""Names that people give their files: kept whole from the upload to the download, without what is no name."""

import re

from ita_portal.thai import normalise

LENGTH = 255
# What browsers write for the letters that would end a name in the head of an upload.
_ESCAPED = {"%22": '"', "%0D": " ", "%0A": " "}
_ENDING = re.compile(r"\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,5}\Z")  # ".2567" behind an order's number is none
_SAME = {".jpeg": ".jpg"}


def kept_name(name: str) -> str:
    """Return the name of an uploaded file as it is kept: no folders, one line; of a too long one its ending stays."""
    for escape, letter in _ESCAPED.items():
        name = name.replace(escape, letter)
    name = " ".join(normalise(name[-10 * LENGTH :]).replace("\\", "/").rpartition("/")[2].split())
    stem, ending = split_ending(name)
    return stem[: LENGTH - len(ending)] + ending if name.strip(". ") else ""


def split_ending(name: str) -> tuple[str, str]:
    """Return a name without its ending, and the ending with its dot; "" where it has none."""
    match = _ENDING.search(name)
    return (name[: match.start()], match[0]) if match else (name, "")


def download_name(name: str, suffix: str) -> str:
    """Return a kept name with the ending that is true; an ending of the same meaning stays as it was written."""
    stem, ending = split_ending(name)
    written = ending.lower()
    return name if _SAME.get(written, written) == suffix else stem + suffix
