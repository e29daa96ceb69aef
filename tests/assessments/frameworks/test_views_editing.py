"""The edit pages of a year: what is typed is stored, refused at its field, or told to be stale; never lost."""

import pytest

from assessments.frameworks import services
from assessments.frameworks.definitions import AreaPart
from assessments.frameworks.services import copy_to_next_year
from assessments.frameworks.storage import read_definitions
from assessments.models import Framework, Item
from tests.reports.page_forms import form_data

from .pages import entries, faults, post

YEAR = "/frameworks/2570/"
ITEMS = YEAR + "edit/items/9/"


@pytest.fixture
def draft(frameworks, administrator) -> Framework:
    return copy_to_next_year(by=administrator, framework=frameworks[2569])


@pytest.fixture
def site(sign_in, administrator, draft):
    return sign_in(administrator)


def value(draft):
    draft.refresh_from_db()
    return read_definitions(draft)


@pytest.mark.parametrize("page", ["basics", "instruments", "indicators", "items/9", "levels", "areas"])
def test_page_saved_unchanged_changes_nothing(site, draft, page):
    before = value(draft)
    assert post(site, f"{YEAR}edit/{page}/").url == YEAR
    assert value(draft) == before


def test_crosswalk_page_saved_unchanged_changes_nothing(site, draft):
    before = value(draft)
    assert post(site, YEAR + "crosswalk/edit/").url == YEAR + "crosswalk/"
    assert value(draft) == before


def test_basics_are_stored(site, draft):
    change = {"pass_mark": "๘๐.๕", "measures_item": "O3", "results_item": "", "note": "ก\r\n  ข"}
    assert post(site, YEAR + "edit/basics/", change).status_code == 302
    after = value(draft)
    assert (str(after.pass_mark), after.measures_item, after.results_item, after.note) == ("80.50", "O3", "", "ก\n  ข")


def test_instruments_are_renamed_reordered_and_added(site, draft):
    change = {
        "instruments-OIT-order": "1",
        "instruments-OIT-code": "OIX",
        "instruments-OIT-weight": "๓๐",
        "instruments-new_1-code": "NIT",
        "instruments-new_1-name": "แบบใหม่",
        "instruments-new_1-weight": "10",
    }
    assert post(site, YEAR + "edit/instruments/", change).status_code == 302
    after = value(draft)
    assert [(instrument.code, str(instrument.weight)) for instrument in after.instruments] == [
        ("IIT", "30.00"),
        ("OIX", "30.00"),
        ("EIT", "30.00"),
        ("NIT", "10.00"),
    ]
    assert {indicator.instrument for indicator in after.indicators if indicator.number > 8} == {"OIX"}


def test_instrument_with_indicators_is_not_removed(site, draft):
    refused = post(site, YEAR + "edit/instruments/", {"instruments-EIT-remove": "on"})
    assert refused.status_code == 422
    assert faults(refused) == [("ลบ (เครื่องมือ EIT)", "เครื่องมือ EIT ยังมีตัวชี้วัด ให้ย้ายหรือยกเลิกตัวชี้วัดก่อน")]


def test_indicators_swap_numbers_and_their_items_follow(site, draft):
    change = {"indicators-9-number": "10", "indicators-10-number": "9"}
    assert post(site, YEAR + "edit/indicators/", change).status_code == 302
    after = value(draft)
    assert [indicator.name for indicator in after.indicators[8:]] == ["การป้องกันการทุจริต", "การเปิดเผยข้อมูล"]
    assert {item.indicator for item in after.items if item.code == "O1"} == {10}
    assert entries(after, "indicators") == [((9,), (10,), True, ""), ((10,), (9,), True, "")]


def test_new_indicator_needs_its_fields(site, draft):
    refused = post(site, YEAR + "edit/indicators/", {"indicators-new_2-name": "ใหม่"})
    assert faults(refused) == [("ตัวชี้วัดที่ (แถวใหม่ 2)", "ต้องกรอกช่องนี้"), ("เครื่องมือ (แถวใหม่ 2)", "เลือกเครื่องมือประเมิน")]
    assert 'value="ใหม่"' in refused.content.decode()


# ---- Items


