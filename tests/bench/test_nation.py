"""Pages about all authorities with the nation loaded, in a PostgreSQL of its own: about five minutes."""

import json
import os
import subprocess
import sys

from django.conf import settings

from tests.postgres_server import PostgresServer

MOST = 150  # ms, the median of nine
DEAR = {"sort=measures": 200}  # counts the measures of every authority


def test_pages_about_the_nation_answer_in_time():
    with PostgresServer() as server:
        environment = {**os.environ, "DATABASE_URL": server.address, "DEBUG": "0", "DEMO": "1"}
        program = [sys.executable, "-m", "tests.bench.nation"]
        done = subprocess.run(
            program, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=1800
        )
    assert done.returncode == 0, done.stderr
    pages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for page in pages:
        print(f"{page['median']:6.0f} {page['slowest']:6.0f} ms  {page['page']}")
    assert len(pages) > 50
    late = [page for page in pages if page["median"] > DEAR.get(page["page"].rpartition("?")[2], MOST)]
    assert late == []
