"""Nothing that history follows changes without a history row: tried with every service, and by reading the code."""

import ast
import inspect
import json
from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import ProtectedError
from django.urls import reverse

import measures.services
import reports.package.reading
import reports.services
import reports.services.copying as copying
import reports.services.documents as documents
import reports.services.drafting as drafting
import reports.services.styles as styles
from assessments.history import delete_rows
from assessments.models import (
    Assessment,
    Deadline,
    DefinitionChange,
    FrameworkRevision,
    IndicatorScore,
    Municipality,
    Transition,
    Unit,
    User,
    acting,
)
from assessments.services import (
    calendars,
    copy_to_next_year,
    delete_draft,
    imports,
    load_municipalities,
    scores,
    shipped,
    undo,
    workflow,
)
from assessments.sheets.kinds import KINDS
from measures.models import Measure
from measures.services.batches import PastedRow
from reports.models import Style
from reports.package import export_package, import_package, read_package
from reports.styles import READY

ROOT = Path(__file__).parent.parent
TRACKED = [each for each in apps.get_models() if hasattr(each._meta, "simple_history_manager_attribute")]
MODULES = (
    calendars,
    scores,
    workflow,
    imports,
    undo,
    measures.services.measures,
    measures.services.cells,
    measures.services.batches,
    measures.services.progress,
    measures.services.targets,
    measures.services.carrying,
    reports.package.reading,
    documents,
    drafting,
    copying,
    styles,
)


def unrecorded() -> list[str]:
    """Name each row that differs from its latest history row, and each deletion that left none."""
    faults = []
    for model in TRACKED:
        names = [each.attname for each in model.history.model.tracked_fields]
        stored = {row["id"]: row for row in model._base_manager.values(*names)}
        latest = {
            row["id"]: row for row in model.history.order_by("history_id").values("history_type", *names)
        }
        for pk in stored.keys() | latest.keys():
            kept = dict(latest.get(pk, {"history_type": "none"}))
            gone = kept.pop("history_type") == "-"
            if gone is (pk in stored) or (not gone and kept != stored.get(pk)):
                faults.append(f"{model.__name__} {pk}")
    return faults


@pytest.fixture
def measure(year) -> Measure:
    Measure.objects.create(assessment=year, title="ก", position=0)
    return Measure.objects.create(assessment=year, title="ข", position=1)


def bring_in(by, text: str) -> None:
    file = BytesIO(text.encode())
    kind = KINDS["indicator-scores"]
    batch = imports.check_import(imports.upload_import(by=by, kind=kind, file=file, filename="x.csv").pk)
    return imports.run_import(imports.confirm_import(by=by, batch=batch).pk)


ROWS = "รหัสหน่วยงาน,ปีงบประมาณ,ตัวชี้วัดที่,คะแนน\n99990001,2567,1,1\n99990001,2567,2,-\n99990001,2568,3,3"


def replace_by_package(by, year, measure):
    package = export_package(year)
    package["measures"] = [{**package["measures"][0], "title": "จากแฟ้ม"}]
    package["assessments"][-1]["scores"] = {"1": "99", "3": "95.55"}
    import_package(read_package(json.dumps(package).encode()), by=by, replace=True)


def year_after(by, year) -> Assessment:
    framework = type(year.framework).objects.get(fiscal_year=year.fiscal_year + 1)
    return scores.open_year(by=by, municipality=year.municipality, framework=framework)


def carry_over(by, year, measure):
    measures.services.set_targets(by=by, measure=measure, indicators=[1], items=["O34"])
    for decision in ("keep", "drop"):
        choice = measures.services.Choice(decision, "ยังจำเป็น")
        measures.services.decide_carries(by=by, assessment=year_after(by, year), choices={measure.pk: choice})


def change_document(by, year, name: str) -> None:
    """Make a document and change it in one way."""
    document = documents.create_document(by=by, year=year, kind="results")
    block = document.blocks.get(position=1)
    section = {"type": "text", "heading": "ก", "paragraphs": ["ข"]}
    text = documents.add_block(by=by, document=document, section=section)
    drafting.insert_sentences(by=by, block=text, keys=["result:2567"])
    calls = {
        "save_settings": {"document": document, "areas_as": "column"},
        "save_columns": {"document": document, "columns": [{"field": "title", "heading": "ก"}]},
        "save_memo": {"document": document, "memo": None},
        "add_block": {"document": document, "section": section},
        "edit_block": {"block": document.blocks.get(position=0), "section": section},
        "move_block": {"block": block, "direction": "up"},
        "delete_block": {"block": block},
        "restore_block": {"document": document, "removed": {"position": 0, "section": section}},
        "apply_style": {"document": document, "look": READY[0].look},
        "confirm_review": {"document": document},
        "copy_document": {"year": year_after(by, year), "source": document},
        "insert_sentences": {"block": text, "keys": ["change_of_total:2567"]},
        "refresh_sentence": {"block": text, "key": "result:2567"},
        "dismiss_sentence": {"block": text, "key": "result:2567"},
    }
    if name in calls:
        getattr(reports.services, name)(by=by, **calls[name])


