"""The grid of measures on screens of all widths: it begins on the first, and breaks no word."""

import pytest

LIST = "/2567/99990001/measures/"
LONG = {
    "steps": "๑. กำหนดแนวทางประชาสัมพันธ์มาตรการส่งเสริมคุณธรรม\n๒. ติดตามอย่างต่อเนื่อง",
    "responsible": "กองยุทธศาสตร์และงบประมาณ",
    "period": "ต.ค. ๖๙ - ก.ย. ๗๐",
    "follow_up": "คณะกรรมการกลั่นกรองก่อนเสนอนายกเทศมนตรี",
    "output": "ประชาสัมพันธ์แล้ว ๑๒ ครั้ง มีภาพประกอบทุกครั้ง",
    "outcome": "ผู้ตอบว่าทราบงบประมาณมีร้อยละ ๘๔",
}
MORE = {
    "goal": "ผู้รับบริการพึงพอใจไม่น้อยกว่าร้อยละ ๘๕",
    "success": "เรื่องร้องเรียนลดลงเมื่อเทียบกับปีที่ผ่านมา",
    "budget": "งบประมาณ ๒๕,๐๐๐ บาท",
    "remark": "ร่วมกับศูนย์อำนวยการประชาสัมพันธ์จังหวัด",
}
# Words of the grid that stand on two lines.
TORN = """() => {
  const words = new Intl.Segmenter("th", { granularity: "word" }), torn = [];
  for (const cell of document.querySelectorAll(".measure-table :is(th, td)")) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!text.parentElement.checkVisibility() || text.parentElement.closest(".visually-hidden")) continue;
      for (const { segment, index, isWordLike } of words.segment(text.data)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + segment.length);
        const lines = new Set([...range.getClientRects()].filter(box => box.width > 1).map(box => Math.round(box.top)));
        if (isWordLike && lines.size > 1) torn.push(segment);
      }
    }
  }
  return torn; }"""
BEGINS = "document.querySelector('.measure-table tr').getBoundingClientRect().top"
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("texts", [LONG, LONG | MORE], ids=["usual", "all"])
def test_no_word_is_broken_and_the_page_never_scrolls_sideways(make_page, enter, staff, make_measure, texts):
    make_measure("เครือข่ายอาสาประชาสัมพันธ์ประจำชุมชน", **texts)
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    for width in (1920, 1280, 1100, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert (width, page.evaluate(TORN), page.evaluate(SIDEWAYS)) == (width, [], 0)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1280, 800)])
def test_grid_begins_on_the_first_screen(make_page, enter, staff, make_measure, width, height):
    make_measure("จัดทำคู่มือ", **LONG)
    page = make_page(width=width)
    page.set_viewport_size({"width": width, "height": height})
    enter(page, "staff")
    page.goto(LIST)
    assert page.evaluate(BEGINS) < height