def test_items_swap_codes_and_keep_their_rows(site, draft):
    rows = dict(Item.objects.filter(framework=draft).values_list("code", "pk"))
    assert post(site, ITEMS, {"items-O1-code": "O2", "items-O2-code": "O1"}).status_code == 302
    after = dict(Item.objects.filter(framework=draft).values_list("code", "pk"))
    assert (after["O1"], after["O2"]) == (rows["O2"], rows["O1"])
    assert entries(value(draft), "items") == [(("O1",), ("O2",), True, ""), (("O2",), ("O1",), True, "")]


def test_items_are_added_removed_moved_and_ordered(site, draft):
    change = {
        "items-new_1-code": "O๙๙",
        "items-new_1-title": "ข้อ  ใหม่",
        "items-new_1-place": "9|9.2",
        "items-new_1-order": "1",
        "items-O2-remove": "on",
        "items-O2-title": "",
        "items-O3-place": "10|10.1",
    }
    assert post(site, ITEMS, change).status_code == 302
    after = value(draft)
    by_code = {item.code: item for item in after.items}
    assert (by_code["O99"].title, by_code["O99"].sub_indicator) == ("ข้อ ใหม่", "9.2")
    assert (by_code["O3"].indicator, by_code["O3"].sub_indicator) == (10, "10.1")
    assert [item.code for item in after.items[:4]] == ["O1", "O99", "O3", "O4"]
    assert entries(after, "items") == [(("O2",), (), False, ""), ((), ("O99",), False, "")]


def test_sub_indicators_are_renamed_and_removed_with_their_items_kept(site, draft):
    change = {"sub_indicators-9.1-code": "9.6", "sub_indicators-9.2-remove": "on"}
    assert post(site, ITEMS, change).status_code == 302
    after = value(draft)
    places = {item.code: item.sub_indicator for item in after.items}
    assert (places["O1"], places["O5"], places["O11"]) == ("9.6", None, "9.3")


@pytest.mark.parametrize("code", ["O2", "O20"])  # of the same page, of another indicator
def test_item_code_is_refused_where_it_stands_already(site, draft, code):
    refused = post(site, ITEMS, {"items-O3-code": code})
    assert refused.status_code == 422
    assert faults(refused) == [("รหัส (ข้อ O3)", f"รหัส “{code}” ซ้ำกับข้ออื่นของปีนี้ ให้ใช้ค่าอื่น")]


def test_more_rows_keep_what_was_typed_and_store_nothing(site, draft):
    before = value(draft)
    change = {"items-new_1-title": "พิมพ์ค้างไว้", "items-O1-title": "", "more": "items"}
    page = post(site, ITEMS, change)
    assert (page.status_code, page.context["faults"]) == (200, [])
    [subs, items] = page.context["tables"]
    assert [row.prefix for row in items.rows if row.key is None] == [f"items-new_{number}" for number in range(1, 7)]
    assert len([row for row in subs.rows if row.key is None]) == 3
    assert 'value="พิมพ์ค้างไว้"' in page.content.decode()
    assert value(draft) == before


def test_more_rows_keep_what_the_page_knew(site, draft, administrator):
    older = site.get(ITEMS)
    shown = older.context["guard"].fingerprint
    post(site, ITEMS, {"items-O1-title": "ของเขา"})
    assert post(site, ITEMS, {"shown": shown, "more": "items"}).context["guard"].fingerprint == shown


# ---- Levels, areas


def test_levels_stand_from_the_highest_down_however_they_are_typed(site, draft):
    change = {
        "levels-new_1-label": "ดีมาก",
        "levels-new_1-min_total": "90",
        "levels-new_1-min_each": "85",
        "levels-new_1-scope": "instrument",
        "levels-new_1-passes": "on",
    }
    assert post(site, YEAR + "edit/levels/", change).status_code == 302
    after = value(draft)
    assert [level.label for level in after.levels][:3] == ["ผ่านดีเยี่ยม", "ดีมาก", "ผ่านดี"]
    assert (after.levels[1].scope, after.levels[1].passes) == ("instrument", True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"min_each": ""}, "กรอกคะแนนขั้นต่ำ หรือเลือกองค์ประกอบเป็น “คะแนนรวมเท่านั้น”"),
        ({"scope": ""}, "เลือกว่าคะแนนขั้นต่ำใช้กับทุกตัวชี้วัดหรือทุกเครื่องมือ หรือลบคะแนนขั้นต่ำ"),
        ({"min_total": "101"}, "“101” เกิน 100 กรอกร้อยละ 0 ถึง 100 เช่น 90.64"),
    ],
)
def test_level_says_what_does_not_hold(site, draft, change, message):
    page = site.get(YEAR + "edit/levels/")
    prefix = page.context["tables"][0].rows[0].prefix
    refused = post(site, YEAR + "edit/levels/", {f"{prefix}-{name}": text for name, text in change.items()})
    assert [message for _, message in faults(refused)] == [message]