def change_style(by, year, name: str) -> None:
    """Keep a style and change it in one way."""
    document = documents.create_document(by=by, year=year, kind="results")
    style = styles.save_style(by=by, document=document, name="ก")
    if name == "rename_style":
        styles.rename_style(by=by, style=style, name="ข")
    if name == "delete_style":
        styles.delete_style(by=by, style=style)


def latest_act(by, year, measure):
    measures.services.delete_measure(by=by, measure=measure)
    return Measure.history.latest().act


SERVICES = {
    "open_year": lambda by, year, measure: scores.open_year(
        by=by,
        municipality=year.municipality,
        framework=type(year.framework).objects.get(fiscal_year=2569),
    ),
    "save_scores": lambda by, year, measure: scores.save_scores(
        by=by,
        assessment=year,
        announced={"official_total": Decimal("91"), "province_rank": 2},
        scores={1: Decimal("1"), 2: None, 3: Decimal("95.55")},
    ),
    "restore_scores": lambda by, year, measure: scores.restore_scores(
        by=by, assessment=year, scores={1: (None, Decimal("90.64")), 2: (Decimal("9"), Decimal("92.12"))}
    ),
    "save_item_scores": lambda by, year, measure: scores.save_item_scores(
        by=by, assessment=year, scores={"O34": Decimal("100"), "O35": None}
    ),
    "add_measure": lambda by, year, measure: measures.services.add_measure(by=by, assessment=year, title="ค"),
    "edit_measure": lambda by, year, measure: measures.services.edit_measure(
        by=by, measure=measure, title="แก้", area=year.framework.areas.first()
    ),
    "duplicate_measure": lambda by, year, measure: measures.services.duplicate_measure(
        by=by, measure=measure
    ),
    "move_measure": lambda by, year, measure: measures.services.move_measure(
        by=by, measure=measure, direction="up"
    ),
    "delete_measure": lambda by, year, measure: measures.services.delete_measure(by=by, measure=measure),
    "restore_measure": lambda by, year, measure: (
        measures.services.delete_measure(by=by, measure=measure),
        measures.services.restore_measure(by=by, measure=measure),
    ),
    "edit_cell": lambda by, year, measure: measures.services.edit_cell(
        by=by, measure=measure, field="steps", shown="", value="ใหม่"
    ),
    "paste_measures": lambda by, year, measure: measures.services.paste_measures(
        by=by,
        assessment=year,
        rows=[
            PastedRow({"title": "แทน"}, measure.pk, shown={"title": "ข"}),
            PastedRow({"title": "ใหม่"}, area=year.framework.areas.first()),
        ],
    ),
    "bulk_edit": lambda by, year, measure: measures.services.bulk_edit(
        by=by, assessment=year, measures=[measure.pk], period="ต.ค.", status="done"
    ),
    "undo_changes": lambda by, year, measure: measures.services.undo_changes(
        by=by,
        assessment=year,
        changes=measures.services.latest_changes(
            measures.services.bulk_edit(by=by, assessment=year, measures=[measure.pk], period="ต.ค.")
        ),
    ),
    "record_progress": lambda by, year, measure: measures.services.record_progress(
        by=by, measure=measure, status="done", note="เสร็จ", output="ครบ"
    ),
    "set_targets": lambda by, year, measure: (
        measures.services.set_targets(by=by, measure=measure, indicators=[1, 2], items=["O34"]),
        measures.services.set_targets(by=by, measure=measure, indicators=[2]),
    ),
    "decide_carries": carry_over,
    "keep_rest": lambda by, year, measure: measures.services.keep_rest(
        by=by, assessment=year_after(by, year)
    ),
    "undo_carries": lambda by, year, measure: measures.services.undo_carries(
        by=by,
        assessment=year_after(by, year),
        carries=[each.pk for each in measures.services.keep_rest(by=by, assessment=year_after(by, year))],
    ),
    **{
        name: lambda by, year, measure, name=name: change_document(by, year, name)
        for name in (
            "create_document",
            "save_settings",
            "save_columns",
            "save_memo",
            "add_block",
            "edit_block",
            "move_block",
            "delete_block",
            "restore_block",
            "apply_style",
            "confirm_review",
            "copy_document",
            "insert_sentences",
            "refresh_sentence",
            "dismiss_sentence",
        )
    },
    **{
        name: lambda by, year, measure, name=name: change_style(by, year, name)
        for name in ("save_style", "rename_style", "delete_style")
    },
    "undo_act": lambda by, year, measure: undo.undo_act(by=by, act=latest_act(by, year, measure)),
    "take_step": lambda by, year, measure: workflow.take_step(by=by, assessment=year, action="submit"),
    "import_package": replace_by_package,
    "run_import": lambda by, year, measure: bring_in(by, ROWS),
    "undo_import": lambda by, year, measure: undo.undo_import(by=by, batch=bring_in(by, ROWS)),
}
HOLD_NO_TRACKED_ROWS = {"upload_import", "confirm_import", "other_person_needed", "obstacles_to_undo"}
HOLD_NO_TRACKED_ROWS |= {"renew_feed", "revoke_feed"}
ADMINISTRATORS = {"save_deadlines"}  # below


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_leaves_history_of_its_actor(name, year, measure, staff):
    assert unrecorded() == []
    last = {model: model.history.values_list("history_id", flat=True).first() or 0 for model in TRACKED}
    with acting(by=None):
        SERVICES[name](staff, year, measure)
    rows = [row for model in TRACKED for row in model.history.filter(history_id__gt=last[model])]
    assert rows
    assert {row.history_user for row in rows} == {staff}
    assert unrecorded() == []


