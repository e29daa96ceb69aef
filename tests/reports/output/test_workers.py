"""Printing by workers apart: a real Redis, a worker as `./run worker` starts it; either is killed."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from celery import Celery

from ita_portal.celery import app as portal_app
from reports.output.printing import service
from tests.reports.output.test_spool import order

ROOT = Path(__file__).parents[3]
OPTIONS = "--app ita_portal worker --concurrency 1 --loglevel CRITICAL".split()

pytestmark = pytest.mark.one_database


class Redis:
    """A server of its own, which keeps nothing when it is killed."""

    def __init__(self, folder: Path):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address, self.folder = f"redis://127.0.0.1:{self.port}/0", folder
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)


@pytest.fixture
def redis(tmp_path):
    started = Redis(tmp_path)
    yield started
    started.kill()


@pytest.fixture
def start(redis, tmp_path, settings, monkeypatch):
    """Return a function that starts a worker; this process stands for one that answers requests."""
    settings.CELERY_BROKER_URL, settings.RENDER_APART = redis.address, True
    monkeypatch.setattr(service, "app", Celery(broker=redis.address, task_default_queue="interactive"))
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",  # empty: who prints reads none
        "PAGES_DIR": settings.PAGES_DIR,
        "REDIS_URL": redis.address,
    }
    program, workers = [sys.executable, "-m", "celery", *OPTIONS], []

    def start() -> subprocess.Popen:
        workers.append(subprocess.Popen(program, cwd=ROOT, env=environment, start_new_session=True))
        return workers[-1]

    yield start
    for worker in workers:
        worker.terminate()
        worker.wait(60)


def test_worker_prints_what_the_portal_asks_for_also_after_one_was_killed(start):
    worker = start()
    assert service.printed(order("ก"), person=1, patience=120).startswith(b"%PDF")
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(20)
    with pytest.raises(service.NotReady) as refused:
        service.printed(order("ข"), person=1, patience=0)
    assert refused.value.standing.is_coming
    start()
    assert service.printed(order("ข"), person=1, patience=120).startswith(b"%PDF")


def test_what_was_asked_for_is_printed_although_redis_was_killed_with_its_data(redis, start):
    with pytest.raises(service.NotReady):
        service.printed(order("ก"), person=1, patience=0)
    redis.kill()
    with pytest.raises(service.NotReady):  # the broker is away: told as any other waiting
        service.printed(order("ข"), person=2, patience=0)
    redis.start()
    start()
    for text, person in (("ก", 1), ("ข", 2)):
        assert service.printed(order(text), person=person, patience=120).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("assessments.spreadsheets.jobs.work", "interactive"),
        ("reports.output.printing.jobs.draw", "interactive"),
        ("reports.collecting.jobs.work", "batch"),
        ("reports.collecting.jobs.take_up", "batch"),
        ("assessments.statistics.jobs.settle", "batch"),
    ],
)
def test_what_somebody_waits_for_is_not_behind_what_takes_long(task, queue):
    assert portal_app.amqp.router.route({}, task)["queue"].name == queue


def test_every_worker_takes_from_both_queues_unless_it_is_told():
    assert set(portal_app.amqp.queues.consume_from) == {"interactive", "batch"}
