"""How many scores lie: their number, the middle, the quarters, the rank of one. Knows nothing of Django."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from struct import iter_unpack, pack

from .totals import rounded

ENOUGH = 5  # authorities, for a figure that stands for their group and not for a neighbour
HUNDREDTHS = "<%dH"  # as they are stored: two bytes a score, the same on every machine


@dataclass(frozen=True)
class Spread:
    """Scores in hundredths, the lowest first."""

    points: tuple[int, ...] = ()

    @classmethod
    def of(cls, scores: Iterable[Decimal]) -> "Spread":
        return cls(tuple(sorted(map(_hundredths, scores))))

    @classmethod
    def merged(cls, runs: Iterable[bytes]) -> "Spread":
        """Return what lies in several runs of `packed` together."""
        return cls(tuple(sorted(chain.from_iterable(point for run in runs for point in iter_unpack("<H", run)))))

    def packed(self) -> bytes:
        return pack(HUNDREDTHS % len(self.points), *self.points)

    def __len__(self) -> int:
        return len(self.points)

    @property
    def lower(self) -> Decimal | None:
        return self._quarter(1)

    @property
    def median(self) -> Decimal | None:
        return self._quarter(2)

    @property
    def upper(self) -> Decimal | None:
        return self._quarter(3)

    def rank(self, score: Decimal) -> int:
        """Return one more than how many are above; equal scores share a rank."""
        return 1 + len(self.points) - bisect_right(self.points, _hundredths(score))

    def reaching(self, mark: Decimal) -> int:
        """Return how many are at or above a mark."""
        return len(self.points) - bisect_left(self.points, _hundredths(mark))

    def _quarter(self, number: int) -> Decimal | None:
        """Return a quartile as spreadsheets reckon it (QUARTILE.INC): between two scores in proportion, rounded."""
        if not self.points:
            return None
        place, rest = divmod((len(self.points) - 1) * number, 4)
        low = self.points[place]
        above = self.points[place + 1] - low if rest else 0
        return rounded(Decimal(4 * low + rest * above) / 400)


def _hundredths(score: Decimal) -> int:
    return int(score.scaleb(2))
