"""One act is taken back as a whole where nothing later depends on it; history is only added to."""

import json
from decimal import Decimal
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import Assessment, IndicatorScore, Municipality, Unit, User, acting
from assessments.records.models import is_tracked
from assessments.scores.services import save_scores
from assessments.undo.services import obstacles_to_undo, undo_act
from assessments.years.services import open_year, take_step
from ita_portal.templatetags.portal import thai_datetime
from measures.carry_over.services import CarryChoice, decide_carries
from measures.comments.services import add_comment
from measures.evidence.services import add_address, attach, edit_evidence
from measures.models import Carry, Evidence, Measure, MeasureEvidence, ProgressNote, Target
from measures.plan.services import add_measure, delete_measure, edit_measure, move_measure, set_targets
from measures.progress.services import record_progress
from reports.builder.services import create_document, delete_block, delete_document, edit_block, save_settings
from reports.models import Block, Document
from reports.package import export_package, import_package, read_package

pytestmark = pytest.mark.usefixtures("blank_pages")

TRACKED = [model for model in apps.get_models() if is_tracked(model)]


def stored() -> dict:
    """Return all tracked rows but for time stamps."""
    return {
        model: {
            row.pop("id"): {name: value for name, value in row.items() if name not in ("updated_at", "at")}
            for row in model._base_manager.values()
        }
        for model in TRACKED
    }


def latest(model, **of):
    return model.history.filter(**of).latest().act


def refusals(by, act) -> list[str]:
    before = stored()
    with pytest.raises(ValidationError) as error:
        undo_act(by=by, act=act)
    assert stored() == before
    told = error.value.messages
    assert obstacles_to_undo(by=by, act=act) == (told[1:] or told)
    return told[1:] or told


@pytest.fixture
def measure(year, staff):
    return add_measure(by=staff, assessment=year, area=year.framework.areas.get(number=1), title="เดิม")


@pytest.fixture
def document(year, staff):
    return create_document(by=staff, year=year, kind="results")


def change_scores(year, by, measure, document):
    scores = {1: Decimal(1), 2: None}
    save_scores(by=by, assessment=year, announced={"official_level": "ผ่านดี"}, scores=scores)
    return IndicatorScore


def change_targets(year, by, measure, document):
    set_targets(by=by, measure=measure, indicators=[4, 5], items=["O34"])
    return Target


def change_measure(year, by, measure, document):
    edit_measure(by=by, measure=measure, title="ใหม่", area=year.framework.areas.get(number=2), steps="1. ก")
    return Measure


def remove_measure(year, by, measure, document):
    add_measure(by=by, assessment=year, area=measure.area, title="ถัดไป")
    delete_measure(by=by, measure=measure)
    return Measure


def change_progress(year, by, measure, document):
    record_progress(by=by, measure=measure, status="done", output="ครบ")
    return Measure


def add_evidence(year, by, measure, document):
    add_address(by=by, assessment=year, title="ภาพ", address="https://example.go.th/")
    return Evidence


def carry(year, by, measure, document):
    old = Measure.objects.create(assessment=Assessment.objects.get(framework__fiscal_year=2566), title="มาตรการปีก่อน")
    decide_carries(by=by, assessment=year, choices={old.pk: CarryChoice("keep")})
    return Carry


def change_settings(year, by, measure, document):
    save_settings(by=by, document=document, areas_as="column", title=["ใหม่"])
    return Document


def change_block(year, by, measure, document):
    section = {"type": "text", "heading": "ใหม่", "paragraphs": ["ก"]}
    edit_block(by=by, block=document.blocks.filter(type="text").first(), section=section)
    return Block


def remove_block(year, by, measure, document):
    delete_block(by=by, block=document.blocks.get(position=1))
    return Block


def remove_document(year, by, measure, document):
    delete_document(by=by, document=document)
    return Document


def make_document(year, by, measure, document):
    create_document(by=by, year=year, kind="plan")
    return Document


