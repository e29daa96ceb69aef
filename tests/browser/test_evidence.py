"""Evidence in a browser: several files at once, one deleted and brought back; the same without JavaScript."""

import pytest
from playwright.sync_api import expect

from measures.models import Evidence, Measure
from tests.measures.evidence.files import docx, jpeg, pdf


@pytest.fixture
def measure(year) -> Measure:
    return Measure.objects.create(assessment=year, title="อบรมจริยธรรม", area=year.framework.areas.first())


def files(*pairs: tuple[str, bytes]) -> list[dict]:
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in pairs]


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.django_db(transaction=True)
def test_evidence_is_added_used_deleted_and_brought_back(make_page, enter, staff, measure, picture, javascript, width):
    page = make_page(javascript=javascript, width=width)
    enter(page, staff.username)
    page.goto("/2567/99990001/evidence/")
    page.get_by_label("เพิ่มไฟล์").set_input_files(
        files(("ภาพน้ำท่วม.jpg", jpeg(size=(800, 600))), ("รายงาน.docx", docx()), ("ภาพ.png", b"<svg/>"))
    )
    if javascript:
        expect(page.locator(".upload-list li")).to_have_count(3)
    page.get_by_label("ลงวันที่ (ทุกไฟล์ที่เลือก)").fill("๑ เมษายน ๒๕๖๗")
    page.get_by_role("button", name="อัปโหลด").click()
    expect(page.get_by_text("เพิ่มหลักฐานแล้ว 2 ไฟล์")).to_be_visible()
    expect(page.get_by_text("ไม่รับไฟล์ “ภาพ.png”")).to_be_visible()

    page.get_by_role("link", name="ภาพน้ำท่วม").click()
    page.get_by_label("ใช้กับมาตรการหรือข้อของปี 2567").select_option("อบรมจริยธรรม")
    page.get_by_role("button", name="ใช้หลักฐานนี้").click()
    expect(page.get_by_role("button", name="ไม่ใช้ กับ อบรมจริยธรรม")).to_be_visible()
    expect(page.locator("img.evidence-picture")).to_have_js_property("naturalWidth", 800)
    picture(page, f"evidence-{width}")
    page.get_by_role("button", name="ลบหลักฐานนี้").click()
    undo = page.get_by_role("button", name="เลิกทำ")
    expect(undo).to_be_visible()
    assert list(measure.evidence.kept()) == []
    undo.click()
    expect(page.get_by_text("เลิกทำแล้ว")).to_be_visible()
    assert [evidence.title for evidence in measure.evidence.kept()] == ["ภาพน้ำท่วม"]


@pytest.mark.django_db(transaction=True)
def test_dropped_and_too_large_files_are_told_before_they_are_sent(make_page, enter, staff, measure):
    page = make_page()
    enter(page, staff.username)
    page.goto(f"/2567/99990001/measures/{measure.pk}/")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(21_000_000)], "ใหญ่.pdf"));
          document.querySelector("form.upload").dispatchEvent(
            new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }"""
    )
    expect(page.locator(".upload-list .too-large")).to_have_text("ใหญ่.pdf · 21.0 MB ใหญ่เกิน 20 MB จะไม่ส่งนำออก")
    page.get_by_role("button", name="อัปโหลด").click()
    assert page.locator("#id_files").evaluate("input => input.validationMessage").startswith("ไฟล์ใหญ่เกิน 20 MB")
    assert Evidence.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_file_is_taken_off_the_list_and_a_too_large_one_keeps_no_other_back(make_page, enter, staff, year):
    page = make_page(width=390)
    enter(page, staff.username)
    page.goto("/2567/99990001/evidence/")
    chosen = files(("ก.jpg", jpeg()), ("ข.docx", docx()), ("ใหญ่.pdf", b"%PDF" + bytes(20_000_000)))
    page.get_by_label("เพิ่มไฟล์").set_input_files(chosen)
    expect(page.locator(".upload-list li").first).to_contain_text("ก.jpg · 1 kB จากไม่เกิน 20 MB")
    page.get_by_role("button", name="นำ ก.jpg ออกจากรายการ").click()
    expect(page.locator(".upload-list li")).to_have_count(2)
    page.get_by_role("button", name="อัปโหลด").click()
    expect(page.get_by_text("เพิ่มหลักฐานแล้ว 1 ไฟล์")).to_be_visible()
    assert [piece.title for piece in Evidence.objects.all()] == ["ข"]


NAMES = ['คำสั่ง "ที่ 1"; 2567.pdf', "ที่อยู่น้ำ ป่า ก๊วยเตี๋ยว.pdf", "รายงาน ฉบับที่ 12.2567", "100% ก&ข 'จริง'.pdf"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.django_db(transaction=True)
def test_name_of_a_file_comes_back_as_it_was_sent(make_page, enter, staff, year, name):
    page = make_page()
    enter(page, staff.username)
    page.goto("/2567/99990001/evidence/")
    page.get_by_label("เพิ่มไฟล์").set_input_files(files((name, pdf())))
    page.get_by_role("button", name="อัปโหลด").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลด").click()
    sent = name if name.endswith(".pdf") else f"{name}.pdf"
    # Chromium itself puts "_" for what some file systems do not take.
    kept = sent.translate(str.maketrans('":', "__"))
    assert Evidence.objects.get().filename == name
    assert download.value.suggested_filename == kept
