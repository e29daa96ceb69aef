"""Wrong passwords: whom they lock, whom never, and from which address they are told to come."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from assessments.accounts.addresses import client_address
from assessments.models import SignInTry
from tests.conftest import PASSWORD


def sign_in(username: str, password: str, address: str = "192.0.2.1", client: Client | None = None):
    return (client or Client()).post("/login/", {"username": username, "password": password}, REMOTE_ADDR=address)


def fail(times: int, username: str = "staff", address: str = "192.0.2.1", succeeded: bool = False, device: str = ""):
    SignInTry.objects.bulk_create(
        SignInTry(username=username, address=address, device=device, succeeded=succeeded) for _ in range(times)
    )


def test_lock_is_of_one_account_from_one_address(staff, approver):
    fail(5)
    assert sign_in("staff", PASSWORD).status_code == 429
    assert sign_in("approver", PASSWORD).status_code == 302
    assert sign_in("staff", PASSWORD, "192.0.2.2").status_code == 302


def test_lock_ends_however_often_somebody_tries_meanwhile(staff):
    fail(5)
    for _ in range(10):
        sign_in("staff", "ผิด")
    assert SignInTry.objects.count() == 5
    SignInTry.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in("staff", PASSWORD).status_code == 302


def test_good_sign_in_starts_the_count_again_and_deletes_nothing(staff):
    for _ in range(2):
        for _ in range(4):
            assert sign_in("staff", "ผิด").status_code == 200
        assert sign_in("staff", PASSWORD).status_code == 302
    assert SignInTry.objects.filter(succeeded=False).count() == 8


def test_browser_that_an_account_knows_is_never_locked_by_others(staff):
    own = Client()
    assert sign_in("staff", PASSWORD, client=own).status_code == 302
    own.post("/logout/")
    fail(200)  # at the same address, and more than any limit
    fail(200, address="192.0.2.9")
    assert sign_in("staff", PASSWORD, "192.0.2.50").status_code == 429
    assert sign_in("staff", PASSWORD, client=own).status_code == 302


def test_known_browser_is_no_place_to_guess_either(staff, approver):
    own = Client()
    sign_in("staff", PASSWORD, client=own)
    own.post("/logout/")
    answers = [sign_in("staff", "ผิด", f"192.0.2.{number}", own).status_code for number in range(1, 6)]
    assert answers == [200] * 4 + [429]
    assert sign_in("staff", PASSWORD, "192.0.2.9", own).status_code == 429


def test_cookie_of_another_account_or_an_invented_one_opens_nothing(staff, approver):
    own = Client()
    sign_in("approver", PASSWORD, client=own)
    own.post("/logout/")
    fail(5)
    assert sign_in("staff", PASSWORD, client=own).status_code == 429
    for invented in ("x" * 32, "", "é" * 32, "x" * 5000):
        own.cookies["device"] = invented
        assert sign_in("staff", PASSWORD, client=own).status_code == 429


def test_one_address_may_not_try_all_accounts(staff):
    for number in range(100):
        fail(1, f"guessed{number}")
    assert sign_in("staff", PASSWORD).status_code == 429
    assert sign_in("staff", PASSWORD, "192.0.2.2").status_code == 302


def test_one_account_may_not_be_tried_from_everywhere(staff):
    for number in range(50):
        fail(1, address=f"198.51.100.{number}")
    assert sign_in("staff", PASSWORD).status_code == 429


def test_lock_counts_unknown_names_as_it_does_known_ones(db):
    answers = [sign_in("nobody", "ผิด").status_code for _ in range(6)]
    assert answers == [200] * 4 + [429] * 2


def test_wrong_old_passwords_count(sign_in, staff):
    client = sign_in(staff)
    new = {"new_password1": "เรือใบสีฟ้าหลังบ้าน", "new_password2": "เรือใบสีฟ้าหลังบ้าน"}
    for _ in range(5):
        html = client.post("/password/", {"old_password": "ผิด", **new}).content.decode()
    assert "กรอกรหัสผ่านเดิมผิดหลายครั้ง ลองใหม่ได้หลังเวลา" in html
    client.post("/password/", {"old_password": PASSWORD, **new})
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("connects", "told", "truly"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "10.9.9.9", "203.0.113.7"),  # no trusted proxy: it may say what it likes
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.7", "203.0.113.7"),  # what came before is invented
        ("127.0.0.1", "1.1.1.1, 203.0.113.7, 10.0.0.5", "203.0.113.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("::ffff:127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "1.1.1.1," * 5000 + "203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "", "fe80::1"),
        ("", "203.0.113.7", None),
    ],
)
def test_client_address_is_told_by_trusted_proxies_alone(settings, connects, told, truly):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")]
    request = RequestFactory().get("/", REMOTE_ADDR=connects, headers={"X-Forwarded-For": told})
    assert client_address(request) == truly


def test_visitors_behind_a_trusted_proxy_do_not_lock_each_other(staff, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    typed = {"username": "staff", "password": "ผิด"}
    for _ in range(5):
        locked = Client().post("/login/", typed, headers={"X-Forwarded-For": "203.0.113.1"})
    other = Client().post("/login/", typed, headers={"X-Forwarded-For": "203.0.113.2"})
    assert (locked.status_code, other.status_code) == (429, 200)
