"""How views reach a municipality's year, and the one before: what the user may not see does not exist (404)."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.accounts.access import Permission, check
from assessments.frameworks.crosswalk.stored import read_crosswalks
from assessments.municipalities.models import Municipality
from assessments.scoring import comparison
from assessments.scoring.comparison import Comparison

from .locking import lock_year_row
from .models import Assessment


def municipality_or_404(user, code: str) -> Municipality:
    return get_object_or_404(Municipality.objects.for_user(user), code=code)


def year_or_404(
    user, fiscal_year: int, code: str, permission: Permission = Permission.VIEW, *, typed: bool = False
) -> Assessment:
    """Return the opened year with municipality and framework; 404 if not the user's, 403 without the permission.

    Locked, which `LockedAnswers` turns into a page, where its state refuses it. `typed`: a form was sent that its
    page must give back; the service then tells it of the lock.
    """
    year = get_object_or_404(
        Assessment.objects.for_user(user).select_related("municipality", "framework"),
        municipality__code=code,
        framework__fiscal_year=fiscal_year,
    )
    check(user, permission, year.municipality if typed else year)
    return year


def read_or_held_year(
    request,
    year: int,
    code: str,
    *,
    reading: Permission = Permission.VIEW,
    typed: bool = False,
    hold: Callable[[Assessment], Assessment] = lock_year_row,
) -> Assessment:
    """Return the year; a POST takes the permission of editors, and `hold` keeps the year until the transaction ends.

    A GET takes `reading`. `typed` as in `year_or_404`: the service then tells of a locked year, and the page gives
    back what was typed.
    """
    if request.method != "POST":
        return year_or_404(request.user, year, code, reading)
    assessment = year_or_404(request.user, year, code, Permission.EDIT, typed=typed)
    try:
        held = hold(assessment)
    except ValidationError as gone:
        raise Http404 from gone
    held.municipality, held.framework = assessment.municipality, assessment.framework
    return held


def year_before(year: Assessment) -> Assessment | None:
    """Return the municipality's fiscal year before, with its scores; None if never opened.

    The definitions of both years are read on the way, in the same queries, unless the year's own were before.
    """
    years = Assessment.objects.filter(municipality=year.municipality_id, framework__fiscal_year=year.fiscal_year - 1)
    before = years.select_related("framework").prefetch_related("scores").first()
    if before:
        prefetch_related_objects([before.framework, year.framework], "instruments", "indicators", "levels")
    return before


def comparison_of(year: Assessment, before: Assessment | None) -> Comparison:
    """Return a year beside the year before of the same municipality; beside nothing where it has none."""
    rules = year.framework.rules()
    if before is None:
        return comparison.alone(rules)
    both = {before.fiscal_year: before.framework.rules(), year.fiscal_year: rules}
    walks = read_crosswalks([before.framework, year.framework], rules=both)
    return comparison.compare(walks.between(*both), *both.values())
