"""The way back from an authority's year to the list that it was opened from."""

from django import template

from reports.overview.neighbours import Origin, origin_of

register = template.Library()


@register.simple_tag(takes_context=True)
def list_opened_from(context) -> Origin | None:
    """Return the list that the address names, with the authority's neighbours; no query where it names none."""
    request = context["request"]
    address = request.GET.get("list", "")
    return origin_of(request.user, address, context["municipality"].code) if address else None
