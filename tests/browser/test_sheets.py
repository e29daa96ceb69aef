"""Spreadsheets in the browser: an officer's results from file to undo, and a large file whose progress can be left."""

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment, Import
from assessments.spreadsheets import jobs
from tests.assessments.spreadsheets.sheet_samples import GOOD, TOO_MUCH, xlsx

SHEETS = "/exchange/sheets/"


def total() -> str:
    return f"{Assessment.objects.get(framework__fiscal_year=2567).official_total:.2f}"


@pytest.fixture
def results(tmp_path):
    """A file with one good row in Thai digits and one that is refused."""
    path = tmp_path / "ผลคะแนน ๒๕๖๗.xlsx"
    path.write_bytes(xlsx(GOOD, TOO_MUCH))
    return path


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_officer_imports_results_and_undoes_them(make_page, enter, picture, year, staff, results, javascript, width):
    page = make_page(javascript, width)
    name = f"sheets-{width}-{'js' if javascript else 'plain'}"
    enter(page, "staff")
    if width == 390:
        page.get_by_role("button", name="เมนู").click()
    page.get_by_role("link", name="นำเข้า/ส่งออก").click()
    page.get_by_role("link", name="ผลการประเมิน").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="ดาวน์โหลดแม่แบบ").click()
    assert download.value.suggested_filename == "แม่แบบผลการประเมิน (แถวละหน่วยงาน).xlsx"
    picture(page, f"{name}-1-kind")

    page.get_by_role("button", name="ตรวจไฟล์").click()
    expect(page.get_by_role("alert")).to_contain_text("เลือกไฟล์ก่อน")
    page.get_by_label("ไฟล์ข้อมูล").set_input_files(results)
    page.get_by_role("button", name="ตรวจไฟล์").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ตรวจแล้ว รอยืนยัน")
    rows = page.locator("table.sheet-rows tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("90.65 → 91.00")
    expect(rows.nth(1)).to_contain_text("คะแนนรวมที่ประกาศ")
    assert total() == "90.65"
    picture(page, f"{name}-2-preview")

    page.get_by_role("link", name="ไม่รับ 1").click()
    expect(rows).to_have_count(1)
    with page.expect_download():
        page.get_by_role("link", name="ดาวน์โหลดแถวที่ไม่รับ").click()
    page.get_by_role("button", name="ยืนยัน นำเข้า 1 แถว").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("นำเข้าแล้ว 1 แถว")
    assert total() == "91.00"
    picture(page, f"{name}-3-done")

    page.get_by_role("button", name="เลิกทำการนำเข้าทั้งรายการ").click()
    expect(page.get_by_role("status").first).to_contain_text("ข้อมูลกลับเป็นเหมือนก่อนนำเข้า")
    assert total() == "90.65"
    page.get_by_role("link", name="รายการนำเข้า").first.click()
    expect(page.locator("table.imports tbody tr")).to_have_count(1)
    picture(page, f"{name}-4-list")


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_progress_follows_the_job_to_its_end(make_page, enter, picture, year, staff, results, javascript, monkeypatch):
    """The worker is this test: the page must show what it does without anybody reloading."""
    monkeypatch.setattr("assessments.spreadsheets.views.SMALL", 0)
    monkeypatch.setattr("assessments.spreadsheets.jobs.send", lambda pk: None)
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(SHEETS + "results/")
    page.get_by_label("ไฟล์ข้อมูล").set_input_files(results)
    page.get_by_role("button", name="ตรวจไฟล์").click()
    expect(page.locator("#progress")).to_contain_text("รอตรวจ")
    batch = Import.objects.get()
    Import.objects.update(state="checking", stage="กำลังตรวจ", progress=2400, total=6000)
    expect(page.locator("#progress")).to_contain_text("2,400 จาก 6,000 แถว")
    picture(page, f"sheets-progress-{'js' if javascript else 'plain'}")
    page.goto(SHEETS + "imports/")  # leaves, and comes back by the list
    expect(page.locator("table.imports")).to_contain_text("กำลังตรวจ")
    page.get_by_role("link", name=f"เลขที่ {batch.pk}").click()
    expect(page.locator("#progress")).to_be_visible()
    Import.objects.update(state="uploaded")
    jobs.work(batch.pk)
    expect(page.get_by_role("heading", level=1)).to_contain_text("ตรวจแล้ว รอยืนยัน")
    expect(page.locator("table.sheet-rows tbody tr")).to_have_count(2)
