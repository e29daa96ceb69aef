"""The calendar file: as RFC 5545 wants it, and only what its owner may know."""

from datetime import UTC, date, datetime

import pytest

from assessments.models import CalendarFeed, Deadline
from reports.issuing.stamp import qr_of
from reports.year.ics import TIME_ZONE, Event, calendar, escaped, folded

WRITTEN = datetime(2024, 4, 1, 2, 30, tzinfo=UTC)


def test_calendar_is_written_line_by_line():
    event = Event("2567-1@ita-portal", date(2024, 12, 31), "ปิดรับข้อมูล, OIT", "บรรทัดหนึ่ง\nสอง")
    assert calendar("ITA", [event], WRITTEN).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ITA portal//TH",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:ITA",
        *TIME_ZONE,
        "BEGIN:VEVENT",
        "UID:2567-1@ita-portal",
        "DTSTAMP:20240401T023000Z",
        "DTSTART;VALUE=DATE:20241231",
        "DTEND;VALUE=DATE:20250101",
        "SUMMARY:ปิดรับข้อมูล\\, OIT",
        "DESCRIPTION:บรรทัดหนึ่ง\\nสอง",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_calendar_without_events_holds_a_component_all_the_same():
    lines = calendar("ITA", [], WRITTEN).decode().split("\r\n")
    assert [line for line in lines if line.startswith(("BEGIN", "END"))][1:-1] == [
        "BEGIN:VTIMEZONE",
        "BEGIN:STANDARD",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_text_is_escaped():
    assert escaped("a;b,c\\d\r\ne\rf") == "a\\;b\\,c\\\\d\\ne\\nf"


@pytest.mark.parametrize("length", [10, 74, 75, 76, 149, 150, 400])
@pytest.mark.parametrize("letter", ["a", "ก", "𝛼"])
def test_lines_are_folded_at_75_octets_without_cutting_letters(length, letter):
    line = letter * length
    octets = folded(line)
    lines = octets.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(part.startswith(b" ") for part in lines[1:])
    assert "".join([lines[0].decode(), *(part[1:].decode() for part in lines[1:])]) == line
    assert len(lines) == 1 or len(lines[0]) > 75 - len(letter.encode())


@pytest.fixture
def deadline(year):
    return Deadline.objects.create(framework=year.framework, title="ส่งมาตรการ", due=date(2024, 4, 30), step="submitted")


@pytest.fixture
def address(staff):
    return f"/calendar/{CalendarFeed.objects.create(user=staff).token}.ics"


def summaries(client, address) -> list[str]:
    body = client.get(address).content.decode().replace("\r\n ", "")
    return [line.removeprefix("SUMMARY:") for line in body.split("\r\n") if line.startswith("SUMMARY:")]


@pytest.fixture
def only_two_years(year, frameworks):
    """The feed holds the newest years: let 2567 be one of them."""
    type(year.framework).objects.filter(fiscal_year__gt=2567).update(state="draft")


def test_feed_needs_no_session_and_marks_what_is_done(client, year, deadline, address, only_two_years):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response["Cache-Control"] == "private, no-store"
    unfolded = response.content.decode().replace("\r\n ", "")
    assert "X-WR-CALNAME:กำหนดการ ITA เทศบาลเมืองทดสอบ" in unfolded.split("\r\n")
    assert summaries(client, address) == ["ส่งมาตรการ (ITA 2567)"]
    year.state = "submitted"
    year.save()
    assert summaries(client, address) == ["✓ ส่งมาตรการ (ITA 2567)"]


def test_feed_shows_nothing_of_other_municipalities(
    client, year, deadline, make_year, make_user, other_municipality, only_two_years
):
    make_year(2567, of=other_municipality, state="published")
    stranger = make_user("stranger", "staff", municipality=year.municipality)
    feed = CalendarFeed.objects.create(user=stranger)
    assert summaries(client, f"/calendar/{feed.token}.ics") == ["ส่งมาตรการ (ITA 2567)"]


def test_account_without_municipality_has_the_days_alone(client, deadline, administrator, only_two_years):
    feed = CalendarFeed.objects.create(user=administrator)
    assert summaries(client, f"/calendar/{feed.token}.ics") == ["ส่งมาตรการ (ITA 2567)"]


def test_unknown_old_and_closed_addresses_are_404(client, staff, address, sign_in):
    assert client.get("/calendar/unknown.ics").status_code == 404
    staff.is_active = False
    staff.save()
    assert client.get(address).status_code == 404
    staff.is_active = True
    staff.save()
    sign_in(staff).post("/calendar/", {"renew": ""})
    assert client.get(address).status_code == 404
    new = f"/calendar/{CalendarFeed.objects.get().token}.ics"
    assert new in client.get("/calendar/").content.decode()
    client.post("/calendar/", {"revoke": ""})
    assert client.get(new).status_code == 404


def test_feed_takes_few_queries(client, year, deadline, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(address)


def test_address_can_be_copied_opened_in_a_calendar_and_scanned(sign_in, staff):
    client = sign_in(staff)
    client.post("/calendar/", {"renew": ""})
    page = client.get("/calendar/").content.decode()
    address = f"http://testserver/calendar/{CalendarFeed.objects.get().token}.ics"
    assert f'<p class="secret" id="address" aria-labelledby="address-label">{address}</p>' in page
    assert f'href="{address.replace("http", "webcal", 1)}">เปิดในแอปปฏิทิน' in page
    assert f'<path d="{qr_of(address)["path"]}"/>' in page
