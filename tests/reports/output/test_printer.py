"""A printer is a process that ends with whoever started it, and as soon as it goes over a limit."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from django.conf import settings as stored_settings

from reports.blocks.cells import lines
from reports.output.printing.orders import Order
from reports.output.printing.printer import Failed, GivenUp, Printer, computed_by, memory_of
from reports.output.printing.spool import Fault
from tests.reports.output.test_spool import CONTENT

LONG = {
    "type": "text",
    "template": "reports/blocks/text.html",
    "heading": [],
    "lines": lines("\n".join(["การประเมินคุณธรรมและความโปร่งใส " * 40] * 60)),
}
PARENT = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "ita_portal.settings"
import django
django.setup()
from reports.output.printing.printer import Printer
print(Printer().warm().pid, flush=True)
time.sleep(60)
"""


def paper(pages: int = 1) -> bytes:
    content = CONTENT if pages == 1 else replace(CONTENT, blocks=[LONG])
    return Order("1", "pdf", content).as_json().encode()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Tests do not wait until nobody else wants the machine."""
    monkeypatch.setenv("RENDER_NICE", "1")


@pytest.fixture
def printer():
    made = Printer()
    yield made
    made.stop()


def wait_until(is_true, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not is_true() and time.monotonic() < end:
        time.sleep(0.05)
    return is_true()


def ended(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_printer_prints_what_is_printed_here_and_stays_warm(printer):
    first = printer.draw(paper(), lambda pages: True)
    pid = printer.process.pid
    for ending, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        order = Order("1", ending, CONTENT)
        body = printer.draw(order.as_json().encode(), lambda pages: True)
        assert body.startswith(start)
        if ending == "pdf":
            assert body == first == order.render()
    assert printer.process.pid == pid
    assert os.getpriority(os.PRIO_PROCESS, pid) == 1


@pytest.mark.parametrize(
    ("setting", "value", "fault"),
    [("RENDER_SECONDS", 0.2, Fault.TIME), ("RENDER_MEMORY_MB", 150, Fault.MEMORY), ("RENDER_PAGES", 2, Fault.PAGES)],
)
def test_printer_over_a_limit_is_stopped_and_the_next_file_is_printed(
    printer, settings, monkeypatch, setting, value, fault
):
    if setting == "RENDER_PAGES":
        monkeypatch.setenv(setting, str(value))
    process, usual = printer.warm(), getattr(settings, setting)
    setattr(settings, setting, value)
    started = computed_by(process.pid)
    with pytest.raises(Failed) as failed:
        printer.draw(paper(20), lambda pages: True)
    assert failed.value.fault == fault
    if fault == Fault.PAGES:
        assert computed_by(process.pid) - started < 5  # not laid out to the end
    else:
        assert (printer.process, process.poll()) == (None, -signal.SIGKILL)
        setattr(settings, setting, usual)
        assert printer.draw(paper(), lambda pages: True).startswith(b"%PDF")


def test_printer_that_crashes_or_is_not_wanted_leaves_nothing(printer, monkeypatch):
    monkeypatch.setattr("reports.output.printing.printer.ASK", 0)  # at every look
    process = printer.warm()
    with pytest.raises(Failed) as failed:
        printer.draw(paper(20), lambda pages: process.kill() or True)
    assert failed.value.fault == Fault.BROKEN
    told = []
    process = printer.warm()
    with pytest.raises(GivenUp):
        printer.draw(paper(20), lambda pages: told.append(pages) or len(told) < 2)
    assert (printer.process, process.poll()) == (None, -signal.SIGKILL)
    assert told == sorted(told)


def test_what_cannot_be_printed_is_told_and_the_process_stays(printer):
    process = printer.warm()
    broken = Order("1", "pdf", replace(CONTENT, blocks=[{"type": "text", "template": "no/such.html"}]))
    with pytest.raises(Failed) as failed:
        printer.draw(broken.as_json().encode(), lambda pages: True)
    assert (failed.value.fault, printer.process) == (Fault.BROKEN, process)


def test_printer_ends_with_the_process_that_started_it():
    program = [sys.executable, "-c", PARENT]
    with subprocess.Popen(program, cwd=stored_settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        assert (ended(pid), memory_of(pid) > 0) == (False, True)
        parent.kill()
    assert wait_until(lambda: ended(pid))
