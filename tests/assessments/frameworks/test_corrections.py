"""Corrections of years in force: shown first, by two administrators, told on the pages; the announced stays."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assessments.frameworks import edits, impact
from assessments.frameworks.correction_services import (
    confirm_correction,
    prepare_correction,
    propose_correction,
    refuse_correction,
    withdraw_correction,
)
from assessments.frameworks.services import freeze_framework
from assessments.frameworks.storage import read_definitions
from assessments.models import Assessment, Correction, Municipality
from tests.conftest import SCORES_2567
from tests.corrections import proposed, second_administrator

from .pages import post
from .test_edits import YEARS

REASON = "แก้น้ำหนักตามประกาศ"


def weighted(definitions, **weights):
    parts = (
        part.model_copy(update={"weight": Decimal(weights.get(part.code, part.weight))})
        for part in definitions.instruments
    )
    return definitions.with_parts("instruments", parts)


@pytest.fixture
def lighter(year):
    """The definitions of 2567 with other weights, and the year whose computed result they change."""
    return weighted(read_definitions(year.framework), IIT=50, OIT=20)


@pytest.fixture
def waiting(year, lighter, administrator) -> Correction:
    return proposed(by=administrator, framework=year.framework, definitions=lighter, reason=REASON)


def refused(service, **arguments) -> list[str]:
    with pytest.raises(ValidationError) as error:
        service(**arguments)
    return error.value.messages


def address(correction: Correction) -> str:
    return f"/frameworks/{correction.framework.fiscal_year}/corrections/{correction.pk}/"


@pytest.mark.parametrize("state", ["published", "frozen"])
def test_edit_of_a_year_in_force_is_shown_first_and_changes_nothing(sign_in, administrator, year, state):
    if state == "frozen":
        freeze_framework(year.framework)
    client = sign_in(administrator)
    typed = {"instruments-IIT-weight": "50", "instruments-OIT-weight": "20", "correction-reason": REASON}
    response = post(client, "/frameworks/2567/edit/instruments/", typed)
    correction = Correction.objects.get()
    assert (response.url, correction.state) == (address(correction), "prepared")
    page = client.get(response.url)
    assert [(each.what, each.before, each.after) for each in page.context["changes"]] == [
        ("เครื่องมือ IIT น้ำหนัก", "30.00", "50.00"),
        ("เครื่องมือ OIT น้ำหนัก", "40.00", "20.00"),
    ]
    told = page.context["impact"]
    assert (told.opened, told.affected, told.totals, told.levels, told.agreements) == (1, 1, 1, 0, 1)
    [affected] = told.first
    assert (affected.municipality, affected.announced) == ("เทศบาลเมืองทดสอบ", Decimal("90.65"))
    assert affected.before == (Decimal("90.65"), "ผ่าน", "ตรงกัน")
    assert affected.after == (Decimal("89.36"), "ผ่าน", "ต่างกัน")
    reason = "เทียบไม่ได้ น้ำหนักของเครื่องมือเปลี่ยน"
    assert [(what, before, after[: len(reason)]) for what, before, after in told.comparisons] == [
        ("คะแนนรวมของปี 2567 กับปี 2566", "เทียบได้", reason),
        ("คะแนนรวมของปี 2567 กับปี 2568", "เทียบได้", reason),
    ]
    assert read_definitions(year.framework) == YEARS[2567]
    assert client.post(response.url, {"step": "propose"}).status_code == 302
    correction.refresh_from_db()
    assert correction.state == "waiting"
    assert read_definitions(year.framework) == YEARS[2567]


def test_another_administrator_confirms_and_what_was_announced_stays(waiting, year, administrator, lighter):
    assert refused(confirm_correction, by=administrator, correction=waiting) == [
        "ท่านเป็นผู้เสนอเอง ผู้เสนอกับผู้ยืนยันต้องเป็นคนละคน ให้ผู้ดูแลระบบคนอื่นตรวจและยืนยัน"
    ]
    change = confirm_correction(by=second_administrator(), correction=waiting)
    assert (change.number, change.reason, change.by) == (2, REASON, administrator)
    assert str(change.correction.decided_by) == "ผู้ดูแลระบบคนที่สอง"
    assert read_definitions(year.framework) == lighter
    year.refresh_from_db()
    assert (year.official_total, year.official_level) == (Decimal("90.65"), "ผ่าน")
    assert {number: f"{score:.2f}" for number, score in year.scores_by_number().items()} == SCORES_2567


def test_database_refuses_one_person_as_both(waiting, administrator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=waiting.pk).update(state="confirmed", decided_by=administrator)


def test_proposal_is_refused_with_a_reason_and_changes_nothing(waiting, year, administrator):
    second = second_administrator()
    assert refused(refuse_correction, by=administrator, correction=waiting, note="ก")[0][:17] == "ท่านเป็นผู้เสนอเอง"[:17]
    assert refused(refuse_correction, by=second, correction=waiting, note=" ") == ["บอกเหตุผลที่ไม่ยืนยัน เพื่อให้ผู้เสนอทราบ"]
    refuse_correction(by=second, correction=waiting, note="ไม่ตรงประกาศ")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.note, waiting.decided_by) == ("refused", "ไม่ตรงประกาศ", second)
    assert read_definitions(year.framework) == YEARS[2567]
    assert refused(confirm_correction, by=second, correction=waiting) == [
        "ข้อเสนอนี้อยู่ในสถานะ “ไม่ยืนยัน” แล้ว โดย ผู้ดูแลระบบคนที่สอง จึงไม่มีอะไรเปลี่ยน"
    ]


def test_only_who_proposed_withdraws(waiting, administrator):
    assert refused(withdraw_correction, by=second_administrator(), correction=waiting) == ["ถอนได้เฉพาะผู้เสนอ"]
    withdraw_correction(by=administrator, correction=waiting)
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


def test_proposal_over_definitions_that_changed_meanwhile_is_refused_kindly(
    waiting, year, administrator, sign_in, make_user
):
    third = make_user("third", "administrator", position="คนที่สาม")
    noted = read_definitions(year.framework).model_copy(update={"note": "แก้"})
    first = proposed(by=third, framework=year.framework, definitions=noted, reason="หมายเหตุ")
    confirm_correction(by=administrator, correction=first)
    [message] = refused(confirm_correction, by=second_administrator(), correction=waiting)
    assert message.startswith("เกณฑ์ปี 2567 แก้ไขไปแล้วหลังจากทำข้อเสนอนี้ (ฉบับที่ 2 โดย คนที่สาม เมื่อ ")
    year.framework.refresh_from_db()
    assert read_definitions(year.framework) == noted
    page = sign_in(second_administrator()).get(address(waiting))
    assert (page.context["overtaken"], page.context["impact"]) == (message, None)
    assert 'value="confirm"' not in page.content.decode()


def test_definitions_changed_past_the_services_overtake_a_proposal_too(waiting, year):
    year.framework.levels.filter(label="ผ่าน").update(label="ผ่านเกณฑ์")
    [message] = refused(confirm_correction, by=second_administrator(), correction=waiting)
    assert message.startswith("เกณฑ์ปี 2567 แก้ไขไปแล้วหลังจากทำข้อเสนอนี้ จึงยืนยันไม่ได้")


def test_freezing_meanwhile_does_not_overtake(waiting, year):
    freeze_framework(year.framework)
    assert confirm_correction(by=second_administrator(), correction=waiting).number == 2


def test_confirming_twice_confirms_once(waiting, year):
    second = second_administrator()
    confirm_correction(by=second, correction=waiting)
    assert refused(confirm_correction, by=second, correction=waiting)[0].startswith("ข้อเสนอนี้อยู่ในสถานะ “ยืนยันแล้ว” แล้ว")
    assert year.framework.revisions.count() == 2


def test_waiting_proposals_are_seen_by_administrators_prepared_ones_by_their_maker(
    sign_in, administrator, staff, year, lighter
):
    second = second_administrator()
    correction = prepare_correction(by=administrator, framework=year.framework, definitions=lighter, reason=REASON)
    pages = ("/frameworks/", "/frameworks/2567/", "/frameworks/corrections/")
    assert [REASON in sign_in(second).get(page).content.decode() for page in pages] == [False] * 3
    assert sign_in(second).get(address(correction)).status_code == 404
    assert [REASON in sign_in(administrator).get(page).content.decode() for page in pages] == [True] * 3
    propose_correction(by=administrator, correction=correction)
    assert [REASON in sign_in(second).get(page).content.decode() for page in pages] == [True] * 3
    assert [REASON in sign_in(staff).get(page).content.decode() for page in pages[:2]] == [False] * 2
    assert sign_in(staff).get(address(correction)).status_code == 403


def test_second_administrator_decides_on_the_page(sign_in, waiting, year):
    client = sign_in(second_administrator())
    html = client.get(address(waiting)).content.decode()
    assert ('value="confirm"' in html, 'value="withdraw"' in html) == (True, False)
    empty = client.post(address(waiting), {"step": "refuse", "note": ""})
    assert (empty.status_code, empty.context["form"].errors["note"]) == (422, ["บอกเหตุผลที่ไม่ยืนยัน เพื่อให้ผู้เสนอทราบ"])
    assert client.post(address(waiting), {"step": "confirm"}).url == address(waiting)
    page = client.get(address(waiting))
    assert (page.context["impact"], page.context["correction"].change.number) == (None, 2)


def test_only_administrators_correct(waiting, staff, lighter, year):
    for service, options in (
        (prepare_correction, {"framework": year.framework, "definitions": lighter, "reason": "ก"}),
        (propose_correction, {"correction": waiting}),
        (withdraw_correction, {"correction": waiting}),
        (refuse_correction, {"correction": waiting, "note": "ก"}),
        (confirm_correction, {"correction": waiting}),
    ):
        with pytest.raises(PermissionDenied):
            service(by=staff, **options)


PAGES = ["/2567/99990001/", "/2567/99990001/scores/", "/2567/99990001/items/"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_affected_years_tell_of_the_correction(sign_in, staff, waiting, year, page):
    client = sign_in(staff)
    assert "นิยามของปีนี้แก้ไขเมื่อ" not in client.get(page).content.decode()
    confirm_correction(by=second_administrator(), correction=waiting)
    html = " ".join(client.get(page).content.decode().split())
    assert f"น. เรื่อง {REASON}" in html.split("นิยามของปีนี้แก้ไขเมื่อ ")[1][:80]
    other = page.replace("2567", "2566")
    assert "นิยามของปีนี้แก้ไขเมื่อ" not in client.get(other).content.decode()


# ---- What a correction changes


def test_renumbered_indicators_alone_change_no_result(year, administrator):
    keys = {9: 10, 10: 9}
    value = edits.renumber(read_definitions(year.framework), "indicators", keys)
    told = impact.impact_of(year.framework, value, {"indicators": keys})
    assert (told.opened, told.affected, told.comparisons) == (1, 0, ())


def test_level_that_is_called_otherwise_is_told(year):
    levels = tuple(
        level.model_copy(update={"min_total": Decimal(91)}) if level.label == "ผ่าน" else level
        for level in YEARS[2567].levels
        if level.label != "ผ่านดี"
    )
    value = YEARS[2567].with_parts("levels", levels)
    told = impact.impact_of(year.framework, value, {})
    assert (told.affected, told.totals, told.levels, told.agreements) == (1, 0, 1, 0)
    assert (told.first[0].before.level, told.first[0].after.level) == ("ผ่าน", "ต้องปรับปรุง")


@pytest.mark.parametrize("count", [1, 25])
def test_impact_is_bounded_sorted_and_takes_the_same_queries(
    year, lighter, make_year, count, django_assert_num_queries
):
    names = [f"เทศบาล{letter}{number:02}" for letter, number in zip("ขเก" * 9, range(count), strict=False)]
    for number, name in enumerate(names):
        of = Municipality.objects.create(code=f"9997{number:04}", name=name, kind="town", province="ทดสอบ")
        make_year(2567, SCORES_2567, of=of)
    with django_assert_num_queries(31):
        told = impact.impact_of(year.framework, lighter, {})
    assert (told.opened, told.affected, len(told.first)) == (count + 1, count + 1, min(count + 1, impact.SHOWN))
    assert told.first[0].municipality == ("เทศบาลข00" if count == 1 else "เทศบาลก02")
    assert Assessment.objects.filter(official_total__isnull=False).count() == 2


def test_corrections_list_takes_the_same_few_queries(
    sign_in, administrator, year, lighter, waiting, django_assert_max_num_queries
):
    client, taken = sign_in(administrator), []
    for count in (0, 3):
        for number in range(count):
            proposed(by=administrator, framework=year.framework, definitions=lighter, reason=f"{REASON} {number}")
        with django_assert_max_num_queries(8) as queries:
            client.get("/frameworks/corrections/")
        taken.append(len(queries))
    assert taken[0] == taken[1]
