"""An import and a form on the same rows: one after the other, and nobody's work is lost."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection, transaction

from assessments.models import IndicatorScore
from assessments.scores.services import save_scores
from assessments.spreadsheets.resources.results import IndicatorScoreResource
from assessments.spreadsheets.services import DIFFERS, confirm_import, run_import

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 10


@pytest.fixture(autouse=True)
def two_writers():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")


def elsewhere(work):
    """Run work on a connection of its own."""
    try:
        return work()
    finally:
        connection.close()


def stored(year) -> dict[int, Decimal]:
    return dict(IndicatorScore.objects.filter(assessment=year).values_list("indicator__number", "value"))


def test_a_form_waits_for_an_import_and_comes_after_it(year, staff, upload, monkeypatch):
    batch = upload(staff, "indicator-scores", "99990001,,2567,1,1", "99990001,,2567,2,2")
    confirm_import(by=staff, batch=batch)
    inside, go_on, store = Event(), Event(), IndicatorScoreResource.store

    def slow(self, new, changed):
        store(self, new, changed)
        inside.set()
        assert go_on.wait(WAIT)

    monkeypatch.setattr(IndicatorScoreResource, "store", slow)

    def form():
        save_scores(by=staff, assessment=year, announced={}, scores={2: Decimal("22"), 3: Decimal("33")})

    with ThreadPoolExecutor(2) as pool:
        importing = pool.submit(elsewhere, lambda: run_import(batch.pk))
        assert inside.wait(WAIT)
        saving = pool.submit(elsewhere, form)
        with pytest.raises(TimeoutError):
            saving.result(timeout=0.5)
        go_on.set()
        assert importing.result(WAIT).state == "done"
        saving.result(WAIT)
    assert {number: stored(year)[number] for number in (1, 2, 3)} == {1: 1, 2: 22, 3: 33}
    changes = IndicatorScore.history.filter(assessment=year, indicator__number=2).order_by("history_id")
    assert [str(change.value) for change in changes] == ["92.12", "2.00", "22.00"]


def test_an_import_waits_for_a_form_and_is_previewed_again(year, staff, upload):
    batch = upload(staff, "indicator-scores", "99990001,,2567,1,1")
    confirm_import(by=staff, batch=batch)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            save_scores(by=staff, assessment=year, announced={}, scores={1: Decimal("11")})
            importing = pool.submit(elsewhere, lambda: run_import(batch.pk))
            with pytest.raises(TimeoutError):
                importing.result(timeout=0.5)
        again = importing.result(WAIT)
    assert (again.state, again.fault, stored(year)[1]) == ("checked", DIFFERS, 11)


def test_two_imports_that_open_one_year_do_not_fail(municipality, frameworks, staff, upload):
    batches = [upload(staff, "indicator-scores", f"99990001,,2567,{number},1") for number in (1, 2)]
    for batch in batches:
        confirm_import(by=staff, batch=batch)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(elsewhere, lambda pk=batch.pk: run_import(pk)) for batch in batches]
        assert [run.result(WAIT).state for run in runs] == ["done", "done"]
    assert IndicatorScore.objects.count() == 2
