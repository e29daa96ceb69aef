"""The life of a year's definitions, and what hangs on its parts while they change."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.frameworks import edits, shipped
from assessments.frameworks import services as frameworks_services
from assessments.frameworks.correction_services import prepare_correction
from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.frameworks.definitions import Definitions, ItemPart
from assessments.frameworks.services import copy_to_next_year, freeze_framework, publish_framework
from assessments.frameworks.storage import read_definitions
from assessments.models import Framework, IndicatorScore, Item, ItemScore
from assessments.scores import services as scores_services
from assessments.scores.item_scores import item_scores_of
from assessments.years import services as years_services
from measures.models import Measure
from tests.corrections import correct

from .test_edits import YEARS


@pytest.fixture
def draft(frameworks, administrator) -> Framework:
    """The year 2570, copied from 2569."""
    return copy_to_next_year(by=administrator, framework=frameworks[2569])


def renumbered(framework: Framework, kind: str, keys: dict):
    return {
        "framework": framework,
        "definitions": edits.renumber(read_definitions(framework), kind, keys),
        "renamed": {kind: keys},
    }


def closed(definitions: Definitions) -> Definitions:
    return edits.renumber(definitions, "items", edits.closing_gaps(definitions, "items"))


def messages(permission, **arguments) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        permission(**arguments)
    return refused.value.messages


# ---- Reading and storing


def test_shipped_years_are_read_as_they_are_shipped(frameworks):
    assert {year: read_definitions(framework) for year, framework in frameworks.items()} == YEARS
    assert {framework.state for framework in frameworks.values()} == {"published"}
    revisions = [revision for framework in frameworks.values() for revision in framework.revisions]
    assert [(revision.number, revision.by) for revision in revisions] == [(1, None)] * len(YEARS)


def test_rules_are_the_same_of_the_value_and_of_the_rows(frameworks):
    assert {year: value.rules() for year, value in YEARS.items()} == {
        year: framework.rules() for year, framework in frameworks.items()
    }


@pytest.mark.parametrize("fiscal_year", [2566, 2569])
def test_reading_takes_nine_queries(frameworks, fiscal_year, django_assert_num_queries):
    with django_assert_num_queries(9):  # 82 and 24 items
        read_definitions(frameworks[fiscal_year])


def test_shipped_crosswalk_is_left_out_where_the_year_before_differs(frameworks, administrator):
    frameworks_services.delete_draft(by=administrator, framework=_unpublished(frameworks[2569]))
    items = {"O28": "O99"}
    correct(by=administrator, **renumbered(frameworks[2568], "items", items))
    assert shipped.load_frameworks() == [2569, 2570]
    definitions = read_definitions(Framework.objects.get(fiscal_year=2569))
    assert definitions.crosswalk == type(definitions.crosswalk)()
    assert definitions.model_copy(update={"crosswalk": YEARS[2569].crosswalk}) == YEARS[2569]


def test_year_of_an_older_portal_gets_the_shipped_crosswalk(frameworks):
    frameworks[2568].indicator_links.all().delete()
    frameworks[2568].item_links.all().delete()
    frameworks[2568].area_links.all().delete()
    frameworks[2568].indicators.filter(number=4).update(name="ชื่อที่แก้แล้ว")
    assert shipped.load_frameworks() == [2570]
    definitions = read_definitions(frameworks[2568])
    assert definitions.crosswalk == YEARS[2568].crosswalk
    assert definitions.indicators[3].name == "ชื่อที่แก้แล้ว"


def _unpublished(framework: Framework) -> Framework:
    Framework.objects.filter(pk=framework.pk).update(state=Framework.State.DRAFT)
    return framework


def test_any_definitions_are_stored_over_any_others(frameworks, administrator):
    """From one shipped year to the next and back: the rows always hold what was given."""
    draft = Framework.objects.create(fiscal_year=2570)
    given = [YEARS[year].model_copy(update={"fiscal_year": 2570}) for year in (2569, 2562, 2566, 2567, 2569)]
    for definitions in given:
        bare = definitions.model_copy(update={"crosswalk": type(definitions.crosswalk)()})
        frameworks_services.save_definitions(by=administrator, framework=draft, definitions=bare)
        draft.refresh_from_db()
        assert read_definitions(draft) == bare


def test_all_keys_can_be_exchanged_at_once(draft, administrator):
    keys = {
        "items": dict(zip(YEARS[2569].keys_of("items"), reversed(YEARS[2569].keys_of("items")), strict=True)),
        "indicators": {number: 11 - number for number in range(1, 11)},
        "instruments": {"IIT": "EIT", "EIT": "IIT"},
        "sub_indicators": {"9.1": "9.2", "9.2": "9.1"},
        "levels": {"ผ่าน": "ผ่านดี", "ผ่านดี": "ผ่าน"},
    }
    before = dict(Item.objects.filter(framework=draft).values_list("code", "pk"))
    definitions = read_definitions(draft)
    for kind, new in keys.items():
        definitions = edits.renumber(definitions, kind, new)
    frameworks_services.save_definitions(by=administrator, framework=draft, definitions=definitions, renamed=keys)
    draft.refresh_from_db()
    assert read_definitions(draft) == definitions
    after = dict(Item.objects.filter(framework=draft).values_list("code", "pk"))
    assert {keys["items"][code]: pk for code, pk in before.items()} == after


# ---- Life


def test_copied_year_is_a_draft_that_compares_with_its_source(frameworks, draft):
    assert (draft.fiscal_year, draft.state) == (2570, "draft")
    assert read_definitions(draft) == edits.next_year(YEARS[2569])
    walk = crosswalk_of(2569, 2570, items=True)
    assert {indicator.comparable for indicator in (*walk.indicators, *walk.items)} == {True}
    assert read_definitions(frameworks[2569]) == YEARS[2569]


def test_year_is_not_copied_twice_nor_from_a_draft(frameworks, draft, administrator):
    assert messages(copy_to_next_year, by=administrator, framework=frameworks[2569]) == ["มีเกณฑ์ปี 2570 แล้ว"]
    assert messages(copy_to_next_year, by=administrator, framework=draft) == [
        "เกณฑ์ปี 2570 ยังเป็นฉบับร่าง ให้ประกาศใช้ก่อนจึงทำปีถัดไปได้"
    ]


def test_draft_may_be_unfinished_but_not_published_so(draft, administrator):
    parts = list(read_definitions(draft).instruments)
    parts[0] = parts[0].model_copy(update={"weight": Decimal(20)})
    unfinished = read_definitions(draft).model_copy(update={"instruments": tuple(parts)})
    change = frameworks_services.save_definitions(by=administrator, framework=draft, definitions=unfinished)
    assert change.number is None
    assert messages(publish_framework, by=administrator, framework=draft) == [
        "น้ำหนักของเครื่องมือทั้งหมดรวมกันได้ 90.00 ต้องรวมกันได้ 100 พอดี"
    ]
    twice = unfinished.model_copy(update={"instruments": (*parts, parts[0])})
    assert messages(frameworks_services.save_definitions, by=administrator, framework=draft, definitions=twice) == [
        "เครื่องมือ IIT ซ้ำ ให้ใช้รหัสที่ไม่ซ้ำกันในปีเดียวกัน"
    ]


def test_published_year_begins_its_revisions(draft, administrator):
    revision = publish_framework(by=administrator, framework=draft)
    assert (draft.state, revision.number, revision.by) == ("published", 1, administrator)
    assert Definitions.from_json(revision.definitions) == edits.next_year(YEARS[2569])
    assert messages(publish_framework, by=administrator, framework=draft) == ["เกณฑ์ปี 2570 ประกาศใช้แล้ว"]


def test_deleted_draft_is_gone_and_others_are_kept(frameworks, draft, administrator):
    frameworks_services.delete_draft(by=administrator, framework=draft)
    assert not Framework.objects.filter(fiscal_year=2570).exists()
    assert messages(frameworks_services.delete_draft, by=administrator, framework=frameworks[2569]) == [
        "เกณฑ์ปี 2569 ประกาศใช้แล้ว ลบไม่ได้"
    ]


def test_freezing_writes_the_first_revision_once(frameworks):
    framework = frameworks[2567]
    first = freeze_framework(framework)
    assert (framework.state, first.number, first.by) == ("frozen", 1, None)
    assert Definitions.from_json(first.definitions) == YEARS[2567]
    assert freeze_framework(framework) == first
    assert framework.revisions.count() == 1


def test_freezing_records_what_was_changed_past_the_services(frameworks, administrator):
    framework = frameworks[2567]
    note = read_definitions(framework).model_copy(update={"note": "แก้ไข"})
    correct(by=administrator, framework=framework, definitions=note)
    framework.levels.filter(label="ผ่าน").update(label="ผ่านเกณฑ์")
    revision = freeze_framework(framework)
    assert revision.number == 3
    assert [definition["label"] for definition in revision.definitions["levels"]][2] == "ผ่านเกณฑ์"


def test_draft_cannot_be_frozen(draft):
    assert messages(freeze_framework, framework=draft) == ["เกณฑ์ปี 2570 ยังเป็นฉบับร่าง ออกเอกสารไม่ได้"]


def test_correction_of_a_frozen_year_is_a_revision_with_reason_author_and_time(frameworks, administrator):
    framework = frameworks[2567]
    first = freeze_framework(framework)
    stored = first.definitions
    corrected = read_definitions(framework).model_copy(update={"note": "แก้คำผิด"})
    change = {"by": administrator, "framework": framework, "definitions": corrected}
    assert messages(frameworks_services.save_definitions, **change) == [
        "เกณฑ์ปี 2567 ประกาศใช้แล้ว แก้ไขได้โดยเสนอให้ผู้ดูแลระบบอีกคนยืนยัน"
    ]
    assert messages(prepare_correction, **change, reason=" ") == ["เกณฑ์ปี 2567 ประกาศใช้แล้ว ให้บอกเหตุผลของการแก้ไข"]
    second = correct(**change, reason=" ประกาศฉบับแก้ไข ")
    assert (second.number, second.reason, second.by) == (2, "ประกาศฉบับแก้ไข", administrator)
    assert second.at >= first.at
    first.refresh_from_db()
    assert first.definitions == stored
    framework.refresh_from_db()
    assert (framework.state, framework.note) == ("frozen", "แก้คำผิด")
    assert freeze_framework(framework) == second


def test_save_without_a_change_writes_nothing(frameworks, administrator):
    framework = frameworks[2567]
    freeze_framework(framework)
    same = read_definitions(framework)
    assert prepare_correction(by=administrator, framework=framework, definitions=same, reason="ก") is None
    assert framework.revisions.count() == 1


def test_correction_of_a_shipped_year_keeps_what_was_shipped(frameworks, administrator):
    corrected = YEARS[2567].model_copy(update={"note": "แก้ไข"})
    correct(by=administrator, framework=frameworks[2567], definitions=corrected)
    revisions = frameworks[2567].revisions.order_by("number")
    assert [(revision.number, revision.by, Definitions.from_json(revision.definitions)) for revision in revisions] == [
        (1, None, YEARS[2567]),
        (2, administrator, corrected),
    ]


@pytest.mark.parametrize("permission", [copy_to_next_year, publish_framework, frameworks_services.delete_draft])
def test_only_administrators_have_a_hand_in_definitions(frameworks, staff, auditor, permission):
    for user in (staff, auditor):
        with pytest.raises(PermissionDenied):
            permission(by=user, framework=frameworks[2569])
        with pytest.raises(PermissionDenied):
            frameworks_services.save_definitions(by=user, framework=frameworks[2569], definitions=YEARS[2569])


# ---- What hangs on the parts


@pytest.fixture
def scored(make_year):
    """The year 2568 with indicator and item scores that differ everywhere."""
    year = make_year(2568, {number: str(80 + number) for number in range(1, 11)})
    items = year.framework.items.all()
    ItemScore.objects.bulk_create(
        ItemScore(assessment=year, item=item, value=100 - place) for place, item in enumerate(items)
    )
    year.written = {"item:O1": "100", "score:9": "89"}
    year.save()
    return year


def test_scores_stay_with_their_part_over_a_renumbering(scored, administrator):
    keys = {"O1": "O2", "O2": "O1"}
    correct(by=administrator, **renumbered(scored.framework, "items", keys))
    swapped = {9: 10, 10: 9}
    correct(by=administrator, **renumbered(scored.framework, "indicators", swapped))
    scores = dict(ItemScore.objects.values_list("item__code", "value"))
    assert (scores["O1"], scores["O2"], scores["O3"]) == (99, 100, 98)
    indicators = dict(IndicatorScore.objects.values_list("indicator__number", "value"))
    assert (indicators[9], indicators[10], indicators[8]) == (90, 89, 88)
    scored.refresh_from_db()
    assert scored.written == {"item:O2": "100", "score:10": "89"}


def test_parts_with_scores_or_measures_are_not_removed(scored, administrator):
    Measure.objects.create(assessment=scored, area=scored.framework.areas.get(number=7), title="ก")
    year = edits.retire(edits.retire(YEARS[2568], "items", "O7"), "areas", 7)
    refusals = messages(prepare_correction, by=administrator, framework=scored.framework, definitions=year, reason="ก")
    assert refusals == [
        "ลบข้อ O7 ไม่ได้ เพราะมีคะแนนรายข้อ 1 รายการใช้อยู่",
        "ลบประเด็นที่ 7 ไม่ได้ เพราะมีมาตรการ 1 รายการใช้อยู่",
        "ลบประเด็นที่ 7 ไม่ได้ เพราะมีการเทียบประเด็นข้ามปี 1 รายการใช้อยู่",
    ]
    assert read_definitions(scored.framework) == YEARS[2568]


def test_part_that_the_next_year_compares_with_is_not_removed(frameworks, administrator):
    year = edits.retire(YEARS[2568], "items", "O2")
    refusals = messages(prepare_correction, by=administrator, framework=frameworks[2568], definitions=year, reason="ก")
    assert refusals == ["ลบข้อ O2 ไม่ได้ เพราะมีการเทียบข้อข้ามปี 1 รายการใช้อยู่"]


def test_renumbering_is_followed_by_the_crosswalk_of_the_next_year(frameworks, administrator):
    correct(by=administrator, **renumbered(frameworks[2568], "items", {"O2": "O99"}))
    walk = crosswalk_of(2568, 2569, items=True)
    assert [item.after for item in walk.items if item.before == ("O99",)] == [("O2",)]


def test_merge_in_the_next_year_says_what_does_not_compare(draft, administrator):
    one = ItemPart(code="O17", title="รวม", indicator=9, sub_indicator="9.5")
    year = edits.regroup(read_definitions(draft), "items", ["O16", "O17"], [one])
    year = edits.retire(year, "items", "O24")
    frameworks_services.save_definitions(by=administrator, framework=draft, definitions=year)
    draft.refresh_from_db()
    publish_framework(by=administrator, framework=draft)
    became = {item.before: (item.after, item.comparable) for item in crosswalk_of(2569, 2570, items=True).items}
    assert became[("O16", "O17")] == (("O17",), False)
    assert became[("O24",)] == ((), False)
    assert became[("O25",)] == (("O25",), True)


def test_indicator_is_computed_from_the_items_of_a_copied_year(draft, administrator, staff, municipality):
    keys = edits.closing_gaps(read_definitions(draft), "items")
    frameworks_services.save_definitions(by=administrator, **renumbered(draft, "items", keys))
    draft.refresh_from_db()
    publish_framework(by=administrator, framework=draft)
    year = years_services.open_year(by=staff, municipality=municipality, framework=draft)
    codes = read_definitions(draft).keys_of("items")
    scores = {code: Decimal(100) for code in codes} | {"O1": Decimal(0)}
    scores_services.save_item_scores(by=staff, assessment=year, scores=scores)
    computed = item_scores_of(year).computed({})
    assert (computed[9].value, computed[9].faults) == (Decimal("95.00"), ())  # 9.1: 3 of 4
    assert computed[10].value == Decimal("100.00")
