"""Every service that changes a year × every state: a locked year stays exactly as it is, whichever way is tried.

A new service, any public function that takes `by`, fails the first test until it has a row.
"""

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from assessments.models import Assessment
from assessments.years.workflow import LOCKED
from measures.carry_over.quoting import waiting_measures
from measures.carry_over.services import CarryChoice
from measures.evidence.services import add_file, attach, delete_evidence
from measures.models import Carry, Measure
from measures.plan.services import edit_measure
from reports.builder.services import create_document
from reports.documents.looks import look_of
from reports.documents.unconfirmed import UnconfirmedText
from reports.models import Block, Document
from reports.package import export_package, read_package
from reports.rollover.services import copy_document
from reports.year.readiness_data import placed_texts
from tests.measures.evidence.files import pdf
from tests.reports.rollover.copies import keys_in
from tests.services import services

# What a locked year must refuse: a call of the world that `world` builds.
CHANGES = {
    "assessments.scores.services.save_scores": lambda w, f: f(
        by=w.staff, assessment=w.year, announced={}, scores={1: Decimal(50)}
    ),
    "assessments.scores.services.save_item_scores": lambda w, f: f(
        by=w.staff, assessment=w.year, scores={"O34": Decimal(100)}
    ),
    "measures.plan.services.add_measure": lambda w, f: f(by=w.staff, assessment=w.year, title="ใหม่"),
    "measures.plan.services.edit_measure": lambda w, f: f(by=w.staff, measure=w.measure, title="อื่น"),
    "measures.plan.services.duplicate_measure": lambda w, f: f(by=w.staff, measure=w.measure),
    "measures.plan.services.move_measure": lambda w, f: f(by=w.staff, measure=w.measure, direction="down"),
    "measures.plan.services.delete_measure": lambda w, f: f(by=w.staff, measure=w.measure),
    "measures.plan.services.restore_measure": lambda w, f: f(by=w.staff, measure=w.deleted),
    "measures.plan.services.edit_cell": lambda w, f: f(
        by=w.staff, measure=w.measure, field="steps", shown=w.measure.steps, value="ใหม่"
    ),
    "measures.plan.services.paste_measures": lambda w, f: f(by=w.staff, assessment=w.year, rows=[]),
    "measures.plan.services.bulk_edit": lambda w, f: f(
        by=w.staff, assessment=w.year, measures=[w.measure.pk], period="ต.ค."
    ),
    "measures.progress.services.record_progress": lambda w, f: f(
        by=w.staff, measure=w.measure, status="done", note="เสร็จแล้ว"
    ),
    "measures.plan.services.set_targets": lambda w, f: f(by=w.staff, measure=w.measure, indicators=[1]),
    "measures.plan.services.delete_measures": lambda w, f: f(by=w.staff, assessment=w.year, measures={w.measure.pk}),
    "measures.carry_over.services.carry_measures": lambda w, f: f(
        by=w.staff, assessment=w.year, measures={w.before.pk}
    ),
    "measures.carry_over.services.decide_carries": lambda w, f: f(
        by=w.staff, assessment=w.year, choices={w.before.pk: CarryChoice("keep")}
    ),
    "measures.carry_over.services.confirm_measure": lambda w, f: f(
        by=w.staff, assessment=w.year, measure=w.carried, shown=waiting_measures(w.year, [w.carried])[0].key
    ),
    "measures.evidence.services.add_file": lambda w, f: f(
        by=w.staff, assessment=w.year, content=pdf(b"new"), filename="ใหม่.pdf"
    ),
    "measures.evidence.services.add_address": lambda w, f: f(
        by=w.staff, assessment=w.year, title="ใหม่", address="https://a.go.th"
    ),
    "measures.evidence.services.edit_evidence": lambda w, f: f(by=w.staff, evidence=w.evidence, title="อื่น"),
    "measures.evidence.services.replace_file": lambda w, f: f(
        by=w.staff, evidence=w.evidence, content=pdf(b"%new\n"), filename="ก.pdf"
    ),
    "measures.evidence.services.delete_evidence": lambda w, f: f(by=w.staff, evidence=w.evidence),
    "measures.evidence.services.restore_evidence": lambda w, f: f(by=w.staff, evidence=w.deleted_evidence),
    "measures.evidence.services.attach": lambda w, f: f(
        by=w.staff, evidence=w.other_evidence, assessment=w.year, use=w.measure
    ),
    "measures.evidence.services.detach": lambda w, f: f(by=w.staff, evidence=w.evidence, assessment=w.year, use=w.item),
    "assessments.undo.services.undo_act": lambda w, f: f(by=w.staff, act=w.act),
    "reports.builder.services.save_settings": lambda w, f: f(by=w.staff, document=w.document, title=["อื่น"]),
    "reports.builder.services.save_columns": lambda w, f: f(
        by=w.staff, document=w.document, columns=[{"field": "title", "heading": "ก"}]
    ),
    "reports.builder.services.delete_document": lambda w, f: f(by=w.staff, document=w.document),
    "reports.builder.services.save_memo": lambda w, f: f(by=w.staff, document=w.document, memo=None),
    "reports.builder.services.add_block": lambda w, f: f(by=w.staff, document=w.document, section=w.section),
    "reports.builder.services.edit_block": lambda w, f: f(
        by=w.staff, block=w.block, section={**w.section, "heading": "อื่น"}
    ),
    "reports.drafting.services.insert_sentences": lambda w, f: f(by=w.staff, block=w.block, keys=["below:2567"]),
    "reports.drafting.services.refresh_sentence": lambda w, f: f(by=w.staff, block=w.block, key="result:2567"),
    "reports.drafting.services.dismiss_sentence": lambda w, f: f(by=w.staff, block=w.block, key="result:2567"),
    "reports.builder.services.move_block": lambda w, f: f(by=w.staff, block=w.block, direction="down"),
    "reports.builder.services.delete_block": lambda w, f: f(by=w.staff, block=w.block),
    "reports.rollover.services.confirm_text": lambda w, f: f(
        by=w.staff, document=w.document, key=keys_in(w.document)[0]
    ),
    "reports.builder.style_services.apply_style": lambda w, f: f(
        by=w.staff, document=w.document, look=look_of(Document())
    ),
    "reports.year.services.take_proposal": lambda w, f: f(
        by=w.staff, year=w.year, key=next(placed.key for placed in placed_texts(w.year) if placed.proposals)
    ),
    "reports.package.reading.import_package": lambda w, f: f(w.package, by=w.staff, replace=True),
}
# What changes no contents of a year.
OTHERS = {
    "assessments.spreadsheets.password_links": {"password_links"},
    "assessments.calendar.services": {"renew_feed", "revoke_feed", "save_deadlines"},
    "assessments.frameworks.correction_services": {
        "confirm_correction",
        "import_definitions",
        "prepare_correction",
        "propose_correction",
        "refuse_correction",
        "undo_definitions",
        "withdraw_correction",
    },
    "assessments.frameworks.services": {
        "copy_to_next_year",
        "change_definitions",
        "delete_draft",
        "publish_framework",
        "save_definitions",
    },
    "assessments.spreadsheets.services": {
        "confirm_import",
        "decide_repeats",
        "undo_import",  # tests/assessments/spreadsheets
        "upload_import",
    },  # the rows: test_locked_rows below
    "assessments.notices.services": {"acknowledge_notice", "publish_notice", "withdraw_notice"},  # of no year
    "assessments.undo.services": {"obstacles_to_undo"},  # reads
    "assessments.years.services": {"mark_inspected", "open_year", "other_person_needed", "take_step"},
    # talk about the year, in any state: tests/measures/comments/test_comments.py
    "measures.comments.services": {"add_comment", "reopen_comment", "resolve_comment", "withdraw_comment"},
    "reports.rollover.services": {"copy_document"},  # a year has one document of a kind: below
    "reports.builder.services": {"create_document"},  # as that
    "reports.builder.style_services": {
        "delete_style",
        "rename_style",
        "save_style",
    },  # the municipality's, not a year's
    "reports.collecting.services": {"cancel_collection", "resume_collection", "start_collection"},  # read years
    "reports.issuing.services": {"issue_document"},  # needs a signed-off year and changes nothing of it
}


