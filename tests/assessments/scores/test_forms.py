"""The form fields that every app uses, and the form of a year's scores."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments.editing.fields import ScoreField, ThaiCharField, ThaiDateField, ThaiTextField
from assessments.municipalities.forms import MunicipalitySearch
from assessments.scores.forms.scores import ScoresForm


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("90.64", "90.64"),
        ("๙๐.๖๔", "90.64"),
        (" 90.6\u00a0", "90.6"),
        ("100", "100"),
        ("100.00", "100.00"),
        ("0", "0"),
        ("90.", "90"),
        (".5", "0.5"),
        ("97.75 %", "97.75"),
        ("๙๗.๗๕%", "97.75"),
    ],
)
def test_score_field_reads(typed, score):
    assert ScoreField().clean(typed) == Decimal(score)


@pytest.mark.parametrize("typed", ["", " ", "-", "\u200b"])
def test_score_field_takes_unknown_as_none(typed):
    assert ScoreField(required=False).clean(typed) is None


@pytest.mark.parametrize("typed", ["90.641", "90,64", "+5", "-5", "1e1", "NaN", "เก้าสิบ", "9 0", ".", "1000"])
def test_score_field_names_what_it_cannot_read(typed):
    with pytest.raises(ValidationError) as error:
        ScoreField().clean(typed)
    assert error.value.messages == [f"“{typed}” ไม่ใช่คะแนน กรอกตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 90.64"]


def test_score_field_refuses_more_than_a_hundred():
    with pytest.raises(ValidationError) as error:
        ScoreField().clean("๑๐๐.๐๑")
    assert error.value.messages == ["“๑๐๐.๐๑” เกิน 100 กรอกคะแนน 0 ถึง 100 เช่น 90.64"]


def test_score_field_required_says_so():
    with pytest.raises(ValidationError) as error:
        ScoreField().clean("-")
    assert error.value.messages == ["ต้องกรอกช่องนี้"]


def test_score_field_shows_two_decimals_but_keeps_what_was_typed():
    assert ScoreField().prepare_value(Decimal("90.6")) == "90.60"
    assert ScoreField().prepare_value("๙๐.x") == "๙๐.x"


def test_score_field_has_changed_compares_values():
    field = ScoreField()
    assert not field.has_changed(Decimal("90.60"), "๙๐.6")
    assert field.has_changed(Decimal("90.60"), "90.61")
    assert field.has_changed(Decimal("90.60"), "x")


def test_char_field_normalises_to_one_line():
    assert ThaiCharField().clean("  นํ้า\u200bประปา\r\nหมู่ 1 ") == "น้ำประปา หมู่ 1"
    assert ThaiCharField(required=False).clean(None) == ""


def test_text_field_keeps_lines_and_indentation():
    assert ThaiTextField().clean("\r\n\n  1) ทํา  \r\n    ต่อ\n\n") == "  1) ทำ\n    ต่อ"
    assert ThaiTextField(required=False).clean("") == ""
    with pytest.raises(ValidationError):
        ThaiTextField().clean(" \n\t\n")


@pytest.mark.parametrize("typed", ["1/4/2567", "๑ เมษายน ๒๕๖๗", "1 เม.ย. 2567", "01-04-2567"])
def test_date_field_reads_the_buddhist_era(typed):
    assert ThaiDateField().clean(typed) == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1/4/2024", "กรอกปีเป็นพุทธศักราช เช่น 2567"),
        ("31/2/2567", "ไม่มีวันนี้ในปฏิทิน"),
        ("เมื่อวาน", "กรอกวันที่เป็น วัน/เดือน/ปี พ.ศ. เช่น 1/4/2567"),
    ],
)
def test_date_field_says_what_is_wrong(typed, reason):
    with pytest.raises(ValidationError) as error:
        ThaiDateField().clean(typed)
    assert error.value.messages == [f"“{typed}”: {reason}"]


def test_date_field_shows_the_buddhist_era():
    assert ThaiDateField().prepare_value(date(2024, 4, 1)) == "1/4/2567"
    assert ThaiDateField().prepare_value("31/2/2567") == "31/2/2567"
    assert not ThaiDateField().has_changed(date(2024, 4, 1), "๑/๔/๒๕๖๗")


def test_search_takes_thai_digits():
    form = MunicipalitySearch({"q": " ๐๕๘๑ "}, provinces=["กระบี่"])
    assert form.is_valid()
    assert form.cleaned_data == {"q": "0581", "province": ""}


def test_scores_form_offers_the_levels_of_the_year(year):
    form = ScoresForm(assessment=year)
    assert [value for value, _ in form.fields["official_level"].choices] == [
        "",
        "ผ่านดีเยี่ยม",
        "ผ่านดี",
        "ผ่าน",
        "ต้องปรับปรุง",
        "ต้องปรับปรุงโดยด่วน",
    ]


def test_scores_form_keeps_a_level_that_the_year_does_not_define(year):
    year.official_level = "A"
    form = ScoresForm({"official_level": "A"}, assessment=year)
    assert form.is_valid()
    assert form.cleaned_data["official_level"] == "A"


def test_scores_form_fields_come_in_the_order_of_the_page(year):
    assert list(ScoresForm(assessment=year).fields) == [
        *(f"score_{number}" for number in range(1, 11)),
        "official_total",
        "official_level",
        "province_rank",
        "province_count",
    ]


@pytest.mark.parametrize("typed", ["0", "1.5", "99999", "ที่หนึ่ง"])
def test_scores_form_refuses_ranks_that_are_none(year, typed):
    assert list(ScoresForm({"province_rank": typed}, assessment=year).errors) == ["province_rank"]


def test_scores_form_reads_a_rank_in_thai_digits(year):
    form = ScoresForm({"province_rank": "๑๒"}, assessment=year)
    assert form.is_valid()
    assert form.cleaned_data["province_rank"] == 12


def test_scores_form_leaves_out_what_it_cannot_read(year):
    form = ScoresForm({"score_1": "๙๐.๕", "score_2": "x", "score_3": "-"}, assessment=year)
    assert form.typed_scores() == {1: Decimal("90.5")}
    assert 2 not in form.cleaned_scores()
    assert form.cleaned_scores()[3] is None
