"""What frames every page of a municipality's year: the bar of its parts, and the other years."""

from django import template

from assessments.years.year_bar import locking_step, other_years, tabs_of
from ita_portal.portal_app import portal_apps

register = template.Library()


@register.inclusion_tag("assessments/_year_bar.html", takes_context=True)
def year_bar(context) -> dict:
    """Show the parts of the page's year with what they hold and lack, and who locked it since when; a query each."""
    year = context["year"]
    return {"year": year, "tabs": tabs_of(context["request"], year), "step": year.is_locked and locking_step(year)}


@register.inclusion_tag("assessments/_year_switch.html", takes_context=True)
def year_switch(context, municipality, fiscal_year: int) -> dict:
    """Show the year of the page, and the same page of the other years behind it; one query."""
    return {"fiscal_year": fiscal_year, "years": other_years(context["request"], municipality, fiscal_year)}


@register.simple_tag(takes_context=True)
def count_waiting(context) -> int:
    """Return how much waits for who is signed in; one query at most."""
    return sum(app.count_waiting(context["user"]) for app in portal_apps())
