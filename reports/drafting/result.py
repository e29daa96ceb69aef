"""Sentences on one year's result: what was announced, what is below the bar, strengths and weaknesses."""

from collections.abc import Sequence
from decimal import Decimal

from assessments.scoring.totals import strengths as strong_numbers
from ita_portal.thai import ITA

from .facts import Facts, Written, YearResultFacts, count, fiscal, listed, named, points


def result(facts: Facts, year: int, part: str) -> Written:
    """The total and the level as announced, never computed."""
    of, figures = facts.result(year), [("หน่วยงาน", facts.municipality)]
    figures += [of.total_figure(), of.level_figure()]
    who, occasion = facts.municipality, f"{ITA} ประจำ{fiscal(year)}"
    if of.total is None and not of.level:
        return f"ขณะจัดทำเอกสารนี้ ยังไม่มีคะแนนรวมและระดับของผล{occasion} ของ{who}", figures
    if of.total is None:
        text = f"ใน{occasion} {who}มีผลการประเมินอยู่ในระดับ “{of.level}” ทั้งนี้ ขณะจัดทำเอกสารนี้ ยังไม่มีคะแนนรวม"
        return text, figures
    level = f" ผลการประเมินอยู่ในระดับ “{of.level}”" if of.level else ""
    return f"ใน{occasion} {who}ได้คะแนนรวม {points(of.total)} จากคะแนนเต็ม 100 คะแนน{level}", figures


def below(facts: Facts, year: int, part: str) -> Written:
    """The indicators below the bar with their scores, and those without a score."""
    of = facts.result(year)
    figures = [facts.bar_figure, *of.figures(of.rules.numbers)]
    if not of.judged:
        return f"ขณะจัดทำเอกสารนี้ ยังไม่มีคะแนนรายตัวชี้วัดของ{fiscal(year)}", figures
    weak, of_all = facts.weak(year), _all(of)
    names = [of.scored(number) for number in weak]
    if not weak:
        text = f"ไม่มีตัวชี้วัดที่ได้คะแนนต่ำกว่าเกณฑ์ {facts.bar} จากทั้งหมด {of_all}"
    elif len(weak) == len(of.judged) > 1:
        text = f"ทั้ง {of_all}ได้คะแนนต่ำกว่าเกณฑ์ {facts.bar} {named(names)}"
    else:
        text = f"มีตัวชี้วัดที่ได้คะแนนต่ำกว่าเกณฑ์ {facts.bar} จำนวน {count(len(weak))} จากทั้งหมด {of_all} {named(names)}"
    return f"เมื่อพิจารณารายตัวชี้วัด พบว่า {text}{without_scores(of)}", figures


def without_scores(of: YearResultFacts) -> str:
    """Return the clause on indicators without a score; nothing where there are none."""
    if not of.missing:
        return ""
    return f" ทั้งนี้ ยังไม่มีคะแนนของ{listed([of.indicator(number) for number in of.missing])}"


def strengths(facts: Facts, year: int, part: str) -> Written:
    """The indicators at or above the bar, the highest first; where there are none or only these, the highest."""
    of = facts.result(year)
    if not of.judged:
        return None
    strong = sorted(strong_numbers(of.judged, facts.cut_off), key=lambda number: -of.scores[number])
    if not strong:
        text = f"ยังไม่มีตัวชี้วัดที่ได้คะแนนถึงเกณฑ์ {facts.bar} โดย{_extreme(of, max(of.judged.values()), 'สูงสุด')}"
    elif len(strong) == 1:
        [only] = strong
        text = (
            f"จุดแข็ง คือ {of.indicator(only)} ซึ่งเป็นตัวชี้วัดเดียวที่ได้คะแนนตั้งแต่ {facts.bar}ขึ้นไป โดยได้ {points(of.scores[only])}"
        )
    elif len(strong) == len(of.judged):
        highest = _extreme(of, max(of.judged.values()), "สูงสุด")
        text = f"ทั้ง {_all(of)}เป็นจุดแข็ง เนื่องจากได้คะแนนตั้งแต่ {facts.bar}ขึ้นไป โดย{highest}"
    else:
        text = (
            f"จุดแข็ง ได้แก่ ตัวชี้วัดที่ได้คะแนนตั้งแต่ {facts.bar}ขึ้นไป จำนวน {count(len(strong))} "
            f"เรียงตามคะแนนจากมากไปน้อย คือ {listed([of.scored(number) for number in strong])}"
        )
    return text, [facts.bar_figure, *of.figures(of.rules.numbers)]


def weaknesses(facts: Facts, year: int, part: str) -> Written:
    """The indicators below the bar by how far they are from it; where there are none, the lowest."""
    of = facts.result(year)
    if not of.judged:
        return None
    weak = sorted(facts.weak(year), key=lambda number: of.scores[number])
    gaps = {number: points(facts.cut_off - of.scores[number]) for number in weak}
    if not weak:
        lowest = min(of.judged.values())
        text = f"ไม่มีตัวชี้วัดที่ต้องพัฒนาตามเกณฑ์ {facts.bar} โดย{_extreme(of, lowest, 'ต่ำสุด')}{without_scores(of)}"
    elif len(weak) == 1:
        [only] = weak
        text = f"จุดที่ควรพัฒนา คือ {of.indicator(only)} ซึ่งได้คะแนนต่ำกว่าเกณฑ์ {facts.bar} อยู่ {gaps[only]}"
    else:
        apart = listed([f"{of.indicator(number)} (ห่างจากเกณฑ์ {gaps[number]})" for number in weak])
        text = (
            f"จุดที่ควรพัฒนา ได้แก่ ตัวชี้วัดที่ได้คะแนนต่ำกว่าเกณฑ์ {facts.bar} จำนวน {count(len(weak))} "
            f"เรียงจากตัวชี้วัดที่ห่างจากเกณฑ์มากที่สุด คือ {apart}"
        )
    return text, [facts.bar_figure, *of.figures(of.rules.numbers)]


def _all(of: YearResultFacts) -> str:
    return f"{count(len(of.judged))}{'ที่มีคะแนน' if of.missing else ''}"


def _extreme(of: YearResultFacts, score: Decimal, word: str) -> str:
    """Name the indicators that share the highest or the lowest score."""
    names: Sequence[str] = [of.indicator(number) for number, reached in of.judged.items() if reached == score]
    if len(names) == len(of.judged) > 1:
        return f"ทุกตัวชี้วัดได้คะแนนเท่ากัน คือ {points(score)}"
    if len(names) > 1:
        return f"ตัวชี้วัดที่ได้คะแนน{word}เท่ากันมี {count(len(names))} {named(names)} ได้ตัวชี้วัดละ {points(score)}"
    return f"ตัวชี้วัดที่ได้คะแนน{word} คือ {names[0]} ได้ {points(score)}"
