"""What is kept of groups equals a recount, whatever was saved, imported, undone or moved."""

import random
from collections import defaultdict
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q

from assessments.models import Assessment, ChangedGroup, GroupScores, IndicatorScore, Municipality
from assessments.records.bulk import save_rows
from assessments.records.models import history_of
from assessments.scores.services import save_scores
from assessments.scoring.spread import Spread
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.spreadsheets.services import check_import, confirm_import, run_import, upload_import
from assessments.statistics import figures
from assessments.statistics.counting import settle_changes
from assessments.statistics.figures import sees_all_of, spreads
from assessments.undo.services import undo_act
from assessments.years.services import open_year

BY = ("framework_id", "province", "kind", "indicator__number")
YEARS = (2566, 2567)


@pytest.fixture
def places(db) -> list[Municipality]:
    rows = [
        Municipality(code=f"9998{number:04}", name=f"แห่งที่ {number}", kind=kind, province=province, district="อำเภอ")
        for number, (kind, province) in enumerate(
            (kind, province) for province in ("หนึ่ง", "สอง") for kind in ("town", "sao") for _ in range(3)
        )
    ]
    save_rows(rows)
    return rows


def recount() -> dict:
    scores = defaultdict(list)
    for year in Assessment.objects.select_related("municipality"):
        key = (year.framework_id, year.municipality.province, year.municipality.kind)
        if year.official_total is not None:
            scores[(*key, None)].append(year.official_total)
        for score in IndicatorScore.objects.filter(assessment=year):
            scores[(*key, score.indicator.number)].append(score.value)
    return {key: Spread.of(values) for key, values in scores.items()}


def stored() -> dict:
    rows = GroupScores.objects.values_list(*BY, "points")
    return {tuple(key): Spread.merged([bytes(points)]) for *key, points in rows}


def bring_in(by, rows: list[str]) -> None:
    text = "\n".join(["รหัสหน่วยงาน,ปีงบประมาณ,คะแนนรวมที่ประกาศ,ตัวชี้วัดที่ 1,ตัวชี้วัดที่ 2", *rows])
    file = BytesIO(text.encode())
    batch = check_import(upload_import(by=by, kind=all_kinds()["results"], file=file, filename="x.csv").pk)
    assert run_import(confirm_import(by=by, batch=batch).pk).state == "done"


def anything(dice, administrator, frameworks, places) -> None:
    """Do one of what people do to scores and authorities."""

    def score():
        return Decimal(dice.randrange(10_001)) / 100

    place, year = dice.choice(places), frameworks[dice.choice(YEARS)]
    match dice.choice(["save", "save", "save", "import", "undo", "delete", "move"]):
        case "save":
            opened = open_year(by=administrator, municipality=place, framework=year)
            scores = {number: dice.choice([None, score()]) for number in (1, 2, 3)}
            announced = {"official_total": dice.choice([None, score()])}
            save_scores(by=administrator, assessment=opened, announced=announced, scores=scores)
        case "import":
            some = dice.sample(places, 4)
            bring_in(
                administrator,
                [f"{one.code},{year.fiscal_year},{score()},{dice.choice(['-', score()])},{score()}" for one in some],
            )
        case "undo":
            latest = history_of(Assessment).order_by("-history_id").first()
            with suppress(ValidationError):  # what depends on it may stand in the way
                undo_act(by=administrator, act=latest.act if latest else uuid4())
        case "delete":
            if opened := Assessment.objects.filter(municipality=place, framework=year).first():
                opened.delete()
        case "move":
            place.province, place.kind = dice.choice(["หนึ่ง", "สอง", "สาม"]), dice.choice(["town", "sao", "city"])
            place.save()


@pytest.mark.parametrize("seed", range(3))
def test_figures_equal_a_recount_before_and_after_they_are_settled(seed, administrator, frameworks, places):
    dice = random.Random(seed)  # noqa: S311 - it shall be the same each time
    for _ in range(30):
        anything(dice, administrator, frameworks, places)
        assert dict(spreads(Q(), BY).of) == recount()
        if dice.random() < 0.3:
            settle_changes()
            assert stored() == recount()
            assert not ChangedGroup.objects.exists()
            assert dict(spreads(Q(), BY).of) == recount()
    assert len(stored()) > 4


def test_an_import_that_is_undone_is_counted_out_again(administrator, frameworks, places):
    bring_in(administrator, [f"{place.code},2567,80.00,70.00,60.00" for place in places])
    settle_changes()
    assert len(stored()) == 4 * 3
    undo_act(by=administrator, act=history_of(Assessment).latest("history_id").act)
    assert not Assessment.objects.exists()
    assert dict(spreads(Q(), BY).of) == {}
    settle_changes()
    assert stored() == {}


def test_larger_groups_are_put_together(make_year, places):
    for place, total in zip(places, range(70, 100), strict=False):
        make_year(2567, {1: "50"}, of=place, official_total=Decimal(total))
    settle_changes()
    national = spreads(Q(framework__fiscal_year=2567), ["indicator__number"])
    assert (len(national.get(None)), national.get(None).median) == (12, Decimal("75.50"))
    by_province = spreads(Q(framework__fiscal_year=2567), ["province"], totals_only=True)
    assert {key: spread.median for key, spread in by_province.of.items()} == {
        ("หนึ่ง",): Decimal("72.50"),
        ("สอง",): Decimal("78.50"),
    }
    assert national.by_number.keys() == {1}


def test_reading_counts_a_bounded_number_of_groups_and_says_what_is_behind(make_year, places, monkeypatch):
    for place in places:
        make_year(2567, of=place, official_total=Decimal(80))
    settle_changes()
    for year in Assessment.objects.all():
        year.official_total = Decimal(90)
        year.save()
    monkeypatch.setattr(figures, "MOST_COUNTED", 1)
    read = spreads(Q(), ["framework_id"], totals_only=True)
    assert read.behind == 3
    [spread] = read.of.values()
    assert sorted(set(spread.points)) == [8000, 9000]


@pytest.mark.parametrize("settled", [True, False])
def test_queries_of_a_reading(settled, make_year, places, django_assert_num_queries):
    for place in places:
        make_year(2567, {1: "90"}, of=place, official_total=Decimal(80))
    if settled:
        settle_changes()
    with django_assert_num_queries(2 if settled else 4):
        spreads(Q(framework__fiscal_year=2567), ["province", "indicator__number"])


def test_few_are_hidden_from_who_may_not_see_them(staff, province_auditor, national_auditor, administrator):
    four = figures.Spreads({(): Spread.of([Decimal(80)] * 4)})
    five = figures.Spreads({(): Spread.of([Decimal(80)] * 5)})
    own = province_auditor.province
    assert [len(four.shown(user, province=own)) for user in (staff, province_auditor, national_auditor)] == [0, 4, 4]
    assert [len(four.shown(user)) for user in (staff, province_auditor, national_auditor, administrator)] == [
        0,
        0,
        4,
        4,
    ]
    assert len(four.shown(province_auditor, province="อื่น")) == 0
    assert [len(five.shown(user)) for user in (staff, province_auditor)] == [5, 5]


def test_who_sees_all_of_a_province_sees_each_of_its_authorities(
    places, staff, auditor, province_auditor, national_auditor, administrator, municipality
):
    for user in (staff, auditor, province_auditor, national_auditor, administrator):
        for province in ("หนึ่ง", "สอง"):
            rows = Municipality.objects.filter(province=province)
            assert sees_all_of(user, province) == (set(rows.for_user(user)) == set(rows))
