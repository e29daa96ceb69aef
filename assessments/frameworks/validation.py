"""What is wrong with a year's definitions, in plain Thai. Knows nothing of Django."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from assessments.scoring.items import code_gaps
from ita_portal.thai import ascii_digits

from .definitions import ENTRIES, KEYS, REFERENCES, UNKNOWN_TITLE, Definitions, EntryPart, Key, Kind, Problem
from .labels import CALLED, FIELDS, NAMES, listed

TITLES: tuple[tuple[Kind, str], ...] = (
    ("indicators", "name"),
    ("sub_indicators", "name"),
    ("items", "title"),
    ("areas", "title"),
)
YEAR = re.compile(r"(?<!\d)25\d\d(?!\d)")


def problems(definitions: Definitions, before: Definitions | None) -> list[Problem]:
    """Return all that keeps the year from being published, beside the definitions of the year before if there are any.

    A draft may have problems that are not `blocking`.
    """
    checks = (_keys, _order, _parents, _weights, _levels, _bottom, _areas, _named_items)
    return [
        *(problem for check in checks for problem in check(definitions)),
        *(problem for kind in ENTRIES for problem in _entries(definitions, before, kind)),
        *_total(definitions),
    ]


def advice(definitions: Definitions, before: Definitions | None) -> list[Problem]:
    """Return what an administrator should look at, though the year may be published with it."""
    return [
        *_unrelated(definitions, before),
        *_stale_years(definitions, before),
        *_holes(definitions),
        *_unknown_titles(definitions),
        *_other_instruments(definitions),
        *_pass_marks(definitions),
    ]


def _keys(year: Definitions) -> Iterator[Problem]:
    words = {"code": "รหัส", "number": "เลข", "label": "ชื่อ"}
    for kind, field in KEYS.items():
        keys = year.keys_of(kind)
        for place, key in enumerate(keys):
            if key in keys[:place]:
                message = f"{CALLED[kind]} {key} ซ้ำ ให้ใช้{words[field]}ที่ไม่ซ้ำกันในปีเดียวกัน"
                yield Problem((kind, place, field), message, True)


def _order(year: Definitions) -> Iterator[Problem]:
    for kind in ("indicators", "areas"):
        for place, (upper, lower) in enumerate(pairwise(year.keys_of(kind)), start=1):
            if upper > lower:
                message = f"{CALLED[kind]} {lower} อยู่หลัง{CALLED[kind]} {upper} ให้เรียงตามเลขจากน้อยไปมาก"
                yield Problem((kind, place, "number"), message, True)


def _parents(year: Definitions) -> Iterator[Problem]:
    indicator_of = {part.code: part.indicator for part in year.sub_indicators}
    for kind, field, parent in REFERENCES:
        known, lies = year.keys_of(parent), "อยู่ใน" if parent == "instruments" else "อยู่ใต้"
        for place, part in enumerate(year.parts(kind)):
            key, path = getattr(part, field), (kind, place, field)
            if key is None:
                continue
            if key not in known:
                message = f"{CALLED[kind]} {part.key} {lies}{CALLED[parent]} {key} ซึ่งไม่มีในปีนี้"
                yield Problem(path, message, True)
            elif field == "sub_indicator" and indicator_of[key] != part.indicator:
                message = f"ข้อ {part.key}: ตัวชี้วัดย่อย {key} ไม่ได้อยู่ใต้ตัวชี้วัดที่ {part.indicator}"
                yield Problem(path, message)


def _weights(year: Definitions) -> Iterator[Problem]:
    if not year.instruments:
        yield Problem(("instruments",), "ยังไม่มีเครื่องมือประเมิน ให้เพิ่มอย่างน้อยหนึ่งเครื่องมือ")
    elif (total := sum((part.weight for part in year.instruments), Decimal(0))) != 100:
        message = f"น้ำหนักของเครื่องมือทั้งหมดรวมกันได้ {total:.2f} ต้องรวมกันได้ 100 พอดี"
        yield Problem(("instruments",), message)
    if not year.indicators:
        yield Problem(("indicators",), "ยังไม่มีตัวชี้วัด ให้เพิ่มอย่างน้อยหนึ่งตัวชี้วัด")
        return
    used = {part.instrument for part in year.indicators}
    for place, part in enumerate(year.instruments):
        if part.code not in used:
            message = f"เครื่องมือ {part.code} ยังไม่มีตัวชี้วัด ให้เพิ่มตัวชี้วัดหรือลบเครื่องมือนี้"
            yield Problem(("instruments", place, "code"), message)


def _levels(year: Definitions) -> Iterator[Problem]:
    for place, level in enumerate(year.levels):
        if (level.min_each is None) != (level.scope == ""):
            message = f"ระดับ “{level.label}”: คะแนนขั้นต่ำขององค์ประกอบต้องระบุพร้อมองค์ประกอบที่ใช้"
            yield Problem(("levels", place, "scope"), message, True)
    for place, (upper, lower) in enumerate(pairwise(year.levels), start=1):
        if upper.bars <= lower.bars:
            message = (
                f"ระดับ “{lower.label}” ต้องมาก่อน “{upper.label}” หรือต้องกำหนดคะแนนให้ต่ำกว่า "
                "ให้เรียงระดับจากสูงไปต่ำ ระดับที่คะแนนรวมเท่ากันต้องต่างกันที่คะแนนขั้นต่ำขององค์ประกอบ"
            )
            yield Problem(("levels", place, "min_total"), message)
        elif lower.passes and not upper.passes:
            message = f"ระดับ “{lower.label}” ถือว่าผ่าน แต่ระดับที่สูงกว่า “{upper.label}” ไม่ผ่าน"
            yield Problem(("levels", place, "passes"), message)


def _bottom(year: Definitions) -> Iterator[Problem]:
    if not year.levels:
        yield Problem(("levels",), "ยังไม่มีระดับผลการประเมิน ให้เพิ่มจนครอบคลุมคะแนน 0 ถึง 100")
        return
    last, place = year.levels[-1], len(year.levels) - 1
    if last.min_total != 0:
        message = f"ระดับสุดท้าย “{last.label}” ต้องเริ่มที่คะแนนรวม 0 เพื่อให้ทุกคะแนนมีระดับ"
        yield Problem(("levels", place, "min_total"), message)
    elif last.min_each is not None:
        message = f"ระดับสุดท้าย “{last.label}” ต้องไม่กำหนดคะแนนขั้นต่ำขององค์ประกอบ"
        yield Problem(("levels", place, "min_each"), message)


def _areas(year: Definitions) -> Iterator[Problem]:
    numbers = year.keys_of("areas")
    for place, (number, expected) in enumerate(zip(numbers, range(1, len(numbers) + 1), strict=True)):
        if number != expected and len(set(numbers)) == len(numbers):
            message = f"ประเด็นต้องเป็นเลข 1 ถึง {len(numbers)} ไม่ข้าม แต่ลำดับที่ {expected} เป็นเลข {number}"
            yield Problem(("areas", place, "number"), message)
            return


def _named_items(year: Definitions) -> Iterator[Problem]:
    codes = year.keys_of("items")
    for field in ("measures_item", "results_item"):
        code = getattr(year, field)
        if code and codes and code not in codes:
            yield Problem((field,), f"{FIELDS[field]} {code} ไม่มีในรายการข้อของปีนี้ ให้เลือกใหม่หรือเว้นว่าง")


# ---- Crosswalk


def _entries(year: Definitions, before: Definitions | None, kind: Kind) -> Iterator[Problem]:
    """Check the entries of one kind; none at all means that nobody has said yet what became of the parts."""
    entries = year.entries(kind)
    known = {"before": before.keys_of(kind) if before else [], "after": year.keys_of(kind)}
    year_of = {"before": year.fiscal_year - 1, "after": year.fiscal_year}
    seen: dict[str, set[Key]] = {"before": set(), "after": set()}
    for place, entry in enumerate(entries):
        path = ("crosswalk", kind, place)
        for side, keys in (("before", entry.before), ("after", entry.after)):
            for key in keys:
                part, owner = f"{CALLED[kind]} {key}", f"ปี {year_of[side]}"
                if key not in known[side]:
                    yield Problem((*path, side), f"การเทียบอ้างถึง{part} ซึ่ง{owner} ไม่มี", True)
                elif key in seen[side]:
                    message = f"{part} ของ{owner} อยู่ในการเทียบมากกว่าหนึ่งแถว ให้เหลือแถวเดียว"
                    yield Problem((*path, side), message, True)
                seen[side].add(key)
        yield from _judgement(path, entry)
    if kind != "items" and entries:
        for side in ("before", "after"):
            for key in known[side]:
                if key not in seen[side]:
                    message = f"การเทียบยังไม่กล่าวถึง{CALLED[kind]} {key} ของปี {year_of[side]}"
                    yield Problem(("crosswalk", kind), message)


def _judgement(path: tuple[str | int, ...], entry: EntryPart) -> Iterator[Problem]:
    if not entry.before and not entry.after:
        yield Problem((*path, "before"), "แถวของการเทียบว่างทั้งปีก่อนและปีนี้ ให้ลบแถวนี้", True)
    elif entry.comparable and not (entry.before and entry.after):
        yield Problem((*path, "comparable"), "ส่วนที่เพิ่มใหม่หรือยกเลิกไม่มีคู่ให้เทียบ ต้องเป็น “เทียบไม่ได้”", True)
    elif not entry.comparable and entry.before and entry.after and not entry.reason:
        pair = f"{listed(entry.before)} → {listed(entry.after)}"
        yield Problem((*path, "reason"), f"การเทียบ {pair} ให้บอกเหตุผลที่เทียบไม่ได้")


def _total(year: Definitions) -> Iterator[Problem]:
    if year.crosswalk.total_comparable is not None and not year.crosswalk.total_reason:
        word = "ได้" if year.crosswalk.total_comparable else "ไม่ได้"
        yield Problem(("crosswalk", "total_reason"), f"ให้บอกเหตุผลที่กำหนดว่าคะแนนรวมเทียบกับปีก่อน{word}")


# ---- Advice


def _unrelated(year: Definitions, before: Definitions | None) -> Iterator[Problem]:
    if before is None:
        return
    for kind in ENTRIES:
        entries = year.entries(kind)
        for side, definitions in (("before", before), ("after", year)):
            named = {key for entry in entries for key in getattr(entry, side)}
            if left := [key for key in definitions.keys_of(kind) if key not in named]:
                message = (
                    f"ยังไม่ได้บอกว่า{CALLED[kind]} {_some(left)} ของปี {definitions.fiscal_year} "
                    "เทียบกับอะไรของอีกปี จะแสดงว่าเทียบไม่ได้"
                )
                yield Problem(("crosswalk", kind), message)


def _some(keys: Sequence[Key], most: int = 8) -> str:
    rest = f" และอีก {len(keys) - most}" if len(keys) > most else ""
    return listed(keys[:most]) + rest


def _stale_years(year: Definitions, before: Definitions | None) -> Iterator[Problem]:
    """Titles that name a year: word for word as in the year before, or none later than two years ago."""
    for kind, field in TITLES:
        former = {getattr(part, field) for part in before.parts(kind)} if before else set()
        for place, part in enumerate(year.parts(kind)):
            text = getattr(part, field)
            named = [int(number) for number in YEAR.findall(ascii_digits(text))]
            if named and (text in former or max(named) < year.fiscal_year - 1):
                same = "ปีเดียวกับเกณฑ์ปีก่อน" if text in former else f"ปี {max(named)}"
                message = f"{CALLED[kind]} {part.key} ยังระบุ{same} “{text[:80]}” ตรวจว่าปีนี้ควรเป็นปีใด"
                yield Problem((kind, place, field), message)


def _holes(year: Definitions) -> Iterator[Problem]:
    for kind in ("indicators", "areas"):
        numbers = year.keys_of(kind)
        if missing := [number for number in range(1, max(numbers, default=0)) if number not in numbers]:
            yield Problem((kind,), f"เลข{NAMES[kind]}ข้าม {_some(missing)}")
    gaps = code_gaps((part.code, part.indicator) for part in year.items)
    if codes := list(dict.fromkeys(code for gap in gaps.values() for code in gap)):
        message = f"รหัสข้อข้าม {_some(codes)} ตัวชี้วัดข้างเคียงจะคำนวณจากคะแนนรายข้อไม่ได้ จนกว่าจะเพิ่มข้อที่ขาดหรือเรียงรหัสใหม่"
        yield Problem(("items",), message)
    subs = year.keys_of("sub_indicators")
    ends = [re.fullmatch(r"(\d+)\.(\d+)", code) for code in subs]
    pairs = [(int(end[1]), int(end[2])) for end in ends if end]
    lacking = [f"{one}.{end}" for one, last in pairs for end in range(1, last) if f"{one}.{end}" not in subs]
    if codes := list(dict.fromkeys(lacking)):
        yield Problem(("sub_indicators",), f"รหัสตัวชี้วัดย่อยข้าม {_some(codes)}")
    used = Counter(part.sub_indicator for part in year.items)
    for place, part in enumerate(year.sub_indicators):
        if not used[part.code]:
            yield Problem(("sub_indicators", place, "code"), f"ตัวชี้วัดย่อย {part.code} ยังไม่มีข้อ")


def _unknown_titles(year: Definitions) -> Iterator[Problem]:
    places = [place for place, part in enumerate(year.items) if part.title == UNKNOWN_TITLE]
    if places:
        codes = _some([year.items[place].code for place in places])
        message = f"ยังไม่ทราบชื่อของข้อ {codes} กรอกคะแนนตามรหัสได้ ให้เติมชื่อเมื่อทราบ"
        yield Problem(("items", places[0], "title"), message)


def _other_instruments(year: Definitions) -> Iterator[Problem]:
    """Items whose code begins as another instrument's do: I1 under an indicator of the OIT."""
    instrument_of = {part.number: part.instrument for part in year.indicators}
    begins = {part.code[0]: part.code for part in year.instruments}
    for place, part in enumerate(year.items):
        expected, own = begins.get(part.code[0]), instrument_of.get(part.indicator)
        if expected and own and own != expected and own[0] != part.code[0]:
            message = f"ข้อ {part.code} ขึ้นต้นอย่างข้อของ {expected} แต่อยู่ใต้ตัวชี้วัดที่ {part.indicator} ของ {own}"
            yield Problem(("items", place, "indicator"), message)


def _pass_marks(year: Definitions) -> Iterator[Problem]:
    passing = [part for part in year.levels if part.passes]
    if passing and passing[-1].min_total != year.pass_mark:
        message = (
            f"เกณฑ์ผ่านคือ {year.pass_mark:.2f} แต่ระดับต่ำสุดที่ถือว่าผ่าน “{passing[-1].label}” เริ่มที่ {passing[-1].min_total:.2f}"
        )
        yield Problem(("pass_mark",), message)
