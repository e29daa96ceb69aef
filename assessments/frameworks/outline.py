"""A year's definitions as a page shows them: parts under their parents, rules in words. Knows nothing of Django."""

from dataclasses import dataclass

from .definitions import (
    AreaPart,
    Definitions,
    IndicatorPart,
    InstrumentPart,
    ItemPart,
    LevelPart,
    SubIndicatorPart,
)

EVERY = {"indicator": "ทุกตัวชี้วัด", "instrument": "ทุกเครื่องมือ"}


@dataclass(frozen=True)
class Group:
    """Items under a sub-indicator, or under the indicator itself (None)."""

    sub_indicator: SubIndicatorPart | None
    items: tuple[ItemPart, ...]


@dataclass(frozen=True)
class IndicatorOutline:
    part: IndicatorPart
    groups: tuple[Group, ...]
    item_count: int


@dataclass(frozen=True)
class InstrumentOutline:
    part: InstrumentPart
    indicators: tuple[IndicatorOutline, ...]


@dataclass(frozen=True)
class Outline:
    instruments: tuple[InstrumentOutline, ...]
    levels: tuple[tuple[LevelPart, str], ...]
    areas: tuple[AreaPart, ...]


def outline(definitions: Definitions) -> Outline:
    """Return the year for reading; each level with its rule."""
    return Outline(
        tuple(
            InstrumentOutline(
                instrument,
                tuple(
                    _indicator(definitions, each)
                    for each in definitions.indicators
                    if each.instrument == instrument.code
                ),
            )
            for instrument in definitions.instruments
        ),
        tuple((level, rule(level)) for level in definitions.levels),
        definitions.areas,
    )


def rule(level: LevelPart) -> str:
    """Return what a total must fulfil, in words."""
    words = f"คะแนนรวม {level.min_total:.2f} ขึ้นไป"
    if level.min_each is None:
        return words
    return f"{words} และ{EVERY.get(level.scope, 'ทุกองค์ประกอบ')}ได้ {level.min_each:.2f} ขึ้นไป"


def _indicator(definitions: Definitions, indicator: IndicatorPart) -> IndicatorOutline:
    items = [each for each in definitions.items if each.indicator == indicator.number]
    subs = [each for each in definitions.sub_indicators if each.indicator == indicator.number]
    groups = [Group(sub, tuple(each for each in items if each.sub_indicator == sub.code)) for sub in subs]
    own = tuple(each for each in items if each.sub_indicator not in {sub.code for sub in subs})
    if own:
        groups.insert(0, Group(None, own))
    return IndicatorOutline(indicator, tuple(groups), len(items))
