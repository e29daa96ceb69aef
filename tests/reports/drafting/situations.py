"""Facts of invented municipalities, by hand: three instruments, ten indicators, levels as since 2566."""

from decimal import Decimal

from assessments.comparison import compare
from assessments.crosswalk import Crosswalk, Entry
from assessments.scoring import InstrumentRule, LevelRule, Rules
from reports.drafting import Facts, Result, Work

NAMES = [
    "การปฏิบัติหน้าที่",
    "การใช้งบประมาณ",
    "การใช้อำนาจ",
    "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน",
    "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงการทำงาน",
    "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
]
LEVELS = (
    LevelRule("ผ่านดีเยี่ยม", Decimal(95), Decimal(95), "indicator", passes=True),
    LevelRule("ผ่านดี", Decimal(85), Decimal(85), "indicator", passes=True),
    LevelRule("ผ่าน", Decimal(85), passes=True),
    LevelRule("ต้องปรับปรุง", Decimal(70)),
    LevelRule("ต้องปรับปรุงโดยด่วน", Decimal(0)),
)
LETTERS = tuple(LevelRule(label, Decimal(bar)) for label, bar in (("AA", 95), ("A", 85), ("B", 75)))
LOW = "80.10 81.20 82.30 83.40 84.50 80.60 81.70 82.80 83.90 84.00"
HIGH = "90.10 91.20 92.30 93.40 94.50 90.60 91.70 92.80 93.90 100.00"


def rules(year: int, levels=LEVELS, names=NAMES) -> Rules:
    names = dict(enumerate(names, start=1))
    instruments = (
        InstrumentRule("IIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน", Decimal(30), (1, 2, 3, 4, 5)),
        InstrumentRule("EIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก", Decimal(30), (6, 7, 8)),
        InstrumentRule("OIT", "แบบตรวจการเปิดเผยข้อมูลสาธารณะ", Decimal(40), tuple(n for n in names if n > 8)),
    )
    return Rules(year, instruments, names, levels)


def result(year: int, scores: str = "", total: str = "", level: str = "", levels=LEVELS) -> Result:
    """Return a year's result; "-" stands for a score that is not known."""
    values = {n: Decimal(text) for n, text in enumerate(scores.split(), start=1) if text != "-"}
    return Result(rules(year, levels), values, Decimal(total) if total else None, level)


def walk(*entries: Entry, total_reason: str = "") -> Crosswalk:
    """Return the crosswalk from 2566 to 2567: what is not given compares with itself."""
    before = {key for each in entries for key in each.before}
    after = {key for each in entries for key in each.after}
    same = [Entry((n,), (n,), comparable=True) for n in range(1, 11) if n not in before | after]
    return Crosswalk(
        2566,
        2567,
        (*entries, *same),
        total_comparable=not total_reason,
        total_reason=total_reason,
    )


def facts(after: Result, before: Result | None = None, *, by: Crosswalk | None = None, **fields) -> Facts:
    """Return the facts of a report of 2567, perhaps with the year before it."""
    given = {
        "municipality": "เทศบาลตำบลตัวอย่าง",
        "kind": "results",
        "fiscal_year": 2567,
        "cut_off": Decimal(85),
    }
    comparisons = {2567: compare(by or walk(), before.rules, after.rules)} if before else {}
    return Facts(
        **given
        | {"thai_numerals": True, "work": Work(done=7)}
        | {"results": {2567: after} | ({2566: before} if before else {}), "comparisons": comparisons}
        | fields
    )
