"""One form for each type of block. Adding is editing a starting block, so there is one way in and out."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django import forms
from django.utils.html import escape

from assessments.models import Assessment, Framework
from ita_portal.thai import two_decimals
from reports.blocks import LABELS

from .keeping import KeepingForm, from_lines, row_keys, text_field, to_lines

FINDING_KEY = re.compile(r"([1-9][0-9]?)-([1-9][0-9]?)")
REMARK_KEY = re.compile(r"([1-9][0-9]?)-(.{1,10})")


@dataclass(frozen=True)
class Definitions:
    """What the forms offer to choose from: the frameworks by fiscal year, and scores to show beside rows."""

    year: Assessment
    frameworks: dict[int, Framework]
    results: frozenset[int]  # the fiscal years of which the municipality has scores
    scores: dict[int, Decimal]

    @classmethod
    def of(cls, year: Assessment) -> Self:
        """Read them in a fixed number of queries."""
        frameworks = Framework.objects.published() | Framework.objects.filter(pk=year.framework_id)
        frameworks = frameworks.prefetch_related("instruments", "indicators__instrument")
        results = Assessment.objects.filter(municipality=year.municipality, scores__isnull=False)
        return cls(
            year,
            {each.fiscal_year: each for each in frameworks},
            frozenset(results.values_list("framework__fiscal_year", flat=True)),
            year.scores_by_number(),
        )

    @property
    def own(self) -> Framework:
        """The framework of the document's year."""
        return self.frameworks[self.year.fiscal_year]

    def framework(self, fiscal_year: int) -> Framework:
        """Return a year's framework; the document's own for a year that has lost its definitions."""
        return self.frameworks.get(fiscal_year, self.own)

    def year_choices(self) -> list[tuple[int, str]]:
        """Return every defined year, told where nothing is known of the municipality's result."""
        return [
            (each, f"พ.ศ. {each}{'' if each in self.results else ' (ยังไม่มีคะแนนในระบบ)'}")
            for each in self.frameworks
        ]


@dataclass(frozen=True)
class Row:
    """Fields of a form that stand together under a label, perhaps beside the thumbnail of evidence."""

    label: str
    note: str
    fields: list[forms.BoundField]
    picture: int | None = None


class BlockForm(KeepingForm):
    """`stored` is the block as it stands in a package; `section()` gives it back with the changes typed.

    Fields of rows are named after what the row is about (`row_keys`): a page that shows an older order of the
    rows still speaks of the same ones. Rows that only such a page knows are taken up, for nothing typed to be lost.
    """

    description = ""
    rows_label = ""
    no_rows = "เกณฑ์ที่เลือกยังไม่มีรายการให้กรอก เลือกปีหรือตัวชี้วัดอื่น หรือขอให้ผู้ดูแลระบบเพิ่มในเกณฑ์ประจำปี"
    two_columns = False  # rows of two texts, which need the whole width
    scope: tuple[str, ...] = ()  # what is chosen before the form can be shown, and stays

    heading = text_field("หัวข้อ", help_text="พิมพ์เหนือส่วนนี้ ใส่เลขข้อเองได้ เช่น ๑. ผลการประเมิน เว้นว่างได้")

    def __init__(self, *args, stored: dict, definitions: Definitions, **kwargs):
        self.stored, self.definitions, self.label = stored, definitions, LABELS[stored["type"]]
        self._rows: list[tuple[str, str, list[str], int | None]] = []
        super().__init__(*args, initial=dict(self.shown()), **kwargs)
        self.build()

    def shown(self) -> dict:
        """Return what the fields show of the stored block."""
        return self.stored

    def build(self) -> None:
        """Add the fields that depend on the stored block or on the definitions."""

    def content(self) -> dict:
        """Return the keys of the type that the form may change."""
        return {}

    def section(self) -> dict:
        """Return the block as it is to be stored."""
        return {**self.stored, "heading": self.kept("heading", self.stored["heading"]), **self.content()}

    def add_row(
        self,
        fields: dict[str, tuple[forms.Field, object]],
        label: str = "",
        note: str = "",
        picture: int | None = None,
    ) -> None:
        """Add fields that stand together, each with the text that it shows."""
        for name, (field, text) in fields.items():
            self.fields[name] = field
            self.initial[name] = text
        self._rows.append((label, note, list(fields), picture))

    @property
    def rows(self) -> list[Row]:
        """The fields that stand together, in the page's order."""
        return [
            Row(label, note, [self[name] for name in names], picture)
            for label, note, names, picture in self._rows
        ]

    @property
    def single_fields(self) -> list[forms.BoundField]:
        """The fields that stand in no row."""
        in_rows = {name for _, _, names, _ in self._rows for name in names}
        return [self[name] for name in self.fields if name not in in_rows]

    def year_field(self, label: str) -> forms.Field:
        """Return the choice of a fiscal year whose result is printed."""
        return forms.TypedChoiceField(
            label=label,
            coerce=int,
            choices=self.definitions.year_choices(),
            error_messages={"invalid_choice": "เลือกปีจากรายการ"},
        )


