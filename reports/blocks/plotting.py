"""Lines over years as shapes: where points, segments and gridlines stand. Pure; no text is drawn inside a picture."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

WIDTH, HEIGHT = 1000, 340  # of the picture's own units
STEPS = (1, 2, 5, 10, 20)  # between gridlines, in points of score
INTERVALS = (2, 4, 5)  # gridlines stand at multiples of 5 per cent of the height: classes place their labels


def plot(series: Sequence[Sequence[Decimal | None]], joined: Sequence[Sequence[bool]]) -> dict | None:
    """Return the shapes of lines over equally spaced years, or None where no value is known.

    `joined[line][place]`: whether the values at `place` and the next may be joined. Ticks carry their place in per
    cent from the top.
    """
    known = [value for values in series for value in values if value is not None]
    if not known:
        return None
    low, step, intervals = _scale(min(known))
    high = low + step * intervals
    count = len(series[0])

    def x(place: int) -> int:
        return WIDTH * (2 * place + 1) // (2 * count)

    def y(value: Decimal) -> int:
        return int(HEIGHT * (high - value) / (high - low))

    lines = []
    for tone, (values, joins) in enumerate(zip(series, joined, strict=True)):
        at = [None if value is None else (x(place), y(value)) for place, value in enumerate(values)]
        segments = [
            {"x1": a[0], "y1": a[1], "x2": b[0], "y2": b[1]}
            for (a, b), join in zip(pairwise(at), joins, strict=True)
            if a and b and join
        ]
        lines.append({"tone": tone, "segments": segments, "points": [{"x": p[0], "y": p[1]} for p in at if p]})
    marks = [high - step * place for place in range(intervals + 1)]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "lines": lines,
        "ticks": [
            {"text": str(mark), "top": 100 * place // intervals, "y": HEIGHT * place // intervals}
            for place, mark in enumerate(marks)
        ],
    }


def _scale(lowest: Decimal) -> tuple[int, int, int]:
    """Return the floor, the step and the number of steps up to 100 that show the lowest value best."""
    scales = ((100 - step * intervals, step, intervals) for step in STEPS for intervals in INTERVALS)
    return next(scale for scale in scales if scale[0] <= lowest)
