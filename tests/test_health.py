"""What watches over the portal: whether it lives and can work, and which request a line of the log belongs to."""

import json
import logging

import pytest
from django.conf import settings as configured
from django.utils.module_loading import import_string

from ita_portal import health
from ita_portal.logs import Ids, Json, request_id


@pytest.fixture(autouse=True)
def nothing_seen(monkeypatch):
    monkeypatch.setattr(health, "_last", (-health.KEPT, {}))


def test_process_that_lives_asks_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_what_is_missing_is_named(client, db, monkeypatch):
    monkeypatch.setattr(health, "CHECKS", (health.database, health.files, health.broker))
    assert (client.get("/readyz").status_code, client.get("/readyz").json()) == (
        200,
        {"database": True, "files": True, "broker": True},
    )


@pytest.mark.parametrize("fault", ["answers no", "raises"])
def test_portal_that_cannot_work_says_so(client, db, monkeypatch, fault):
    def broken():
        if fault == "raises":
            raise OSError("gone")
        return False

    monkeypatch.setattr(health, "CHECKS", (health.database, broken))
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "broken": False})


def test_migration_that_waits_is_not_ready(db, settings):
    settings.MIGRATION_MODULES = {}  # the tests made their tables without any
    assert not health.migrations()


def test_broker_that_does_not_answer_is_not_ready(settings, monkeypatch):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    with health.app.connection_for_read("redis://127.0.0.1:1/0") as nowhere:
        monkeypatch.setattr(health.app, "connection_for_read", lambda **kwargs: nowhere)
        assert not health._holds(health.broker)


def test_asking_again_at_once_costs_nothing(client, db, monkeypatch, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(0):
        assert client.get("/readyz").json().keys() == {"database", "migrations", "files", "broker"}


@pytest.mark.parametrize("given", ["", "kurz", "x" * 65, "a b c d e f", "ก" * 10])
def test_request_is_named_once_and_told(client, db, given):
    named = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert len(named) == 32
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-0001"})["X-Request-ID"] == "proxy-0001"
    assert request_id.get() == ""


def test_line_of_json_says_where_it_comes_from():
    assert import_string(configured.LOGGING["filters"]["ids"]["()"]) is Ids
    record = logging.LogRecord("portal", logging.WARNING, "", 1, "ไม่พบ %s\nบรรทัด", ("แฟ้ม",), None)
    before = request_id.set("proxy-0001")
    try:
        Ids().filter(record)
    finally:
        request_id.reset(before)
    line = Json().format(record)
    told = json.loads(line)
    assert "\n" not in line
    assert told.pop("time")
    assert told == {"level": "WARNING", "logger": "portal", "message": "ไม่พบ แฟ้ม\nบรรทัด", "request": "proxy-0001"}
