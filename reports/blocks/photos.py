"""The photo annex: pictures of the evidence with captions, so many to a page."""

from typing import Annotated, Literal

from django import forms
from pydantic import Field

from ita_portal.thai import long_date
from measures.models import Evidence
from reports.documents.models import Block, Document

from .base import BlockType, Chosen, Surroundings
from .cells import batched, lines
from .forms.base import BlockForm
from .forms.keeping import text_field
from .inputs import DocumentInputs
from .schema import BlockData, Caption, Strict

# How many stand side by side, by how many a page holds: (portrait, landscape).
ACROSS = {2: (1, 2), 4: (2, 2), 6: (2, 3)}
MAX_PICTURES = 120  # offered at once


class Photo(Strict):
    evidence: Annotated[int, Field(ge=1)]
    caption: Caption


class PhotosData(BlockData):
    type: Literal["photos"]
    per_page: Literal[2, 4, 6]
    photos: Annotated[list[Photo], Field(max_length=200)]

    def evidence(self) -> set[int]:
        return {photo.evidence for photo in self.photos}


class PhotosForm(BlockForm):
    """Which pictures of the evidence are printed, in which order, under which captions."""

    rows_label = "ภาพที่พิมพ์ (ใส่ลำดับ 1, 2, 3 … ภาพที่ไม่ใส่ลำดับจะไม่พิมพ์)"
    no_rows = "ปีนี้ยังไม่มีภาพในหน้าหลักฐาน เพิ่มภาพ JPG หรือ PNG ในหน้าหลักฐานก่อน แล้วกลับมาเลือกที่นี่"

    per_page = forms.TypedChoiceField(
        label="ภาพต่อหน้า", coerce=int, choices=[(count, f"{count} ภาพ") for count in ACROSS]
    )

    def build(self):
        year = self.definitions.year
        stored = self.captions = {photo["evidence"]: photo["caption"] for photo in self.stored["photos"]}
        own = Evidence.objects.pictures().filter(municipality=year.municipality_id)
        of_year = own.kept().of_year(year).order_by("dated", "pk")[:MAX_PICTURES]
        offered = {picture.pk: picture for picture in [*own.filter(pk__in=stored), *of_year]}
        self.pictures = [pk for pk in stored if pk in offered] + [pk for pk in offered if pk not in stored]
        places = {pk: place for place, pk in enumerate(stored, start=1)}
        for pk in self.pictures:
            picture = offered[pk]
            order = forms.IntegerField(label="ลำดับที่พิมพ์", required=False, min_value=1, max_value=999)
            order.widget.attrs["inputmode"] = "numeric"
            caption = text_field("คำบรรยาย", rows=2, max_length=500)
            note = "ถูกลบจากหน้าหลักฐาน จะไม่พิมพ์" if picture.deleted_at else ""
            new = f"{picture} ({long_date(picture.dated)})" if picture.dated else str(picture)
            fields = {f"order-{pk}": (order, places.get(pk)), f"caption-{pk}": (caption, stored.get(pk, new))}
            self.add_row(fields, str(picture), note, pk)

    def content(self):
        chosen = [pk for pk in self.pictures if self.cleaned_data[f"order-{pk}"]]
        chosen.sort(key=lambda pk: self.cleaned_data[f"order-{pk}"])
        typed = {pk: self.cleaned_data[f"caption-{pk}"] for pk in chosen}
        kept = {pk: self.kept(f"caption-{pk}", text) for pk, text in self.captions.items() if pk in typed}
        photos = [{"evidence": pk, "caption": text} for pk, text in (typed | kept).items()]
        return {**super().content(), "photos": photos}


class PhotosBlock(BlockType):
    description = "ภาพจากหลักฐานของปี พร้อมคำบรรยาย จัดหน้าละ 2, 4 หรือ 6 ภาพ"
    data = PhotosData
    form = PhotosForm
    heading = "ภาคผนวก ภาพถ่าย"
    package_version = 0  # names files of this portal

    def start(self, chosen: Chosen) -> dict:
        return {"per_page": 4, "photos": []}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        """Print the pictures that are still there, numbered through; each group of rows starts a page."""
        landscape = inputs.document.orientation == Document.Orientation.LANDSCAPE
        across = ACROSS[data["per_page"]][landscape]
        kept = [photo for photo in data["photos"] if photo["evidence"] in inputs.pictures]
        photos = [_photo(number, photo, inputs) for number, photo in enumerate(kept, start=1)]
        return {
            "per_page": data["per_page"],
            "across": across,
            "pages": [_rows(page, across) for page in batched(photos, data["per_page"])],
            "empty": "ยังไม่ได้เลือกภาพ",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"{len(data['photos'])} ภาพ · หน้าละไม่เกิน {data['per_page']} ภาพ · ไม่รวมในไฟล์แลกเปลี่ยน"

    def lacks(self, data: dict) -> str:
        return "" if data["photos"] else "ยังไม่ได้เลือกภาพ"

    def warning(self, block: Block, around: Surroundings) -> str:
        lost = len({photo["evidence"] for photo in block.data["photos"]} - around.pictures)
        return f"ภาพ {lost} ภาพถูกลบจากหน้าหลักฐาน จะไม่พิมพ์" if lost else ""


def _photo(number: int, photo: dict, inputs: DocumentInputs) -> dict:
    picture, text = inputs.pictures[photo["evidence"]], photo["caption"]
    if picture.dated:  # the day that the form proposed
        day = long_date(picture.dated)
        text = text.replace(day, inputs.number(day))
    caption = lines(f"ภาพที่ {inputs.number(number)} {text}".strip())
    return {"evidence": picture.pk, "file": picture.print_file.name, "text": text, "caption": caption}


def _rows(photos: list[dict], across: int) -> list[list[dict | None]]:
    """Lay the pictures out in rows of equal length; None is an empty place."""
    return batched([*photos, *[None] * (-len(photos) % across)], across)