SERVICES = services()
DRAFTED = {"rule": "result", "args": {"year": 2567}, "text": "ร่างเดิม", "figures": [["คะแนนรวม ปี 2567", "80.00"]]}


@pytest.fixture
def world(year, staff):
    waiting = UnconfirmedText(path="memo", block=0, year=2566, was="เดิม", text="", why="ไม่คัดลอก")
    document = Document.objects.create(assessment=year, title=["รายงาน"], columns=[], unconfirmed=[waiting])
    rows = [
        Measure.objects.create(assessment=year, title=f"มาตรการ {n}", steps="ด าเนินการ", position=n) for n in range(3)
    ]
    deleted = Measure.objects.create(assessment=year, title="ลบแล้ว", position=3, deleted_at=year.updated_at)
    blocks = [
        Block.objects.create(
            document=document, type="text", position=n, data={"paragraphs": ["ร่างเดิม"]}, drafted=[DRAFTED]
        )
        for n in (0, 1)
    ]
    other_year = Assessment.objects.get(framework__fiscal_year=2566)
    before = Measure.objects.create(assessment=other_year, title="มาตรการปีก่อน")
    quoted = Measure.objects.create(assessment=other_year, title="ยกมา", steps="ให้สูงกว่า 94.22", position=1)
    Carry.objects.create(assessment=year, measure=quoted, decision="keep", by=staff)
    carried = Measure.objects.create(assessment=year, title="ยกมา", steps=quoted.steps, carried_from=quoted, position=4)
    item = year.framework.items.first()
    evidence, deleted_evidence, other_evidence = (
        add_file(by=staff, assessment=of, content=pdf(bytes([n])), filename="ก.pdf").evidence
        for n, of in enumerate((other_year, year, other_year))
    )
    # Evidence of an open year that the locked one uses.
    attach(by=staff, evidence=evidence, assessment=rows[0].assessment, use=rows[0])
    attach(by=staff, evidence=evidence, assessment=year, use=item)
    delete_evidence(by=staff, evidence=deleted_evidence)
    edit_measure(by=staff, measure=rows[2], title="แก้แล้ว")
    return SimpleNamespace(
        before=before,
        carried=carried,
        act=Measure.history.filter(id=rows[2].pk).latest().act,
        item=item,
        evidence=evidence,
        deleted_evidence=deleted_evidence,
        other_evidence=other_evidence,
        staff=staff,
        year=year,
        document=document,
        measure=rows[0],
        deleted=deleted,
        block=blocks[0],
        section={"type": "text", "heading": "", "paragraphs": []},
        package=read_package(json.dumps(export_package(year)).encode()),
    )


