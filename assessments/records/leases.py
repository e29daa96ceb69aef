"""Who works on a row that waits for a worker: claimed by one UPDATE, held by a lease, found again where one died.

`attempts` counts the claims since the row last came on; together with the state it also fences off a run that was
taken for dead.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db import OperationalError, connection, models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

LEASE = timedelta(seconds=60)
RENEWAL = 10  # seconds
ATTEMPTS = 5


class Leased(models.Model):
    """What a worker does in the background; its subclass has a `state`."""

    attempts = models.PositiveSmallIntegerField("จำนวนครั้งที่ทำ", default=0)
    lease_until = models.DateTimeField("ถือว่ายังทำอยู่จนถึง", null=True, blank=True)
    fault = models.TextField("เหตุที่ไม่สำเร็จ", blank=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Leased)


class Leases(Generic[Row]):
    """The leases of one model: which of its states wait for a worker, which are in one's hands, and how it is given up.

    `begun` are fields as a run begins with them, `given_up` those of a row that was tried too often.
    """

    def __init__(
        self,
        model: type[Row],
        *,
        waiting: Collection[str],
        at_work: Collection[str],
        begun: dict[str, Any],
        given_up: dict[str, Any],
    ):
        self.rows: models.Manager[Row] = model._default_manager
        self.waiting, self.at_work, self.begun, self.given_up = waiting, at_work, begun, given_up

    def claim(self, pk: int, waiting: Collection[str], at_work: str) -> Row | None:
        """Take a row over for this run, or return None where it is in another state or in somebody's hands."""
        free = Q(state__in=waiting) | _lost() & Q(state=at_work)
        until = timezone.now() + LEASE
        moved = self.rows.filter(free, pk=pk, attempts__lt=ATTEMPTS).update(
            state=at_work, attempts=F("attempts") + 1, lease_until=until, **self.begun
        )
        return self.rows.get(pk=pk) if moved else None

    def held(self, row: Row) -> QuerySet[Row]:
        """Return the claimed row as a queryset to update: empty once somebody else has taken it over."""
        return self.rows.filter(pk=row.pk, attempts=row.attempts, state__in=self.at_work)

    @contextmanager
    def kept(self, row: Row) -> Iterator[None]:
        """Renew the lease while the work is done. On SQLite the write itself keeps everybody else out instead."""
        done = threading.Event()

        def keep() -> None:
            while not done.wait(RENEWAL):
                with suppress(OperationalError):
                    self.renew(row)
            connection.close()

        thread = threading.Thread(target=keep, name=f"lease-{row.pk}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def renew(self, row: Row) -> None:
        self.held(row).update(lease_until=timezone.now() + LEASE)

    def left_undone(self) -> list[int]:
        """Return the keys of what waits or lost its worker, after giving up on what was tried too often."""
        left = self.rows.filter(Q(state__in=self.waiting) | _lost() & Q(state__in=self.at_work))
        hopeless = left.filter(attempts__gte=ATTEMPTS)
        if hopeless.exists():  # else the clock would write, and on SQLite wait for whoever writes
            hopeless.update(lease_until=None, **self.given_up)
        return list(left.values_list("pk", flat=True))


def _lost() -> Q:
    return Q(lease_until__lt=timezone.now()) | Q(lease_until=None)
