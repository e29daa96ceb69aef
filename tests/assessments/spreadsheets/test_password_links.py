"""One-time links with which the owners of imported accounts set their first password."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Import, User

from .test_views import cells, confirm

HEADS = "ชื่อผู้ใช้,ตำแหน่ง,บทบาท,รหัสหน่วยงาน"
NEW = "วลีใหม่ของสำนักปลัด-2569"


@pytest.fixture
def batch(sign_in, administrator, staff):
    """A finished import of two new accounts and one that existed."""
    client = sign_in(administrator)
    rows = [
        HEADS,
        "palad01,นักวิเคราะห์นโยบายและแผน,เจ้าหน้าที่,99990001",
        "palad02,ปลัดเทศบาล,ผู้อนุมัติ,99990001",
        "staff,หัวหน้าสำนักปลัด,,",
    ]
    file = SimpleUploadedFile("users.csv", "\n".join(rows).encode())
    client.post("/exchange/sheets/users/", {"file": file})
    batch = Import.objects.get()
    assert (batch.new, batch.changed, batch.refused) == (2, 1, 0), batch.fault
    confirm(client, batch)
    batch.refresh_from_db()
    assert batch.state == Import.State.DONE
    return batch


def links(client, batch: Import) -> dict[str, str]:
    rows = cells(client.post(f"/exchange/sheets/imports/{batch.pk}/links/").content)
    return {row[0]: row[3] for row in rows[1:]}


def set_password(client, link: str):
    """Open a link and set the password."""
    opened = client.get(link, follow=True)
    if not opened.context["validlink"]:
        return opened
    address = opened.redirect_chain[-1][0]
    return client.post(address, {"new_password1": NEW, "new_password2": NEW}, follow=True)


def test_links_are_for_new_accounts_without_a_password(client, batch):
    by_user = links(client, batch)
    assert list(by_user) == ["palad01", "palad02"]
    assert all(re.fullmatch(r"http://testserver/password/\w+/[\w-]+/", link) for link in by_user.values())


def test_summary_offers_the_links_while_there_are_any(client, batch):
    address = f"/exchange/sheets/imports/{batch.pk}/"
    assert "ดาวน์โหลดลิงก์ตั้งรหัสผ่าน 2 บัญชี" in client.get(address).content.decode()
    for user in User.objects.filter(username__startswith="palad"):
        user.set_password(NEW)
        user.save()
    assert "ลิงก์ตั้งรหัสผ่าน" not in client.get(address).content.decode()


def test_link_sets_the_password_once(client, batch):
    link = links(client, batch)["palad01"]
    client.logout()
    assert "ตั้งรหัสผ่านแล้ว" in set_password(client, link).content.decode()
    signed_in = client.post("/login/", {"username": "palad01", "password": NEW})
    assert (signed_in.status_code, signed_in.url) == (302, "/")
    client.logout()
    assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in set_password(client, link).content.decode()


def test_link_ends_after_seven_days(client, batch, settings):
    link = links(client, batch)["palad01"]
    client.logout()
    assert settings.PASSWORD_RESET_TIMEOUT == 7 * 24 * 60 * 60
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in set_password(client, link).content.decode()


def test_weak_password_is_told_in_thai_and_not_set(client, batch):
    link = links(client, batch)["palad02"]
    client.logout()
    address = client.get(link, follow=True).redirect_chain[-1][0]
    response = client.post(address, {"new_password1": "1234", "new_password2": "1234"})
    assert "12" in response.context["form"].errors["new_password2"].as_text()
    assert not User.objects.get(username="palad02").has_usable_password()


def test_link_brings_nobody_in_without_a_password(client, batch):
    link = links(client, batch)["palad01"]
    client.logout()
    client.get(link, follow=True)
    assert client.get("/municipalities/").status_code == 302
