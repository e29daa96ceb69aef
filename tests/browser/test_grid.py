"""Fast entry: cells saved while typing, nothing lost, two people on one row, blocks, many rows, scores by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from measures.models import Measure
from tests.conftest import SCORES_2567

LIST = "/2567/99990001/measures/"
SCORES = "/2567/99990001/scores/"
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('ita-draft'))"


def wait_until_no_drafts(page) -> None:
    """Ask again and again from here: the page's own policy forbids what Playwright's waiting evaluates in it."""
    for _ in range(100):
        if not page.evaluate(DRAFTS):
            return
        page.wait_for_timeout(100)
    raise AssertionError("drafts are left")


@pytest.fixture
def make_measure(year):
    areas = {each.number: each for each in year.framework.areas.all()}

    def make(title: str, area: int = 1, **texts) -> Measure:
        position = Measure.objects.filter(assessment=year).count()
        return Measure.objects.create(assessment=year, area=areas[area], position=position, title=title, **texts)

    return make


def cell(page, measure, field: str):
    return page.locator(f"#measure-{measure.pk} [data-field={field}]")


def paste(page, locator, text: str, html: str = "") -> None:
    """Paste as the browser does after a copy in a spreadsheet."""
    locator.evaluate(
        """(target, [text, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            target.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [text, html],
    )


def text_of(measure, field: str) -> str:
    measure.refresh_from_db()
    return getattr(measure, field)


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


ONE_CELL = "<table><tr><td>%s</td></tr></table>"


@pytest.mark.parametrize(
    ("plain", "html", "stored"),
    [
        (
            "1.\tประชุม\r\n2.\tจัดทำ\r\n",
            "<p class=MsoListParagraph>1.&nbsp; ประชุม</p><p>2. จัดทำ</p>",
            "1. ประชุม\n2. จัดทำ",
        ),
        ('"๑. ประชุม\n๒. สรุป"\r\n', ONE_CELL % "๑. ประชุม<br>๒. สรุป", "๑. ประชุม\n๒. สรุป"),
        ('"๑. ประชุม\n๒. สรุป"', "<span>๑. ประชุม<br/>๒. สรุป</span>", "๑. ประชุม\n๒. สรุป"),
        ('"โครงการ ""รวมใจ""\nรุ่น ๒"\r\n', ONE_CELL % "โครงการ", 'โครงการ "รวมใจ"\nรุ่น ๒'),
        ("กองคลัง", "", "กองคลัง"),
    ],
)
def test_what_is_one_text_on_the_clipboard_goes_into_the_chosen_cell(
    make_page, enter, staff, make_measure, plain, html, stored
):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    cell(page, measure, "steps").focus()
    paste(page, cell(page, measure, "steps"), plain, html)
    expect(cell(page, measure, "steps").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    assert text_of(measure, "steps") == stored


def test_merged_cell_of_a_table_gives_its_text_to_each_row(make_page, enter, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    html = "<table><tr><td>ก</td><td rowspan=2>กองคลัง</td></tr><tr><td>ข</td></tr></table>"
    paste(page, cell(page, measure, "title"), "ก\tกองคลัง\nข", html)
    expect(page.locator("#paste-dialog [name=block]")).to_have_value("ก\tกองคลัง\nข\tกองคลัง")


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
    page.keyboard.type("พิมพ์ตอนเน็ตหลุด")
    page.keyboard.press("Tab")
    expect(cell(page, measure, "steps").locator(".cell-state")).to_contain_text("⚠ บันทึกไม่สำเร็จ")
    picture(page, "cells-offline")
    assert text_of(measure, "steps") == ""
    page.context.set_offline(False)
    expect(cell(page, measure, "steps").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    assert text_of(measure, "steps") == "พิมพ์ตอนเน็ตหลุด"
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
    measure = make_measure("จัดทำคู่มือ")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    page.context.clear_cookies(name="sessionid")
    cell(page, measure, "steps").click()
    page.keyboard.type("พิมพ์หลังหมดเวลา")
    expect(page.locator("#entry-notice")).to_contain_text("หมดเวลาเข้าสู่ระบบแล้ว")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="เข้าสู่ระบบในแท็บใหม่").click()
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


HEADS = "ประเด็น\tมาตรการ\tขั้นตอน\tผู้รับผิดชอบ"
BLOCK = "\n".join([HEADS, *(f'{n % 7 + 1}\tมาตรการที่ {n}\t"๑. ประชุม\n๒. ดำเนินการ ""จริง"""\tกองคลัง' for n in range(21))])


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_21_measures_are_pasted_seen_first_and_taken_back(
    make_page, enter, picture, staff, year, make_measure, javascript
):
    first = make_measure("มีอยู่ก่อน")
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(LIST)
    if javascript:
        cell(page, first, "title").focus()
        paste(page, cell(page, first, "title"), BLOCK)
    else:
        page.get_by_role("link", name="วางข้อมูลจาก Excel").click()
        page.get_by_label("ข้อมูลที่คัดลอก").fill(BLOCK)
        page.get_by_role("button", name="ดูตัวอย่าง").click()
    expect(page.get_by_text("จะบันทึก 21 แถว")).to_be_visible()
    picture(page, f"paste-{'dialog' if javascript else 'page'}")
    assert Measure.objects.count() == 1
    page.get_by_role("button", name="ยืนยัน บันทึก 21 แถว").click()
    expect(page.locator(".undo")).to_contain_text("วาง 21 มาตรการแล้ว")
    assert Measure.objects.filter(steps='๑. ประชุม\n๒. ดำเนินการ "จริง"', responsible="กองคลัง").count() == 21
    assert [year.measures.filter(area__number=n + 1).count() for n in range(7)] == [4, *[3] * 6]
    picture(page, "pasted")
    page.get_by_role("button", name="เลิกทำ วาง 21 มาตรการแล้ว").click()
    expect(page.locator("#messages")).to_contain_text("เลิกทำแล้ว")
    assert list(Measure.objects.values_list("title", flat=True)) == ["มีอยู่ก่อน"]


def test_a_word_table_lands_by_its_cells(make_page, enter, staff, make_measure):
    first = make_measure("มีอยู่ก่อน", 3)
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    html = "<table><tr><td><p>ก</p></td><td><p>๑. ข</p><p>๒. ค</p></td></tr></table>"
    paste(page, cell(page, first, "title"), "ก\t๑. ข\n๒. ค", html)
    page.get_by_role("button", name="ยืนยัน บันทึก 1 แถว").click()
    expect(page.locator(".undo")).to_be_visible()
    assert list(Measure.objects.values_list("title", "steps", "area__number")) == [
        ("มีอยู่ก่อน", "", 3),
        ("ก", "๑. ข\n๒. ค", 3),
    ]


WORD = """<table>
 <tr><td rowspan=2><p class=MsoNormal><span lang=TH>๑</span></p></td>
  <td><p class=MsoNormal><span lang=TH>จัดทำคู่มือ
  การให้บริการ</span></p></td>
  <td><p class=MsoListParagraph><span>๑.<span>&nbsp;&nbsp;&nbsp;</span></span><span lang=TH>ประชุม
  คณะทำงาน</span></p>
  <p class=MsoListParagraph><span>๒. เผยแพร่</span></p></td></tr>
 <tr><td><p class=MsoNormal>ประชุมชี้แจง</p></td><td><p class=MsoNormal>รายไตรมาส</p></td></tr>
</table>"""
WORD_TEXT = "๑\tจัดทำคู่มือ การให้บริการ\t๑. ประชุม คณะทำงาน\n๒. เผยแพร่\n\tประชุมชี้แจง\tรายไตรมาส"


def test_word_wraps_and_merges_cells_in_its_own_way(make_page, enter, staff, year):
    page = make_page()
    enter(page, "staff")
    page.goto(LIST + "paste/")
    paste(page, page.get_by_label("ข้อมูลที่คัดลอก"), WORD_TEXT, WORD)
    page.get_by_role("button", name="ดูตัวอย่าง").click()
    for column, name in enumerate(("area", "title", "steps")):
        page.locator(f"[name=column_{column}]").select_option(name)
    page.get_by_role("button", name="ดูตัวอย่างอีกครั้ง").click()
    page.get_by_role("button", name="ยืนยัน บันทึก 2 แถว").click()
    expect(page.locator(".undo")).to_contain_text("วาง 2 มาตรการแล้ว")
    assert list(Measure.objects.values_list("area__number", "title", "steps")) == [
        (1, "จัดทำคู่มือ การให้บริการ", "๑. ประชุม คณะทำงาน\n๒. เผยแพร่"),
        (1, "ประชุมชี้แจง", "รายไตรมาส"),
    ]


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


class Keys:
    """A keyboard that counts strokes; digits and points are typed beside the count."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.strokes += 1


def scores_of(year) -> dict[int, str]:
    return {number: str(value) for number, value in year.scores_by_number().items()}


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


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_scores_are_pasted_seen_first_and_taken_back(make_page, enter, picture, year, staff, javascript):
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(SCORES)
    block = "\n".join(f"{number}\t{number + 50}" for number in range(1, 11))
    if javascript:
        page.locator("#id_score_1").focus()
        paste(page, page.locator("#id_score_1"), block)
    else:
        page.get_by_role("link", name="วางข้อมูลจาก Excel").click()
        page.get_by_label("ข้อมูลที่คัดลอก").fill(block)
        page.get_by_role("button", name="ดูตัวอย่าง").click()
    picture(page, f"paste-scores-{'dialog' if javascript else 'page'}")
    page.get_by_role("button", name="ยืนยัน บันทึก 10 คะแนน").click()
    expect(page.locator(".undo")).to_contain_text("วางคะแนน 10 ตัวชี้วัดแล้ว")
    assert scores_of(year) == {number: f"{number + 50}.00" for number in range(1, 11)}
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.locator("#messages")).to_contain_text("เลิกทำแล้ว")
    assert scores_of(year) == SCORES_2567


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
