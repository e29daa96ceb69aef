"""Measures as a spreadsheet: a row for a measure, found by its number in the portal; without one it is new.

Plan and progress travel alike; of the notes only the latest, and another text than that is a further note.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Subquery

from assessments.models import Area
from assessments.records.bulk import delete_rows, save_rows
from assessments.spreadsheets.resources.base import RowRefused
from assessments.spreadsheets.resources.kinds import Kind
from assessments.spreadsheets.resources.lookups import listed_parts
from assessments.spreadsheets.resources.years import IN_ORDER, PLACE, YearResource, chosen_years
from assessments.tabular.table import Column, Section
from ita_portal.thai import ascii_digits

from .headings import AREA, USUAL
from .models import RESULTS, TEXT_FIELDS, Measure, ProgressNote, Target, changed_status
from .order import FIELDS, place_for, printed_order, renumber
from .paste import NUMBERED_AREA, area_alone
from .texts import NO_REASON

NO_TITLE = "ไฟล์ไม่มีคอลัมน์ “มาตรการ” จึงเพิ่มมาตรการใหม่ไม่ได้ แก้หัวคอลัมน์ หรือใส่รหัสมาตรการของแถวที่จะแก้ไข"
NOT_CANCELLED = "กรอกได้เฉพาะมาตรการที่สถานะเป็นยกเลิก เปลี่ยนสถานะ หรือลบข้อความในช่องนี้"
PROGRESS = ("half_output", "half_outcome", "status", "status_reason")
# What a measure answers: the column, the field of a target, what names a part, what orders them, the noun.
ANSWERED = {"indicators": ("indicator", "number", "number", "ตัวชี้วัดที่"), "items": ("item", "code", "position", "ข้อ")}
MEASURE = Column("measure", "รหัสมาตรการ", ("เลขมาตรการ",), "integer", note="ได้จากการส่งออก เว้นว่างคือเพิ่มมาตรการใหม่")


def _text(name: str, *further: str, note: str = "") -> Column:
    return Column(name, str(FIELDS[name].verbose_name), (*USUAL.get(name, ()), *further), "lines", note=note)


class MeasureResource(YearResource):
    parts = ("areas", *ANSWERED)
    keys = ("code", "fiscal_year", "measure")
    paths = {**YearResource.paths, "measure": "pk", "area_title": "area__title"}

    @classmethod
    def columns(cls):
        return [
            *PLACE,
            MEASURE,
            Column(
                "area_number",
                "ประเด็นที่",
                USUAL[AREA],
                "integer",
                dash=True,
                fill_down=True,
                note="เลขประเด็น - คือไม่จัดประเด็น เว้นว่างคือประเด็นเดียวกับแถวบน",
            ),
            Column("area_title", "ชื่อประเด็น", note="ไว้อ่านประกอบ ไม่ใช้ตอนนำเข้า"),
            *(_text(name) for name in TEXT_FIELDS if name not in RESULTS),
            Column(
                "indicators",
                "ตัวชี้วัดที่ตอบ",
                ("ตอบตัวชี้วัด", "ตอบตัวชี้วัดที่", "ตัวชี้วัดที่มาตรการตอบ"),
                "list",
                dash=True,
                note="เลขตัวชี้วัดของปีนั้น เช่น 4, 8 ทั้งหมดที่มาตรการตอบ - คือไม่มี",
            ),
            Column(
                "items",
                "ข้อที่ตอบ",
                ("ตอบข้อ", "ข้อที่มาตรการตอบ"),
                "list",
                dash=True,
                note="รหัสข้อของปีนั้น เช่น O12, E3 ทั้งหมดที่มาตรการตอบ - คือไม่มี",
            ),
            Column(
                "status", "สถานะ", ("สถานะมาตรการ", "สถานะการดำเนินงาน"), "choice", choices=dict(Measure.Status.choices)
            ),
            _text("status_reason", "เหตุผลการยกเลิก", note="ต้องกรอกเมื่อสถานะเป็นยกเลิก"),
            _text("half_output", "ผลการดำเนินงาน 6 เดือน", "ผลการดำเนินการรอบ 6 เดือน", "ผลรอบ 6 เดือน"),
            _text("half_outcome", "ผลลัพธ์ 6 เดือน"),
            _text("output", "ผลการดำเนินงานเมื่อสิ้นปี", note="เมื่อสิ้นปี"),
            _text("outcome", "ผลลัพธ์เมื่อสิ้นปี", note="เมื่อสิ้นปี"),
            Column(
                "note",
                "บันทึกความก้าวหน้าล่าสุด",
                ("บันทึกความก้าวหน้า", "ความก้าวหน้า"),
                "lines",
                note="ข้อความที่ต่างจากบันทึกล่าสุดคือเพิ่มบันทึกใหม่ บันทึกเดิมไม่เปลี่ยน",
            ),
        ]

    def section(self):
        """Return that a row "ประเด็นที่ ๑ …" holds the area of the measures below, as the portal's own plan prints it."""
        return Section(self.by_name["area_number"], self._area_of)

    def _area_of(self, texts):
        alone = area_alone([*texts, ""], self.titled_areas)
        if alone is None:
            return None
        named = NUMBERED_AREA.match(ascii_digits(texts[0].strip()))
        return str(alone[0].number) if alone[0] else named and named[1]

    @cached_property
    def titled_areas(self) -> list[Area]:
        """The areas of the chosen year; without one a row names its area by its number."""
        return list(Area.objects.filter(framework__fiscal_year=self.fiscal_year)) if self.fiscal_year else []

    def _read(self, name, text):
        named = self._area_of([text]) if name == "area_number" and text else None
        return super()._read(name, named or text)

    def identity(self, keys):
        return keys["measure"]

    def prepare(self, keys, lock):
        super().prepare(keys, lock)
        self.areas = self.frameworks.parts("areas", "number")
        self.answerable = {name: self.frameworks.parts(name, key) for name, (_, key, *_) in ANSWERED.items()}
        years = [year.pk for year in self.assessments.values()]
        stored = Measure.objects.filter(assessment__in=years).values_list("assessment", "area", "title")
        self.there = {(year, place, _words(title)) for year, area, title in stored for place in (area, None)}

    def load(self, keys):
        years = {year.pk: year for year in self.known_years(keys)}
        wanted = [key["measure"] for key in keys if key["measure"]]
        self.known = {}
        stored = _with_progress(Measure.with_deleted.filter(pk__in=wanted, assessment__in=list(years)))
        for measure in stored:
            measure.assessment = years[measure.assessment_id]
            self.known[measure.pk] = _shown(measure)

    def find(self, keys, row, faults):
        year = self.year_of(keys, row, faults)
        number = keys.get("measure")
        if number is None:
            if "title" not in self.stored:
                faults["title"] = NO_TITLE
            return _shown(Measure(assessment=year)), True
        measure = self.known.get(number)
        if measure is None or measure.assessment is not year:
            where = f"{year.municipality.name} ปี {year.fiscal_year}"
            faults["measure"] = f"ไม่มีมาตรการรหัส {number} ใน{where} เว้นว่างหากต้องการเพิ่มใหม่"
        elif measure.deleted_at:
            faults["measure"] = f"มาตรการรหัส {number} ถูกลบไปแล้ว ให้นำกลับมาในหน้ามาตรการก่อน"
        else:
            return measure, False
        raise RowRefused

    def label(self, instance):
        year = instance.assessment
        return f"{year.municipality.name} ปี {year.fiscal_year}: {instance.title.strip()[:80] or 'มาตรการใหม่'}"

    def check(self, instance, new, faults):
        year = instance.assessment
        area = self.areas[year.framework_id].get(instance.area_number)
        if area is None and instance.area_number is not None:
            faults.setdefault("area_number", f"เกณฑ์ปี {year.fiscal_year} ไม่มีประเด็นที่ {instance.area_number}")
        instance.moved = area != instance.area
        instance.area = area
        for name in ANSWERED:
            self._answer(instance, name, faults)
        self._settle_status(instance, faults)
        if _is_blank(instance.note):
            instance.note = self.before.get("note", "")
        if self._says_nothing(instance):
            return
        self.check_fields(instance, faults, ("assessment", "area", "position"))
        if new:
            self.subject = self.label(instance)
            self.already = (
                year.pk,
                area and area.pk,
                _words(instance.title),
            ) in self.there  # in any, where it names none

    def _answer(self, measure: Measure, name: str, faults: dict) -> None:
        """Read what a cell says that the measure answers, and let the measure show it in the one way of writing it."""
        year = measure.assessment
        named, unknown = listed_parts(getattr(measure, name), self.answerable[name][year.framework_id])
        _, key, _, noun = ANSWERED[name]
        if unknown:
            faults.setdefault(name, f"เกณฑ์ปี {year.fiscal_year} ไม่มี{noun} {', '.join(unknown)[:60]}")
        vars(measure)[name] = ", ".join(str(getattr(part, key)) for part in named)
        vars(measure)[f"wanted_{name}"] = {part.pk for part in named}

    def _settle_status(self, measure: Measure, faults: dict) -> None:
        """Hold a cancelled measure to its reason; where it goes on, the reason goes."""
        if measure.status == Measure.Status.CANCELLED:
            if _is_blank(measure.status_reason):
                faults.setdefault("status_reason", NO_REASON)
        elif _is_blank(measure.status_reason) or measure.status_reason == self.before.get("status_reason", ""):
            measure.status_reason = ""
        else:
            faults.setdefault("status_reason", NOT_CANCELLED)

    def _says_nothing(self, measure: Measure) -> bool:
        """Tell whether this is a row of the template that nobody filled in, or only with dashes."""
        said = ((old, getattr(measure, name)) for name, old in self.before.items() if name != "area_number")
        return measure._state.adding and all(old == now or _is_blank(now) for old, now in said)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if not import_validation_errors and self._says_nothing(instance):
            return True
        return super().skip_row(instance, original, row, import_validation_errors)

    def store(self, new, changed):
        self.store_years(measure.assessment for measure in (*new, *changed))
        fields = {"area_number": "area", **{name: name for name in (*TEXT_FIELDS, *PROGRESS)}}
        save_rows((row for row in changed if fields.keys() & set(row.sheet_changes)), list(fields.values()))
        self._store_places(new, [measure for measure in changed if measure.moved])
        _store_targets([*new, *changed])
        self._store_notes([*new, *changed])

    def _store_places(self, new: list[Measure], moved: list[Measure]) -> None:
        """Put new measures, and those of another area, behind the last of their area."""
        placed: dict[int, list[Measure]] = defaultdict(list)
        for measure in (*moved, *new):
            placed[measure.assessment.pk].append(measure)
        stored: dict[int, list[Measure]] = defaultdict(list)
        for row in Measure.with_deleted.filter(assessment__in=list(placed)).select_related("area"):
            stored[row.assessment_id].append(row)
        reordered = []
        for pk, measures in placed.items():
            rows = [row for row in sorted(stored[pk], key=printed_order) if row not in measures]
            for measure in measures:
                rows.insert(place_for(rows, measure.area), measure)
            reordered += [row for row in renumber(rows) if not row._state.adding]
        save_rows(reordered, ["position"])
        save_rows(new)

    def _store_notes(self, rows: Iterable[Any]) -> None:
        """Add a note for each that brings one, or a new status."""
        told = [
            (row, row.note if "note" in row.sheet_changes else row.status_reason or changed_status(row))
            for row in rows
            if {"note", "status"} & set(row.sheet_changes)
        ]
        save_rows(ProgressNote(measure=row, status=row.status, text=text, by=self.user) for row, text in told)

    def queryset(self, chosen):
        return _with_progress(
            Measure.objects.filter(assessment__in=chosen_years(self.user, chosen))
            .select_related("assessment__municipality", "assessment__framework")
            .order_by(*IN_ORDER, "position", "pk")
        )

    def instances(self, chosen):
        return map(_shown, super().instances(chosen))


