"""`{% lines text %}`: a typed text on screen, each marker hanging before its line."""

from django import template

from ita_portal.lines import split_lines

register = template.Library()

DEEPEST = 5  # levels and marker lengths for which lines.css has a class
LONGEST = 8


@register.inclusion_tag("_lines.html")
def lines(text: str) -> dict[str, object]:
    """Return each line with the classes of lines.css."""
    return {
        "lines": [
            (f"lvl-{min(split_line.level, DEEPEST)} hang-{min(len(split_line.marker), LONGEST)}", split_line)
            for split_line in split_lines(text)
        ]
    }
