"""Codes that can be read aloud and not be guessed, and what the pages of an issue say."""

import secrets
from datetime import date

import pytest
import segno

from reports.issuing.stamp import ALPHABET, code_of, issue_mark, read_code

CODE = "ITA-3UDF-G87G-DXTU"


def test_codes_are_long_and_without_look_alikes():
    codes = {code_of(secrets.token_bytes(32)) for _ in range(500)}
    assert len(codes) == 500
    assert len(ALPHABET) ** 12 == 2**60
    assert set(ALPHABET) & set("0O1I") == set()
    assert all(read_code(code) == code for code in codes)


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), " ita 3udf g87g dxtu ", "3UDF-G87G-DXTU", "3udfg87gdxtu", "ITA–๓UDF–G๘๗G–DXTU"]
)
def test_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "ITA", CODE[:-1], CODE + "X", CODE[:-1] + "0", "ก" * 12, "A" * 10_000, "\0"])
def test_what_is_no_code_reads_as_none(typed):
    assert read_code(typed) == ""


def test_mark_says_all_in_the_numerals_of_the_document():
    address = f"https://ita.example.go.th/verify/{CODE}/"
    mark = issue_mark(number=12, day=date(2026, 11, 26), code=CODE, address=address, in_thai=True)
    assert {key: mark[key] for key in ("number", "line", "date", "created")} == {
        "number": "ฉบับที่ ๑๒",
        "line": f"รหัสตรวจสอบ {CODE} · ฉบับที่ ๑๒",
        "date": "๒๖ พฤศจิกายน ๒๕๖๙",
        "created": "2026-11-26",
    }
    plain = issue_mark(number=12, day=date(2026, 11, 26), code=CODE, address="", in_thai=False)
    assert (plain["number"], plain["date"], plain["qr"]) == ("ฉบับที่ 12", "26 พฤศจิกายน 2569", None)


def test_qr_draws_exactly_the_modules():
    address = f"https://ita.example.go.th/verify/{CODE}/"
    qr = issue_mark(number=1, day=date(2026, 11, 26), code=CODE, address=address, in_thai=True)["qr"]
    rows = [bytearray(qr["size"]) for _ in range(qr["size"])]
    for run in qr["path"].split("M")[1:]:
        x, y = run.split("h")[0].split()
        width = int(run.split("h")[1].split("v")[0])
        rows[int(y)][int(x) : int(x) + width] = bytes([1]) * width
    assert rows == list(map(bytearray, segno.make(address, micro=False, error="m").matrix_iter(border=4)))
