"""Widths of a table's columns as an officer types them: whole per cent of the page, 0 for a column that is fitted.

No widths at all, as a new table has them, is every column fitted.
"""

from collections.abc import Sequence

LEAST = 4  # per cent that a column has at least, whoever decides
ADDED = 15  # that typed widths leave to a column that is added to them


def fault(widths: Sequence[int], columns: int) -> str:
    """Say what is wrong with the widths of so many columns; "" for nothing."""
    if not any(widths) and len(widths) in (0, columns):
        return ""
    if len(widths) != columns:
        return f"มีความกว้าง {len(widths)} คอลัมน์ แต่ตารางมี {columns} คอลัมน์"
    if narrow := [str(place) for place, width in enumerate(widths, start=1) if 0 < width < LEAST]:
        return f"คอลัมน์ที่ {', '.join(narrow)} แคบเกินไป คอลัมน์หนึ่งกว้างอย่างน้อยร้อยละ {LEAST}"
    total, fitted = sum(widths), list(widths).count(0)
    if not fitted and total != 100:
        change = f"ลดลง {total - 100}" if total > 100 else f"เพิ่มอีก {100 - total}"
        return f"ความกว้างรวมกันได้ร้อยละ {total} ต้องรวมได้ 100 ให้{change} หรือเว้นว่างคอลัมน์ที่จะให้ระบบจัด"
    if total > 100 - LEAST * fitted:
        most = 100 - LEAST * fitted
        return f"ความกว้างที่กรอกรวมได้ร้อยละ {total} เหลือให้คอลัมน์ที่เว้นว่างไม่พอ กรอกรวมกันไม่เกิน {most}"
    return ""


def placed(widths: Sequence[int], columns: Sequence[int | None]) -> list[int]:
    """Return typed widths for the columns that a table has now, each named by its place before, None for a new one.

    They keep their shares among each other; a new column is fitted.
    """
    kept = [0 if place is None or place >= len(widths) else widths[place] for place in columns]
    typed, fitted = sum(kept), kept.count(0)
    room = min(typed, 100 - ADDED * fitted) if fitted else 100
    if not typed or room < LEAST * (len(kept) - fitted):
        return []
    shares = [width * room // typed for width in kept]
    shares[shares.index(max(shares))] += room - sum(shares)
    return shares


def widths_text(widths: Sequence[int]) -> str:
    """Say widths in a line."""
    return " · ".join(str(width or "อัตโนมัติ") for width in widths) if any(widths) else "ระบบจัดทุกคอลัมน์"


def all_or_none(widths: Sequence[int]) -> list[int]:
    """Return typed widths as they are stored: none where every column is fitted."""
    return list(widths) if any(widths) else []
