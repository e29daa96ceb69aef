"""Strengths and weaknesses on screen: the rules, the province's median as a figure of many, the queries."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Municipality
from assessments.statistics.counting import settle_changes
from tests.conftest import SCORES_2567
from tests.markup import flat
from tests.reports.samples import make_document


@pytest.fixture
def address(year):
    return reverse("findings", args=[2567, year.municipality.code])


@pytest.fixture
def neighbours(make_year, municipality):
    """Return a function that gives other municipalities of a province the same score in every indicator."""

    def make(scores: list[str], province: str = municipality.province) -> None:
        start = Municipality.objects.count()
        for place, value in enumerate(scores, start=start):
            neighbour = Municipality.objects.create(
                code=f"9998{place:04}", name=f"เพื่อนบ้าน {place}", kind="town", province=province
            )
            make_year(2567, dict.fromkeys(range(1, 11), value), of=neighbour)

    return make


def shown(client, address):
    return client.get(address).context["findings"]


def test_findings_shows_rules_and_marks(sign_in, auditor, address):
    page = sign_in(auditor).get(address)
    html = page.content.decode()
    assert "คะแนนต่ำกว่า 85.00 เป็นจุดที่ต้องพัฒนา" in html
    assert "ลดลงมากที่สุด: 91.50 → 74.54 (-16.96)" in html
    assert "จึงอยู่อันดับที่ 10 จาก 10" in html
    assert [indicator.number for indicator in page.context["findings"].indicators[:2]] == [4, 8]


def test_cut_off_is_the_documents_else_the_pass_mark(sign_in, auditor, year, address):
    client = sign_in(auditor)
    year.framework.pass_mark = Decimal(80)
    year.framework.save()
    assert list(shown(client, address).rules[0].weak) == [4, 8]
    assert "80.00" in shown(client, address).rules[0].sentence
    document = make_document(year)
    document.cut_off = Decimal(75)
    document.save()
    assert list(shown(client, address).rules[0].weak) == [4]


def test_median_needs_five_municipalities_of_the_province(sign_in, auditor, address, neighbours):
    client = sign_in(auditor)
    neighbours(["95.00", "96.00", "97.00"])
    neighbours(["10.00"] * 9, province="อื่น")
    rule = shown(client, address).rules[3]
    assert (rule.weak, rule.strong) == ({}, {})
    assert "4 หน่วยงาน ต้องมีอย่างน้อย 5" in rule.sentence
    neighbours(["98.00"])
    rule = shown(client, address).rules[3]
    assert list(rule.weak) == [1, 2, 4, 5, 6, 7, 8, 9]  # the third is 0.45 away
    assert rule.weak[4] == "ได้ 74.54 ต่ำกว่ามัธยฐานของจังหวัดทดสอบ 96.00 (-21.46)"


def test_median_names_no_other_municipality(sign_in, auditor, address, neighbours):
    neighbours(["95.00", "96.00", "97.00", "98.00"])
    html = sign_in(auditor).get(address).content.decode()
    assert "เพื่อนบ้าน" not in html
    assert "95.00" not in html and "98.00" not in html  # neither the lowest nor the highest neighbour


def test_findings_of_a_year_without_scores_says_what_to_do(sign_in, staff, make_year):
    make_year(2568)
    html = sign_in(staff).get(reverse("findings", args=[2568, "99990001"])).content.decode()
    assert "ยังไม่มีคะแนนตัวชี้วัดของปีนี้" in html
    assert ">กรอกคะแนน</a>" in html


@pytest.mark.parametrize("count", [1, 12])
def test_findings_takes_few_queries(sign_in, auditor, address, neighbours, count, django_assert_num_queries):
    neighbours(["90.00"] * count)
    client = sign_in(auditor)
    with django_assert_num_queries(21):  # two for what is not settled yet
        client.get(address)
    settle_changes()
    with django_assert_num_queries(19):
        client.get(address)


def test_overview_explains_its_figures(sign_in, auditor, year):
    html = sign_in(auditor).get(reverse("year", args=[2567, "99990001"])).content.decode()
    assert "คะแนนรวม = 30% × 88.566 + 30% × 86.937 + 40% × 95.000 = 90.65" in html
    assert "คะแนนรวม: 90.65 ของปี 2567 ลบ 94.22 ของปี 2566 = -3.57" in html
    assert "ตัวชี้วัดที่ 4: 74.54 ของปี 2567 ลบ 91.50 ของปี 2566 = -16.96" in html
    assert "ปัดเศษแต่ละส่วนก่อนรวมได้ 26.57 + 26.08 + 38.00 = 90.65" in html
    assert "ระบบไม่คำนวณและไม่แก้ไข" in html
    assert len(SCORES_2567) == flat(html).count('<div class="bar-change"><details')
