"""An administrator makes the definitions of the next year from this year's, in the browser."""

import re

import pytest
from playwright.sync_api import expect

from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.frameworks.storage import read_definitions
from assessments.models import Framework


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_next_year_is_made_and_published(make_page, enter, picture, frameworks, administrator, javascript):
    page = make_page(javascript)
    enter(page, "administrator")
    page.get_by_role("link", name="เกณฑ์ประจำปี").click()
    page.get_by_role("button", name="ทำปีถัดไป (2570)").click()
    expect(page.get_by_role("heading", name="เกณฑ์ปีงบประมาณ พ.ศ. 2570")).to_be_visible()

    page.get_by_role("link", name="แก้ไขเครื่องมือและน้ำหนัก").click()
    page.get_by_label("น้ำหนัก (%) (เครื่องมือ IIT)").fill("๒๕")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator("#problems")).to_contain_text("รวมกันได้ 95.00 ต้องรวมกันได้ 100 พอดี")
    expect(page.get_by_role("button", name="ประกาศใช้")).to_be_disabled()
    picture(page, f"framework-problems-{'js' if javascript else 'plain'}")
    page.get_by_role("link", name="ไปแก้ไข").click()
    page.get_by_label("น้ำหนัก (%) (เครื่องมือ OIT)").fill("45")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator("#problems")).to_have_text("เกณฑ์ครบถ้วน ประกาศใช้ได้")

    page.get_by_text("รวม แยก ยกเลิกข้อ").click()
    page.get_by_role("link", name="รวมหลายรายการเป็นหนึ่ง").last.click()
    page.get_by_label("O1 โครงสร้าง").check()
    page.get_by_label("O2 ข้อมูลผู้บริหาร").check()
    page.get_by_label("รหัส (แถวใหม่ 1)").fill("O1")
    page.get_by_role("button", name="รวมข้อ").click()
    expect(page.get_by_role("alert")).to_contain_text("หัวข้อ (แถวใหม่ 1): กรอกหัวข้อ")
    expect(page.get_by_label("O2 ข้อมูลผู้บริหาร")).to_be_checked()
    page.get_by_label("หัวข้อ (แถวใหม่ 1)").fill("โครงสร้างและผู้บริหาร")
    page.get_by_label("เหตุผล", exact=True).fill("รวมเป็นข้อเดียวตามคู่มือปี 2570")
    page.get_by_role("button", name="รวมข้อ").click()
    merged = page.locator("#items tr", has_text="โครงสร้างและผู้บริหาร")
    expect(merged).to_contain_text("เทียบไม่ได้")
    expect(merged).to_contain_text("O2 ข้อมูลผู้บริหาร")

    page.goto("/frameworks/2570/edit/items/9/")
    page.get_by_text("รวม แยก ยกเลิกข้อ").click()
    page.get_by_role("link", name="ยกเลิกพร้อมเหตุผล").click()
    page.get_by_label("O4 ข่าวประชาสัมพันธ์").check()
    page.get_by_label("เหตุผล", exact=True).fill("ไม่ประเมินแล้ว")
    page.get_by_role("button", name="ยกเลิกข้อ").click()
    expect(page.locator("#items tr", has_text="ข่าวประชาสัมพันธ์")).to_contain_text("ยกเลิก")

    page.goto("/frameworks/2570/edit/areas/")
    page.get_by_role("button", name="เพิ่มแถวว่าง").click()
    expect(page.locator("#rows-areas tbody tr")).to_have_count(7 + 6)
    for number in range(1, 6):
        page.locator(f"#id_areas-new_{number}-number").fill(str(7 + number))
        page.locator(f"#id_areas-new_{number}-title").fill(f"ประเด็นทดลอง {number}")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator("#areas")).to_contain_text("ประเด็นทดลอง 5")

    page.get_by_role("button", name="ประกาศใช้").click()
    expect(page.locator("#messages")).to_contain_text("ประกาศใช้เกณฑ์ปี 2570 แล้ว")
    page.get_by_role("link", name="เทียบกับปีก่อน").click()
    picture(page, f"framework-crosswalk-{'js' if javascript else 'plain'}")
    expect(page.locator("#items")).to_contain_text(re.compile("เหมือนเดิมและเทียบได้ 23 รายการ"))

    made = Framework.objects.get(fiscal_year=2570)
    assert made.state == "published"
    value = read_definitions(made)
    assert [str(instrument.weight) for instrument in value.instruments] == ["25.00", "30.00", "45.00"]
    assert (value.items[0].title, value.items[0].sub_indicator) == ("โครงสร้างและผู้บริหาร", "9.1")
    walk = crosswalk_of(2569, 2570, items=True)
    assert [(item.before, item.after, item.comparable) for item in walk.items if item.before != item.after] == [
        (("O1", "O2"), ("O1",), False),
        (("O4",), (), False),
    ]
