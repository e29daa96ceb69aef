"""Another user's pages while eight of the largest documents are printed, and downloads of what was printed already.

    .venv/bin/python -m pytest -q -s tests/bench/test_printing.py

The portal runs as `./run serve` runs it, on SQLite. Idle and busy alternate in one run, and the median of the rounds'
ratios counts. Only a machine that does nothing else gives figures.
"""

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from operator import truediv
from pathlib import Path
from typing import NamedTuple

import pytest

from reports.output.printing.printer import memory_of
from tests.bench.printing import PRINTING
from tests.browser.test_embedded_worker import wait_for
from tests.reports.output.test_printer import wait_until

ROOT = Path(__file__).parents[2]
ROUNDS, ASKED, TAKEN = 5, 120, 60
MOST_RATIO, MOST_GROWTH = 2, 30  # times; MB of each process
MOST_CACHED, MOST_BESIDE = 0.040, 1.5  # seconds by the clock; times an overview


@pytest.fixture
def portal(tmp_path):
    """Serve a filled portal; give its process, its port and who uses it: codes and sessions, the last prints little."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "PAGES_DIR": str(tmp_path / "pages"),
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    run = {"cwd": ROOT, "env": environment, "check": True, "capture_output": True, "text": True}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], **run)
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], **run)
    filled = subprocess.run([sys.executable, "-m", "tests.bench.printing"], **run)
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "ita_portal.wsgi"], cwd=ROOT, env=environment)
    try:
        wait_for(port, server)
        assert wait_until(lambda: len(processes(server)[1]) == 2, 60)
        time.sleep(5)  # its printers warm up
        yield server, port, json.loads(filled.stdout.splitlines()[-1])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)


class Answer(NamedTuple):
    status: int
    took: float  # seconds by the clock
    tag: str


def get(port: int, user: list[str], page: str, tag: str = "") -> Answer:
    """Ask for a page of the year; with a tag, only if it is another one by now."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": f"sessionid={user[1]}"} | ({"If-None-Match": tag} if tag else {})
    started = time.perf_counter()
    line.request("GET", f"/2567/{user[0]}/{page}", headers=headers)
    answer = line.getresponse()
    answer.read()
    took = time.perf_counter() - started
    line.close()
    return Answer(answer.status, took, answer.headers.get("ETag", ""))


def visits(port: int, user: list[str]) -> float:
    """Return the p95 of opening pages of a year one after the other."""
    took = []
    for turn in range(ASKED):
        answer = get(port, user, ("", "measures/", "scores/", "document/results/")[turn % 4])
        assert answer.status == 200
        took.append(answer.took)
    return statistics.quantiles(took, n=20)[-1]


def have_printed(port: int, users: list[list[str]], folder: Path) -> None:
    """Have the largest documents printed, asked for by requests that nobody waits for."""
    for user in users:
        with socket.create_connection(("127.0.0.1", port)) as line:
            asked = f"GET /2567/{user[0]}/document/results/pdf/ HTTP/1.0"
            line.sendall(f"{asked}\r\nHost: localhost\r\nCookie: sessionid={user[1]}\r\n\r\n".encode())
    end = time.monotonic() + 60
    while len(jobs(folder)) < PRINTING and time.monotonic() < end:
        time.sleep(0.1)
    assert len(jobs(folder)) == PRINTING


def jobs(folder: Path) -> list[dict]:
    try:
        return json.loads((folder / "queue/jobs.json").read_text())
    except FileNotFoundError:
        return []


def processes(server: subprocess.Popen) -> tuple[list[int], list[int]]:
    """Return the keys of the processes that answer requests, and of those that print."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()[1:]]
    web = [pid for pid, parent in parents if parent == server.pid]
    return web, [pid for pid, parent in parents if parent in web]


def test_pages_stay_quick_while_eight_of_the_largest_documents_are_printed(portal, tmp_path, capsys):
    server, port, (*printing, other) = portal
    web, printers = processes(server)
    visits(port, other)
    before, ratios, figures = sum(map(memory_of, web)), [], []
    have_printed(port, printing, tmp_path / "pages")
    for _ in range(ROUNDS):
        for pid in printers:
            os.kill(pid, signal.SIGSTOP)
        idle = visits(port, other)
        for pid in printers:
            os.kill(pid, signal.SIGCONT)
        time.sleep(1)
        busy = visits(port, other)
        ratios.append(busy / idle)
        figures.append(f"{idle * 1000:.0f} → {busy * 1000:.0f} ms")
    assert [job["state"] for job in jobs(tmp_path / "pages")].count("at_work") == 2
    growth, held = sum(map(memory_of, web)) - before, [memory_of(pid) for pid in printers]
    with capsys.disabled():
        print(f"\np95 idle → printing: {', '.join(figures)}; ratio {statistics.median(ratios):.2f}")
        print(f"web processes: {before:.0f} MB, {growth:+.0f} MB; printers: {list(map(round, held))} MB")
    server.send_signal(signal.SIGTERM)
    server.wait(60)
    assert wait_until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in printers))
    assert statistics.median(ratios) <= MOST_RATIO
    assert growth <= MOST_GROWTH * len(web)


def test_what_was_printed_is_not_printed_again(portal, capsys):
    """By the clock, an overview and each file in turn: what else the machine does meets all alike."""
    _, port, (*_, other) = portal
    files = [f"document/results/{ending}/" for ending in ("pdf", "docx", "xlsx")]
    for page in files:
        while get(port, other, page).status != 200:
            time.sleep(0.5)
    tags = {page: get(port, other, page).tag for page in files}
    took = defaultdict[str, list[float]](list)
    for _ in range(TAKEN):
        took["overview"].append(get(port, other, "").took)
        for page in files:
            for tag in ("", tags[page]):
                answer = get(port, other, page, tag)
                assert answer.status == (304 if tag else 200)
                took[f"{page} {answer.status}"].append(answer.took)
    beside = took.pop("overview")
    medians = {name: statistics.median(times) for name, times in took.items()}
    ratios = {name: statistics.median(map(truediv, times, beside)) for name, times in took.items()}
    with capsys.disabled():
        print(f"\noverview: median {statistics.median(beside) * 1000:.1f} ms")
        for name in took:
            print(f"{name}: median {medians[name] * 1000:.1f} ms, {ratios[name]:.2f} of an overview beside it")
    assert len(medians) == 6
    assert max(ratios.values()) <= MOST_BESIDE
    assert max(medians.values()) <= MOST_CACHED
