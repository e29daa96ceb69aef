"""Two texts told as one: nothing is lost, Thai marks stay on their letters, changes are few and readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.difference import GONE, NEW, SAME, difference

THAI = st.text(alphabet="กขคงจเแโาิ่้ำ็ 12ab.\n", max_size=120)


def told(before: str, after: str, **options) -> str:
    marks = {SAME: "{}", GONE: "[-{}-]", NEW: "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in difference(before, after, **options))


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("90.64", "90.00", "[-90.64-][+90.00+]"),
        ("", "ใหม่", "[+ใหม่+]"),
        ("เดิม", "", "[-เดิม-]"),
        ("", "", ""),
        (
            "จัดทำคู่มือการปฏิบัติงานของเจ้าหน้าที่และเผยแพร่บนเว็บไซต์ของหน่วยงาน",
            "จัดทำคู่มือการให้บริการประชาชนและเผยแพร่บนเว็บไซต์ของหน่วยงาน",
            "จัดทำคู่มือการ[-ปฏิบัติงานของเจ้าหน้าที่-][+ให้บริการประชาชน+]และเผยแพร่บนเว็บไซต์ของหน่วยงาน",
        ),
        (
            "1. แต่งตั้งคณะทำงาน\n2. รายงานผล\n3. เผยแพร่",
            "1. แต่งตั้งคณะทำงาน\n2. รายงานผลต่อนายก\n3. เผยแพร่",
            "1. แต่งตั้งคณะทำงาน\n2. รายงานผล[+ต่อนายก+]\n3. เผยแพร่",
        ),
        (
            "สำนักปลัดเทศบาลและกองคลังร่วมกันดำเนินการตรวจสอบ",
            "กองยุทธศาสตร์และงบประมาณ จัดทำแผนพัฒนาท้องถิ่นสี่ปี",
            "[-สำนักปลัดเทศบาลและกองคลังร่วมกันดำเนินการตรวจสอบ-][+กองยุทธศาสตร์และงบประมาณ จัดทำแผนพัฒนาท้องถิ่นสี่ปี+]",
        ),
    ],
)
def test_difference_reads_well(before, after, text):
    assert told(before, after) == text


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("ได้ ๙๐.๖๕ คะแนน", "ได้ ๙๐.๗๐ คะแนน", "ได้ [-๙๐.๖๕-][+๙๐.๗๐+] คะแนน"),
        ("ปี 2567 | 90.64 | -7.11", "ปี 2567 | 99.99 | -2.24", "ปี 2567 | [-90.64-][+99.99+] | [--7.11-][+-2.24+]"),
        ("น้ำประปา", "น้ำสะอาด", "น้ำ[-ประปา-][+สะอาด+]"),
        ("ก" * 5000, "ข", f"[-{'ก' * 5000}-][+ข+]"),
    ],
)
def test_short_texts_told_by_pieces_keep_numbers_and_cells_whole(before, after, text):
    assert told(before, after, short=0) == text


@given(THAI, THAI)
def test_pieces_make_up_both_texts(before, after):
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != NEW) == before
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == after
    assert all(piece.text for piece in pieces)


@given(st.lists(st.sampled_from(["ก่", "ข้า", "เคี่ย", "ง", "น้ำ", " ", "\n"]), max_size=60), st.data())
def test_no_piece_begins_with_a_mark(words, data):
    other = data.draw(st.permutations(words))
    for piece in difference("".join(words), "".join(other)):
        assert not re.match("[ะ-\u0e3aๅ\u0e47-\u0e4e]", piece.text)


def test_huge_texts_are_told_whole_and_at_once():
    before, after = "\n" * 90_000 + "ก", "ข" + "\n" * 90_000
    assert [piece.kind for piece in difference(before, after)] == [GONE, NEW]
