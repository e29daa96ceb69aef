"""Which passwords are refused as easily guessed, without asking anybody."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        "staff3staff3",
        "abcabcabcabca",
        "Password@2567",
        "P@ssw0rd123456",
        "รหัสผ่าน12345678",
        "เทศบาลเมืองทดสอบ",
        "ทดสอบเทศบาลเมือง2567",
        "นักวิเคราะห์นโยบายและแผน",
        "99990001-99990001",
        "adminadmin2567!",
        "qwertyuiop123",
        "ฟหกดเ้่าสวง12",
        "aaaaaaaaaaaab",
        "Staff.2567.2568",
    ],
)
def test_refused(staff, password):
    with pytest.raises(ValidationError):
        validate_password(password, staff)


@pytest.mark.parametrize(
    "password",
    ["วลียาวที่จำได้ง่าย", "เรือใบสีฟ้าหลังบ้าน", "correct horse battery", "แมวสามตัวกินปลาทู", "u7G-kq2Lx9-Wd", "k8372-9184-26x"],
)
def test_taken(staff, password):
    validate_password(password, staff)


def test_reasons_are_thai_and_say_what_to_do(staff):
    with pytest.raises(ValidationError) as refused:
        validate_password("staff3staff3", staff)
    assert "รหัสผ่านเป็นข้อความสั้นซ้ำกัน เดาง่าย โปรดใช้วลีหลายคำที่ไม่ซ้ำ" in refused.value.messages
