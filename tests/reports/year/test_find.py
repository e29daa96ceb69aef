"""The search: what is named so, kind by kind, and nobody's rows but one's own."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Municipality
from measures.models import Evidence, Measure
from reports.models import Document

FIND = reverse("find")
KINDS = ("มาตรการ", "หลักฐาน", "เอกสาร")
ROLES = ("staff", "approver", "auditor", "province_auditor", "national_auditor", "administrator")


def brought(response) -> dict[str, list[str]]:
    """Return the addresses of each kind that the page lists."""
    parts = re.findall(r"<section aria-labelledby.*?</section>", response.content.decode(), re.DOTALL)
    return {
        re.search(r"<h2[^>]*>([^<]+)", part)[1]: [
            unescape(href) for href in re.findall(r'<li>\s*<a href="([^"]+)"', part)
        ]
        for part in parts
    }


def codes_of(rows: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return of each row its kind and the municipality in its address."""
    return [(kind, address.split("/")[2]) for kind, addresses in rows.items() for address in addresses]


def text_of(response) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", response.content.decode())).split())


@pytest.fixture
def fill(staff):
    """Return a function that gives a year some measures, pieces of evidence and documents."""

    def put(year, count: int = 1, title: str = "จัดทำแผนแก้ไขแม่น้ำ") -> None:
        Measure.objects.bulk_create(
            Measure(assessment=year, title=f"{title} ครั้งที่ {number}", position=number) for number in range(count)
        )
        Evidence.objects.bulk_create(
            Evidence(
                municipality=year.municipality,
                assessment=year,
                title=f"ภาพ{title} ครั้งที่ {number}",
                address="https://example.org/",
                by=staff,
            )
            for number in range(count)
        )
        Document.objects.create(assessment=year, kind="results", title=["รายงาน", f"{title} ปี ๒๕๖๗"])

    return put


@pytest.fixture
def filled(fill, year):
    fill(year)
    return year


def asked(client, q: str, **further):
    return client.get(FIND, {"q": q, **further})


@pytest.mark.parametrize(
    "typed",
    ["แม่น้ำ", "เเม่น้ำ", "แม่น\u0e4d\u0e49า", "แก้ไขแม่", "แม่ แผน", "  แผน\u200b ", "แม่น้ำ 2567", "แม่น้ำ ๖๗"],
    ids=["whole", "two_e", "marks_apart", "part", "words", "invisible", "year", "thai_digits"],
)
def test_rows_are_brought_by_parts_of_their_names(sign_in, staff, filled, typed):
    shown = brought(asked(sign_in(staff), typed))
    year = "/2567/99990001/"
    assert shown["มาตรการ"] == [f"{year}measures/{Measure.objects.get().pk}/"]
    assert shown["หลักฐาน"] == [f"{year}evidence/{Evidence.objects.get().pk}/"]
    assert shown["เอกสาร"] == [f"{year}document/results/"]


@pytest.mark.parametrize("typed", ["รายงานผล", "รายงาน 2567", "๒๕๖๗ แม่น้ำ", "ผลการดำเนินการ"])
def test_documents_are_brought_by_kind_title_and_year(sign_in, staff, filled, typed):
    assert brought(asked(sign_in(staff), typed))["เอกสาร"] == ["/2567/99990001/document/results/"]


@pytest.mark.parametrize("typed", ["2567", "๒๕๖๗", "ปี 67", "ปี2567", "ปีงบประมาณ2567", "ทดสอบ 2567"])
def test_years_are_brought_by_number(sign_in, staff, year, typed):
    assert brought(asked(sign_in(staff), typed))["ปี"] == ["/2567/99990001/"]


@pytest.mark.parametrize("typed", ["ทม.ทดสอบ", "99990001", "จ.ทดสอบ", "เดิม"])
def test_municipalities_are_brought_as_officials_write_them(sign_in, national_auditor, municipality, typed):
    municipality.name = "เทศบาลตำบลเดิม"
    municipality.save()
    municipality.name = "เทศบาลเมืองทดสอบ"
    municipality.save()
    response = asked(sign_in(national_auditor), typed)
    assert brought(response)["หน่วยงาน"] == ["/municipalities/99990001/"]
    assert "ชื่อเดิม เทศบาลตำบลเดิม" in text_of(response)


def test_pages_are_of_the_newest_year_and_of_the_one_that_is_open(sign_in, staff, year):
    client = sign_in(staff)
    assert brought(asked(client, "คะแนนราย"))["หน้า"] == ["/2567/99990001/items/"]
    assert brought(asked(client, "คะแนนราย", at="2566/99990001"))["หน้า"] == [
        "/2566/99990001/items/",
        "/2567/99990001/items/",
    ]
    assert brought(asked(client, "คะแนนราย", at="x"))["หน้า"] == ["/2567/99990001/items/"]


def test_one_letter_brings_pages_only(sign_in, staff, filled):
    for typed in ("แ", "ม่", "น้ ม"):
        assert set(brought(asked(sign_in(staff), typed))) <= {"หน้า"}
    assert brought(asked(sign_in(staff), "ป"))["หน้า"]


def test_nothing_says_what_to_try(sign_in, staff, filled):
    response = asked(sign_in(staff), "กขคงจ")
    assert brought(response) == {}
    assert "ไม่พบ “กขคงจ” ลองพิมพ์เพียงบางส่วนของชื่อ" in text_of(response)