@pytest.mark.parametrize(
    "change",
    [
        change_scores,
        change_targets,
        change_measure,
        remove_measure,
        change_progress,
        add_evidence,
        carry,
        change_settings,
        change_block,
        remove_block,
        remove_document,
        make_document,
    ],
)
def test_undo_puts_everything_back_and_undoing_that_brings_it_again(year, staff, measure, document, change):
    act = latest(change(year, staff, measure, document))
    after = stored()
    rows = {model: model.history.count() for model in TRACKED}
    undo_act(by=staff, act=act)
    undone = stored()
    assert undone != after
    assert all(model.history.count() >= count for model, count in rows.items())
    [back] = {row.act for model in TRACKED for row in model.history.filter(undoes=act)}
    undo_act(by=staff, act=back)
    assert stored() == after
    assert act != back


def test_undo_gives_back_the_former_values_and_says_who_undid_what(year, staff, administrator):
    before = stored()
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(80), 5: None})
    act = latest(IndicatorScore)
    undo_act(by=administrator, act=act)
    assert stored() == before
    rows = IndicatorScore.history.filter(undoes=act)
    assert {row.history_user for row in rows} == {administrator}
    moment = thai_datetime(IndicatorScore.history.filter(act=act).first().history_date)
    assert {row.history_change_reason for row in rows} == {f"เลิกทำรายการของ {staff} เมื่อ {moment}"}


def test_later_change_of_the_same_field_stands_in_the_way_and_is_named(year, staff, approver, administrator):
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(80)})
    act = latest(IndicatorScore)
    save_scores(by=administrator, assessment=year, announced={}, scores={4: Decimal(81)})
    moment = thai_datetime(IndicatorScore.history.latest().history_date)
    name = f"คะแนนตัวชี้วัด ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ: 80.00 ({year})"
    assert refusals(staff, act) == [f"{name} แก้ไขภายหลัง โดย ผู้ดูแลระบบ เมื่อ {moment}"]


def test_once_the_later_change_is_undone_the_earlier_can_be(year, staff):
    acts = []
    for value in (80, 81):
        save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(value)})
        acts.append(latest(IndicatorScore))
    for act in reversed(acts):
        undo_act(by=staff, act=act)
    assert str(year.scores.get(indicator__number=4).value) == "74.54"


def test_later_change_of_another_field_or_place_stays(year, staff, measure):
    edit_measure(by=staff, measure=measure, title="ใหม่", area=measure.area)
    act = latest(Measure)
    edit_measure(by=staff, measure=measure, title="ใหม่", area=measure.area, period="ม.ค.")
    other = add_measure(by=staff, assessment=year, area=measure.area, title="อื่น")
    move_measure(by=staff, measure=other, direction="up")
    undo_act(by=staff, act=act)
    row = Measure.objects.get(pk=measure.pk)
    assert (row.title, row.period, row.position) == ("เดิม", "ม.ค.", 1)


def test_what_hangs_on_an_added_row_stands_in_the_way(year, staff, measure):
    act = latest(Measure)
    set_targets(by=staff, measure=measure, indicators=[4, 5])
    ProgressNote.objects.create(measure=measure, status="done", text="ทำแล้ว", by=staff)
    assert sorted(refusals(staff, act)) == [
        f"มาตรการ เดิม ({year}) มีบันทึกความก้าวหน้าแล้ว",
        f"มาตรการ เดิม ({year}) มีสิ่งที่มาตรการตอบแล้ว",
    ]


def test_row_that_was_deleted_since_stands_in_the_way(year, staff, measure):
    edit_measure(by=staff, measure=measure, title="ใหม่", area=measure.area)
    act = latest(Measure)
    measure.delete()
    [told] = refusals(staff, act)
    assert told.startswith(f"มาตรการ ใหม่ ({year}) ลบภายหลัง")


def test_row_whose_parent_is_gone_cannot_come_back(year, staff, measure):
    set_targets(by=staff, measure=measure, indicators=[4])
    set_targets(by=staff, measure=measure)
    act = latest(Target)
    measure.delete()
    assert refusals(staff, act) == ["สิ่งที่มาตรการตอบ ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ มาตรการเดิมถูกลบไปแล้ว"]


def test_score_that_was_entered_anew_is_not_pushed_aside(year, staff):
    save_scores(by=staff, assessment=year, announced={}, scores={4: None})
    act = latest(IndicatorScore)
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(1)})
    before = stored()
    with pytest.raises(ValidationError) as error:
        undo_act(by=staff, act=act)
    assert error.value.messages == ["เลิกทำไม่ได้ เพราะมีข้อมูลใหม่อยู่แทนข้อมูลเดิมแล้ว"]
    assert stored() == before


