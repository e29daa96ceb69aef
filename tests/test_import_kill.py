"""A process killed in the middle of an import leaves the database as before or as after, and a restart finishes it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parent.parent


def own_database(tmp_path) -> str:
    """Return the address of a database that does not exist yet, of the kind that the tests run on."""
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        return f"sqlite:///{tmp_path}/killed.sqlite3"
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/killed_{os.getpid()}"


def test_a_killed_import_is_whole_or_not_there(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ita_portal.settings",
        "DATABASE_URL": own_database(tmp_path),
        "MEDIA_ROOT": str(tmp_path / "media"),
    }
    program = [sys.executable, "-m", "tests.killed_import"]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    points = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"point"')]
    assert len(points) >= 12
    consistent = [["before", "queued"], ["before", "importing"], ["after", "done"]]
    assert [point for point in points if point["left"] not in consistent] == []
    assert ["before", "importing"] in [point["left"] for point in points]
    assert [point for point in points if point["restarted"] != ["after", "done"]] == []
