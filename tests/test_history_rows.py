"""What history keeps of changes that no service of the table makes, and what leaves no row."""

import json
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.urls import reverse

import reports.builder.services as documents
import reports.builder.style_services as styles
from assessments.calendar import services as calendar_services
from assessments.frameworks.services import copy_to_next_year, delete_draft
from assessments.models import Assessment, Deadline, IndicatorScore, Municipality, Unit, User, acting
from assessments.municipalities.shipped import MUNICIPALITY_COLUMNS, load_municipalities
from assessments.records.bulk import delete_rows
from assessments.scores import services as scores_services
from measures.models import Measure
from reports.models import Style
from reports.package import export_package, import_package, read_package
from tests.test_history import year_after
from tests.tracked import TRACKED, unrecorded


@pytest.fixture
def measure(year) -> Measure:
    Measure.objects.create(assessment=year, title="ก", position=0)
    return Measure.objects.create(assessment=year, title="ข", position=1)


def test_shipped_and_corrected_municipalities_are_recorded(municipality, tmp_path):
    path = tmp_path / "list.csv"
    head = ",".join(MUNICIPALITY_COLUMNS)
    path.write_text(f"{head}\n99990001,ชื่อใหม่,town,,ทดสอบ\n99990005,เพิ่ม,sao,,ทดสอบ\n", encoding="utf-8")
    load_municipalities(path)
    assert [row.history_type for row in Municipality.history.order_by("history_id")] == ["+", "+", "~"]
    load_municipalities(path)
    assert Municipality.history.count() == 3
    assert unrecorded() == []


