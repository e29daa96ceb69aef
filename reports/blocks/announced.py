"""What was announced over the years: total, level and rank. A year of which nothing was announced has no row."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from django import forms
from pydantic import Field, model_validator

from assessments.editing.fields import PrintedLine
from ita_portal.ids import id_of

from .base import BlockType, Chosen, Surroundings
from .cells import cell, chosen, chosen_widths, headed
from .forms.base import HeadingsForm
from .inputs import DocumentInputs, PrintedResult
from .schema import BlockData, Heading, Line, Strict, Year

MOST_YEARS = 12
# Years of other indices, which the portal does not define: their results are typed.
FIRST_EARLIER, LAST_EARLIER, MOST_EARLIER = 2550, 2561, 5
HEADINGS = ("ปีงบประมาณ", "คะแนน", "ระดับ", "ลำดับในจังหวัด")
BLANK = {"of_year": None, "total": "", "level": "", "rank": ""}
EARLIER_YEARS = [("", "เลือกปี"), *((year, f"พ.ศ. {year}") for year in range(LAST_EARLIER, FIRST_EARLIER - 1, -1))]
SPARE_EARLIER = 1
WIDTHS = (22, 20, 26, 32)


class EarlierResult(Strict):
    """What was announced of a year before those that the portal holds, as it is to be printed."""

    of_year: Annotated[int, Field(ge=FIRST_EARLIER, le=LAST_EARLIER)]
    total: Line
    level: Line
    rank: Line


class AnnouncedData(BlockData):
    """Two years and all between them, above them the typed ones that were earlier; a heading "" is the portal's own."""

    type: Literal["announced"]
    from_year: Year
    to_year: Year
    with_rank: bool
    earlier: Annotated[list[EarlierResult], Field(max_length=MOST_EARLIER)]
    headings: Annotated[list[Heading], Field(min_length=4, max_length=4)]

    @model_validator(mode="after")
    def _is_span(self):
        if not 0 <= self.to_year - self.from_year < MOST_YEARS:
            raise ValueError(f"ปีหลังต้องไม่มาก่อนปีแรก และรวมแล้วไม่เกิน {MOST_YEARS} ปี")
        if len({row.of_year for row in self.earlier}) < len(self.earlier):
            raise ValueError(f"ผลของปีก่อน {LAST_EARLIER + 1} มีปีซ้ำกัน แต่ละปีมีได้รายการเดียว")
        return self

    def years(self) -> set[int]:
        return set(range(self.from_year, self.to_year + 1))


class AnnouncedForm(HeadingsForm):
    rows_label = f"ผลของปีก่อน {LAST_EARLIER + 1} ซึ่งไม่มีเกณฑ์ในระบบ (แถวที่เว้นว่างไม่พิมพ์)"

    years = {"from_year": "ตั้งแต่ปี", "to_year": "ถึงปี"}
    columns = HEADINGS
    with_rank = forms.BooleanField(
        label="พิมพ์ลำดับในจังหวัด",
        required=False,
        help_text="พิมพ์เมื่อมีลำดับของปีใดปีหนึ่ง กรอกลำดับและจำนวนหน่วยงานได้ในหน้าคะแนนของปีนั้น",
    )

    def build(self):
        super().build()
        stored = self.stored["earlier"]
        posted = map(id_of, self.posted_keys(*BLANK))
        count = max([len(stored) + SPARE_EARLIER, *(place for place in posted if place <= MOST_EARLIER)])
        rows = [*stored, *[BLANK] * (min(count, MOST_EARLIER) - len(stored))]
        self.table = [(str(place), place <= len(stored), row) for place, row in enumerate(rows, start=1)]
        for place, is_stored, row in self.table:
            fields = {
                "of_year": forms.TypedChoiceField(
                    label="ปีงบประมาณ", required=False, coerce=int, empty_value=None, choices=EARLIER_YEARS
                ),
                "total": PrintedLine(label="คะแนน", required=False, max_length=200),
                "level": PrintedLine(label="ระดับ", required=False, max_length=200),
                "rank": PrintedLine(
                    label="ลำดับ", required=False, max_length=200, help_text="เช่น ลำดับที่ ๓ จาก ๑๘ หน่วยงาน"
                ),
            }
            label = f"ปีก่อน {LAST_EARLIER + 1} รายการที่ {place}" if is_stored else "เพิ่มปี"
            self.add_row({f"{name}-{place}": (field, row[name]) for name, field in fields.items()}, label)

    def content(self):
        return {**super().content(), "earlier": self.typed_rows(self.table, *BLANK)}

    def clean(self):
        super().clean()
        first_place: dict[int, str] = {}
        for place, _, row in self.table:
            year, *texts = (self.cleaned_data.get(f"{name}-{place}") for name in row)
            if year and first_place.setdefault(year, place) != place:
                said = f"ปี {year} มีแล้วในรายการที่ {first_place[year]} เลือกปีอื่น หรือรวมไว้ในรายการเดียวแล้วเว้นรายการนี้ว่าง"
                self.add_error(f"of_year-{place}", said)
                continue
            if year is None and any(texts) and f"of_year-{place}" in self.cleaned_data:
                self.add_error(f"of_year-{place}", "เลือกปีของผลนี้")
            elif year and not any(texts):
                self.add_error(f"total-{place}", f"กรอกคะแนน ระดับ หรือลำดับของปี {year} หรือไม่เลือกปี")
        first, last = self.cleaned_data.get("from_year"), self.cleaned_data.get("to_year")
        if first and last and not 0 <= last - first < MOST_YEARS:
            self.add_error("to_year", f"เลือกปีสุดท้ายไม่ให้มาก่อนปีแรก และรวมแล้วไม่เกิน {MOST_YEARS} ปี")


