"""Imports as background jobs: the row is the truth, a message only says that there is something to do.

A worker claims a row with one UPDATE, counts the attempt there and holds a lease that a thread renews. A worker that
dies lets its lease run out; the next nudge finds the row again. That is safe to repeat, because an import is written
in one transaction which also ends the job.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from assessments.models import Import
from assessments.services.imports import check_import, run_import

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
RENEWAL = 10  # seconds
ATTEMPTS = 5
WAITING = {Import.State.UPLOADED: Import.State.CHECKING, Import.State.QUEUED: Import.State.IMPORTING}
DOING = {Import.State.CHECKING: check_import, Import.State.IMPORTING: run_import}
GIVEN_UP = (
    f"ระบบพยายามทำรายการนี้ {ATTEMPTS} ครั้งแล้วไม่สำเร็จ ข้อมูลเดิมไม่เปลี่ยนแปลง "
    "โปรดแบ่งแฟ้มให้เล็กลงแล้วอัปโหลดใหม่ หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบ"
)
BROKEN = "ระบบขัดข้องขณะทำรายการนี้ ข้อมูลเดิมไม่เปลี่ยนแปลง โปรดลองอีกครั้ง หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบพร้อมเลขที่รายการ"


def send(pk: int) -> None:
    """Nudge a worker once the transaction is committed. A broker that is away costs seconds, not the job."""
    from assessments.tasks import work  # imports this module

    transaction.on_commit(lambda: work.apply_async((pk,), retry=False), robust=True)


def start(pk: int, *, at_once: bool) -> None:
    """Do what the import waits for: short work while the browser waits, the rest by a worker."""
    work(pk) if at_once else send(pk)


def left_undone() -> list[int]:
    """Return the keys of what waits or lost its worker, after giving up on what was tried too often."""
    _claimable().filter(attempts__gte=ATTEMPTS).update(state=Import.State.FAILED, fault=GIVEN_UP)
    return list(_claimable().values_list("pk", flat=True))


def work(pk: int) -> None:
    """Do what the import waits for, unless somebody else does. The worker's outermost loop: nothing escapes."""
    try:
        batch = claim(pk)
        if batch is not None:
            with _lease_kept(batch):
                DOING[batch.state](batch.pk)
    except (
        OperationalError
    ) as error:  # the database is busy or away: the lease runs out and it is tried again
        log.warning("import=%s outcome=postponed reason=%s", pk, error)
    except Exception:
        log.exception("import=%s outcome=broken", pk)
        Import.objects.filter(pk=pk, state__in=DOING).update(state=Import.State.FAILED, fault=BROKEN)


def claim(pk: int) -> Import | None:
    """Take the import over in one UPDATE, or return None where it is done, in work or not to be done."""
    claimed = _claimable().filter(pk=pk, attempts__lt=ATTEMPTS)
    step = Case(
        *(When(state=waiting, then=Value(doing)) for waiting, doing in WAITING.items()), default=F("state")
    )
    taken = claimed.update(state=step, attempts=F("attempts") + 1, lease_until=timezone.now() + LEASE)
    return Import.objects.get(pk=pk) if taken else None


def _claimable() -> QuerySet[Import]:
    lost = Q(state__in=DOING, lease_until__lt=timezone.now())
    return Import.objects.filter(lost | Q(state__in=WAITING))


@contextmanager
def _lease_kept(batch: Import) -> Iterator[None]:
    """Renew the lease while the work is done; on SQLite the write itself locks everybody else out instead."""
    done = threading.Event()

    def keep() -> None:
        while not done.wait(RENEWAL):
            with suppress(OperationalError):
                _renew(batch)
        connection.close()

    thread = threading.Thread(target=keep, name=f"lease-{batch.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(batch: Import) -> None:
    mine = Import.objects.filter(pk=batch.pk, attempts=batch.attempts, state=batch.state)
    mine.update(lease_until=timezone.now() + LEASE)