def test_areas_are_begun(site, draft):
    draft.areas.all().delete()
    change = {"areas-new_1-number": "๒", "areas-new_1-title": "ข", "areas-new_3-number": "1"}
    change |= {"areas-new_3-title": "ก"}
    assert post(site, YEAR + "edit/areas/", change).status_code == 302
    assert value(draft).areas == (AreaPart(number=1, title="ก"), AreaPart(number=2, title="ข"))


def test_published_year_must_stay_whole(site, frameworks):
    typed = {"instruments-IIT-weight": "20", "correction-reason": "ก"}
    refused = post(site, "/frameworks/2569/edit/instruments/", typed)
    assert refused.status_code == 422
    assert faults(refused) == [("", "น้ำหนักของเครื่องมือทั้งหมดรวมกันได้ 90.00 ต้องรวมกันได้ 100 พอดี")]
    assert 'value="20"' in refused.content.decode()


# ---- Two administrators


def test_an_older_page_is_told_and_then_overwrites_knowingly(site, draft):
    older = site.get(ITEMS)
    data = {"shown": older.context["guard"].fingerprint, "items-O1-title": "ของเรา"}
    post(site, ITEMS, {"items-O1-title": "ของเขา"})
    told = post(site, ITEMS, data)
    assert told.status_code == 409
    assert [(difference.label, difference.stored) for difference in told.context["guard"].differences] == [
        ("หัวข้อ (ข้อ O1)", "ของเขา")
    ]
    assert value(draft).items[0].title == "ของเขา"
    assert post(site, ITEMS, {"items-O1-title": "ของเรา"}).status_code == 302
    assert value(draft).items[0].title == "ของเรา"


def test_a_row_added_meanwhile_stays(site, draft):
    older = site.get(ITEMS)
    data = form_data(older) | {"items-O1-title": "ของเรา"}
    new = {"items-new_1-code": "O77", "items-new_1-title": "ของเขา", "items-new_1-place": "9|9.1"}
    post(site, ITEMS, new)
    assert site.post(ITEMS, data).status_code == 409
    told = site.post(ITEMS, data)
    assert site.post(ITEMS, form_data(told)).status_code == 302
    assert {"ของเรา", "ของเขา"} <= {item.title for item in value(draft).items}


def test_a_row_removed_meanwhile_is_told(site, draft):
    data = form_data(site.get(ITEMS)) | {"items-O2-title": "ยังอยากได้"}
    post(site, ITEMS, {"items-O2-remove": "on"})
    told = site.post(ITEMS, data)
    assert told.status_code == 409
    labels = [difference.label for difference in told.context["guard"].differences]
    assert "หัวข้อ (แถวที่มีผู้ลบหรือเปลี่ยนรหัสแล้ว)" in labels
    assert 'value="ยังอยากได้"' in told.content.decode()


def test_other_parts_changed_meanwhile_are_no_conflict(site, draft):
    data = form_data(site.get(ITEMS)) | {"items-O1-title": "ของเรา"}
    post(site, YEAR + "edit/basics/", {"note": "ของเขา"})
    assert site.post(ITEMS, data).status_code == 302
    after = value(draft)
    assert (after.items[0].title, after.note) == ("ของเรา", "ของเขา")


# ---- Merge, split, retire, renumber


