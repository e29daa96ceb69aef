"""What the pages of an issue say of it: number, date, code, and where to verify it. No database."""

import re
from datetime import date
from typing import Any

import segno

from ita_portal import thai

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I: 5 bits a letter
LENGTH, GROUP = 12, 4  # 60 bits: not to be guessed
QUIET = 4  # modules around a QR code


def code_of(secret: bytes) -> str:
    """Return the code that the first bytes of a secret give: "ITA-XXXX-XXXX-XXXX"."""
    return _grouped("".join(ALPHABET[byte % len(ALPHABET)] for byte in secret[:LENGTH]))


def read_code(typed: str) -> str:
    """Return a code as it is kept, however it was typed: small letters, spaces, no hyphens; "" where it is none."""
    letters = re.sub(r"[\W_]", "", thai.ascii_digits(thai.normalise(typed))).upper()[: 3 + LENGTH + 1]
    letters = letters.removeprefix("ITA")
    return _grouped(letters) if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""


def issue_mark(*, number: int, day: date, code: str, address: str, in_thai: bool) -> dict[str, Any]:
    """Return what `DocumentContent.issue` holds. Without an address (PORTAL_URL) there is no QR code."""
    digits = thai.thai_digits if in_thai else str
    named = f"ฉบับที่ {digits(number)}"
    return {
        "number": named,
        "code": code,
        "line": f"รหัสตรวจสอบ {code} · {named}",
        "date": digits(thai.long_date(day)),
        "created": day.isoformat(),
        "address": address,
        "qr": qr_of(address) if address else None,
    }


def _grouped(letters: str) -> str:
    return "-".join(["ITA", *(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))])


def qr_of(text: str) -> dict[str, Any]:
    """Return a QR code as the side of its square and one path of dark runs."""
    rows = list(segno.make(text, micro=False, error="m").matrix_iter(border=QUIET))
    runs = [
        f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows)
        for run in re.finditer("1+", "".join(str(int(bool(module))) for module in row))
    ]
    return {"size": len(rows), "path": "".join(runs)}
