"""Near matches for a name that nobody knows: offered, never assumed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from ita_portal.thai import ascii_digits, normalise

# As authorities shorten what they are.
_SHORT = {
    "เทศบาลน": "เทศบาลนคร",
    "เทศบาลม": "เทศบาลเมือง",
    "เทศบาลต": "เทศบาลตำบล",
    "อบจ": "องค์การบริหารส่วนจังหวัด",
    "อบต": "องค์การบริหารส่วนตำบล",
    "ทน": "เทศบาลนคร",
    "ทม": "เทศบาลเมือง",
    "ทต": "เทศบาลตำบล",
}
_SHORT_FORM = re.compile(r"^(?:อบจ|อบต|ท[นมต])(?=[.\s])\.?|^(?:อ\.?บ\.?[จต]|ท\.[นมต])(?:\.|(?=\s))|^เทศบาล\s*[นมต]\.")
_PROVINCE = re.compile(r"^(?:จ\.|จังหวัด)\s*")
_PLACE = re.compile(r"(?<=\S)[\s,(]+(จ\.|จังหวัด|อ\.|อำเภอ)")  # behind a name
_LIKE = 0.6
_CANDIDATES = 40
_LONGEST = 200


def name_key(name: str) -> str:
    text = ascii_digits(normalise(name[:_LONGEST])).casefold().strip()
    text = _SHORT_FORM.sub(lambda short: _SHORT["".join(short[0].replace(".", "").split())], text)
    return "".join(text.split())


def province_key(province: str) -> str:
    return name_key(_PROVINCE.sub("", normalise(province[:_LONGEST]).strip()))


def place_keys(text: str) -> tuple[str, str, str]:
    """Return name, district and province of an authority as it is typed in one ("ทต.นาดี อ.เมือง จ.น่าน"), as keys."""
    name, *parts = _PLACE.split(normalise(text[:_LONGEST]).strip())
    told = {kind[0]: name_key(place.strip(" ,()")) for kind, place in zip(parts[::2], parts[1::2], strict=True)}
    return name_key(name), told.get("อ", ""), told.get("จ", "")


def _pieces(key: str) -> set[str]:
    return {key[at : at + 2] for at in range(max(len(key) - 1, 1))}


def same_name(one: str, other: str) -> bool:
    """Tell whether two ways of writing are one name: spaces, kind of digits and short forms of the kind aside."""
    return name_key(one) == name_key(other)


def hint(text: str, names: Iterable[str]) -> str:
    """Return the end of a sentence that offers the name most like an unknown one; "" where none is like it."""
    near = NearNames(names).near(text, 1)
    return f" อาจหมายถึง “{near[0]}”" if near else ""


class NearNames:
    """An index of known names; build it once for a file."""

    def __init__(self, names: Iterable[str]):
        self._names = list(dict.fromkeys(names))
        self._keys = [name_key(name) for name in self._names]
        self._sizes: list[int] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self._keys):
            pieces = _pieces(key)
            self._sizes.append(len(pieces))
            for piece in pieces:
                self._holders[piece].append(place)

    def near(self, name: str, count: int = 3) -> list[str]:
        """Return the known names most like it, the likest first; none if nothing is like it.

        Takes some milliseconds among 8,000: ask for the rows that are shown, not for all that were refused.
        """
        key = name_key(name)
        pieces = _pieces(key)
        shared = Counter(place for piece in pieces for place in self._holders.get(piece, ()))
        likely = sorted(shared, key=lambda place: 2 * shared[place] / (len(pieces) + self._sizes[place]), reverse=True)
        scored = [(SequenceMatcher(None, key, self._keys[place]).ratio(), place) for place in likely[:_CANDIDATES]]
        best = sorted((pair for pair in scored if pair[0] >= _LIKE), key=lambda pair: (-pair[0], pair[1]))
        return [self._names[place] for _, place in best[:count]]
