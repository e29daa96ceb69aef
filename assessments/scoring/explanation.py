"""How a computed figure came about, in one Thai sentence with its values, weights and the rule of its year.

Knows nothing of Django. The figures of a sentence lead to its result: where means cut to three decimals would not,
the sentence shows the division itself.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from ita_portal.thai import number_list, signed, two_decimals

from . import totals
from .comparison import ComparedIndicator
from .items import FromItems
from .totals import InstrumentRule, LevelRule, Ranked, Rules, Scores

ANNOUNCED = "ค่านี้กรอกตามประกาศของสำนักงาน ป.ป.ช. ระบบไม่คำนวณและไม่แก้ไข"
_SHOWN = Decimal("0.001")


def instrument(rules: Rules, rule: InstrumentRule, scores: Scores) -> str:
    """Explain the mean of an instrument."""
    name = f"{rule.code} ปี {rules.fiscal_year}"
    if not rule.indicators:
        return f"{name} คำนวณไม่ได้ เพราะเกณฑ์ปี {rules.fiscal_year} ไม่มีตัวชี้วัดของ {rule.code}"
    if missing := [number for number in rule.indicators if number not in scores]:
        return f"{name} ยังคำนวณไม่ได้ เพราะยังไม่มีคะแนนของตัวชี้วัดที่ {number_list(missing)}"
    values = [scores[number] for number in rule.indicators]
    terms = " + ".join(map(two_decimals, values))
    return (
        f"{name} = ({terms}) ÷ {len(values)} = {two_decimals(totals.rounded(totals.mean(values)))} "
        f"(ค่าเฉลี่ยของตัวชี้วัดที่ {number_list(rule.indicators)} ตามเกณฑ์ปี {rules.fiscal_year})"
    )


def total(rules: Rules, scores: Scores) -> str:
    """Explain the weighted total."""
    value = totals.total(rules, scores)
    if value is None:
        return totals.evaluate(rules, scores).reason
    parts = [(rule.weight, [scores[number] for number in rule.indicators]) for rule in rules.instruments]
    cut = sum((weight * _cut(totals.mean(values)) for weight, values in parts), Decimal(0)) / 100
    exact = totals.rounded(cut) != value
    terms = (f"{weight.normalize():f}% × {_mean(values, exact)}" for weight, values in parts)
    return (
        f"คะแนนรวม = {' + '.join(terms)} = {two_decimals(value)} (น้ำหนักตามเกณฑ์ปี {rules.fiscal_year} ปัดเศษครั้งเดียวหลังรวม)"
    )


def level(rules: Rules, scores: Scores) -> str:
    """Explain the computed level and name the bars of its year."""
    bars = " · ".join(_bar(rule) for rule in rules.levels)
    reason = totals.evaluate(rules, scores).reason
    return f"{reason} (เกณฑ์ระดับปี {rules.fiscal_year}: {bars})" if bars else reason


def agreement(rules: Rules, scores: Scores, official: Decimal | None) -> str:
    """Put the announced total beside both ways of rounding."""
    value = totals.total(rules, scores)
    if value is None or official is None:
        unknown = "ยังคำนวณคะแนนรวมไม่ได้" if value is None else "ยังไม่มีคะแนนรวมที่ประกาศ"
        return f"ยังเทียบกันไม่ได้ เพราะ{unknown}"
    parts = [totals.rounded(rule.weight * totals.known_mean(rule, scores) / 100) for rule in rules.instruments]
    first = sum(parts, Decimal(0))
    return (
        f"ปัดเศษครั้งเดียวหลังรวมได้ {two_decimals(value)} ปัดเศษแต่ละส่วนก่อนรวมได้ "
        f"{' + '.join(map(two_decimals, parts))} = {two_decimals(first)} ที่ประกาศคือ {two_decimals(official)} "
        f"{_verdict(value, first, official)}"
    )


def from_items(indicator: FromItems, fiscal_year: int) -> str:
    """Explain an indicator that was worked out from its items, or what is missing for it."""
    if indicator.value is None:
        return f"ยังคำนวณตัวชี้วัดที่ {indicator.number} จากรายข้อไม่ได้ เพราะ{' และ'.join(indicator.faults)}"
    parts = indicator.sub_indicators
    cut = totals.rounded(totals.mean([_cut(part.value) for part in parts]))
    exact = cut != indicator.value
    means = " + ".join(_mean(part.scores, exact) for part in parts)
    subs = ", ".join(f"{part.code} = {_sum(part.scores)}{'' if exact else f' = {_cut(part.value)}'}" for part in parts)
    announced = ""
    if indicator.announced is not None:
        announced = f" ที่ประกาศคือ {two_decimals(indicator.announced)} ต่าง {signed(indicator.difference)}"
    return (
        f"ตัวชี้วัดที่ {indicator.number} จากรายข้อ = ({means}) ÷ {len(parts)} = {two_decimals(indicator.value)} "
        f"โดย {subs} (ค่าเฉลี่ยของตัวชี้วัดย่อยตามเกณฑ์ปี {fiscal_year}){announced}"
    )


def change(
    name: str, fiscal_year: int, before: Decimal | None, after: Decimal | None, not_comparable_because: str = ""
) -> str:
    """Explain a change against the year before, or why there is none."""
    if not_comparable_because:
        return f"{name} เทียบกับปีก่อนไม่ได้: {not_comparable_because}"
    value = totals.change(before, after)
    if value is None:
        unknown = fiscal_year if after is None else fiscal_year - 1
        return f"{name} เทียบกับปีก่อนไม่ได้ เพราะไม่มีคะแนนของปี {unknown}"
    return (
        f"{name}: {two_decimals(after)} ของปี {fiscal_year} ลบ {two_decimals(before)} ของปี {fiscal_year - 1} "
        f"= {signed(value)}"
    )


def change_of(row: ComparedIndicator, fiscal_year: int, before: Scores, after: Scores) -> str:
    """Explain the change of an indicator, or why there is none; `before` holds scores by last year's numbers."""
    name = f"ตัวชี้วัดที่ {row.number}"
    if not row.reason and row.before and row.before != (row.number,):
        name += f" (ปี {fiscal_year - 1} คือตัวชี้วัดที่ {row.before[0]})"
    return change(name, fiscal_year, row.was(before), row.now(after), row.reason)


