"""Texts and files that failed in use are mended, taken or refused as they should be."""

import ast
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from ita_portal.thai import doubtful, normalise
from measures.evidence.services import add_file

MENDED = {
    "a_double_E": "แผนปฏิบัติการแก้ไข",
    "b_tone_before_vowel": "ที่ว่าการอำเภอ กึ้ง",
    "d_decomposed": "น้ำดื่ม ทำงาน ก้ำ",
    "e_pua_win": "ปญญหา ฝ่าย พิน",  # U+F70F is ญ without its foot, whatever word was meant
    "e_pua_mac": "ปืญหา ฝ่าย",  # U+F888 is ื moved to the left
    "f_zwsp": "การประเมินผล รายปี",
    "g_double_tone": "ที่ประชุม นี้",
    "h_space_mark": "กรณีที่ต้องการ",
}
PROPOSED = {
    "c_pdf_broken_am": ["ดำเนินการตาม", "อำนาจหน้าที่", "ทำบันทึก"],
    "i_lakkhang": ["การบริหาร"],
    "k_thai_e_space": ["เป็น", "ไม่"],
}


def test_spoilt_texts_are_mended_or_their_right_form_is_proposed(case):
    texts = ast.literal_eval(case("T.txt").decode())
    assert {key: normalise(texts[key]) for key in MENDED} == MENDED
    assert {key: [right for _, right in doubtful(normalise(texts[key]))] for key in PROPOSED} == PROPOSED
    assert MENDED.keys() | PROPOSED.keys() == texts.keys()


def test_picture_of_sixteen_bits_keeps_its_greys(case, staff, year):
    row = add_file(by=staff, assessment=year, content=case("05_png_gray16.png"), filename="ก.png").evidence
    row.refresh_from_db()
    with row.file.open("rb") as file, Image.open(BytesIO(file.read())) as picture:
        assert 81 in {grey for _, grey in picture.convert("L").getcolors(maxcolors=256)}


def test_pdf_with_bytes_before_its_head_is_taken(case, staff, year):
    row = add_file(by=staff, assessment=year, content=case("05_pdf_leading_crlf.pdf"), filename="ก.pdf").evidence
    assert year.municipality.evidence.get() == row


def test_pdf_that_needs_a_password_is_refused(case, staff, year):
    with pytest.raises(ValidationError, match="มีรหัสผ่าน"):
        add_file(by=staff, assessment=year, content=case("05_pdf_userpw.pdf"), filename="ก.pdf")
    assert not year.municipality.evidence.exists()
