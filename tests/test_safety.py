"""A portal that is reached from outside starts with safe settings only, and Django's own list finds nothing in them."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {"ALLOWED_HOSTS": "ita.example.go.th", "HTTPS": "1", "HSTS_SUBDOMAINS": "1", "DEBUG": "0", "DEMO": "0"}
KEY = "".join(map(chr, range(48, 110)))


def check(*options: str, **variables: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, **SAFE, "SECRET_KEY": KEY, "DATABASE_URL": "sqlite://:memory:", **variables}
    command = [sys.executable, "manage.py", "check", *options]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.one_database
def test_documented_settings_pass_the_list_for_deployment():
    done = check("--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS=*"),
        ({"DEBUG": "1"}, "DEBUG เปิดอยู่"),
        ({"DEMO": "1"}, "DEMO เปิดอยู่"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY สั้น"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY สั้น"),
    ],
)
def test_unsafe_portal_for_others_does_not_start_and_says_what_to_change(variables, told):
    done = check(**variables)
    assert done.returncode != 0
    assert told in done.stderr


@pytest.mark.one_database
def test_on_this_machine_alone_it_starts_as_it_is():
    assert check(ALLOWED_HOSTS="localhost,127.0.0.1", DEBUG="1", DEMO="1", SECRET_KEY="short").returncode == 0


def test_every_answer_forbids_what_the_portal_does_not_need(client):
    assert "camera=()" in client.get("/healthz")["Permissions-Policy"]
