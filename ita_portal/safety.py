"""What a portal that is reached from outside must not have: it does not start with it."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ImproperlyConfigured

LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}
UNSAFE = "ระบบไม่เริ่มทำงาน เพราะเปิดให้เครื่องอื่นเข้าถึงด้วยการตั้งค่าที่ไม่ปลอดภัย:"
KEY_LENGTH, KEY_LETTERS = 50, 5  # as Django's own check wants it


def refuse_unsafe(*, hosts: Sequence[str], debug: bool, demo: bool, secret_key: str) -> None:
    """Raise ImproperlyConfigured, in Thai, where names beyond this machine lead to a portal with unsafe settings."""
    if set(hosts) - LOCAL and (faults := list(_faults(hosts, debug, demo, secret_key))):
        raise ImproperlyConfigured(
            "ระบบไม่เริ่มทำงาน เพราะเปิดให้เครื่องอื่นเข้าถึงด้วยการตั้งค่าที่ไม่ปลอดภัย:\n- " + "\n- ".join(faults)
        )


def _faults(hosts: Sequence[str], debug: bool, demo: bool, secret_key: str) -> Iterator[str]:
    if "*" in hosts:
        yield "ALLOWED_HOSTS=* ให้ระบุชื่อเครื่องของระบบ เช่น ita.example.go.th"
    if debug:
        yield "DEBUG เปิดอยู่ ให้ลบออกหรือตั้งเป็น 0"
    if demo:
        yield "DEMO เปิดอยู่ บัญชีสาธิตมีรหัสผ่านที่ทุกคนรู้ ให้ลบออกหรือตั้งเป็น 0"
    if len(secret_key) < KEY_LENGTH or len(set(secret_key)) < KEY_LETTERS:
        yield f"SECRET_KEY สั้นหรือเดาง่าย ให้ลบออกเพื่อให้ระบบสร้างเอง หรือใช้อักษรสุ่มอย่างน้อย {KEY_LENGTH} ตัว"
