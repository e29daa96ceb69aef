"""Fast entry: cells saved while typing, nothing lost, two people on one row, many rows, scores by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from measures.models import Measure
from tests.conftest import SCORES_2567

from .entry import BLOCK, LIST, SCORES, cell, scores_of, text_of

DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('ita-draft'))"


def wait_until_no_drafts(page) -> None:
    """Ask again and again from here: the page's own policy forbids what Playwright's waiting evaluates in it."""
    for _ in range(100):
        if not page.evaluate(DRAFTS):
            return
        page.wait_for_timeout(100)
    raise AssertionError("drafts are left")


def test_cells_are_filled_in_by_keyboard(make_page, enter, picture, staff, make_measure):
    first, second = make_measure("จัดทำคู่มือ"), make_measure("ประชุมชี้แจง")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    cell(page, first, "title").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("1. ประชุม")
    expect(cell(page, first, "steps").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")  # a moment after typing
    page.keyboard.type(" ทุกเดือน")
    page.keyboard.press("Control+Enter")
    expect(cell(page, second, "steps")).to_be_focused()
    page.keyboard.type("ก")  # typing opens the cell
    page.keyboard.press("Escape")
    expect(cell(page, second, "steps")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("สำนักปลัด")
    picture(page, "cells-editing")
    page.keyboard.press("Tab")
    expect(cell(page, first, "period")).to_be_focused()
    expect(cell(page, first, "responsible").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    expect(page.locator("#entry-status")).to_have_text("ผู้รับผิดชอบ ของ “จัดทำคู่มือ”: บันทึกแล้ว")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".measure-table tbody tr").first).to_contain_text("ประชุมชี้แจง")
    expect(cell(page, first, "period")).to_be_focused()
    assert (text_of(first, "steps"), first.responsible, first.position) == ("1. ประชุม ทุกเดือน", "สำนักปลัด", 1)
    assert text_of(second, "steps") == ""


def test_what_is_refused_is_told_at_the_cell_and_stays(make_page, enter, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    cell(page, measure, "title").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(cell(page, measure, "title").locator(".cell-state")).to_have_text("⚠ บันทึกไม่สำเร็จ: กรอกชื่อมาตรการก่อนบันทึก")
    page.keyboard.type("ชื่อใหม่")
    expect(cell(page, measure, "title").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    assert text_of(measure, "title") == "ชื่อใหม่"


def test_nothing_is_lost_when_the_network_is_cut(make_page, enter, picture, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    page.context.set_offline(True)
    cell(page, measure, "steps").click()
    page.keyboard.type("พิมพ์ตอนอินเทอร์เน็ตขาดหาย")
    page.keyboard.press("Tab")
    expect(cell(page, measure, "steps").locator(".cell-state")).to_contain_text("⚠ บันทึกไม่สำเร็จ")
    picture(page, "cells-offline")
    assert text_of(measure, "steps") == ""
    page.context.set_offline(False)
    expect(cell(page, measure, "steps").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    assert text_of(measure, "steps") == "พิมพ์ตอนอินเทอร์เน็ตขาดหาย"
    wait_until_no_drafts(page)


def test_a_draft_of_a_crashed_browser_is_offered_to_its_owner_only(
    make_page, enter, picture, staff, make_user, municipality, make_measure
):
    make_user("colleague", "staff", municipality=municipality)
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    page.route("**/cell/", lambda route: route.abort())
    cell(page, measure, "steps").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("ร่างที่ค้าง")
    context = page.context
    page.close()  # as after a crash: nothing was sent
    context.clear_cookies()
    other = context.new_page()
    enter(other, "colleague")
    other.goto(LIST)
    expect(cell(other, measure, "steps").locator(".cell-text")).to_have_text("เดิม")
    expect(other.locator(".cell-choice")).to_have_count(0)
    context.clear_cookies()
    enter(other, "staff")
    other.goto(LIST)
    expect(other.locator(".cell-choice")).to_contain_text("ร่างที่ค้าง")
    expect(other.locator(".cell-choice")).to_contain_text("เดิม")
    picture(other, "cells-draft")
    other.get_by_role("button", name="ใช้ของท่าน").click()
    expect(cell(other, measure, "steps").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    assert text_of(measure, "steps") == "ร่างที่ค้าง"


def test_an_ended_session_keeps_what_is_typed_until_signed_in_again(make_page, enter, staff, make_measure):
    for number in range(15):
        measure = make_measure(f"จัดทำคู่มือ {number}", steps="๑. ข้อ\n๒. ข้อ")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    page.context.clear_cookies(name="sessionid")
    cell(page, measure, "steps").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("พิมพ์หลังหมดเวลา")
    expect(page.locator("#entry-notice")).to_contain_text("หมดเวลาเข้าสู่ระบบแล้ว")
    expect(page.locator("#entry-notice .notice")).to_be_in_viewport(ratio=1)  # far below the head of the page
    page.get_by_role("link", name="เข้าสู่ระบบในแท็บใหม่").hover()
    page.mouse.down()  # leaves the cell, which is saved once more and refused once more
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    with page.context.expect_page() as opened:
        page.mouse.up()
    enter(opened.value, "staff")
    page.bring_to_front()
    expect(cell(page, measure, "steps").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    assert text_of(measure, "steps") == "พิมพ์หลังหมดเวลา"


def test_two_browsers_on_one_row_choose_side_by_side(
    make_page, enter, picture, staff, make_user, municipality, make_measure
):
    make_user("colleague", "staff", municipality=municipality)
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    pages = [make_page(), make_page()]
    for page, name in zip(pages, ("staff", "colleague"), strict=True):
        enter(page, name)
        page.goto(LIST)
    mine, theirs = pages
    for page, text in ((theirs, "ของเขา"), (mine, "ของเรา")):
        cell(page, measure, "steps").click()
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        state = "✓ บันทึกแล้ว" if page is theirs else "⇄ มีผู้อื่นแก้ไข"
        expect(cell(page, measure, "steps").locator(".cell-state")).to_have_text(state)
    choice = mine.locator(".cell-choice")
    expect(choice).to_contain_text("ของเขา")
    expect(choice).to_contain_text("ของเรา")
    picture(mine, "cells-conflict")
    assert text_of(measure, "steps") == "ของเขา"
    mine.get_by_role("button", name="รวมโดยแก้ไขเอง").click()
    expect(cell(mine, measure, "steps").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    assert text_of(measure, "steps") == "ของเรา\nของเขา"


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_bulk_change_is_taken_back(make_page, enter, picture, staff, make_measure, javascript):
    rows = [make_measure(f"มาตรการ {n}", n + 1, responsible=f"กอง {n}") for n in range(3)]
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(LIST)
    for row in rows[:2]:
        page.locator(f"#measure-{row.pk} .choose-row").check()
    bulk = page.locator("#bulk")
    bulk.get_by_label("ผู้รับผิดชอบ").fill("สำนักปลัด")
    bulk.get_by_label("สถานะ").select_option("in_progress")
    picture(page, "bulk")
    bulk.get_by_role("button", name=re.compile("ตั้งค่า")).click()
    expect(page.locator(".undo")).to_contain_text("ตั้งค่า 2 มาตรการแล้ว")
    values = Measure.objects.values_list("responsible", "status")
    assert list(values.all()) == [("สำนักปลัด", "in_progress")] * 2 + [("กอง 2", "not_started")]
    page.get_by_role("button", name="เลิกทำ ตั้งค่า 2 มาตรการแล้ว").click()
    expect(page.locator("#messages")).to_contain_text("เลิกทำแล้ว")
    assert list(values.all()) == [(f"กอง {n}", "not_started") for n in range(3)]


def test_rows_are_chosen_moved_and_deleted_in_the_grid(make_page, enter, picture, staff, year, make_measure):
    rows = [make_measure(title, 1) for title in ("หนึ่ง", "สอง", "สาม")]
    make_measure("อื่น", 2)
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)

    def order() -> list[str]:
        return list(year.measures.filter(area__number=1).values_list("title", flat=True))

    def menu(row, deed: str) -> None:
        page.locator(f"#menu-{row.pk}").click()
        page.locator(f"#measure-{row.pk}").get_by_role("button", name=deed, exact=True).click()

    shown = page.locator("#area-1 .col-title .cell-text")
    menu(rows[0], "เลื่อนลง")
    expect(shown).to_have_text(["สอง", "หนึ่ง", "สาม"])
    expect(page.locator(f"#down-{rows[0].pk}")).to_be_focused()  # to go on with
    page.keyboard.press("Enter")
    expect(shown).to_have_text(["สอง", "สาม", "หนึ่ง"])
    expect(page.locator(f"#menu-{rows[0].pk}")).to_be_focused()  # it is the last: its button does no more
    page.keyboard.press("Escape")
    expect(page.locator(".row-menu[open]")).to_have_count(0)
    handle, goal = (page.locator(f"#measure-{row.pk} {part}") for row, part in ((rows[0], ".drag"), (rows[1], "th")))
    handle.drag_to(goal, target_position={"x": 20, "y": 4})
    expect(shown).to_have_text(["หนึ่ง", "สอง", "สาม"])
    assert order() == ["หนึ่ง", "สอง", "สาม"]

    page.locator("#area-1 .choose-all").check()
    expect(page.locator(".bulk h2")).to_have_text("ที่เลือก 3 รายการ")
    page.locator(f"#measure-{rows[2].pk} .choose-row").uncheck()
    expect(page.locator(".bulk h2")).to_have_text("ที่เลือก 2 รายการ")
    expect(page.locator("#area-1 .choose-all")).not_to_be_checked()
    menu(rows[2], "ลบ")
    expect(shown).to_have_text(["หนึ่ง", "สอง"])
    expect(page.get_by_role("button", name="เลิกทำ ลบ “สาม” แล้ว")).to_be_focused()
    expect(page.locator(".bulk h2")).to_have_text("ที่เลือก 2 รายการ")  # the rest stays chosen
    picture(page, "grid")
    page.locator("#bulk").get_by_role("button", name="ลบ").click()
    expect(page.locator("#messages .notice")).to_have_count(1)
    expect(page.locator("#messages")).to_contain_text("ลบ 2 มาตรการแล้ว")
    assert order() == []
    page.get_by_role("button", name="เลิกทำ ลบ 2 มาตรการแล้ว").click()
    expect(shown).to_have_text(["หนึ่ง", "สอง"])


def test_an_area_is_deleted_and_narrowed_without_javascript(make_page, enter, staff, year, make_measure):
    for number in range(4):
        make_measure(f"มาตรการ {number}", number % 2 + 1, responsible=f"กอง {number // 2}")
    page = make_page(javascript=False, width=390)
    enter(page, "staff")
    page.goto(LIST)
    page.get_by_text("กรอง", exact=True).click()
    page.locator("#of-unit").select_option("กอง 1")
    page.get_by_role("button", name="แสดง", exact=True).click()
    expect(page.locator("#summary")).to_contain_text("แสดง 2 จาก 4 มาตรการ")
    page.locator("#area-2 .choose-all").check()
    page.locator("#bulk").get_by_role("button", name="ลบ").click()
    expect(page.locator("#summary")).to_contain_text("แสดง 1 จาก 3 มาตรการ")
    assert sorted(year.measures.values_list("title", flat=True)) == ["มาตรการ 0", "มาตรการ 1", "มาตรการ 2"]


class Keys:
    """A keyboard that counts strokes; digits and points are typed beside the count."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.strokes += 1


