"""The browser's Back shows what is stored, and saving there is no conflict with oneself."""

import pytest
from playwright.sync_api import expect

from measures.models import Measure
from tests.reports.samples import MEMO, make_document

from .conftest import CHROMIUM, FLAGS
from .entry import LIST, SCORES

YEAR = "/2567/99990001/"
STORED = "form => location.href !== form || document.querySelector('#messages .notice-ok')"


def save(page) -> None:
    page.locator("form .form-actions .btn-primary").first.click()


def type_save_and_go_back(page, address: str, field: str, first: str, second: str) -> None:
    """Save twice on one page that was reached by Back; the second time over what the first has stored."""
    page.goto(address)
    form = page.url
    page.locator(field).fill(first)
    save(page)
    page.wait_for_function(STORED, arg=form)
    page.go_back(wait_until="commit")
    expect(page.locator(field)).to_have_value(first)
    expect(page.locator(".draft-offer")).to_have_count(0)
    page.locator(field).fill(second)
    save(page)
    page.wait_for_function(STORED, arg=form)
    page.goto(address, wait_until="commit")
    expect(page.locator(field)).to_have_value(second)


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_back_to_a_measure(make_page, enter, staff, make_measure, javascript):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(LIST)
    type_save_and_go_back(page, f"{LIST}{measure.pk}/", "#id_steps", "ครั้งแรก", "ครั้งที่สอง")


def test_back_to_scores(make_page, enter, staff, year):
    page = make_page()
    enter(page, "staff")
    page.goto(YEAR)
    type_save_and_go_back(page, SCORES, "#id_score_1", "70.00", "71.00")


@pytest.mark.parametrize(
    ("address", "field"), [("memo/", "#id_to"), ("settings/", "#id_title"), ("columns/", "#id_heading-1-title")]
)
def test_back_to_a_page_of_a_document(make_page, enter, staff, year, address, field):
    make_document(year, [{"type": "text", "heading": "๑. บทนำ", "paragraphs": ["เดิม"]}], memo=MEMO)
    page = make_page()
    enter(page, "staff")
    page.goto(YEAR)
    type_save_and_go_back(page, f"{YEAR}document/results/{address}", field, "ครั้งแรก", "ครั้งที่สอง")


def test_back_to_a_part_in_the_builder(make_page, enter, staff, year):
    make_document(year, [{"type": "text", "heading": "๑. บทนำ", "paragraphs": ["เดิม"]}])
    page = make_page()
    enter(page, "staff")
    page.goto(YEAR + "document/results/")
    for text in ("ครั้งแรก", "ครั้งที่สอง"):
        page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
        page.locator("#id_paragraphs").fill(text)
        save(page)
        expect(page.locator("#messages")).to_contain_text("บันทึกส่วน")
    page.go_back()
    expect(page.locator("#id_paragraphs")).to_have_value("ครั้งที่สอง")
    page.locator("#id_paragraphs").fill("ครั้งที่สาม")
    save(page)
    expect(page.locator("#messages")).to_contain_text("บันทึกส่วน")
    page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
    expect(page.locator("#id_paragraphs")).to_have_value("ครั้งที่สาม")


@pytest.fixture
def keeping_page(browser, live_server):
    """A page of a browser that keeps pages for Back, as those of officers do; Playwright's own does not."""
    own = browser.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    page = own.new_page(base_url=live_server.url)
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    own.close()


def test_a_page_that_the_browser_kept_is_asked_for_again(keeping_page, enter, staff, make_measure):
    measure, page = make_measure("จัดทำคู่มือ", steps="เดิม"), keeping_page
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    page.locator("#id_steps").fill("พิมพ์ค้างไว้")
    page.goto("/")
    Measure.objects.update(steps="บันทึกแล้วจากที่อื่น")
    page.evaluate("history.back()")
    page.wait_for_timeout(2_000)  # Playwright does not see pages that come back
    assert page.evaluate("document.querySelector('#id_steps').value") == "บันทึกแล้วจากที่อื่น"
    assert "พิมพ์ค้างไว้" in page.evaluate("document.querySelector('.draft-offer').textContent")


def test_text_that_was_mended_is_not_covered_by_what_was_typed(make_page, enter, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    page.goto(f"{LIST}{measure.pk}/")
    page.locator("#id_steps").fill("เเก้ไข")
    save(page)
    expect(page.locator("#messages")).to_contain_text("แก้ เเ (เ สองตัว) เป็น แ 1 แห่ง")
    page.go_back()
    expect(page.locator("#id_steps")).to_have_value("แก้ไข")
    expect(page.locator(".draft-offer")).to_have_count(0)


def test_typed_text_outlives_going_away_and_back(make_page, enter, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page()
    page.on("dialog", lambda dialog: dialog.accept())
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    page.locator("#id_steps").fill("พิมพ์ค้างไว้")
    page.goto("/")
    page.go_back()
    expect(page.locator(".draft-offer")).to_contain_text("พิมพ์ค้างไว้")
    page.get_by_role("button", name="นำกลับมาใส่ในแบบฟอร์ม").click()
    save(page)
    expect(page).to_have_url(f"{page.url.split(LIST)[0]}{LIST}#measure-{measure.pk}")
    assert Measure.objects.get().steps == "พิมพ์ค้างไว้"
