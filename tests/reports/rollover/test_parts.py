"""Blocks and memos brought up by what their keys mean, whatever the type of the block."""

from random import Random
from time import process_time

from assessments.editing.kept_text import EarlierTexts
from reports.rollover.parts import YearShift, bring_part

SHIFT = YearShift(
    2567,
    2568,
    indicators={2566: {9: 9, 10: None}, 2567: {9: 10, 10: None}},
    items={2566: {"O1": "O1"}, 2567: {"O1": "O2", "O3": "O3", "O9": None}},
    titles={2567: {"O1": "ชื่อเดิมตามเกณฑ์"}, 2568: {"O2": "ชื่อใหม่ตามเกณฑ์", "O3": "ชื่อตามเกณฑ์"}},
)


def brought(value, drafted=(), own_words=()):
    part = bring_part(value, SHIFT, drafted, own_words)
    return part.value, [(text["path"], text["was"], text["text"]) for text in part.unconfirmed]


def test_typed_texts_are_unconfirmed_and_only_their_fiscal_years_move():
    value, unconfirmed = brought(
        {"type": "text", "heading": "ผลดีปี ๒๕๖๗", "paragraphs": ["ดีขึ้นทุกตัวชี้วัด", "", "ปี ๒๕๖๗ ได้ ๙๔.๒๒"]}
    )
    assert value == {"type": "text", "heading": "ผลดีปี ๒๕๖๘", "paragraphs": ["ดีขึ้นทุกตัวชี้วัด", "", "ปี ๒๕๖๘ ได้ ๙๔.๒๒"]}
    assert unconfirmed == [
        ("heading", "ผลดีปี ๒๕๖๗", "ผลดีปี ๒๕๖๘"),
        ("paragraphs.0", "ดีขึ้นทุกตัวชี้วัด", "ดีขึ้นทุกตัวชี้วัด"),
        ("paragraphs.2", "ปี ๒๕๖๗ ได้ ๙๔.๒๒", "ปี ๒๕๖๘ ได้ ๙๔.๒๒"),
    ]


def test_words_with_which_the_portal_itself_would_begin_are_nobodys_claim():
    begun = ["ผลที่ดีขึ้นของปี ๒๕๖๘", "เปรียบเทียบ", "มาตรการ"]
    value = {"title": ["๑.๒ ผลที่ดีขึ้นของปี ๒๕๖๗", "ดีขึ้นทุกด้าน"], "columns": [{"field": "title", "heading": "มาตรการ"}]}
    assert brought(value, own_words=begun)[1] == [("title.1", "ดีขึ้นทุกด้าน", "ดีขึ้นทุกด้าน")]


def test_sentences_drafted_anew_need_no_confirming_unless_something_was_typed_to_them():
    section = {"type": "text", "heading": "", "paragraphs": ["ร่างหนึ่ง ร่างสอง", "ร่างหนึ่ง และพิมพ์เพิ่ม"]}
    assert brought(section, ["ร่างหนึ่ง", "ร่างสอง"])[1] == [("paragraphs.1", "ร่างหนึ่ง และพิมพ์เพิ่ม", "ร่างหนึ่ง และพิมพ์เพิ่ม")]


def test_fiscal_years_of_a_sentence_drafted_anew_are_not_moved_again():
    new = "คะแนนปี ๒๕๖๘ ยังเทียบกับปี ๒๕๖๗ ไม่ได้"
    value, unconfirmed = brought({"paragraphs": [f"{new} ต่างจากปี ๒๕๖๗"]}, [new])
    assert value == {"paragraphs": [f"{new} ต่างจากปี ๒๕๖๘"]}
    assert unconfirmed == [("paragraphs.0", f"{new} ต่างจากปี ๒๕๖๗", f"{new} ต่างจากปี ๒๕๖๘")]


def test_figures_are_claims_and_numbers_of_headings_are_none():
    own = ["๑. บทนำ", "(๑๐) บทนำ", "๒.๑ บทนำ", ""]
    claims = ["๙๑.๕๐", "๙๑.๕๐ คะแนนรวม", "(๙๑.๕๐) คะแนนรวม", "๔.๓๘ คะแนนรวม", "๔.๓ คะแนนรวม", "๑๐ มาตรการ"]
    section = {"type": "text", "heading": "", "paragraphs": [*own, *claims]}
    assert [was for _, was, _ in brought(section, own_words=["", "บทนำ", "คะแนนรวม", "มาตรการ"])[1]] == claims


def test_what_says_nothing_does_not_wait():
    assert brought({"paragraphs": ["-", "…", "* * *", "“ ”"]})[1] == []
    signs = ["✓", "▲", "▼ ▼", "★★★", "/"]
    assert [was for _, was, _ in brought({"paragraphs": signs})[1]] == signs


