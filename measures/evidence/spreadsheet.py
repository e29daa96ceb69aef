"""Evidence as a spreadsheet: a row for what a year added or uses, with the items and measures that use it there.

Web addresses come in; files are uploaded in the browser. A row with the number of evidence says all that it is and
what uses it; a row without one is found by address and title, is not added again and only gains what uses it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Collate

from assessments.models import Assessment, Item
from assessments.municipalities.models import THAI
from assessments.records.bulk import delete_rows, lock_rows, save_rows
from assessments.spreadsheets.resources.base import RowRefused
from assessments.spreadsheets.resources.kinds import Kind
from assessments.spreadsheets.resources.lookups import listed_parts
from assessments.spreadsheets.resources.years import PLACE, YearResource, chosen_years
from assessments.tabular.names import hint
from assessments.tabular.table import Column
from assessments.years.workflow import LOCKED, locked_sentence
from measures.plan.models import Measure

from .models import Evidence, ItemEvidence, MeasureEvidence
from .services import TITLE_LENGTH, clean_day, clean_title
from .web_addresses import web_address

YEARS = 200  # of an export at a time
FIELDS = ("title", "address", "click_path", "dated")
CLEANED: dict[str, Callable[[Any], Any]] = {"title": clean_title, "dated": clean_day, "address": web_address}
NO_ADDRESS = "ใส่ที่อยู่เว็บ (ไฟล์เพิ่มได้ที่หน้า “หลักฐาน” ของปีเท่านั้น)"
IS_FILE = "หลักฐานนี้เป็นไฟล์ จึงไม่มีที่อยู่เว็บและเส้นทาง ให้เว้นว่าง"
LONGEST = {"title": TITLE_LENGTH, "click_path": 2_000}


@dataclass(eq=False)
class Uses:
    """Which items and measures use evidence in a year, by key: as they are stored, and as the file leaves them."""

    evidence: Evidence
    assessment: Assessment
    stored: dict[str, set[int]] = field(default_factory=lambda: {"items": set(), "measures": set()})

    def __post_init__(self) -> None:
        self.now = {name: set(keys) for name, keys in self.stored.items()}


class EvidenceRow:
    """Evidence in a year, as the columns show it."""

    sheet_changes: list[str]
    titled: str  # of a new row: the measure, by its title
    wanted: dict[str, set[int]]

    def __init__(self, uses: Uses, items: Iterable[Item], measures: Mapping[int, Measure]):
        self.uses, self.evidence, self.assessment = uses, uses.evidence, uses.assessment
        self.title, self.address = self.evidence.title, self.evidence.address
        self.click_path, self.dated = self.evidence.click_path, self.evidence.dated
        self.items = ", ".join(item.code for item in items if item.pk in uses.now["items"])
        used = sorted(uses.now["measures"])
        self.measures = ", ".join(map(str, used))
        self.measure_titles = "\n".join(str(measures[pk]) for pk in used)


class EvidenceResource(YearResource):
    there: dict[tuple, Uses]  # what a row without a number may mean
    parts = ("items",)
    keys = ("code", "fiscal_year", "evidence")
    paths = {
        **YearResource.paths,
        "evidence": "evidence__pk",
        "filename": "evidence__filename",
        "measure_titles": "measure_titles",
    }

    @classmethod
    def columns(cls):
        number = "ได้จากการส่งออก เว้นว่างคือเพิ่มหลักฐานใหม่"
        of_items = "ข้อที่ใช้หลักฐานนี้ เช่น O12, O13"
        of_measures = "รหัสของมาตรการที่ใช้หลักฐานนี้ ได้จากการส่งออกมาตรการ"
        of_address = "ต้องมีเมื่อเพิ่มหลักฐานใหม่ ขึ้นต้นด้วย https:// หรือ http://"
        of_way = "จากหน้าแรกกดอะไรบ้าง เช่น หน้าแรก > การเปิดเผยข้อมูล > ITA > O12"
        of_titles = "ใช้แทนรหัสมาตรการเมื่อเพิ่มหลักฐานใหม่ ต้องตรงกับชื่อมาตรการในปีนั้น"
        return [
            *PLACE,
            Column("evidence", "รหัสหลักฐาน", (), "integer", note=number),
            Column("items", "ข้อ", ("รหัสข้อ", "ข้อที่ใช้", "ข้อตรวจ", "ข้อคำถาม"), "list", dash=True, note=of_items),
            Column("measures", "รหัสมาตรการ", ("เลขมาตรการ",), "list", dash=True, note=of_measures),
            Column("measure_titles", "มาตรการ", ("ชื่อมาตรการ",), "lines", note=of_titles),
            Column("title", "ชื่อหลักฐาน", ("หลักฐาน", "ชื่อเอกสาร", "รายการหลักฐาน"), note="ต้องมีเมื่อเพิ่มหลักฐานใหม่"),
            Column("address", "ที่อยู่เว็บ", ("URL", "ลิงก์", "ลิงค์", "link", "ที่อยู่เว็บไซต์"), note=of_address),
            Column(
                "click_path", "เส้นทางการเข้าถึงบนเว็บไซต์", ("เส้นทางการเข้าถึง", "เส้นทาง"), "lines", dash=True, note=of_way
            ),
            Column("dated", "ลงวันที่", ("วันที่",), "date", dash=True, note="วันที่ของสิ่งที่หลักฐานแสดง"),
            Column("filename", "ไฟล์", ("ชื่อไฟล์", "แฟ้ม", "ชื่อแฟ้ม"), note="ไว้อ่านประกอบ ไฟล์เพิ่มได้ที่หน้าหลักฐานเท่านั้น"),
        ]

    def identity(self, keys):
        return keys["evidence"] and (keys["code"], keys["fiscal_year"], keys["evidence"])

    def years_held(self, municipalities, frameworks):
        """Evidence may be shown in any year of its municipality."""
        return Assessment.objects.filter(municipality__in=municipalities)

    def prepare(self, keys, lock):
        super().prepare(keys, lock)
        self.items = self.frameworks.parts("items", "code")
        years = {year.pk: year for year in self.assessments.values()}
        places = [municipality.pk for municipality in self.municipalities]
        stored = stored_uses(years)
        numbers = {key["evidence"] for key in keys} | {evidence for evidence, _ in stored}
        rows = Evidence.objects.filter(Q(pk__in=numbers - {None}) | Q(assessment__in=years), municipality__in=places)
        rows = lock_rows(Evidence.objects, rows.values_list("pk", flat=True)) if lock else rows
        self.known = {evidence.pk: evidence for evidence in rows}
        self.measures = measures_of(years)
        self.closed = self._closed(places)
        self.uses = {(pk, years[year]): Uses(self.known[pk], years[year], used) for (pk, year), used in stored.items()}
        self.there = {}
        for evidence in self.known.values():
            if evidence.assessment_id in years:
                self._uses(evidence, years[evidence.assessment_id])
        for uses in self.uses.values():
            if uses.evidence.address and uses.evidence.deleted_at is None:
                self.there.setdefault(self._called(uses.assessment, uses.evidence.address, uses.evidence.title), uses)

    def _closed(self, places: Collection[int]) -> dict[int, Assessment]:
        """Return, for evidence that a locked year shows, that year: it takes no other name or address there."""
        locked = Assessment.objects.filter(municipality__in=places, state__in=LOCKED).select_related("framework")
        years = {year.pk: year for year in locked}
        closed = {evidence: years[year] for evidence, year in stored_uses(years)}
        added = ((row.pk, row.assessment_id) for row in self.known.values())
        return closed | {pk: years[year] for pk, year in added if year in years}

    def _uses(self, evidence: Evidence, year: Assessment) -> Uses:
        if evidence.pk is None:
            return Uses(evidence, year)
        return self.uses.setdefault((evidence.pk, year), Uses(evidence, year))

    def _called(self, year: Assessment, address: str, title: str) -> tuple:
        return year.municipality.code, year.fiscal_year, address, " ".join(title.split())

    def find(self, keys, row, faults):
        year = self.year_of(keys, row, faults)
        number = keys.get("evidence")
        uses = self._at(year, row) if number is None else None
        if number is not None:
            evidence = self.known.get(number)
            if evidence is None or evidence.municipality_id != year.municipality.pk:
                faults["evidence"] = f"ไม่มีหลักฐานรหัส {number} ใน{year.municipality.name} เว้นว่างหากต้องการเพิ่มใหม่"
                raise RowRefused
            if evidence.deleted_at:
                faults["evidence"] = f"หลักฐานรหัส {number} ถูกลบไปแล้ว ให้นำกลับมาในหน้าหลักฐานก่อน"
                raise RowRefused
            uses = self._uses(evidence, year)
        new = uses is None
        uses = uses or Uses(Evidence(municipality=year.municipality, assessment=year, by=self.user), year)
        instance = EvidenceRow(uses, self.items[year.framework_id].values(), self.measures[year.pk])
        instance.titled = row.get("measure_titles", "") if number is None and not row.get("measures") else ""
        return instance, new

    def _at(self, year: Assessment, row: Mapping[str, str]) -> Uses | None:
        """Return the evidence of the year with a row's address and title."""
        try:
            address = web_address(row.get("address", ""))
        except ValidationError:
            return None
        return self.there.get(self._called(year, address, row.get("title", "")))

    def label(self, instance):
        year = instance.assessment
        return f"{year.municipality.name} ปี {year.fiscal_year}: {instance.title[:80] or 'หลักฐานใหม่'}"

    def check(self, instance, new, faults):
        if new and not instance.titled and all(getattr(instance, name) == old for name, old in self.before.items()):
            return  # a row of the template that nobody filled in
        self._check_fields(instance, faults)
        self._check_uses(instance, faults)
        self.subject = self.label(instance)
        evidence = instance.evidence
        changed = [name for name in FIELDS if getattr(instance, name) != getattr(evidence, name)]
        if new or faults or not changed:
            return
        header = self.by_name[changed[0]].header
        if self.current_keys["evidence"] is None:
            which = f"รหัส {evidence.pk}" if evidence.pk else "ในแถวก่อนหน้า"
            faults[changed[0]] = (
                f"มีหลักฐานที่อยู่และชื่อนี้แล้ว ({which}) แต่{header}ต่างกัน ใส่รหัสหลักฐานหากต้องการแก้ไข ตั้งชื่อใหม่หากเป็นคนละรายการ"
            )
        elif year := self.closed.get(evidence.pk):
            faults[changed[0]] = f"หลักฐานนี้ใช้อยู่ในปีที่แก้ไขไม่ได้: {locked_sentence(year.fiscal_year, year.state)}"

    def _check_fields(self, row: EvidenceRow, faults: dict) -> None:
        """Note what is wrong with what evidence is, by the rules of its forms."""
        is_file = bool(row.evidence.file)
        if is_file and (row.address or row.click_path):
            faults.setdefault("address", IS_FILE)
        elif not is_file and not row.address:
            faults.setdefault("address", NO_ADDRESS)
        for name, longest in LONGEST.items():
            if len(getattr(row, name)) > longest:
                faults.setdefault(name, f"ยาวเกิน {longest:,} ตัวอักษร ตัดให้สั้นลง")
        for name, clean in CLEANED.items():
            if name not in faults and not (is_file and name == "address"):
                try:
                    setattr(row, name, clean(getattr(row, name)))
                except ValidationError as error:
                    faults[name] = " ".join(error.messages)

    def _check_uses(self, row: EvidenceRow, faults: dict) -> None:
        """Read which items and measures are named; a row without the number of its evidence takes none away."""
        year, adds = row.assessment, self.current_keys["evidence"] is None
        known: dict[str, Mapping[Any, Any]] = {
            "items": self.items[year.framework_id],
            "measures": self.measures[year.pk],
        }
        row.wanted = {}
        for name, noun in (
            ("items", f"เกณฑ์ปี {year.fiscal_year} ไม่มีข้อ"),
            ("measures", f"ปี {year.fiscal_year} ไม่มีมาตรการรหัส"),
        ):
            named, unknown = listed_parts(getattr(row, name), known[name])
            if unknown:
                faults.setdefault(name, f"{noun} {', '.join(unknown)[:60].upper()}")
            row.wanted[name] = {part.pk for part in named} | (row.uses.now[name] if adds else set())
        if row.titled:
            row.wanted["measures"] |= self._titled(row, faults)
        row.items = ", ".join(item.code for item in known["items"].values() if item.pk in row.wanted["items"])
        row.measures = ", ".join(map(str, sorted(row.wanted["measures"])))

    def _titled(self, row: EvidenceRow, faults: dict) -> set[int]:
        """Return the one measure of the year with the title that the row gives."""
        titles: dict[str, set[int]] = defaultdict(set)
        for pk, measure in self.measures[row.assessment.pk].items():
            for text in (measure.title, str(measure)):
                titles[" ".join(text.split())].add(pk)
        same = titles.get(" ".join(row.titled.split()), set())
        if len(same) > 1:
            numbers = ", ".join(map(str, sorted(same)))
            faults["measure_titles"] = f"มีมาตรการชื่อนี้ {len(same)} รายการ ให้ใส่รหัสมาตรการแทน: {numbers}"
        elif not same:
            faults["measure_titles"] = f"ปี {row.assessment.fiscal_year} ไม่มีมาตรการชื่อนี้{hint(row.titled, titles)}"
        return same

    def save_instance(self, instance, is_create, row, **kwargs):
        super().save_instance(instance, is_create, row, **kwargs)
        evidence, uses = instance.evidence, instance.uses
        for name in FIELDS:
            setattr(evidence, name, getattr(instance, name))
        uses.now = instance.wanted
        self.there.setdefault(self._called(uses.assessment, evidence.address, evidence.title), uses)

    def store(self, new, changed):
        rows = [*new, *changed]
        self.store_years(row.assessment for row in rows)
        save_rows(row.evidence for row in new)
        for row in changed:
            if names := set(FIELDS) & set(row.sheet_changes):
                row.evidence.save(update_fields=names)
        store_uses({id(row.uses): row.uses for row in rows}.values())

    def instances(self, chosen):
        order = ("framework__fiscal_year", Collate("municipality__province", THAI), "municipality__code")
        wanted = chosen_years(self.user, chosen).select_related("municipality", "framework").order_by(*order)
        years = wanted.prefetch_related("framework__items").iterator(chunk_size=YEARS)
        while chunk := list(islice(years, YEARS)):
            yield from _rows_of(chunk)


