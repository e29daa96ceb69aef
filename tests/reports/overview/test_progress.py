"""Who did which step, who is late by how many days, and the list for a letter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Assessment, Deadline
from measures.models import Measure
from reports.overview import progress
from reports.year.calendar import done_steps

PAGE = "/overview/2567/progress/"


@pytest.fixture
def ask(sign_in, national_auditor):
    client = sign_in(national_auditor)
    return lambda **query: client.get(PAGE, query)


@pytest.fixture
def due(frameworks):
    """Return a function that lets steps be due so many days from today."""
    Deadline.objects.filter(framework=frameworks[2567]).delete()

    def store(**steps: int) -> None:
        for step, days in steps.items():
            day = timezone.localdate() + timedelta(days=days)
            Deadline.objects.create(framework=frameworks[2567], title=step, due=day, step=step)

    return store


def cells(response, name: str) -> dict[str, str]:
    row = next(row for row in response.context["rows"] if row.name == f"เทศบาล{name}")
    return {cell.label: cell.words for cell in row.cells}


def test_steps_are_told_with_the_days_that_are_left_or_over(ask, province, due):
    due(submitted=-12, published=9, scores=-3)
    year = province["held"].assessments.get(framework__fiscal_year=2567)
    Assessment.objects.filter(pk=year.pk).update(state="submitted")
    Measure.objects.create(assessment=year, title="ก", half_output="ทำแล้ว")
    assert cells(ask(), "held") == {
        "เริ่มปี": "ทำแล้ว",
        "ผลที่ประกาศ": "ทำแล้ว",
        "คะแนนครบ": "ทำแล้ว",
        "มาตรการ": "ทำแล้ว",
        "รอบ 6 เดือน": "ทำแล้ว",
        "ผลสิ้นปี": "ยังไม่ทำ",
        "ส่งแล้ว": "ทำแล้ว",
        "อนุมัติแล้ว": "ยังไม่ทำ",
        "เผยแพร่แล้ว": "เหลืออีก 9 วัน",
    }
    assert cells(ask(), "unopened") == {
        "เริ่มปี": "ยังไม่ทำ",
        "ผลที่ประกาศ": "ยังไม่ทำ",
        "คะแนนครบ": "เลยกำหนด 3 วัน",
        "มาตรการ": "ยังไม่ทำ",
        "รอบ 6 เดือน": "ยังไม่ทำ",
        "ผลสิ้นปี": "ยังไม่ทำ",
        "ส่งแล้ว": "เลยกำหนด 12 วัน",
        "อนุมัติแล้ว": "ยังไม่ทำ",
        "เผยแพร่แล้ว": "เหลืออีก 9 วัน",
    }


def test_letter_names_who_is_late_with_what(ask, province, due):
    due(submitted=-12)
    Assessment.objects.filter(municipality=province["held"]).update(state="approved")
    response = ask(district="แม่ริม", province="ทดสอบ")
    assert response.context["letter"] == (
        "๑. เทศบาลsame อ.แม่ริม จ.ทดสอบ: ส่งแล้ว (เลยกำหนด ๑๒ วัน)\n๒. เทศบาลunopened อ.แม่ริม จ.ทดสอบ: ส่งแล้ว (เลยกำหนด ๑๒ วัน)"
    )
    assert response.context["letter"] in response.content.decode()  # to be marked without a script


def test_letter_is_of_all_pages_and_bounded(ask, province, due, monkeypatch):
    due(submitted=-1)
    monkeypatch.setattr("reports.overview.views.PER_PAGE", 2)
    assert (len(ask(page=2).context["rows"]), ask().context["letter"].count("\n") + 1) == (2, 6)
    monkeypatch.setattr(progress, "MOST_IN_LETTER", 3)
    assert ask().context["letter"].count("\n") + 1 == 3


@pytest.mark.parametrize("days", [None, 3])
def test_without_a_passed_deadline_there_is_no_letter(ask, province, due, days):
    if days:
        due(submitted=days)
    response = ask()
    assert response.context["letter"] == ""
    assert "ปีนี้ยังไม่มีกำหนดการที่ผ่านไปแล้ว" in response.content.decode()


def test_nobody_late_is_said(ask, province, due):
    due(scores=-1)
    assert "ไม่มีหน่วยงานใดในกลุ่มนี้ที่เลยกำหนด" in ask(kind="city").content.decode()


def test_matrix_and_the_year_itself_agree(ask, province, due):
    """The same step is done, or not, on both pages."""
    due(submitted=-1, approved=-1, published=-1, scores=-1, half_year=-1, year_end=-1)
    for place, (name, state) in enumerate({"risen": "published", "same": "approved", "held": "returned"}.items()):
        year = province[name].assessments.get(framework__fiscal_year=2567)
        Assessment.objects.filter(pk=year.pk).update(state=state)
        Measure.objects.create(assessment=year, title="ก", half_output="ข", output="ข" * place)
        Measure.objects.create(assessment=year, title="ก", status="cancelled", status_reason="ข")
    steps = set(progress.STEPS) & set(Deadline.Step.values)
    for name in ("risen", "same", "held", "fallen"):
        year = province[name].assessments.get(framework__fiscal_year=2567)
        shown = cells(ask(), name)
        done = {step for step in steps if shown[progress.STEPS[step]] == "ทำแล้ว"}
        assert done == done_steps(year, steps)
