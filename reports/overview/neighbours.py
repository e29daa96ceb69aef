"""The list that a page was opened from: its address, and who stands before and after an authority in it."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse

from assessments.accounts.access import sees_many
from assessments.editing.answers import is_own_page

from .definitions import read_year
from .forms import FilterForm, chosen_of
from .table import known_sort, ordered

LONGEST = 2_000  # of an address that is kept
LABELS = {"overview": "ภาพรวมปี", "overview_warnings": "ข้อที่ควรดู ปี", "overview_progress": "ความคืบหน้า ปี"}


@dataclass(frozen=True)
class Origin:
    """The list, and its neighbours' pages by their addresses, "" for none."""

    address: str
    label: str
    previous: str = ""
    following: str = ""


def origin_of(user, address: str, code: str) -> Origin | None:
    """Return the list of an address; None for what is no list of a year of all authorities.

    Neighbours are found in the table alone, in seven queries: the other lists are short, or in no order of one's own.
    """
    if not sees_many(user) or len(address) > LONGEST or not is_own_page(address):
        return None
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if match.url_name not in LABELS or "year" not in match.kwargs:
        return None
    fiscal_year, label = match.kwargs["year"], LABELS[match.url_name]
    if match.url_name != "overview":
        return Origin(address, f"{label} {fiscal_year}")
    year, query = read_year(fiscal_year), QueryDict(parts.query)
    chosen = chosen_of(FilterForm(query, user=user, year=year), user, year)
    rows = ordered(chosen.rows(), year, known_sort(year, query.get("sort", "")))
    codes = ["", *rows.values_list("code", flat=True), ""]
    place = codes.index(code) if code in codes else 0
    around = (codes[place - 1], codes[place + 1]) if place else ("", "")
    kept = urlencode({"list": address})
    pages = (f"{reverse('year', args=[fiscal_year, near])}?{kept}" if near else "" for near in around)
    return Origin(address, f"{label} {fiscal_year}", *pages)
