"""A worker that is killed with SIGKILL: what it made stays, the next makes the rest, and nothing is made twice."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from .killed import TOWNS

PROGRAM = [sys.executable, "-m", "tests.reports.collecting.killed"]


@pytest.mark.one_database  # SQLite, in a file of its own
def test_collection_survives_workers_that_are_killed(tmp_path):
    places = {name: str(tmp_path / name) for name in ("MEDIA_ROOT", "PAGES_DIR")}
    variables = {**os.environ, **places, "DATABASE_URL": f"sqlite:///{tmp_path}/db", "RENDER_APART": "0", "DEBUG": "0"}

    whole = {"cwd": settings.BASE_DIR, "env": variables, "text": True}

    def run(step: str) -> str:
        done = subprocess.run([*PROGRAM, step], capture_output=True, timeout=180, **whole)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("prepare")
    made: list[str] = []
    for _ in range(3):
        with subprocess.Popen([*PROGRAM, "make"], stdout=subprocess.PIPE, **whole) as worker:
            made += [worker.stdout.readline(), worker.stdout.readline()]
            worker.send_signal(signal.SIGKILL)
            made += worker.stdout.readlines()
    made += run("make").splitlines(keepends=True)
    state, _, parts = json.loads(run("tell"))
    assert (state, {ended for ended, _, _ in parts}) == ("done", {"done"})
    assert len(made) == len(set(made))  # each once
    assert TOWNS - 3 <= len(made) <= TOWNS  # what was ended and not yet told when its worker died
    assert sum(attempts for _, attempts, _ in parts) <= TOWNS + 3  # but for what was in hand when a worker died
    files = sorted(str(path.relative_to(tmp_path / "MEDIA_ROOT")) for path in (tmp_path / "MEDIA_ROOT").rglob("*.pdf"))
    assert files == sorted(name for _, _, name in parts)
    assert all(Path(tmp_path / "MEDIA_ROOT" / name).read_bytes().startswith(b"%PDF") for name in files)