def test_the_admin_site_records_who(sign_in, administrator, municipality):
    address = reverse("admin:assessments_municipality_change", args=[municipality.pk])
    data = {"code": "99990001", "name": "ใหม่", "kind": "town", "district": "", "province": "ทดสอบ", "address": ""}
    formset = {f"units-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert sign_in(administrator).post(address, {**data, **formset}).status_code == 302
    latest = Municipality.history.first()
    assert (latest.name, latest.history_type, latest.history_user) == ("ใหม่", "~", administrator)
    assert unrecorded() == []


def test_signing_in_leaves_no_history_and_passwords_are_not_in_it(staff, client, settings):
    count = User.history.count()
    client.force_login(staff)
    assert User.history.count() == count
    assert {"password", "last_login"}.isdisjoint({field.name for field in User.history.model._meta.fields})


def test_deleting_a_year_records_what_went_with_it(year, measure):
    Assessment.objects.get(pk=year.pk).delete()
    assert IndicatorScore.history.filter(history_type="-").count() == 10
    assert Measure.history.filter(history_type="-").count() == 2
    assert unrecorded() == []


def test_a_save_that_changes_no_score_leaves_no_history(year, staff):
    count = IndicatorScore.history.count(), Assessment.history.count()
    scores_services.save_scores(
        by=staff, assessment=year, announced={"official_total": Decimal("90.65")}, scores={1: Decimal("90.64")}
    )
    assert (IndicatorScore.history.count(), Assessment.history.count()) == count


def test_deleting_a_unit_records_that_its_members_lost_it(staff, administrator, sign_in):
    unit = Unit.objects.create(municipality=staff.municipality, name="กองคลัง")
    staff.unit = unit
    staff.save()
    with acting(by=administrator):
        unit.delete()
    latest = User.history.filter(id=staff.pk).latest()
    assert (latest.unit_id, latest.history_user, latest.act) == (None, administrator, Unit.history.latest().act)
    assert unrecorded() == []


@pytest.mark.parametrize("way", ["the admin site", "a query", "many at once"])
def test_units_that_go_leave_a_row_of_each_member_whichever_way(
    way, staff, approver, administrator, municipality, sign_in
):
    units = [Unit.objects.create(municipality=municipality, name=name) for name in ("กองคลัง", "กองช่าง")]
    for member, unit in zip((staff, approver), units, strict=True):
        member.unit = unit
        member.save()
    if way == "the admin site":
        data = {name: getattr(municipality, name) for name in ("code", "name", "kind", "district", "province")}
        data |= {"address": "", "units-TOTAL_FORMS": 2, "units-INITIAL_FORMS": 2}
        for place, unit in enumerate(units):
            row = {"id": unit.pk, "municipality": municipality.pk, "name": unit.name, "DELETE": "on"}
            data |= {f"units-{place}-{name}": value for name, value in row.items()}
        address = reverse("admin:assessments_municipality_change", args=[municipality.pk])
        assert sign_in(administrator).post(address, data).status_code == 302
    else:
        with acting(by=administrator):
            {"a query": lambda rows: rows.delete(), "many at once": delete_rows}[way](Unit.objects.all())
    assert not Unit.objects.exists()
    for member in (staff, approver):
        row = User.history.filter(id=member.pk).latest()
        assert (row.history_type, row.unit_id, row.history_user) == ("~", None, administrator)
    assert len({model.history.latest().act for model in (User, Unit)}) == 1
    assert unrecorded() == []


def test_deleting_a_measure_records_that_its_copy_lost_it(year, measure, staff):
    following = year_after(staff, year)
    copy = Measure.objects.create(assessment=following, title="สำเนา", carried_from=measure)
    measure.delete()
    assert Measure.history.filter(id=copy.pk).latest().carried_from_id is None
    assert unrecorded() == []


@pytest.mark.parametrize("name", ["package", "copies"])
def test_deleting_many_measures_records_what_their_copies_lost(year, measure, staff, name):
    copy = Measure.objects.create(assessment=year_after(staff, year), title="สำเนา", carried_from=measure)
    rows = Measure.with_deleted.filter(assessment=year) if name == "package" else Measure.with_deleted.all()
    delete_rows(rows)
    assert Measure.with_deleted.filter(pk=copy.pk).exists() is (name == "package")
    assert unrecorded() == []


def test_importing_a_package_again_leaves_no_history_of_its_document(year, measure, staff):
    documents.create_document(by=staff, year=year, kind="results")
    package = json.dumps(export_package(year)).encode()
    import_package(read_package(package), by=staff, replace=True)
    models = [model for model in TRACKED if model._meta.app_label == "reports"]
    count = [model.history.count() for model in models]
    import_package(read_package(package), by=staff, replace=True)
    assert [model.history.count() for model in models] == count


def days(*titles: str, month: int = 4) -> list[calendar_services.DeadlineData]:
    return [calendar_services.DeadlineData(title, date(2024, month, 30), "published", "ตามหนังสือ") for title in titles]


def test_a_years_calendar_leaves_history_of_what_changed_only(frameworks, administrator):
    save = partial(calendar_services.save_deadlines, by=administrator, framework=frameworks[2569])
    save(rows=days("ก", "ข"))
    save(rows=days("ข", "ก"))
    save(rows=[*days("ข"), *days("ค", month=5)])
    save(rows=days("ข", "ค"))
    rows = Deadline.history.order_by("history_id")
    assert [(row.history_type, row.title, row.due.month) for row in rows] == [
        ("+", "ก", 4),
        ("+", "ข", 4),
        ("-", "ก", 4),
        ("+", "ค", 5),
        ("~", "ค", 4),
    ]
    assert {row.history_user for row in rows} == {administrator}
    assert len({row.act for row in rows}) == 3
    assert unrecorded() == []


def test_a_copied_calendar_and_the_deletion_of_its_draft_leave_history(frameworks, administrator):
    calendar_services.save_deadlines(by=administrator, framework=frameworks[2569], rows=days("ก"))
    draft = copy_to_next_year(by=administrator, framework=frameworks[2569])
    key = draft.pk
    delete_draft(by=administrator, framework=draft)
    rows = Deadline.history.filter(framework_id=key).order_by("history_id")
    assert [(row.history_type, row.due.year, row.history_user) for row in rows] == [
        ("+", 2025, administrator),
        ("-", 2025, administrator),
    ]
    assert unrecorded() == []


def test_a_style_that_is_kept_again_as_it_was_leaves_no_history(year, staff):
    document = documents.create_document(by=staff, year=year, kind="results")
    style = styles.save_style(by=staff, document=document, name="ก")
    styles.save_style(by=staff, document=document, name="ก", replace=True)
    styles.rename_style(by=staff, style=style, name="ก")
    assert [row.history_type for row in Style.history.all()] == ["+"]
