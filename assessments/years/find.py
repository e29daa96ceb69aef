"""Finding what the portal keeps by parts of names: pages, years, municipalities, and what the other apps answer."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse

from assessments.accounts.access import ROLE_PERMISSIONS, Permission
from assessments.frameworks.models import current_fiscal_year
from assessments.municipalities.models import Municipality, former_names
from ita_portal.portal_app import Match, Matches, portal_apps
from ita_portal.thai import ascii_digits, thai_digits

from .models import Assessment

MOST = 8  # that are shown of a kind


def everything_named(user: Any, words: Sequence[str], at: tuple[int, str] | None) -> list[Matches]:
    """Return what a user may open whose name holds each of the words, kind by kind; `at` is the year of the page.

    Words of one letter are in nearly every name: they bring pages only.
    """
    if not words:
        return []
    kinds = [_matching_pages(user, words, at)]
    if any(map(is_telling, words)):
        years = Assessment.objects.for_user(user)
        if sees_nation(user):
            years = years.filter(municipality__code=at[1] if at else None)
        kinds += (matches for app in portal_apps() for matches in app.find(user, words, years))
    return sorted((matches for matches in kinds if matches.rows), key=lambda matches: matches.place)


def sees_nation(user: Any) -> bool:
    """Tell whether a user's rows are the nation's.

    Half a million measures take a second or two, each time that a letter is typed: such a user finds rows of the
    municipality that is open, years and municipalities of all.
    """
    return user.role == user.Role.ADMINISTRATOR or not (user.municipality_id or user.province)


def is_telling(word: str) -> bool:
    """Tell whether a word has more than one letter; marks above and below are none."""
    return sum(unicodedata.category(character) != "Mn" for character in word) > 1


def holding(words: Sequence[str], *columns: str) -> Q:
    """Return the condition that each of the words is part of one of the columns, its digits Thai or not."""
    condition = Q()
    for word in words:
        forms = dict.fromkeys((word, thai_digits(word)))
        parts = ((f"{column}__icontains", form) for column in columns for form in forms)
        condition &= Q(*parts, _connector=Q.OR)
    return condition


def first_of(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """Return the first rows of a query, and how many there are besides; one query."""
    shown = list(rows.annotate(rows_matching=Window(Count("pk")))[:MOST])
    return shown, shown[0].rows_matching - len(shown) if shown else 0


def year_of(user: Any, year: Assessment) -> str:
    """Return how a year is told from others: by its municipality too, unless that is the user's own."""
    named = "" if user.municipality_id == year.municipality_id else f"{year.municipality} "
    return f"{named}ปี {year.fiscal_year}"


def find_rows(user: Any, words: Sequence[str]) -> Iterator[Matches]:
    yield _matching_years(user, words)
    yield _matching_municipalities(user, words)


def _matching_years(user: Any, words: Sequence[str]) -> Matches:
    """Find years by number and municipality: 2567, ๒๕๖๗, ปี 67, ปีงบประมาณ2567."""
    bare = [rest for word in words if (rest := word.removeprefix("ปี").removeprefix("งบประมาณ"))]
    rows = Assessment.objects.for_user(user).select_related("municipality", "framework")
    rows = rows.filter(holding(bare, "framework__fiscal_year", "municipality__name"))
    years, more = first_of(
        rows.order_by("-framework__fiscal_year", "municipality__province", "municipality__name", "pk")
    )
    matches = [Match(f"ปีงบประมาณ {year.fiscal_year}", year.address("year"), year.municipality.name) for year in years]
    return Matches(2, "ปี", matches, more)


def _matching_municipalities(user: Any, words: Sequence[str]) -> Matches:
    said = " ".join(words)
    municipalities, more = first_of(Municipality.objects.for_user(user).matching(said).alphabetical())
    former = former_names(municipalities) if municipalities else {}

    def match(row: Municipality) -> Match:
        place = f"อ.{row.district} จ.{row.province}" if row.district else f"จ.{row.province}"
        names = f" · ชื่อเดิม {', '.join(former[row.pk])}" if row.pk in former else ""
        return Match(row.name, reverse("municipality", args=[row.code]), place + names)

    everything = f"{reverse('municipalities')}?{urlencode({'q': said})}" if more else ""
    return Matches(6, "หน่วยงาน", list(map(match, municipalities)), more, everything)


def portal_pages(user: Any) -> Iterator[Match]:
    permissions = ROLE_PERMISSIONS[user.role]
    if user.municipality_id:
        yield Match("หน่วยงานของท่าน", reverse("municipality", args=[user.municipality.code]), user.municipality.name)
    else:
        yield Match("หน่วยงาน", reverse("municipalities"))
    if Permission.IMPORT in permissions:
        yield Match("นำเข้า/ส่งออก", reverse("sheets"))
        yield Match("รายการนำเข้า", reverse("imports"))
    yield Match("เกณฑ์ประจำปี", reverse("frameworks"))
    if Permission.ADMINISTER in permissions:
        yield Match("ประวัติของเกณฑ์", reverse("framework_history"))
        yield Match("ข้อเสนอแก้ไขเกณฑ์", reverse("framework_corrections"))
        yield Match("ดูแลระบบ", reverse("admin:index"))
    yield Match("ข่าวแจ้ง", reverse("notices"))
    yield Match("เปลี่ยนรหัสผ่าน", reverse("password_change"))


def _matching_pages(user: Any, words: Sequence[str], at: tuple[int, str] | None) -> Matches:
    pages = [*_pages_of_years(user, at), *(page for app in portal_apps() for page in app.pages(user))]
    names = ((page, ascii_digits(f"{page.label} {page.about}").casefold()) for page in pages)
    rows = [page for page, name in names if all(word.casefold() in name for word in words)]
    return Matches(1, "หน้า", rows[:MOST], len(rows[MOST:]))


def _pages_of_years(user: Any, at: tuple[int, str] | None) -> Iterator[Match]:
    """Yield the pages of the year that is open, and of the newest that the user's municipality has begun."""
    years = Assessment.objects.for_user(user).select_related("municipality", "framework")
    begun = years.filter(municipality=user.municipality_id, framework__fiscal_year__lte=current_fiscal_year())
    near: dict[int, Assessment] = {}
    for rows in (
        years.filter(framework__fiscal_year=at[0], municipality__code=at[1]) if at else years.none(),
        begun.order_by("-framework__fiscal_year"),
    ):
        near |= {year.pk: year for year in rows[:1]}
    for year in near.values():
        tabs = sorted((tab for app in portal_apps() for tab in app.year_tabs(year)), key=lambda tab: tab.place)
        named = {tab.name: tab.label for tab in tabs}
        for app in portal_apps():
            named |= app.year_pages()
        for name, label in named.items():
            yield Match(label, year.address(name), year_of(user, year))
