"""What waits for whom, on the first page and in the mail."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.models import Assessment, Deadline, Framework, Import
from assessments.years.services import take_step
from ita_portal.templatetags.portal import thai_datetime
from measures.comments.services import add_comment
from measures.models import Measure
from reports.year.calendar import done_steps
from reports.year.inbox import count_waiting, waiting_for
from reports.year.trend import trend_of


@pytest.fixture
def submitted(year, staff):
    Measure.objects.create(assessment=year, title="มาตรการ")
    take_step(by=staff, assessment=year, action="submit", note="ครบแล้ว")
    return year


@pytest.fixture
def returned(submitted, approver):
    take_step(by=approver, assessment=submitted, action="return", note="ขอผลของประเด็นที่ 3")
    return submitted


def waiting(user) -> list[tuple]:
    tasks = waiting_for(user)
    assert count_waiting(user) == len(tasks)
    return [(task.title, task.detail, task.address) for task in tasks]


def test_submitted_year_waits_for_the_approver_alone(submitted, staff, approver, auditor, administrator, make_user):
    other = make_user("other", "staff", municipality=submitted.municipality)
    assert waiting(approver) == [
        ("ปี 2567 รอท่านอนุมัติ", "ส่งโดย นักวิเคราะห์นโยบายและแผน: ครบแล้ว", "/2567/99990001/approval/")
    ]
    assert [waiting(user) for user in (staff, other, auditor, administrator)] == [[]] * 4


def test_returned_year_waits_for_the_staff(returned, staff, approver):
    assert waiting(staff) == [("ปี 2567 ส่งกลับให้แก้ไข", "โดย ปลัดเทศบาล: ขอผลของประเด็นที่ 3", "/2567/99990001/approval/")]
    assert waiting(approver) == []


def test_approved_year_waits_for_the_staff_until_it_is_published(submitted, staff, approver):
    take_step(by=approver, assessment=submitted, action="approve")
    title = "ปี 2567 อนุมัติแล้ว รอออกเอกสารและเผยแพร่"
    assert waiting(staff) == [(title, "อนุมัติโดย ปลัดเทศบาล", "/2567/99990001/approval/")]
    assert waiting(approver) == []
    take_step(by=staff, assessment=submitted, action="publish")
    assert waiting(staff) == []


def test_reopened_year_is_told_to_the_staff_with_who_when_and_why(submitted, staff, approver, sign_in):
    take_step(by=approver, assessment=submitted, action="approve")
    take_step(by=approver, assessment=submitted, action="reopen", note="แก้ผลของประเด็นที่ 2")
    told = ("ปี 2567 เปิดให้แก้ไขอีกครั้ง", "เปิดโดย ปลัดเทศบาล: แก้ผลของประเด็นที่ 2", "/2567/99990001/approval/")
    assert (waiting(staff), waiting(approver)) == ([told], [])
    step = submitted.transitions.get(action="reopen")
    page = sign_in(staff).get("/").content.decode()
    assert [text in page for text in (*told, thai_datetime(step.at))] == [True] * 4
    take_step(by=staff, assessment=submitted, action="submit")
    take_step(by=staff, assessment=submitted, action="withdraw")
    assert waiting(staff) == []


def test_year_does_not_wait_for_the_approver_who_submitted_it(submitted, staff):
    staff.role = "approver"
    staff.save()
    assert waiting(staff) == []


def test_foreign_years_wait_for_nobody_here(submitted, make_user, other_municipality):
    assert waiting(make_user("stranger", "approver", municipality=other_municipality)) == []


def test_home_shows_what_waits_and_what_is_due(sign_in, approver, submitted, django_assert_max_num_queries):
    Deadline.objects.create(framework=submitted.framework, title="ส่งมาตรการ", due=timezone.localdate(), step="approved")
    client = sign_in(approver)
    with django_assert_max_num_queries(30):
        page = client.get("/").content.decode()
    for text in ("ปี 2567 รอท่านอนุมัติ", "ครบแล้ว", "ส่งมาตรการ", "ครบกำหนดวันนี้", "ปีงบประมาณ 2566"):
        assert text in page
    assert "ส่งครั้งแรก มี 1 มาตรการ 0 หลักฐาน 0 เอกสาร" in page
    assert page.count("btn-primary") == 1 and "ตรวจและอนุมัติ" in page


def test_home_folds_what_waits_beyond_two(sign_in, staff, approver, returned):
    client = sign_in(staff)
    for number in (1, 2):
        page = client.get("/").content.decode()
        assert ("<summary>อีก" in page, page.count("ความเห็นถึงท่าน")) == (False, number - 1)
        add_comment(by=approver, assessment=returned, text=f"เรื่องที่ {number}", people=[staff])
    shown, folded = client.get("/").content.decode().split("<details><summary>อีก 1 เรื่อง</summary>")
    assert (shown.count("เรื่องที่ 1"), folded.count("เรื่องที่ 2"), shown.count("เรื่องที่ 2")) == (1, 1, 0)


def test_home_tells_the_approver_what_changed_since_the_return(sign_in, staff, approver, returned):
    Measure.objects.create(assessment=returned, title="เพิ่ม")
    take_step(by=staff, assessment=returned, action="submit")
    page = sign_in(approver).get("/").content.decode()
    assert "เปลี่ยนแปลง 1 รายการตั้งแต่ส่งกลับให้แก้ไขแล้วเมื่อ" in page


def test_home_lists_the_tasks_and_draws_the_totals(sign_in, staff, year):
    page = sign_in(staff).get("/").content.decode()
    titles = ["ผลการประเมิน", "มาตรการ", "หลักฐาน", "เอกสาร", "ส่งให้ผู้อนุมัติ"]
    assert re.findall(r'<li>\s*<a href="[^"]+">([^<]+)</a> <span class="badge task-', page) == titles
    assert [f"/2567/99990001/measures/#area-{area}" in page for area in range(1, 8)] == [True] * 7
    assert (page.count("trend-point"), page.count("trend-line")) == (2, 1)
    assert "▼ -3.57" in page


@pytest.mark.parametrize("totals", [{}, {2567: "90.65"}])
def test_totals_are_drawn_from_two_on(make_year, municipality, totals):
    years = {number: make_year(number, official_total=total) for number, total in totals.items()}
    assert trend_of(years) is None


def test_line_of_totals_breaks_where_a_year_is_missing(make_year):
    years = {number: make_year(number, official_total=90) for number in (2564, 2565, 2567)}
    trend = trend_of(years)
    assert [(number, change) for number, _, change in trend["points"]] == [(2564, None), (2565, 0), (2567, None)]
    assert len(trend["plot"]["lines"][0]["segments"]) == 1


def test_desk_of_administrators_tells_what_asks_for_a_look(administrator, sign_in, year, make_user, frameworks):
    Import.objects.create(kind="results", file="a.csv", filename="a.csv", by=administrator, state="failed")
    Framework.objects.filter(fiscal_year=2569).update(state="draft")
    for number in range(7):
        make_user(f"unused{number}", "auditor")
    client = sign_in(administrator)
    found = {entry.title: (entry.count, len(entry.rows)) for entry in client.get("/").context["lists"]}
    assert found == {
        "การนำเข้าที่ไม่สำเร็จ": (1, 1),
        "ข้อเสนอแก้ไขเกณฑ์ที่รอยืนยัน": (0, 0),
        "เกณฑ์ที่ยังเป็นฉบับร่าง": (1, 1),
        "หน่วยงานที่เริ่มปีแล้วแต่ไม่มีเจ้าหน้าที่": (1, 1),
        "บัญชีที่ยังไม่เคยเข้าสู่ระบบ": (7, 5),
    }
    make_user("worker", "staff", municipality=year.municipality)
    assert client.get("/").context["lists"][3].count == 0
    for entry in client.get("/").context["lists"]:
        assert [client.get(address).status_code for _, address in entry.rows] == [200] * len(entry.rows)
        assert client.get(entry.everything).status_code == 200


def test_desk_takes_as_many_queries_for_any_number(administrator, sign_in, make_user, django_assert_num_queries):
    client = sign_in(administrator)
    for count in (6, 30):
        for number in range(count):
            make_user(f"unused{count}-{number}", "auditor")
        with django_assert_num_queries(9):
            client.get("/")


@pytest.mark.parametrize(
    ("role", "years_ago", "invited"),
    [("staff", 2, [1, 0]), ("staff", 1, [0]), ("staff", 0, [1]), ("approver", 1, [])],
)
def test_home_invites_staff_to_begin_the_newest_years(
    sign_in, make_user, make_year, municipality, frameworks, role, years_ago, invited
):
    newest = Framework.objects.begun()[0].fiscal_year
    make_year(newest - years_ago)
    page = sign_in(make_user("someone", role, municipality=municipality)).get("/").content.decode()
    buttons = [f">เริ่มทำปี {newest - ago}</button>" for ago in (1, 0)]
    assert [button in page for button in buttons] == [ago in invited for ago in (1, 0)]


def test_pages_of_a_year_count_what_waits(submitted, sign_in, staff, approver):
    pages = [sign_in(user).get("/2567/99990001/measures/").content.decode() for user in (approver, staff)]
    assert ["รอท่าน <strong>1</strong>" in page for page in pages] == [True, False]


def test_count_takes_one_query(submitted, approver, auditor, administrator, django_assert_num_queries):
    for user, queries in ((approver, 1), (auditor, 1), (administrator, 1)):
        with django_assert_num_queries(queries):
            count_waiting(user)


def test_home_of_a_new_municipality_says_so(sign_in, make_user, other_municipality, frameworks):
    page = sign_in(make_user("new", "staff", municipality=other_municipality)).get("/").content.decode()
    assert page.count(">เริ่มทำปี ") == 2
    assert page.count("btn-primary") == 1
    assert "ไม่มีเรื่องที่รอท่าน" not in page


def test_home_tells_what_comes_next_of_the_year_before_until_it_is_published(sign_in, staff, make_year):
    newest = Framework.objects.begun()[0].fiscal_year
    make_year(newest)
    before = make_year(newest - 1)
    page = sign_in(staff).get("/").content.decode()
    assert f"ปี {newest - 1} ยังไม่จบ ขั้นต่อไป" in page
    assert before.address("scores") in page
    Assessment.objects.filter(pk=before.pk).update(state="published")
    assert "ยังไม่จบ" not in sign_in(staff).get("/").content.decode()


def test_home_gives_the_first_button_to_a_year_that_waits(sign_in, staff, approver, submitted):
    page = sign_in(approver).get("/").content.decode()
    waiting = page.split('class="waiting"')[1].split("</section>")[0]
    assert ("btn-primary" in waiting, ">ตรวจและอนุมัติ</a>" in waiting) == (True, True)
    assert "btn-primary" in sign_in(staff).get("/").content.decode()


# ---- The mail


@pytest.fixture
def mailing(settings):
    settings.EMAIL_HOST = "mail.example.go.th"
    settings.PORTAL_URL = "https://ita.example.go.th"


def send() -> str:
    out = StringIO()
    call_command("send_digest", stdout=out)
    return out.getvalue()


def test_without_a_mail_server_nothing_is_sent(settings, submitted):
    settings.EMAIL_HOST = ""
    with pytest.raises(CommandError):
        send()
    assert mail.outbox == []


def test_mail_tells_what_waits_and_what_is_due(mailing, submitted, approver, staff):
    approver.email, staff.email = "approver@example.go.th", "staff@example.go.th"
    approver.save()
    staff.save()
    today = timezone.localdate()
    for title, left, step in (
        ("เลยแล้ว", -3, "approved"),
        ("ใกล้", 5, "approved"),
        ("ไกล", 90, "approved"),
        ("ส่ง", 1, "submitted"),
    ):
        Deadline.objects.create(framework=submitted.framework, title=title, due=today + timedelta(left), step=step)
    assert send() == "ส่งแล้ว 2 ฉบับ\n"
    by_address = {letter.to[0]: letter for letter in mail.outbox}
    body = by_address["approver@example.go.th"].body
    assert by_address["approver@example.go.th"].subject == "ITA: รอท่านดำเนินการ 1 เรื่อง กำหนดการ 2 เรื่อง"
    assert "https://ita.example.go.th/2567/99990001/approval/" in body
    assert [line.split(" ภายใน")[0] for line in body.splitlines() if "ภายใน" in line] == ["- เลยแล้ว", "- ใกล้"]
    assert "รอท่านดำเนินการ\n" not in by_address["staff@example.go.th"].body


def test_nobody_without_news_or_address_gets_mail(mailing, submitted, approver, staff, auditor):
    auditor.email = "auditor@example.go.th"
    staff.email = "staff@example.go.th"  # nothing waits for the staff
    auditor.save()
    staff.save()
    assert send() == "ส่งแล้ว 0 ฉบับ\n"
    approver.email, approver.is_active = "approver@example.go.th", False
    approver.save()
    assert send() == "ส่งแล้ว 0 ฉบับ\n"


def test_mail_that_fails_is_told_and_the_others_go(mailing, submitted, approver, make_user, monkeypatch):
    for number in (1, 2):
        make_user(
            f"approver{number}", "approver", municipality=submitted.municipality, email=f"a{number}@example.go.th"
        )
    real = mail.EmailMessage.send

    def refuse(self, *args, **kwargs):
        if self.to == ["a1@example.go.th"]:
            raise OSError
        return real(self, *args, **kwargs)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("send_digest", stdout=StringIO(), stderr=err)
    assert [letter.to for letter in mail.outbox] == [["a2@example.go.th"]]
    assert "a1@" not in err.getvalue()


def test_deadlines_of_steps_are_done_by_what_the_year_holds(year, submitted, make_user):
    asked = {"submitted", "approved", "published", "half_year", "year_end", "scores"}
    assert done_steps(year, asked) == {"submitted", "scores"}
    Measure.objects.update(half_output="ก")
    Measure.objects.create(assessment=year, title="ยกเลิก", status="cancelled", status_reason="ไม่มีงบ")
    assert done_steps(year, asked) == {"submitted", "scores", "half_year"}
    Measure.objects.update(output="ก")
    year.state = "published"
    assert done_steps(year, asked) == asked
    year.scores.first().delete()
    assert done_steps(year, {"scores"}) == frozenset()
