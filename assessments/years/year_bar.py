"""The bar that stays within a municipality's year: its parts with what they hold and lack, and its other years."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Exists, F, Func, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from assessments.frameworks.models import Framework, Indicator
from assessments.municipalities.models import Municipality
from ita_portal.portal_app import YearTab, portal_apps

from .models import Assessment, IndicatorScore, Transition
from .workflow import ACTIONS


@dataclass(frozen=True)
class ShownTab:
    """A part of the year on one of its pages; `current` is the value of aria-current, "" elsewhere."""

    tab: YearTab
    address: str
    current: str


@dataclass(frozen=True)
class OtherYear:
    fiscal_year: int
    address: str
    is_opened: bool
    is_current: bool


def counted(rows: QuerySet) -> Subquery:
    """Return how many rows there are, for a query whose rows they name by `OuterRef`."""
    return Subquery(rows.order_by().annotate(rows_counted=Func(F("pk"), function="COUNT")).values("rows_counted"))


def year_counts() -> dict[str, Subquery]:
    return {
        "scores": counted(IndicatorScore.objects.filter(assessment=OuterRef("pk"))),
        "indicators": counted(Indicator.objects.filter(framework=OuterRef("framework"))),
    }


def year_tabs(year: Assessment) -> Iterator[YearTab]:
    scores, indicators = year.counts["scores"], year.counts["indicators"]
    lacks = f"ขาด {indicators - scores} ตัวชี้วัด" if 0 < scores < indicators else ""
    yield YearTab(2, "scores", "คะแนน", f"{scores} จาก {indicators}", lacks, ("scores", "items", "what-if", "findings"))


def tabs_of(request: HttpRequest, year: Assessment) -> list[ShownTab]:
    """Return the parts of a year for one of its pages; what belongs to no other part belongs to the first."""
    tabs = sorted((tab for app in portal_apps() for tab in app.year_tabs(year)), key=lambda tab: tab.place)
    path = request.path.removeprefix(year.address("year")).partition("/")[0]
    here = next((tab for tab in tabs if path in tab.paths), tabs[0])
    shown = []
    for tab in tabs:
        address = year.address(tab.name)
        current = "" if tab != here else "page" if address == request.path else "true"
        shown.append(ShownTab(tab, address, current))
    return shown


def locking_step(year: Assessment) -> tuple[str, Transition] | None:
    """Return what was done to a locked year, in words, and the step that did it; one query."""
    step = year.latest_step
    return (ACTIONS[step.action].done, step) if step and step.action in ACTIONS else None


def other_years(request: HttpRequest, municipality: Municipality, current: int) -> list[OtherYear]:
    """Return the years that are defined, each with its page like this one; years not begun have but one. One query."""
    opened = Exists(Assessment.objects.filter(framework=OuterRef("pk"), municipality=municipality))
    years = Framework.objects.published().order_by("fiscal_year").values_list("fiscal_year", opened)
    like_this = _name_of(request)

    def address(year: int, is_opened: bool) -> str:
        args = [year, municipality.code]
        with suppress(NoReverseMatch):  # a page about one row has no like in other years
            return reverse(like_this if is_opened else "year", args=args)
        return reverse("year", args=args)

    return [OtherYear(year, address(year, is_opened), is_opened, year == current) for year, is_opened in years]


def _name_of(request: HttpRequest) -> str:
    """Return the name of the page's address; of what answers a form, the overview's."""
    match = request.resolver_match
    return str(match.url_name) if match and request.method in ("GET", "HEAD") else "year"
