"""How far a collection is: counts, how fast it goes and how long it takes yet."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from .models import Collection, Part

LATELY = timedelta(seconds=60)
State = Part.State


@dataclass(frozen=True)
class Progress:
    total: int
    done: int
    missing: int
    failed: int
    size: int
    rate: int  # documents a minute, of the last minute

    @property
    def ended(self) -> int:
        return self.done + self.missing + self.failed

    @property
    def left(self) -> int:
        return self.total - self.ended

    @property
    def minutes(self) -> int:
        """How many minutes are left at this rate, at least one; 0 where nobody knows."""
        return -(-self.left // self.rate) if self.rate else 0


def progress_of(collection: Collection) -> Progress:
    """One query."""
    since = max(timezone.now() - LATELY, collection.made_at)
    states = {state.value: Count("pk", Q(state=state)) for state in (State.DONE, State.MISSING, State.FAILED)}
    recent = Count("pk", Q(ended_at__gte=since))
    counts = collection.documents.aggregate(total=Count("pk"), size=Sum("size"), lately=recent, **states)
    seconds = (timezone.now() - since).total_seconds()
    lately = counts.pop("lately")
    rate = round(lately * 60 / seconds) if seconds >= 1 else 0
    return Progress(rate=rate, size=counts.pop("size") or 0, **counts)
