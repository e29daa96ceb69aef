"""The table of a year: who is in it, in which order, with which figures; whatever the address says, it answers."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, Deadline, Municipality
from assessments.years.services import mark_inspected
from measures.comments.services import add_comment
from measures.models import Measure
from measures.plan.services import add_measure
from reports.overview.definitions import read_year
from reports.overview.table import headers

PAGE = "/overview/2567/"


@pytest.fixture
def ask(sign_in, national_auditor):
    client = sign_in(national_auditor)
    return lambda path=PAGE, **query: client.get(f"{path}?{urlencode(query)}")


def of(province, name: str) -> Assessment:
    return province[name].assessments.get(framework__fiscal_year=2567)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, "foreign risen held same fallen unopened"),
        ({"sort": "total"}, "fallen same held risen foreign unopened"),
        ({"sort": "-i4"}, "foreign risen same held fallen unopened"),
        ({"sort": "i4"}, "fallen held same risen foreign unopened"),
        ({"sort": "change"}, "fallen same held risen foreign unopened"),
        ({"sort": "name"}, "fallen foreign held risen same unopened"),
        ({"sort": "rank", "province": "ทดสอบ"}, "risen held same fallen unopened"),
        ({"sort": "level", "province": "ทดสอบ"}, "risen held same fallen unopened"),
        ({"province": "ทดสอบ", "district": "แม่ริม"}, "held same unopened"),
        ({"kind": "town"}, "held fallen"),
        ({"level": "ผ่าน"}, "held same"),
        ({"level": "none"}, "unopened"),
        ({"level": "other"}, ""),
        ({"state": "not_started"}, "unopened"),
        ({"state": "started"}, "foreign risen held same fallen"),
        ({"state": "scored", "kind": "city"}, "risen"),
        ({"state": "published"}, ""),
        ({"change": "up"}, "foreign risen held"),
        ({"change": "down"}, "fallen"),
        ({"change": "same"}, "same"),
        ({"change": "fell"}, "fallen"),
        ({"below": "85"}, "held fallen"),
        ({"below": "๘๕", "indicator": "3"}, "fallen"),
        ({"below": "85", "indicator": "3", "change": "up"}, ""),
        # What no page offers is left aside.
        (
            {"sort": "pk", "kind": "x", "state": "x", "below": "x", "indicator": "99"},
            "foreign risen held same fallen unopened",
        ),
        ({"sort": "x" * 3000, "page": "9" * 5000, "province": "ไม่มี"}, "foreign risen held same fallen unopened"),
        ({"page": "-1", "sort": "-"}, "foreign risen held same fallen unopened"),
        ({"below": "101"}, "foreign risen held same fallen unopened"),
    ],
)
def test_address_says_who_is_shown_and_in_which_order(ask, names_on, query, names):
    response = ask(**query)
    assert (response.status_code, names_on(response)) == (200, names.split())


def test_rows_hold_what_was_announced_beside_what_is_computed(ask, province, make_user):
    year = of(province, "held")
    Assessment.objects.filter(pk=year.pk).update(province_rank=3, province_count=4, state="submitted")
    for status in ("done", "done", "not_started", "cancelled"):
        Measure.objects.create(assessment=year, title="ก", status=status, status_reason="ข")
    rows = {row.name.removeprefix("เทศบาล"): row for row in ask().context["rows"]}
    held, unopened = rows["held"], rows["unopened"]
    assert (held.total, held.level, held.change, held.state_label) == (
        Decimal("89.00"),
        "ผ่าน",
        Decimal("1.00"),
        "ส่งแล้ว",
    )
    assert (held.rank, held.ranked, held.announced_rank, held.ranks_differ) == (2, 4, 3, True)
    assert (held.measures_done, held.measures) == (2, 3)
    assert [(score.text, score.band) for score in held.scores[2:5]] == [("90.00", ""), ("80.00", "weak"), ("90.00", "")]
    assert {score.band for score in rows["risen"].scores} == {"strong"}
    assert (unopened.total, unopened.rank, unopened.state_label) == (None, None, "ยังไม่เริ่ม")
    assert {score.text for score in unopened.scores} == {"-"}
    assert (rows["foreign"].rank, rows["foreign"].ranked) == (1, 1)


def test_rank_is_of_the_whole_province_whatever_is_filtered(ask, province, names_on):
    response = ask(kind="town")
    assert {row.name: (row.rank, row.ranked) for row in response.context["rows"]} == {
        "เทศบาลheld": (2, 4),
        "เทศบาลfallen": (4, 4),
    }


def test_counts_lead_to_as_many_rows(ask, province, names_on):
    Assessment.objects.filter(pk=of(province, "same").pk).update(state="approved")
    counts = ask(kind="subdistrict").context["counts"]
    assert [(row.state, row.count) for row in counts] == [
        ("", 3),
        ("started", 2),
        ("scored", 2),
        ("submitted", 0),
        ("approved", 1),
        ("published", 0),
        ("overdue", 0),
    ]
    for row in counts:
        assert len(names_on(ask(kind="subdistrict", state=row.state))) == row.count


def test_figures_are_of_announced_totals(ask, province):
    figures = ask(province="ทดสอบ").context["figures"]
    assert (figures.count, figures.scored, figures.passed, figures.share) == (5, 4, 3, "75.00")
    assert (figures.median, figures.quartiles) == ("88.00", ("84.00", "90.75"))
    assert (figures.lowest, figures.highest) == ("75.00", "96.00")
    assert [(level.label, level.count, level.per_cent) for level in figures.levels] == [
        ("ผ่านดีเยี่ยม", 1, 25),
        ("ผ่านดี", 0, 0),
        ("ผ่าน", 2, 50),
        ("ต้องปรับปรุง", 1, 25),
        ("ต้องปรับปรุงโดยด่วน", 0, 0),
        ("ยังไม่มีระดับ", 1, 0),
    ]


def test_unknown_level_is_counted_and_found(ask, province, names_on):
    Assessment.objects.filter(pk=of(province, "same").pk).update(official_level="ดีมาก")
    assert [level.count for level in ask().context["figures"].levels if level.level == "other"] == [1]
    assert names_on(ask(level="other")) == ["same"]


def test_years_that_do_not_compare_show_no_change(ask, province, frameworks, names_on):
    frameworks[2567].total_comparable, frameworks[2567].total_reason = False, "เปลี่ยนวิธีคิด"
    frameworks[2567].save()
    response = ask(change="fell")
    assert "เทียบกับปี 2566 ไม่ได้: เปลี่ยนวิธีคิด" in response.content.decode()
    assert {row.change for row in response.context["rows"]} == {None}
    assert len(names_on(response)) == 6 and "change" not in response.context["form"].fields


@pytest.mark.parametrize(
    ("step", "late"),
    [
        ("submitted", "fallen foreign held unopened"),
        ("published", "fallen foreign held same unopened"),
        ("scores", "fallen unopened"),
        ("half_year", "fallen foreign risen unopened"),
        ("year_end", "fallen foreign held risen same unopened"),
    ],
)
def test_overdue_is_who_lacks_what_a_passed_deadline_asks(ask, province, frameworks, names_on, step, late):
    Deadline.objects.filter(framework=frameworks[2567]).delete()
    Deadline.objects.create(framework=frameworks[2567], title="ส่ง", due="2020-01-01", step=step)
    Assessment.objects.filter(pk=of(province, "risen").pk).update(state="published")
    Assessment.objects.filter(pk=of(province, "same").pk).update(state="approved")
    of(province, "fallen").scores.first().delete()
    for name in ("held", "same"):
        Measure.objects.create(assessment=of(province, name), title="ก", half_output="ทำแล้ว")
    Measure.objects.create(assessment=of(province, "risen"), title="ก")
    expected = set(late.split()) - ({"risen"} if step in ("submitted", "published") else set())
    assert set(names_on(ask(state="overdue"))) == expected


def test_a_deadline_to_come_makes_nobody_late(ask, province, frameworks, names_on):
    Deadline.objects.filter(framework=frameworks[2567]).delete()
    Deadline.objects.create(framework=frameworks[2567], title="ส่ง", due="2999-01-01", step="submitted")
    assert names_on(ask(state="overdue")) == []


def test_auditor_of_a_province_sees_that_alone(sign_in, make_user, province, names_on):
    client = sign_in(make_user("p", "auditor", province="อื่น"))
    response = client.get(PAGE, {"province": "ทดสอบ", "district": "เมือง"})
    assert names_on(response) == ["foreign"]
    assert ("province" in response.context["form"].fields, response.context["counts"][0].count) == (False, 1)


def test_year_without_definitions_is_none(ask, province):
    assert [ask(f"/overview/{year}/").status_code for year in (2561, 9999, 10**17)] == [404] * 3


def test_newest_year_with_results_opens(ask, province):
    assert ask("/overview/").url == PAGE


def test_links_keep_filters_and_order(ask, province):
    html = ask(sort="i4", kind="town").content.decode()
    assert "/overview/2567/table.xlsx?kind=town&amp;sort=i4" in html
    assert "/overview/2567/warnings/?kind=town" in html
    assert '<input type="hidden" name="sort" value="i4">' in html
    assert "/2567/99910001/?list=%2Foverview%2F2567%2F%3Fkind%3Dtown%26sort%3Di4" in html


def test_years_are_found_by_who_has_looked_at_them(ask, names_on, province, national_auditor, make_user):
    def look(name):
        year = of(province, name)
        mark_inspected(by=national_auditor, assessment=year, seen=year.updated_at.isoformat())

    def named(asked) -> set[str]:
        return set(names_on(ask(look=asked)))

    for name in ("risen", "held", "foreign"):
        look(name)
    held = of(province, "held")
    staff = make_user("of_held", "staff", municipality=held.municipality)
    add_measure(by=staff, assessment=held, title="ก")
    assert named("not") == {"fallen", "same"}  # what was not begun waits for nobody
    assert (named("as_it_is"), named("stale")) == ({"risen", "foreign"}, {"held"})
    look("held")
    assert (named("as_it_is"), named("stale")) == ({"risen", "foreign", "held"}, set())


def test_years_are_found_by_remarks_without_an_answer(ask, names_on, province, national_auditor, make_user):
    year = of(province, "held")
    measure = Measure.objects.create(assessment=year, title="ก")
    staff = make_user("of_held", "staff", municipality=year.municipality)

    def say(by, **on):
        return add_comment(by=by, assessment=year, text="ก", **on)

    say(staff, measure=measure)
    assert names_on(ask(look="unanswered")) == []
    remark = say(national_auditor, measure=measure)
    say(staff)  # on another row
    assert names_on(ask(look="unanswered")) == ["held"]
    say(staff, measure=measure)
    assert names_on(ask(look="unanswered")) == []
    say(national_auditor, measure=measure)
    assert names_on(ask(look="unanswered")) == ["held"]
    Measure.objects.filter(pk=measure.pk).update(deleted_at=remark.at)
    assert names_on(ask(look="unanswered")) == []


@pytest.mark.one_database  # as many queries on any
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}warnings/", f"{PAGE}progress/"])
def test_pages_take_few_queries_whatever_the_address_says(sign_in, national_auditor, province, frameworks, path):
    Deadline.objects.create(framework=frameworks[2567], title="ส่งแล้ว", due="2020-01-01", step="scores")
    client, taken = sign_in(national_auditor), {}
    sorts = [head.key for head in headers(read_year(2567), "")]
    filters = {"province": "ทดสอบ", "district": "แม่ริม", "kind": "town", "level": "ผ่าน", "state": "overdue"}
    filters |= {"change": "up", "below": "99", "indicator": "4", "look": "unanswered"}
    asked = [{"sort": sort} for sort in sorts] + [{name: value} for name, value in filters.items()]
    asked += [filters, {"of": "weak", "count": "all"}, {"of": "differs"}, {"of": "weak", "state": "overdue"}, {}]
    for query in asked:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path, query).status_code == 200
        taken[urlencode(query)] = len(queries)
    assert {query: count for query, count in taken.items() if count > 15} == {}
    many = [
        Municipality(code=f"9992{number:04}", name=f"ก{number}", kind="town", province="ทดสอบ") for number in range(60)
    ]
    Municipality.objects.bulk_create(many)
    Assessment.objects.bulk_create(
        Assessment(municipality=place, framework=frameworks[2567], official_total=80) for place in many
    )
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) == taken[""]
