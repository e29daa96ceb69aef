"""Last year's measures in a browser, with and without JavaScript; a กอง records progress on a phone."""

import pytest
from playwright.sync_api import expect

from measures.models import Measure
from measures.plan.services import set_targets

YEAR = "/2568/99990001/"


@pytest.fixture
def last_year(year, make_year, staff) -> list[Measure]:
    """Four measures of 2567, and the year 2568 with some scores."""
    areas = list(year.framework.areas.all())
    texts = ["จัดทำคู่มือการใช้ทรัพย์สินของราชการ", "ประชุมชี้แจงการใช้งบประมาณ", "ปรับปรุงช่องทางร้องเรียน", "อบรมจริยธรรม"]
    made = [
        Measure.objects.create(
            assessment=year,
            area=areas[number],
            position=number,
            title=title,
            steps="๑. ประชุม\n๒. จัดทำ",
            responsible="กองคลัง",
            outcome="ประชาชนยืมทรัพย์สินได้สะดวกขึ้น" if number == 0 else "",
            status="done" if number == 0 else "not_started",
        )
        for number, title in enumerate(texts)
    ]
    set_targets(by=staff, measure=made[0], indicators=[4, 8], items=["O34"])
    make_year(2568, {4: "80.10", 8: "70.00", 9: "91.00"})
    return made


def titles() -> list[str]:
    return list(Measure.objects.filter(assessment__framework__fiscal_year=2568).values_list("title", flat=True))


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_last_years_measures_row_by_row_and_the_rest_in_one_go(make_page, enter, picture, last_year, javascript):
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(YEAR + "measures/")
    page.get_by_role("link", name="มาตรการปีก่อน").click()
    rows = [page.locator(f"#carry-{measure.pk}") for measure in last_year]
    expect(rows[0]).to_contain_text("▲ +5.56")
    rows[0].get_by_label("ปรับปรุง").check()
    rows[0].get_by_label("ได้ผลหรือไม่").select_option("ได้ผลบางส่วน")
    rows[1].get_by_label("ไม่ทำต่อ").check()
    page.get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(rows[1]).to_contain_text("บอกเหตุผลที่ไม่ทำต่อ")
    expect(rows[0].get_by_label("ปรับปรุง")).to_be_checked()
    picture(page, f"carry-fault-{'js' if javascript else 'plain'}")
    assert titles() == []
    rows[1].get_by_label("เหตุผล").fill("ทำเป็นงานประจำแล้ว")
    page.get_by_role("button", name="บันทึกและทำต่อทั้งหมดที่เหลือ").click()
    expect(page.locator(".undo")).to_contain_text("บันทึกแล้ว 4 รายการ")
    assert titles() == [last_year[0].title, last_year[2].title, last_year[3].title]
    picture(page, f"carry-{'js' if javascript else 'plain'}")
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.get_by_text("เลิกทำแล้ว")).to_be_visible()
    assert titles() == []
    rows[0].get_by_label("ปรับปรุง").check()
    page.get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(page.locator(".undo")).to_contain_text("บันทึกแล้ว 1 รายการ")
    assert titles() == [last_year[0].title]
    rows[0].get_by_role("link", name="แก้ไข").first.click()  # the notice has one too
    page.get_by_label("ระยะเวลา").fill("ต.ค. 67 - ก.ย. 68")
    picture(page, f"targets-{'js' if javascript else 'plain'}")
    page.get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(page.locator("#area-1")).to_contain_text("ต.ค. 67 - ก.ย. 68")
    picture(page, f"measures-status-{'js' if javascript else 'plain'}")
    page.goto(YEAR + "measures/carry/")
    expect(rows[0]).to_contain_text("เปลี่ยนไม่ได้ เพราะแก้ไขมาตรการปีนี้แล้ว")


def test_a_unit_records_progress_on_a_phone(make_page, enter, picture, last_year):
    page = make_page(width=390)
    enter(page, "staff")
    page.goto("/2567/99990001/measures/progress/")
    page.get_by_label("ผู้รับผิดชอบ").select_option("กองคลัง")
    page.get_by_role("button", name="แสดง").click()
    picture(page, "progress-phone")
    page.get_by_role("link", name="ความก้าวหน้าของ ประชุมชี้แจงการใช้งบประมาณ").click()
    page.get_by_label("ยกเลิก", exact=True).check()
    expect(page.get_by_label("เหตุผลที่ยกเลิก")).to_be_visible()
    page.get_by_label("กำลังดำเนินการ").check()
    expect(page.get_by_label("เหตุผลที่ยกเลิก")).to_be_hidden()
    page.get_by_label("ทำอะไรไปแล้ว").fill("๑. ประชุมหัวหน้ากองแล้ว\n๒. ส่งหนังสือเวียน")
    page.get_by_text("ผลรอบ 6 เดือน").click()
    page.get_by_label("ผลการดำเนินงานรอบ 6 เดือน").fill("ประชุม 2 ครั้ง")
    page.get_by_role("button", name="บันทึกความก้าวหน้า").click()
    expect(page.locator(".notes")).to_contain_text("ส่งหนังสือเวียน")
    picture(page, "progress-recorded-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    picture(page, "progress-recorded")
    page.goto("/2567/99990001/measures/progress/")
    picture(page, "progress")
    page.goto("/2567/99990001/")
    picture(page, "year-status")
    page.set_viewport_size({"width": 390, "height": 900})
    for path, name in [("2568/99990001/measures/carry/", "carry"), ("2568/99990001/measures/add/", "targets")]:
        page.goto(f"/{path}")
        picture(page, f"{name}-phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
