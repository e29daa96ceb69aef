"""Printing by workers apart: a real Redis, `./run worker` as it is started, and one that is killed at its work."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ASK = """
from reports.output.printing import service
from tests.reports.output.test_spool import order
print(service.printed(order({title!r}), person=1, patience={patience})[:5].decode())
"""

pytestmark = [pytest.mark.one_database, pytest.mark.xdist_group("workers")]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def environment(tmp_path):
    """Return the settings of a portal with a Redis server of its own."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    redis = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    settings = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "PAGES_DIR": str(tmp_path / "pages"),
        "REDIS_URL": f"redis://127.0.0.1:{port}/0",
    }
    try:
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=settings, check=True)
        yield settings
    finally:
        redis.terminate()
        redis.wait(20)


@pytest.fixture
def start(environment):
    """Return a function that starts a worker, in a group of processes of its own."""
    program = [sys.executable, "-m", "celery", "--app", "ita_portal", "worker", "--concurrency", "1"]
    clock = ["--beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING"]
    workers = []

    def start() -> subprocess.Popen:
        worker = subprocess.Popen([*program, *clock], cwd=ROOT, env=environment, start_new_session=True)
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        if worker.poll() is None:
            worker.send_signal(signal.SIGTERM)
            worker.wait(60)


def ask(environment: dict, title: str, patience: int) -> str:
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command"]
    code = ASK.format(title=title, patience=patience)
    asked = subprocess.run([*command, code], cwd=ROOT, env=environment, capture_output=True, text=True)
    return asked.stdout.strip() or asked.stderr.strip().splitlines()[-1]


def test_worker_prints_what_the_portal_asks_for_also_after_one_was_killed(environment, start):
    worker = start()
    assert ask(environment, "ก", 120) == "%PDF-"
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(20)
    assert "NotReady" in ask(environment, "ข", 0)
    began = time.monotonic()
    start()
    assert ask(environment, "ข", 120) == "%PDF-"
    assert time.monotonic() - began < 120