def test_steps_of_the_approval_are_not_undone_here(year, staff, approver, measure):
    take_step(by=staff, assessment=year, action="submit")
    year.refresh_from_db()
    take_step(by=approver, assessment=year, action="return", note="แก้")
    assert refusals(staff, latest(Assessment)) == ["สถานะของปี 2567 เปลี่ยนได้ที่หน้า “การอนุมัติ” เท่านั้น"]


def test_year_that_was_opened_by_mistake_goes_while_it_is_empty(year, staff, frameworks):
    opened = open_year(by=staff, municipality=year.municipality, framework=frameworks[2568])
    act = latest(Assessment)
    add_measure(by=staff, assessment=opened, title="ก")
    assert refusals(staff, act) == [f"ผลการประเมิน {opened} มีมาตรการแล้ว"]
    undo_act(by=staff, act=latest(Measure))
    undo_act(by=staff, act=act)
    assert not Assessment.objects.filter(pk=opened.pk).exists()
    with pytest.raises(ValidationError) as error:  # of somebody whose page still showed it
        add_measure(by=staff, assessment=opened, title="ข")
    assert error.value.messages == ["ปีนี้เพิ่งถูกลบไป ให้คัดลอกข้อความไว้แล้วเปิดหน้าหน่วยงานใหม่"]


def test_package_that_replaced_a_measure_is_undone_with_its_comments_and_notes(year, staff, measure):
    add_comment(by=staff, assessment=year, measure=measure, text="ขอหลักฐาน")
    record_progress(by=staff, measure=measure, status="done", note="เสร็จ")
    create_document(by=staff, year=year, kind="results")
    package = export_package(year) | {"measures": []}
    before = stored()
    import_package(read_package(json.dumps(package).encode()), by=staff, replace=True)
    assert not Measure.objects.exists()
    undo_act(by=staff, act=latest(Measure))
    assert stored()[Measure] == before[Measure]
    assert (measure.comments.count(), measure.notes.count()) == (1, 1)


def test_act_is_undone_once(year, staff):
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(80)})
    act = latest(IndicatorScore)
    undo_act(by=staff, act=act)
    [told] = refusals(staff, act)
    assert "แก้ไขภายหลัง" in told


def test_unknown_act_is_told(staff):
    assert refusals(staff, uuid4()) == ["ไม่พบรายการแก้ไขนี้ ให้เปิดหน้าประวัติใหม่"]


def test_undo_needs_the_deed(year, staff, approver, auditor, make_user, other_municipality):
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(80)})
    before = stored()
    for user in (approver, auditor, make_user("foreign", "staff", municipality=other_municipality)):
        with pytest.raises(PermissionDenied):
            undo_act(by=user, act=latest(IndicatorScore))
        with pytest.raises(PermissionDenied):
            obstacles_to_undo(by=user, act=latest(IndicatorScore))
    assert {model: rows for model, rows in stored().items() if model is not User} == {
        model: rows for model, rows in before.items() if model is not User
    }


def test_evidence_that_a_locked_year_uses_keeps_its_name(year, staff, make_year, measure):
    following = make_year(2568)
    evidence = add_address(by=staff, assessment=following, title="ภาพ", address="https://example.go.th/")
    attach(by=staff, evidence=evidence, assessment=measure.assessment, use=measure)
    edit_evidence(by=staff, evidence=evidence, title="ภาพใหม่", address="https://example.go.th/")
    act = latest(Evidence)
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    [told] = refusals(staff, act)
    assert told.startswith("เทศบาลเมืองทดสอบ: ปี 2567 อนุมัติแล้ว")


def test_use_of_evidence_is_undone_although_the_year_of_the_evidence_is_locked(year, staff, make_year, measure):
    other = make_year(2568)
    evidence = add_address(by=staff, assessment=other, title="ภาพ", address="https://example.go.th/")
    attach(by=staff, evidence=evidence, assessment=measure.assessment, use=measure)
    Assessment.objects.filter(pk=other.pk).update(state="approved")
    undo_act(by=staff, act=latest(MeasureEvidence))
    assert not MeasureEvidence.objects.exists()


