"""`{% status measure.status %}`: how a measure goes, as a word with a sign."""

from django import template

from ita_portal.thai import number_list
from measures.plan.models import Measure

register = template.Library()

LOOKS = {
    Measure.Status.NOT_STARTED: ("badge-muted", "○"),
    Measure.Status.IN_PROGRESS: ("", "◐"),
    Measure.Status.DONE: ("badge-ok", "✓"),
    Measure.Status.CANCELLED: ("badge-warn", "✕"),
}


@register.inclusion_tag("measures/_status.html")
def status(value: str, count: int | None = None) -> dict:
    """Return the badge of a status, with how many have it where that is given."""
    css, sign = LOOKS[Measure.Status(value)]
    return {"css": css, "sign": sign, "label": Measure.Status(value).label, "count": count}


@register.simple_tag
def targets(measure: Measure) -> str:
    """Say what a measure answers, "" where nobody said: reads its targets, prefetched where there are many measures."""
    aims = measure.targets.all()
    numbers = sorted(target.indicator.number for target in aims if target.indicator)
    codes = [target.item.code for target in aims if target.item]
    parts = [f"ตัวชี้วัดที่ {number_list(numbers)}"] if numbers else []
    parts += [f"ข้อ {', '.join(codes)}"] if codes else []
    return f"ตอบ{' '.join(parts)}" if parts else ""
