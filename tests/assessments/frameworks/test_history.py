"""Every step in the life of a year's definitions is kept, drafts too, and the latest change can be taken back."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.frameworks.correction_services import (
    confirm_correction,
    import_definitions,
    propose_correction,
    undo_definitions,
)
from assessments.frameworks.edits import next_year
from assessments.frameworks.files import DefinitionFile, json_path
from assessments.frameworks.services import (
    copy_to_next_year,
    delete_draft,
    freeze_framework,
    publish_framework,
    save_definitions,
)
from assessments.frameworks.storage import read_definitions
from assessments.models import DefinitionChange, Framework
from tests import corrections

from .test_edits import YEARS

PAGE = "/frameworks/history/"


@pytest.fixture
def draft(frameworks, administrator) -> Framework:
    return copy_to_next_year(by=administrator, framework=frameworks[2569])


def correct(framework, by, reason="", **values):
    definitions = read_definitions(framework).model_copy(update=values)
    framework.refresh_from_db()
    if framework.state == "draft":
        save_definitions(by=by, framework=framework, definitions=definitions, reason=reason)
        return DefinitionChange.objects.first()
    return corrections.correct(by=by, framework=framework, definitions=definitions, reason=reason or "แก้คำผิด")


def undo(by, change) -> None:
    """Take back a change of a year in force: proposed by one, confirmed by another."""
    correction = undo_definitions(by=by, change=change)
    propose_correction(by=by, correction=correction)
    confirm_correction(by=corrections.second_administrator(), correction=correction)


def steps(fiscal_year: int) -> list[tuple[str, str]]:
    rows = DefinitionChange.objects.filter(fiscal_year=fiscal_year).select_related("by").order_by("pk")
    return [(row.action, str(row.by or "")) for row in rows]


def test_shipped_definitions_begin_the_history(frameworks):
    assert steps(2567) == [("shipped", "")]
    assert DefinitionChange.objects.count() == len(frameworks)


def test_draft_keeps_who_did_what_and_outlives_its_deletion(draft, administrator):
    correct(draft, administrator, note="หนึ่ง")
    correct(draft, administrator, note="สอง")
    delete_draft(by=administrator, framework=draft)
    who = "ผู้ดูแลระบบ"
    assert steps(2570) == [("copied", who), ("edited", who), ("edited", who), ("deleted", who)]
    assert [
        definition_change.definitions["note"] for definition_change in DefinitionChange.objects.filter(fiscal_year=2570)
    ][:3] == ["สอง", "สอง", "หนึ่ง"]


def test_publishing_correcting_and_freezing_are_kept(draft, administrator):
    draft_parts = read_definitions(draft)
    publish_framework(by=administrator, framework=draft)
    correct(draft, administrator, note="แก้")
    freeze_framework(draft)
    change = correct(draft, administrator, reason="พิมพ์ผิด", note=draft_parts.note)
    assert [action for action, _ in steps(2570)] == ["copied", "published", "edited", "frozen", "edited"]
    assert change.reason == "พิมพ์ผิด"


def test_year_from_before_this_history_begins_as_it_was_found(frameworks, administrator):
    DefinitionChange.objects.all().delete()
    correct(frameworks[2567], administrator, note="แก้")
    assert steps(2567) == [("found", ""), ("edited", "ผู้ดูแลระบบ")]


def test_imported_year_is_told_from_nothing_even_after_its_draft_was_deleted(draft, administrator, frameworks):
    delete_draft(by=administrator, framework=draft)
    file = DefinitionFile(next_year(read_definitions(frameworks[2569])), json_path)
    import_definitions(by=administrator, file=file)
    assert [action for action, _ in steps(2570)] == ["copied", "deleted", "found", "edited"]


def test_undo_puts_the_definitions_back_and_is_a_further_step(frameworks, administrator):
    before = read_definitions(frameworks[2567])
    change = correct(frameworks[2567], administrator, pass_mark=Decimal(80), note="แก้")
    undo(administrator, change)
    assert read_definitions(frameworks[2567]) == before
    assert [action for action, _ in steps(2567)] == ["shipped", "edited", "undone"]
    assert "เลิกทำการแก้ไขของ ผู้ดูแลระบบ" in frameworks[2567].revisions.first().reason


def test_undo_of_a_new_code_keeps_the_scores_on_their_item(year, administrator):
    item = year.framework.items.get(code="O34")
    score = year.item_scores.create(item=item, value=100)
    definitions = read_definitions(year.framework)
    items = tuple(part.model_copy(update={"code": "O99"}) if part.code == "O34" else part for part in definitions.items)
    walk = definitions.crosswalk
    entries = tuple(
        pair.model_copy(update={"after": tuple("O99" if code == "O34" else code for code in pair.after)})
        for pair in walk.items
    )
    changed = definitions.model_copy(
        update={
            "items": items,
            "crosswalk": walk.model_copy(update={"items": entries}),
            "measures_item": definitions.measures_item.replace("O34", "O99"),
            "results_item": definitions.results_item.replace("O34", "O99"),
        }
    )
    corrections.correct(
        by=administrator, framework=year.framework, definitions=changed, renamed={"items": {"O34": "O99"}}
    )
    score.item.refresh_from_db()
    assert score.item.code == "O99"
    undo(administrator, DefinitionChange.objects.filter(fiscal_year=2567).first())
    score.item.refresh_from_db()
    assert score.item.code == "O34"


def test_later_change_stands_in_the_way_and_is_named(frameworks, administrator):
    first = correct(frameworks[2567], administrator, note="หนึ่ง")
    second = correct(frameworks[2567], administrator, note="สอง")
    with pytest.raises(ValidationError) as error:
        undo_definitions(by=administrator, change=first)
    assert "มีการแก้ไขเกณฑ์ปี 2567 ภายหลัง โดย ผู้ดูแลระบบ" in error.value.messages[0]
    undo(administrator, second)
    undo(administrator, first)
    assert [action for action, _ in steps(2567)][-2:] == ["undone", "undone"]


def test_only_changes_are_undone_and_only_by_administrators(draft, administrator, staff):
    with pytest.raises(ValidationError):
        undo_definitions(by=administrator, change=DefinitionChange.objects.first())
    with pytest.raises(PermissionDenied):
        undo_definitions(by=staff, change=correct(draft, administrator, note="แก้"))


def test_page_shows_differences_and_undoes_the_latest(draft, administrator, sign_in):
    correct(draft, administrator, note="หนึ่ง")
    change = correct(draft, administrator, note="สอง")
    client = sign_in(administrator)
    entries = client.get(PAGE, {"year": 2570}).context["entries"]
    changes = [[(field.what, field.before, field.after) for field in entry["differences"] or []] for entry in entries]
    assert changes == [[("หมายเหตุ", "หนึ่ง", "สอง")], [("หมายเหตุ", YEARS[2569].note, "หนึ่ง")], []]
    assert [entry["undoable"] for entry in entries] == [True, False, False]
    address = f"{PAGE}{change.pk}/undo/"
    [shown] = client.get(address).context["changes"]
    assert (shown.before, shown.after) == ("สอง", "หนึ่ง")
    assert client.post(address).status_code == 302
    assert read_definitions(Framework.objects.get(pk=draft.pk)).note == "หนึ่ง"
    assert client.post(address).status_code == 422


def test_page_takes_the_same_few_queries(draft, administrator, sign_in, django_assert_max_num_queries):
    client, taken = sign_in(administrator), []
    for count in (1, 30):
        for number in range(count):
            correct(draft, administrator, note=f"{count} {number}")
        with django_assert_max_num_queries(15) as queries:
            client.get(PAGE)
        taken.append(len(queries))
    assert taken[0] == taken[1]
