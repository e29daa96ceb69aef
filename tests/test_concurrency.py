"""Two people at once, on PostgreSQL: one wins, the other is told, and nothing slips past a step."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assessments.accounts.access import Locked
from assessments.models import Assessment, Transition
from assessments.scores.services import save_scores
from assessments.years.services import take_step
from measures.models import Measure
from measures.plan.services import add_measure

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]


def at_once(*calls) -> list:
    """Run the calls in threads that start together; return what each gave, or the ValidationError that it raised."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=30)
            return call()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def submitted(year, staff):
    Measure.objects.create(assessment=year, title="มาตรการ")
    take_step(by=staff, assessment=year, action="submit")
    return year


def fresh(year) -> Assessment:
    return Assessment.objects.select_related("municipality", "framework").get(pk=year.pk)


def test_two_approvers_take_one_step(submitted, approver, make_user):
    other = make_user("approver-2", "approver", municipality=submitted.municipality)
    people = [approver, other] * 3
    results = at_once(*(lambda by=by: take_step(by=by, assessment=fresh(submitted), action="approve") for by in people))
    won = [result for result in results if isinstance(result, Transition)]
    told = [result.messages[0] for result in results if isinstance(result, ValidationError)]
    assert (len(won), len(told)) == (1, 5)
    assert {message.startswith(f"ปี 2567 อยู่ในสถานะ “อนุมัติแล้ว” แล้ว โดย {won[0].by}") for message in told} == {True}
    assert Transition.objects.filter(action="approve").count() == 1
    assert submitted.framework.revisions.count() == 1


def test_approval_and_withdrawal_exclude_each_other(submitted, staff, approver):
    results = at_once(
        lambda: take_step(by=approver, assessment=fresh(submitted), action="approve"),
        lambda: take_step(by=staff, assessment=fresh(submitted), action="withdraw"),
    )
    [won] = [result for result in results if isinstance(result, Transition)]
    [told] = [result for result in results if isinstance(result, ValidationError)]
    assert Assessment.objects.get(pk=submitted.pk).state == won.after
    assert str(won.by) in told.messages[0]


def test_nothing_is_written_after_the_submission(year, staff):
    """Editors save while the year is submitted: each either came before the step or is refused and told."""
    Measure.objects.create(assessment=year, title="มาตรการ")
    editors = [
        lambda number=number: save_scores(
            by=staff, assessment=fresh(year), announced={}, scores={number: Decimal(number)}
        )
        for number in range(1, 9)
    ]
    writers = [lambda: add_measure(by=staff, assessment=fresh(year), title="ใหม่") for _ in range(4)]
    results = at_once(*editors, lambda: take_step(by=staff, assessment=fresh(year), action="submit"), *writers)
    [step] = [result for result in results if isinstance(result, Transition)]
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert {type(error) for error in refused} <= {Locked}
    assert Measure.objects.count() == 1 + sum(isinstance(result, Measure) for result in results)
    stored = year.scores_by_number()
    saved = {number for number in range(1, 9) if stored[number] == number}
    assert len(saved) == sum(result is None for result in results)
    later = [
        model
        for model in (type(year.scores.first()), Measure)
        if model.history.filter(assessment_id=year.pk, history_date__gt=step.at).exists()
    ]
    assert later == []
