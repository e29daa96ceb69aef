"""Nothing that history follows changes without a history row: tried with every service."""

import json
from decimal import Decimal
from io import BytesIO

import pytest

import reports.builder.services as documents
import reports.builder.style_services as styles
import reports.drafting.services as drafting
from assessments.models import Assessment, acting
from assessments.scores import services as scores_services
from assessments.spreadsheets import services as spreadsheets_services
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.undo import services as undo_services
from assessments.years.services import open_year, take_step
from measures.carry_over.quoting import waiting_measures
from measures.carry_over.services import CarryChoice, carry_measures, confirm_measure, decide_carries
from measures.models import Measure
from measures.plan.services import (
    PastedRow,
    add_measure,
    bulk_edit,
    delete_measure,
    delete_measures,
    duplicate_measure,
    edit_cell,
    edit_measure,
    move_measure,
    paste_measures,
    restore_measure,
    set_targets,
)
from measures.progress.services import record_progress
from reports.documents.looks import READY
from reports.documents.unconfirmed import UnconfirmedText
from reports.package import export_package, import_package, read_package
from reports.rollover import services as rollover
from reports.year.readiness_data import placed_texts
from reports.year.services import take_proposal
from tests.reports.rollover.copies import keys_in
from tests.services import services
from tests.tracked import TRACKED, unrecorded

BY_NAME = {name.rpartition(".")[2]: service for name, service in services().items()}


@pytest.fixture
def measure(year) -> Measure:
    Measure.objects.create(assessment=year, title="ก", position=0)
    return Measure.objects.create(assessment=year, title="ข", position=1)


def bring_in(by, text: str) -> None:
    file = BytesIO(text.encode())
    kind = all_kinds()["indicator-scores"]
    batch = spreadsheets_services.check_import(
        spreadsheets_services.upload_import(by=by, kind=kind, file=file, filename="x.csv").pk
    )
    return spreadsheets_services.run_import(spreadsheets_services.confirm_import(by=by, batch=batch).pk)


ROWS = "รหัสหน่วยงาน,ปีงบประมาณ,ตัวชี้วัดที่,คะแนน\n99990001,2567,1,1\n99990001,2567,2,-\n99990001,2568,3,3"


def replace_by_package(by, year, measure):
    package = export_package(year)
    package["measures"] = [{**package["measures"][0], "title": "จากไฟล์"}]
    package["assessments"][-1]["scores"] = {"1": "99", "3": "95.55"}
    import_package(read_package(json.dumps(package).encode()), by=by, replace=True)


def year_after(by, year) -> Assessment:
    framework = type(year.framework).objects.get(fiscal_year=year.fiscal_year + 1)
    return open_year(by=by, municipality=year.municipality, framework=framework)


def carry_over(by, year, measure):
    set_targets(by=by, measure=measure, indicators=[1], items=["O34"])
    for decision in ("keep", "drop"):
        choice = CarryChoice(decision, "ยังจำเป็น")
        decide_carries(by=by, assessment=year_after(by, year), choices={measure.pk: choice})


def change_document(by, year, name: str) -> None:
    """Make a document and change it in one way."""
    document = documents.create_document(by=by, year=year, kind="results")
    block = document.blocks.get(position=1)
    section = {"type": "text", "heading": "ก", "paragraphs": ["ข"]}
    text = documents.add_block(by=by, document=document, section=section)
    drafting.insert_sentences(by=by, block=text, keys=["result:2567"])
    calls = {
        "delete_document": {"document": document},
        "save_settings": {"document": document, "areas_as": "column"},
        "save_columns": {"document": document, "columns": [{"field": "title", "heading": "ก"}]},
        "save_memo": {"document": document, "memo": None},
        "add_block": {"document": document, "section": section},
        "edit_block": {"block": document.blocks.get(position=0), "section": section},
        "move_block": {"block": block, "direction": "up"},
        "delete_block": {"block": block},
        "apply_style": {"document": document, "look": READY[0].look},
        "copy_document": {"year": year_after(by, year), "source": document},
        "insert_sentences": {"block": text, "keys": ["change_of_total:2567"]},
        "refresh_sentence": {"block": text, "key": "result:2567"},
        "dismiss_sentence": {"block": text, "key": "result:2567"},
    }
    if name in calls:
        BY_NAME[name](by=by, **calls[name])


def change_style(by, year, name: str) -> None:
    """Keep a style and change it in one way."""
    document = documents.create_document(by=by, year=year, kind="results")
    style = styles.save_style(by=by, document=document, name="ก")
    if name == "rename_style":
        styles.rename_style(by=by, style=style, name="ข")
    if name == "delete_style":
        styles.delete_style(by=by, style=style)


def confirm_a_text(by, year, measure):
    document = documents.create_document(by=by, year=year, kind="results")
    waiting = UnconfirmedText(path="memo", block=0, year=year.fiscal_year - 1, was="เดิม", text="", why="ไม่คัดลอก")
    document.unconfirmed = [waiting]
    with acting(by=by):
        document.save(update_fields=["unconfirmed"])
    rollover.confirm_text(by=by, document=document, key=keys_in(document)[0])


