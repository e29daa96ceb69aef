"""Printing by the workers of a broker: a message only says that the queue holds something."""

from ita_portal.celery import app

from . import service
from .printer import Printer

_printer = Printer()  # of this process of the worker, warm between messages


@app.task
def draw() -> None:
    """Print what comes next until nothing waits."""
    while service.work_one(_printer):
        pass
