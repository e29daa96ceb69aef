"""Which texts of last year wait on although somebody worked on them in their place, and which were written anew."""

import pytest

from reports.builder.services import add_block, delete_block, edit_block
from reports.builder.starters import own_words
from reports.documents.unconfirmed import SIGN
from reports.output.content import document_content
from reports.rollover.services import copy_document

from .copies import NEW, paragraphs, waiting

pytestmark = pytest.mark.usefixtures("blank_pages")


def test_rewriting_a_text_confirms_it_but_other_spaces_do_not(copied, staff):
    block = copied.blocks.first()
    first, second = block.data["paragraphs"]
    edit_block(by=staff, block=block, section=paragraphs(block, "ได้คะแนนสูงขึ้น", f"  {second} "))
    assert waiting(copied)[block] == ["paragraphs.1"]
    edit_block(by=staff, block=block, section=paragraphs(block, f"ตามเดิม {first}", "เขียนใหม่"))  # brought back
    assert waiting(copied)[block] == ["paragraphs.0"]


WORKED_ON = {
    "added to": lambda text: [f"{text} ตรวจแล้ว"],
    "cut at a space": lambda text: text.split(" ", 1),
    "cut inside a word": lambda text: [text[:20], text[20:]],
    "one word more": lambda text: [f"{text[:15]} จริง {text[15:]}"],
    "one figure changed": lambda text: [text.replace("๙๑.๕๐", "๙๒.๑๒")],
    "other digits": lambda text: [text.replace("๙๑.๕๐", "91.50")],
    "bold words": lambda text: [text.replace("ตัวชี้วัด", "**ตัว**ชี้**วัด**").replace("คะแนน", "**คะ**แนน")],
    "signs between": lambda text: ["-".join(text[place : place + 3] for place in range(0, len(text), 3))],
}


@pytest.mark.parametrize("way", WORKED_ON)
def test_text_that_is_only_worked_on_stays_unconfirmed_and_keeps_its_sign(copied, staff, way):
    block = copied.blocks.first()
    texts = WORKED_ON[way](block.data["paragraphs"][1])
    edit_block(by=staff, block=block, section=paragraphs(block, *texts))
    last = len(texts) - 1  # cut off, "ตัวชี้วัดที่ ๔" says nothing
    assert waiting(copied)[block] == [f"paragraphs.{last}"]
    copied.refresh_from_db()
    lines = document_content(copied).blocks[0]["lines"]
    assert [line["text"].endswith(SIGN) for line in lines] == [False] * last + [True]


@pytest.mark.parametrize(
    ("was", "worked_on", "waits"),
    [
        ("ลดลง ๔.๓๘", "ลดลง ๔.๓๙ คะแนน", True),
        ("ลดลง", "ลดลงมาก", True),
        ("ต่ำสุด: ข้อ ๘", "ต่ำสุดคือข้อ ๘", True),
        ("ลดลง ๔.๓๘", "เพิ่มขึ้น ๒.๗๓", False),
        ("ต่ำสุด: ข้อ ๘", "ข้อ ๗", False),
        ("คะแนนรวมที่ดีขึ้น", "คะแนนรวม", False),
        ("ลดลง ๔.๓๘ คะแนน", "ลดลง ๔.๔๘ คะแนน", True),
        ("อยู่ลำดับที่ ๕ ของจังหวัด", "อยู่ลำดับที่ ๖ ของจังหวัด", True),
    ],
)
def test_short_text_waits_until_its_place_says_something_else(before, year, staff, was, worked_on, waits):
    text = before.blocks.first()
    text.data = {"paragraphs": [was]}
    text.save()
    copied = copy_document(by=staff, year=year, source=before, own_words=own_words(year, before.kind))
    block = copied.blocks.first()
    assert waiting(copied)[block] == ["heading", "paragraphs.0"]
    for place, texts in enumerate(([worked_on], ["ย่อหน้าใหม่", worked_on])):
        edit_block(by=staff, block=block, section=paragraphs(block, *texts))
        assert waiting(copied)[block] == [f"paragraphs.{place}"] * waits


CAUSE = "สาเหตุสำคัญคือการจัดซื้อล่าช้า"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_sentence_that_is_left_of_a_rewritten_paragraph_waits(before, year, staff, elsewhere):
    text = before.blocks.first()
    text.data = {"paragraphs": [f"{'ปรับปรุงการให้บริการหลายด้านตามแผนที่วางไว้ตั้งแต่ต้นปี ' * 3}{CAUSE}"]}
    text.save()
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.first()
    if elsewhere:
        row = add_block(by=staff, document=copied, section=paragraphs(block, f"{NEW} {CAUSE}"))
        delete_block(by=staff, block=block)
    else:
        row = block
        edit_block(by=staff, block=block, section=paragraphs(block, f"{NEW} {CAUSE}"))
    assert waiting(copied)[row] == ["paragraphs.0"]
    edit_block(by=staff, block=row, section=paragraphs(row, NEW))
    assert waiting(copied)[row] == []