def stored() -> dict[str, list]:
    """Return all rows of the three apps."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for app in ("assessments", "measures", "reports")
        for model in apps.get_app_config(app).get_models()
    }


def test_every_service_has_a_row():
    others = {f"{module}.{name}" for module, names in OTHERS.items() for name in names}
    assert set(SERVICES) == set(CHANGES) | others


@pytest.mark.parametrize("state", sorted(LOCKED))
@pytest.mark.parametrize("name", CHANGES)
def test_locked_year_stays_as_it_is(world, name, state):
    """The objects at hand were read before the year was submitted, as those of an open page."""
    Assessment.objects.filter(pk=world.year.pk).update(state=state)
    before = stored()
    with pytest.raises(ValidationError) as refused:
        CHANGES[name](world, SERVICES[name])
    assert "ปี 2567" in refused.value.messages[0]
    assert stored() == before


@pytest.mark.parametrize("state", ["draft", "returned"])
@pytest.mark.parametrize("name", CHANGES)
def test_open_year_takes_the_change(world, name, state):
    """And is seen to have changed: whoever has looked at it before did not see this."""
    Assessment.objects.filter(pk=world.year.pk).update(state=state)
    before = Assessment.objects.get(pk=world.year.pk).updated_at
    CHANGES[name](world, SERVICES[name])
    after = Assessment.objects.get(pk=world.year.pk)
    assert (after.state, after.updated_at > before) == (state, True)


@pytest.mark.parametrize("state", sorted(LOCKED))
def test_locked_year_gets_no_document(year, staff, state):
    Assessment.objects.filter(pk=year.pk).update(state=state)
    with pytest.raises(ValidationError):
        create_document(by=staff, year=year, kind="plan")
    assert not Document.objects.exists()


@pytest.mark.parametrize("state", sorted(LOCKED))
def test_locked_year_gets_no_copy(year, staff, state):
    before = Assessment.objects.get(framework__fiscal_year=2566)
    source = Document.objects.create(assessment=before, columns=[])
    Assessment.objects.filter(pk=year.pk).update(state=state)
    with pytest.raises(ValidationError):
        copy_document(by=staff, year=year, source=source)
    assert Document.objects.get() == source


def test_package_of_another_year_may_repeat_a_locked_result_but_not_change_it(world):
    before = Assessment.objects.get(framework__fiscal_year=2566)
    world.document.result_years = [2566, 2567]
    world.document.save()
    value = export_package(world.year)
    Assessment.objects.filter(pk=before.pk).update(state="approved")
    history = before.history.count()
    SERVICES["reports.package.reading.import_package"](
        read_package(json.dumps(value).encode()), by=world.staff, replace=True
    )
    assert before.history.count() == history
    value["assessments"][0]["scores"]["1"] = "1.00"
    with pytest.raises(ValidationError) as refused:
        SERVICES["reports.package.reading.import_package"](
            read_package(json.dumps(value).encode()), by=None, replace=True
        )
    [message] = refused.value.messages
    assert message.startswith("assessments[0]: ผลในไฟล์ต่างจากในระบบ และปี 2566 อนุมัติแล้ว")
