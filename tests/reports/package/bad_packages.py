"""Packages that must be refused, each made from a good one by one fault."""

import copy
import json

GOOD = {
    "format": "ita-portal-package",
    "version": 1,
    "municipality": {
        "code": "99990001",
        "name": "เทศบาลเมืองทดสอบ",
        "kind": "town",
        "district": "เมืองทดสอบ",
        "province": "ทดสอบ",
    },
    "fiscal_year": 2566,
    "assessments": [
        {
            "fiscal_year": 2566,
            "official_total": "90",
            "official_level": None,
            "province_rank": 3,
            "scores": {"1": "90.5"},
            "items": {"O34": "100"},
        }
    ],
    "measures": [
        {
            "area": 1,
            "title": "มาตรการ",
            "steps": "",
            "responsible": "",
            "period": "",
            "follow_up": "",
            "output": "",
            "outcome": "",
        }
    ],
    "document": {
        "kind": "results",
        "numerals": "thai",
        "orientation": "portrait",
        "title": ["รายงาน"],
        "prepared_by": "",
        "memo": None,
        "areas_as": "rows",
        "area_prefix": "",
        "columns": [{"field": "title", "heading": "มาตรการ"}],
        "sections": [{"type": "ranking", "heading": "", "year": 2566}],
    },
}
LACKING = object()
SCORE_FAULT = "คะแนนต้องเป็นข้อความตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง"


def changed(path: str, value) -> dict:
    """Return the good package with one value put, or taken away, at a path like assessments.0.scores.1."""
    package = copy.deepcopy(GOOD)
    *parents, last = [int(part) if part.isdigit() and "scores" not in path else part for part in path.split(".")]
    if "scores" in path:
        *parents, last = path.split(".")
        parents = [int(part) if part.isdigit() else part for part in parents]
    target = package
    for part in parents:
        target = target[part]
    if value is LACKING:
        del target[last]
    else:
        target[last] = value
    return package


def dumped(path: str, value) -> bytes:
    return json.dumps(changed(path, value)).encode()


def score(value) -> bytes:
    return dumped("assessments.0.scores.1", value)


def every_missing_key():
    """Yield the path of each key of the good package that the format requires."""

    def walk(value, path):
        if isinstance(value, dict) and not path.endswith(("scores", "items")):
            for key, inner in value.items():
                yield f"{path}.{key}".lstrip(".")
                yield from walk(inner, f"{path}.{key}".lstrip("."))
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                yield from walk(inner, f"{path}.{place}")

    yield from (path for path in walk(GOOD, "") if not path.startswith("document.title."))


def shown(path: str) -> str:
    """Return a path as the faults write it: assessments[0].scores."""
    parts = path.split(".")
    return "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in parts).lstrip(".")


