"""The demo is alive on each first screen, goes into a base that has authorities already, and twice changes nothing."""

import csv
from collections import Counter
from decimal import Decimal

import pytest

from assessments.models import Assessment, Framework, Municipality, User
from assessments.municipalities.shipped import DATA as SHIPPED
from assessments.scoring import totals
from measures.models import Measure
from reports.demo.load import CODES, DATA, load_demo
from reports.models import Document, IssuedDocument
from reports.year.calendar import dues_of
from reports.year.desk import administrators_desk
from reports.year.inbox import count_waiting, waiting_for

pytestmark = pytest.mark.one_database  # services do all of it, which have their tests on both
FIRST, SECOND, THIRD = "99990101", "99990102", "99990103"
TRACKED = (Municipality, Assessment, User, Measure, Document, IssuedDocument, Framework)


day = "๓ พฤศจิกายน พ.ศ. ๒๕๖๘"  # the announcement said nothing of its day at first


def counts() -> list[int]:
    history = [model.history.count() for model in (Assessment, Measure, User, Document)]
    return [model.objects.count() for model in TRACKED] + history


def states() -> dict[tuple[str, int], str]:
    rows = Assessment.objects.filter(municipality__code__in=(FIRST, SECOND, THIRD), framework__fiscal_year__gte=2567)
    return {
        (code, year): state
        for code, year, state in rows.values_list("municipality__code", "framework__fiscal_year", "state")
    }


def test_demo_is_alive(municipality):
    load_demo()
    made = counts()

    assert states() == {
        **{(code, year): "published" for code in (FIRST, SECOND, THIRD) for year in (2567, 2568)},
        **{(FIRST, 2569): "submitted", (SECOND, 2569): "returned", (THIRD, 2569): "approved"},
        **{(code, 2570): "draft" for code in (FIRST, SECOND, THIRD)},
    }
    check_results()
    check_steps()
    check_what_waits()
    superseded, current = IssuedDocument.objects.order_by("number")
    assert (superseded.assessment, superseded.kind) == (current.assessment, current.kind) and current.number == 2
    assert [day in str(issue.content) for issue in (superseded, current)] == [False, True]

    load_demo()
    assert counts() == made


def check_results():
    """Five years of three, two of the whole province, total and level as the definitions have them."""
    known = Assessment.objects.announced().filter(municipality__code__startswith=CODES)
    years = Counter(year.fiscal_year for year in known)
    assert years == {2565: 3, 2566: 3, 2567: 3, 2568: 43, 2569: 43}
    rules = {framework.fiscal_year: framework.rules() for framework in Framework.objects.with_rules()}
    for year in known.filter(framework__fiscal_year__in=(2565, 2569)).prefetch_related("scores"):
        result = totals.evaluate(rules[year.fiscal_year], year.scores_by_number())
        assert (result.total, result.level.label) == (year.official_total, year.official_level)
    ranked = list(known.filter(framework__fiscal_year=2569).order_by("province_rank"))
    assert [year.province_rank for year in ranked] == list(range(1, 44))
    assert {year.province_count for year in ranked} == {43}
    assert ranked[0].municipality.code == FIRST and ranked[0].official_total == Decimal("95.89")


def check_steps():
    """Steps were taken in their order, each on a later day than the one before or on the same."""
    for year in Assessment.objects.filter(transitions__isnull=False).distinct():
        days = list(year.transitions.order_by("pk").values_list("at", flat=True))
        assert days == sorted(days)
    actions = Assessment.objects.get(municipality__code=FIRST, framework__fiscal_year=2568).transitions.order_by("pk")
    assert [step.action for step in actions] == ["submit", "approve", "reopen", "submit", "approve", "publish"]


def check_what_waits():
    people = {user.username: user for user in User.objects.select_related("municipality")}
    waiting = {name: count_waiting(user) for name, user in people.items()}
    assert {name: count for name, count in waiting.items() if count} == {
        "staff": 2,
        "staff2": 1,
        "staff3": 1,
        "approver": 2,
    }
    [returned] = waiting_for(people["staff2"])
    assert returned.title == "ปี 2569 ส่งกลับให้แก้ไข" and "ยังไม่มีผลการดำเนินงาน" in returned.detail
    current = Assessment.objects.get(municipality__code=FIRST, framework__fiscal_year=2570)
    assert {5, 12, 135} <= {due.left for due in dues_of(current)}
    assert [rows.count for rows in administrators_desk()] == [1, 0, 1, 40, 5]


def test_no_authority_is_given_invented_scores():
    with SHIPPED.open(encoding="utf-8-sig") as shipped, (DATA / "municipalities.csv").open(encoding="utf-8") as demo:
        real, invented = list(csv.DictReader(shipped)), list(csv.DictReader(demo))
    assert len(invented) == 43 and {row["code"][:6] for row in invented} == {CODES}
    assert {row["name"] for row in real}.isdisjoint(row["name"] for row in invented)
    assert {row["province"] for row in real}.isdisjoint(row["province"] for row in invented)
    with (DATA / "results.csv").open(encoding="utf-8") as results:
        assert {row["code"] for row in csv.DictReader(results)} == {row["code"] for row in invented}