class TextForm(BlockForm):
    """Typed prose, a line a paragraph."""

    description = "หัวข้อและย่อหน้าที่พิมพ์เอง เช่น บทนำ หลักการและเหตุผล สรุปผล"

    paragraphs = text_field(
        "เนื้อความ",
        rows=12,
        help_text="หนึ่งบรรทัดเป็นหนึ่งย่อหน้า ขึ้นต้นด้วย ๑. หรือ - เพื่อให้พิมพ์เป็นข้อ "
        "เว้นวรรคหน้าบรรทัดสองครั้งเพื่อย่อหน้าเข้าไปหนึ่งขั้น",
    )

    def shown(self):
        return {**self.stored, "paragraphs": from_lines(self.stored["paragraphs"])}

    def content(self):
        return {"paragraphs": self.kept("paragraphs", self.stored["paragraphs"], to_lines)}


class MeasuresForm(BlockForm):
    """The table of measures: only its heading is typed."""

    description = "มาตรการทั้งหมดของปี ตามคอลัมน์ที่เลือกไว้ของเอกสาร"


class ComparisonForm(BlockForm):
    """Two different years side by side."""

    description = "คะแนนรายตัวชี้วัดของสองปี พร้อมผลต่างที่ระบบคำนวณให้"

    def build(self):
        self.fields["from_year"] = self.year_field("ปีก่อน")
        self.fields["to_year"] = self.year_field("ปีหลัง")

    def clean(self):
        years = self.cleaned_data.get("from_year"), self.cleaned_data.get("to_year")
        if None not in years and years[0] == years[1] and {"from_year", "to_year"} & set(self.changed_data):
            self.add_error("to_year", "เลือกสองปีที่ต่างกัน จึงจะเปรียบเทียบได้")

    def content(self):
        return {name: self.cleaned_data[name] for name in ("from_year", "to_year")}


class RankingForm(BlockForm):
    """The indicators of a year by score."""

    description = "ตัวชี้วัดเรียงจากคะแนนมากไปน้อย พร้อมลำดับ"

    def build(self):
        self.fields["year"] = self.year_field("ผลของปีงบประมาณ")

    def content(self):
        return {"year": self.cleaned_data["year"]}


