"""Indicators from their items: the printed result of 2562, and definitions with holes."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from assessments.frameworks.definitions import UNKNOWN_TITLE
from assessments.scores import services
from assessments.scores.item_scores import item_scores_of
from assessments.scoring import explanation
from assessments.scoring.items import IndicatorItems, SubIndicatorItems, code_gaps, from_items
from tests.assessments.frameworks.test_edits import SHIPPED

KHAM_MUANG_10 = {f"O{number}": Decimal("100" if number == 39 else "0") for number in range(34, 49)}


@pytest.fixture
def kham_muang(make_year, staff):
    """The printed year 2562: indicators 9 and 10 as announced, the items of 10 as found."""
    year = make_year(2562, {9: "46.34", 10: "6.25"})
    services.save_item_scores(by=staff, assessment=year, scores=KHAM_MUANG_10)
    return year


def test_indicator_10_of_2562_is_the_printed_one(kham_muang):
    computed = item_scores_of(kham_muang).computed(kham_muang.scores_by_number())[10]
    assert (computed.value, computed.announced, computed.difference) == (Decimal("6.25"), Decimal("6.25"), Decimal(0))
    assert [
        (sub_indicator.code, len(sub_indicator.scores), sub_indicator.value)
        for sub_indicator in computed.sub_indicators
    ] == [("10.1", 8, Decimal("12.5")), ("10.2", 7, Decimal(0))]
    assert explanation.from_items(computed, 2562) == (
        "ตัวชี้วัดที่ 10 จากรายข้อ = (12.500 + 0.000) ÷ 2 = 6.25 โดย 10.1 = 100.00 ÷ 8 = 12.500, "
        "10.2 = 0.00 ÷ 7 = 0.000 (ค่าเฉลี่ยของตัวชี้วัดย่อยตามเกณฑ์ปี 2562) ที่ประกาศคือ 6.25 ต่าง 0.00"
    )


def test_indicator_without_item_scores_is_not_computed(kham_muang):
    computed = item_scores_of(kham_muang).computed({})[9]
    assert (computed.value, computed.entered) == (None, 0)
    assert computed.faults == ("ยังไม่มีคะแนนของข้อ O1, O2, O3, O4, O5, O6, O7, O8 และอีก 25 ข้อ (ขาด 33 ข้อ)",)
    assert list(item_scores_of(kham_muang).entered({})) == [10]


def test_one_missing_item_stops_the_whole_indicator(kham_muang, staff):
    services.save_item_scores(by=staff, assessment=kham_muang, scores={"O48": None})
    computed = item_scores_of(kham_muang).computed({})[10]
    assert (computed.value, computed.faults) == (None, ("ยังไม่มีคะแนนของข้อ O48 (ขาด 1 ข้อ)",))
    assert explanation.from_items(computed, 2562) == (
        "ยังคำนวณตัวชี้วัดที่ 10 จากรายข้อไม่ได้ เพราะยังไม่มีคะแนนของข้อ O48 (ขาด 1 ข้อ)"
    )


def test_item_of_unknown_title_is_scored_by_its_code(make_year, staff):
    """Of O6 of 2568 only the code is known: indicator 9 waits for its score and comes out of all items."""
    year = make_year(2568)
    codes = [code for code in year.framework.items.values_list("code", flat=True) if code != "O6"]
    services.save_item_scores(by=staff, assessment=year, scores=dict.fromkeys(codes, Decimal(100)))
    computed = item_scores_of(year).computed({})[9]
    assert (computed.value, computed.faults) == (None, ("ยังไม่มีคะแนนของข้อ O6 (ขาด 1 ข้อ)",))
    services.save_item_scores(by=staff, assessment=year, scores={"O6": Decimal(0)})
    assert item_scores_of(year).computed({})[9].value == Decimal("97.14")


def test_every_code_of_the_public_data_check_can_be_scored():
    """No shipped year that divides the indicators of the OIT leaves a code out."""
    gaps = {
        year: code_gaps((part.code, part.indicator) for part in value.items if part.code[0] == "O")
        for year, value in SHIPPED.items()
        if value.sub_indicators
    }
    assert gaps == {year: {} for year in gaps}
    unknown = {
        year: [part.code for part in value.items if part.title == UNKNOWN_TITLE] for year, value in SHIPPED.items()
    }
    assert {year: codes for year, codes in unknown.items() if codes} == {
        2568: ["O6"],
        2569: ["O6", "O7"],
        2570: ["O6", "O7"],
    }


def test_definitions_with_a_hole_compute_nothing(make_year, staff):
    """Without O6 indicator 9 would come out of too few items, 10 is whole."""
    year = make_year(2568)
    year.framework.items.filter(code="O6").delete()
    codes = year.framework.items.values_list("code", flat=True)
    services.save_item_scores(by=staff, assessment=year, scores=dict.fromkeys(codes, Decimal(100)))
    computed = item_scores_of(year).computed({})
    assert computed[9].value is None
    assert computed[9].faults == ("เกณฑ์ของปีนี้ยังไม่มีข้อ O6 (รหัสข้ามไป) ให้ผู้ดูแลระบบตรวจเกณฑ์ก่อน",)
    assert computed[10].value == Decimal("100.00")


def test_year_without_sub_indicators_computes_nothing(make_year):
    assert item_scores_of(make_year(2567)).computed({}) == {}


def test_indicator_is_the_mean_of_its_sub_indicators_means():
    subs = (SubIndicatorItems("9.1", "", ("O1", "O2", "O3", "O4")), SubIndicatorItems("9.2", "", ("O5", "O6")))
    scores = {"O1": Decimal(100), "O2": Decimal(0), "O3": Decimal(0), "O4": Decimal(0)}
    scores |= {"O5": Decimal(100), "O6": Decimal(100)}
    assert from_items(IndicatorItems(9, subs), scores, None).value == Decimal("62.50")


def test_code_gaps_belong_to_both_neighbours():
    items = [("O1", 9), ("O2", 9), ("O4", 9), ("O7", 10), ("O8", 10), ("I2", 1), ("X", 1)]
    assert code_gaps(items) == {9: ("O3", "O5", "O6"), 10: ("O5", "O6"), 1: ("I1",)}
    assert code_gaps([("O2", 9), ("O1", 9)]) == {}


def test_definitions_without_items_or_with_loose_ones_are_named():
    indicator = IndicatorItems(9, (SubIndicatorItems("9.1", "", ("O1",)), SubIndicatorItems("9.2", "", ())), ("O2",))
    computed = from_items(indicator, {"O1": Decimal(100), "O2": Decimal(0)}, Decimal("50"))
    assert computed.faults == ("เกณฑ์ของปีนี้ยังไม่กำหนดข้อของตัวชี้วัดย่อย 9.2", "เกณฑ์ของปีนี้ยังไม่จัดข้อ O2 เข้าตัวชี้วัดย่อย")
    assert (computed.value, computed.difference) == (None, None)


def test_thirds_are_explained_by_their_division():
    """Means cut to three decimals would give 16.66 or 16.67 by chance: the sentence divides."""
    subs = (SubIndicatorItems("9.1", "", ("O1", "O2", "O3")), SubIndicatorItems("9.2", "", ("O4",)))
    scores = {"O1": Decimal("0.01"), "O2": Decimal(0), "O3": Decimal(0), "O4": Decimal(0)}
    computed = from_items(IndicatorItems(9, subs), scores, None)
    assert computed.value == Decimal("0.00")
    assert "(0.003 + 0.000) ÷ 2 = 0.00" in explanation.from_items(computed, 2562)


def test_save_item_scores_removes_none_and_leaves_the_rest(kham_muang, staff):
    services.save_item_scores(by=staff, assessment=kham_muang, scores={"O34": None, "O35": Decimal("100")})
    stored = {item_score.item.code: item_score.value for item_score in kham_muang.item_scores.all()}
    expected = {code: value for code, value in KHAM_MUANG_10.items() if code != "O34"}
    assert stored == expected | {"O35": Decimal("100")}


def test_save_item_scores_is_for_editors(kham_muang, auditor):
    with pytest.raises(PermissionDenied):
        services.save_item_scores(by=auditor, assessment=kham_muang, scores={"O34": Decimal(100)})
