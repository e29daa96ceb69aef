"""What is read of groups: how their scores lie, right at any moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Q

from assessments.accounts.models import Role, User
from assessments.scoring.spread import ENOUGH, Spread

from .counting import count_groups
from .models import ChangedGroup, GroupScores

MOST_COUNTED = 100  # groups that a reading counts anew; an import of the nation changes all 385 of a year
GROUP = ("framework_id", "province", "kind")


@dataclass(frozen=True)
class Spreads:
    """Spreads by key; `behind` tells how many groups stand there as they were before their latest changes."""

    of: Mapping[tuple[Any, ...], Spread]
    behind: int = 0

    def get(self, *key: Any) -> Spread:
        return self.of.get(key, Spread())

    def together(self, keys: Iterable[tuple[Any, ...]]) -> Spread:
        """Return how the scores of several keys lie as one group."""
        return Spread(tuple(sorted(chain.from_iterable(self.of[key].points for key in keys))))

    @property
    def by_number(self) -> dict[int, Spread]:
        """Return the spreads of the indicators, where these are the keys."""
        return {number: spread for (number,), spread in self.of.items() if number is not None}

    def shown(self, user: User, *key: Any, province: str = "") -> Spread:
        """Return a spread as this user may know it: of fewer than five only who may see all of the rows.

        `province` is where all of them are, "" means that they are in any.
        """
        spread = self.get(*key)
        return spread if len(spread) >= ENOUGH or sees_all_of(user, province) else Spread()


def sees_all_of(user: User, province: str) -> bool:
    """Tell whether a user may see every row of a province, or of the nation: as `Municipality.objects.for_user`."""
    if user.role == Role.ADMINISTRATOR:
        return True
    return user.role == Role.AUDITOR and not user.municipality_id and user.province in ("", province)


def spreads(groups: Q, keys: Sequence[str], *, totals_only: bool = False) -> Spreads:
    """Return how scores lie in all groups that a condition on `GroupScores` takes, put together by some of its columns.

    `keys` are names of fields: `framework_id`, `province`, `kind`, `indicator__number`. In two queries, four
    where changes are not counted yet. The condition names no indicator.
    """
    changed = set(ChangedGroup.objects.filter(groups).values_list(*GROUP).distinct())  # read first: what is settled
    fresh = set(sorted(changed)[:MOST_COUNTED])  # between the two readings is counted twice, never missed
    stored = GroupScores.objects.filter(groups)
    if totals_only:
        stored = stored.filter(indicator=None)
    runs: dict[tuple[Any, ...], list[bytes]] = defaultdict(list)
    for framework, province, kind, points, *key in stored.values_list(*GROUP, "points", *keys):
        if (framework, province, kind) not in fresh:
            runs[tuple(key)].append(bytes(points))
    for row in count_groups(fresh, totals_only=totals_only):
        runs[tuple(_value(row, name) for name in keys)].append(bytes(row.points))
    return Spreads({key: Spread.merged(run) for key, run in runs.items()}, len(changed) - len(fresh))


def _value(row: GroupScores, name: str) -> Any:
    if name == "indicator__number":
        return row.indicator.number if row.indicator else None
    return getattr(row, name)
