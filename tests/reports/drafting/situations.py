"""Facts of an invented municipality, by hand: three instruments, ten indicators, levels as since 2566."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from assessments.scoring.comparison import compare
from assessments.scoring.crosswalk import Crosswalk, CrosswalkEntry
from assessments.scoring.totals import InstrumentRule, LevelRule, Rules
from reports.drafting.facts import Facts, Work, YearResultFacts

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


def result(year: int, scores: str = "", total: str = "", level: str = "", levels=LEVELS) -> YearResultFacts:
    """Return a year's result; "-" stands for a score that is not known."""
    values = {n: Decimal(text) for n, text in enumerate(scores.split(), start=1) if text != "-"}
    return YearResultFacts(rules(year, levels), values, Decimal(total) if total else None, level)


def walk(*entries: CrosswalkEntry, total_reason: str = "") -> Crosswalk:
    """Return the crosswalk from 2566 to 2567: what is not given compares with itself."""
    before = {key for entry in entries for key in entry.before}
    after = {key for entry in entries for key in entry.after}
    same = [CrosswalkEntry((n,), (n,), comparable=True) for n in range(1, 11) if n not in before | after]
    return Crosswalk(2566, 2567, (*entries, *same), total_comparable=not total_reason, total_reason=total_reason)


def facts(
    after: YearResultFacts, before: YearResultFacts | None = None, *, by: Crosswalk | None = None, **fields
) -> Facts:
    """Return the facts of a report of 2567, perhaps with the year before it."""
    given = {"municipality": "เทศบาลตำบลตัวอย่าง", "kind": "results", "fiscal_year": 2567, "cut_off": Decimal(85)}
    comparisons = {2567: compare(by or walk(), before.rules, after.rules)} if before else {}
    return Facts(
        **given
        | {"thai_numerals": True, "work": Work(done=7)}
        | {"results": {2567: after} | ({2566: before} if before else {}), "comparisons": comparisons}
        | fields
    )


def read_sentences(path: Path) -> dict[str, dict[str, str]]:
    """Return the expected sentences of a text file by situation and rule; "- " goes on with the sentence above."""
    situations: dict[str, dict[str, str]] = {}
    sentences: dict[str, str] = {}
    key = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            situations[line[2:]] = sentences = {}
        elif line.startswith("- "):
            sentences[key] += f"\n{line}"
        elif line:
            key, _, text = line.partition(": ")
            sentences[key] = text
    return situations


def by_rule(sentences) -> dict[str, str]:
    return {f"{sentence.rule} {sentence.part}".strip(): sentence.text for sentence in sentences}


BY_INSTRUMENT = tuple(replace(level, scope="instrument") if level.min_each else level for level in LEVELS)
SITUATIONS = {
    "everything_passes": facts(result(2567, HIGH, "93.95", "ผ่านดี"), result(2566, LOW, "82.60", "ต้องปรับปรุง")),
    "everything_falls": facts(result(2567, LOW, "82.62", "ต้องปรับปรุง"), result(2566, HIGH, "93.95", "ผ่านดี")),
    "level_falls_while_total_rises": facts(
        result(2567, "95 96 97 74.54 95 96 97 98 100 100", "94.64", "ผ่าน"),
        result(2566, "92 92 92 92 92 92 92 92 93 93", "92.43", "ผ่านดี"),
    ),
    "scores_are_missing": facts(result(2567, "90 91 84.99 93 94 95 96 97 - -"), result(2566, HIGH, "93.95", "ผ่านดี")),
    "totals_do_not_compare": facts(
        result(2567, HIGH, "93.95", "ผ่านดี"),
        result(2566, LOW, "82.60", "ต้องปรับปรุง"),
        by=walk(
            *(CrosswalkEntry((n,), (n,), False, "น้ำหนักของเครื่องมือเปลี่ยนไปตั้งแต่ปี 2567") for n in range(1, 11)),
            total_reason="น้ำหนักของเครื่องมือเปลี่ยนไปตั้งแต่ปี 2567",
        ),
    ),
    "no_year_before": facts(result(2567, HIGH, "93.95")),
    "level_without_total": facts(result(2567, "", "", "ผ่าน"), result(2566, HIGH, "93.95", "ผ่านดี")),
    "nothing_is_known": facts(result(2567), result(2566)),
    "totals_are_equal": facts(result(2567, HIGH, "93.95", "ผ่านดี"), result(2566, HIGH, "93.95", "ผ่านดี")),
    "scores_tie": facts(
        result(2567, "85 85 100 100 90 90 84 84 100 90", "91.00", "ผ่าน"),
        result(2566, "84 84 95 95 90 90 94 94 100 90", "91.50", "ผ่าน"),
    ),
    "one_is_below": facts(
        result(2567, "90 91 92 93 94 95 96 97 84.50 100", "91.00", "ผ่าน"),
        result(2566, "90 91 92 93 94 95 96 97 84.50 99", "90.80", "ผ่าน"),
    ),
    "levels_have_other_names": facts(result(2567, HIGH, "93.95", "ผ่านดี"), result(2566, LOW, "82.60", "B", LETTERS)),
    "level_rises_while_total_falls": facts(
        result(2567, "85 85 85 85 85 85 85 85 85 85", "85.00", "ผ่านดี"),
        result(2566, "95 96 97 74.54 95 96 97 98 100 100", "94.64", "ผ่าน"),
    ),
    "indicators_change": facts(
        result(2567, HIGH, "93.95", "ผ่านดี"),
        result(2566, LOW, "82.60", "ต้องปรับปรุง"),
        by=walk(
            CrosswalkEntry((7, 8), (7,), False),
            CrosswalkEntry((), (8,), False),
            CrosswalkEntry((10,), (), False),
            CrosswalkEntry((), (10,), False),
        ),
    ),
    "an_instrument_is_below": facts(
        result(2567, "84 84 84 84 84 95 95 95 100 100", "92.43", "ผ่าน", BY_INSTRUMENT),
        result(2566, HIGH, "93.95", "ผ่านดี", BY_INSTRUMENT),
    ),
    "one_reaches_the_bar": facts(
        result(2567, "84 84 84 84 84 84 84 84 84 85.00", "84.20"), cut_off=Decimal("82.50"), thai_numerals=False
    ),
    "one_strength": facts(result(2567, "84 83 82 81 80 79 78 77 76 85.00", "81.00", "ต้องปรับปรุง"), thai_numerals=False),
}