FIRST = "ผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๖ สะท้อนว่าหน่วยงานเปิดเผยข้อมูลไม่ทันเวลาและเจ้าหน้าที่ตอบแบบวัดน้อยมาก ทุกกองได้ประชุมร่วมกันแล้ว"
RESTS = [
    "คะแนนรวมลดลง ๔.๓๘ คะแนน จากปี ๒๕๖๖ เป็นอันดับ ๕ ของจังหวัด",
    "ได้ ๙๑.๕๐ คะแนน ลดลง ๒.๗๒ คะแนน เพราะครุภัณฑ์หาย",
    "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ ลดลง ๔.๓๘ คะแนน อยู่ท้ายของอำเภอ",
]


@pytest.mark.parametrize("rest", RESTS)
@pytest.mark.parametrize("added", ["", f" {CAUSE}มาก"])
def test_rest_of_a_paragraph_of_which_the_beginning_was_deleted_waits(before, year, staff, rest, added):
    """Less than half is left, and nothing of it is long between two spaces."""
    text = before.blocks.first()
    text.data = {"paragraphs": [f"{FIRST} {rest}"]}
    text.save()
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.first()
    left = block.data["paragraphs"][0][len(FIRST) :].strip()
    edit_block(by=staff, block=block, section=paragraphs(block, left + added, NEW))
    assert waiting(copied)[block] == ["paragraphs.0"]
    copied.refresh_from_db()
    signed, new = document_content(copied).blocks[0]["lines"]
    assert (signed["text"].endswith(SIGN), new["text"].endswith(SIGN)) == (True, False)


def test_who_writes_anew_with_the_usual_words_is_done(before, year, staff):
    """Names of documents, offices and years are many letters in a row, and say nothing."""
    usual = "การเปรียบเทียบ ผลการประเมิน ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ ของกองยุทธศาสตร์ และงบประมาณ"
    text = before.blocks.first()
    text.data = {"paragraphs": [f"{usual} {CAUSE * 4}"]}
    text.save()
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.first()
    edit_block(by=staff, block=block, section=paragraphs(block, f"{usual.replace('๒๕๖๖', '๒๕๖๗')} {NEW}"))
    assert waiting(copied)[block] == []


def test_who_writes_anew_of_the_same_indicators_is_done(before, year, staff):
    """Their names, which are long and stand between spaces, are no sentence that was left."""
    names = list(year.framework.indicators.values_list("name", flat=True))
    said = " ".join(f"ตัวชี้วัดที่ {number} {name} ลดลงเพราะงานล่าช้า" for number, name in enumerate(names[:5], 1))
    text = before.blocks.first()
    text.data = {"paragraphs": [said]}
    text.save()
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.first()
    anew = " ".join(f"{name} ควรได้รับการดูแลต่อไป" for name in names[:5])
    edit_block(by=staff, block=block, section=paragraphs(block, anew))
    assert waiting(copied)[block] == []
    edit_block(by=staff, block=block, section=paragraphs(block, f"{anew} {said[: len(said) * 2 // 3]}"))
    assert waiting(copied)[block] == ["paragraphs.0"]


WHOLE = "ปีที่ผ่านมาหน่วยงานปรับปรุงการให้บริการหลายด้านตามแผนที่วางไว้ตั้งแต่ต้นปี"


@pytest.mark.parametrize(
    ("was", "left"),
    [
        (f"{WHOLE} คะแนนรวมลดลง ๔.๓๘ คะแนน", f"{NEW} คะแนนรวมลดลง ๔.๓๘ คะแนน"),
        (f"{WHOLE} อยู่ลำดับที่ ๕ ของจังหวัด", f"{NEW} อยู่ลำดับที่ ๕ ของจังหวัด"),
        (f"ตัวชี้วัดที่ ๔ ต่ำที่สุด เพราะ{WHOLE}", f"ตัวชี้วัดที่ ๔ ต่ำที่สุด {NEW}"),
        (f"จัดซื้อล่าช้า เพราะ{WHOLE}", f"จัดซื้อล่าช้า {NEW}"),
        (f"มีผู้ตอบแบบ EIT เพียง ๔๕ คน {WHOLE}", f"มีผู้ตอบแบบ EIT เพียง ๔๕ คน {NEW}"),
        ("สาเหตุสำคัญ คือ การจัดซื้อจัดจ้างของกองช่างล่าช้า", "การจัดซื้อจัดจ้างล่าช้า"),
        ("ได้รับโล่ชมเชยจากจังหวัด เป็นกำลังใจแก่ทุกกอง", f"ได้รับโล่ชมเชย {NEW}"),
        ("คะแนนรวม ๘๙.๑๔ ลดลงจาก ๙๓.๕๒ จำนวน ๔.๓๘ คะแนน", "คะแนนรวม ๙๖.๐๑ ลดลงจาก ๘๙.๑๔ จำนวน ๖.๘๗ คะแนน"),
        (f"{WHOLE} คะแนนดีขึ้นทุกตัวชี้วัดเมื่อเทียบกับปีก่อน", f"{NEW} คะแนนดีขึ้นทุกตัวชี้วัด"),
    ],
)
def test_claim_that_is_left_in_its_place_waits_however_short(before, year, staff, was, left):
    text = before.blocks.first()
    text.data = {"paragraphs": [was]}
    text.save()
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.first()
    edit_block(by=staff, block=block, section=paragraphs(block, left))
    assert waiting(copied)[block] == ["paragraphs.0"]
    copied.refresh_from_db()
    assert SIGN in str(document_content(copied).blocks[0])
    edit_block(by=staff, block=block, section=paragraphs(block, NEW))
    assert waiting(copied)[block] == []