def test_items_are_merged(site, draft):
    change = {"result-new_1-code": "O1", "result-new_1-title": "รวมแล้ว"}
    change |= {"chosen": ["O1", "O2"], "reason": "คู่มือรวมข้อ"}
    assert post(site, YEAR + "items/merge/?indicator=9", change).url == YEAR + "crosswalk/"
    assert entries(value(draft), "items") == [(("O1", "O2"), ("O1",), False, "คู่มือรวมข้อ")]
    [row] = site.get(YEAR + "crosswalk/").context["sections"][1]["changed"]
    assert (row.relation, row.before[1][0], row.after) == ("รวม", "O2", (("O1", "รวมแล้ว"),))


def test_merge_says_all_that_is_missing_and_keeps_the_choice(site, draft):
    refused = post(site, YEAR + "items/merge/", {"chosen": ["O1"]})
    assert refused.status_code == 422
    assert [message for _, message in faults(refused)] == [
        "เลือกข้อที่จะรวมกันอย่างน้อยสองรายการ",
        "ต้องกรอกช่องนี้",
        "กรอกข้อที่ได้หลังรวมหนึ่งรายการ",
    ]
    assert refused.context["form"]["chosen"].value() == ["O1"]


def test_merge_into_a_code_of_another_item_is_refused(site, draft):
    change = {"result-new_1-code": "O4", "result-new_1-title": "ก", "result-new_1-place": "9|9.1"}
    refused = post(site, YEAR + "items/merge/", change | {"chosen": ["O1", "O2"], "reason": "ก"})
    assert faults(refused) == [("", "ปี 2570 มีข้อ O4 อยู่แล้ว")]


def test_indicator_is_split(site, draft):
    change = {"chosen": "8", "reason": "แยกตามคู่มือ", "comparable": "on"}
    for number, key in enumerate(("8", "11"), start=1):
        change |= {f"result-new_{number}-number": key, f"result-new_{number}-name": f"ส่วน {number}"}
        change |= {f"result-new_{number}-instrument": "EIT"}
    assert post(site, YEAR + "indicators/split/", change).status_code == 302
    assert entries(value(draft), "indicators") == [((8,), (8, 11), True, "แยกตามคู่มือ")]


def test_item_is_retired_with_its_reason(site, draft):
    assert post(site, YEAR + "items/retire/", {"chosen": "O4", "reason": "ไม่ประเมินแล้ว"}).status_code == 302
    assert entries(value(draft), "items") == [(("O4",), (), False, "ไม่ประเมินแล้ว")]


def test_item_retired_meanwhile_cannot_be_chosen(site, draft):
    post(site, YEAR + "items/retire/", {"chosen": "O4", "reason": "ก"})
    refused = post(site, YEAR + "items/retire/", {"chosen": "O4", "reason": "ก"})
    assert refused.status_code == 422


def test_items_are_numbered_through(site, draft):
    post(site, YEAR + "items/retire/", {"chosen": "O4", "reason": "ก"})
    page = site.get(YEAR + "items/renumber/")
    assert page.context["renumbered"][0] == ("O5", "O4", "แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน")
    assert post(site, YEAR + "items/renumber/").url == YEAR
    after = value(draft)
    assert [item.code for item in after.items] == [f"O{number}" for number in range(1, 26)]
    assert (after.measures_item, after.results_item) == ("O24", "O25")
    assert "ไม่มีสิ่งที่ต้องเปลี่ยน" in site.get(YEAR + "items/renumber/").content.decode()


def test_renumbering_tells_the_codes_that_it_leaves_out(site, draft):
    post(site, ITEMS, {"items-O1-code": "OX"})
    assert "คงเดิมเพราะไม่ลงท้ายด้วยเลข: OX" in site.get(YEAR + "items/renumber/").content.decode()


def test_item_of_unknown_title_says_so(site, draft):
    refused = post(site, ITEMS, {"items-O3-title": ""})
    assert faults(refused) == [("หัวข้อ (ข้อ O3)", "กรอกหัวข้อ หากยังไม่ทราบให้กรอกว่า “ไม่ทราบชื่อข้อ”")]


# ---- Crosswalk


