"""The invented nation: the same by its seed, right by its definitions, and never over what somebody entered."""

from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q

from assessments.models import Assessment, ItemScore, Municipality, Transition, User
from assessments.records.bulk import save_rows
from assessments.scoring import totals
from assessments.statistics.figures import spreads
from measures.models import Measure
from reports.documents.models import Block, Document
from reports.nation.results import IndicatorParts, dice_of, result, written

KINDS = ("city", "town", "subdistrict", "sao", "pao", "special")


@pytest.fixture
def places(frameworks) -> list[Municipality]:
    """Authorities as if shipped: loading all of them takes longer than a test should."""
    rows = [
        Municipality(code=f"9998{n:04}", name=f"แห่งที่ {n}", kind=KINDS[n % 6], province=f"จังหวัด{n % 2}", district="เมือง")
        for n in range(12)
    ]
    save_rows(rows)
    return rows


def generate(**options) -> str:
    out = StringIO()
    call_command("generate_nation", stdout=out, **{"years": 2, "seed": 7} | options)
    return out.getvalue()


def everything() -> list:
    """Return what was made, whatever its keys are."""
    year = ("municipality__code", "framework__fiscal_year")
    of_year = tuple(f"assessment__{name}" for name in year)
    return [
        sorted(map(str, rows))
        for rows in (
            Assessment.objects.values_list(*year, "official_total", "official_level", "state", "province_rank"),
            ItemScore.objects.values_list(*of_year, "item__code", "value"),
            Measure.objects.values_list(*of_year, "position", "title", "steps", "responsible", "status"),
            Block.objects.values_list("document__assessment__municipality__code", "position", "type", "data"),
            Transition.objects.values_list(*of_year, "action", "by__username"),
        )
    ]


def test_equal_seeds_make_equal_nations_and_others_do_not(places):
    generate()
    first = everything()
    for model in (Transition, Measure, Assessment, User):
        model._base_manager.all().delete()
    generate()
    assert everything() == first
    for model in (Transition, Measure, Assessment, User):
        model._base_manager.all().delete()
    generate(seed=8)
    again = everything()
    assert [one == other for one, other in zip(again, first, strict=True)][1] is False


def test_years_are_whole_and_say_what_their_definitions_say(places):
    told = generate()
    assert "เหลืออีกประมาณ 0 วินาที" in told
    years = Assessment.objects.select_related("framework").prefetch_related("scores")
    scored = [year for year in years if year.official_total is not None]
    assert len(scored) > 20
    for year in scored:
        found = totals.evaluate(year.framework.rules(), year.scores_by_number())
        assert (found.total, found.level.label if found.level else "") == (year.official_total, year.official_level)
    items = Assessment.objects.filter(official_total__isnull=False).annotate(held=Count("item_scores"))
    assert {(year.framework.fiscal_year, year.held) for year in items.select_related("framework")} == {
        (2568, 80),
        (2569, 80),
    }
    assert set(Assessment.objects.annotate(held=Count("measures")).values_list("held", flat=True)) == {20}
    assert Document.objects.count() == Assessment.objects.count()


def test_steps_lead_to_the_state_of_their_year(places):
    generate(years=3)
    for year in Assessment.objects.prefetch_related("transitions"):
        steps = list(year.transitions.all())
        assert [step.before for step in steps] == ["draft", *(step.after for step in steps)][: len(steps)]
        assert year.state == (steps[-1].after if steps else "draft")
        assert not any(step.by.municipality_id != year.municipality_id for step in steps)
    assert len(Counter(Assessment.objects.values_list("state", flat=True))) > 1


def test_groups_are_settled(places):
    generate()
    read = spreads(Q(framework__fiscal_year=2568), ["framework_id"], totals_only=True)
    [spread] = read.of.values()
    known = Assessment.objects.filter(framework__fiscal_year=2568).values_list("official_total", flat=True)
    assert list(spread.points) == sorted(int(total * 100) for total in known)


def test_pages_of_an_invented_year_open(places, sign_in, settings):
    settings.DEMO = True  # only then its accounts sign in
    generate()
    year = Assessment.objects.filter(state="published").first()
    client = sign_in(User.objects.get(username=f"s{year.municipality.code}"))
    for name in ("year", "scores", "measures", "approval"):
        assert client.get(year.address(name)).status_code == 200
    Measure.objects.create(assessment=year, title="แถวต่อไปมีเลขของตัวเอง")


def test_what_somebody_entered_is_refused_and_kept(places, make_year):
    year = make_year(2569, {1: "50"}, of=places[0], official_total=Decimal("50"))
    with pytest.raises(CommandError, match="--anyway"):
        generate()
    assert Assessment.objects.count() == 1
    items = year.framework.items.count()
    generate(anyway=True)
    year.refresh_from_db()
    assert (year.official_total, year.scores_by_number()) == (Decimal("50.00"), {1: Decimal("50.00")})
    assert year.framework.items.count() == items  # no item is made up beside real ones
    assert Assessment.objects.count() > 12


@pytest.mark.parametrize("options", [{"years": 0}, {"authorities": -1}])
def test_nothing_is_made_of_nothing(db, options):
    with pytest.raises(CommandError, match="1 ขึ้นไป"):
        generate(**options)


@pytest.mark.one_database
def test_invented_scores_lie_near_the_nation_and_are_the_means_of_their_items():
    parts = [
        IndicatorParts(number, number > 8, [[number * 10 + place for place in range(8)]]) for number in range(1, 11)
    ]
    results = [result(dice_of(1, place, 2568), 0, 2568, parts) for place in range(500)]
    means = [sum(one.scores.values()) / 1000 for one in results]
    assert 90 < sum(means) / len(means) < 97
    assert all(0 <= value <= 10_000 for one in results for value in (*one.scores.values(), *one.items.values()))
    assert {one.items[95] for one in results} == {0, 10_000}
    first = results[0]
    assert abs(first.scores[1] - sum(first.items[10 + place] for place in range(8)) / 8) <= 0.5
    assert [written(value) for value in (0, 5, 10_000, 9_065)] == ["0.00", "0.05", "100.00", "90.65"]
