"""The proxy of deploy/ before the portal: the slow, the huge and the many stop nobody else, and are told so in Thai."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from django.urls import get_resolver

from assessments.accounts.posting import FIELDS
from tests.access_table import TABLE, patterns
from tests.test_access import objects, path_of, refused_import  # noqa: F401  fixtures

SMALL = ("login", "password_forgotten")  # the proxy takes less there than the portal would
ROOT = Path(__file__).parent.parent
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
HALF = (
    b"POST /calendar/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Cookie: csrftoken=" + b"a" * 32 + b"\r\nContent-Length: 100\r\n"  # the guard against forged requests reads it
)
KEPT = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")  # what nginx would keep in folders of the system
UNITS = {"k": 1024, "m": 1024 * 1024}


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def conf(text: str) -> str:
    return text.replace("/srv/ita-portal", str(ROOT))


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict, str]:
    """Return the status, the heads and the text of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as client:
        client.request(method, path, body, headers)
        answer = client.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()


def wait_for(port: int) -> None:
    for _ in range(300):
        with suppress(OSError):
            if ask(port, "GET", "/healthz")[0] == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the portal does not answer")


def nginx(folder: Path, inner: int, outer: int) -> list[str | Path]:
    """Return the command that starts nginx as deploy/ has it but for ports and paths; files lie in `media`."""
    portal = (ROOT / "deploy/nginx/portal.conf").read_text().replace("/srv/ita-portal/var/media", f"{folder}/media")
    Path(folder / "portal.conf").write_text(conf(portal))
    Path(folder / "nginx.conf").write_text(f"""
        {"user root;" if os.getuid() == 0 else ""}
        worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
        events {{ worker_connections 2000; }}
        http {{
            access_log off; default_type text/html; charset utf-8;
            {" ".join(f"{kind}_temp_path {folder}/{kind};" for kind in KEPT)}
            include {ROOT}/deploy/nginx/zones.conf;
            upstream portal {{ server 127.0.0.1:{inner}; keepalive 16; }}
            server {{ listen 127.0.0.1:{outer} backlog=1000; include {folder}/portal.conf; }}
        }}""")
    return [NGINX, "-p", folder, "-c", "nginx.conf"]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """Serve the portal by gunicorn behind nginx; gives the port."""
    folder, inner, outer = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    nowhere = {
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
    }  # no worker inside
    commands = (nginx(folder, inner, outer), [sys.executable, "-m", "gunicorn", "ita_portal.wsgi"])
    with ExitStack() as stack:
        for command in commands:
            environment = {**os.environ, **nowhere, "PORT": str(inner), "DEBUG": "1"}  # no files collected
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        wait_for(outer)
        yield outer


def seconds_to_an_answer(port: int) -> float:
    begun = time.monotonic()
    assert ask(port, "GET", "/healthz")[2] == "ok"
    return time.monotonic() - begun


def test_half_open_requests_stop_nobody(proxy):
    """Without the proxy these sixty take all eight threads of gunicorn, and nobody is answered."""
    with ExitStack() as stack:
        for begun in [HALF, HALF + b"\r\n" + b"x" * 50] * 30:
            client = stack.enter_context(socket.create_connection(("127.0.0.1", proxy)))
            client.sendall(begun)
        time.sleep(0.5)
        assert max(seconds_to_an_answer(proxy) for _ in range(10)) < 3


