"""Comments beside what they are on, on pages that know nothing of them."""

from django import template
from django.db.models import Count, Window

from assessments.access import Deed, can
from assessments.models import Assessment
from measures import commenting
from measures.comment_forms import row_context
from measures.models import Comment, Measure

register = template.Library()
ON_CARD = 3


@register.inclusion_tag("measures/_comments.html", takes_context=True)
def comments_on(context, measure: Measure, read_only: bool = False) -> dict:
    """Show what is said on a measure of the page's year; with the form unless the page has one of its own."""
    row = commenting.Row(context["year"], measure=measure)
    user = context["user"]
    if read_only:
        found = commenting.said_on(row, user)
        open_count = sum(each.comment.is_open for each in found)
        said = {"year": row.year, "row": row, "found": found, "open_count": open_count}
    else:
        said = row_context(user, row)
    return said | {"beside": True, "back": context["request"].get_full_path(), "read_only": read_only}


@register.inclusion_tag("measures/_comments_card.html", takes_context=True)
def comments_card(context) -> dict:
    """Show the newest open comments of the page's year, whatever they are on; one query."""
    year: Assessment = context["year"]
    rows = year.comments.shown().open().annotate(of=Window(Count("pk")))
    newest = list(rows.select_related("by", "measure", "indicator").order_by("-pk")[:ON_CARD])
    return {
        "year": year,
        "open_count": newest[0].of if newest else 0,
        "found": commenting.said(newest, year),
        "may_comment": can(context["user"], Deed.COMMENT, year),
    }


@register.simple_tag
def open_comments(year: Assessment) -> dict[int, list[Comment]]:
    """Return the open comments on the year's scores by indicator number; one query."""
    return commenting.open_by_indicator(year)


@register.simple_tag(takes_context=True)
def may_comment(context) -> bool:
    return can(context["user"], Deed.COMMENT, context["year"])
