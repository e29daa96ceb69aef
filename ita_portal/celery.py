"""Background jobs: the Celery application, and its worker inside the web process where there is no Redis.

A message is only a nudge that carries the key of a row. What is to be done, who does it and how far it is stands in
the database, so a lost message or a killed worker loses nothing: `take_up` (CELERY_BEAT_SCHEDULE) nudges again.
"""

import os
import threading

from celery import Celery
from celery.beat import EmbeddedService, Scheduler
from celery.signals import worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

app = Celery("ita_portal", set_as_current=True)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "assessments.accounts",
        "assessments.spreadsheets",
        "assessments.statistics",
        "reports.output.printing",
        "reports.collecting",
    ],
    related_name="jobs",
)

EMBEDDED = "memory://"


def start_embedded_worker() -> None:
    """Run one worker and the clock in threads of this process, unless workers of their own serve a broker.

    Called where the portal is served (`wsgi.py`), never by tests or commands. The threads end with the process, as
    if killed; the lease of what they were doing runs out and another process takes it up.
    """
    if settings.CELERY_BROKER_URL != EMBEDDED:
        return
    worker = app.WorkController(pool="solo", concurrency=1, without_gossip=True, without_mingle=True)
    threading.Thread(target=worker.start, name="embedded-worker", daemon=True).start()
    EmbeddedService(app, thread=True, scheduler_cls=Scheduler).start()
    take_up_now()


@worker_ready.connect
def take_up_now(**kwargs) -> None:
    """Nudge at the start for what was left undone, without waiting for the clock."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.send_task(entry["task"])
