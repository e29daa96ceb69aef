"""Printing by workers apart: a real Redis, a worker as `./run worker` starts it, and one that is killed."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from celery import Celery

from reports.output.printing import service
from tests.reports.output.test_spool import order

ROOT = Path(__file__).parents[3]
OPTIONS = "--app ita_portal worker --concurrency 1 --loglevel CRITICAL".split()

pytestmark = pytest.mark.one_database


@pytest.fixture
def broker(tmp_path):
    """Return the address of a Redis server of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    redis = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/0"
    redis.terminate()
    redis.wait(20)


@pytest.fixture
def start(broker, tmp_path, settings, monkeypatch):
    """Return a function that starts a worker; this process stands for one that answers requests."""
    settings.CELERY_BROKER_URL, settings.RENDER_APART = broker, True
    monkeypatch.setattr(service, "app", Celery(broker=broker))
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",  # empty: who prints reads none
        "PAGES_DIR": settings.PAGES_DIR,
        "REDIS_URL": broker,
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
