"""Counting changed groups anew as a background job; until then whoever reads them counts them."""

import logging

from django.db import OperationalError

from ita_portal.celery import app

from .counting import settle_changes

log = logging.getLogger(__name__)


@app.task
def settle() -> None:
    try:
        settle_changes()
    except OperationalError as error:  # busy or away: the clock comes again
        log.warning("statistics=postponed reason=%s", error)
    except Exception:
        log.exception("statistics=broken")
