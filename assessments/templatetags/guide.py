"""The way from a page to its chapter of the guide."""

from django import template
from django.urls import reverse

from assessments.guide.chapters import chapter_of

register = template.Library()


@register.simple_tag(takes_context=True)
def chapter_address(context) -> str:
    """Return the address of the chapter about the page; the guide itself where no address was resolved."""
    request = context.get("request")
    match = request and request.resolver_match
    chapter = chapter_of(match.view_name) if match and match.view_name else ""
    return reverse("help") + (f"#{chapter}" if chapter else "")
