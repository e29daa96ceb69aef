"""What becomes of texts on their way in, told to who sent them: what the normal form mended, what cannot be printed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from .glyphs import undrawn_at
from .thai import normalise

WHAT_TO_DO = "ให้ลบหรือใช้อักขระอื่นแทน มิฉะนั้นจะออกเอกสารไม่ได้"


@dataclass
class Entered:
    """What was noted of the texts of one request or one file."""

    mended: Counter[str] = field(default_factory=Counter)
    undrawn: dict[str, None] = field(default_factory=dict)  # each said once, in order

    def told(self) -> dict[str, str]:
        """Return what there is to say, by the level of the message that says it."""
        kinds = " · ".join(f"{kind} {times:,} แห่ง" for kind, times in self.mended.most_common() if times)
        said = {}
        if kinds:
            said["info"] = f"ระบบแก้ข้อความให้พิมพ์และค้นหาได้ถูกต้อง: {kinds}"
        if self.undrawn:
            said["warning"] = f"อักขระที่พิมพ์ลงเอกสารไม่ได้: {' · '.join(self.undrawn)} {WHAT_TO_DO}"
        return said


_entered: ContextVar[Entered | None] = ContextVar("entered", default=None)


@contextmanager
def noting() -> Iterator[Entered]:
    """Collect what `note` is told inside."""
    entered = Entered()
    token = _entered.set(entered)
    try:
        yield entered
    finally:
        _entered.reset(token)


def told() -> dict[str, str]:
    """Return what there is to say up to now, as `Entered.told`."""
    return (_entered.get() or Entered()).told()


def note(text: str, printed_as: str = "") -> None:
    """Note what becomes of a text that comes in; `printed_as` is what it is called where documents print it."""
    if (entered := _entered.get()) is None:
        return
    text = normalise(text, entered.mended)
    if printed_as:
        entered.undrawn |= dict.fromkeys(f"{printed_as} {place}" for place in undrawn_at(text))


def forget() -> None:
    """Take back what was noted: nothing of it was stored."""
    if (entered := _entered.get()) is not None:
        entered.mended.clear()
        entered.undrawn.clear()
