"""Whether a drafted sentence still says what the data say. Knows nothing of Django."""

from collections.abc import Mapping
from dataclasses import dataclass

from ita_portal.thai import ascii_digits

from .facts import Facts
from .rules import Sentence, draft

GONE = "ไม่มีในข้อความใหม่"


@dataclass(frozen=True)
class FigureDifference:
    """A figure as it was drafted and as it is now."""

    name: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.name} {self.old} → {self.new}"


@dataclass(frozen=True)
class Standing:
    """A drafted sentence, what its rule says today, and whether the text still stands as drafted."""

    drafted: Sentence
    fresh: Sentence | None
    untouched: bool
    differences: tuple[FigureDifference, ...]  # what makes it stale; none where it is not

    @property
    def is_stale(self) -> bool:
        return bool(self.differences)


def standing(facts: Facts, drafted: Sentence, text: str) -> Standing:
    """Look at one drafted sentence in the text of its block.

    It is stale where its figures and with them its words changed. Once somebody has put it into other words, it is
    stale only while one of the old figures still stands in the text: who mended the figure by hand is not asked again.
    """
    fresh = draft(facts, drafted.rule, drafted.year, drafted.part)
    untouched = drafted.text in text
    changed = fresh is None or ascii_digits(fresh.text) != ascii_digits(drafted.text)
    changes = differences(dict(drafted.figures), dict(fresh.figures) if fresh else {})
    said_anew = fresh is not None and fresh.text in text
    mended = not untouched and not any(change.old in ascii_digits(text) for change in changes)
    return Standing(drafted, fresh, untouched, () if said_anew or mended or not changed else tuple(changes))


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[FigureDifference]:
    return [
        FigureDifference(name, old.get(name, GONE), new.get(name, GONE))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]
