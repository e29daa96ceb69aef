"""Web addresses as evidence: what is taken, and how a long one reads."""

from urllib.parse import unquote, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.encoding import iri_to_uri

from ita_portal.thai import normalise

HINT = "คัดลอกทั้งบรรทัดจากช่องที่อยู่ของเบราว์เซอร์ เช่น https://www.example.go.th/ita/o12"
MAX_LENGTH = 2000
WRONG = f"ที่อยู่เว็บไม่ถูกต้อง {HINT}"
_check = URLValidator(schemes=["http", "https"], message=WRONG)


def web_address(text: str) -> str:
    """Return a typed address in its stored form; ValidationError for what no visitor could open.

    Thai host names and paths are taken as they are, percent-encoded or not.
    """
    address = normalise(text).strip()
    if any(letter.isspace() for letter in address):
        raise ValidationError(f"ที่อยู่เว็บมีช่องว่างคั่น {HINT}")
    try:
        parts = urlsplit(address)
        named = parts.username is not None or parts.password is not None
    except ValueError as error:
        raise ValidationError(WRONG) from error
    if parts.scheme.lower() not in ("http", "https"):
        raise ValidationError(f"ที่อยู่เว็บต้องขึ้นต้นด้วย http:// หรือ https:// {HINT}")
    if named:
        raise ValidationError("ที่อยู่เว็บมีชื่อผู้ใช้หรือรหัสผ่าน (ส่วนก่อนเครื่องหมาย @) ลบออกก่อน เพราะผู้อื่นจะเห็น")
    if len(address) > MAX_LENGTH:
        raise ValidationError(f"ที่อยู่เว็บยาวเกิน {MAX_LENGTH:,} ตัวอักษร ใช้ที่อยู่ที่สั้นกว่า")
    _check(address)
    return address


def readable(address: str) -> str:
    """Return an address for reading: without scheme, Thai letters instead of their percent codes."""
    shown = normalise(unquote(address.partition("://")[2])).rstrip("/")
    return " ".join(shown.split())


def ascii_address(address: str) -> str:
    """Return an address as it goes over the wire: the host in its IDNA form, other letters percent-encoded."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    place = f"{host}:{parts.port}" if parts.port else host
    return iri_to_uri(urlunsplit((parts.scheme, place, parts.path, parts.query, "")))
