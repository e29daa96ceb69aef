"""Spreadsheets and locked years: their rows are refused with the reason, the others come in; undo stops before them."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Assessment, IndicatorScore
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.spreadsheets.services import (
    check_import,
    confirm_import,
    import_rows,
    run_import,
    undo_import,
    upload_import,
)
from assessments.years.workflow import LOCKED, locked_sentence

SHEETS = {
    "results": "รหัสหน่วยงาน,ปีงบประมาณ,คะแนนรวมที่ประกาศ\n99990001,{year},55.00\n",
    "indicator-scores": "รหัสหน่วยงาน,ปีงบประมาณ,ตัวชี้วัดที่,คะแนน\n99990001,{year},1,12.5\n99990001,{year},2,-\n",
    "item-scores": "รหัสหน่วยงาน,ปีงบประมาณ,ข้อ,คะแนน\n99990001,{year},O34,100\n",
    "evidence": "รหัสหน่วยงาน,ปีงบประมาณ,ข้อ,ชื่อหลักฐาน,ที่อยู่เว็บ\n99990001,{year},O1,ประกาศ,https://example.go.th/1\n",
    "measures": "รหัสหน่วยงาน,ปีงบประมาณ,รหัสมาตรการ,มาตรการ\n99990001,{year},,ใหม่\n",
}


def upload(by, kind, text):
    batch = upload_import(by=by, kind=all_kinds()[kind], file=BytesIO(text.encode()), filename="x.csv")
    return check_import(batch.pk)


def lock(year, state="approved"):
    Assessment.objects.filter(pk=year.pk).update(state=state)


def test_every_kind_of_years_has_a_sheet_here():
    assert set(SHEETS) == {key for key, kind in all_kinds().items() if kind.per_year}


@pytest.mark.parametrize("state", sorted(LOCKED))
@pytest.mark.parametrize("kind", SHEETS)
def test_rows_of_a_locked_year_are_refused_with_the_reason(year, staff, kind, state):
    lock(year, state)
    batch = upload(staff, kind, SHEETS[kind].format(year=2567))
    rows = import_rows(batch)
    assert batch.refused == batch.rows == len(rows)
    assert {reason for row in rows for _, _, reason in row.reasons} == {locked_sentence(2567, state)}
    with pytest.raises(ValidationError):
        confirm_import(by=staff, batch=batch)


def test_rows_of_other_years_come_in(year, staff):
    lock(year)
    sheet = SHEETS["indicator-scores"]
    batch = upload(staff, "indicator-scores", sheet.format(year=2567) + "99990001,2566,1,12.50\n")
    assert (batch.refused, batch.changed) == (2, 1)
    assert run_import(confirm_import(by=staff, batch=batch).pk).state == "done"
    scores = IndicatorScore.objects.filter(indicator__number=1).order_by("assessment__framework__fiscal_year")
    assert [str(score.value) for score in scores] == ["12.50", "90.64"]


def test_year_that_was_submitted_after_the_preview_is_not_written(year, staff):
    batch = confirm_import(
        by=staff, batch=upload(staff, "indicator-scores", SHEETS["indicator-scores"].format(year=2567))
    )
    lock(year, "submitted")
    batch = run_import(batch.pk)
    assert (batch.state, batch.refused) == ("checked", 2)
    assert IndicatorScore.objects.filter(assessment=year).count() == 10


def test_undo_stops_before_a_locked_year(year, staff):
    batch = confirm_import(
        by=staff, batch=upload(staff, "indicator-scores", SHEETS["indicator-scores"].format(year=2567))
    )
    batch = run_import(batch.pk)
    lock(year)
    with pytest.raises(ValidationError) as refused:
        undo_import(by=staff, batch=batch)
    assert refused.value.messages == [locked_sentence(2567, "approved")]
    lock(year, "draft")
    assert undo_import(by=staff, batch=batch).state == "undone"


def test_undo_of_several_years_names_those_that_are_locked(year, staff):
    sheet = SHEETS["indicator-scores"].format(year=2567) + "99990001,2566,1,12.50\n"
    batch = run_import(confirm_import(by=staff, batch=upload(staff, "indicator-scores", sheet)).pk)
    lock(year)
    with pytest.raises(ValidationError) as refused:
        undo_import(by=staff, batch=batch)
    assert refused.value.messages[1:] == [f"เทศบาลเมืองทดสอบ: {locked_sentence(2567, 'approved')}"]
    batch.refresh_from_db()
    assert batch.state == "done"
