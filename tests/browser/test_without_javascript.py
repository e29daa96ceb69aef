"""The whole job of a year with JavaScript off: scores, a measure, evidence, progress, submitted and approved."""

from playwright.sync_api import expect

from assessments.models import Assessment
from measures.models import Evidence, Measure
from tests.conftest import SCORES_2567
from tests.measures.evidence.files import jpeg

YEAR = "/2567/99990001/"


def said(page, text: str) -> None:
    expect(page.locator("#messages")).to_contain_text(text)


def test_year_is_done_without_javascript(make_page, enter, make_year, staff, approver):
    officer = make_page(javascript=False, width=360)
    enter(officer, "staff")
    officer.goto(YEAR)
    officer.get_by_role("button", name="เริ่มทำปีนี้").click()

    officer.goto(YEAR + "scores/")
    for number, score in SCORES_2567.items():
        officer.locator(f"#id_score_{number}").fill(score)
    officer.get_by_label("คะแนนรวมที่ประกาศ").fill("90.65")
    officer.get_by_role("button", name="บันทึกคะแนน").click()
    said(officer, "บันทึกคะแนนปี 2567 แล้ว")

    officer.goto(YEAR + "measures/add/?area=4")
    officer.get_by_label("มาตรการ", exact=True).fill("ทำทะเบียนทรัพย์สินให้ตรวจสอบได้")
    officer.get_by_role("button", name="บันทึก", exact=True).last.click()
    measure = Measure.objects.get()
    officer.goto(f"{YEAR}measures/{measure.pk}/progress/")
    officer.get_by_label("กำลังดำเนินการ").check()
    officer.get_by_role("button", name="บันทึกความก้าวหน้า").click()

    officer.goto(f"{YEAR}measures/{measure.pk}/")
    picture = {"name": "ทะเบียน.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    officer.get_by_label("เพิ่มไฟล์").set_input_files([picture])
    officer.get_by_role("button", name="อัปโหลด").click()
    said(officer, "เพิ่มหลักฐานแล้ว")

    officer.goto(YEAR + "approval/")
    officer.get_by_role("button", name="ส่งให้ผู้อนุมัติ").click()
    said(officer, "ส่งให้ผู้อนุมัติแล้ว")
    chief = make_page(javascript=False, width=360)
    enter(chief, "approver")
    chief.goto(YEAR + "approval/")
    chief.get_by_role("button", name="อนุมัติ", exact=True).click()
    said(chief, "อนุมัติแล้ว")

    measure.refresh_from_db()
    year = Assessment.objects.get()
    assert (year.state, measure.status) == ("approved", "in_progress")
    assert [piece.title for piece in measure.evidence.all()] == [evidence.title for evidence in Evidence.objects.all()]
    assert {number: f"{value:.2f}" for number, value in year.scores_by_number().items()} == SCORES_2567
