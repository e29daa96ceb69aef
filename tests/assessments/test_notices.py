"""Notices: who tells whom, how long, who has read it, and where it shows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.utils import timezone

from assessments.models import Notice, NoticeReceipt, Role
from assessments.notices.services import LONGEST, MOST_CURRENT, acknowledge_notice, publish_notice, withdraw_notice
from ita_portal.thai import BE_OFFSET
from reports.year.digest import digest_for
from reports.year.inbox import count_waiting, waiting_for

EVERYBODY = (
    *("staff", "approver", "auditor", "foreign_auditor", "foreign_staff"),
    *("province_auditor", "foreign_province_auditor", "national_auditor", "administrator"),
)


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


@pytest.fixture
def tell(administrator):
    """Return a function that tells something, as the administrator unless told otherwise."""

    def publish(by=administrator, **values) -> Notice:
        usual = {"title": "ปิดปรับปรุงระบบ", "text": "คืนวันศุกร์", "until": timezone.localdate()}
        return publish_notice(by=by, **usual | values)

    return publish


def told(people) -> set[str]:
    waiting = {name: len(waiting_for(user)) for name, user in people.items()}
    assert waiting == {name: count_waiting(user) for name, user in people.items()}
    return {name for name, count in waiting.items() if count}


def test_audiences(people, tell, municipality):
    own = {"staff", "approver", "auditor", "province_auditor"}
    for values, wanted in (
        ({}, set(EVERYBODY) - {"administrator"}),
        ({"role": Role.STAFF}, {"staff", "foreign_staff"}),
        ({"role": Role.ADMINISTRATOR}, set()),
        ({"province": municipality.province}, own),
        ({"by": people["province_auditor"], "province": municipality.province}, own - {"province_auditor"}),
    ):
        notice = tell(**values)
        assert told(people) == wanted
        assert set(notice.audience()) == {people[name] for name in wanted}
        Notice.objects.all().delete()


def test_who_may_tell(people, tell, municipality):
    auditor = people["province_auditor"]
    for name in set(EVERYBODY) - {"administrator"}:
        with pytest.raises(PermissionDenied):
            tell(by=people[name])
    for values in ({"role": Role.STAFF}, {"province": "จังหวัดอื่น"}, {"role": "staff", "province": auditor.province}):
        with pytest.raises(PermissionDenied):
            tell(by=auditor, **values)
    assert tell(by=auditor, province=municipality.province).by == auditor


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "ก" * 201}, "title"),
        ({"text": ""}, "text"),
        ({"text": "ก" * 5_001}, "text"),
        ({"until": timezone.localdate() - timedelta(days=2)}, "until"),
        ({"until": timezone.localdate() + LONGEST + timedelta(days=2)}, "until"),
    ],
)
def test_bounds(tell, values, field):
    with pytest.raises(ValidationError) as refusal:
        tell(**values)
    assert list(refusal.value.message_dict) == [field]


def test_so_many_at_a_time(tell, administrator):
    notices = [tell() for _ in range(MOST_CURRENT)]
    with pytest.raises(ValidationError, match="10 เรื่องแล้ว"):
        tell()
    withdraw_notice(by=administrator, notice=notices[0])
    tell()


def test_a_receipt_is_written_once_and_ends_the_waiting(tell, staff, approver, administrator, foreign_staff):
    notice = tell(province=staff.municipality.province)
    assert acknowledge_notice(by=staff, notice=notice) == acknowledge_notice(by=staff, notice=notice)
    assert (waiting_for(staff), len(waiting_for(approver))) == ([], 1)
    for other in (administrator, foreign_staff):
        with pytest.raises(ValidationError, match="ไม่ได้ส่งถึง"):
            acknowledge_notice(by=other, notice=notice)
    assert NoticeReceipt.objects.get().user == staff


def test_what_is_withdrawn_or_over_waits_for_nobody(tell, staff, province_auditor, administrator, sign_in):
    notice = tell()
    for other in (staff, province_auditor):
        with pytest.raises(PermissionDenied):
            withdraw_notice(by=other, notice=notice)
    first = withdraw_notice(by=administrator, notice=notice).withdrawn_at
    assert withdraw_notice(by=administrator, notice=notice).withdrawn_at == first
    assert (waiting_for(staff), count_waiting(staff)) == ([], 0)
    assert sign_in(staff).get(notice.get_absolute_url()).status_code == 404
    with pytest.raises(ValidationError, match="ถอน"):
        acknowledge_notice(by=staff, notice=notice)
    over = tell()
    Notice.objects.filter(pk=over.pk).update(ends_at=F("at") - timedelta(minutes=1))
    assert (waiting_for(staff), count_waiting(staff)) == ([], 0)


def test_administrators_withdraw_what_others_told(tell, province_auditor, administrator):
    notice = tell(by=province_auditor, province=province_auditor.province)
    assert withdraw_notice(by=administrator, notice=notice).withdrawn_by == administrator


def test_first_pages_have_one_line_and_pages_the_count(people, tell, year, sign_in):
    for number in (1, 2):
        tell(title=f"เรื่องที่ {number}")
    for name in ("staff", "auditor", "province_auditor", "national_auditor"):
        page = sign_in(people[name]).get("/").content.decode()
        assert (page.count("notice-line"), "เรื่องที่ 2" in page, "ไม่มีเรื่องที่รอท่าน" in page) == (1, True, False)
    assert "รอท่าน <strong>2</strong>" in sign_in(people["staff"]).get("/2567/99990001/").content.decode()
    assert "notice-line" not in sign_in(people["administrator"]).get("/").content.decode()
    assert "- ข่าวแจ้ง: เรื่องที่ 2" in digest_for(people["staff"]).body


def test_reading_and_acknowledging(tell, staff, administrator, sign_in):
    notice = tell(text="บรรทัดที่ 1\n<b>สอง</b>")
    client = sign_in(staff)
    page = client.get(notice.get_absolute_url()).content.decode()
    assert ("&lt;b&gt;สอง&lt;/b&gt;" in page, ">รับทราบ</button>" in page, "ถอนเรื่องนี้" in page) == (True, True, False)
    page = client.post(f"{notice.get_absolute_url()}read/", follow=True).content.decode()
    assert ("ท่านรับทราบเมื่อ" in page, ">รับทราบ</button>" in page) == (True, False)
    kept = sign_in(administrator).get(notice.get_absolute_url())
    assert (kept.context["read"], kept.context["missing"], "ถอนเรื่องนี้" in kept.content.decode()) == (1, 0, True)


def test_lists_of_who_has_not_are_bounded(
    tell, make_user, municipality, administrator, sign_in, django_assert_max_num_queries
):
    for number in range(40):
        make_user(f"many{number}", "staff", municipality=municipality)
    notice = tell()
    client = sign_in(administrator)
    with django_assert_max_num_queries(8):
        page = client.get(notice.get_absolute_url())
    assert (page.context["missing"], len(page.context["page"].object_list)) == (40, 30)


def test_the_form_asks_administrators_for_the_audience_only(province_auditor, administrator, municipality, sign_in):
    day = timezone.localdate()
    typed = {"title": "ประชุม", "text": "วันจันทร์", "until": f"{day.day}/{day.month}/{day.year + BE_OFFSET}"}
    client = sign_in(administrator)
    for audience, role, province in (
        ("", "", ""),
        ("role:approver", "approver", ""),
        (f"province:{municipality.province}", "", municipality.province),
    ):
        assert client.post("/notices/add/", typed | {"audience": audience}).status_code == 302
        made = Notice.objects.first()
        assert (made.role, made.province) == (role, province)
    assert client.post("/notices/add/", typed | {"audience": "role:x"}).status_code == 422
    client = sign_in(province_auditor)
    assert list(client.get("/notices/add/").context["form"].fields) == ["title", "text", "until"]
    assert client.post("/notices/add/", typed | {"audience": "role:staff"}).status_code == 302
    assert (Notice.objects.first().role, Notice.objects.first().province) == ("", municipality.province)


def test_foreign_notices_are_not_found(tell, foreign_staff, municipality, sign_in):
    notice = tell(province=municipality.province)
    client = sign_in(foreign_staff)
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert client.post(f"{notice.get_absolute_url()}read/").status_code == 404
    assert notice.title not in client.get("/notices/").content.decode()