class ScoresByInstrumentForm(BlockForm):
    """The scores of a year, and a remark for each instrument."""

    description = "ตัวชี้วัดแยกตาม IIT EIT OIT พร้อมคะแนน และช่องข้อสังเกตของแต่ละเครื่องมือ"
    rows_label = "ข้อสังเกตของแต่ละเครื่องมือ"

    remark_heading = text_field("หัวคอลัมน์ข้อสังเกต")

    def build(self):
        self.fields["year"] = self.year_field("ผลของปีงบประมาณ")
        self.order_fields(["heading", "year", "remark_heading"])
        framework = self.definitions.framework(self.stored["year"])
        names = {each.code: each.name for each in framework.instruments.all()}
        self.remarks = self.all_remarks(list(names))
        for key, (_, each) in self.remarks.items():
            code = each["instrument"]
            field = text_field(f"{code} {names.get(code, '')}", rows=5)
            self.add_row({f"remark-{key}": (field, each["remark"])})

    def all_remarks(self, codes: list[str]) -> dict[str, tuple[bool, dict]]:
        """Return the remarks by key, each with whether it is stored: those stored, then a blank one for each code."""
        stored = self.stored["remarks"]
        keys = row_keys(each["instrument"] for each in stored)
        remarks = {key: (True, each) for key, each in zip(keys, stored, strict=True)}
        for key in [f"1-{code}" for code in codes] + self.posted_keys("remark"):
            if key not in remarks and (parts := REMARK_KEY.fullmatch(key)):
                remarks[key] = (False, {"instrument": parts[2], "remark": ""})
        return remarks

    def content(self):
        remarks = []
        for key, (is_stored, each) in self.remarks.items():
            remark = self.kept(f"remark-{key}", each["remark"])
            if remark or (is_stored and self.untouched(f"remark-{key}")):
                remarks.append({**each, "remark": remark})
        return {
            "year": self.cleaned_data["year"],
            "remark_heading": self.kept("remark_heading", self.stored["remark_heading"]),
            "remarks": remarks,
        }


class HeadingsForm(BlockForm):
    """A block with a table of three columns whose headings are typed."""

    def build(self):
        for place, text in enumerate(self.stored["headings"]):
            self.fields[f"heading_{place}"] = text_field(f"หัวคอลัมน์ที่ {place + 1}")
            self.initial[f"heading_{place}"] = text

    def content(self):
        return {
            "headings": [
                self.kept(f"heading_{place}", text) for place, text in enumerate(self.stored["headings"])
            ]
        }


class FindingsForm(HeadingsForm):
    """What to improve, a row or several for each indicator of an instrument."""

    description = "ตัวชี้วัดของเครื่องมือหนึ่ง ว่าต้องพัฒนาเรื่องใด และจะพัฒนาอย่างไร"
    rows_label = "ตัวชี้วัด (ตัวชี้วัดที่เว้นว่างทั้งสองช่องจะไม่พิมพ์)"
    two_columns = True
    scope = ("instrument",)

    def build(self):
        super().build()
        indicators = {each.number: each for each in self.definitions.own.indicators.all()}
        self.table = self.all_rows()
        for key, _, row in self.table:
            number = row["indicator"]
            name = indicators[number].name if number in indicators else ""
            score = self.definitions.scores.get(number)
            fields = {
                f"issues-{key}": (text_field(f"สิ่งที่ต้องพัฒนา ตัวชี้วัดที่ {number}", rows=5), row["issues"]),
                f"remedy-{key}": (text_field(f"วิธีพัฒนา ตัวชี้วัดที่ {number}", rows=5), row["remedy"]),
            }
            note = (
                f"ปี {self.definitions.year.fiscal_year} ได้ {two_decimals(score)}" if score is not None else ""
            )
            self.add_row(fields, f"{number}. {name}", note)

    def all_rows(self) -> list[tuple[str, bool, dict]]:
        """Return the rows with their keys and whether they are stored: the stored ones in their order, and a
        blank one for each further indicator at its place."""
        stored = self.stored["rows"]
        keys = row_keys(each["indicator"] for each in stored)
        rows = [(key, True, each) for key, each in zip(keys, stored, strict=True)]
        blank = [
            f"1-{each.number}"
            for each in self.definitions.own.indicators.all()
            if each.instrument.code == self.stored["instrument"]
        ]
        for key in blank + self.posted_keys("issues", "remedy"):
            parts = FINDING_KEY.fullmatch(key)
            if parts and key not in (each for each, _, _ in rows):
                number = int(parts[2])
                later = (place for place, (_, _, row) in enumerate(rows) if row["indicator"] > number)
                row = {"indicator": number, "issues": "", "remedy": ""}
                rows.insert(next(later, len(rows)), (key, False, row))
        return rows

    def content(self):
        rows = []
        for key, is_stored, row in self.table:
            names = f"issues-{key}", f"remedy-{key}"
            typed = {
                "issues": self.kept(names[0], row["issues"]),
                "remedy": self.kept(names[1], row["remedy"]),
            }
            if any(typed.values()) or (is_stored and all(map(self.untouched, names))):
                rows.append({**row, **typed})
        return {**super().content(), "rows": rows}


