"""The announced results of several authorities below each other, with the part of each instrument in the total."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from pydantic import Field

from assessments.editing.fields import PrintedText
from assessments.models import Municipality
from assessments.scoring import totals
from ita_portal.thai import two_decimals

from .base import BlockType, Chosen, Surroundings
from .cells import cell, headed, lines
from .forms.base import HeadingsForm
from .forms.keeping import text_field
from .inputs import AgencyResult, DocumentInputs
from .schema import AuthorityCode, Heading, YearData

MOST = 60
INSTRUMENTS = 4  # whose columns have a heading that may be typed
HEADINGS = ("ลำดับ", "หน่วยงาน", *(f"ส่วนที่ {place}" for place in range(1, INSTRUMENTS + 1)), "คะแนนรวม", "ระดับ")
PARTS = "ส่วนของแต่ละเครื่องมือคือค่าเฉลี่ยของตัวชี้วัดคูณน้ำหนัก ปัดเศษแยกกัน คะแนนรวมเป็นค่าที่ประกาศ"
DIFFERS = "* คะแนนรวมที่ประกาศต่างจากผลรวมของส่วนต่าง ๆ เกินกว่าการปัดเศษ"
LACKING = "ยังไม่ได้เลือกหน่วยงาน"


@dataclass(frozen=True)
class Written:
    """How a document writes: numbers in its numerals, a score or what stands for none."""

    number: Callable[[object], str]

    def score(self, value: Decimal | None) -> str:
        return self.number(two_decimals(value)) if value is not None else "-"


def part(instrument: totals.InstrumentRule, scores: totals.Scores) -> Decimal | None:
    """Return what an instrument adds to the total, rounded; None while a score is missing."""
    mean = totals.instrument_mean(instrument, scores)
    return None if mean is None else totals.rounded(instrument.weight * mean / 100)


def differs(rules: totals.Rules, of: AgencyResult) -> bool:
    """Tell whether the announced total is another than the scores give, both of them known."""
    computed = totals.total(rules, of.scores)
    return None not in (of.total, computed) and abs(of.total - computed) > totals.TOLERANCE  # type: ignore[operator]


def agencies_table(
    rules: totals.Rules,
    agencies: Iterable[AgencyResult],
    number: Callable[[object], str],
    headings: Sequence[str] = ("",) * len(HEADINGS),
) -> dict:
    """Return the table as a block's content, the highest announced total first and those without one last.

    `headings` are as the block's, "" the portal's own.
    """
    written = Written(number)
    known = sorted(agencies, key=lambda of: (of.total is None, -(of.total or 0)))
    totals_known = [of.total for of in known if of.total is not None]
    rows = []
    for of in known:
        mark = " *" if differs(rules, of) else ""
        place = number(1 + totals_known.index(of.total)) if of.total is not None else "-"
        parts = [cell(written.score(part(instrument, of.scores)), "num") for instrument in rules.instruments]
        total = cell(written.score(of.total) + mark, "num")
        rows.append([cell(place, "centre"), cell(of.name), *parts, total, cell(of.level or "-", "centre")])
    weights = [f"{one.code} (ร้อยละ {number(format(one.weight.normalize(), 'f'))})" for one in rules.instruments]
    typed = [*headings[2:-2], *[""] * len(weights)][: len(weights)]
    own = ["ลำดับ", "หน่วยงาน", *weights, "คะแนนรวม", "ระดับ"]
    notes = [PARTS, DIFFERS] if any(differs(rules, of) for of in known) else [PARTS]
    return {
        "headings": headed([*headings[:2], *typed, *headings[-2:]], own),
        "typed_widths": [],
        "groups": [{"rows": [{"cells": row}], "keep": False} for row in rows],
        "empty": LACKING,
        "notes": lines(number("\n".join(notes))) if rows else [],
    }


class AgenciesData(YearData):
    """A heading "" is the portal's own."""

    type: Literal["agencies"]
    codes: Annotated[list[AuthorityCode], Field(max_length=MOST)]
    headings: Annotated[list[Heading], Field(min_length=8, max_length=8)]

    def agencies(self) -> set[tuple[int, str]]:
        return {(self.year, code) for code in self.codes}


