"""From a list to an authority's year and back, and on to the next of the same list."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from reports.overview.neighbours import Origin, origin_of

TABLE = "/overview/2567/?sort=total&kind=town"  # fallen, held


def year_of(place, address: str) -> str:
    return f"/2567/{place.code}/?{urlencode({'list': address})}"


def test_neighbours_are_of_the_list_in_its_order(province, national_auditor):
    first = origin_of(national_auditor, TABLE, province["fallen"].code)
    last = origin_of(national_auditor, TABLE, province["held"].code)
    assert first == Origin(TABLE, "ภาพรวมปี 2567", "", year_of(province["held"], TABLE))
    assert last == Origin(TABLE, "ภาพรวมปี 2567", year_of(province["fallen"], TABLE), "")
    assert origin_of(national_auditor, TABLE, province["risen"].code) == Origin(TABLE, "ภาพรวมปี 2567")  # not in it


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/overview/2567/",
        "//example.com/overview/2567/",
        "/2567/99910000/",
        "/overview/",
        "/overview/2567/table.xlsx",
        "/nowhere/",
        "javascript:alert(1)",
        f"/overview/2567/?sort={'x' * 2000}",
    ],
)
def test_what_is_no_list_is_left_aside(province, national_auditor, address):
    assert origin_of(national_auditor, address, province["fallen"].code) is None


def test_a_list_of_no_known_year_is_not_found(sign_in, province, national_auditor):
    page = sign_in(national_auditor).get(f"/2567/{province['fallen'].code}/", {"list": "/overview/2561/"})
    assert page.status_code == 404


def test_page_of_a_year_leads_back_and_on(sign_in, province, national_auditor):
    client = sign_in(national_auditor)
    html = client.get(year_of(province["fallen"], TABLE)).content.decode()
    assert '<a href="/overview/2567/?sort=total&amp;kind=town">ภาพรวมปี 2567</a>' in html
    following = year_of(province["held"], TABLE)
    assert f'<a href="{following}">หน่วยงานถัดไป ›</a>' in html
    assert parse_qs(urlsplit(following).query) == {"list": [TABLE]}
    assert "หน่วยงานก่อน" in client.get(following).content.decode()
    unopened = client.get(year_of(province["unopened"], "/overview/2567/progress/")).content.decode()
    assert '<a href="/overview/2567/progress/">ความคืบหน้า ปี 2567</a>' in unopened


def test_staff_follow_no_list(sign_in, province, make_user, django_assert_max_num_queries):
    client = sign_in(make_user("s", "staff", municipality=province["fallen"]))
    assert "ภาพรวมปี" not in client.get(year_of(province["fallen"], TABLE)).content.decode()
