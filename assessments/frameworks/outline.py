"""A year's definitions as a page shows them: parts under their parents, rules in words. Knows nothing of Django."""

from dataclasses import dataclass

from .definitions import Definitions, IndicatorPart, InstrumentPart, ItemPart, LevelPart, SubIndicatorPart
from .labels import SCOPES


@dataclass(frozen=True)
class IndicatorOutline:
    """An indicator with its items by sub-indicator; those of none stand first, under None."""

    part: IndicatorPart
    groups: tuple[tuple[SubIndicatorPart | None, tuple[ItemPart, ...]], ...]
    item_count: int


@dataclass(frozen=True)
class Outline:
    instruments: tuple[tuple[InstrumentPart, tuple[IndicatorOutline, ...]], ...]
    levels: tuple[tuple[LevelPart, str], ...]


def outline(definitions: Definitions) -> Outline:
    """Return the year for reading; each level with its rule."""
    indicators = [_indicator(definitions, indicator) for indicator in definitions.indicators]
    return Outline(
        tuple(
            (instrument, tuple(shown for shown in indicators if shown.part.instrument == instrument.code))
            for instrument in definitions.instruments
        ),
        tuple((level, _rule(level)) for level in definitions.levels),
    )


def _rule(level: LevelPart) -> str:
    """Return what a total must fulfil, in words."""
    words = f"คะแนนรวม {level.min_total:.2f} ขึ้นไป"
    if level.min_each is None:
        return words
    every = SCOPES[level.scope] if level.scope else "ทุกองค์ประกอบ"
    return f"{words} และ{every}ได้ {level.min_each:.2f} ขึ้นไป"


def _indicator(definitions: Definitions, indicator: IndicatorPart) -> IndicatorOutline:
    items = [item for item in definitions.items if item.indicator == indicator.number]
    subs = [sub for sub in definitions.sub_indicators if sub.indicator == indicator.number]
    codes = [sub.code for sub in subs]
    own = tuple(item for item in items if item.sub_indicator not in codes)
    groups = [(sub, tuple(item for item in items if item.sub_indicator == sub.code)) for sub in subs]
    return IndicatorOutline(indicator, ((None, own), *groups) if own else tuple(groups), len(items))
