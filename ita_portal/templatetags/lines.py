"""`{% lines text %}`: a typed text on screen, each marker hanging before its line."""

from django import template

from ita_portal.lines import Line, split_lines

register = template.Library()

DEEPEST = 5  # levels and marker lengths for which lines.css has a class
LONGEST = 8


@register.inclusion_tag("_lines.html")
def lines(text: str) -> dict[str, object]:
    """Return each line with the classes of lines.css: none for a plain line, of which a page has hundreds."""
    return {"lines": [(_classes(split_line), split_line) for split_line in split_lines(text)]}


def _classes(line: Line) -> str:
    level, hang = min(line.level, DEEPEST), min(len(line.marker), LONGEST)
    return (f" lvl-{level}" if level else "") + (f" hang-{hang}" if hang else "")
