"""The background tasks; what they do is in `jobs`."""

from ita_portal.celery import app

from . import jobs, leases


@app.task
def work(pk: int) -> None:
    """Do what an import waits for."""
    jobs.work(pk)


@app.task
def take_up() -> None:
    """Nudge for everything that waits or whose worker has died."""
    for pk in leases.left_undone():
        work.delay(pk)
