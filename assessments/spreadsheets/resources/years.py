"""The base of resources whose rows belong to a municipality's year, and their columns."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import models

from assessments.accounts.models import User
from assessments.frameworks.models import Framework
from assessments.records.bulk import lock_rows, save_rows
from assessments.tabular.table import Column
from assessments.years.locking import touch_years
from assessments.years.models import Assessment
from assessments.years.workflow import locked_sentence

from .base import ExportFilter, RowRefused, SheetResource
from .lookups import Municipalities, Places, Years

CODE = Column(
    "code",
    "รหัสหน่วยงาน",
    ("รหัส", "รหัส อปท.", "รหัส อปท", "รหัสเทศบาล", "รหัสองค์กร"),
    kind="code",
    zero_fill=8,
    note="รหัส 8 หลักของกรมส่งเสริมการปกครองท้องถิ่น เว้นว่างได้ถ้าเป็นหน่วยงานของท่านเอง หรือกรอกชื่อหน่วยงานกับจังหวัด",
)
NAME = Column(
    "name",
    "หน่วยงาน",
    ("ชื่อหน่วยงาน", "ชื่อเทศบาล", "เทศบาล", "ชื่อ อปท.", "ชื่อ อปท", "อปท.", "อปท"),
    note="ใช้ทานกับรหัส หรือแทนรหัสเมื่อกรอกคู่กับจังหวัด เช่น ทต.นาดี",
)
PROVINCE = Column(
    "province", "จังหวัด", ("จ.", "ชื่อจังหวัด"), note="ใช้คู่กับชื่อหน่วยงานแทนรหัส เว้นว่างหรือไม่มีคอลัมน์นี้ก็ได้ ถ้ากรอกต้องตรงกับหน่วยงาน"
)
YEAR = Column(
    "fiscal_year",
    "ปีงบประมาณ",
    ("ปี", "ปีงบประมาณ พ.ศ.", "ปีงบประมาณ (พ.ศ.)", "ปี พ.ศ.", "ปีที่ประเมิน"),
    kind="year",
    note="เว้นว่างหรือไม่มีคอลัมน์นี้ได้ถ้าเลือกปีตอนอัปโหลด",
)
PLACE = (CODE, NAME, PROVINCE, YEAR)
NO_CODE = "ใส่รหัสหน่วยงาน หรือชื่อหน่วยงานกับจังหวัด"
NO_YEAR = "ใส่ปีงบประมาณ หรือเลือกปีตอนอัปโหลด"
# Of rows that hang on a year.
IN_ORDER = (
    "assessment__framework__fiscal_year",
    "assessment__municipality__province",
    "assessment__municipality__code",
)


class YearResource(SheetResource):
    """Rows of years, found by municipality and fiscal year; `parts` are what a year's definitions are needed for.

    A municipality is found by code, else by name and province; staff need neither. A year that is chosen at the
    upload is that of every row.
    """

    parts: tuple[str, ...] = ()
    paths = {
        "code": "assessment__municipality__code",
        "name": "assessment__municipality__name",
        "province": "assessment__municipality__province",
        "fiscal_year": "assessment__framework__fiscal_year",
    }

    def __init__(self, user, fiscal_year=None, **options):
        super().__init__(user, fiscal_year, **options)
        self.own = user.municipality
        self.places = Places(user)

    def needed(self):
        code = replace(CODE, required=self.own is None, instead=NAME.name)
        year = replace(YEAR, required=self.fiscal_year is None)
        return [{CODE: code, YEAR: year}.get(column, column) for column in self.columns()]

    def read_keys(self, row):
        keys, faults = super().read_keys(row)
        texts = row.values
        if not {"code", "name", "province"} & row.faults.keys() and keys["code"] is None and "code" not in faults:
            name, province = texts.get("name", ""), texts.get("province", "")
            if self.own:
                keys["code"] = self.own.code
            elif name:
                keys["code"] = self.places.code_of(name, province, faults)
            else:
                faults["code"] = NO_CODE
        if keys["fiscal_year"] is None:
            keys["fiscal_year"] = self.fiscal_year
            if self.fiscal_year is None and "fiscal_year" not in {*faults, *row.faults}:
                faults["fiscal_year"] = NO_YEAR
        elif self.fiscal_year not in (None, keys["fiscal_year"]):
            faults["fiscal_year"] = (
                f"แถวนี้เป็นปี {keys['fiscal_year']} แต่เลือกนำเข้าปี {self.fiscal_year} แก้ปีในแถวนี้ หรืออัปโหลดใหม่ด้วยปีนั้น"
            )
        return keys, faults

    def prepare(self, keys, lock):
        self.municipalities = Municipalities(self.user, {key["code"] for key in keys}, lock, self.places)
        self.frameworks = Years({key["fiscal_year"] for key in keys}, *self.parts)
        municipalities = {municipality.pk: municipality for municipality in self.municipalities}
        frameworks = {framework.pk: framework for framework in self.frameworks}
        known = self.years_held(list(municipalities), list(frameworks))
        self.assessments = {}
        for year in lock_rows(Assessment.objects, known.values_list("pk", flat=True)) if lock else known:
            if year.framework_id not in frameworks:
                continue
            year.municipality = municipalities[year.municipality_id]
            year.framework = frameworks[year.framework_id]
            self.assessments[year.municipality.code, year.fiscal_year] = year

    def years_held(self, municipalities: list[int], frameworks: list[int]) -> models.QuerySet[Assessment]:
        """Return the years that are held while the file is written: those that its rows name."""
        return Assessment.objects.filter(municipality__in=municipalities, framework__in=frameworks)

    def year_of(self, keys: dict, row, faults: dict) -> Assessment:
        """Return the row's year, begun where it does not exist yet; it is stored with what first needs it.

        A locked year takes no row, not even one that says what is stored: a file is not the place to look that up.
        """
        municipality = self.municipalities.find(keys.get("code"), row.get("name", ""), faults, row.get("province", ""))
        framework = self.frameworks.find(keys.get("fiscal_year"), faults)
        if municipality is None or framework is None:
            raise RowRefused
        key = municipality.code, framework.fiscal_year
        if key not in self.assessments:
            self.assessments[key] = Assessment(municipality=municipality, framework=framework)
        year = self.assessments[key]
        if year.is_locked:
            faults["fiscal_year"] = locked_sentence(year.fiscal_year, year.state)
            raise RowRefused
        return year

    def known_years(self, keys: Iterable[dict]) -> list[Assessment]:
        """Return the stored years of these rows."""
        wanted = dict.fromkeys((row_keys["code"], row_keys["fiscal_year"]) for row_keys in keys)
        years = filter(None, map(self.assessments.get, wanted))
        return [year for year in years if year.pk]

    def store_years(self, years: Iterable[Assessment]) -> None:
        """Store years that are new, and note that the others changed."""
        years = list({id(year): year for year in years}.values())
        save_rows(year for year in years if year._state.adding)
        touch_years(year.pk for year in years)


def chosen_years(user: User, chosen: ExportFilter) -> models.QuerySet:
    """Return the years that an export holds."""
    years = Assessment.objects.for_user(user).filter(framework__in=Framework.objects.published())
    if chosen.fiscal_year:
        years = years.filter(framework__fiscal_year=chosen.fiscal_year)
    return years.filter(**chosen.of("municipality__"))
