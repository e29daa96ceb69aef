"""Sentences that set a year beside the one before, where the definitions say that they compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from assessments.scoring.comparison import ComparedIndicator, Comparison
from assessments.scoring.totals import LevelRule, instrument_mean, rounded

from .facts import Facts, Figures, Written, YearResultFacts, count, fiscal, listed, named, points, whole

RISE, FALL, SAME = 1, -1, 0
VERBS = {RISE: "เพิ่มขึ้น", FALL: "ลดลง", SAME: "เท่าเดิม"}


@dataclass(frozen=True)
class Two:
    """A year and the one before it. Without a comparison the year before has no definitions."""

    old: YearResultFacts
    new: YearResultFacts
    compared: Comparison | None

    @classmethod
    def of(cls, facts: Facts, year: int) -> "Two":
        return cls(facts.result(year - 1), facts.result(year), facts.comparisons.get(year))

    @property
    def before(self) -> str:
        return fiscal(self.old.fiscal_year)

    @property
    def after(self) -> str:
        return fiscal(self.new.fiscal_year)

    @property
    def by_number(self) -> Mapping[int, ComparedIndicator]:
        return self.compared.by_number if self.compared else {}

    @property
    def rows(self) -> list[ComparedIndicator]:
        """Return the later year's indicators that have a score, compared or not."""
        return [row for number, row in self.by_number.items() if number in self.new.scores]

    @property
    def changes(self) -> dict[int, tuple[Decimal, Decimal]]:
        """Return the earlier and the later score by the later year's numbers, of what compares."""
        before = self.compared.aligned(self.old.scores) if self.compared else {}
        now = self.new.scores
        return {number: (was, now[number]) for number, was in before.items() if number in now}

    def figures(self, numbers: Iterable[int]) -> Figures:
        return [
            figure
            for number in numbers
            for figure in (*self.old.figures(self.by_number[number].before), *self.new.figures([number]))
        ]


def change_of_total(facts: Facts, year: int, part: str) -> Written:
    """The announced totals side by side."""
    two = Two.of(facts, year)
    old, new = two.old.total, two.new.total
    figures = [two.old.total_figure(), two.new.total_figure()]
    lead = f"เมื่อเปรียบเทียบกับ{two.before} คะแนนรวมของ{two.after}"
    if two.compared and two.compared.total and old is not None:
        reason = two.compared.total
        text = f"คะแนนรวมของ{two.after} ไม่อาจนำมาเปรียบเทียบกับคะแนนรวมของ{two.before} ได้ เนื่องจาก{reason}"
        figures.append(("เหตุที่เทียบไม่ได้", reason))
    elif old is None and new is None:
        text = f"ขณะจัดทำเอกสารนี้ ยังไม่มีคะแนนรวมของ{two.before} และของ{two.after} จึงยังไม่อาจเปรียบเทียบกันได้"
    elif old is None:
        text = f"ไม่มีคะแนนรวมของ{two.before} สำหรับนำมาเปรียบเทียบกับคะแนนรวมของ{two.after}"
    elif new is None:
        text = f"ขณะจัดทำเอกสารนี้ ยังไม่มีคะแนนรวมของ{two.after} จึงยังไม่อาจเปรียบเทียบกับคะแนนรวมของ{two.before} ได้"
    elif old == new:
        text = f"{lead} เท่าเดิม คือ {points(new)}"
    else:
        text = f"{lead} {VERBS[_way(old, new)]} {points(abs(new - old))} จาก {points(old)} เป็น {points(new)}"
    return text, figures


def change_of_level(facts: Facts, year: int, part: str) -> Written:
    """The announced levels; where the level falls though the total would reach it, what keeps it down."""
    two = Two.of(facts, year)
    old, new = two.old.level, two.new.level
    if not old or not new or two.compared is None or two.compared.total:
        return None
    figures = [two.old.level_figure(), two.new.level_figure(), two.old.total_figure(), two.new.total_figure()]
    labels = [level.label for level in two.new.rules.levels]
    if labels != [level.label for level in two.old.rules.levels]:
        both = f"ระดับผลการประเมินของ{two.before} (“{old}”) และของ{two.after} (“{new}”)"
        return f"{both} ไม่อาจเปรียบเทียบกันได้ เนื่องจากทั้งสองปีใช้เกณฑ์แบ่งระดับต่างกัน", figures
    if old == new:
        return f"ระดับผลการประเมินของ{two.after} คงเดิมเมื่อเปรียบเทียบกับ{two.before} คือ ระดับ “{new}”", figures
    if old not in labels or new not in labels:
        return None
    way = RISE if labels.index(new) < labels.index(old) else FALL
    verb = "เลื่อนขึ้น" if way == RISE else "ลดลง"
    text = f"ระดับผลการประเมิน{verb}จาก “{old}” ใน{two.before} เป็น “{new}” ใน{two.after}"
    because: tuple[str, Figures] = ("", ())
    if way == FALL:
        because = _because(two.new, next(level for level in two.new.rules.levels if level.label == old))
    return f"{_although(two, way)}{text}{because[0]}", [*figures, *because[1]]


def _although(two: Two, way: int) -> str:
    """Say that the total went another way than the level; nothing where it did not, or is not known."""
    if two.old.total is None or two.new.total is None:
        return ""
    of_total = _way(two.old.total, two.new.total)
    return "" if of_total == way else f"แม้คะแนนรวม{VERBS[of_total]} แต่"


