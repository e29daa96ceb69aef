"""Home, the list of municipalities, a municipality's years, its pictures."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Assessment, Municipality
from ita_portal.thai import sort_key
from tests.markup import flat

LIST = reverse("municipalities")


def names(response) -> list[str]:
    return re.findall(r'<a href="/municipalities/\d{8}/">([^<]+)</a>', response.content.decode())


@pytest.fixture
def several(municipality, other_municipality):
    """Five municipalities of three provinces, of which two begin with a leading vowel."""
    for code, name, province in (
        ("99990003", "เทศบาลตำบลเกาะ", "กอ"),
        ("99990004", "เทศบาลตำบลขาว", "กอ"),
        ("99990005", "เทศบาลตำบลแก้ว", "กอ"),
    ):
        Municipality.objects.create(code=code, name=name, kind="subdistrict", district="ดี", province=province)


def test_home_brings_auditors_of_a_municipality_to_its_newest_year(sign_in, auditor, year):
    assert sign_in(auditor).get("/").url == "/2567/99990001/"


def test_home_of_an_auditor_without_a_year_is_the_municipality(sign_in, auditor):
    assert sign_in(auditor).get("/").url == "/municipalities/99990001/"


@pytest.mark.django_db
def test_home_of_auditors_of_many_is_the_list(client, national_auditor):
    client.force_login(national_auditor)
    assert client.get("/").url == LIST


def test_list_is_in_dictionary_order(sign_in, national_auditor, several):
    assert names(sign_in(national_auditor).get(LIST)) == [
        "เทศบาลตำบลเกาะ",
        "เทศบาลตำบลแก้ว",
        "เทศบาลตำบลขาว",
        "เทศบาลเมืองทดสอบ",
        "เทศบาลตำบลอื่น",
    ]


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("q=ขาว", ["เทศบาลตำบลขาว"]),
        ("q=ตำบล+กอ", ["เทศบาลตำบลเกาะ", "เทศบาลตำบลแก้ว", "เทศบาลตำบลขาว"]),
        ("q=๙๙๙๙๐๐๐๔", ["เทศบาลตำบลขาว"]),
        ("q=ตําบลขาว", ["เทศบาลตำบลขาว"]),
        ("province=อื่น", ["เทศบาลตำบลอื่น"]),
        ("q=ขาว&province=อื่น", []),
        ("q=%25", []),
        ("q=ทต.ขาว", ["เทศบาลตำบลขาว"]),
        ("q=ขาว+ทต", ["เทศบาลตำบลขาว"]),
        ("q=ทม", ["เทศบาลเมืองทดสอบ"]),
        ("q=อบต.ขาว", []),
        ("q=อ.บ.จ.", []),
        ("q=จ.อื่น", ["เทศบาลตำบลอื่น"]),
        ("q=จ.+อื่น", ["เทศบาลตำบลอื่น"]),
        ("q=ต.+ขาว", ["เทศบาลตำบลขาว"]),
        ("q=ท.ต.ขาว", ["เทศบาลตำบลขาว"]),
        ("q=ท.ต.+ขาว+จังหวัด++กอ", ["เทศบาลตำบลขาว"]),
        ("q=จังหวัดอื่น+อื่น", ["เทศบาลตำบลอื่น"]),
        ("q=ต.ขาว", ["เทศบาลตำบลขาว"]),
        ("q=เเก้ว", ["เทศบาลตำบลแก้ว"]),
        ("q=" + "ขาว+" * 20, ["เทศบาลตำบลขาว"]),
    ],
)
def test_list_searches(sign_in, administrator, several, query, listed):
    assert names(sign_in(administrator).get(f"{LIST}?{query}")) == listed


@pytest.fixture
def renamed(several):
    """เทศบาลตำบลขาว was once อบต.ดำเก่า, and before that wrongly written."""
    row = Municipality.objects.get(code="99990004")
    for name, kind in (("องค์การบริหารส่วนตำบลดำเก๋า", "sao"), ("องค์การบริหารส่วนตำบลดำเก่า", "sao"), (row.name, row.kind)):
        row.name, row.kind = name, kind
        row.save()


@pytest.mark.parametrize("query", ["ดำเก่า", "อบต.ดำเก่า", "ดี+ดำเก่า", "ดำเก่า+องค์การบริหารส่วนตำบล", "ดําเก่า+จ.กอ"])
def test_list_finds_former_names_and_tells_them(sign_in, administrator, renamed, query):
    response = sign_in(administrator).get(f"{LIST}?q={query}")
    assert names(response) == ["เทศบาลตำบลขาว"]
    assert "ชื่อเดิม องค์การบริหารส่วนตำบลดำเก่า, องค์การบริหารส่วนตำบลดำเก๋า" in flat(response.content.decode())


@pytest.mark.parametrize(
    ("query", "found"),
    [("ทต.ดำเก่า", []), ("ขาว+ดำเก่า", []), ("ขาว", ["เทศบาลตำบลขาว"]), ("แก้ว+เทศบาลตำบล", ["เทศบาลตำบลแก้ว"])],
)
def test_list_mixes_no_names_of_two_times(sign_in, administrator, renamed, query, found):
    assert names(sign_in(administrator).get(f"{LIST}?q={query}")) == found


def test_former_names_are_searched_behind_the_same_door(sign_in, staff, renamed):
    assert names(sign_in(staff).get(f"{LIST}?q=ดำเก่า")) == []


def test_list_without_hits_says_what_to_do(sign_in, administrator, several):
    html = sign_in(administrator).get(f"{LIST}?q=ไม่มีแน่").content.decode()
    assert "ไม่พบหน่วยงานที่ตรงกับคำค้น" in html
    assert 'value="ไม่มีแน่"' in html


def test_list_of_a_member_is_the_own_municipality(sign_in, staff, several):
    response = sign_in(staff).get(LIST)
    assert names(response) == ["เทศบาลเมืองทดสอบ"]
    assert 'name="province"' not in response.content.decode()


def test_list_shows_the_newest_announced_result(sign_in, administrator, year, make_year):
    make_year(2568)
    html = flat(sign_in(administrator).get(LIST).content.decode())
    assert re.findall(r'<td class="num"><a href="([^"]+)">([\d.]+)</a>', html) == [("/2567/99990001/", "90.65")]


@pytest.mark.parametrize("page", ["x", "-1", "99", "2"])
def test_list_pages_keep_the_search(sign_in, administrator, page, db):
    Municipality.objects.bulk_create(
        Municipality(code=f"9998{n:04}", name=f"เทศบาล {n:04}", kind="town", province="กอ") for n in range(60)
    )
    html = sign_in(administrator).get(f"{LIST}?q=เทศบาล&page={page}").content.decode()
    assert "พบ 60 หน่วยงาน" in html
    assert re.findall(r'href="(\?[^"]+)"', html) == [
        "?q=%E0%B9%80%E0%B8%97%E0%B8%A8%E0%B8%9A%E0%B8%B2%E0%B8%A5&amp;page=" + ("2" if page == "x" else "1")
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_few_queries(sign_in, administrator, frameworks, rows, django_assert_num_queries):
    for number in range(rows):
        town = Municipality.objects.create(
            code=f"9998000{number}", name=f"เทศบาล {number}", kind="town", province=f"จังหวัด {number}"
        )
        for fiscal_year in (2566, 2567):
            Assessment.objects.create(municipality=town, framework=frameworks[fiscal_year], official_total=Decimal(90))
    client = sign_in(administrator)
    with django_assert_num_queries(6):
        client.get(LIST)


def test_municipality_shows_every_year(sign_in, staff, year):
    html = sign_in(staff).get("/municipalities/99990001/").content.decode()
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", html, re.S)
    text = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]
    assert text == [
        "ปี 2569 เริ่มทำปี 2569",
        "ปี 2568 เริ่มทำปี 2568",
        "ปี 2567 90.65 ▼ -3.57 ผ่าน ฉบับร่าง",
        "ปี 2566 94.22 - - ฉบับร่าง",
        "ปี 2565 เริ่มทำปี 2565",
        "ปี 2564 เริ่มทำปี 2564",
        "ปี 2563 เริ่มทำปี 2563",
        "ปี 2562 เริ่มทำปี 2562",
    ]


def test_municipality_offers_no_start_to_readers(sign_in, auditor, year):
    html = sign_in(auditor).get("/municipalities/99990001/").content.decode()
    assert "เริ่มทำปี" not in html
    assert html.count("ยังไม่เริ่ม") == 6


@pytest.mark.parametrize("years", [1, 3])
def test_municipality_takes_few_queries(sign_in, staff, make_year, years, django_assert_num_queries):
    for fiscal_year in range(2566, 2566 + years):
        make_year(fiscal_year)
    client = sign_in(staff)
    with django_assert_num_queries(8):
        client.get("/municipalities/99990001/")


def test_open_year_starts_it_once(sign_in, staff, frameworks):
    client = sign_in(staff)
    for _ in range(2):
        assert client.post("/2569/99990001/open/").url == "/2569/99990001/"
    assert Assessment.objects.count() == 1


def test_open_year_without_definitions_is_not_found(sign_in, staff, frameworks):
    assert sign_in(staff).post("/2699/99990001/open/").status_code == 404


def test_picture_is_served_to_those_who_see_the_municipality(sign_in, staff, municipality, picture):
    municipality.seal.save("seal.jpg", picture("seal.jpg", "JPEG"))
    response = sign_in(staff).get("/municipalities/99990001/seal/")
    assert response["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"


@pytest.mark.parametrize("kind", ["emblem", "seal", "name", "code"])
def test_picture_that_is_none_is_not_found(sign_in, staff, municipality, kind):
    assert sign_in(staff).get(f"/municipalities/99990001/{kind}/").status_code == 404


def test_municipalities_stand_in_dictionary_order_on_every_database(db):
    """By province, then by name: เ แ โ ใ ไ after their consonant, tone marks last."""
    names = "เทศบาล ทราย แก้ว กา ไผ่ ขา ก่า โพธิ์ เชียงใหม่ เชียงราย ชัยนาท แม่ฮ่องสอน มุกดาหาร ใจดี น้ำใจ นาใจ ไทยน้ำทิพย์ ธงชัย".split()
    rows = [("อื่น", name) for name in names] + [("เลย", "ท้าย"), ("ลำปาง", "ต้น")]
    Municipality.objects.bulk_create(
        Municipality(code=f"98{place:06}", name=name, province=province, kind="town")
        for place, (province, name) in enumerate(rows)
    )
    ordered = list(Municipality.objects.alphabetical().values_list("province", "name"))
    assert ordered == sorted(rows, key=lambda row: (sort_key(row[0]), sort_key(row[1])))
    assert [name for _, name in ordered[:2]] == ["ต้น", "ท้าย"]


def test_an_old_code_leads_on_behind_the_same_door(sign_in, administrator, staff, several):
    Municipality.objects.get(code="99990004").delete()
    row = Municipality.objects.exclude(pk=staff.municipality_id).first()
    old, row.code = row.code, "99990077"
    row.save()
    address = reverse("municipality", args=[old])
    assert sign_in(administrator).get(address).url == reverse("municipality", args=["99990077"])
    assert sign_in(staff).get(address).status_code == 404
