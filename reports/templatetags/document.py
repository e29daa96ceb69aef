"""`{{ text|held }}`: what a careful typist keeps on one line of a document."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

register = template.Library()

# Where a line would break: behind an opening quotation mark, before a year, within the words of the field.
_HELD = re.compile(
    r"“[^“”\n]{1,20}”|พ\.ศ\. [0-9๐-๙]{4}(?![0-9๐-๙])"
    r"|ความโปร่งใส|หน่วยงานภาครัฐ(?: \(ITA\))?|ตัวชี้วัด(?:ที่ [0-9๐-๙]{1,2})?"
)


@register.filter
def held(text: str) -> str:
    return mark_safe(_HELD.sub(r'<span class="held">\g<0></span>', escape(text)))  # noqa: S308 - escaped before
