"""Forms of the spreadsheet pages: the upload, and what a template or an export shall hold."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.frameworks.models import Framework, current_fiscal_year
from assessments.municipalities.models import Municipality
from assessments.tabular.table import LIMITS

from .resources.base import ExportFilter


class SheetUploadForm(forms.Form):
    file = forms.FileField(
        label="ไฟล์ข้อมูล (.xlsx หรือ .csv)",
        help_text=f"ไม่เกิน {LIMITS.upload / 1e6:.0f} MB ยังไม่มีข้อมูลใดเปลี่ยนจนกว่าท่านจะยืนยันในขั้นถัดไป",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "เลือกไฟล์ก่อน แล้วกดตรวจไฟล์",
            "empty": "ไฟล์ว่างเปล่า ตรวจว่าบันทึกไฟล์แล้ว และเลือกไฟล์อีกครั้ง",
            "invalid": "แนบไฟล์ไม่สำเร็จ เลือกไฟล์อีกครั้ง",
            "max_length": "ชื่อไฟล์ยาวเกินไป เปลี่ยนชื่อไฟล์ให้สั้นลง แล้วเลือกไฟล์อีกครั้ง",
        },
    )

    def __init__(self, *args, per_year: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if per_year:
            self.fields["fiscal_year"] = year_field(
                "ปีของข้อมูลในไฟล์",
                "ตามคอลัมน์ปีงบประมาณในไฟล์",
                published_years(),
                help_text="เลือกปีแล้วไฟล์ไม่ต้องมีคอลัมน์ปีงบประมาณ แถวที่ระบุปีอื่นจะไม่รับ",
            )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LIMITS.upload:
            raise ValidationError(
                f"ไฟล์ใหญ่ {file.size / 1e6:.1f} MB เกินที่รับได้ {LIMITS.upload / 1e6:.0f} MB ระบบจึงไม่ได้อ่านไฟล์นี้ "
                "แบ่งข้อมูลเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์"
            )
        return file


def published_years() -> list[int]:
    return list(Framework.objects.published().order_by("-fiscal_year").values_list("fiscal_year", flat=True))


def year_field(label: str, every: str, years: list[int], **options: Any) -> forms.TypedChoiceField:
    """Return a choice among years; `every` is what none is called."""
    choices = [("", every), *((year, f"ปี {year}") for year in years)]
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None, choices=choices, **options)


class SheetFilterForm(forms.Form):
    """Which rows: staff choose a year, administrators also a province and a kind of municipality."""

    def __init__(self, *args, user, per_year: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if per_year:
            years = published_years()
            newest = next((year for year in years if year <= current_fiscal_year()), "")
            self.fields["fiscal_year"] = year_field("ปีงบประมาณ", "ทุกปี", years, initial=newest)
        if not user.municipality_id:
            names = Municipality.objects.for_user(user).provinces()
            provinces = [("", "ทุกจังหวัด"), *((name, name) for name in names)]
            kinds = [("", "ทุกประเภท"), *Municipality.Kind.choices]
            self.fields["province"] = forms.ChoiceField(label="จังหวัด", required=False, choices=provinces)
            self.fields["municipality_kind"] = forms.ChoiceField(label="ประเภทหน่วยงาน", required=False, choices=kinds)

    def chosen(self) -> ExportFilter:
        """Return the valid choices as what `export_rows` takes."""
        return ExportFilter(**{name: value for name, value in self.cleaned_data.items() if value})
