"""An import is undone as a whole, or not at all."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import Assessment, IndicatorScore, Municipality, User, acting
from assessments.scores.services import save_scores
from assessments.spreadsheets.services import undo_import
from ita_portal.templatetags.portal import thai_datetime
from measures.models import Measure
from measures.plan.services import edit_measure


def everything() -> dict:
    return {
        model: list(
            model._base_manager.order_by("pk").values(
                *[tracked_field.attname for tracked_field in model.history.model.tracked_fields]
            )
        )
        for model in (Municipality, User, Assessment, IndicatorScore, Measure)
    }


def refused(batch, by) -> list[str]:
    before = everything()
    with pytest.raises(ValidationError) as error:
        undo_import(by=by, batch=batch)
    assert everything() == before
    batch.refresh_from_db()
    assert batch.state == "done"
    return error.value.messages[1:]


def test_undo_restores_deletes_and_brings_back(year, staff, bring_in):
    before = everything()
    batch = bring_in(staff, "results", "99990001,,2567,91,ผ่านดี,5,1,-", "99990001,,2568,88,ผ่าน,,70,")
    assert everything() != before
    undone = undo_import(by=staff, batch=batch)
    assert (undone.state, everything()) == ("undone", before)


def test_undo_is_itself_in_history(year, staff, administrator, bring_in):
    batch = bring_in(staff, "indicator-scores", "99990001,,2567,1,1", "99990001,,2567,2,-", "99990001,,2568,1,1")
    undo_import(by=administrator, batch=batch)
    rows = IndicatorScore.history.filter(undoes=batch.act).order_by("indicator__number", "history_id")
    assert [(row.history_type, str(row.value), row.history_user) for row in rows] == [
        ("~", "90.64", administrator),
        ("-", "1.00", administrator),
        ("+", "92.12", administrator),
    ]


def test_undo_of_measures_restores_their_order(year, staff, bring_in):
    areas = {area.number: area for area in year.framework.areas.all()}
    first = year.measures.create(title="ก", area=areas[1], position=0)
    year.measures.create(title="ข", area=areas[2], position=1)
    before = everything()
    batch = bring_in(staff, "measures", f"99990001,2567,{first.pk},2,แก้,", "99990001,2567,,1,ใหม่,")
    undo_import(by=staff, batch=batch)
    assert everything() == before


def test_undo_of_accounts_and_municipalities(municipality, administrator, bring_in):
    before = everything()
    places = bring_in(administrator, "municipalities", "99990009,ใหม่,เทศบาลตำบล,,ทดสอบ,", "99990001,ชื่ออื่น,,,,")
    accounts = bring_in(administrator, "users", "new,,เจ้าหน้าที่,99990001,,,,")
    undo_import(by=administrator, batch=accounts)
    undo_import(by=administrator, batch=places)
    assert everything() == before


def test_a_later_change_stands_in_the_way(year, staff, bring_in):
    batch = bring_in(staff, "indicator-scores", "99990001,,2567,1,1", "99990001,,2567,2,2")
    save_scores(by=staff, assessment=year, announced={}, scores={2: 3})
    [name] = refused(batch, staff)
    said = f"คะแนนตัวชี้วัด ตัวชี้วัดที่ 2 การใช้งบประมาณ: 2.00 ({year}) แก้ไขภายหลัง โดย {staff} เมื่อ "
    assert name == said + thai_datetime(IndicatorScore.history.latest().history_date)


def test_a_later_change_of_other_rows_does_not(year, staff, bring_in):
    measure = year.measures.create(title="ก")
    batch = bring_in(staff, "indicator-scores", "99990001,,2567,1,1")
    save_scores(by=staff, assessment=year, announced={}, scores={2: 3})
    edit_measure(by=staff, measure=measure, title="ข")
    assert undo_import(by=staff, batch=batch).state == "undone"


def test_later_imports_are_undone_first(year, staff, bring_in):
    first = bring_in(staff, "indicator-scores", "99990001,,2567,1,1")
    second = bring_in(staff, "indicator-scores", "99990001,,2567,1,2")
    assert len(refused(first, staff)) == 1
    undo_import(by=staff, batch=second)
    assert undo_import(by=staff, batch=first).state == "undone"  # all is as it left it


def test_a_value_entered_anew_is_not_pushed_aside(year, staff, bring_in):
    batch = bring_in(staff, "indicator-scores", "99990001,,2567,2,-")
    save_scores(by=staff, assessment=year, announced={}, scores={2: 3})
    with pytest.raises(ValidationError) as error:
        undo_import(by=staff, batch=batch)
    assert error.value.messages == ["เลิกทำไม่ได้ เพราะมีข้อมูลใหม่อยู่แทนข้อมูลเดิมแล้ว"]
    assert str(year.scores.get(indicator__number=2).value) == "3.00"


def test_what_depends_on_a_created_row_stands_in_the_way(frameworks, administrator, make_user, bring_in):
    batch = bring_in(administrator, "municipalities", "99990009,ใหม่,เทศบาลตำบล,,ทดสอบ,")
    place = Municipality.objects.get(code="99990009")
    make_user("member", "staff", municipality=place)
    Assessment.objects.create(municipality=place, framework=frameworks[2567])
    assert sorted(refused(batch, administrator)) == ["หน่วยงาน ใหม่ มีผลการประเมินแล้ว", "หน่วยงาน ใหม่ มีผู้ใช้แล้ว"]


def test_a_created_year_with_measures_stays(municipality, frameworks, staff, bring_in):
    batch = bring_in(staff, "indicator-scores", "99990001,,2567,1,1")
    Assessment.objects.get().measures.create(title="ก")
    assert refused(batch, staff) == [f"ผลการประเมิน {Assessment.objects.get()} มีมาตรการแล้ว"]


def test_an_account_that_has_acted_stays(municipality, administrator, bring_in):
    batch = bring_in(administrator, "users", "new,,เจ้าหน้าที่,99990001,,,,")
    with acting(by=User.objects.get(username="new")):
        municipality.save()
    assert refused(batch, administrator) == ["ผู้ใช้ new มีประวัติหน่วยงานแล้ว"]


def test_undo_needs_the_right_and_happens_once(year, staff, make_user, other_municipality, approver, bring_in):
    batch = bring_in(staff, "indicator-scores", "99990001,,2567,1,1")
    for user in (approver, make_user("foreign", "staff", municipality=other_municipality)):
        with pytest.raises(PermissionDenied):
            undo_import(by=user, batch=batch)
    undo_import(by=staff, batch=batch)
    with pytest.raises(ValidationError):
        undo_import(by=staff, batch=batch)
