"""Collections as background jobs: the row is the truth (`services.leases`), a message only says that there is work."""

import logging

from django.db import OperationalError, transaction

from ita_portal.celery import app

from . import services

log = logging.getLogger(__name__)


def send(pk: int) -> None:
    """Nudge a worker once the transaction is committed. A broker that is away costs seconds, not the job."""
    transaction.on_commit(lambda: work.apply_async((pk,), retry=False), robust=True)


@app.task
def work(pk: int) -> None:
    """Make a slice of a collection, and ask for the next. The worker's outermost loop: nothing escapes."""
    try:
        if services.make_slice(pk):
            send(pk)
    except OperationalError as error:  # busy or away: the lease runs out and it is tried again
        log.warning("collection=%s outcome=postponed reason=%s", pk, error)
    except Exception:
        log.exception("collection=%s outcome=broken", pk)


@app.task
def take_up() -> None:
    """Nudge for everything that waits or whose worker has died, and delete what is old."""
    for pk in services.leases.left_undone():
        work.delay(pk)
    services.delete_old()
