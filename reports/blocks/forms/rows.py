"""Forms of tables whose rows are typed."""

import re

from django.utils.html import escape

from ita_portal.thai import two_decimals

from .base import BlockForm
from .keeping import row_keys, text_field

FINDING_KEY = re.compile(r"([1-9][0-9]?)-([1-9][0-9]?)")
REMARK_KEY = re.compile(r"([1-9][0-9]?)-(.{1,10})")


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
