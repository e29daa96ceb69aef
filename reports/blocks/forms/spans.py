"""Forms of blocks over several years."""

from django import forms

from reports.blocks.chart import CHARTS
from reports.blocks.schema import MOST_YEARS

from .base import BlockForm


class SpanForm(BlockForm):
    """Two years and all between them."""

    def build(self):
        self.fields["from_year"] = self.year_field("ตั้งแต่ปี")
        self.fields["to_year"] = self.year_field("ถึงปี")

    def clean(self):
        first, last = self.cleaned_data.get("from_year"), self.cleaned_data.get("to_year")
        if first and last and not 1 <= last - first < MOST_YEARS:
            self.add_error("to_year", f"เลือกปีสุดท้ายให้มาหลังปีแรก และรวมแล้วไม่เกิน {MOST_YEARS} ปี")

    def content(self):
        return {name: self.cleaned_data[name] for name in ("from_year", "to_year")}


class YearsForm(SpanForm):
    description = "คะแนนรายตัวชี้วัด คะแนนรวม และระดับ ของ 2 ถึง 5 ปี คะแนนที่เทียบกับปีสุดท้ายไม่ได้มีเครื่องหมายและเหตุผล"


class ChartForm(SpanForm):
    description = "แผนภูมิแท่งหรือเส้นพร้อมตารางตัวเลข อ่านได้เมื่อพิมพ์ขาวดำ"

    chart = forms.ChoiceField(label="แผนภูมิ", choices=CHARTS)

    def content(self):
        return {**super().content(), "chart": self.cleaned_data["chart"]}


class ProgressForm(BlockForm):
    description = "จำนวนมาตรการของแต่ละประเด็นตามสถานะ เช่น กำลังดำเนินการ แล้วเสร็จ"