class AnnouncedBlock(BlockType):
    description = "คะแนน ระดับ และลำดับในจังหวัดที่ประกาศของแต่ละปี ปีที่ยังไม่มีผลไม่พิมพ์"
    data = AnnouncedData
    form = AnnouncedForm
    heading = "ผลการประเมินย้อนหลัง"
    package_version = 3
    plain: Mapping[str, object] = {"earlier": []}

    def start(self, chosen: Chosen) -> dict:
        year = chosen.year.fiscal_year
        first = max(year - 4, 2562)
        return {"from_year": first, "to_year": year, "with_rank": True, "headings": [""] * len(HEADINGS)}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        results = {year: inputs.result(year) for year in range(data["from_year"], data["to_year"] + 1)}
        known = {year: result for year, result in results.items() if result.total is not None or result.level}
        earlier = sorted(data["earlier"], key=lambda row: row["of_year"])
        told = [(row["of_year"], row["total"], row["level"], row["rank"]) for row in earlier]
        told += [
            (year, inputs.score(result.total), result.level, _rank(result, inputs)) for year, result in known.items()
        ]
        wanted = [True, True, any(level for _, _, level, _ in told)]
        wanted.append(data["with_rank"] and any(rank for *_, rank in told))
        rows = [
            [cell(f"พ.ศ. {inputs.number(year)}", "centre"), *(cell(text or "-", "centre") for text in texts)]
            for year, *texts in told
        ]
        return {
            "headings": chosen(headed(data["headings"], HEADINGS), wanted),
            "widths": chosen_widths(WIDTHS, wanted),
            "rows": [chosen(row, wanted) for row in rows],
            "empty": "ยังไม่มีผลที่ประกาศของปีเหล่านี้",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ปี {data['from_year']} ถึงปี {data['to_year']}"

    def told(self, data: dict) -> Iterator[str]:
        yield "พิมพ์ลำดับในจังหวัด" if data["with_rank"] else "ไม่พิมพ์ลำดับในจังหวัด"
        for row in data.get("earlier", ()):
            yield " ".join(filter(None, [f"ผลของปี {row['of_year']}:", row["total"], row["level"], row["rank"]]))

    def needed_years(self, data: Mapping[str, int]) -> set[int]:
        return set()


def _rank(result: PrintedResult, inputs: DocumentInputs) -> str:
    if not result.rank:
        return ""
    of = f" จาก {inputs.number(result.ranked)} หน่วยงาน" if result.ranked else ""
    return f"ลำดับที่ {inputs.number(result.rank)}{of}"