class AgenciesField(PrintedText):
    """Authorities, one a line, by code or by words that mean one of them; gives their codes."""

    unknown: Sequence[str] = ()  # codes that a package brought: they stay until somebody removes them

    def to_python(self, value):
        typed = [line.strip() for line in str(super().to_python(value) or "").split("\n") if line.strip()]
        if len(typed) > MOST:
            raise ValidationError(f"เลือกได้ไม่เกิน {MOST} หน่วยงาน ขณะนี้มี {len(typed)} บรรทัด")
        found_codes, faults = [], []
        for place, line in enumerate(typed, start=1):
            rows = list(_meant(line))
            if line in self.unknown:
                found_codes.append(line)
            elif len(rows) == 1:
                found_codes.append(rows[0].code)
            else:
                why = "มีหลายหน่วยงานที่ตรงกัน เพิ่มชื่ออำเภอหรือจังหวัด หรือใส่รหัส" if rows else "ไม่พบหน่วยงานนี้ ตรวจชื่อหรือรหัส"
                faults.append(f"บรรทัดที่ {place} “{line[:60]}”: {why}")
        if faults:
            raise ValidationError(faults)
        return list(dict.fromkeys(found_codes))

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        names = {
            row.code: f"{row.code} {row.name} จ.{row.province}" for row in Municipality.objects.filter(code__in=value)
        }
        return "\n".join(names.get(code, code) for code in value)


def _meant(line: str) -> QuerySet[Municipality]:
    """Return the authorities that a line may mean, two at most: what begins with a code is that one."""
    code, rows = line[:8], Municipality.objects.all()
    if len(code) == 8 and code.isascii() and code.isdecimal():
        return rows.filter(code=code)
    return rows.matching(line).alphabetical()[:2]


class AgenciesForm(HeadingsForm):
    years = {"year": "ผลของปีงบประมาณ"}
    columns = HEADINGS

    def build(self):
        help_text = (
            f"หนึ่งหน่วยงานต่อหนึ่งบรรทัด ใส่รหัสหรือชื่อ เช่น ทต.นาดี จ.สมุทรสาคร ไม่เกิน {MOST} หน่วยงาน "
            "พิมพ์เฉพาะผลที่หน่วยงานนั้นเผยแพร่ในระบบแล้ว"
        )
        self.fields["codes"] = text_field("หน่วยงาน", rows=8, kind=AgenciesField, help_text=help_text)
        self.fields["codes"].unknown = self.stored["codes"]
        self.initial["codes"] = self.stored["codes"]
        self.order_fields(["heading", "year", "codes"])
        super().build()

    def content(self):
        return {**super().content(), "codes": self.kept("codes", self.stored["codes"]) or []}


class AgenciesBlock(BlockType):
    description = "คะแนนรวมที่ประกาศของหลายหน่วยงาน พร้อมส่วนของแต่ละเครื่องมือตามน้ำหนัก เรียงจากมากไปน้อย"
    data = AgenciesData
    form = AgenciesForm
    package_version = 3
    plain = {"headings": [""] * len(HEADINGS)}

    def start(self, chosen: Chosen) -> dict:
        return {"year": chosen.framework.fiscal_year, "codes": [chosen.year.municipality.code]}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        year = data["year"]
        agencies = [inputs.agencies[year, code] for code in data["codes"] if (year, code) in inputs.agencies]
        unknown = [of.name for of in agencies if of.total is None]
        table = agencies_table(inputs.result(year).rules, agencies, inputs.number, data["headings"])
        if unknown:
            table["notes"] += lines(f"ไม่มีผลที่เผยแพร่ในระบบ: {', '.join(unknown)}")
        return table

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ผลของปี {data['year']} · {len(data['codes'])} หน่วยงาน"

    def told(self, data: dict):
        yield f"หน่วยงาน: {', '.join(data['codes'])}"

    def lacks(self, data: dict) -> str:
        return "" if data["codes"] else LACKING