def rank(ranked: Ranked, scores: Scores) -> str:
    """Explain the rank of an indicator among those of its year."""
    higher = sum(score > ranked.score for score in scores.values())
    above = f"มีตัวชี้วัดที่ได้มากกว่า {higher} ตัว" if higher else "ไม่มีตัวชี้วัดใดได้มากกว่า"
    return (
        f"ตัวชี้วัดที่ {ranked.number} ได้ {two_decimals(ranked.score)} {above} จึงอยู่อันดับที่ {ranked.rank} "
        f"จาก {len(scores)} (เรียงคะแนนจากมากไปน้อย คะแนนเท่ากันได้อันดับเดียวกัน)"
    )


def _cut(value: Decimal) -> Decimal:
    return value.quantize(_SHOWN, ROUND_HALF_UP)


def _sum(values: Sequence[Decimal]) -> str:
    return f"{two_decimals(sum(values, Decimal(0)))} ÷ {len(values)}"


def _mean(values: Sequence[Decimal], exact: bool) -> str:
    return f"({_sum(values)})" if exact else str(_cut(totals.mean(values)))


def _bar(level: LevelRule) -> str:
    bar = f"{level.label} ตั้งแต่ {two_decimals(level.min_total)}"
    if level.min_each is None:
        return bar
    scope = "เครื่องมือ" if level.scope == "instrument" else "ตัวชี้วัด"
    return f"{bar} และทุก{scope}ตั้งแต่ {two_decimals(level.min_each)}"


def _verdict(value: Decimal, first: Decimal, official: Decimal) -> str:
    if official == value:
        return "ตรงกับวิธีแรก" if first != value else "ตรงกันทั้งสองวิธี"
    if official == first:
        return "ตรงกับวิธีที่สอง"
    close = totals.agrees(value, official)
    return f"ต่างจากวิธีแรก {signed(official - value)} " + ("ถือว่าตรงกัน" if close else "โปรดตรวจตัวเลขที่กรอก")
