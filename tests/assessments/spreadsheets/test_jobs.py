"""Claims, leases and giving up; and one real worker of the kind that lives inside the web process."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django.utils import timezone

from assessments.models import Import
from assessments.records import leases as leasing
from assessments.spreadsheets import jobs
from assessments.spreadsheets.leases import GIVEN_UP, leases
from ita_portal.celery import app

State = Import.State


@pytest.fixture
def make_import(staff):
    def make(**fields) -> Import:
        file = ContentFile(b"code\n", "results.csv")
        return Import.objects.create(
            kind="results", file=file, filename="results.csv", by=staff, municipality=staff.municipality, **fields
        )

    return make


@pytest.fixture
def done(monkeypatch):
    """Replace the work by a note of what was asked for."""
    asked = []
    for state in jobs.STEPS:
        monkeypatch.setitem(jobs.STEPS, state, lambda pk, state=state: asked.append((state, pk)))
    return asked


@pytest.fixture
def nudged(monkeypatch):
    sent = []
    monkeypatch.setattr(jobs.work, "apply_async", lambda args, *rest, **options: sent.append(args[0]))
    return sent


def claim(batch: Import) -> Import | None:
    """Claim as `check_import` and `run_import` do."""
    batch.refresh_from_db()
    if batch.state in (State.QUEUED, State.IMPORTING):
        return leases.claim(batch.pk, {State.QUEUED}, State.IMPORTING)
    return leases.claim(batch.pk, {State.UPLOADED, State.CHECKED}, State.CHECKING)


def lose_workers() -> None:
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_claim_counts_the_attempt_and_takes_a_lease(make_import):
    claimed = claim(make_import())
    assert (claimed.state, claimed.attempts) == (State.CHECKING, 1)
    left = claimed.lease_until - timezone.now()
    assert timedelta(seconds=55) < left <= leasing.LEASE


@pytest.mark.parametrize(("waiting", "at_work"), [(State.UPLOADED, State.CHECKING), (State.QUEUED, State.IMPORTING)])
def test_claim_is_given_once(make_import, waiting, at_work):
    batch = make_import(state=waiting)
    assert claim(batch).state == at_work
    assert claim(batch) is None


@pytest.mark.parametrize("state", [State.REFUSED, State.DONE, State.FAILED, State.UNDONE])
def test_claim_leaves_imports_at_rest_alone(make_import, state):
    assert claim(make_import(state=state)) is None


def test_claim_takes_over_after_the_lease(make_import):
    batch = make_import(state=State.QUEUED)
    first = claim(batch)
    lose_workers()
    second = claim(batch)
    assert (second.state, second.attempts) == (State.IMPORTING, 2)
    assert (leases.held(first).count(), leases.held(second).count()) == (0, 1)


def test_a_run_taken_for_dead_cannot_renew_its_lease(make_import):
    batch = make_import(state=State.QUEUED)
    first = claim(batch)
    lose_workers()
    second = claim(batch)
    leases.renew(first)
    batch.refresh_from_db()
    assert batch.lease_until == second.lease_until
    leases.renew(second)
    batch.refresh_from_db()
    assert batch.lease_until > second.lease_until


def test_work_does_what_the_state_asks_for(make_import, done):
    checked, written, resting = (make_import(), make_import(state=State.QUEUED), make_import(state=State.CHECKED))
    for batch in (checked, written, resting):
        jobs.work(batch.pk)
    assert done == [(State.UPLOADED, checked.pk), (State.QUEUED, written.pk)]


def test_a_busy_database_postpones_the_work(make_import, monkeypatch):
    def busy(pk):
        leases.claim(pk, {State.QUEUED}, State.IMPORTING)
        raise OperationalError("database is locked")

    monkeypatch.setitem(jobs.STEPS, State.QUEUED, busy)
    batch = make_import(state=State.QUEUED)
    jobs.work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (State.IMPORTING, 1)
    assert leases.left_undone() == []
    lose_workers()
    assert leases.left_undone() == [batch.pk]


def test_a_fault_of_the_program_ends_the_job_with_a_sentence(make_import, monkeypatch):
    def broken(*args):
        raise KeyError("column")

    monkeypatch.setattr("assessments.spreadsheets.services.read_table", broken)
    batch = make_import()
    jobs.work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.fault, batch.lease_until) == (State.FAILED, jobs.BROKEN, None)


def test_what_dies_five_times_is_given_up(make_import, done):
    batch = make_import(state=State.QUEUED)
    for attempt in range(1, leasing.ATTEMPTS + 1):
        assert leases.left_undone() == [batch.pk]
        assert claim(batch).attempts == attempt  # and the process dies
        lose_workers()
    assert claim(batch) is None
    assert leases.left_undone() == []
    batch.refresh_from_db()
    assert (batch.state, batch.fault) == (State.FAILED, GIVEN_UP)
    jobs.work(batch.pk)
    assert done == []


def test_take_up_nudges_what_waits_and_what_was_lost(make_import, nudged):
    past, future = timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(seconds=30)
    waiting = make_import(state=State.QUEUED)
    lost = make_import(state=State.CHECKING, attempts=1, lease_until=past)
    make_import(state=State.IMPORTING, attempts=1, lease_until=future)
    make_import(state=State.CHECKED)
    jobs.take_up()
    assert sorted(nudged) == [waiting.pk, lost.pk]


def test_a_message_is_sent_after_the_commit_only(make_import, nudged, django_capture_on_commit_callbacks):
    batch = make_import()
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            jobs.start(batch.pk, at_once=False)
        assert nudged == []
    assert nudged == [batch.pk]


def test_a_broker_that_is_away_loses_nothing(make_import, monkeypatch, django_capture_on_commit_callbacks):
    def away(args, **options):
        raise jobs.work.OperationalError("connection refused")

    monkeypatch.setattr(jobs.work, "apply_async", away)
    batch = make_import()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.start(batch.pk, at_once=False)
    assert leases.left_undone() == [batch.pk]


def test_the_lease_is_renewed_while_the_work_lasts(make_import, monkeypatch):
    renewed, enough = [], threading.Event()

    def renew(batch):
        renewed.append(batch.pk)
        if len(renewed) == 3:
            enough.set()

    monkeypatch.setattr(leasing, "RENEWAL", 0.01)
    monkeypatch.setattr(leases, "renew", renew)
    batch = claim(make_import())
    with leases.kept(batch):
        assert enough.wait(10)
    assert set(renewed) == {batch.pk}
    assert [thread for thread in threading.enumerate() if thread.name == f"lease-{batch.pk}"] == []


def test_the_clock_knows_its_task():
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_no_worker_runs_in_tests_and_commands():
    assert [thread.name for thread in threading.enumerate() if "worker" in thread.name or thread.name == "Beat"] == []
