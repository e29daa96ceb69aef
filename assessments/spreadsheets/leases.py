"""Who works on an import: claimed by one UPDATE, held by a lease, found again where the worker died.

`attempts` counts the claims since the import last waited for a person; together with the state it also fences off a
run that was taken for dead. Nothing else has to be told apart: an import is written in one transaction that ends it.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import OperationalError, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from .models import Import

LEASE = timedelta(seconds=60)
RENEWAL = 10  # seconds
ATTEMPTS = 5
State = Import.State
WAITING = (State.UPLOADED, State.QUEUED)
AT_WORK = (State.CHECKING, State.IMPORTING)
GIVEN_UP = (
    f"ระบบพยายามทำรายการนี้ {ATTEMPTS} ครั้งแล้วไม่สำเร็จ ข้อมูลเดิมไม่เปลี่ยนแปลง "
    "ให้แบ่งไฟล์ให้เล็กลงแล้วอัปโหลดใหม่ หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบพร้อมเลขที่รายการ"
)


def claim(pk: int, waiting: Collection[str], at_work: str) -> Import | None:
    """Take an import over for this run, or return None where it is in another state or in somebody's hands."""
    free = Q(state__in=waiting) | _lost() & Q(state=at_work)
    moved = Import.objects.filter(free, pk=pk, attempts__lt=ATTEMPTS).update(
        state=at_work, attempts=F("attempts") + 1, lease_until=timezone.now() + LEASE, progress=0, total=0
    )
    return Import.objects.select_related("by", "municipality").get(pk=pk) if moved else None


def held(batch: Import) -> QuerySet[Import]:
    """Return the claimed import as a queryset to update: empty once somebody else has taken it over."""
    return Import.objects.filter(pk=batch.pk, attempts=batch.attempts, state__in=AT_WORK)


@contextmanager
def kept(batch: Import) -> Iterator[None]:
    """Renew the lease while the work is done. On SQLite the write itself keeps everybody else out instead."""
    done = threading.Event()

    def keep() -> None:
        while not done.wait(RENEWAL):
            with suppress(OperationalError):
                renew(batch)
        connection.close()

    thread = threading.Thread(target=keep, name=f"lease-{batch.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def renew(batch: Import) -> None:
    held(batch).update(lease_until=timezone.now() + LEASE)


def left_undone() -> list[int]:
    """Return the keys of what waits or lost its worker, after giving up on what was tried too often."""
    left = Import.objects.filter(Q(state__in=WAITING) | _lost() & Q(state__in=AT_WORK))
    hopeless = left.filter(attempts__gte=ATTEMPTS)
    if hopeless.exists():  # else the clock would write, and on SQLite wait for whoever writes
        hopeless.update(state=State.FAILED, fault=GIVEN_UP, stage="", lease_until=None)
    return list(left.values_list("pk", flat=True))


def _lost() -> Q:
    return Q(lease_until__lt=timezone.now()) | Q(lease_until=None)
