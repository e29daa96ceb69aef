"""The main job, end to end: sign in, ten scores, a measure in each area, the PDF, and who may not see it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment
from tests.conftest import SCORES_2566, SCORES_2567
from tests.reports.extract import extracted, squeeze

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
YEAR = "/2567/99990001/"


def typed(number: int, score: str) -> str:
    """Even indicators are typed in Thai digits, as officers copy them from announcements."""
    return score.translate(THAI) if number % 2 == 0 else score


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_officer_does_the_years_work(
    make_page, enter, picture, make_year, staff, foreign_auditor, javascript, tmp_path
):
    make_year(2566, SCORES_2566, official_total="94.22")
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(YEAR)
    page.get_by_role("button", name="เริ่มทำปีนี้").click()

    page.goto(YEAR + "scores/")
    for number, score in SCORES_2567.items():
        page.locator(f"#id_score_{number}").fill(typed(number, score))
    page.get_by_label("คะแนนรวมที่ประกาศ").fill("๙๐.๖๕")
    if javascript:
        expect(page.locator("#estimate")).to_contain_text("90.65")
        expect(page.locator("#estimate")).to_contain_text("ผ่าน")
    page.get_by_role("button", name="บันทึกคะแนน").click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกคะแนนปี 2567 แล้ว")
    expect(page.locator("#id_score_4")).to_have_value("74.54")
    year = Assessment.objects.get(framework__fiscal_year=2567)
    assert {number: f"{value:.2f}" for number, value in year.scores_by_number().items()} == SCORES_2567
    picture(page, f"scores-{'js' if javascript else 'plain'}")

    measures = {}
    for area in range(1, 8):
        page.goto(f"{YEAR}measures/add/?area={area}")
        measures[area] = f"จัดทำน้ำดื่มสะอาดและป้ายขั้นตอนประเด็นที่ {area}"
        page.get_by_label("มาตรการ", exact=True).fill(measures[area])
        page.get_by_label("ขั้นตอน/วิธีปฏิบัติ").fill(f"๑. สำรวจครั้งที่ {area}\n  ๑.๑ รายงานผู้บริหาร\n๒. ติดตามผล")
        page.locator("#id_responsible").fill("สำนักปลัดเทศบาล")
        page.get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(page.locator("main")).to_contain_text("7 จาก 7 ประเด็น")
    picture(page, f"measures-{'js' if javascript else 'plain'}")

    page.goto(YEAR + "document/")
    page.get_by_role("button", name="รายงานผลการดำเนินการ").click()
    page.goto(YEAR + "document/results/preview/")
    preview = squeeze(page.locator("article.sheet").inner_text())
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลด PDF").first.click()
    pdf = tmp_path / "report.pdf"
    download.value.save_as(pdf)
    texts = [squeeze(text) for text in measures.values()] + [score.translate(THAI) for score in SCORES_2567.values()]
    for text in extracted(pdf.read_bytes()).values():
        assert [part for part in texts if part not in text] == []
    assert [part for part in texts if part not in preview] == []

    stranger = make_page(javascript)
    enter(stranger, "foreign")
    for address in (YEAR, YEAR + "scores/", YEAR + "measures/", YEAR + "document/", YEAR + "document/results/pdf/"):
        assert stranger.request.get(address).status == 404

    nobody = make_page(javascript)
    for address in ("/", YEAR, YEAR + "scores/", YEAR + "document/results/pdf/", "/exchange/", "/municipalities/"):
        answer = nobody.request.get(address, max_redirects=0)
        assert (answer.status, answer.headers["location"].split("?")[0]) == (302, "/login/")


def test_scores_that_are_none_are_refused_at_the_field_and_kept(make_page, enter, year, staff):
    page = make_page()
    enter(page, "staff")
    page.goto(YEAR + "scores/")
    page.locator("#id_score_1").fill("101")
    page.locator("#id_score_2").fill("ไม่ทราบ")
    page.get_by_role("button", name="บันทึกคะแนน").click()
    expect(page.locator("#id_score_1")).to_have_value("101")
    expect(page.locator("#id_score_2")).to_have_value("ไม่ทราบ")
    expect(page.locator("#id_score_1")).to_have_attribute("aria-invalid", "true")
    stored = Assessment.objects.get(framework__fiscal_year=2567).scores_by_number()
    assert f"{stored[1]:.2f}" == SCORES_2567[1]


def test_disagreeing_total_is_warned_and_kept(make_page, enter, year, staff):
    page = make_page()
    enter(page, "staff")
    page.goto(YEAR + "scores/")
    page.get_by_label("คะแนนรวมที่ประกาศ").fill("91.65")
    expect(page.locator("#estimate")).to_contain_text("91.65")
    expect(page.locator("#estimate")).to_contain_text("90.65")
    page.get_by_role("button", name="บันทึกคะแนน").click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึก")
    assert f"{Assessment.objects.get(framework__fiscal_year=2567).official_total:.2f}" == "91.65"


def test_auditor_reads_and_downloads(make_page, enter, year, auditor, staff):
    officer = make_page()
    enter(officer, "staff")
    officer.goto(YEAR + "document/")
    officer.get_by_role("button", name="รายงานผลการดำเนินการ").click()
    expect(officer.locator("main")).to_contain_text("รายงานผลการดำเนินการ")

    page = make_page()
    enter(page, "auditor")
    expect(page).to_have_url(re.compile(f"{YEAR}$"))
    expect(page.locator("main")).to_contain_text("90.65")
    page.goto(YEAR + "scores/")
    expect(page.get_by_role("button", name="บันทึกคะแนน")).to_have_count(0)
    page.goto(YEAR + "document/")
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลด PDF").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_administrator_edits_a_definition(make_page, enter, frameworks, administrator):
    page = make_page()
    enter(page, "administrator")
    page.goto("/frameworks/2569/edit/basics/")
    page.get_by_label("เกณฑ์ผ่าน").fill("80")
    page.get_by_label("เรื่องที่แก้ไข").fill("เกณฑ์ผ่านตามประกาศ")
    page.get_by_role("button", name="ดูผลของการแก้ไข").click()
    expect(page.get_by_text("80.00").first).to_be_visible()
    page.get_by_role("button", name="เสนอให้ผู้ดูแลระบบอีกคนยืนยัน").click()
    expect(page.get_by_text("รอผู้ดูแลระบบคนอื่นตรวจและยืนยัน")).to_be_visible()
    frameworks[2569].refresh_from_db()
    assert frameworks[2569].pass_mark == 85
