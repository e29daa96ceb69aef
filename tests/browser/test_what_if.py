"""Scoring explains itself: opened explanations, item scores, and a what-if that leaves no trace."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment, ItemScore

YEAR = "/2567/99990001/"


def stored(year) -> tuple:
    year = Assessment.objects.get(pk=year.pk)
    return year.scores_by_number(), year.official_total, year.official_level, year.updated_at


def test_explanations_open_at_the_figures(make_page, enter, picture, year, staff):
    page = make_page()
    enter(page, "staff")
    page.goto(YEAR + "scores/")
    expect(page.locator("#why-mean-IIT")).to_be_hidden()
    page.locator("summary", has=page.locator("#mean-IIT")).click()
    expect(page.locator("#why-mean-IIT")).to_have_text(
        re.compile(re.escape("IIT ปี 2567 = (90.64 + 92.12 + 95.55 + 74.54 + 89.98) ÷ 5 = 88.57"))
    )
    page.get_by_text("ที่มาของคะแนนรวม").click()
    expect(page.locator("#why-total")).to_contain_text("30% × 88.566 + 30% × 86.937 + 40% × 95.000 = 90.65")
    picture(page, "explanation")
    page.locator("#id_score_4").fill("80")  # the open sentences follow what is typed
    expect(page.locator("#why-mean-IIT")).to_contain_text("80.00")
    expect(page.locator("#why-total")).to_be_visible()
    expect(page.locator("#why-total")).to_contain_text("= 90.98")


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_what_if_shows_total_and_level_and_saves_nothing(make_page, enter, picture, year, auditor, javascript):
    before = stored(year)
    page = make_page(javascript)
    enter(page, "auditor")
    page.goto(YEAR + "what-if/")
    page.get_by_text("ที่มาของคะแนนรวม").click()
    expect(page.locator("#estimate")).to_contain_text("30% × 88.566")
    page.locator("#id_score_4").fill("๘๕")
    page.locator("#id_score_8").fill("85")
    if not javascript:
        page.get_by_role("button", name="คำนวณ").click()
    expect(page.locator("#estimate .total")).to_have_text("91.89")
    expect(page.locator("#estimate .badge-ok")).to_have_text("ผ่านดี")
    expect(page.locator("#change-score_4")).to_have_text("▲ +10.46")
    expect(page.locator("#estimate")).to_contain_text("ประมาณการ ไม่บันทึก")
    picture(page, f"what-if-{'js' if javascript else 'plain'}")

    expect(page).to_have_url(re.compile("score_8=85"))
    colleague = make_page(javascript)
    enter(colleague, "auditor")
    colleague.goto(page.url)
    expect(colleague.locator("#estimate .total")).to_have_text("91.89")
    colleague.get_by_role("link", name="กลับไปใช้คะแนนจริง").click()
    expect(colleague.locator("#estimate .total")).to_have_text("90.65")
    colleague.get_by_role("link", name="ลองใส่ค่าเหล่านี้").click()
    expect(colleague.locator("#estimate .badge-ok")).to_have_text("ผ่านดี")
    assert stored(year) == before


def test_item_scores_give_the_printed_indicator(make_page, enter, picture, make_year, staff):
    make_year(2562, {10: "6.25"})
    page = make_page(javascript=False)
    enter(page, "staff")
    page.goto("/2562/99990001/items/")
    for number in range(34, 49):
        row = page.locator("tr", has=page.get_by_role("rowheader", name=f"O{number}", exact=True))
        row.get_by_label("ได้ 100" if number == 39 else "ได้ 0", exact=True).check()
    page.get_by_role("button", name="บันทึกคะแนนรายข้อ").click()
    expect(page.locator("#indicator-10 .total")).to_have_text("6.25")
    expect(page.locator("#indicator-10")).to_contain_text("ต่าง 0.00")
    expect(page.locator("#indicator-9")).to_contain_text("ยังไม่คำนวณตัวชี้วัดนี้จากรายข้อ")
    picture(page, "items")
    assert ItemScore.objects.count() == 15
    page.goto("/2562/99990001/scores/")
    expect(page.locator("#items-score_10")).to_have_text("จากรายข้อ 6.25 ต่าง 0.00")
