"""Submit → return with a note → resubmit → approve → publish, with two persons; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment, Transition
from measures.models import Measure
from reports.models import Document

YEAR = "/2567/99990001/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_year_is_approved_by_another_person(make_page, enter, picture, year, staff, approver, javascript):
    Measure.objects.create(assessment=year, title="จัดทำคู่มือบริการประชาชน")
    Document.objects.create(assessment=year, title=["รายงาน"], columns=[{"field": "title", "heading": "มาตรการ"}])
    officer, chief = make_page(javascript), make_page(javascript, width=390)
    enter(officer, "staff")
    enter(chief, "approver")
    expect(chief.locator("main")).to_contain_text("ไม่มีเรื่องที่รอท่าน")

    officer.goto(YEAR)
    officer.get_by_role("link", name="ส่งให้ผู้อนุมัติ").click()
    expect(officer.locator("main")).to_contain_text("ยังไม่เคยอนุมัติ")
    officer.get_by_label("ข้อความถึงผู้อนุมัติ").fill("ครบทุกตัวชี้วัดแล้ว")
    officer.get_by_role("button", name="ส่งให้ผู้อนุมัติ").click()
    expect(officer.get_by_role("status").first).to_contain_text("ส่งให้ผู้อนุมัติแล้ว")
    expect(officer.get_by_role("button", name="อนุมัติ", exact=True)).to_have_count(0)
    officer.goto(YEAR + "measures/")
    expect(officer.get_by_role("link", name="เพิ่มมาตรการ")).to_have_count(0)

    chief.goto("/")
    chief.get_by_role("link", name="ปี 2567 รอท่านอนุมัติ").click()
    expect(chief.locator("main")).to_contain_text("ครบทุกตัวชี้วัดแล้ว")
    chief.get_by_label("สิ่งที่ต้องแก้ไข").fill("ขอระยะเวลาของมาตรการแรก")
    chief.get_by_role("button", name="ส่งกลับให้แก้ไข").click()
    expect(chief.get_by_role("status").first).to_contain_text("ส่งกลับให้แก้ไขแล้ว")

    officer.goto("/")
    expect(officer.locator("main")).to_contain_text("ขอระยะเวลาของมาตรการแรก")
    officer.goto(f"{YEAR}measures/{Measure.objects.get().pk}/")
    officer.locator("#id_period").fill("ต.ค. 66 - ก.ย. 67")
    officer.get_by_role("button", name="บันทึก", exact=True).last.click()
    officer.goto(YEAR + "approval/")
    officer.get_by_role("button", name="ส่งให้ผู้อนุมัติ").click()

    chief.goto(YEAR + "approval/")
    picture(chief, f"approval-390-{'js' if javascript else 'plain'}")
    chief.get_by_role("button", name="อนุมัติ", exact=True).click()
    expect(chief.get_by_role("status").first).to_contain_text("อนุมัติแล้ว")
    officer.goto(YEAR + "approval/")
    officer.get_by_role("button", name="เผยแพร่").click()
    expect(officer.get_by_role("status").first).to_contain_text("เผยแพร่แล้ว")
    expect(officer.locator(".where")).to_contain_text("เผยแพร่แล้ว")
    picture(officer, f"approval-published-{'js' if javascript else 'plain'}")
    assert Assessment.objects.get(pk=year.pk).state == "published"
    assert [(transition.action, transition.by.username) for transition in Transition.objects.all()] == [
        ("submit", "staff"),
        ("return", "approver"),
        ("submit", "staff"),
        ("approve", "approver"),
        ("publish", "staff"),
    ]

    chief.goto(YEAR + "approval/")
    chief.get_by_label("เหตุผลที่เปิดให้แก้ไข").fill("แก้คะแนนตามประกาศ")
    chief.get_by_role("button", name="เปิดให้แก้ไขอีกครั้ง").click()
    officer.goto(YEAR + "scores/")
    officer.locator("#id_score_4").fill("80")
    officer.get_by_role("button", name="บันทึกคะแนน").click()
    chief.goto(YEAR + "approval/")
    if not javascript:
        chief.get_by_role("link", name="ดูค่าที่อนุมัติไว้กับค่าปัจจุบัน").click()
    expect(chief.locator(".change-row")).to_have_count(1)
    expect(chief.locator(".change-row")).to_contain_text(re.compile(r"74\.54\s*→\s*ใหม่\s*80\.00"))
    picture(chief, f"approval-changes-390-{'js' if javascript else 'plain'}")


def test_typed_text_survives_a_submission_meanwhile(make_page, enter, year, staff):
    page = make_page(javascript=False)
    enter(page, "staff")
    page.goto(YEAR + "measures/add/")
    page.get_by_label("มาตรการ", exact=True).fill("ข้อความที่พิมพ์ไว้นาน")
    Assessment.objects.filter(pk=year.pk).update(state="submitted")
    page.get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("ปี 2567 ส่งให้ผู้อนุมัติแล้ว")
    expect(page.get_by_label("มาตรการ", exact=True)).to_have_value("ข้อความที่พิมพ์ไว้นาน")