def test_long_words_are_refused_and_given_back(sign_in, staff, filled):
    response = asked(sign_in(staff), "ก" * 101)
    assert brought(response) == {}
    assert "100 ตัวอักษร" in text_of(response) and f'value="{"ก" * 101}"' in response.content.decode()


@pytest.mark.parametrize("role", ["foreign_staff", "foreign_auditor", "foreign_province_auditor"])
def test_nobody_is_brought_rows_of_others(sign_in, request, filled, role):
    client = sign_in(request.getfixturevalue(role))
    for typed in ("แม่น้ำ", "2567", "รายงาน", "ทดสอบ", "คะแนน"):
        response = asked(client, typed, at="2567/99990001")
        addresses = [address for rows in brought(response).values() for address in rows]
        assert [address for address in addresses if "99990001" in address] == []


def test_each_is_brought_the_rows_of_the_own_municipality(sign_in, fill, make_year, year, other_municipality, request):
    fill(year)
    fill(make_year(2567, of=other_municipality))
    for role, code in (("staff", "99990001"), ("foreign_staff", "99990002"), ("province_auditor", "99990001")):
        rows = brought(asked(sign_in(request.getfixturevalue(role)), "แม่น้ำ", at="2567/99990002"))
        assert codes_of(rows) == [(kind, code) for kind in KINDS]


@pytest.mark.parametrize("role", ["national_auditor", "administrator"])
def test_who_sees_the_nation_is_brought_rows_of_the_municipality_that_is_open(
    sign_in, fill, make_year, year, other_municipality, request, role
):
    fill(year)
    fill(make_year(2566, of=other_municipality))
    client = sign_in(request.getfixturevalue(role))
    rows = brought(asked(client, "แม่น้ำ", at="2567/99990002"))  # a year of its own that is not opened
    assert codes_of(rows) == [(kind, "99990002") for kind in KINDS]
    response = asked(client, "แม่น้ำ")
    assert brought(response) == {}
    assert "ให้เปิดปีของหน่วยงานนั้นก่อน" in text_of(response)
    assert len(brought(asked(client, "2566"))["ปี"]) == 2


def test_deleted_rows_are_not_brought(sign_in, staff, filled):
    Measure.objects.update(deleted_at="2024-01-01T00:00Z")
    Evidence.objects.update(deleted_at="2024-01-01T00:00Z")
    assert set(brought(asked(sign_in(staff), "แม่น้ำ"))) == {"เอกสาร"}


@pytest.mark.parametrize("state", ["draft", "published"])
@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_brought_may_be_opened(sign_in, request, filled, role, state):
    type(filled).objects.update(state=state)
    client = sign_in(request.getfixturevalue(role))
    addresses = set()
    for typed in ("แม่น้ำ", "2567", *"กคจดนปมรลวหอข"):
        addresses |= {row for rows in brought(asked(client, typed, at="2567/99990001")).values() for row in rows}
    assert len(addresses) > 15
    answers = {address: client.get(address).status_code for address in addresses}
    assert {address: code for address, code in answers.items() if code not in (200, 302)} == {}


def test_first_of_many_are_shown_and_the_rest_counted(sign_in, administrator, fill, year):
    fill(year, 20)
    Municipality.objects.bulk_create(
        Municipality(code=f"9998{number:04}", name=f"เทศบาลตำบลแม่น้ำ {number}", kind="subdistrict", province="กอ")
        for number in range(10)
    )
    response = asked(sign_in(administrator), "แม่น้ำ", at="2567/99990001")
    assert {kind: len(rows) for kind, rows in brought(response).items()} == {
        "มาตรการ": 8,
        "หลักฐาน": 8,
        "เอกสาร": 1,
        "หน่วยงาน": 8,
    }
    assert text_of(response).count("และอีก 12 รายการ") == 2
    assert "และอีก 2 รายการ" in text_of(response) and "พบ 51 รายการ" in text_of(response)


def test_queries_are_as_many_for_seven_rows_as_for_seventy(sign_in, administrator, staff, fill, year):
    fill(year, 7)
    taken = {}
    for count in (7, 70):
        for user in (staff, administrator):
            client = sign_in(user)
            with CaptureQueriesContext(connection) as queries:
                asked(client, "แม่น้ำ", at="2566/99990001")
            taken.setdefault(user.username, []).append(len(queries))
        if count == 7:
            Document.objects.all().delete()
            fill(year, 63)
    assert taken == {"staff": [12, 12], "administrator": [10, 10]}


def test_who_types_gets_the_matches_alone(sign_in, staff, filled):
    response = sign_in(staff).get(FIND, {"q": "แม่น้ำ"}, headers={"HX-Request": "true"})
    assert "</html>" not in response.content.decode()
    assert brought(response) == brought(asked(sign_in(staff), "แม่น้ำ"))
    assert re.search(r'<div hx-swap-oob="innerHTML:#find-said">\s+พบ 3 รายการ\s+</div>', response.content.decode())
    assert "HX-Request" in response["Vary"]


@pytest.mark.django_db
def test_page_under_which_the_session_ended_is_left_alone(client):
    response = client.get(FIND, {"q": "แผน"}, headers={"HX-Request": "true"})
    assert (response.status_code, response.content, "HX-Refresh" in response) == (204, b"", False)
    assert client.get(FIND, {"q": "แผน"}).url.startswith("/login/?next=/find/%3Fq%3D")