RAW = json.dumps(GOOD, ensure_ascii=False)
BAD = {
    "wrong version": (dumped("version", 4), "version: ค่าต้องเป็น 1 (พบ 4)"),
    "wrong format": (dumped("format", "other"), "format: ค่าต้องเป็น 'ita-portal-package' (พบ other)"),
    "unknown key": (dumped("poem", 1), "poem: ไม่รู้จักคีย์นี้"),
    "unknown code": (dumped("municipality.code", "12345678"), "municipality.code: ไม่มีหน่วยงานรหัส 12345678"),
    "short code": (dumped("municipality.code", "123"), "municipality.code: รูปแบบไม่ถูกต้อง (พบ 123)"),
    "other name": (dumped("municipality.name", "เทศบาลอื่น"), "municipality.name: ไฟล์เขียนว่า “เทศบาลอื่น”"),
    "year without definitions": (dumped("fiscal_year", 2650), "fiscal_year: ยังไม่มีเกณฑ์ของปี 2650 ในระบบ"),
    "unknown item": (dumped("assessments.0.items", {"O99": "1"}), "assessments[0].items.O99: เกณฑ์ปี 2566 ไม่มีข้อนี้"),
    "unknown indicator": (
        dumped("assessments.0.scores", {"11": "1"}),
        "assessments[0].scores.11: เกณฑ์ปี 2566 ไม่มีตัวชี้วัดนี้",
    ),
    "unknown area": (dumped("measures.0.area", 8), "measures[0].area: เกณฑ์ปี 2566 ไม่มีประเด็นที่ 8"),
    "score over 100": (score("101"), f"assessments[0].scores.1: {SCORE_FAULT} (พบ 101)"),
    "score 100.01": (score("100.01"), f"assessments[0].scores.1: {SCORE_FAULT} (พบ 100.01)"),
    "score of letters": (score("abc"), f"assessments[0].scores.1: {SCORE_FAULT} (พบ abc)"),
    "three decimals": (score("90.123"), f"assessments[0].scores.1: {SCORE_FAULT} (พบ 90.123)"),
    "float score": (score(90.5), "assessments[0].scores.1: ต้องเป็นข้อความ (พบ 90.5)"),
    "negative score": (score("-1"), f"assessments[0].scores.1: {SCORE_FAULT} (พบ -1)"),
    "score in Thai digits": (score("๙๐.๕๐"), f"assessments[0].scores.1: {SCORE_FAULT} (พบ ๙๐.๕๐)"),
    "score with a line end": (score("90.50\n"), f"assessments[0].scores.1: {SCORE_FAULT}"),
    "score NaN": (score(float("nan")), "assessments[0].scores.1: ต้องเป็นข้อความ (พบ nan)"),
    "score as text NaN": (score("NaN"), f"assessments[0].scores.1: {SCORE_FAULT} (พบ NaN)"),
    "score null": (score(None), "assessments[0].scores.1: ต้องเป็นข้อความ (พบ null)"),
    "rank of zero": (dumped("assessments.0.province_rank", 0), "assessments[0].province_rank: ต้องไม่น้อยกว่า 1"),
    "duplicate key": (RAW.replace('"version": 1', '"version": 1, "version": 1').encode(), "คีย์ซ้ำ version"),
    "300,000 keys": (json.dumps(dict.fromkeys(map(str, range(300_000)), 1)).encode(), "มีคีย์ 300,000 ตัวในที่เดียวกัน"),
    "duplicate key that is no letter": (b'{"\\ud800": 1, "\\ud800": 1}', "คีย์ซ้ำ ?"),
    "key that is no letter": (RAW.replace('"version"', '"\\ud800": 1, "version"').encode(), "ค่าไม่ถูกต้อง"),
    "control character in a code": (
        dumped("assessments.0.items", {"\x00": "1"}),
        "assessments[0].items.\x00: รูปแบบไม่ถูกต้อง",
    ),
    "not UTF-8": (RAW.encode("cp874"), "ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8"),
    "truncated": (RAW.encode()[:-40], "ไฟล์ .json เขียนไม่ถูกต้อง: บรรทัดที่ 1"),
    "empty": (b"", "ไฟล์ .json เขียนไม่ถูกต้อง: บรรทัดที่ 1"),
    "deeply nested": (b"[" * 100_000, "ไฟล์ .json เขียนไม่ถูกต้อง: ซ้อนกันลึก"),
    "very long number": (b'{"version": ' + b"9" * 10_000 + b"}", "ไฟล์ .json เขียนไม่ถูกต้อง: ซ้อนกันลึกหรือตัวเลขยาวเกินไป"),
    "top-level list": (b"[]", "ทั้งไฟล์: ต้องเป็นวัตถุ { }"),
    "top-level null": (b"null", "ทั้งไฟล์: ต้องเป็นวัตถุ { } (พบ null)"),
    "unknown block type": (dumped("document.sections.0.type", "poem"), "document.sections[0]: ไม่รู้จักส่วนชนิด poem"),
    "block without type": (dumped("document.sections.0.type", LACKING), "document.sections[0]: ขาดคีย์ type"),
    "block of a year without assessment": (
        dumped("document.sections.0.year", 2565),
        "document.sections[0].year: assessments ในไฟล์ไม่มีผลของปี 2565",
    ),
    "unknown column": (dumped("document.columns.0.field", "poem"), "document.columns[0].field: ค่าต้องเป็น"),
    "too large": (RAW.encode() + b" " * 6_000_000, "เกินที่รับได้ 5 MB"),
    **{
        f"without {path}": (dumped(path, LACKING), f"{shown(path)}: ขาดคีย์นี้")
        for path in every_missing_key()
        if path != "document.sections.0.type"
    },
}
