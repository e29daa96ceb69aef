"""Asking for files, and serving the queue of what was asked for."""

import fcntl
import logging
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from kombu.exceptions import OperationalError

from ita_portal.celery import EMBEDDED, app
from reports.documents.caps import SMALLER, TOO_LARGE, letters

from . import spool, store
from .orders import Order, name_of
from .printer import Failed, GivenUp, Printer
from .spool import Fault, Full, Job, State

log = logging.getLogger(__name__)
SHORT = 1.5  # seconds that a request waits for a file before it shows a page about it
LOOK = 0.05  # seconds
BEYOND = 2  # times what a document may hold: so much is not even tried, whatever its measures grew to
PAUSE = 10  # seconds after a printer could not be kept
IDLE = 0.1  # seconds between two looks at the queue
_waiting = threading.BoundedSemaphore(1)  # requests of this process that wait: the other threads answer meanwhile
_own_printer, _own = Printer(), threading.Lock()  # for when nothing can be written
DRAW = "reports.output.printing.jobs.draw"
FULL = "ขณะนี้มีเอกสารรอจัดหน้าเต็มจำนวนที่ระบบรับได้ ให้รอสักครู่แล้วลองอีกครั้ง ข้อมูลที่บันทึกไว้ยังอยู่ครบ"
FULL_OF_OWN = "เอกสารที่ท่านสั่งไว้ยังจัดหน้าไม่เสร็จหลายฉบับ ให้รอฉบับเหล่านั้นเสร็จก่อน แล้วลองอีกครั้ง"
SHORTER = "ให้ลดข้อความหรือจำนวนแถวของตาราง นำส่วนที่ไม่จำเป็นออก หรือแบ่งเป็นหลายเอกสาร แล้วลองใหม่"
FAULTS = {
    Fault.TIME: f"จัดหน้าเอกสารนี้นานเกิน {{seconds}} วินาที ระบบจึงหยุดทำ {SHORTER}",
    Fault.MEMORY: f"เอกสารนี้ใช้หน่วยความจำเกินที่ระบบกำหนด ระบบจึงหยุดทำ {SHORTER}",
    Fault.PAGES: f"เอกสารนี้ยาวเกิน {{pages}} หน้า ระบบจึงหยุดทำ {SHORTER}",
    Fault.BROKEN: "ระบบขัดข้องขณะจัดหน้าเอกสารนี้ ข้อมูลที่บันทึกไว้ยังอยู่ครบ ให้ลองใหม่ในอีก {minutes} นาที หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบ",
}


@dataclass(frozen=True)
class Standing:
    """How it stands with a file that is not there; `status` is that of an answer that says so."""

    sentence: str
    status: HTTPStatus

    @property
    def is_coming(self) -> bool:
        return self.status == HTTPStatus.ACCEPTED

    @property
    def is_busy(self) -> bool:
        return self.status == HTTPStatus.SERVICE_UNAVAILABLE


class NotReady(Exception):
    """There is no file yet, or there will be none."""

    def __init__(self, standing: Standing, digest: str = ""):
        super().__init__(standing.sentence)
        self.standing, self.digest = standing, digest


def printed(order: Order, *, person: int, patience: float | None = None) -> bytes:
    """Return the file of an order, made once for all who ask; NotReady where it takes longer than a request may.

    `person` is the key of the one for whom it is made.
    """
    if (body := store.kept(order.name)) is not None:
        return body
    if not settings.RENDER_APART:
        return store.keep(order.name, order.render())
    if letters(vars(order.content)) > BEYOND * settings.DOCUMENT_MAX_CHARACTERS:
        raise NotReady(Standing(f"{TOO_LARGE} {SMALLER}", HTTPStatus.UNPROCESSABLE_ENTITY))
    try:
        job = spool.enter(order, person)
    except Full as full:
        raise NotReady(_busy(FULL_OF_OWN if full.own else FULL)) from None
    except OSError as error:
        log.warning("queue=unwritable reason=%s", error)
        return _printed_here(order)
    if job and job.state == State.WAITING:
        _nudge()
    return _awaited(order, SHORT if patience is None else patience)


def standing(place: str, digest: str, ending: str) -> Standing | None:
    """Return how it stands with a file that was asked for; None where nothing is being done about it any more."""
    job = spool.standing(name_of(place, digest, ending))
    return _standing_of(job) if job else None