def test_ten_scores_by_keyboard_alone_in_under_40_strokes(make_page, enter, picture, make_year, staff):
    year = make_year(2567)
    page = make_page()
    enter(page, "staff")
    page.goto(SCORES)
    keys = Keys(page)
    keys.press("Tab")
    keys.press("Enter")  # past the head of the page
    while not page.locator("#id_score_1").evaluate("each => each === document.activeElement"):
        keys.press("Tab")
    for number, score in SCORES_2567.items():
        page.keyboard.type(score)
        if number == 3:
            keys.press("ArrowUp")
            keys.press("ArrowDown")
        keys.press("Enter")
    page.keyboard.type("90.65")
    keys.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("บันทึกคะแนนปี 2567 แล้ว")
    assert keys.strokes < 40
    assert scores_of(year) == SCORES_2567
    wait_until_no_drafts(page)


def test_scores_typed_before_a_crash_are_offered_back(make_page, enter, picture, year, staff):
    page = make_page()
    enter(page, "staff")
    page.goto(SCORES)
    page.locator("#id_score_4").fill("80")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(SCORES)
    expect(page.locator(".draft-offer")).to_contain_text("80")
    picture(page, "scores-draft")
    page.get_by_role("button", name="นำกลับมาใส่ในแบบฟอร์ม").click()
    expect(page.locator("#id_score_4")).to_have_value("80")
    page.get_by_role("button", name="บันทึกคะแนน").click()
    expect(page.locator("#messages")).to_contain_text("บันทึกคะแนนปี 2567 แล้ว")
    expect(page.locator(".draft-offer")).to_have_count(0)
    assert scores_of(year)[4] == "80.00"


