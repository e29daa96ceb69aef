"""Sheets as Excel takes them."""

from assessments.tabular.book import sheet_name


def test_sheet_names_are_short_allowed_and_different():
    assert sheet_name("๑. ผล/ตาราง [ก]: ?*", set()) == "๑. ผล ตาราง  ก"
    assert sheet_name("ก" * 40, set()) == "ก" * 31
    assert sheet_name("ก" * 40, {"ก" * 31}) == "ก" * 27 + " (2)"
    assert sheet_name("ผลคะแนนของหน่วยงานทั้งหมด ประจำปี ๒๕๖๗") == "ผลคะแนนของหน่วยงานทั้งหมด"
    assert sheet_name("ก" * 30 + "น้ำ") == "ก" * 30  # no letter without its marks
    assert sheet_name("Ita", {"ITA", "ita (2)"}) == "Ita (3)"
    assert sheet_name("/ : ?", {"ตาราง"}) == "ตาราง (2)"
