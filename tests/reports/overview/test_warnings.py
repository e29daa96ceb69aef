"""Each warning finds whom it speaks of and nobody else, and says why it finds nobody where nothing compares."""

from decimal import Decimal

import pytest

from assessments.models import Assessment, Item, Level
from assessments.scoring import totals
from measures.models import AddressCheck, Evidence, ItemEvidence, Measure, MeasureEvidence, Target

PAGE = "/overview/2567/warnings/"


@pytest.fixture
def ask(sign_in, national_auditor):
    client = sign_in(national_auditor)
    return lambda **query: client.get(PAGE, query)


def of(province, name: str) -> Assessment:
    return province[name].assessments.get(framework__fiscal_year=2567)


def counts(response) -> dict[str, int | None]:
    return {row.key: row.count for row in response.context["warnings"]}


@pytest.fixture
def consistent(province):
    """Announced totals are what the scores make, but for one."""
    for name in ("risen", "foreign", "same"):
        year = of(province, name)
        total = totals.total(year.framework.rules(), year.scores_by_number())
        Assessment.objects.filter(pk=year.pk).update(official_total=total)
    return province


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("fell", "fallen"),
        ("level", "fallen held"),
        ("held", "held"),
        ("weak", "fallen held"),
        ("differs", "held"),
        ("dead", ""),
    ],
)
def test_warning_finds_whom_it_speaks_of(ask, consistent, names_on, key, names):
    response = ask(of=key, count="all")
    assert sorted(names_on(response)) == sorted(names.split())
    assert counts(response)[key] == len(names.split())


def test_warnings_follow_the_filters(ask, province, names_on):
    response = ask(of="level", district="แม่ริม", province="ทดสอบ")
    assert names_on(response) == ["held"]
    assert counts(response) == {"fell": 0, "level": 1, "held": 1, "weak": 1, "differs": 1, "dead": 0}


def test_heavy_ones_are_counted_when_asked_for_or_in_a_province(ask, province, sign_in, make_user):
    assert (counts(ask())["weak"], counts(ask(of="weak"))["weak"]) == (None, 2)
    assert counts(ask(count="all"))["weak"] == counts(ask(province="ทดสอบ"))["weak"] == 2
    client = sign_in(make_user("p", "auditor", province="ทดสอบ"))
    assert counts(client.get(PAGE))["weak"] == 2


def answer(year: Assessment, number: int, *, by_item: bool = False, **fields) -> Measure:
    measure = Measure.objects.create(assessment=year, title="ก", **fields)
    indicator = year.framework.indicators.get(number=number)
    target = {"indicator": indicator}
    if by_item:
        target = {"item": Item.objects.create(framework=year.framework, indicator=indicator, code="X9", title="ข้อ")}
    Target.objects.create(measure=measure, **target)
    return measure


@pytest.mark.parametrize(
    ("fields", "is_answered"),
    [
        ({}, True),
        ({"by_item": True}, True),
        ({"status": "cancelled", "status_reason": "ข"}, False),
        ({"deleted_at": "2024-01-01T00:00Z"}, False),
        ({"number": 5}, False),
    ],
)
def test_weak_indicator_is_answered_by_a_measure_that_stands(ask, province, names_on, fields, is_answered):
    answer(of(province, "held"), **{"number": 4, **fields})
    assert ("held" in names_on(ask(of="weak"))) is not is_answered


@pytest.mark.parametrize("announced", ["89.97", "89.98", "90.02", "90.03"])
def test_totals_differ_as_they_do_elsewhere(ask, province, names_on, announced):
    """As `scoring.totals.agrees` has it: the total of scores that are all 90 is 90.00."""
    year = of(province, "held")
    year.scores.update(value=Decimal("90.00"))
    Assessment.objects.filter(pk=year.pk).update(official_total=Decimal(announced))
    agrees = totals.agrees(Decimal("90.00"), Decimal(announced))
    assert ("held" in names_on(ask(of="differs"))) is not agrees


@pytest.mark.parametrize("last", ["87.00", "87.05", "87.06", "87.33"])
def test_computed_total_is_rounded_half_up_as_it_is_elsewhere(ask, province, names_on, last):
    year = of(province, "same")
    year.scores.filter(indicator__number=8).update(value=Decimal(last))
    computed = totals.total(year.framework.rules(), year.scores_by_number())
    for apart, agrees in (("0.02", True), ("-0.02", True), ("0.03", False), ("-0.03", False)):
        Assessment.objects.filter(pk=year.pk).update(official_total=computed + Decimal(apart))
        assert ("same" in names_on(ask(of="differs"))) is not agrees


def test_incomplete_scores_make_no_total(ask, province, names_on):
    of(province, "fallen").scores.first().delete()
    Assessment.objects.filter(pk=of(province, "fallen").pk).update(official_total=1)
    assert "fallen" not in names_on(ask(of="differs"))


@pytest.fixture
def gone(province, make_user):
    """Return a function that adds a web address of an authority, used by a measure or an item of its year."""
    by = make_user("adder", "staff", municipality=province["held"])

    def add(name: str, outcome: str, *, looked_at: str = "", by_item: bool = False, **fields) -> Evidence:
        year = of(province, name)
        row = Evidence.objects.create(
            municipality=year.municipality,
            assessment=year,
            title="ก",
            address="https://example.go.th/ก",
            by=by,
            **fields,
        )
        AddressCheck.objects.create(evidence=row, address=looked_at or row.address, outcome=outcome)
        if by_item:
            ItemEvidence.objects.create(evidence=row, assessment=year, item=year.framework.items.first())
        else:
            MeasureEvidence.objects.create(evidence=row, measure=Measure.objects.create(assessment=year, title="ก"))
        return row

    return add


def test_dead_addresses_are_those_in_use_now(ask, province, gone, names_on):
    gone("risen", "gone")
    gone("same", "elsewhere", by_item=True)
    gone("held", "opens")
    gone("held", "unsure")
    gone("held", "gone", looked_at="https://example.go.th/เก่า")
    gone("held", "gone", deleted_at="2024-01-01T00:00Z")
    gone("foreign", "gone")
    Measure.objects.filter(assessment=of(province, "foreign")).update(deleted_at="2024-01-01T00:00Z")
    assert names_on(ask(of="dead")) == ["risen", "same"]


def test_levels_of_other_names_do_not_compare(ask, province, frameworks):
    Level.objects.filter(framework=frameworks[2566], label="ผ่าน").update(label="ผ่านเกณฑ์")
    response = ask(of="level")
    assert counts(response)["level"] is None
    assert "ตรวจข้อนี้ไม่ได้: ปี 2566 กับปี 2567 ใช้ระดับคนละชุด" in response.content.decode()


def test_totals_that_do_not_compare_have_no_falls(ask, province, frameworks):
    frameworks[2567].total_comparable, frameworks[2567].total_reason = False, "เปลี่ยนวิธีคิด"
    frameworks[2567].save()
    response = ask()
    assert (counts(response)["fell"], counts(response)["held"]) == (None, None)
    assert "ตรวจข้อนี้ไม่ได้: เปลี่ยนวิธีคิด" in response.content.decode()


def test_unknown_warning_is_the_first(ask, province):
    assert ask(of="x").context["shown"].key == "fell"