def test_a_form_of_a_measure_keeps_what_was_typed(make_page, enter, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page()
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    page.get_by_label("ขั้นตอน/วิธีปฏิบัติ").fill("พิมพ์ค้างไว้")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(f"{LIST}{measure.pk}/")
    page.get_by_role("button", name="นำกลับมาใส่ในแบบฟอร์ม").click()
    page.get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(cell(page, measure, "steps").locator(".cell-text")).to_have_text("พิมพ์ค้างไว้")
    assert text_of(measure, "steps") == "พิมพ์ค้างไว้"
    wait_until_no_drafts(page)


def test_what_is_done_to_chosen_rows_is_at_hand(make_page, enter, make_measure, staff):
    for number in range(20):
        make_measure(f"มาตรการที่ {number}", number % 7 + 1, steps="๑. ก\n๒. ข")
    page = make_page(javascript=False)
    enter(page, "staff")
    page.goto("/2567/99990001/measures/")
    button = page.get_by_role("button", name="ตั้งค่า")
    expect(button).to_be_hidden()
    page.locator(".choose-row").first.check()
    page.evaluate("scrollTo(0, 0)")
    expect(button).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [1280, 390, 360])
def test_pages_of_entry_fit_the_screen(make_page, enter, picture, staff, make_measure, width):
    steps = "๑. ประชุมคณะทำงานขับเคลื่อนคุณธรรมและความโปร่งใส\n๒. จัดทำคู่มือการปฏิบัติงาน\n  ๒.๑ เผยแพร่บนเว็บไซต์ของหน่วยงาน"
    first = make_measure("จัดทำคู่มือและมาตรฐานการให้บริการประชาชน", steps=steps, responsible="สำนักปลัด")
    for number in range(2):
        make_measure(f"เผยแพร่ผลการใช้จ่ายงบประมาณรายไตรมาส {number}", steps=steps, period="ต.ค. 66 - ก.ย. 67")
    page = make_page(width=width)
    enter(page, "staff")
    page.goto(LIST)
    page.route("**/cell/", lambda route: route.fulfill(status=409, json={"stored": steps, "error": ""}))
    cell(page, first, "steps").click()
    page.keyboard.type(" เพิ่มเติม")
    expect(page.locator(".cell-choice")).to_be_visible()
    cell(page, first, "follow_up").click()
    page.keyboard.type("รายงานทุกไตรมาส")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    picture(page, f"cells-{width}")
    page.goto(LIST + "paste/")
    page.get_by_label("ข้อมูลที่คัดลอก").fill(BLOCK)
    page.get_by_role("button", name="ดูตัวอย่าง").click()
    expect(page.get_by_text("จะบันทึก 21 แถว")).to_be_visible()
    page.wait_for_load_state()  # the text is there before the styles and fonts are
    page.evaluate("document.fonts.ready.then(() => null)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    picture(page, f"paste-{width}")
