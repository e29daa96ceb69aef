"""Autosave of one cell under load: 100 editors, each saving once a second, beside a bare Django view in the same run.

Run on PostgreSQL:
    tests/postgres.sh .venv/bin/python -m pytest -q -s tests/bench/test_autosave.py
Only a machine that does nothing else gives figures: the load of others waits in the same queues. The servers alternate
in short rounds; each round gives one ratio of the p95s, and their median is what counts. How late the editors
themselves begin is printed: where that is more than a few milliseconds, the figures are of this program, not of the
servers.
"""

import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from assessments.models import Assessment, Municipality, User
from measures.models import Measure

ROOT = Path(__file__).parents[2]
EDITORS, PLACES = 100, 20
SECONDS, ROUNDS = 4, 8  # short and alternating: what else the machine does meets all alike
TOKEN = "a" * 32
LIMIT = 3


@pytest.fixture
def editors(frameworks) -> list[tuple]:
    """Store 100 editors of 20 municipalities with a measure each: (cookies, address, key of the measure)."""
    made = []
    for place in range(PLACES):
        municipality = Municipality.objects.create(
            code=f"98{place:06}", name=f"เทศบาล {place}", kind="town", province="ทดสอบ"
        )
        year = Assessment.objects.create(municipality=municipality, framework=frameworks[2567])
        for number in range(EDITORS // PLACES):
            user = User.objects.create_user(f"u{place}-{number}", role="staff", municipality=municipality)
            measure = Measure.objects.create(assessment=year, title=f"มาตรการ {number}", position=number)
            client = Client()
            client.force_login(user)
            cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
            made.append((cookies, f"/2567/{municipality.code}/measures/{measure.pk}/cell/", measure.pk))
    random.Random(0).shuffle(made)  # in order, colleagues would all save within the same 50 ms  # noqa: S311
    return made


@pytest.fixture
def serve():
    """Return a function that starts gunicorn as the portal is served, on the database of the test."""
    started = []

    def start(application: str, **environment) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        database = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
        environment = {**os.environ, "DATABASE_URL": database, "PORT": str(port), **environment}
        # No worker is replaced in the middle of a run: starting one takes a second of the processor.
        options = ["-c", "gunicorn.conf.py", "--max-requests", "0"]
        program = [sys.executable, "-m", "gunicorn", *options, application]
        started.append(subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL))
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return port
            time.sleep(0.1)
        raise AssertionError("gunicorn did not start")

    yield start
    for server in started:
        server.terminate()
        server.wait(20)


def typing(port: int, editors: list[tuple], address_of, mark: str) -> list[tuple[float, float]]:
    """Let every editor save once a second; return how long each save took and how late it began, in seconds."""
    begin = time.perf_counter() + 0.5

    def one(place: int) -> list[tuple[float, float]]:
        cookies, address, pk = editors[place]
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
        shown, took = Measure.objects.get(pk=pk).steps, []
        connection.close()
        for turn in range(SECONDS):
            due = begin + turn + place / EDITORS
            time.sleep(max(0.0, due - time.perf_counter()))
            value = f"{mark} ขั้นตอนที่ {turn}"
            body = urlencode({"field": "steps", "shown": shown, "value": value})
            start = time.perf_counter()
            line.request("POST", address_of(address, pk), body, headers)
            answer = line.getresponse()
            answer.read()
            took.append((time.perf_counter() - start, start - due))
            assert answer.status == 200, answer.status
            shown = value
        line.close()
        return took

    with ThreadPoolExecutor(EDITORS) as pool:
        return [save for took in pool.map(one, range(EDITORS)) for save in took]


@pytest.mark.django_db(transaction=True)
def test_autosave_is_at_most_three_times_a_bare_view(editors, serve):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    settings.ALLOWED_HOSTS = ["*"]
    kinds = {
        "portal": (serve("ita_portal.wsgi"), lambda address, pk: address),
        "bare, signed in": (serve("tests.bench.bare:application()", BARE="user"), lambda address, pk: f"/mine/{pk}/"),
        "bare": (serve("tests.bench.bare:application()"), lambda address, pk: f"/row/{pk}/"),
    }
    rounds = {name: [] for name in kinds}
    for port, address_of in kinds.values():
        typing(port, editors, address_of, "อุ่นเครื่อง")
    for turn in range(ROUNDS):
        for name, (port, address_of) in kinds.items():
            rounds[name].append(typing(port, editors, address_of, f"รอบ {turn} {name}"))
    ratios = {name: statistics.median(map(ratio, rounds["portal"], turns)) for name, turns in rounds.items()}
    for name, turns in rounds.items():
        took, late = zip(*(save for saves in turns for save in saves), strict=True)
        figures = f"median {statistics.median(took) * 1000:.1f} ms, p95 {p95(took) * 1000:.1f} ms"
        print(f"\n{name}: {len(took)} saves, {figures}, late by {p95(late) * 1000:.1f} ms (p95)")
        print(f"  the portal's p95 is {ratios[name]:.2f} of it, the median of {ROUNDS} rounds")
    assert Measure.history.count() == EDITORS * (1 + SECONDS * (ROUNDS + 1))
    assert ratios["bare"] <= LIMIT


def p95(values) -> float:
    return statistics.quantiles(values, n=20)[-1]


def ratio(ours: list[tuple[float, float]], theirs: list[tuple[float, float]]) -> float:
    return p95([took for took, _ in ours]) / p95([took for took, _ in theirs])
