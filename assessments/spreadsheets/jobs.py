"""Imports as background jobs: the row is the truth (`leases`), a message only says that there is something to do."""

import logging

from django.db import OperationalError, transaction

from ita_portal.celery import app

from .leases import AT_WORK, leases
from .models import Import
from .services import check_import, run_import

log = logging.getLogger(__name__)

State = Import.State
STEPS = {
    State.UPLOADED: check_import,
    State.CHECKING: check_import,
    State.QUEUED: run_import,
    State.IMPORTING: run_import,
}
BROKEN = "ระบบขัดข้องขณะทำรายการนี้ ข้อมูลเดิมไม่เปลี่ยนแปลง ให้อัปโหลดใหม่ หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบพร้อมเลขที่รายการ"


def start(pk: int, *, at_once: bool) -> None:
    """Do what the import waits for: short work while the browser waits, the rest by a worker."""
    work(pk) if at_once else send(pk)


def send(pk: int) -> None:
    """Nudge a worker once the transaction is committed. A broker that is away costs seconds, not the job."""
    transaction.on_commit(lambda: work.apply_async((pk,), retry=False), robust=True)


@app.task
def work(pk: int) -> None:
    """Do what the import waits for, unless somebody else does. The worker's outermost loop: nothing escapes."""
    try:
        step = STEPS.get(State(Import.objects.values_list("state", flat=True).get(pk=pk)))
        if step:
            step(pk)
    except OperationalError as error:  # busy or away: the lease runs out and it is tried again
        log.warning("import=%s outcome=postponed reason=%s", pk, error)
    except Exception:
        log.exception("import=%s outcome=broken", pk)
        Import.objects.filter(pk=pk, state__in=AT_WORK).update(
            state=State.FAILED, fault=BROKEN, stage="", lease_until=None
        )


@app.task
def take_up() -> None:
    """Nudge for everything that waits or whose worker has died."""
    for pk in leases.left_undone():
        work.delay(pk)
