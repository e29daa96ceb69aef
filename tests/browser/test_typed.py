"""What is typed in any form of the year outlives an ended session, a broken server and a closed page."""

import pytest
from playwright.sync_api import expect

from assessments.models import Transition
from measures.models import Comment, Measure
from tests.reports.samples import make_document

from .test_grid import wait_until_no_drafts

YEAR = "/2567/99990001/"


@pytest.fixture
def measure(year):
    return Measure.objects.create(assessment=year, area=year.framework.areas.first(), title="จัดทำคู่มือ")


def bring_back(page) -> None:
    page.get_by_role("button", name="นำกลับมาใส่ในแบบฟอร์ม").click()


def test_progress_outlives_an_ended_session(make_page, enter, picture, staff, measure):
    page, address = make_page(width=390), f"{YEAR}measures/{measure.pk}/progress/"
    enter(page, "staff")
    page.goto(address)
    page.get_by_label("กำลังดำเนินการ").check()
    page.get_by_text("ผลรอบ 6 เดือน (ต.ค. - มี.ค.)").click()
    page.get_by_label("ผลการดำเนินงานรอบ 6 เดือน").fill("ประชุมแล้ว ๒ ครั้ง\nเผยแพร่คู่มือแล้ว")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="บันทึกความก้าวหน้า").click()
    expect(page.get_by_role("heading", name="ยังไม่ได้บันทึก")).to_be_visible()
    expect(page.locator("#typed-1")).to_have_value("ประชุมแล้ว ๒ ครั้ง\nเผยแพร่คู่มือแล้ว")
    picture(page, "signed-out-while-typing-390")
    enter(page, "staff")
    page.goto(address)
    offer = page.locator(".draft-offer")
    expect(offer).to_contain_text("เผยแพร่คู่มือแล้ว")
    expect(offer).to_contain_text("กำลังดำเนินการ")
    picture(page, "progress-draft-390")
    bring_back(page)
    page.get_by_role("button", name="บันทึกความก้าวหน้า").click()
    expect(page.locator("#messages")).to_contain_text("บันทึกความก้าวหน้า")
    measure.refresh_from_db()
    assert (measure.status, measure.half_output) == ("in_progress", "ประชุมแล้ว ๒ ครั้ง\nเผยแพร่คู่มือแล้ว")
    wait_until_no_drafts(page)


def test_comment_outlives_a_broken_server(make_page, enter, staff, measure):
    page = make_page()
    enter(page, "staff")
    page.goto(f"{YEAR}measures/{measure.pk}/progress/")
    page.get_by_label("ข้อความ", exact=True).fill("ขอแผนที่ปรับแล้ว")
    broken = '<a href="/">ไปหน้าแรก</a>'
    page.route("**/comments/**", lambda route: route.fulfill(status=500, body=broken, content_type="text/html"))
    page.get_by_role("button", name="ส่งความเห็น").click()
    page.get_by_role("link").click()  # a page that follows an error says nothing of what was sent
    expect(page.get_by_text("ไม่มีเรื่องที่รอท่าน")).to_be_visible()
    page.unroute_all()
    page.goto(f"{YEAR}measures/{measure.pk}/progress/")
    bring_back(page)
    page.get_by_role("button", name="ส่งความเห็น").click()
    expect(page.locator("#messages")).to_contain_text("ส่งความเห็นแล้ว")
    assert Comment.objects.get().text == "ขอแผนที่ปรับแล้ว"
    wait_until_no_drafts(page)


def test_a_part_of_a_document_outlives_a_cut_network(make_page, enter, staff, year):
    make_document(year, [{"type": "text", "heading": "๑. บทนำ", "paragraphs": ["เดิม"]}])
    page = make_page()
    enter(page, "staff")
    page.goto(YEAR + "document/results/")
    page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
    page.locator("#id_paragraphs").fill("พิมพ์ไว้นานแล้ว")
    page.route("**/blocks/**", lambda route: route.abort())
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.locator("#messages")).to_contain_text("ติดต่อระบบไม่ได้")
    expect(page.locator("#messages .at-hand")).to_be_in_viewport(ratio=1)
    page.unroute_all()
    page.goto("/")
    page.goto(YEAR + "document/results/")
    page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
    expect(page.locator(".draft-offer")).to_contain_text("พิมพ์ไว้นานแล้ว")
    bring_back(page)
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.locator("#messages")).to_contain_text("แล้ว")
    wait_until_no_drafts(page)
    page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
    expect(page.locator("#id_paragraphs")).to_have_value("พิมพ์ไว้นานแล้ว")
    expect(page.locator(".draft-offer")).to_have_count(0)


def test_a_note_of_the_approver_is_offered_at_its_own_step(make_page, enter, year, measure, staff, approver):
    page = make_page()
    enter(page, "staff")
    page.goto(YEAR + "approval/")
    page.get_by_role("button", name="ส่งให้ผู้อนุมัติ").click()
    chief = make_page()
    enter(chief, "approver")
    chief.goto(YEAR + "approval/")
    chief.get_by_label("สิ่งที่ต้องแก้ไข").fill("ขอระยะเวลาของมาตรการแรก")
    chief.goto("/")
    chief.goto(YEAR + "approval/")
    bring_back(chief)
    expect(chief.get_by_label("สิ่งที่ต้องแก้ไข")).to_have_value("ขอระยะเวลาของมาตรการแรก")
    chief.get_by_role("button", name="ส่งกลับให้แก้ไข").click()
    expect(chief.locator("#messages")).to_contain_text("ส่งกลับให้แก้ไขแล้ว")
    assert Transition.objects.last().note == "ขอระยะเวลาของมาตรการแรก"
    wait_until_no_drafts(chief)


def test_form_is_saved_by_its_keys_and_errors_go_when_mended(make_page, enter, staff, measure):
    page, address = make_page(), f"{YEAR}measures/{measure.pk}/"
    enter(page, "staff")
    page.goto(address)
    title, steps = page.locator("#id_title"), page.locator("#id_steps")
    foot = page.locator(".measure-form .form-actions")
    expect(foot).to_contain_text("Ctrl+S หรือ Ctrl+Enter")
    title.fill("")
    expect(foot).to_contain_text("ยังไม่บันทึก")
    title.press("Control+Enter")
    error = page.locator("#id_title ~ .errorlist")
    expect(error).to_have_text("กรอกชื่อมาตรการก่อนบันทึก")
    expect(page.locator(".errors-top")).to_be_visible()
    title.fill("จัดทำคู่มือใหม่")
    expect(error).to_be_hidden()
    expect(page.locator(".errors-top")).to_be_hidden()
    expect(title).to_have_attribute("aria-invalid", "false")
    title.fill("")
    expect(error).to_be_visible()
    title.fill("จัดทำคู่มือใหม่")
    page.locator("#id_outcome").fill("ประชาชนพอใจ")
    steps.fill("๑. ประชุม")
    context = page.context
    page.close()  # as after a crash
    page = context.new_page()
    page.goto(address)
    offered = page.locator(".draft-offer .cell-sides > div:first-child strong")
    expect(offered).to_have_text([f"{name}: ของท่าน" for name in ("มาตรการ", "ขั้นตอน/วิธีปฏิบัติ", "ผลลัพธ์")])
    bring_back(page)
    page.keyboard.press("Control+s")
    expect(page.locator("tr:target .cell-text").first).to_have_text("จัดทำคู่มือใหม่")
    measure.refresh_from_db()
    assert (measure.title, measure.steps, measure.outcome) == ("จัดทำคู่มือใหม่", "๑. ประชุม", "ประชาชนพอใจ")