def _with_progress(measures):
    """Bring along what the columns of measures show of other rows."""
    latest = ProgressNote.objects.filter(measure=OuterRef("pk")).order_by("-pk").values("text")[:1]
    targets = ("targets__indicator", "targets__item")
    return measures.select_related("area").prefetch_related(*targets).annotate(note=Subquery(latest))


def _shown(measure: Any) -> Any:
    """Give a measure the texts of the columns that are no fields of its own."""
    targets = list(measure.targets.all()) if measure.pk else []
    for name, (field, key, order, _) in ANSWERED.items():
        parts = [part for target in targets if (part := getattr(target, field))]
        parts.sort(key=attrgetter(order, "pk"))
        vars(measure)[name] = ", ".join(str(getattr(part, key)) for part in parts)
    vars(measure).update(area_number=measure.area and measure.area.number, note=getattr(measure, "note", None) or "")
    return measure


def _store_targets(measures: Iterable[Any]) -> None:
    """Let measures answer exactly what their cells name."""
    changed = [row for row in measures if ANSWERED.keys() & set(row.sheet_changes)]
    stored: dict[tuple, int] = {}
    for target in Target.objects.filter(measure__in=changed):
        stored[target.measure_id, target.indicator_id, target.item_id] = target.pk
    wanted = {(row.pk, pk, None): row for row in changed for pk in row.wanted_indicators}
    wanted |= {(row.pk, None, pk): row for row in changed for pk in row.wanted_items}
    if gone := [pk for key, pk in stored.items() if key not in wanted]:
        delete_rows(Target.objects.filter(pk__in=gone))
    save_rows(
        Target(measure=row, indicator_id=key[1], item_id=key[2]) for key, row in wanted.items() if key not in stored
    )


def _is_blank(text: str) -> bool:
    return not text.strip(" -\n")


def _words(title: str) -> str:
    return " ".join(title.split())


KIND = Kind("measures", "มาตรการ", "มาตรการละแถว รหัสมาตรการบอกว่าแก้แถวใด เว้นว่างคือเพิ่มใหม่", MeasureResource, position=4)
