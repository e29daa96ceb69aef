"""What a form is told when it cannot be saved at once: a conflict with the whole row, lost cookies with the texts."""

import pytest
from playwright.sync_api import expect

from measures.models import Measure

from .entry import LIST, text_of


@pytest.mark.parametrize("width", [1280, 390])
def test_a_conflict_shows_the_whole_row(make_page, enter, picture, staff, make_measure, width):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม", responsible="กองคลัง")
    page = make_page(width=width)
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    page.locator("#id_steps").fill("ของท่าน")
    Measure.objects.update(steps="ของผู้อื่น")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    told = page.locator(".errors-top")
    expect(told.get_by_role("link", name="ขั้นตอน/วิธีปฏิบัติ")).to_be_visible()
    told.get_by_text("ช่องอื่นของรายการนี้").click()
    expect(told.locator("dd", has_text="กองคลัง")).to_be_visible()
    picture(page, f"conflict-{width}")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.locator(f"#measure-{measure.pk}")).to_be_visible()
    assert text_of(measure, "steps") == "ของท่าน"


def test_lost_cookies_give_the_texts_back_and_the_form_offers_them(make_page, enter, picture, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page()
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    page.locator("#id_steps").fill("พิมพ์ไว้นาน")
    page.context.clear_cookies()
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.get_by_role("heading", name="ยังไม่ได้บันทึก")).to_be_visible()
    assert "พิมพ์ไว้นาน" in [area.input_value() for area in page.locator("textarea").all()]
    picture(page, "lost-cookies")
    page.get_by_role("link", name="เปิดแบบฟอร์มนี้ใหม่").click()
    expect(page.get_by_role("heading", name="เข้าสู่ระบบ")).to_be_visible()
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    expect(page.locator(".draft-offer")).to_contain_text("พิมพ์ไว้นาน")
    page.get_by_role("button", name="ทิ้งข้อมูลนี้").click()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_proposal_stands_beside_its_remark(make_page, enter, picture, staff, make_measure, width):
    measure = make_measure("จัดทำคู่มือ", steps="ด าเนินการตามอ านาจ")
    make_measure("กๅรบริหาร")
    page = make_page(width=width)
    enter(page, "staff")
    page.goto("/2567/99990001/approval/")
    page.get_by_text("ข้อความที่อาจเพี้ยนจากการคัดลอก").click()
    picture(page, f"proposals-{width}")
    page.get_by_role("button", name="ใช้ข้อความที่เสนอ จัดทำคู่มือ").click()
    expect(page.locator(".undo")).to_contain_text("ใช้ข้อความที่เสนอแล้ว")
    assert text_of(measure, "steps") == "ดำเนินการตามอำนาจ"
    expect(page.locator(".proposal")).to_have_count(1)
