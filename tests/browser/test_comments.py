"""A comment that names a colleague → it waits for the colleague → who closes it; with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment, Unit
from measures.models import Comment, Measure

YEAR = "/2567/99990001/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_comment_reaches_the_colleague_who_closes_it(
    make_page, enter, picture, year, staff, approver, make_user, municipality, javascript
):
    unit = Unit.objects.create(municipality=municipality, name="กองคลัง")
    Unit.objects.create(municipality=municipality, name="กองสาธารณสุขและสิ่งแวดล้อม")
    clerk = make_user("clerk", "staff", municipality=municipality, position="เจ้าพนักงานการเงิน", unit=unit)
    area = year.framework.areas.first()
    measure = Measure.objects.create(assessment=year, area=area, title="จัดทำคู่มือบริการประชาชน")
    Assessment.objects.filter(pk=year.pk).update(state="submitted")  # talked over while it is locked
    chief, officer = make_page(javascript), make_page(javascript, width=390)
    enter(chief, "approver")
    enter(officer, "clerk")
    expect(officer.locator("main")).to_contain_text("ไม่มีเรื่องที่รอท่าน")

    chief.goto(f"{YEAR}measures/{measure.pk}/progress/")
    expect(chief.locator("#comments")).to_contain_text("ยังไม่มีความเห็น")
    chief.get_by_label("ข้อความ", exact=True).fill("ขอหลักฐานการเผยแพร่คู่มือ\n- ภาพหน้าเว็บไซต์\n- วันที่เผยแพร่")
    chief.get_by_text("ถึงใคร (ไม่บังคับ)").click()
    chief.get_by_label("กองคลัง", exact=True).check()
    picture(chief, f"comments-form-{'js' if javascript else 'plain'}")
    chief.get_by_role("button", name="ส่งความเห็น").click()
    expect(chief.get_by_role("status").first).to_contain_text("ส่งความเห็นแล้ว")
    expect(chief.locator(".comment")).to_contain_text("ถึง กองคลัง")

    officer.goto("/")
    officer.get_by_role("link", name="ความเห็นถึงท่าน ปี 2567: มาตรการ “จัดทำคู่มือบริการประชาชน”").click()
    expect(officer.locator(".comment-text")).to_have_text("ขอหลักฐานการเผยแพร่คู่มือ\n- ภาพหน้าเว็บไซต์\n- วันที่เผยแพร่")
    picture(officer, f"comments-row-390-{'js' if javascript else 'plain'}")
    officer.get_by_label("ข้อความ", exact=True).fill("ส่งภาพให้แล้ว")
    officer.get_by_text("ถึงใคร (ไม่บังคับ)").click()
    officer.get_by_label("ปลัดเทศบาล", exact=True).check()
    officer.get_by_role("button", name="ส่งความเห็น").click()
    officer.get_by_role("button", name="ปิดเรื่อง ขอหลักฐานการเผยแพร่คู่มือ").click()
    expect(officer.locator(".comment-resolved")).to_contain_text("ปิดเรื่องโดย เจ้าพนักงานการเงิน")
    officer.goto("/")
    expect(officer.locator("main")).to_contain_text("ไม่มีเรื่องที่รอท่าน")

    chief.goto("/")
    expect(chief.locator(".waiting")).to_contain_text("เจ้าพนักงานการเงิน: ส่งภาพให้แล้ว")
    chief.goto(f"{YEAR}comments/?state=resolved")
    chief.get_by_role("button", name="เปิดเรื่องอีกครั้ง").click()
    chief.goto(f"{YEAR}comments/")
    expect(chief.locator(".comment")).to_have_count(2)
    expect(chief.locator(".comment-step")).to_have_count(2)
    picture(chief, f"comments-list-{'js' if javascript else 'plain'}")
    assert list(Comment.objects.values_list("by__username", "is_open")) == [("approver", True), (clerk.username, True)]


def test_own_comment_is_withdrawn_mended_and_sent_again(make_page, enter, year, staff):
    page = make_page(javascript=False, width=390)
    enter(page, "staff")
    page.goto(f"{YEAR}comments/?about=indicator-4")
    page.get_by_label("ข้อความ", exact=True).fill("ตรวจคะแนนอีกครัง")
    page.get_by_role("button", name="ส่งความเห็น").click()
    page.get_by_role("button", name="ถอนมาแก้ไข").click()
    expect(page.get_by_role("status").first).to_contain_text("ถอนความเห็นแล้ว")
    expect(page.locator(".comment")).to_have_count(0)
    page.get_by_label("ข้อความ", exact=True).fill("ตรวจคะแนนอีกครั้ง")
    page.get_by_role("button", name="ส่งความเห็น").click()
    page.goto(f"{YEAR}scores/")
    page.locator(".score-comments summary").click()
    expect(page.locator(".score-comments .comment-text")).to_have_text("ตรวจคะแนนอีกครั้ง")
