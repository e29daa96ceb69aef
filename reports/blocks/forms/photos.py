"""The form of the photo annex: its pictures are chosen from the evidence of the year."""

from django import forms

from ita_portal.thai import long_date
from measures.models import Evidence

from .base import BlockForm
from .keeping import text_field

MAX_PICTURES = 120  # offered at once


class PhotosForm(BlockForm):
    """Which pictures of the evidence are printed, in which order, under which captions."""

    description = "ภาพจากหลักฐานของปี พร้อมคำบรรยาย จัดหน้าละ 2, 4 หรือ 6 ภาพ"
    rows_label = "ภาพที่พิมพ์ (ใส่ลำดับ 1, 2, 3 … ภาพที่ไม่ใส่ลำดับจะไม่พิมพ์)"
    no_rows = "ปีนี้ยังไม่มีภาพในหน้าหลักฐาน เพิ่มภาพ JPG หรือ PNG ในหน้าหลักฐานก่อน แล้วกลับมาเลือกที่นี่"

    per_page = forms.TypedChoiceField(
        label="ภาพต่อหน้า", coerce=int, choices=[(each, f"{each} ภาพ") for each in (2, 4, 6)]
    )

    def build(self):
        year = self.definitions.year
        stored = {each["evidence"]: each for each in self.stored["photos"]}
        own = Evidence.objects.pictures().filter(municipality=year.municipality_id)
        of_year = own.kept().of_year(year).order_by("dated", "pk")[:MAX_PICTURES]
        offered = {each.pk: each for each in [*own.filter(pk__in=stored), *of_year]}
        self.pictures = [pk for pk in stored if pk in offered] + [pk for pk in offered if pk not in stored]
        places = {pk: place for place, pk in enumerate(stored, start=1)}
        for pk in self.pictures:
            each = offered[pk]
            order = forms.IntegerField(label="ลำดับที่พิมพ์", required=False, min_value=1, max_value=999)
            order.widget.attrs["inputmode"] = "numeric"
            caption = text_field("คำบรรยาย", rows=2, max_length=500)
            note = "ถูกลบจากหน้าหลักฐาน จะไม่พิมพ์" if each.deleted_at else ""
            text = stored[pk]["caption"] if pk in stored else _caption(each)
            fields = {f"order-{pk}": (order, places.get(pk)), f"caption-{pk}": (caption, text)}
            self.add_row(fields, str(each), note, pk)

    def content(self):
        stored = {each["evidence"]: each for each in self.stored["photos"]}
        chosen = [pk for pk in self.pictures if self.cleaned_data[f"order-{pk}"]]
        chosen.sort(key=lambda pk: self.cleaned_data[f"order-{pk}"])
        photos = [
            {
                "evidence": pk,
                "caption": self.kept(f"caption-{pk}", stored[pk]["caption"])
                if pk in stored
                else self.cleaned_data[f"caption-{pk}"],
            }
            for pk in chosen
        ]
        return {"per_page": self.cleaned_data["per_page"], "photos": photos}


def _caption(picture: Evidence) -> str:
    """Return the caption that a picture starts with: its name and its day."""
    return f"{picture} ({long_date(picture.dated)})" if picture.dated else str(picture)