@pytest.mark.parametrize("sign", ["✓", "▲"])
def test_sign_waits_until_it_is_gone(before, year, staff, sign):
    text = before.blocks.first()
    text.data = {"paragraphs": [sign]}
    text.save()
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.first()
    copied.refresh_from_db()
    assert f"{sign} {SIGN}" in str(document_content(copied).blocks[0])
    other = add_block(by=staff, document=copied, section=paragraphs(block, "ใหม่", sign))
    delete_block(by=staff, block=block)
    assert waiting(copied)[other] == ["paragraphs.1"]
    edit_block(by=staff, block=other, section=paragraphs(other, "ใหม่"))
    assert waiting(copied)[other] == []


def row_of(*texts: str) -> list[dict]:
    return [{"text": text, "across": 1, "down": 1} for text in texts]


LONG_CELL = "เจ้าหน้าที่โยกย้ายบ่อยและไม่มีผู้รับผิดชอบงานโดยตรงตลอดปี"
WORKED_ON_ROWS = {
    "column removed": ["ที่", "ต่ำสุด"],
    "columns in another order": ["ต่ำสุด", "ใหม่", "ที่", "ไม่ผ่าน"],
    "long cell rewritten": ["ที่", "เสร็จตามแผน", "ไม่ผ่าน", "ต่ำสุด"],
}


@pytest.mark.parametrize("way", [*WORKED_ON_ROWS, "rewritten"])
@pytest.mark.parametrize("pasted_anew", [False, True])
def test_row_of_a_table_waits_while_a_cell_of_it_stands(before, year, staff, way, pasted_anew):
    def table(*cells: str) -> dict:
        shape = {"caption": "", "head_rows": 1, "align": ["auto"] * len(cells), "widths": []}
        return {"type": "table", "heading": "", **shape, "rows": [row_of(*map(str, range(len(cells)))), row_of(*cells)]}

    add_block(by=staff, document=before, section=table("ที่", LONG_CELL, "ไม่ผ่าน", "ต่ำสุด"))
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.get(type="table")
    cells = WORKED_ON_ROWS.get(way, ["ที่", "เสร็จ", "ผ่านดี", "ลำดับห้า"])
    if pasted_anew and way != "column removed":
        row = add_block(by=staff, document=copied, section=table(*cells))
        delete_block(by=staff, block=block)
    else:
        row = block
        edit_block(by=staff, block=block, section=table(*cells))
    assert ("rows.1" in waiting(copied)[row]) == (way in WORKED_ON_ROWS)


FIGURES = ("๑", "IIT", "๘๗.๒๑", "๘๙.๑๐", "๒๕๖๖", "-๑.๘๙")


@pytest.mark.parametrize(
    ("retyped", "waits"),
    [
        ({}, True),
        ({2: "๘๘.๐๐"}, True),
        ({3: "๘๘.๐๐"}, True),
        ({0: "๒", 1: "EIT", 5: "๐.๐๕"}, True),
        ({2: "๘๘.๐๐", 3: "๘๗.๒๐"}, True),  # the difference stands there still
        ({2: "๘๙.๑๐", 3: "๙๑.๐๐", 5: "๑.๙๐"}, False),  # the year that was this one is the one before
        ({2: "๘๘.๐๐", 3: "๘๗.๒๐", 5: "๐.๐๕"}, False),
    ],
)
@pytest.mark.parametrize("pasted_anew", [False, True])
def test_row_of_figures_waits_until_most_were_typed_anew(before, year, staff, retyped, waits, pasted_anew):
    """Its number, its year and a short name are the same in every year."""

    def table(*cells: str) -> dict:
        shape = {"caption": "", "head_rows": 1, "align": ["auto"] * len(cells), "widths": []}
        return {"type": "table", "heading": "", **shape, "rows": [row_of(*["ที่"] * 6), row_of(*cells)]}

    add_block(by=staff, document=before, section=table(*FIGURES))
    copied = copy_document(by=staff, year=year, source=before)
    row = copied.blocks.get(type="table")
    now = [cell["text"] for cell in row.data["rows"][1]]
    section = table(*(retyped.get(place, cell) for place, cell in enumerate(now)))
    if pasted_anew:
        delete_block(by=staff, block=row)
        row = add_block(by=staff, document=copied, section=section)
    else:
        edit_block(by=staff, block=row, section=section)
    assert ("rows.1" in waiting(copied)[row]) == waits
    copied.refresh_from_db()
    printed = str(document_content(copied).blocks[-1])
    assert (f"{retyped.get(1, 'IIT')} {SIGN}" in printed) == waits
