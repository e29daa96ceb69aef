"""Charts, always with their figures: bars stand in the rows of the table, lines above it."""

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from django import forms
from pydantic import Field

from assessments.scoring import totals

from . import plotting
from .base import BlockType, Chosen, Surroundings
from .cells import cell, headed, lines
from .forms.base import HeadingsForm
from .inputs import DocumentInputs
from .schema import Heading
from .spans import MOST_YEARS, SpanData, SpanForm, marked

CHARTS = (
    ("indicators", "แท่งคะแนนรายตัวชี้วัด ของปีก่อนกับปีหลัง"),
    ("instruments", "แท่งคะแนนเฉลี่ยของแต่ละเครื่องมือ ทุกปีในช่วง"),
    ("lines", "เส้นคะแนนรวมและคะแนนเฉลี่ยของแต่ละเครื่องมือ ทุกปีในช่วง"),
)


HEADINGS = tuple(f"คอลัมน์ที่ {place}" for place in range(1, MOST_YEARS + 2))


class PlainChartData(SpanData):
    """As packages of version 2 hold it."""

    type: Literal["chart"]
    chart: Literal["indicators", "instruments", "lines"]


class ChartData(PlainChartData):
    """The headings are those of the columns that the chart's table has; "" is the portal's own."""

    headings: Annotated[list[Heading], Field(min_length=6, max_length=6)]


class ChartForm(SpanForm, HeadingsForm):
    columns = HEADINGS
    chart = forms.ChoiceField(label="แผนภูมิ", choices=CHARTS)


class ChartBlock(BlockType):
    description = "แผนภูมิแท่งหรือเส้นพร้อมตารางตัวเลข อ่านได้เมื่อพิมพ์ขาวดำ"
    data = ChartData
    form = ChartForm
    heading = "แผนภูมิผลการประเมิน"
    package_version = 2
    narrower = {2: PlainChartData}
    plain = {"headings": [""] * len(HEADINGS)}

    def start(self, chosen: Chosen) -> dict:
        year = chosen.year.fiscal_year
        return {"from_year": year - 1, "to_year": year, "chart": "indicators"}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        drawn = {"indicators": _indicators, "instruments": _instruments, "lines": _lines}[data["chart"]]
        content = {"plot": None, "legend": [], "rows": [], "groups": [], "notes": [], **drawn(data, inputs)}
        own = content["headings"]
        return content | {"headings": headed(data["headings"][: len(own)], own)}

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"{dict(CHARTS)[data['chart']]} ปี {data['from_year']} ถึงปี {data['to_year']}"


def _year(year: int, inputs: DocumentInputs) -> str:
    return f"พ.ศ. {inputs.number(year)}"


def _legend(texts: list[str]) -> list[dict]:
    return [{"tone": tone, "text": text} for tone, text in enumerate(texts)]


def _indicators(data: dict, inputs: DocumentInputs) -> dict:
    """Two bars for each indicator of the later year: the earlier year's where it compares, and the year's."""
    before, after = data["from_year"], data["to_year"]
    compared, new = inputs.comparison(before, after), inputs.result(after)
    old = compared.aligned(inputs.result(before).scores)
    rows = [
        [
            cell(f"{inputs.number(number)}. {new.rules.indicator_names.get(number, '')}"),
            _bars((old.get(number), new.scores.get(number)), inputs),
            cell(inputs.score(old.get(number)), "num"),
            cell(inputs.score(new.scores.get(number)), "num"),
        ]
        for number in new.rules.numbers
    ]
    apart = [row for row in compared.by_number.values() if row.reason]
    notes = [f"ตัวชี้วัดที่ {row.number} ไม่มีแท่งของปี {before}: {row.reason}" for row in apart]
    return {
        "legend": _legend([_year(before, inputs), _year(after, inputs)]),
        "headings": ["ตัวชี้วัด", inputs.number("คะแนน 0–100"), _year(before, inputs), _year(after, inputs)],
        "widths": [36, 36, 14, 14],
        "rows": rows,
        "notes": lines(inputs.number("\n".join(notes))),
    }


def _instruments(data: dict, inputs: DocumentInputs) -> dict:
    """A bar for each year under each instrument of the last year, the mean of its indicators."""
    years = list(range(data["from_year"], data["to_year"] + 1))
    last, notes = years[-1], []
    groups = []
    for instrument in inputs.result(last).rules.instruments:
        rows = []
        for year in years:
            reason = "" if year == last else inputs.comparison(year, last).instruments[instrument.code]
            mean = _mean(instrument.code, year, inputs)
            if reason and mean is not None:
                notes.append(f"{instrument.code} ปี {year}: {reason}")
            bars = _bars((None, mean) if year == last else (mean, None), inputs)
            rows.append([cell(_year(year, inputs)), bars, cell(marked(mean, reason, inputs), "num")])
        groups.append({"name": f"{instrument.name} ({instrument.code})", "rows": rows})
    return {
        "headings": ["ปีงบประมาณ", inputs.number("คะแนนเฉลี่ย 0–100"), "คะแนนเฉลี่ย"],
        "widths": [24, 58, 18],
        "groups": groups,
        "notes": lines(inputs.number("\n".join(notes))),
    }


def _lines(data: dict, inputs: DocumentInputs) -> dict:
    """The announced total and the means of the last year's instruments over the years; a line breaks where
    two neighbours do not compare."""
    years = list(range(data["from_year"], data["to_year"] + 1))
    instruments = inputs.result(years[-1]).rules.instruments
    pairs = [inputs.comparison(*pair) for pair in pairwise(years)]
    announced = [inputs.result(year).total for year in years]
    series = [(inputs.document.total_label, announced, [not pair.total for pair in pairs])]
    for instrument in instruments:
        values = [_mean(instrument.code, year, inputs) for year in years]
        joined = [not pair.instruments.get(instrument.code, "-") for pair in pairs]
        series.append((instrument.code, values, joined))
    notes = [f"ปี {pair.before_year} กับปี {pair.after_year}: {pair.total}" for pair in pairs if pair.total]
    plot = plotting.plot([values for _, values, _ in series], [joined for _, _, joined in series])
    if plot:
        plot["ticks"] = [{**tick, "text": inputs.number(tick["text"])} for tick in plot["ticks"]]
        plot["labels"] = [inputs.number(year) for year in years]
        names, span = ", ".join(name for name, _, _ in series), f"{years[0]} ถึง {years[-1]}"
        plot["alt"] = f"แผนภูมิเส้นของ{names} ปี {inputs.number(span)} ตัวเลขอยู่ในตารางใต้แผนภูมิ"
    share = 72 // len(years)
    return {
        "plot": plot,
        "legend": _legend([name for name, _, _ in series]) if plot else [],
        "headings": ["คะแนน", *(_year(year, inputs) for year in years)],
        "widths": [100 - share * len(years), *[share] * len(years)],
        "rows": [[cell(name), *(cell(inputs.score(value), "num") for value in values)] for name, values, _ in series],
        "notes": lines(inputs.number("\n".join(notes))),
    }


def _mean(code: str, year: int, inputs: DocumentInputs) -> Decimal | None:
    result = inputs.result(year)
    return totals.evaluate(result.rules, result.scores).instruments.get(code)


def _bars(values: tuple[Decimal | None, Decimal | None], inputs: DocumentInputs) -> dict:
    """Return a cell with a bar for each value there is; the figures stand in the row's other cells."""
    known = ((tone, value) for tone, value in enumerate(values) if value is not None)
    bars = [{"tone": tone, "length": str(value), "alt": inputs.score(value)} for tone, value in known]
    return {**cell(""), "bars": bars}
