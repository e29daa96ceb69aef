"""The bar of a phone: two rows at most, its links behind a button that needs no script."""

import re

import pytest
from playwright.sync_api import expect

from . import axe

ONE, TWO = 50, 95  # px that one and two rows take


def height(page) -> int:
    return page.evaluate("document.querySelector('.top-bar').offsetHeight")


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
@pytest.mark.parametrize("role", ["staff", "administrator"])
def test_links_of_a_phone_wait_behind_a_button(make_page, enter, request, year, role, javascript):
    request.getfixturevalue(role)
    year.state = "returned"  # which waits for staff: the bar has all that it can have
    year.save()
    page = make_page(javascript, width=360)
    enter(page, role)
    page.goto("/2567/99990001/")
    expect(page.locator(".waiting-count")).to_have_count(1 if role == "staff" else 0)
    menu, leave = page.get_by_role("button", name="เมนู"), page.get_by_role("button", name="ออกจากระบบ")
    expect(leave).to_be_hidden()
    assert height(page) < TWO
    menu.click()
    expect(leave).to_be_in_viewport()
    if javascript:
        assert axe.faults(page) == []
    page.keyboard.press("Escape")
    expect(leave).to_be_hidden()
    menu.press("Enter")
    leave.click()
    expect(page.get_by_label("ชื่อผู้ใช้")).to_be_visible()
    assert height(page) < ONE


def test_links_of_a_desk_stand_in_the_bar(make_page, enter, administrator, year):
    page = make_page()
    enter(page, "administrator")
    page.goto("/2567/99990001/")
    assert height(page) < ONE
    expect(page.get_by_role("button", name="เมนู")).to_be_hidden()
    expect(page.get_by_role("link", name="เกณฑ์ประจำปี")).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_years_of_a_phone_open_within_the_screen(make_page, enter, year, staff, javascript):
    page = make_page(javascript, width=360)
    enter(page, "staff")
    page.goto("/2567/99990001/approval/")
    expect(page.locator(".year-bar [aria-current=page]")).to_be_in_viewport(ratio=1)  # the last part of the bar
    page.locator(".year-switch summary").click()
    box = page.locator(".year-switch .menu-list").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    page.get_by_role("link", name="ปีงบประมาณ 2566").first.click()
    expect(page).to_have_url(re.compile("/2566/99990001/approval/$"))
