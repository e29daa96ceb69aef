"""The queue of the whole installation: one small file under one lock, and beside it what each job is to print.

A job is entered once however many ask for it, and is at work once: whoever works on it says so every second, and a
job of which nothing is heard is somebody else's. Nothing is written to the database, since pages are asked for by GET.
"""

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from . import store
from .orders import Order

LOST = 10  # seconds without a word from whoever works on a job
ATTEMPTS = 2  # a process that ends by itself may have been killed for another's sake
REMEMBERED = 300  # seconds for which a job that failed is not tried again


class State(StrEnum):
    WAITING = "waiting"
    AT_WORK = "at_work"
    FAILED = "failed"


class Fault(StrEnum):
    TIME = "time"
    MEMORY = "memory"
    PAGES = "pages"
    BROKEN = "broken"


class Full(Exception):
    """The queue takes no more: of anybody, or (`own`) of this person."""

    def __init__(self, *, own: bool):
        super().__init__()
        self.own = own


@dataclass
class Job:
    """A file that somebody waits for. `by` are the keys of those who asked."""

    name: str
    kind: str  # place and ending: a newer one of the same person takes the place of one that waits
    by: list[int]
    asked: float
    state: State = State.WAITING
    heard: float = 0
    attempts: int = 0
    pages: int = 0
    fault: str = ""
    ahead: int = field(default=0, compare=False)  # how many come before it; told, not kept


def enter(order: Order, person: int) -> Job | None:
    """Have a file made; None where it was made meanwhile. Raises Full, and OSError where nothing can be written."""
    with _book() as jobs:
        if store.is_kept(order.name):
            return None
        for job in jobs:
            if job.name == order.name:
                if person not in job.by:
                    job.by.append(person)
                return job
        kind = f"{order.place}-{order.ending}"
        _drop(jobs, [job for job in jobs if (job.kind, job.by, job.state) == (kind, [person], State.WAITING)])
        unfinished = [job for job in jobs if job.state != State.FAILED]
        if len(unfinished) >= settings.RENDER_QUEUE:
            raise Full(own=False)
        if sum(person in job.by for job in unfinished) >= settings.RENDER_QUEUE_EACH:
            raise Full(own=True)
        store.write(_paper(order.name), order.as_json().encode())
        jobs.append(job := Job(order.name, kind, [person], time.time()))
        return job


def take() -> Job | None:
    """Claim the job that comes next, if one may begin."""
    if not any(job.state != State.FAILED for job in _read()):
        return None  # without the lock: nothing to do is the usual case
    with _book() as jobs:
        waiting = in_turn(jobs)
        if not waiting:
            return None
        job = waiting[0]
        job.state, job.heard, job.pages = State.AT_WORK, time.time(), 0
        job.attempts += 1
        return job


def in_turn(jobs: list[Job]) -> list[Job]:
    """Return what may begin, the next first: everybody's first before anybody's second, and one at a time of each."""
    busy = {person for job in jobs if job.state == State.AT_WORK for person in job.by}
    waiting = sorted((job for job in jobs if job.state == State.WAITING), key=lambda job: job.asked)
    had: dict[int, int] = {}
    turns = []
    for job in waiting:
        free = [had.get(person, 0) for person in job.by if person not in busy]
        for person in job.by:
            had[person] = had.get(person, 0) + 1
        if free:
            turns.append((min(free), job.asked, job))
    return [job for _, _, job in sorted(turns, key=lambda turn: turn[:2])]


def paper_of(job: Job) -> bytes:
    """Return what is to be printed, as `Order.as_json` gave it."""
    return _paper(job.name).read_bytes()


def heard(job: Job, pages: int) -> bool:
    """Say that the job is still at work and how far it is; False where it is no longer this worker's."""
    with _own(job) as stored:
        if stored:
            stored[-1].heard, stored[-1].pages = time.time(), pages
        return bool(stored)


def finish(job: Job) -> None:
    with _book() as jobs:
        _drop(jobs, [known for known in jobs if known.name == job.name])


def fail(job: Job, fault: Fault) -> None:
    """Give a job up, or, where its process just ended, leave it to be tried once more."""
    with _own(job) as stored:
        for known in stored:
            again = fault == Fault.BROKEN and known.attempts < ATTEMPTS
            known.state = State.WAITING if again else State.FAILED
            known.fault = "" if again else fault
            known.heard = time.time()


def standing(name: str) -> Job | None:
    """Return how it stands with a file that was asked for; None where nothing is being done about it."""
    jobs = _read()
    for job in jobs:
        if job.name == name:
            unfinished = [other for other in jobs if other.state == State.AT_WORK]
            job.ahead = len(unfinished) + [*in_turn(jobs), job].index(job)
            return job
    return None


@contextmanager
def _own(job: Job) -> Iterator[list[Job]]:
    """Give the job as it is stored, while it is still this attempt's."""
    with _book() as jobs:
        same = (job.name, job.attempts, State.AT_WORK)
        yield [known for known in jobs if (known.name, known.attempts, known.state) == same]


@contextmanager
def _book() -> Iterator[list[Job]]:
    """Give all jobs to change, nobody else changing them meanwhile."""
    place().mkdir(parents=True, exist_ok=True)
    with (place() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        jobs = _read()
        before = [asdict(job) for job in jobs]
        _look_after(jobs)
        yield jobs
        if (after := [asdict(job) for job in jobs]) != before:
            store.write(place() / "jobs.json", json.dumps(after).encode())


def _look_after(jobs: list[Job]) -> None:
    """Let wait again what its worker left, and forget what failed a while ago."""
    now = time.time()
    for job in jobs:
        if job.state == State.AT_WORK and now - job.heard > LOST:
            job.state = State.WAITING if job.attempts < ATTEMPTS else State.FAILED
            job.fault, job.heard = ("", now) if job.state == State.WAITING else (Fault.BROKEN, now)
    _drop(jobs, [job for job in jobs if job.state == State.FAILED and now - job.heard > REMEMBERED])


def _drop(jobs: list[Job], gone: list[Job]) -> None:
    for job in gone:
        jobs.remove(job)
        _paper(job.name).unlink(missing_ok=True)


def _read() -> list[Job]:
    try:
        return [
            Job(**{**row, "state": State(row["state"])}) for row in json.loads((place() / "jobs.json").read_bytes())
        ]
    except (OSError, ValueError, TypeError, KeyError):  # not there, or of another version
        return []


def place() -> Path:
    return store.folder() / "queue"


def _paper(name: str) -> Path:
    return place() / f"{name}.json"