class ItemScoresForm(HeadingsForm):
    """The items of an indicator, with their titles."""

    description = "ข้อคำถามหรือข้อตรวจของตัวชี้วัดหนึ่ง พร้อมคะแนนของแต่ละข้อ"
    rows_label = "ข้อที่พิมพ์และชื่อของข้อ (ข้อที่เว้นว่างจะไม่พิมพ์ หากเว้นว่างทุกข้อจะพิมพ์ครบทุกข้อตามชื่อในเกณฑ์)"
    scope = ("year", "indicator")

    def build(self):
        super().build()
        items = self.definitions.framework(self.stored["year"]).items.filter(
            indicator__number=self.stored["indicator"]
        )
        official = {each.code: each.title for each in items}
        # A JSON object keeps no order in PostgreSQL: the year's order, then what the year does not know.
        others = {*self.stored["titles"], *self.posted_keys("title")} - set(official)
        self.codes = [*official, *sorted(others)]
        for code in self.codes:
            text, title = self.stored["titles"].get(code, ""), official.get(code, "")
            help_text = f"ชื่อตามเกณฑ์: {escape(title)}" if title and title != text else ""
            self.add_row({f"title-{code}": (text_field(code, help_text=help_text), text)})

    def content(self):
        titles = {}
        for code in self.codes:
            title = self.kept(f"title-{code}", self.stored["titles"].get(code))
            if title or (title is not None and self.untouched(f"title-{code}")):
                titles[code] = title
        return {**super().content(), "titles": titles}


BLOCK_FORMS: dict[str, type[BlockForm]] = {
    "text": TextForm,
    "measures": MeasuresForm,
    "comparison": ComparisonForm,
    "ranking": RankingForm,
    "scores_by_instrument": ScoresByInstrumentForm,
    "findings": FindingsForm,
    "item_scores": ItemScoresForm,
}


class ScopeForm(forms.Form):
    """What is chosen before some block forms can be shown: the instrument, or the year and the indicator.

    `lacking` says in Thai what the year's definitions would have to offer first, and is empty where nothing is.
    """

    def __init__(self, data, *, names: tuple[str, ...], definitions: Definitions):
        own, fiscal_year = definitions.own, definitions.year.fiscal_year
        known: dict[str, forms.Field] = {
            "instrument": forms.ChoiceField(
                label="เครื่องมือประเมิน",
                choices=[(each.code, f"{each.code} {each.name}") for each in own.instruments.all()],
            ),
            "year": forms.TypedChoiceField(
                label="ผลของปีงบประมาณ", coerce=int, choices=definitions.year_choices()
            ),
            "indicator": forms.TypedChoiceField(
                label="ตัวชี้วัด",
                coerce=int,
                choices=[(each.number, str(each)) for each in own.indicators.all()],
            ),
        }
        empty = [known[name].label for name in names if not known[name].choices]
        self.lacking = f"เกณฑ์ของปี {fiscal_year} ยังไม่มี{'และ'.join(empty)} ให้ผู้ดูแลระบบเพิ่มก่อน" if empty else ""
        defaults = {name: str(known[name].choices[0][0]) for name in names if known[name].choices}
        defaults |= {"year": str(fiscal_year)} if "year" in names else {}
        super().__init__({**defaults, **{name: data[name] for name in names if name in data}})
        self.fields.update({name: known[name] for name in names})
