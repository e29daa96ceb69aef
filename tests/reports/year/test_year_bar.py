"""The bar that stays within a year: what each part holds and lacks, where one stands, the same page of other years."""

import re

import pytest
from django.urls import reverse

from assessments.models import Assessment
from assessments.years.workflow import ACTIONS
from measures.evidence import services as evidence_services
from measures.models import Evidence, Measure
from reports.year.year_tabs import AWAITED
from tests.reports.samples import make_document, make_measures

TABS = ["year", "scores", "measures", "evidence", "documents", "approval"]


@pytest.fixture
def bar(sign_in, staff, year):
    """Return a function that opens a page of the year and returns its bar: (label, holds, lacks), the current part."""
    client = sign_in(staff)

    def read(name: str = "year", *further):
        html = client.get(year.address(name, *further)).content.decode()
        inner = re.search('<nav class="year-bar".*?</nav>', html, re.S)[0]
        tabs = re.findall(
            r'<a href="([^"]+)"(?: aria-current="(\w+)")?>\s*<strong>(.*?)</strong>(.*?)</a>', inner, re.S
        )
        texts = [" ".join(re.sub("<[^>]+>", " ", note).split()) for *_, note in tabs]
        assert [address for address, *_ in tabs] == [year.address(tab) for tab in TABS]
        return dict(zip([label for _, _, label, _ in tabs], texts, strict=True)), [
            (label, current) for _, current, label, _ in tabs if current
        ]

    return read


def test_bar_of_an_empty_year_says_what_is_missing(bar, year):
    year.scores.all().delete()
    Assessment.objects.filter(pk=year.pk).update(official_total=None)
    assert bar()[0] == {
        "ภาพรวม": "ยังไม่มีผล",
        "คะแนน": "0 จาก 10",
        "มาตรการ": "0 รายการ ขาด 7 ประเด็น",
        "หลักฐาน": "0 รายการ",
        "เอกสาร": "ยังไม่มี",
        "อนุมัติ": "รอเจ้าหน้าที่ส่ง",
    }


def test_bar_counts_what_the_year_holds(bar, year, staff, make_year):
    year.scores.first().delete()
    make_document(year)
    make_measures(year, 3)
    first, second, third = year.measures.all()
    Measure.objects.filter(pk=third.pk).update(status="cancelled", status_reason="ไม่มีงบ")
    proof, gone = (
        Evidence.objects.create(
            municipality=year.municipality, assessment=year, title=title, address="https://example.go.th/", by=staff
        )
        for title in ("ภาพ", "คำสั่ง")
    )
    evidence_services.attach(by=staff, evidence=proof, assessment=year, use=first)
    evidence_services.attach(by=staff, evidence=gone, assessment=year, use=second)
    evidence_services.delete_evidence(by=staff, evidence=gone)
    Measure.objects.create(assessment=make_year(2568), title="ของปีอื่น")
    assert bar()[0] == {
        "ภาพรวม": "90.65",
        "คะแนน": "9 จาก 10 ขาด 1 ตัวชี้วัด",
        "มาตรการ": "3 รายการ ขาด 4 ประเด็น",
        "หลักฐาน": "1 รายการ ขาด 1 มาตรการ",
        "เอกสาร": "1 ฉบับ",
        "อนุมัติ": "รอเจ้าหน้าที่ส่ง",
    }


@pytest.mark.parametrize(
    ("name", "current"),
    [
        ("year", ("ภาพรวม", "page")),
        ("history", ("ภาพรวม", "true")),
        ("scores", ("คะแนน", "page")),
        ("items", ("คะแนน", "true")),
        ("findings", ("คะแนน", "true")),
        ("measures", ("มาตรการ", "page")),
        ("measure_add", ("มาตรการ", "true")),
        ("evidence", ("หลักฐาน", "page")),
        ("documents", ("เอกสาร", "page")),
        ("approval", ("อนุมัติ", "page")),
    ],
)
def test_bar_marks_the_part_of_the_page(bar, name, current):
    assert bar(name)[1] == [current]


def test_every_state_says_who_is_awaited():
    states = {state for action in ACTIONS.values() for state in (*action.before, action.after)}
    assert set(AWAITED) == states


@pytest.mark.parametrize(
    ("name", "further", "same"),
    [("measures", False, "measures"), ("items", False, "items"), ("measure_edit", True, "year")],
)
def test_years_are_switched_in_place(sign_in, staff, year, name, further, same):
    """A page about one row has no like in other years; a year that was not opened has but its first page."""
    measure = Measure.objects.create(assessment=year, title="ก")
    page = sign_in(staff).get(year.address(name, *([measure.pk] if further else []))).content.decode()
    links = re.findall('href="([^"]+)"', re.search('<nav class="menu-list" .*?</nav>', page, re.S)[0])
    code = year.municipality.code
    assert links == [reverse(same if of in (2566, 2567) else "year", args=[of, code]) for of in range(2562, 2570)]


def test_year_that_was_not_opened_can_be_left(sign_in, staff, year):
    page = sign_in(staff).get(f"/2568/{year.municipality.code}/").content.decode()
    assert f'href="/2567/{year.municipality.code}/"' in page
    assert 'class="year-bar"' not in page