def _rows_of(years: list[Assessment]) -> Iterator[EvidenceRow]:
    """Yield the rows of years, in their order: what each added, and what it uses of other years."""
    pks = [year.pk for year in years]
    stored, measures = stored_uses(pks), measures_of(pks)
    used = {evidence for evidence, _ in stored}
    rows = Evidence.objects.kept().filter(Q(pk__in=used) | Q(assessment__in=pks)).in_bulk()
    pairs = {(row.pk, row.assessment_id) for row in rows.values()} | stored.keys()
    by_year: dict[int, list[Evidence]] = defaultdict(list)
    for pk, year_pk in sorted(pairs):
        if pk in rows:
            by_year[year_pk].append(rows[pk])
    for year in years:
        items = year.framework.items.all()
        for evidence in by_year[year.pk]:
            uses = Uses(evidence, year, stored[evidence.pk, year.pk])
            yield EvidenceRow(uses, items, measures[year.pk])


def stored_uses(years: Collection[int]) -> dict[tuple[int, int], dict[str, set[int]]]:
    """Return, by evidence and year, the keys of the items and of the kept measures that use it there."""
    uses: dict[tuple[int, int], dict[str, set[int]]] = defaultdict(lambda: {"items": set(), "measures": set()})
    items = ItemEvidence.objects.filter(assessment__in=years)
    for evidence, year, item in items.values_list("evidence", "assessment", "item"):
        uses[evidence, year]["items"].add(item)
    measures = MeasureEvidence.objects.filter(measure__assessment__in=years, measure__deleted_at__isnull=True)
    for evidence, year, measure in measures.values_list("evidence", "measure__assessment", "measure"):
        uses[evidence, year]["measures"].add(measure)
    return uses


