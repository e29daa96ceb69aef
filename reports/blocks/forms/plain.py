"""Forms of prose and of tables that the portal fills: little is typed."""

from .base import BlockForm
from .keeping import from_lines, text_field, to_lines


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