def _standing_of(job: Job) -> Standing:
    if job.state == State.FAILED:
        return _failed(Fault(job.fault))
    if job.state == State.AT_WORK:
        sentence = f"กำลังจัดหน้า จัดแล้ว {job.pages} หน้า" if job.pages else "กำลังจัดหน้า"
    else:
        sentence = f"รอจัดหน้า มีเอกสารอื่นก่อนหน้า {job.ahead} ฉบับ" if job.ahead else "รอจัดหน้า"
    return Standing(sentence, HTTPStatus.ACCEPTED)


def _failed(fault: Fault) -> Standing:
    sentence = FAULTS[fault].format(
        seconds=settings.RENDER_SECONDS, pages=settings.RENDER_PAGES, minutes=spool.REMEMBERED // 60
    )
    return Standing(sentence, HTTPStatus.UNPROCESSABLE_ENTITY)


def _busy(sentence: str) -> Standing:
    return Standing(sentence, HTTPStatus.SERVICE_UNAVAILABLE)


def _awaited(order: Order, patience: float) -> bytes:
    """Return a file that is being made, once it is there; where others of this process wait already, only if it is."""
    name = order.name
    waits = _waiting.acquire(blocking=False)
    try:
        end = time.monotonic() + (patience if waits else 0)
        while True:
            job = spool.standing(name)
            if job is None and (body := store.kept(name)) is not None:
                return body
            if job is None:  # it was made, but could not be kept or was swept away at once
                raise NotReady(_busy(FULL))
            if job.state == State.FAILED or time.monotonic() > end:
                raise NotReady(_standing_of(job), order.digest)
            time.sleep(LOOK)
    finally:
        if waits:
            _waiting.release()


def _printed_here(order: Order) -> bytes:
    """Return the file of a printer of this very process: one at a time, and nothing is kept."""
    if not _own.acquire(blocking=False):
        raise NotReady(_busy(FULL))
    try:
        return _own_printer.draw(order.as_json().encode(), lambda pages: True)
    except Failed as failed:
        raise NotReady(_failed(failed.fault)) from failed
    finally:
        _own.release()


# ---- Serving the queue


def _nudge() -> None:
    """Tell the workers of a broker; printers inside the portal look by themselves."""
    if settings.CELERY_BROKER_URL != EMBEDDED:
        try:
            app.send_task(DRAW, retry=False)
        except OperationalError as error:  # the clock nudges again
            log.warning("broker=away reason=%s", error)


def start_printers() -> None:
    """Serve the queue from threads of this process, unless workers of a broker do.

    Every process of the portal has a thread for each printer and one of them holds it: when that process ends, so does
    the printer, and another process takes its place.
    """
    if settings.CELERY_BROKER_URL == EMBEDDED and settings.RENDER_APART:
        for number in range(settings.RENDER_PROCESSES):
            threading.Thread(target=_keep_printer, args=(number,), name=f"printer-{number}", daemon=True).start()


def _keep_printer(number: int) -> None:
    while True:
        try:
            spool.place().mkdir(parents=True, exist_ok=True)
            with (spool.place() / f"printer-{number}").open("w") as held:
                fcntl.flock(held, fcntl.LOCK_EX)  # until the process that holds it ends
                _serve(Printer())
        except OSError as error:
            log.warning("printer=%s outcome=postponed reason=%s", number, error)
        except Exception:
            log.exception("printer=%s outcome=broken", number)
        time.sleep(PAUSE)


def _serve(printer: Printer) -> None:
    try:
        printer.warm()
        while True:
            if not work_one(printer):
                time.sleep(IDLE)
    finally:
        printer.stop()


def work_one(printer: Printer) -> bool:
    """Make the file that comes next; False where there is nothing to do."""
    job = spool.take()
    if job is None:
        return False
    try:
        body = printer.draw(spool.paper_of(job), lambda pages: spool.heard(job, pages))
    except Failed as failed:
        log.warning("print=%s outcome=%s attempt=%s", job.name, failed.fault, job.attempts)
        spool.fail(job, failed.fault)
    except FileNotFoundError:  # what was to be printed was cleared away
        spool.finish(job)
    except GivenUp:
        log.warning("print=%s outcome=given_up", job.name)
    else:
        store.keep(job.name, body)
        spool.finish(job)
    return True
