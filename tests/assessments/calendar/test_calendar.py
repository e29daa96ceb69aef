"""Deadlines against the day: pure, and as administrators keep them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from assessments.calendar import shipped
from assessments.calendar.due import due, following
from assessments.calendar.services import DeadlineData, renew_feed, revoke_feed, save_deadlines
from assessments.frameworks.deadline import a_year_later
from assessments.frameworks.services import copy_to_next_year
from assessments.models import CalendarFeed, Deadline

TODAY = date(2024, 4, 16)
NONE = frozenset()
PAGE = "/frameworks/2567/calendar/"


@pytest.mark.parametrize(
    ("day", "step", "done", "status", "words"),
    [
        (date(2024, 4, 30), "published", NONE, "soon", "เหลืออีก 14 วัน"),
        (date(2024, 5, 1), "published", NONE, "later", "เหลืออีก 15 วัน"),
        (date(2024, 4, 17), "", NONE, "soon", "เหลืออีก 1 วัน"),
        (date(2024, 4, 16), "published", NONE, "today", "ครบกำหนดวันนี้"),
        (date(2024, 4, 15), "published", NONE, "overdue", "เลยกำหนด 1 วัน"),
        (date(2021, 4, 15), "published", NONE, "overdue", "เลยกำหนด 1,097 วัน"),
        (date(2024, 4, 15), "published", frozenset({"published"}), "done", "ทำแล้ว"),
        (date(2024, 5, 15), "published", frozenset({"published"}), "done", "ทำแล้ว"),
        (date(2024, 4, 15), "published", frozenset({"approved"}), "overdue", "เลยกำหนด 1 วัน"),
        (date(2024, 4, 15), "", NONE, "past", "ผ่านไปแล้ว"),
    ],
)
def test_deadline_stands_against_the_day(day, step, done, status, words):
    deadline = due("เรื่อง", day, "", step, done, TODAY)
    assert (deadline.status, deadline.words, deadline.is_open) == (status, words, status not in ("done", "past"))


def test_next_is_the_longest_overdue_then_the_nearest():
    dues = [
        due(title, day, "", step, frozenset({"approved"}), TODAY)
        for title, day, step in (
            ("later", date(2024, 6, 1), "published"),
            ("past", date(2024, 1, 1), ""),
            ("done", date(2024, 2, 1), "approved"),
            ("overdue", date(2024, 4, 1), "scores"),
            ("more overdue", date(2024, 3, 1), "scores"),
        )
    ]
    assert following(dues).title == "more overdue"
    assert following(dues[:3]).title == "later"
    assert following(dues[1:3]) is None


def test_a_year_later_keeps_the_day():
    assert a_year_later(date(2024, 4, 30)) == date(2025, 4, 30)
    assert a_year_later(date(2024, 2, 29)) == date(2025, 2, 28)


# ---- Kept by administrators


def rows(framework) -> list[tuple]:
    return list(framework.deadlines.values_list("title", "due", "step", "note"))


def test_calendar_becomes_what_is_given(frameworks, administrator):
    framework = frameworks[2567]
    first = [DeadlineData("ก", date(2024, 4, 1)), DeadlineData("ข", date(2024, 4, 30), "published", "ตามหนังสือ")]
    save_deadlines(by=administrator, framework=framework, rows=first)
    kept = Deadline.objects.get(title="ข").pk
    save_deadlines(
        by=administrator,
        framework=framework,
        rows=[DeadlineData("ค", date(2024, 3, 1)), DeadlineData("ข", date(2024, 5, 1), "published")],
    )
    assert rows(framework) == [("ค", date(2024, 3, 1), "", ""), ("ข", date(2024, 5, 1), "published", "")]
    assert Deadline.objects.get(title="ข").pk == kept


def test_titles_that_occur_twice_are_refused(frameworks, administrator):
    twice = [DeadlineData("ก", date(2024, 4, 1)), DeadlineData("ก", date(2024, 4, 2))]
    with pytest.raises(ValidationError):
        save_deadlines(by=administrator, framework=frameworks[2567], rows=twice)
    assert rows(frameworks[2567]) == []


def test_only_administrators_keep_calendars(frameworks, staff):
    with pytest.raises(PermissionDenied):
        save_deadlines(by=staff, framework=frameworks[2567], rows=[])


def test_next_year_begins_with_the_calendar_a_year_later(frameworks, administrator):
    Deadline.objects.create(
        framework=frameworks[2569], title="ปิดรับข้อมูล", due=date(2026, 4, 30), step="published", note="ก"
    )
    draft = copy_to_next_year(by=administrator, framework=frameworks[2569])
    assert rows(draft) == [("ปิดรับข้อมูล", date(2027, 4, 30), "published", "ก")]
    assert draft.deadlines.get().told == "ประมาณจากปีก่อน · ก"


HALF, END = "บันทึกผลรอบ 6 เดือนให้ครบ", "บันทึกผลเมื่อสิ้นปีให้ครบ"
OIT = "ปิดรับคำตอบแบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)"


@pytest.mark.parametrize(
    ("fiscal_year", "days"),
    [
        (2563, []),  # nothing is known of it
        (2564, [(OIT, date(2021, 4, 30), False)]),
        (2567, []),  # it is over: an estimate helps nobody
        (2569, [(HALF, date(2026, 3, 31), False), (OIT, date(2026, 4, 30), True), (END, date(2026, 9, 30), False)]),
    ],
)
def test_days_that_are_known_are_shipped_and_estimated_ones_marked(frameworks, monkeypatch, fiscal_year, days):
    monkeypatch.setattr(shipped, "current_fiscal_year", lambda: 2569)
    assert shipped.load_deadlines() == [2564, 2569]
    assert list(frameworks[fiscal_year].deadlines.values_list("title", "due", "is_estimated")) == days


def test_calendar_that_somebody_kept_stays_as_it_is(frameworks, administrator):
    save_deadlines(by=administrator, framework=frameworks[2564], rows=[DeadlineData("ก", date(2021, 4, 1))])
    save_deadlines(by=administrator, framework=frameworks[2564], rows=[])
    call_command("load_deadlines")
    assert not frameworks[2564].deadlines.exists()
    assert shipped.load_deadlines() == []


def posted(page, *typed: tuple[str, str, str]) -> dict:
    data = {"shown": page.context["guard"].fingerprint}
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        data[f"deadlines-{name}"] = page.context["rows"].management_form[name].value()
    for number, (title, day, step) in enumerate(typed):
        data |= {f"deadlines-{number}-title": title, f"deadlines-{number}-due": day, f"deadlines-{number}-step": step}
    return data


def test_page_takes_thai_dates_and_removes_emptied_rows(sign_in, administrator, frameworks):
    client = sign_in(administrator)
    page = client.get(PAGE)
    assert client.post(PAGE, posted(page, ("ก", "๓๐/๔/๒๕๖๗", "published"), ("ข", "1 พ.ค. 2567", ""))).status_code == 302
    assert rows(frameworks[2567]) == [("ก", date(2024, 4, 30), "published", ""), ("ข", date(2024, 5, 1), "", "")]
    page = client.get(PAGE)
    assert client.post(PAGE, posted(page, ("", "", "published"), ("ข", "1/5/2567", ""))).status_code == 302
    assert rows(frameworks[2567]) == [("ข", date(2024, 5, 1), "", "")]


def test_page_marks_estimated_days_until_they_are_known(sign_in, administrator, staff, frameworks):
    Deadline.objects.create(framework=frameworks[2567], title="ก", due=date(2024, 4, 30), is_estimated=True)
    html = sign_in(staff).get(PAGE).content.decode()
    assert (html.count("30 เม.ย. 2567"), html.count("ประมาณจากปีก่อน")) == (1, 1)
    client = sign_in(administrator)
    page = client.get(PAGE)
    assert "1 วันยังประมาณจากปีก่อน" in page.content.decode()
    assert '<option value="True" selected>ประมาณจากปีก่อน</option>' in page.content.decode()
    data = posted(page, ("ก", "29/4/2567", ""))
    client.post(PAGE, data | {"deadlines-0-is_estimated": "True"})
    assert list(frameworks[2567].deadlines.values_list("due", "is_estimated")) == [(date(2024, 4, 29), True)]
    page = client.get(PAGE)
    client.post(PAGE, posted(page, ("ก", "29/4/2567", "")))
    assert "กำหนดแล้ว" in sign_in(staff).get(PAGE).content.decode()
    assert list(frameworks[2567].deadlines.values_list("due", "is_estimated")) == [(date(2024, 4, 29), False)]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ([("ก", "", "")], "กรอกวันที่ของเรื่องนี้"),
        ([("", "1/5/2567", "")], "กรอกชื่อเรื่อง"),
        ([("ก", "1/5/2024", "")], "พุทธศักราช"),
        ([("ก", "1/5/2567", ""), ("ก", "2/5/2567", "")], "มีเรื่องซ้ำกัน: ก"),
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_typed(sign_in, administrator, frameworks, typed, fault):
    client = sign_in(administrator)
    response = client.post(PAGE, posted(client.get(PAGE), *typed))
    assert response.status_code == 422
    assert fault in response.content.decode()
    assert f'value="{typed[0][1]}"' in response.content.decode() or typed[0][1] == ""
    assert not Deadline.objects.exists()


def test_page_that_is_older_than_what_is_stored_overwrites_nothing(sign_in, administrator, frameworks):
    client = sign_in(administrator)
    old = posted(client.get(PAGE), ("ก", "30/4/2567", ""))
    Deadline.objects.create(framework=frameworks[2567], title="ของผู้อื่น", due=date(2024, 4, 1))
    assert client.post(PAGE, old).status_code == 409
    assert [title for title, *_ in rows(frameworks[2567])] == ["ของผู้อื่น"]


def test_draft_calendar_is_for_administrators(sign_in, administrator, staff, frameworks):
    type(frameworks[2567]).objects.filter(fiscal_year=2567).update(state="draft")
    assert sign_in(staff).get(PAGE).status_code == 404
    assert sign_in(administrator).get(PAGE).status_code == 200


# ---- The secret address


def test_renewing_ends_the_old_address_and_revoking_the_last(staff):
    old = renew_feed(by=staff).token
    new = renew_feed(by=staff).token
    assert (len(old), old != new, CalendarFeed.objects.count()) == (43, True, 1)
    revoke_feed(by=staff)
    assert not CalendarFeed.objects.exists()
