"""Whether the portal lives, and whether it can work: for the proxy, the machine and whoever watches over them.

Both addresses tell no more than that, so anybody may ask; what `readyz` has seen is told again for a while, so asking
often costs nothing. The work that waits is not part of it: a queue that stands still is no reason to answer no pages.
"""

import os
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from .celery import EMBEDDED, app

KEPT = 5.0  # seconds


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def files() -> bool:
    return os.access(settings.MEDIA_ROOT, os.R_OK | os.W_OK) or not os.path.exists(settings.MEDIA_ROOT)


def broker() -> bool:
    if settings.CELERY_BROKER_URL != EMBEDDED:
        with app.connection_for_read(connect_timeout=2) as server:
            server.ensure_connection(max_retries=0, timeout=2)
    return True


CHECKS: tuple[Callable[[], bool], ...] = (database, migrations, files, broker)
_last: tuple[float, dict[str, bool]] = (-KEPT, {})


def seen() -> dict[str, bool]:
    """Return which checks hold, looked at afresh once what was seen is older than `KEPT`."""
    global _last
    if time.monotonic() - _last[0] >= KEPT:
        _last = (time.monotonic(), {check.__name__: _holds(check) for check in CHECKS})
    return _last[1]


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever it is, the portal cannot work without what was asked
        return False


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say what this process can reach: 503 where something is missing."""
    held = seen()
    return JsonResponse(held, status=200 if all(held.values()) else 503)
