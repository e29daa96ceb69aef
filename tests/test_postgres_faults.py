"""Background work on a PostgreSQL that is killed in its midst, and on one behind PgBouncer: it ends once, and whole."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import islice

import pytest
from django.conf import settings

from tests.postgres_server import PostgresServer
from tests.reports.collecting.killed import TOWNS

SHEET = "tests.killed_import"
pytestmark = pytest.mark.one_database  # whichever: it has a server of its own


@pytest.fixture
def server():
    with PostgresServer() as started:
        yield started


@pytest.fixture
def program(server, tmp_path) -> Callable[..., subprocess.Popen]:
    """Return a function that starts a step of a program on that server."""
    places = {name: str(tmp_path / name) for name in ("MEDIA_ROOT", "PAGES_DIR")}
    own = {"DATABASE_URL": server.address, "DJANGO_SETTINGS_MODULE": "ita_portal.settings"}
    environment = {**os.environ, **places, **own, "RENDER_APART": "0", "DEBUG": "0"}

    def start(module: str, step: str, **more: str) -> subprocess.Popen:
        command = [sys.executable, "-m", module, step]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment | more, **pipes)

    return start


def ended(process: subprocess.Popen) -> str:
    text, errors = process.communicate(timeout=180)
    assert process.returncode == 0, errors
    return text


def killed_after(lines: int, worker: subprocess.Popen, server: PostgresServer) -> list[str]:
    """Kill the server once the worker has said so many lines, wait for the worker's end, and start the server again."""
    said = [*islice(worker.stdout, lines)]
    server.kill()
    rest, _ = worker.communicate(timeout=180)
    server.start()
    return said + rest.splitlines(keepends=True)


def test_documents_of_a_collection_end_once(server, program):
    step = "tests.reports.collecting.killed"
    ended(program(step, "prepare"))
    made = killed_after(3, program(step, "make"), server)
    assert 3 <= len(made) < TOWNS
    made += ended(program(step, "make")).splitlines(keepends=True)
    state, _, parts = json.loads(ended(program(step, "tell")))
    assert (state, {part_state for part_state, _, _ in parts}, len(parts)) == ("done", {"done"}, TOWNS)
    assert len(made) == len(set(made))


@pytest.mark.parametrize("statements", [4, 12, 25])
def test_import_is_whole_or_not_there(server, program, statements):
    _, before = json.loads(ended(program(SHEET, "prepare")).splitlines()[-1])
    said = killed_after(statements, program(SHEET, "work"), server)
    assert len(said) >= statements
    state, left = json.loads(ended(program(SHEET, "tell")))
    assert (state in ("queued", "importing"), left == before) == (True, True)
    state, after = json.loads(ended(program(SHEET, "restart")).splitlines()[-1])
    assert (state, len(after[1]), after == before) == ("done", 1200, False)


@pytest.mark.parametrize(("step", "at_work"), [("tests.reports.collecting.killed", "make"), (SHEET, "work")])
def test_work_is_done_through_a_pool_of_two_connections(server, program, step, at_work):
    """PgBouncer gives each transaction the connection that is free: several at work at once would see each other's."""
    with server.pooled() as address:
        pool = {"DATABASE_URL": address, "DATABASE_POOLED": "1"}
        ended(program(step, "prepare", **pool))
        several = [program(step, at_work, **pool), *(program(step, "tell", **pool) for _ in range(4))]
        assert all([ended(process) for process in several])
        state, *_ = json.loads(ended(program(step, "tell", **pool)))
        assert state == "done"
