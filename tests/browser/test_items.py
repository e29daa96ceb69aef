"""Scores of items: all that are not known get 100 by one press, the exceptions 0; from one unknown item to the next."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from .entry import paste

ITEMS = "/2562/99990001/items/"


@pytest.fixture
def year_2562(make_year):
    return make_year(2562, {})


def choice(page, code: str, label: str):
    row = page.locator("tr", has=page.get_by_role("rowheader", name=code, exact=True))
    return row.get_by_label(label, exact=True)


def stored(year) -> dict[str, Decimal]:
    return {item_score.item.code: item_score.value for item_score in year.item_scores.select_related("item")}


ALL = {f"O{number}": Decimal(100) for number in range(1, 49)}


def test_one_press_fills_in_100_and_stores_nothing_before_the_save(make_page, enter, picture, staff, year_2562):
    page = make_page()
    enter(page, "staff")
    page.goto(ITEMS)
    left = page.locator("[data-items=next]")
    choice(page, "O2", "ได้ 0").check()
    expect(left).to_have_text("ข้อถัดไปที่ยังไม่ทราบ (เหลือ 47 ข้อ)")
    page.get_by_role("button", name="ได้ 100 ทุกข้อที่ยังไม่ทราบ").click()
    expect(page.get_by_role("status").filter(has_text="ใส่ 100 ให้ 47 ข้อแล้ว ยังไม่บันทึก")).to_be_focused()
    expect(page.get_by_text("ทราบคะแนนครบทุกข้อแล้ว")).to_be_visible()
    expect(choice(page, "O2", "ได้ 0")).to_be_checked()
    expect(left).to_be_hidden()
    picture(page, "items-met")
    page.get_by_role("button", name="เอาออก").click()
    expect(left).to_have_text("ข้อถัดไปที่ยังไม่ทราบ (เหลือ 47 ข้อ)")
    page.get_by_role("button", name="ได้ 100 ทุกข้อที่ยังไม่ทราบ").click()
    choice(page, "O40", "ได้ 0").check()
    assert stored(year_2562) == {}
    page.get_by_role("button", name="บันทึกคะแนนรายข้อ").click()
    expect(page.locator(".undo")).to_contain_text("บันทึกคะแนนรายข้อปี 2562 แล้ว")
    assert stored(year_2562) == ALL | {"O2": Decimal(0), "O40": Decimal(0)}
    expect(page.locator(".draft-offer")).to_have_count(0)
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.locator("#messages")).to_contain_text("เลิกทำแล้ว")
    assert stored(year_2562) == {}


def test_one_press_stores_100_without_javascript(make_page, enter, picture, staff, year_2562):
    page = make_page(javascript=False)
    enter(page, "staff")
    page.goto(ITEMS)
    choice(page, "O2", "ได้ 0").check()
    page.get_by_role("button", name="ได้ 100 ทุกข้อที่ยังไม่ทราบ").click()
    expect(page.locator(".undo")).to_contain_text("ให้ 100 แก่ข้อที่ยังไม่ทราบ 47 ข้อ")
    picture(page, "items-met-plain")
    assert stored(year_2562) == ALL | {"O2": Decimal(0)}
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.locator("#messages")).to_contain_text("เลิกทำแล้ว")
    assert stored(year_2562) == {}


def test_link_goes_from_one_unknown_item_to_the_next(make_page, enter, staff, year_2562):
    page = make_page()
    enter(page, "staff")
    page.goto(ITEMS)
    left = page.locator("[data-items=next]")
    left.click()
    expect(choice(page, "O1", "ยังไม่ทราบ")).to_be_focused()
    left.click()
    expect(choice(page, "O2", "ยังไม่ทราบ")).to_be_focused()
    choice(page, "O3", "ได้ 100").check()
    choice(page, "O2", "ได้ 0").check()
    left.click()
    expect(choice(page, "O4", "ยังไม่ทราบ")).to_be_focused()
    expect(choice(page, "O4", "ยังไม่ทราบ")).to_be_in_viewport()
    choice(page, "O48", "ได้ 0").check()
    left.click()  # from the last one it begins again
    expect(choice(page, "O1", "ยังไม่ทราบ")).to_be_focused()


def test_link_goes_to_the_first_unknown_item_without_javascript(make_page, enter, staff, year_2562):
    page = make_page(javascript=False)
    enter(page, "staff")
    page.goto(ITEMS)
    choice(page, "O1", "ได้ 0").check()
    page.get_by_role("button", name="บันทึกคะแนนรายข้อ").click()
    page.get_by_role("link", name="ข้อถัดไปที่ยังไม่ทราบ (เหลือ 47 ข้อ)").click()
    expect(choice(page, "O2", "ยังไม่ทราบ")).to_be_focused()
    expect(choice(page, "O2", "ยังไม่ทราบ")).to_be_in_viewport()


def test_one_text_that_is_pasted_where_nobody_types_does_nothing(make_page, enter, staff, year_2562):
    page, errors = make_page(), []
    page.on("pageerror", lambda error: errors.append(error.message))
    enter(page, "staff")
    page.goto(ITEMS)
    choice(page, "O1", "ได้ 0").focus()
    paste(page, choice(page, "O1", "ได้ 0"), '"๑. ประชุม\n๒. สรุป"', "<table><tr><td>๑. ประชุม<br>๒. สรุป</td></tr></table>")
    expect(choice(page, "O1", "ยังไม่ทราบ")).to_be_checked()
    assert errors == []