def test_carrying_is_undone_although_last_year_is_locked(year, staff, measure):
    act = latest(carry(year, staff, measure, None))
    Assessment.objects.exclude(pk=year.pk).update(state="published")
    undo_act(by=staff, act=act)
    assert list(year.measures.all()) == [measure]
    assert not Carry.objects.exists()


def test_progress_is_undone_with_the_note_of_its_act_only(year, staff, measure):
    record_progress(by=staff, measure=measure, status="in_progress", note="เริ่ม")
    act = latest(Measure)
    record_progress(by=staff, measure=measure, status="in_progress", note="ต่อ")
    undo_act(by=staff, act=act)
    measure.refresh_from_db()
    assert (measure.status, [note.text for note in measure.notes.all()]) == ("not_started", ["ต่อ"])


def test_accounts_and_units_are_the_administrators(staff, administrator):
    unit = Unit.objects.create(municipality=staff.municipality, name="กองคลัง")
    with acting(by=administrator):
        staff.unit, staff.role = unit, "approver"
        staff.save()
    act = latest(User)
    with pytest.raises(PermissionDenied):
        undo_act(by=staff, act=act)
    undo_act(by=administrator, act=act)
    staff.refresh_from_db()
    assert (staff.unit, staff.role) == (None, "staff")


def test_deleted_unit_comes_back_with_its_members(staff, administrator):
    with acting(by=administrator):
        unit = Unit.objects.create(municipality=staff.municipality, name="กองคลัง")
        staff.unit = unit
        staff.save()
    with acting(by=administrator):
        Unit.objects.get().delete()
    undo_act(by=administrator, act=latest(Unit))
    assert User.objects.get(pk=staff.pk).unit == Unit.objects.get(name="กองคลัง")


def test_name_of_a_municipality_is_undone_by_administrators_only(municipality, staff, administrator):
    with acting(by=administrator):
        municipality.name = "ชื่ออื่น"
        municipality.save()
    with pytest.raises(PermissionDenied):
        undo_act(by=staff, act=latest(Municipality))
    undo_act(by=administrator, act=latest(Municipality))
    assert Municipality.objects.get().name == "เทศบาลเมืองทดสอบ"


# ---- The page


def test_page_shows_what_would_change_back_and_does_it(year, staff, sign_in):
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(80), 5: None})
    client, act = sign_in(staff), latest(IndicatorScore)
    response = client.get(f"/2567/99990001/history/{act}/undo/")
    shown = [(row.verb, row.fields[0].before, row.fields[0].after) for row in response.context["rows"]]
    assert sorted(shown) == [("เพิ่ม", "", "89.98"), ("แก้ไข", "80.00", "74.54")]
    done = client.post(f"/2567/99990001/history/{act}/undo/")
    assert (done.status_code, done.url) == (302, "/2567/99990001/history/")
    page = client.get(done.url)
    assert "เลิกทำแล้ว โดย นักวิเคราะห์นโยบายและแผน" in page.content.decode()
    assert [bool(entry.undone) for entry in page.context["entries"][:2]] == [False, True]


def test_page_shows_obstacles_without_a_button(year, staff, sign_in):
    for value in (80, 81):
        save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(value)})
    act = IndicatorScore.history.order_by("-history_id")[1].act
    client = sign_in(staff)
    for response, status in (
        (client.get(f"/2567/99990001/history/{act}/undo/"), 200),
        (client.post(f"/2567/99990001/history/{act}/undo/"), 422),
    ):
        page = response.content.decode()
        assert response.status_code == status
        assert "แก้ไขภายหลัง โดย นักวิเคราะห์นโยบายและแผน" in page
        assert "เลิกทำรายการนี้</button>" not in page


def test_act_of_another_year_is_not_found(year, staff, sign_in):
    other = Assessment.objects.get(framework__fiscal_year=2566)
    save_scores(by=staff, assessment=other, announced={}, scores={4: Decimal(80)})
    address = f"/2567/99990001/history/{latest(IndicatorScore)}/undo/"
    assert sign_in(staff).get(address).status_code == 404
    assert sign_in(staff).post(address).status_code == 404
