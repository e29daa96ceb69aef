"""Claims, leases and giving up; and one real worker of the kind that lives inside the web process."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django.utils import timezone

from assessments import jobs, tasks
from assessments.models import Import
from ita_portal.celery import app

State = Import.State


@pytest.fixture
def make_import(staff):
    def make(**fields) -> Import:
        file = ContentFile(b"code\n", "results.csv")
        return Import.objects.create(
            kind="results",
            file=file,
            filename="results.csv",
            by=staff,
            municipality=staff.municipality,
            **fields,
        )

    return make


@pytest.fixture
def done(monkeypatch):
    """Replace the work by a note of what was asked for."""
    asked = []
    for state in jobs.DOING:
        monkeypatch.setitem(jobs.DOING, state, lambda pk, state=state: asked.append((state, pk)))
    return asked


@pytest.fixture
def nudged(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.work, "apply_async", lambda args, *rest, **options: sent.append(args[0]))
    return sent


def test_claim_counts_the_attempt_and_takes_a_lease(make_import):
    batch = make_import()
    claimed = jobs.claim(batch.pk)
    assert (claimed.state, claimed.attempts) == (State.CHECKING, 1)
    left = claimed.lease_until - timezone.now()
    assert timedelta(seconds=55) < left <= jobs.LEASE


@pytest.mark.parametrize(
    ("waiting", "doing"), [(State.UPLOADED, State.CHECKING), (State.QUEUED, State.IMPORTING)]
)
def test_claim_is_given_once(make_import, waiting, doing):
    batch = make_import(state=waiting)
    assert jobs.claim(batch.pk).state == doing
    assert jobs.claim(batch.pk) is None


@pytest.mark.parametrize("state", sorted({*State} - {*jobs.WAITING, *jobs.DOING}))
def test_claim_leaves_imports_at_rest_alone(make_import, state):
    assert jobs.claim(make_import(state=state).pk) is None


def test_claim_takes_over_after_the_lease(make_import):
    past = timezone.now() - timedelta(seconds=1)
    batch = make_import(state=State.IMPORTING, attempts=1, lease_until=past)
    assert (jobs.claim(batch.pk).state, jobs.claim(batch.pk)) == (State.IMPORTING, None)


def test_work_does_what_the_state_asks_for(make_import, done):
    checked, written = make_import(), make_import(state=State.QUEUED)
    jobs.work(checked.pk)
    jobs.work(written.pk)
    assert done == [(State.CHECKING, checked.pk), (State.IMPORTING, written.pk)]


def test_work_that_somebody_else_does_is_not_done_twice(make_import, done):
    batch = make_import()
    jobs.work(batch.pk)
    jobs.work(batch.pk)
    assert done == [(State.CHECKING, batch.pk)]


def test_a_busy_database_postpones_the_work(make_import, monkeypatch):
    def busy(pk):
        raise OperationalError("database is locked")

    monkeypatch.setitem(jobs.DOING, State.IMPORTING, busy)
    batch = make_import(state=State.QUEUED)
    jobs.work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (State.IMPORTING, 1)
    assert jobs.left_undone() == []
    Import.objects.update(lease_until=timezone.now())
    assert jobs.left_undone() == [batch.pk]


def test_a_fault_of_the_program_ends_the_job_with_a_sentence(make_import, monkeypatch):
    def broken(pk):
        raise KeyError("column")

    monkeypatch.setitem(jobs.DOING, State.CHECKING, broken)
    batch = make_import()
    jobs.work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.fault) == (State.FAILED, jobs.BROKEN)


def test_what_dies_five_times_is_given_up(make_import, done):
    batch = make_import(state=State.QUEUED)
    for attempt in range(1, jobs.ATTEMPTS + 1):
        assert jobs.left_undone() == [batch.pk]
        assert jobs.claim(batch.pk).attempts == attempt  # and the process dies
        Import.objects.update(lease_until=timezone.now())
    assert jobs.left_undone() == []
    batch.refresh_from_db()
    assert (batch.state, batch.fault) == (State.FAILED, jobs.GIVEN_UP)
    jobs.work(batch.pk)
    assert done == []


def test_take_up_nudges_what_waits_and_what_was_lost(make_import, nudged):
    past, future = timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(seconds=30)
    waiting = make_import(state=State.QUEUED)
    lost = make_import(state=State.CHECKING, attempts=1, lease_until=past)
    make_import(state=State.IMPORTING, attempts=1, lease_until=future)
    make_import(state=State.CHECKED)
    tasks.take_up()
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
        raise tasks.work.OperationalError("connection refused")

    monkeypatch.setattr(tasks.work, "apply_async", away)
    batch = make_import()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.start(batch.pk, at_once=False)
    assert jobs.left_undone() == [batch.pk]


def test_the_lease_is_renewed_while_the_work_lasts(make_import, monkeypatch):
    renewed = []
    monkeypatch.setattr(jobs, "RENEWAL", 0.01)
    monkeypatch.setattr(jobs, "_renew", lambda batch: renewed.append(batch.pk))

    def slow(pk):
        while len(renewed) < 3:
            pass

    monkeypatch.setitem(jobs.DOING, State.CHECKING, slow)
    batch = make_import()
    jobs.work(batch.pk)
    assert set(renewed) == {batch.pk}


def test_the_clock_knows_its_task():
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_no_worker_runs_in_tests_and_commands():
    import threading

    assert [each.name for each in threading.enumerate() if "worker" in each.name or each.name == "Beat"] == []
