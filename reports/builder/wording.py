"""What documents and blocks hold, in Thai words that people can compare: settings, columns, memo, blocks."""

from collections.abc import Iterator
from datetime import date

from ita_portal.thai import long_date
from reports.blocks import BLOCK_TYPES
from reports.documents.widths import widths_text

from .starters import HEADINGS

LABELLED = {
    "year": "ปี {}",
    "instrument": "เครื่องมือประเมิน {}",
    "indicator": "ตัวชี้วัดที่ {}",
    "remark_heading": "หัวคอลัมน์หมายเหตุ: {}",
    "per_page": "หน้าละ {} ภาพ",
}
# What a choice or a yes of a block means.
SAID: dict[str, dict[object, str]] = {
    "heading_as": {"first": "เป็นหัวข้อหลัก", "second": "เป็นหัวข้อย่อย", "title": "เป็นชื่อเรื่องกึ่งกลางหน้า"},
    "chart": {"indicators": "แผนภูมิของตัวชี้วัด", "instruments": "แผนภูมิของเครื่องมือประเมิน", "lines": "แผนภูมิเส้นของทุกปี"},
    "picture": {"seal": "ภาพ: ตราของหน่วยงาน", "emblem": "ภาพ: ตราครุฑ", "none": "ไม่มีภาพ"},
    "layout": {"right": "ลงชื่อทางขวา", "side_by_side": "ลงชื่อเคียงกัน"},
    "with_date": {True: "มีบรรทัดวันที่", False: "ไม่มีบรรทัดวันที่"},
    "grouped_by": {"measure": "จัดกลุ่มตามมาตรการ", "area": "จัดกลุ่มตามประเด็น"},
    "with_change": {True: "มีคอลัมน์ผลต่าง", False: "ไม่มีคอลัมน์ผลต่าง"},
    "rank_in_name": {True: "ลำดับอยู่หน้าชื่อตัวชี้วัด"},
    "score_in_name": {True: "คะแนนอยู่หลังชื่อตัวชี้วัด"},
    "merged": {True: "ข้อความที่เหมือนกันเป็นช่องเดียว"},
    "by_year": {
        "period": "ระยะเวลาแยกตามปี",
        "goal": "เป้าหมายแยกตามปี",
        "success": "ตัวชี้วัดความสำเร็จแยกตามปี",
        "budget": "งบประมาณแยกตามปี",
    },
    "remarks_as": {"row": "ข้อสังเกตเป็นแถว", "column": "ข้อสังเกตเป็นคอลัมน์"},
    "with_items": {True: "รวมหลักฐานของข้อประเมิน", False: "ไม่รวมหลักฐานของข้อประเมิน"},
}


def columns_text(document) -> str:
    """Return a line for each printed column: what it holds, and its heading where that says something else."""
    lines = []
    for column in document.columns:
        name = HEADINGS.get(column["field"], column["field"])
        lines.append(name if column["heading"] == name else f"{name} (หัวคอลัมน์ “{column['heading']}”)")
    return "\n".join(lines)


def memo_text(document) -> str:
    memo = document.memo
    if not memo:
        return ""
    day = long_date(date.fromisoformat(memo["date"])) if memo["date"] else ""
    facts = (
        ("ส่วนราชการ", memo["agency"]),
        ("ที่", memo["number"]),
        ("วันที่", day),
        *(("เรื่อง", subject) for subject in memo["subjects"]),
        ("เรียน", memo["to"]),
    )
    lines = [f"{label} {text}" for label, text in facts if text]
    for section in memo["sections"]:
        lines += [section["heading"], *section["paragraphs"]]
    lines.append(memo["closing"])
    for signatory in memo["signatories"]:
        lines += [signatory["opinion"], _signed(signatory)]
    return "\n".join(line for line in lines if line)


def block_text(block) -> str:
    """Return what a block holds besides its heading, a line for each thing."""
    return "\n".join(_lines(block.type, block.data))


def _lines(kind: str, data: dict) -> Iterator[str]:
    if "from_year" in data:
        joined = ("เปรียบเทียบปี", "กับปี") if kind == "comparison" else ("ตั้งแต่ปี", "ถึงปี")
        yield f"{joined[0]} {data['from_year']} {joined[1]} {data['to_year']}"
    yield from (sentence.format(data[key]) for key, sentence in LABELLED.items() if data.get(key))
    if any(data.get("headings", ())):
        yield f"หัวคอลัมน์: {' | '.join(data['headings'])}"
    yield from (meanings[data[key]] for key, meanings in SAID.items() if data.get(key) in meanings)
    yield from filter(None, (data.get("issuer"), *(f"เรื่อง {line}" for line in data.get("subject", ()))))
    yield from data.get("paragraphs", ())
    yield from (f"หมายเหตุ {row['instrument']}: {row['remark']}" for row in data.get("remarks", ()))
    if known := BLOCK_TYPES.get(kind):
        yield from known.told(data)
    yield from (f"ข้อ {code} พิมพ์ว่า “{title}”" for code, title in data.get("titles", {}).items())
    if data.get("widths"):
        yield f"ความกว้างคอลัมน์ (ร้อยละ): {widths_text(data['widths'])}"
    if data.get("date"):
        yield f"ประกาศ ณ วันที่ {long_date(date.fromisoformat(data['date']))}"
    for signer in (*([data] if "issuer" in data else ()), *data.get("signers", ())):
        yield f"{signer.get('action', '')} {_signed(signer)}".strip()
    yield from data.get("foot", ())
    for number, photo in enumerate(data.get("photos", ()), start=1):
        yield f"ภาพที่ {number} (หลักฐานเลขที่ {photo['evidence']}) {photo['caption']}".rstrip()


def _signed(signer: dict) -> str:
    named = f"({signer['name']}) " if signer["name"] else ""
    return f"ลงชื่อ {named}{signer['position']}"
