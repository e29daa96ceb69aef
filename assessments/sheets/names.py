"""Near matches for a name that nobody knows: offered, never assumed."""

from collections.abc import Iterable


class NearNames:
    """An index of known names; build it once for a file."""

    def __init__(self, names: Iterable[str]):
        raise NotImplementedError

    def near(self, name: str, count: int = 3) -> list[str]:
        """Return the known names most like it, the likest first; none if nothing is like it."""
        raise NotImplementedError
