"""Asking for files: made once for all, told while they are made, clear where they cannot be, and never lost."""

import threading
from pathlib import Path

import pytest

from reports.output.printing import jobs, service, spool, store
from reports.output.printing.orders import Order
from reports.output.printing.printer import Failed
from reports.output.printing.spool import Fault
from tests.reports.output.test_spool import order


class Press:
    """Stands for a printer: prints in this process what it is given, or fails."""

    def __init__(self, fault: Fault | None = None):
        self.fault, self.drawn = fault, []

    def draw(self, paper: bytes, still_wanted) -> bytes:
        wanted = Order.from_json(paper.decode())
        assert still_wanted(3)
        self.drawn.append(wanted.name)
        if self.fault:
            raise Failed(self.fault)
        return wanted.content.title[0].encode()


@pytest.fixture(autouse=True)
def apart(settings, monkeypatch):
    settings.RENDER_APART = True
    monkeypatch.setattr(service, "SHORT", 0)


def not_ready(wanted: Order, by: int = 1) -> service.NotReady:
    with pytest.raises(service.NotReady) as raised:
        service.printed(wanted, person=by)
    return raised.value


def test_file_is_made_once_for_all_and_comes_from_the_cache_afterwards():
    wanted, press = order("ก"), Press()
    for person in (1, 2, 3):
        assert not_ready(wanted, person).standing.is_coming
    assert [service.work_one(press), service.work_one(press)] == [True, False]
    assert [service.printed(wanted, person=person) for person in (1, 2, 9)] == ["ก".encode()] * 3
    assert press.drawn == [wanted.name]
    assert list(spool.place().glob("*-pdf.json")) == []


def test_request_waits_a_moment_for_what_is_made_quickly(monkeypatch):
    wanted, press = order("ก"), Press()
    threading.Timer(0.3, service.work_one, [press]).start()
    assert service.printed(wanted, person=1, patience=20) == "ก".encode()


def test_only_one_request_of_a_process_waits(monkeypatch):
    assert service._waiting.acquire(blocking=False)
    try:
        with pytest.raises(service.NotReady):
            service.printed(order("ก"), person=1, patience=600)
    finally:
        service._waiting.release()
    not_ready(order("ข"))
    assert service._waiting.acquire(blocking=False)  # whoever waited in vain has let go of it
    service._waiting.release()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.TIME, "นานเกิน 120 วินาที"),
        (Fault.MEMORY, "ใช้หน่วยความจำเกิน"),
        (Fault.PAGES, "ยาวเกิน 400 หน้า"),
        (Fault.BROKEN, "ให้ลองใหม่ในอีก 5 นาที"),
    ],
)
def test_what_cannot_be_made_is_told_and_not_tried_again_at_once(fault, said):
    wanted, press = order("ก"), Press(fault)
    not_ready(wanted)
    while service.work_one(press):
        pass
    told = not_ready(wanted, 2).standing
    assert (said in told.sentence, told.is_coming, told.status) == (True, False, 422)
    assert len(press.drawn) == (spool.ATTEMPTS if fault == Fault.BROKEN else 1)
    assert not service.work_one(press)


def test_full_queue_is_told_apart_from_too_many_of_ones_own(settings):
    settings.RENDER_QUEUE_EACH = 1
    not_ready(order("ก", place="1"), 1)
    own = not_ready(order("ก", place="2"), 1).standing
    settings.RENDER_QUEUE = 1
    full = not_ready(order("ก", place="3"), 2).standing
    assert (own.is_busy, full.is_busy) == (True, True)
    assert "ที่ท่านสั่งไว้" in own.sentence and "ที่ท่านสั่งไว้" not in full.sentence


def test_what_is_far_too_large_is_not_even_tried(settings):
    settings.DOCUMENT_MAX_CHARACTERS = 10
    told = not_ready(order("ก" * 50)).standing
    assert (told.status, spool.take()) == (422, None)


def test_cache_that_cannot_be_written_is_done_without(settings, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    settings.PAGES_DIR = str(tmp_path / "file" / "pages")
    press = Press()
    monkeypatch.setattr(press, "draw", lambda paper, still_wanted: b"%PDF")
    monkeypatch.setattr(service, "_own_printer", press)
    assert service.printed(order("ก"), person=1) == b"%PDF"
    with service._own:
        assert not_ready(order("ก")).standing.is_busy
    settings.RENDER_APART = False
    monkeypatch.setattr(Order, "render", lambda wanted: b"here")
    assert service.printed(order("ก"), person=1) == b"here"


def test_file_that_was_cleared_away_is_made_again():
    wanted, press = order("ก"), Press()
    not_ready(wanted)
    for path in spool.place().glob("*-pdf.json"):
        path.unlink()
    assert service.work_one(press)
    assert press.drawn == []
    not_ready(wanted)
    service.work_one(press)
    Path(store.folder() / wanted.name).unlink()
    assert not_ready(wanted).standing.is_coming


def test_everything_that_decides_a_file_is_in_its_name(monkeypatch):
    names = {
        order("ก").name,
        order("ข").name,
        order("ก", place="2").name,
        order("ก", ending="docx").name,
        Order("1", "pdf", order("ก").content, {}).name,
    }
    monkeypatch.setattr("reports.output.printing.orders._printed_by", lambda: "another version")
    names.add(order("ก").name)
    assert len(names) == 6
    assert all(len(name) < 100 for name in names)


def test_worker_of_a_broker_prints_until_nothing_waits(monkeypatch):
    press = Press()
    monkeypatch.setattr(jobs, "_printer", press)
    for number in range(3):
        not_ready(order("ก", place=str(number)), number)
    jobs.draw()
    assert len(press.drawn) == 3
    assert service.printed(order("ก", place="2"), person=9) == "ก".encode()


def test_broker_is_told_and_may_be_away(settings, monkeypatch):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1"
    sent = []

    def away(name, **options):
        sent.append(name)
        raise service.OperationalError

    monkeypatch.setattr(service.app, "send_task", away)
    assert not_ready(order("ก")).standing.is_coming
    assert sent == [jobs.draw.name]
    service.start_printers()  # none: workers print
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("printer-")]
