"""A day picked from a calendar of Thai months and years of พ.ศ., with the mouse and with the keyboard."""

from playwright.sync_api import expect


def test_day_is_picked_by_keyboard_and_by_mouse(make_page, enter, year, staff, picture):
    page = make_page(width=390)
    enter(page, "staff")
    page.goto("/2567/99990001/evidence/")
    field = page.get_by_label("ลงวันที่ (ทุกไฟล์ที่เลือก)", exact=True)
    field.fill("๓๐ ก.ย. ๒๕๖๖")
    opener = page.get_by_role("button", name="ปฏิทิน")
    opener.press("Enter")
    calendar = page.get_by_role("dialog", name="เลือกวันที่")
    expect(calendar.locator("#dates-title")).to_have_text("กันยายน 2566")
    expect(calendar.get_by_role("gridcell", selected=True)).to_have_text("30")
    expect(page.get_by_role("button", name="30 กันยายน 2566")).to_be_focused()
    picture(page, "dates-390")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="1 ตุลาคม 2566", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+PageDown")
    page.keyboard.press("Enter")
    expect(calendar).to_be_hidden()
    expect(field).to_have_value("8/11/2567")
    expect(field).to_be_focused()

    opener.click()
    page.keyboard.press("Escape")
    expect(calendar).to_be_hidden()
    expect(field).to_have_value("8/11/2567")
    opener.click()
    calendar.get_by_role("button", name="ปีก่อนหน้า").click()
    calendar.get_by_role("button", name="เดือนถัดไป").click()
    calendar.get_by_role("button", name="31 ธันวาคม 2566").click()
    expect(field).to_have_value("31/12/2566")