def test_too_large_a_body_is_refused_while_it_is_unread(proxy):
    with socket.create_connection(("127.0.0.1", proxy)) as client:
        client.sendall(b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000000\r\n\r\n")
        answer = client.recv(65_536).decode()
        while "</html>" not in answer and (more := client.recv(65_536)):
            answer += more.decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "ใหญ่เกินกำหนด" in answer


def test_too_many_are_told_when_to_come_again_and_others_are_answered(proxy):
    answers = [ask(proxy, "POST", "/login/", "username=x") for _ in range(60)]
    refused = [(heads, text) for status, heads, text in answers if status == 429]
    assert 15 < len(refused) < 40
    assert {(heads["Retry-After"], "รอประมาณหนึ่งนาที" in text) for heads, text in refused} == {("60", True)}
    assert seconds_to_an_answer(proxy) < 3


class Leading(BaseHTTPRequestHandler):
    """Says of each address that the proxy shall send the stored file of this name, as the portal does."""

    def do_GET(self):
        self.send_response(200)
        stored = {"X-Accel-Redirect": f"/stored{self.path}", "Content-Type": "application/pdf", "Content-Length": "0"}
        for name, value in stored.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        pass


def test_proxy_sends_stored_files_in_ranges_and_to_nobody_by_himself(tmp_path):
    inner, outer = free_port(), free_port()
    (tmp_path / "media/evidence").mkdir(parents=True)
    (tmp_path / "media/evidence/ก ข.pdf").write_bytes(b"0123456789")
    (tmp_path / "media/healthz").write_text("ok")
    tmp_path.chmod(0o755)
    with ThreadingHTTPServer(("127.0.0.1", inner), Leading) as portal, ExitStack() as stack:
        threading.Thread(target=portal.serve_forever, daemon=True).start()
        process = subprocess.Popen(nginx(tmp_path, inner, outer), stdout=subprocess.DEVNULL)
        for last in (portal.shutdown, process.wait, process.terminate):
            stack.callback(last)
        wait_for(outer)
        address = quote("/evidence/ก ข.pdf")
        status, head, text = ask(outer, "GET", address)
        assert (status, head["Content-Type"], text) == (200, "application/pdf", "0123456789")
        status, head, text = ask(outer, "GET", address, Range="bytes=2-4")
        assert (status, head["Content-Range"], text) == (206, "bytes 2-4/10", "234")
        assert ask(outer, "GET", f"/stored{address}")[0] == 404


def test_request_is_named_by_the_proxy(proxy):
    named = ask(proxy, "GET", "/healthz", **{"X-Request-ID": "forged-0001"})[1]["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", named)


def allowed(path: str) -> int:
    """Return how many bytes nginx lets through to a path, by the locations of portal.conf in nginx's own order."""
    text = (ROOT / "deploy/nginx/portal.conf").read_text()
    default = re.search(r"^client_max_body_size (\d+)([km])", text, re.M)
    places = re.findall(r"^location (=|~|\^~)? ?(\S+|\S+ \S+) \{(.*?)^\}", text, re.M | re.S)
    exact = [body for sign, where, body in places if sign == "=" and where == path]
    first = [body for sign, where, body in places if sign == "^~" and path.startswith(where)]
    patterns_ = [body for sign, where, body in places if sign == "~" and re.search(where, path)]
    body = (exact or first or patterns_ or [""])[0]
    limit = re.search(r"client_max_body_size (\d+)([km])", body) or default
    return int(limit[1]) * UNITS[limit[2]]


def test_proxy_lets_through_what_the_portal_takes(objects):  # noqa: F811
    largest = {
        pattern.name: getattr(pattern.callback, "largest_body", lambda: FIELDS)()
        for _, pattern in patterns(get_resolver())
    }
    tried = {name: (path_of(name, objects), largest[name]) for name in TABLE if name in largest and name not in SMALL}
    assert [name for name, (path, takes) in tried.items() if allowed(path) < takes] == []
    assert {allowed(path) for path, _ in tried.values()} >= {4 * UNITS["m"], 420 * UNITS["m"], 60 * UNITS["m"]}


def test_units_of_systemd_start_what_there_is():
    units = {path.name: path.read_text() for path in (ROOT / "deploy/systemd").iterdir()}
    started = [
        re.search(r"^ExecStart=(.*)$", text, re.M)[1] for name, text in units.items() if name.endswith(".service")
    ]
    commands = re.findall(r"manage\.py (\w+)", "\n".join(started))
    there = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    assert len(commands) == 3
    assert set(commands) <= there
    assert {name.replace(".timer", ".service") for name in units if name.endswith(".timer")} <= set(units)