def test_no_service_with_an_actor_is_left_out():
    found = {
        name
        for module in MODULES
        for name, each in inspect.getmembers(module, inspect.isfunction)
        if each.__module__ == module.__name__
        and "by" in inspect.signature(each).parameters
        and not name.startswith("_")
    }
    assert found == SERVICES.keys() - {"run_import"} | HOLD_NO_TRACKED_ROWS | ADMINISTRATORS


def test_shipped_and_corrected_municipalities_are_recorded(municipality, tmp_path):
    path = tmp_path / "list.csv"
    head = ",".join(shipped.MUNICIPALITY_COLUMNS)
    path.write_text(f"{head}\n99990001,ชื่อใหม่,town,,ทดสอบ\n99990005,เพิ่ม,sao,,ทดสอบ\n", encoding="utf-8")
    load_municipalities(path)
    assert [each.history_type for each in Municipality.history.order_by("history_id")] == ["+", "+", "~"]
    load_municipalities(path)
    assert Municipality.history.count() == 3
    assert unrecorded() == []


def test_the_admin_site_records_who(sign_in, administrator, municipality):
    address = reverse("admin:assessments_municipality_change", args=[municipality.pk])
    data = {
        "code": "99990001",
        "name": "ใหม่",
        "kind": "town",
        "district": "",
        "province": "ทดสอบ",
        "address": "",
    }
    formset = {f"units-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert sign_in(administrator).post(address, {**data, **formset}).status_code == 302
    latest = Municipality.history.first()
    assert (latest.name, latest.history_type, latest.history_user) == ("ใหม่", "~", administrator)
    assert unrecorded() == []


def test_signing_in_leaves_no_history_and_passwords_are_not_in_it(staff, client, settings):
    count = User.history.count()
    client.force_login(staff)
    assert User.history.count() == count
    assert {"password", "last_login"}.isdisjoint({each.name for each in User.history.model._meta.fields})


def test_deleting_a_year_records_what_went_with_it(year, measure):
    Assessment.objects.get(pk=year.pk).delete()
    assert IndicatorScore.history.filter(history_type="-").count() == 10
    assert Measure.history.filter(history_type="-").count() == 2
    assert unrecorded() == []


def test_a_save_that_changes_no_score_leaves_no_history(year, staff):
    count = IndicatorScore.history.count(), Assessment.history.count()
    scores.save_scores(
        by=staff,
        assessment=year,
        announced={"official_total": Decimal("90.65")},
        scores={1: Decimal("90.64")},
    )
    assert (IndicatorScore.history.count(), Assessment.history.count()) == count


def test_deleting_a_unit_records_that_its_members_lost_it(staff, administrator, sign_in):
    unit = Unit.objects.create(municipality=staff.municipality, name="กองคลัง")
    staff.unit = unit
    staff.save()
    with acting(by=administrator):
        unit.delete()
    latest = User.history.filter(id=staff.pk).latest()
    assert (latest.unit_id, latest.history_user, latest.act) == (
        None,
        administrator,
        Unit.history.latest().act,
    )
    assert unrecorded() == []


@pytest.mark.parametrize("way", ["the admin site", "a query", "many at once"])
def test_units_that_go_leave_a_row_of_each_member_whichever_way(
    way, staff, approver, administrator, municipality, sign_in
):
    units = [Unit.objects.create(municipality=municipality, name=each) for each in ("กองคลัง", "กองช่าง")]
    for member, unit in zip((staff, approver), units, strict=True):
        member.unit = unit
        member.save()
    if way == "the admin site":
        data = {
            name: getattr(municipality, name) for name in ("code", "name", "kind", "district", "province")
        }
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
    assert len({each.history.latest().act for each in (User, Unit)}) == 1
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
    models = [each for each in TRACKED if each._meta.app_label == "reports"]
    count = [each.history.count() for each in models]
    import_package(read_package(package), by=staff, replace=True)
    assert [each.history.count() for each in models] == count


def days(*titles: str, month: int = 4) -> list[calendars.DeadlineData]:
    return [calendars.DeadlineData(each, date(2024, month, 30), "published", "ตามหนังสือ") for each in titles]


def test_a_years_calendar_leaves_history_of_what_changed_only(frameworks, administrator):
    save = partial(calendars.save_deadlines, by=administrator, framework=frameworks[2569])
    save(rows=days("ก", "ข"))
    save(rows=days("ข", "ก"))
    save(rows=[*days("ข"), *days("ค", month=5)])
    save(rows=days("ข", "ค"))
    rows = Deadline.history.order_by("history_id")
    assert [(each.history_type, each.title, each.due.month) for each in rows] == [
        ("+", "ก", 4),
        ("+", "ข", 4),
        ("-", "ก", 4),
        ("+", "ค", 5),
        ("~", "ค", 4),
    ]
    assert {each.history_user for each in rows} == {administrator}
    assert len({each.act for each in rows}) == 3
    assert unrecorded() == []


def test_a_copied_calendar_and_the_deletion_of_its_draft_leave_history(frameworks, administrator):
    calendars.save_deadlines(by=administrator, framework=frameworks[2569], rows=days("ก"))
    draft = copy_to_next_year(by=administrator, framework=frameworks[2569])
    key = draft.pk
    delete_draft(by=administrator, framework=draft)
    rows = Deadline.history.filter(framework_id=key).order_by("history_id")
    assert [(each.history_type, each.due.year, each.history_user) for each in rows] == [
        ("+", 2025, administrator),
        ("-", 2025, administrator),
    ]
    assert unrecorded() == []


def test_a_style_that_is_kept_again_as_it_was_leaves_no_history(year, staff):
    document = documents.create_document(by=staff, year=year, kind="results")
    style = styles.save_style(by=staff, document=document, name="ก")
    styles.save_style(by=staff, document=document, name="ก", replace=True)
    styles.rename_style(by=staff, style=style, name="ก")
    assert [each.history_type for each in Style.history.all()] == ["+"]


# ---- History is only added to

WRITES = {"update", "delete", "save", "bulk_update", "update_or_create"}
LOGS = ("FrameworkRevision.", "DefinitionChange.", "Transition.")


@pytest.mark.parametrize("app", ["assessments", "measures", "reports"])
def test_no_code_changes_or_deletes_history(app):
    on_history = [
        (path, on, method)
        for path, on, method in calls(app)
        if method in WRITES and (".history" in on or on.startswith(LOGS) or "revisions" in on)
    ]
    assert on_history == []


def test_who_made_a_change_stays_known(year, staff, administrator, sign_in):
    scores.save_scores(by=staff, assessment=year, announced={}, scores={1: Decimal(1)})
    with pytest.raises(ProtectedError):
        staff.delete()
    assert sign_in(administrator).get(f"/admin/assessments/user/{staff.pk}/delete/").status_code == 403


def test_the_admin_site_shows_no_history_to_change():
    registered = set(admin.site._registry)
    assert registered.isdisjoint({each.history.model for each in TRACKED})
    assert registered.isdisjoint({FrameworkRevision, DefinitionChange, Transition})


# Where many rows change at once, and of which models none is tracked.
BULK = {
    "assessments/history.py": "the helper itself",
    "assessments/models/changes.py": "history itself",
    "assessments/services/definition_rows.py": "definitions",
    "assessments/services/shipped.py": "definitions",
    "measures/services/batches.py": "progress notes",
}
PAST_SIGNALS = {"bulk_create", "bulk_update", "_raw_delete", "bulk_create_with_history"}


NAMES = tuple(f"{each.__name__}." for each in TRACKED)


def calls(app: str):
    """Yield the methods that an app's code calls: where, on what, which."""
    for path in (ROOT / app).rglob("*.py"):
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    yield str(path.relative_to(ROOT)), ast.unparse(node.func.value), node.func.attr


@pytest.mark.parametrize("app", ["assessments", "measures", "reports"])
def test_rows_change_in_bulk_in_known_places_only(app):
    found = {path for path, on, method in calls(app) if method in PAST_SIGNALS and on != "super()"}
    assert found <= BULK.keys()


@pytest.mark.parametrize("app", ["assessments", "measures", "reports"])
def test_tracked_rows_are_not_updated_by_query(app):
    found = {path for path, on, method in calls(app) if method == "update" and on.startswith(NAMES)}
    assert found <= {"assessments/resources/years.py"}  # a time stamp that is no part of history
