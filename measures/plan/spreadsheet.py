"""Measures as a spreadsheet: a row for a measure, found by its number in the portal; without one it is new."""

from assessments.records.bulk import save_rows
from assessments.spreadsheets.resources.base import RowRefused
from assessments.spreadsheets.resources.kinds import Kind
from assessments.spreadsheets.resources.years import CODE, IN_ORDER, NAME, YEAR, YearResource, chosen_years
from assessments.tabular.table import Column

from .headings import AREA, USUAL
from .models import TEXT_FIELDS, Measure
from .order import place_for, printed_order, renumber

REPEATED = "มีมาตรการนี้ในประเด็นเดียวกันของปีนี้แล้ว จึงไม่เพิ่มซ้ำ หากต้องการแก้ไข ให้ใส่รหัสมาตรการที่ได้จากการส่งออก"


class MeasureResource(YearResource):
    parts = ("areas",)
    keys = ("code", "fiscal_year", "measure")
    paths = {**YearResource.paths, "measure": "pk", "area_title": "area__title"}

    @classmethod
    def columns(cls):
        texts = [Measure._meta.get_field(name) for name in TEXT_FIELDS]
        return [
            CODE,
            NAME,
            YEAR,
            Column("measure", "รหัสมาตรการ", ("เลขมาตรการ",), "integer", note="ได้จากการส่งออก เว้นว่างคือเพิ่มมาตรการใหม่"),
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
            *(Column(text.name, str(text.verbose_name), USUAL[text.name], "lines") for text in texts),
        ]

    def identity(self, keys):
        return keys["measure"]

    def prepare(self, keys, lock):
        super().prepare(keys, lock)
        self.areas = self.frameworks.parts("areas", "number")

    def load(self, keys):
        years = {year.pk: year for year in self.known_years(keys)}
        wanted = [key["measure"] for key in keys if key["measure"]]
        self.known = {}
        for measure in Measure.with_deleted.filter(pk__in=wanted, assessment__in=list(years)):
            measure.assessment = years[measure.assessment_id]
            self.known[measure.pk] = self._shown(measure)
        stored = Measure.objects.filter(assessment__in=list(years)).values_list("assessment", "area", "title")
        self.there = {(year, area, _words(title)) for year, area, title in stored}

    def _shown(self, measure: Measure) -> Measure:
        areas = self.areas[measure.assessment.framework_id].values()
        measure.area = next((area for area in areas if area.pk == measure.area_id), None)
        return _numbered(measure)

    def find(self, keys, row, faults):
        year = self.year_of(keys, row, faults)
        number = keys.get("measure")
        if number is None:
            return self._shown(Measure(assessment=year)), True
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
        if _says_nothing(instance):
            return
        self.check_fields(instance, faults, ("assessment", "area", "position"))
        if new:
            self.subject = self.label(instance)
            if (year.pk, area and area.pk, _words(instance.title)) in self.there:
                faults.setdefault("title", REPEATED)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if not import_validation_errors and _says_nothing(instance):
            return True
        return super().skip_row(instance, original, row, import_validation_errors)

    def store(self, new, changed):
        self.store_years(measure.assessment for measure in (*new, *changed))
        save_rows(changed, ["area", *TEXT_FIELDS])
        placed: dict[int, list[Measure]] = {}
        for measure in (*(measure for measure in changed if measure.moved), *new):
            placed.setdefault(measure.assessment.pk, []).append(measure)
        stored: dict[int, list[Measure]] = {pk: [] for pk in placed}
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

    def queryset(self, chosen):
        return (
            Measure.objects.filter(assessment__in=chosen_years(self.user, chosen))
            .select_related("assessment__municipality", "assessment__framework", "area")
            .order_by(*IN_ORDER, "position", "pk")
        )

    def instances(self, chosen):
        return map(_numbered, super().instances(chosen))


def _numbered(measure: Measure) -> Measure:
    """Give a measure what the column of its area shows."""
    vars(measure)["area_number"] = measure.area.number if measure.area else None
    return measure


def _words(title: str) -> str:
    return " ".join(title.split())


def _says_nothing(measure: Measure) -> bool:
    """Tell whether this is a row of the template that nobody filled in."""
    return measure._state.adding and not any(getattr(measure, name).strip() for name in TEXT_FIELDS)


KIND = Kind("measures", "มาตรการ", "มาตรการละแถว รหัสมาตรการบอกว่าแก้แถวใด เว้นว่างคือเพิ่มใหม่", MeasureResource, position=4)