def _because(of: YearResultFacts, missed: LevelRule) -> tuple[str, Figures]:
    """Name what is below the missed level's bar, where the announced total alone would reach that level."""
    if missed.min_each is None or of.total is None or of.total < missed.min_total:
        return "", []
    if missed.scope == "instrument":
        means = {instrument: instrument_mean(instrument, of.scores) for instrument in of.rules.instruments}
        noun, form = "เครื่องมือประเมิน", "{} ได้ {}"
        scores = {f"{part.name} ({part.code})": rounded(mean) for part, mean in means.items() if mean is not None}
    else:
        noun, form = "ตัวชี้วัด", "{} ({})"
        scores = {of.indicator(number): score for number, score in of.judged.items()}
    low = [form.format(name, points(score)) for name, score in scores.items() if score < missed.min_each]
    if not low:
        return "", []
    text = (
        f" เนื่องจากระดับ “{missed.label}” กำหนดให้ทุก{noun}ได้คะแนนตั้งแต่ {whole(missed.min_each)} คะแนนขึ้นไป "
        f"แต่มี {len(low)} {noun}ที่ได้คะแนนต่ำกว่านั้น {named(low)}"
    )
    year = of.fiscal_year
    return text, [(f"{name} ปี {year}", f"{score:.2f}") for name, score in scores.items()]


def changes(facts: Facts, year: int, part: str) -> Written:
    """How many indicators rose, fell and stayed, of those that compare."""
    two = Two.of(facts, year)
    pairs, all_numbers = two.changes, two.new.rules.numbers
    if not two.new.judged:
        return None
    if not two.old.scores:
        return f"ไม่มีคะแนนรายตัวชี้วัดของ{two.before} สำหรับนำมาเปรียบเทียบ", two.new.figures(all_numbers)
    if not pairs:
        return _none_compares(two)
    ways = [_way(*pair) for pair in pairs.values()]
    complete = len(pairs) == len(all_numbers)
    lead = f"เมื่อเปรียบเทียบรายตัวชี้วัดกับ{two.before}"
    if len(set(ways)) == 1 and complete and len(ways) > 1:
        text = f"{lead} ทั้ง {count(len(ways))}ได้คะแนน{VERBS[ways[0]]}"
    elif len(set(ways)) == 1:
        every = "ทั้งหมด" if len(ways) > 1 else ""
        text = f"{lead} ตัวชี้วัดที่เปรียบเทียบได้ {count(len(ways))} ได้คะแนน{VERBS[ways[0]]}{every}"
    else:
        counted = [f"{verb} {count(ways.count(way))}" for way, verb in VERBS.items() if way in ways]
        of_all = "" if complete else f" จากตัวชี้วัดที่เปรียบเทียบได้ {count(len(pairs))}"
        text = f"{lead} มีตัวชี้วัดที่ได้คะแนน{listed(counted)}{of_all}"
    return text, two.figures(pairs)


def _none_compares(two: Two) -> Written:
    """Say it with the reason where there is one for all; `apart` names the others."""
    reasons = {row.reason for row in two.rows}
    if len(reasons) != 1 or not (reason := reasons.pop()):
        return f"ไม่มีตัวชี้วัดที่มีคะแนนให้เปรียบเทียบกับ{two.before} ได้", two.new.figures(two.new.judged)
    text = f"คะแนนรายตัวชี้วัดของ{two.after} ไม่อาจนำมาเปรียบเทียบกับ{two.before} ได้ เนื่องจาก{reason}"
    return text, [("เหตุที่เทียบไม่ได้", reason)]


def _largest(way: int, facts: Facts, year: int, part: str) -> Written:
    """Name the indicators that changed most in one direction; nothing where none did."""
    two = Two.of(facts, year)
    pairs = {number: pair for number, pair in two.changes.items() if _way(*pair) == way}
    if not pairs:
        return None
    most = max(abs(new - old) for old, new in pairs.values())
    top = {number: pair for number, pair in pairs.items() if abs(pair[1] - pair[0]) == most}
    spans = {number: f"จาก {points(old)} เป็น {points(new)}" for number, (old, new) in top.items()}
    lead = f"ตัวชี้วัดที่ได้คะแนน{VERBS[way]}มากที่สุด"
    if len(top) == 1:
        [(number, span)] = spans.items()
        text = f"{lead} คือ {two.new.indicator(number)} {VERBS[way]} {points(most)} {span}"
    else:
        changed = [f"{two.new.indicator(number)} ({span})" for number, span in spans.items()]
        text = f"{lead}มี {count(len(top))} {named(changed)} {VERBS[way]}ตัวชี้วัดละ {points(most)}"
    return text, two.figures(two.changes)


largest_rise, largest_fall = partial(_largest, RISE), partial(_largest, FALL)


def apart(facts: Facts, year: int, part: str) -> Written:
    """What does not compare with the year before, by reason, and what the year before alone had."""
    two = Two.of(facts, year)
    if two.compared is None or not two.old.scores:
        return None
    if not two.changes and len({row.reason for row in two.rows}) == 1:
        return None  # `changes` has said it of all
    by_reason: dict[str, list[str]] = {}
    for row in two.rows:
        if row.reason and row.number is not None:
            by_reason.setdefault(row.reason, []).append(two.new.indicator(row.number))
    parts = [
        f"คะแนนของ{listed(names)} ไม่อาจนำมาเปรียบเทียบกับ{two.before} ได้ เนื่องจาก{reason}"
        for reason, names in by_reason.items()
    ]
    gone = [two.old.indicator(number) for row in two.compared.retired for number in row.before]
    if gone:
        parts.append(f"{listed(gone)} ของ{two.before} ไม่มีตัวชี้วัดที่ตรงกันใน{two.after}")
    figures = [(listed(names), reason) for reason, names in by_reason.items()]
    figures += [(f"ตัวชี้วัดที่มีเฉพาะปี {year - 1}", listed(gone))] if gone else []
    return (" ส่วน".join(parts), figures) if parts else None


def _way(old: Decimal, new: Decimal) -> int:
    return (new > old) - (new < old)
