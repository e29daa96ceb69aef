"""What is wrong with a file, in Thai: JSON that cannot be parsed, and pydantic's findings."""

import json
from collections import Counter
from collections.abc import Callable

from django.core.exceptions import ValidationError
from pydantic import ValidationError as SchemaError
from pydantic_core import ErrorDetails

JsonPath = tuple[int | str, ...]
MAX_FAULTS = 200
THAI_MESSAGES = {
    "missing": "ขาดคีย์นี้",
    "extra_forbidden": "ไม่รู้จักคีย์นี้",
    "string_type": "ต้องเป็นข้อความ",
    "int_type": "ต้องเป็นจำนวนเต็ม",
    "int_parsing": "ต้องเป็นจำนวนเต็ม",
    "int_from_float": "ต้องเป็นจำนวนเต็ม",
    "bool_type": "ต้องเป็น true หรือ false",
    "bool_parsing": "ต้องเป็น true หรือ false",
    "list_type": "ต้องเป็นรายการ [ ]",
    "tuple_type": "ต้องเป็นรายการ [ ]",
    "dict_type": "ต้องเป็นวัตถุ {{ }}",
    "model_type": "ต้องเป็นวัตถุ {{ }}",
    "model_attributes_type": "ต้องเป็นวัตถุ {{ }}",
    "literal_error": "ค่าต้องเป็น {expected}",
    "string_too_long": "ข้อความยาวเกิน {max_length:,} ตัวอักษร",
    "string_too_short": "ต้องไม่เว้นว่าง",
    "string_pattern_mismatch": "รูปแบบไม่ถูกต้อง",
    "greater_than_equal": "ต้องไม่น้อยกว่า {ge}",
    "less_than_equal": "ต้องไม่เกิน {le}",
    "too_long": "มีเกิน {max_length:,} รายการ",
    "too_short": "ต้องมี {min_length} รายการ",
    "union_tag_not_found": "ขาดคีย์ type",
    "union_tag_invalid": "ไม่รู้จักส่วนชนิด {tag} (ที่รู้จักคือ {expected_tags})",
}


MOST_KEYS = 2_000  # of an object: those that name items are the largest


class UnusableKeys(ValueError):
    pass


def parse_json(raw: bytes, max_bytes: int) -> object:
    """Return the value of a JSON file; raises ValidationError for one that is too large or not JSON."""
    if len(raw) > max_bytes:
        raise ValidationError(f"ไฟล์ใหญ่ {len(raw) / 1e6:.1f} MB เกินที่รับได้ {max_bytes / 1e6:.0f} MB")
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_unique_keys)
    except UnicodeDecodeError as error:
        raise ValidationError("ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValidationError(f"ไฟล์ .json เขียนไม่ถูกต้อง: บรรทัดที่ {error.lineno} ตำแหน่งที่ {error.colno}") from error
    except (RecursionError, ValueError) as error:
        detail = str(error) if isinstance(error, UnusableKeys) else "ซ้อนกันลึกหรือตัวเลขยาวเกินไป"
        raise ValidationError(f"ไฟล์ .json เขียนไม่ถูกต้อง: {detail}") from error


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(pairs) > MOST_KEYS:
        raise UnusableKeys(f"มีคีย์ {len(pairs):,} ตัวในที่เดียวกัน รับได้ไม่เกิน {MOST_KEYS:,}")
    keyed = dict(pairs)
    if len(keyed) != len(pairs):
        [(key, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise UnusableKeys(f"คีย์ซ้ำ {printable(key)}")
    return keyed


def bounded(faults: list[str]) -> list[str]:
    """Return the first faults and how many more there are."""
    more = [f"และอีก {len(faults) - MAX_FAULTS:,} แห่ง"] if len(faults) > MAX_FAULTS else []
    return faults[:MAX_FAULTS] + more


def printable(text: str) -> str:
    """Return text that any page or terminal can show: a lone surrogate from a \\uD800 escape becomes "?"."""
    return text.encode("utf-8", "replace").decode()


def faults_of(error: SchemaError, path: Callable[[JsonPath], str]) -> list[str]:
    """Return pydantic's findings as "path: what is wrong (value)", one for each fault."""
    return [f"{path(fault['loc'])}: {thai_message(fault)}{shown_value(fault)}" for fault in error.errors()]


def json_path(loc: JsonPath) -> str:
    """Return a path like document.sections[3].from_year."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc if part != "[key]")
    return text.removeprefix(".") or "ทั้งไฟล์"


def thai_message(fault: ErrorDetails) -> str:
    """Return what is wrong, of one of pydantic's `errors()`."""
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    template = THAI_MESSAGES.get(fault["type"], "ค่าไม่ถูกต้อง")
    return template.format(**fault.get("ctx", {})).replace(" or ", " หรือ ")


def shown_value(fault: ErrorDetails) -> str:
    """Return " (พบ …)" with the value that the fault is about; "" where it says nothing."""
    value = fault["input"]
    text = "null" if value is None else printable(str(value))
    if not text or fault["type"] in ("missing", "extra_forbidden") or isinstance(value, dict | list):
        return ""
    return f" (พบ {text[:40]}{'…' if len(text) > 40 else ''})"
