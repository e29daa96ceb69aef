"""The guide: opened from a page at its chapter, read on a desk and on a phone, searched without a script."""

import re

import pytest
from playwright.sync_api import expect

from .axe import faults, resize
from .test_every_page import too_wide


@pytest.mark.parametrize("width", [1280, 360])
def test_page_opens_its_chapter(make_page, enter, picture, staff, year, width):
    page = make_page(width=width)
    enter(page, "staff")
    page.goto("/2567/99990001/measures/")
    page.get_by_role("link", name="คู่มือของหน้านี้").click()
    expect(page.get_by_role("heading", name="๓. จัดทำมาตรการ")).to_be_in_viewport()
    page.go_back()
    expect(page).to_have_url(re.compile("/measures/$"))
    page.goto("/help/")
    resize(page, width)
    assert (faults(page), too_wide(page)) == ([], [])
    picture(page, f"guide-{width}")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/help/?q=หลักฐาน+ลบ")
    assert too_wide(page) == []
    picture(page, f"guide-search-{width}")


def test_guide_is_searched_without_a_script_by_who_is_signed_out(make_page, db):
    page = make_page(javascript=False, width=360)
    page.goto("/login/")
    page.get_by_role("link", name="คู่มือของหน้านี้").click()
    page.get_by_label("ค้นหาในคู่มือ").fill("ส่งกลับให้แก้ไข")
    page.get_by_role("button", name="ค้นหา").click()
    page.get_by_role("link", name="การอนุมัติ", exact=True).click()
    expect(page.get_by_role("heading", name="การอนุมัติ", exact=True)).to_be_in_viewport()
