"""What is typed often is offered: names of units in a cell; long lists narrow to the words that are typed."""

from playwright.sync_api import expect

from assessments.models import Unit
from measures.models import Measure


def test_units_are_offered_in_a_cell(make_page, enter, make_measure, staff, municipality):
    Unit.objects.create(municipality=municipality, name="กองการศึกษา")
    measure = make_measure("อบรม")
    make_measure("ปรับปรุงเว็บไซต์", responsible="กองคลัง")
    page = make_page()
    enter(page, "staff")
    page.goto("/2567/99990001/measures/")
    cell = page.locator(f"#measure-{measure.pk} [data-field=responsible]")
    cell.press("Enter")
    expect(cell.locator(".cell-units button")).to_have_text(["กองการศึกษา", "กองคลัง"])
    page.keyboard.type("คล")
    expect(cell.locator(".cell-units button")).to_have_text(["กองคลัง"])
    page.keyboard.press("ArrowDown")
    expect(cell.locator("textarea")).to_have_value("กองคลัง")
    expect(cell.locator(".cell-units button")).to_have_text(["กองการศึกษา"])
    page.keyboard.press("Enter")
    cell.get_by_role("button", name="กองการศึกษา").click()
    expect(cell.locator("textarea")).to_have_value("กองคลัง\nกองการศึกษา")
    page.keyboard.press("Control+Enter")
    expect(cell.get_by_text("บันทึกแล้ว")).to_be_visible()
    assert Measure.objects.get(pk=measure.pk).responsible == "กองคลัง\nกองการศึกษา"


def test_long_lists_narrow_to_what_is_typed(make_page, enter, make_measure, staff):
    for number in range(14):
        make_measure(f"กิจกรรมที่ {number}")
    page = make_page(width=390)
    enter(page, "staff")
    page.goto("/2567/99990001/evidence/")
    chosen = page.get_by_label("ใช้กับ", exact=True)
    page.get_by_role("searchbox", name="พิมพ์เพื่อค้นในรายการ").fill("ที่ 12")
    assert chosen.locator("option").all_text_contents() == ["หลักฐานของปีนี้ทั้งหมด", "กิจกรรมที่ 12"]
    page.get_by_role("button", name="แสดง", exact=True).click()
    expect(page.get_by_role("heading", name="กิจกรรมที่ 12")).to_be_visible()

    page.goto("/2567/99990001/measures/progress/add/")
    page.get_by_label("กิจกรรมที่ 3").check()
    page.get_by_role("searchbox", name="พิมพ์เพื่อค้นในรายการ").fill("กิจกรรม ที่ 12")
    assert page.locator(".pick label:visible").all_inner_texts() == ["กิจกรรมที่ 3", "กิจกรรมที่ 12"]