def measures_of(years: Collection[int]) -> dict[int | None, dict[int, Measure]]:
    """Return the measures of years, by year and by their own key."""
    measures: dict[int | None, dict[int, Measure]] = defaultdict(dict)
    for measure in Measure.objects.filter(assessment__in=years).only("assessment_id", "title"):
        measures[measure.assessment_id][measure.pk] = measure
    return measures


def store_uses(changed: Iterable[Uses]) -> None:
    """Store which items and measures use evidence, where that changed."""
    items, measures = [], []
    for uses in changed:
        gone = {name: uses.stored[name] - uses.now[name] for name in uses.now}
        added = {name: sorted(uses.now[name] - uses.stored[name]) for name in uses.now}
        if gone["items"]:
            delete_rows(uses.evidence.item_uses.filter(assessment=uses.assessment, item__in=gone["items"]))
        if gone["measures"]:
            delete_rows(uses.evidence.measure_uses.filter(measure__in=gone["measures"]))
        year = uses.assessment
        items += [ItemEvidence(evidence=uses.evidence, assessment=year, item_id=pk) for pk in added["items"]]
        measures += [MeasureEvidence(evidence=uses.evidence, measure_id=pk) for pk in added["measures"]]
        uses.stored = {name: set(keys) for name, keys in uses.now.items()}
    save_rows(items)
    save_rows(measures)


KIND = Kind(
    "evidence",
    "หลักฐาน (ที่อยู่เว็บ)",
    "หลักฐานละแถว พร้อมข้อและมาตรการที่ใช้ ที่อยู่เว็บนำเข้าได้ ไฟล์เพิ่มได้ที่หน้าหลักฐาน",
    EvidenceResource,
    position=5,
)
