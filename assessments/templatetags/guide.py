"""The way from a page to its chapter of the guide."""

from django import template
from django.urls import reverse

from assessments.accounts.models import Role
from assessments.guide.chapters import chapter_of
from assessments.guide.hints import hint_of

register = template.Library()


@register.simple_tag(takes_context=True)
def chapter_address(context) -> str:
    """Return the address of the chapter about the page; the guide itself where no address was resolved."""
    request = context.get("request")
    match = request and request.resolver_match
    chapter = chapter_of(match.view_name) if match and match.view_name else ""
    return reverse("help") + (f"#{chapter}" if chapter else "")


@register.inclusion_tag("assessments/_hint.html", takes_context=True)
def page_hint(context) -> dict:
    """Show the hint of a year's page to its staff while they may work on it, until they put it away; no query."""
    request = context["request"]
    locked = getattr(context.get("year"), "is_locked", False)
    shown = "year" in context and not locked and request.user.role == Role.STAFF
    name = request.resolver_match.url_name if shown else ""
    hint = hint_of(name, request.user.hints_seen) if shown else ""
    return {"name": name, "hint": hint, "back": request.get_full_path(), "csrf_token": context.get("csrf_token")}
