"""The progress of a measure from a phone: measure, state, photo, note; one screen, four taps."""

import pytest
from playwright.sync_api import expect

from measures.models import Measure
from tests.measures.evidence.files import jpeg

ON_SCREEN = """() => [...document.querySelectorAll("main input:not([type=hidden]), main button")]
  .filter(part => !part.closest(".pick") && part.checkVisibility())
  .map(part => part.getBoundingClientRect())
  .filter(box => box.top < 0 || box.bottom > innerHeight).length"""


@pytest.mark.parametrize(
    ("javascript", "label", "status"), [(True, "กำลังดำเนินการ", "in_progress"), (False, "ยกเลิก", "cancelled")]
)
def test_progress_with_a_photo_takes_four_taps_on_one_screen(
    make_page, enter, make_measure, staff, picture, javascript, label, status
):
    for number in range(14):
        title = f"จัดกิจกรรมส่งเสริมคุณธรรมและความโปร่งใสในการปฏิบัติงานของบุคลากร ครั้งที่ {number}"
        make_measure(title, number % 7 + 1)
    page = make_page(javascript=javascript, width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, "staff")
    page.goto("/2567/99990001/measures/progress/add/")
    assert page.evaluate(ON_SCREEN) == 0
    picture(page, f"on-site-{javascript}")
    taps = 0

    def tap(target) -> None:
        nonlocal taps
        taps += 1
        target.click()

    tap(page.get_by_label("ครั้งที่ 0"))
    tap(page.get_by_label(label))
    camera = page.get_by_label("ถ่ายภาพ")
    assert [camera.get_attribute(name) for name in ("capture", "accept")] == ["environment", "image/*"]
    with page.expect_file_chooser() as opened:
        tap(camera)
    opened.value.set_files([{"name": "image.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}])
    tap(page.get_by_label("ทำอะไรไปแล้ว"))
    assert page.evaluate("scrollY") == 0
    page.keyboard.type("อบรมแล้ว 40 คน")
    page.keyboard.press("Enter")  # the phone's own "send"
    expect(page.locator("#messages")).to_contain_text("บันทึกความก้าวหน้าของ “จัดกิจกรรม")
    assert taps == 4
    measure = Measure.objects.get(position=0)
    assert (measure.status, [note.text for note in measure.notes.all()]) == (status, ["อบรมแล้ว 40 คน"])
    assert [piece.title for piece in measure.evidence.all()] == ["อบรมแล้ว 40 คน"]