def test_crosswalk_is_said_by_hand(site, draft):
    change = {
        "items-O1-before": "O๑ O2",
        "items-O1-reason": "รวม",
        "items-O2-before": "",
        "items-O3-before": "O3",
        "items-O4-before": "O3",
        "items-O4-reason": "แยก",
        "total_comparable": "False",
        "total_reason": "น้ำหนักเปลี่ยน",
    }
    drop = ("items-O1-comparable",)
    assert post(site, YEAR + "crosswalk/edit/", change, drop).status_code == 302
    after = value(draft)
    assert (after.crosswalk.total_comparable, after.crosswalk.total_reason) == (False, "น้ำหนักเปลี่ยน")
    assert entries(after, "items") == [
        (("O1", "O2"), ("O1",), False, "รวม"),
        ((), ("O2",), False, ""),
        (("O3",), ("O3", "O4"), True, "แยก"),
        (("O4",), (), False, ""),
    ]


def test_crosswalk_of_areas_is_said_by_hand(site, draft):
    change = {"areas-1-before": "๑ 2", "areas-1-reason": "รวม", "areas-2-before": "", "areas-3-reason": "ขอบเขตเปลี่ยน"}
    change |= {"areas-5-before": "4", "areas-5-reason": "แยก"}
    drop = ("areas-1-comparable", "areas-3-comparable", "areas-4-comparable", "areas-5-comparable")
    assert post(site, YEAR + "crosswalk/edit/", change, drop).status_code == 302
    assert entries(value(draft), "areas") == [
        ((1, 2), (1,), False, "รวม"),
        ((), (2,), False, ""),
        ((3,), (3,), False, "ขอบเขตเปลี่ยน"),
        ((4,), (4, 5), False, "แยก"),
        ((5,), (), False, ""),
    ]
    shown = site.get(YEAR + "crosswalk/").content.decode().split('id="areas"')[1]
    assert [shown.count(f'badge">{word}</span>') for word in ("รวม", "แยก", "ใหม่", "ยกเลิก")] == [1, 1, 1, 1]


def test_crosswalk_that_names_one_part_of_a_merge_retires_the_other(site, draft):
    change = {"result-new_1-code": "O1", "result-new_1-title": "รวมแล้ว", "chosen": ["O1", "O2"], "reason": "ก"}
    post(site, YEAR + "items/merge/", change)
    change = {"items-O1-before": "O1", "items-O1-comparable": "on", "items-O1-reason": ""}
    assert post(site, YEAR + "crosswalk/edit/", change).status_code == 302
    assert entries(value(draft), "items") == [(("O2",), (), False, "")]


def test_crosswalk_refuses_what_the_year_before_has_not(site, draft):
    refused = post(site, YEAR + "crosswalk/edit/", {"items-O1-before": "O1, O99"})
    assert faults(refused) == [("มาจาก (O1 โครงสร้าง หน้าที่และอำนาจ)", "ปีก่อนไม่มี O99 ให้ใช้รหัสตามเกณฑ์ของปีก่อน คั่นด้วยจุลภาค")]


def test_crosswalk_of_a_split_takes_the_reason_that_was_changed(site, draft):
    post(site, YEAR + "crosswalk/edit/", {"items-O4-before": "O3", "items-O3-reason": "เดิม"})
    post(site, YEAR + "crosswalk/edit/", {"items-O4-reason": "ใหม่"})
    assert (("O3",), ("O3", "O4"), True, "ใหม่") in entries(value(draft), "items")


def test_crosswalk_that_nobody_gave_is_suggested_as_comparing_nothing(site, frameworks, draft):
    walk = read_definitions(draft).crosswalk.model_copy(update={"items": ()})
    value_without = read_definitions(draft).model_copy(update={"crosswalk": walk})
    services.save_definitions(by=None, framework=draft, definitions=value_without)
    rows = site.get(YEAR + "crosswalk/edit/").context["page"].rows["items"]
    assert {(row["before"].value(), row["comparable"].value()) for row in rows[:2]} == {("O1", False), ("O2", False)}


def test_first_year_has_nothing_to_compare(site, frameworks):
    response = site.get("/frameworks/2562/crosswalk/edit/")
    assert response.url == "/frameworks/2562/crosswalk/"
    assert "ปีแรก" in site.get("/frameworks/2562/crosswalk/").content.decode()
