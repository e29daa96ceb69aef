"""The list of measures as somebody wants to see it, and deeds on many rows of it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from measures.evidence.services import add_address, attach
from measures.models import Measure
from measures.plan.grid import COOKIE, Narrowing, View, chosen_rows
from measures.plan.services import bulk_edit, delete_measures, move_measure
from tests.undo import undo


@pytest.fixture
def plan(make_measure):
    """Four measures: of two areas and of none, by two units and by both, one of them cancelled."""
    whole = {"period": "ต.ค.", "output": "เสร็จ"}
    return {
        "ก": make_measure("ก", 1, responsible="กองคลัง", status="done", **whole),
        "ข": make_measure("ข", 1, responsible="กองช่าง\nกองคลัง", output="เสร็จ"),
        "ค": make_measure("ค", 2, responsible="กองช่าง", status="cancelled", status_reason="ไม่มีงบ", **whole),
        "ง": make_measure("ง", **whole),
    }


def titles(html: str) -> list[str]:
    return re.findall(r'aria-label="เลือก (\S+)"', html)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, "กขคง"),
        ({"area": "1"}, "กข"),
        ({"area": "none"}, "ง"),
        ({"unit": "กองคลัง"}, "กข"),
        ({"unit": "-"}, "ง"),
        ({"status": "not_started"}, "ขง"),
        ({"lacks": "period"}, "ข"),
        ({"lacks": "responsible"}, "ง"),
        ({"lacks": "evidence"}, "กขง"),  # a cancelled one needs none
        ({"lacks": "any"}, "กขง"),
        ({"unit": "กองช่าง", "status": "cancelled"}, "ค"),
        ({"unit": "กองอื่น"}, ""),
        ({"area": "x" * 9000, "status": "?", "further": "1"}, ""),
    ],
)
def test_list_is_narrowed_by_its_address(sign_in, staff, address, plan, asked, shown):
    page = sign_in(staff).get(address("measures"), asked)
    html = page.content.decode()
    assert titles(html) == list(shown)
    assert (f"แสดง {len(shown)} จาก 4 มาตรการ" in html) is bool(asked)
    assert ("ไม่มีมาตรการตามที่กรอง" in html) is not shown


def test_evidence_is_lacking_until_it_is_there(sign_in, staff, address, year, plan):
    evidence = add_address(by=staff, assessment=year, title="คู่มือ", address="https://example.go.th/a")
    attach(by=staff, evidence=evidence, assessment=year, use=plan["ก"])
    html = sign_in(staff).get(address("measures"), {"lacks": "any"}).content.decode()
    assert titles(html) == ["ข", "ง"]


def test_deeds_stay_in_the_narrowed_list(sign_in, staff, address, plan):
    client, asked = sign_in(staff), "?unit=%E0%B8%81%E0%B8%AD%E0%B8%87%E0%B8%84%E0%B8%A5%E0%B8%B1%E0%B8%87"
    html = client.get(address("measures") + asked).content.decode()
    assert address("measure_delete", plan["ก"].pk) + asked in html
    assert address("measure_move", plan["ก"].pk) not in html  # its neighbours may be out of sight
    done = client.post(address("measures_bulk") + asked, {"measure": plan["ก"].pk, "period": "พ.ย."})
    assert done.url == address("measures") + asked
    done = client.post(address("measure_delete", plan["ก"].pk) + asked)
    assert done.url == f"{address('measures')}{asked}#measure-{plan['ก'].pk}"
    fragment = client.post(address("measure_restore", plan["ก"].pk) + asked, headers={"HX-Request": "true"})
    assert "แสดง 2 จาก 4 มาตรการ" in fragment.content.decode()


def test_columns_and_density_are_kept_in_the_browser(sign_in, auditor, address, make_measure):
    make_measure("ก", 1, steps="๑. ประชุม", period="ต.ค.", remark="เร่งด่วน")
    client = sign_in(auditor)
    done = client.post(address("measures_view"), {"column": ["period", "title", "x"], "dense": "on"})
    assert (done.status_code, done.url) == (302, address("measures"))
    assert client.cookies[COOKIE]["httponly"] and client.cookies[COOKIE]["max-age"] == 365 * 24 * 3600
    html = client.get(address("measures")).content.decode()
    heads = re.findall(r'<th scope="col" class="col-(\w+)">', html)
    assert heads == ["title", "period"]
    assert 'class="measure-areas dense"' in html
    client.post(address("measures_view"), {"column": ["period", "remark"]})
    html = client.get(address("measures")).content.decode()
    assert re.findall(r'<th scope="col" class="col-(\w+)">', html) == ["title", "period", "remark"]
    assert "dense" not in html.split('class="measure-areas')[1][:20]


@pytest.mark.parametrize("cookie", ["", "title", "x.y", "<b>", "." * 4000])
def test_view_of_a_strange_cookie_is_the_usual_one(cookie):
    assert View.of(cookie) == View()
    assert View.of(View(("steps", "outcome"), dense=True).cookie) == View(("steps", "outcome"), dense=True)


def test_narrowing_knows_whether_neighbours_are_shown():
    assert (Narrowing().query, Narrowing(area="2").query) == ("", "?area=2")
    assert [Narrowing(area="2").keeps_neighbours, Narrowing(status="done").keeps_neighbours] == [True, False]


def test_box_of_an_area_stands_for_its_rows():
    assert chosen_rows(QueryDict("measure=3&measure=4,5,x&measure=")) == {0, 3, 4, 5}


def test_box_of_an_area_names_what_is_shown(sign_in, staff, address, plan):
    html = sign_in(staff).get(address("measures"), {"status": "not_started"}).content.decode()
    assert re.findall(r'class="choose-all"[^>]*value="([\d,]*)"', html) == [str(plan["ข"].pk), str(plan["ง"].pk)]


# ---- Many rows
def test_bulk_area_puts_rows_last_in_it_and_is_taken_back(sign_in, staff, address, plan, printed):
    before = printed()
    client = sign_in(staff)
    keys = f"{plan['ก'].pk},{plan['ง'].pk}"
    done = client.post(address("measures_bulk"), {"measure": keys, "area": "2"}, follow=True)
    assert "ตั้งค่า 2 มาตรการแล้ว" in done.content.decode()
    assert printed() == [(0, 1, "ข"), (1, 2, "ค"), (2, 2, "ก"), (3, 2, "ง")]
    undo(client, done)
    assert printed() == before


def test_bulk_area_that_is_none_is_told(sign_in, staff, address, plan, printed):
    before = printed()
    done = sign_in(staff).post(address("measures_bulk"), {"measure": plan["ก"].pk, "area": "99"}, follow=True)
    assert ("ไม่รู้จักประเด็นที่เลือก" in done.content.decode(), printed()) == (True, before)


def test_bulk_area_of_another_year_is_refused(staff, year, plan, make_year):
    foreign = make_year(2568).framework.areas.first()
    with pytest.raises(ValidationError):
        bulk_edit(by=staff, assessment=year, measures=[plan["ก"].pk], area=foreign)


def test_bulk_delete_is_told_once_and_taken_back(sign_in, staff, address, plan, printed):
    before = printed()
    client = sign_in(staff)
    data = {"measure": [plan["ก"].pk, plan["ค"].pk], "deed": "delete", "period": "ไม่ใช้"}
    done = client.post(address("measures_bulk"), data, follow=True)
    assert printed() == [(0, 1, "ข"), (1, None, "ง")]
    assert done.content.decode().count("<span>ลบ 2 มาตรการแล้ว</span>") == 1
    undo(client, done)
    assert printed() == before
    assert Measure.objects.get(title="ค").period == "ต.ค."


def test_bulk_delete_takes_as_many_queries_for_many(staff, year, make_measure, django_assert_num_queries):
    few, many = ([make_measure(str(number), 1).pk for number in range(count)] for count in (1, 20))
    with django_assert_num_queries(8):
        delete_measures(by=staff, assessment=year, measures=few)
    with django_assert_num_queries(8):
        delete_measures(by=staff, assessment=year, measures=many)


# ---- To another place
@pytest.mark.parametrize(("direction", "order"), [("before", "คกข"), ("after", "กคข")])
def test_measure_is_put_beside_another(staff, year, make_measure, direction, order):
    rows = {title: make_measure(title, 1) for title in "กขค"}
    move_measure(by=staff, measure=rows["ค"], direction=direction, beside=rows["ก"].pk)
    assert "".join(year.measures.values_list("title", flat=True)) == order


def test_measure_is_not_put_into_another_area(sign_in, staff, address, plan, printed):
    before = printed()
    for beside in (plan["ค"].pk, plan["ก"].pk, 0):
        data = {"direction": "after", "beside": beside}
        page = sign_in(staff).post(address("measure_move", plan["ก"].pk), data, follow=True)
        assert ("วางได้เฉพาะในประเด็นเดียวกัน" in page.content.decode(), printed()) == (True, before)
