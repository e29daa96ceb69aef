"""The address of one's calendar: shown as QR, copied by a button."""

from playwright.sync_api import expect

from assessments.models import CalendarFeed


def test_address_is_copied(make_page, enter, staff, picture):
    page = make_page(width=390)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    enter(page, "staff")
    page.goto("/calendar/")
    page.get_by_role("button", name="สร้างที่อยู่ปฏิทิน").click()
    page.get_by_role("button", name="คัดลอกที่อยู่").click()
    expect(page.get_by_text("คัดลอกแล้ว")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/calendar/{CalendarFeed.objects.get().token}.ics")
    picture(page, "calendar-390")