def confirm_a_carried_text(by, year, measure):
    edit_measure(by=by, measure=measure, steps="ให้สูงกว่า 90.65")
    after = year_after(by, year)
    decide_carries(by=by, assessment=after, choices={measure.pk: CarryChoice("keep")})
    [waiting] = waiting_measures(after, after.measures.all())
    confirm_measure(by=by, assessment=after, measure=waiting.measure, shown=waiting.key)


def latest_act(by, year, measure):
    delete_measure(by=by, measure=measure)
    return Measure.history.latest().act


def take_first_proposal(by, year, measure) -> None:
    type(measure).objects.filter(pk=measure.pk).update(steps="ด าเนินการ")
    key = next(placed.key for placed in placed_texts(year) if placed.proposals)
    take_proposal(by=by, year=year, key=key)


SERVICES = {
    "take_proposal": take_first_proposal,
    "open_year": lambda by, year, measure: open_year(
        by=by, municipality=year.municipality, framework=type(year.framework).objects.get(fiscal_year=2569)
    ),
    "save_scores": lambda by, year, measure: scores_services.save_scores(
        by=by,
        assessment=year,
        announced={"official_total": Decimal("91"), "province_rank": 2},
        scores={1: Decimal("1"), 2: None, 3: Decimal("95.55")},
    ),
    "save_item_scores": lambda by, year, measure: scores_services.save_item_scores(
        by=by, assessment=year, scores={"O34": Decimal("100"), "O35": None}
    ),
    "add_measure": lambda by, year, measure: add_measure(by=by, assessment=year, title="ค"),
    "edit_measure": lambda by, year, measure: edit_measure(
        by=by, measure=measure, title="แก้", area=year.framework.areas.first()
    ),
    "duplicate_measure": lambda by, year, measure: duplicate_measure(by=by, measure=measure),
    "move_measure": lambda by, year, measure: move_measure(by=by, measure=measure, direction="up"),
    "delete_measure": lambda by, year, measure: delete_measure(by=by, measure=measure),
    "delete_measures": lambda by, year, measure: delete_measures(by=by, assessment=year, measures={measure.pk}),
    "carry_measures": lambda by, year, measure: carry_measures(
        by=by, assessment=year_after(by, year), measures={measure.pk}
    ),
    "restore_measure": lambda by, year, measure: (
        delete_measure(by=by, measure=measure),
        restore_measure(by=by, measure=measure),
    ),
    "edit_cell": lambda by, year, measure: edit_cell(by=by, measure=measure, field="steps", shown="", value="ใหม่"),
    "paste_measures": lambda by, year, measure: paste_measures(
        by=by,
        assessment=year,
        rows=[PastedRow({"title": "แทน"}, measure.pk), PastedRow({"title": "ใหม่"}, area=year.framework.areas.first())],
    ),
    "bulk_edit": lambda by, year, measure: bulk_edit(
        by=by, assessment=year, measures=[measure.pk], period="ต.ค.", status="done"
    ),
    "record_progress": lambda by, year, measure: record_progress(
        by=by, measure=measure, status="done", note="เสร็จ", output="ครบ"
    ),
    "set_targets": lambda by, year, measure: (
        set_targets(by=by, measure=measure, indicators=[1, 2], items=["O34"]),
        set_targets(by=by, measure=measure, indicators=[2]),
    ),
    "decide_carries": carry_over,
    **{
        name: lambda by, year, measure, name=name: change_document(by, year, name)
        for name in (
            "create_document",
            "delete_document",
            "save_settings",
            "save_columns",
            "save_memo",
            "add_block",
            "edit_block",
            "move_block",
            "delete_block",
            "apply_style",
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
    "undo_act": lambda by, year, measure: undo_services.undo_act(by=by, act=latest_act(by, year, measure)),
    "confirm_text": confirm_a_text,
    "confirm_measure": confirm_a_carried_text,
    "take_step": lambda by, year, measure: take_step(by=by, assessment=year, action="submit"),
    "import_package": replace_by_package,
    "run_import": lambda by, year, measure: bring_in(by, ROWS),
    "undo_import": lambda by, year, measure: spreadsheets_services.undo_import(by=by, batch=bring_in(by, ROWS)),
}
HOLD_NO_TRACKED_ROWS = {"upload_import", "confirm_import", "decide_repeats", "other_person_needed", "obstacles_to_undo"}
HOLD_NO_TRACKED_ROWS |= {"mark_inspected"}  # are their own record, only added to
HOLD_NO_TRACKED_ROWS |= {"renew_feed", "revoke_feed", "start_collection", "cancel_collection", "resume_collection"}
ADMINISTRATORS = {"save_deadlines"}  # below
THEIR_OWN_TESTS = {"frameworks", "evidence", "comments", "issuing", "notices", "password_links"}


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
    here = {name.rpartition(".")[2] for name in services() if THEIR_OWN_TESTS.isdisjoint(name.split("."))}
    assert here == SERVICES.keys() - {"run_import"} | HOLD_NO_TRACKED_ROWS | ADMINISTRATORS