def test_item_block_follows_the_crosswalk_of_the_year_that_it_names():
    titles = {"O1": "ก", "O3": "ชื่อตามเกณฑ์", "O9": "ข", "X": ""}
    block = {"type": "item_scores", "year": 2567, "indicator": 9, "titles": titles}
    value, unconfirmed = brought(block)
    assert value == {"type": "item_scores", "year": 2568, "indicator": 10, "titles": {"O2": "ก", "O3": "ชื่อตามเกณฑ์"}}
    assert unconfirmed == [("titles.O2", "ก", "ก"), ("titles", "O9 ข", ""), ("titles", "X", "")]
    official, waits = brought({**block, "titles": {"O1": "ชื่อเดิมตามเกณฑ์", "O3": "ชื่อตามเกณฑ์"}})
    assert (official["titles"], waits) == ({"O2": "ชื่อใหม่ตามเกณฑ์", "O3": "ชื่อตามเกณฑ์"}, [])
    earlier = {**block, "year": 2566, "titles": {"O1": "ก"}}
    assert brought(earlier)[0] == {**earlier, "year": 2567}


def test_block_of_a_retired_indicator_is_left_out():
    value, [left_out] = brought({"type": "item_scores", "heading": "หัวข้อ", "year": 2567, "indicator": 10, "titles": {}})
    assert (value, left_out) == (None, ("", "item_scores หัวข้อ", ""))


def test_a_row_of_a_typed_table_waits_as_one_text():
    def row(*texts: str) -> list[dict]:
        return [{"text": text, "across": 1, "down": 1} for text in texts]

    table = {"type": "table", "heading": "ตาราง", "caption": "ปี ๒๕๖๗", "head_rows": 1, "align": ["auto", "left"]}
    value, unconfirmed = brought({**table, "rows": [row("ที่", "ปี ๒๕๖๗"), row("๑", "อบรม"), row("", "")]})
    assert value == {**table, "caption": "ปี ๒๕๖๘", "rows": [row("ที่", "ปี ๒๕๖๘"), row("๑", "อบรม"), row("", "")]}
    assert unconfirmed == [("rows.0", "ที่\tปี ๒๕๖๗", "ที่\tปี ๒๕๖๘"), ("rows.1", "๑\tอบรม", "๑\tอบรม")]
    _, unconfirmed = brought({**table, "rows": [row("ที่", "ผลปี ๒๕๖๗"), row("", "งบประมาณ")]}, own_words=["ที่"])
    assert unconfirmed == [("rows.1", "\tงบประมาณ", "\tงบประมาณ")]  # names answer questions below the head


def test_rows_keep_their_order_and_their_texts_the_new_places():
    rows = [{"indicator": 10, "issues": "ก"}, {"indicator": 9, "issues": "ปี ๒๕๖๗"}]
    value, unconfirmed = brought({"type": "findings", "instrument": "OIT", "rows": rows})
    assert value["rows"] == [{"indicator": 10, "issues": "ปี ๒๕๖๘"}]
    assert unconfirmed == [("rows", "ก", ""), ("rows.0.issues", "ปี ๒๕๖๗", "ปี ๒๕๖๘")]


def test_lists_of_years_move():
    assert brought({"years": [2565, 2566, 2567]})[0] == {"years": [2566, 2567, 2568]}


def test_persons_stay_and_are_unconfirmed_numbers_and_days_are_emptied():
    value, unconfirmed = brought(
        {"date": "2024-04-01", "number": "ก ๑", "signers": [{"name": "ชื่อ", "position": "นายก"}, {"name": ""}]}
    )
    assert value == {"date": "", "number": "", "signers": [{"name": "ชื่อ", "position": "นายก"}, {"name": ""}]}
    assert unconfirmed == [("signers.0.name", "ชื่อ", "ชื่อ")]


def test_evidence_of_last_year_is_emptied_and_switches_stay():
    value, unconfirmed = brought({"photos": [{"evidence": 3, "caption": "ชนะเลิศ"}], "with_items": True, "memo": None})
    assert value == {"photos": [], "with_items": True, "memo": None}
    assert unconfirmed == [("photos", "1 รายการ", ""), ("photos.0.caption", "ชนะเลิศ", "ชนะเลิศ")]


def test_largest_table_takes_seconds_at_most():
    """6,000 cells that came along, each looked for once in as many that somebody typed."""
    chosen = Random(1)  # noqa: S311  # no secret
    rows = ["\t".join("".join(chosen.choices("กขคงจฉชซญดตถทน", k=40)) for _ in range(20)) for _ in range(300)]
    others = ["\t".join("".join(chosen.choices("บปผพฟมยรลวศสห", k=40)) for _ in range(20)) for _ in range(300)]
    began = process_time()
    earlier: EarlierTexts[int] = EarlierTexts()
    for row, text in enumerate(rows):
        earlier.add(text, row, "rows")
    assert [earlier.left_here(text, "rows") for text in rows] == [*range(300)]
    assert [earlier.left_here(text, "rows") or earlier.copied_in(text) for text in others] == [None] * 300
    assert process_time() - began < 5
