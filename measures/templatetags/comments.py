"""Comments beside what they are on, on pages that know nothing of them."""

from django import template
from django.db.models import Count, Window

from assessments.accounts.access import Permission, can
from assessments.models import Assessment
from measures.comments import rows as comments_rows
from measures.comments.forms import row_context
from measures.comments.models import Comment
from measures.plan.models import Measure

register = template.Library()
ON_CARD = 3


@register.inclusion_tag("measures/_comments.html", takes_context=True)
def comments_on(context, measure: Measure) -> dict:
    """Show all that is said on a measure of the page's year, with the form for those who may answer."""
    row = comments_rows.CommentedRow(context["year"], measure=measure)
    return row_context(context["user"], row) | {"beside": True, "back": context["request"].get_full_path()}


@register.inclusion_tag("measures/_comments_card.html", takes_context=True)
def comments_card(context, measure: Measure | None = None) -> dict:
    """Show the newest open comments of the page's year, whatever they are on, or of one measure; one query."""
    year: Assessment = context["year"]
    row = comments_rows.CommentedRow(year, measure=measure)
    rows = row.comments if measure else year.comments.shown()
    rows = rows.open().annotate(of=Window(Count("pk"))).select_related("by", "measure", "indicator")
    newest = list(rows.order_by("-pk")[:ON_CARD])
    return {
        "year": year,
        "row": row if measure else None,
        "open_count": newest[0].of if newest else 0,
        "found": comments_rows.said(newest, year, context["user"]),
        "may_comment": can(context["user"], Permission.COMMENT, year),
    }


@register.simple_tag
def open_comments(year: Assessment) -> dict[int, list[Comment]]:
    """Return the open comments on the year's scores by indicator number; one query."""
    return comments_rows.open_by_indicator(year)


@register.simple_tag(takes_context=True)
def may_comment(context) -> bool:
    return can(context["user"], Permission.COMMENT, context["year"])
