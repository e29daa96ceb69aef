"""Forms of the spreadsheet pages: the upload, and what a template or an export shall hold."""

from django import forms
from django.core.exceptions import ValidationError

from assessments.frameworks.models import Framework
from assessments.municipalities.models import Municipality
from assessments.tabular.table import LIMITS
from ita_portal.thai import sort_key

from .resources.base import ExportFilter


class SheetUploadForm(forms.Form):
    file = forms.FileField(
        label="แฟ้มข้อมูล (.xlsx หรือ .csv)",
        help_text=f"ไม่เกิน {LIMITS.upload / 1e6:.0f} MB ยังไม่มีข้อมูลใดเปลี่ยนจนกว่าท่านจะยืนยันในขั้นถัดไป",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "เลือกแฟ้มก่อน แล้วกดตรวจแฟ้ม",
            "empty": "แฟ้มว่างเปล่า ตรวจว่าบันทึกแฟ้มแล้ว และเลือกแฟ้มอีกครั้ง",
            "invalid": "แนบแฟ้มไม่สำเร็จ เลือกแฟ้มอีกครั้ง",
            "max_length": "ชื่อแฟ้มยาวเกินไป เปลี่ยนชื่อแฟ้มให้สั้นลง แล้วเลือกแฟ้มอีกครั้ง",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LIMITS.upload:
            raise ValidationError(
                f"แฟ้มใหญ่ {file.size / 1e6:.1f} MB เกินที่รับได้ {LIMITS.upload / 1e6:.0f} MB ระบบจึงไม่ได้อ่านแฟ้มนี้ "
                "แบ่งข้อมูลเป็นหลายแฟ้มแล้วนำเข้าทีละแฟ้ม"
            )
        return file


class SheetFilterForm(forms.Form):
    """Which rows: staff choose a year, administrators also a province and a kind of municipality."""

    def __init__(self, *args, user, per_year: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if per_year:
            published = Framework.objects.published().order_by("-fiscal_year")
            years = list(published.values_list("fiscal_year", flat=True))
            self.fields["fiscal_year"] = forms.TypedChoiceField(
                label="ปีงบประมาณ",
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "ทุกปี"), *((year, f"ปี {year}") for year in years)],
                initial=years[0] if years else "",
            )
        if not user.municipality_id:
            known = Municipality.objects.for_user(user).order_by()
            names = sorted(known.values_list("province", flat=True).distinct(), key=sort_key)
            provinces = [("", "ทุกจังหวัด"), *((name, name) for name in names)]
            kinds = [("", "ทุกประเภท"), *Municipality.Kind.choices]
            self.fields["province"] = forms.ChoiceField(label="จังหวัด", required=False, choices=provinces)
            self.fields["municipality_kind"] = forms.ChoiceField(label="ประเภทหน่วยงาน", required=False, choices=kinds)

    def chosen(self) -> ExportFilter:
        """Return the valid choices as what `export_rows` takes."""
        return ExportFilter(**{name: value for name, value in self.cleaned_data.items() if value})
