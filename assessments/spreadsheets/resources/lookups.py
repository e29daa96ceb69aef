"""What the rows of a file point to, looked up once for the whole file: municipalities, years and their parts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from assessments.accounts.models import User
from assessments.frameworks.models import Framework
from assessments.municipalities.models import Municipality
from assessments.records.bulk import lock_rows
from assessments.tabular.names import NearNames, hint, name_key, place_keys, province_key

Row = TypeVar("Row", bound=Model)
MANY = 500  # from so many keys on it is quicker to read all
OFFERED = 5
_BETWEEN = re.compile(r"[\s,;/]+|และ|ตัวชี้วัด(?:ที่)?|ข้อ(?:ที่)?")


def rows_by(rows: QuerySet[Row], field: str, keys: Iterable[str], lock: bool) -> dict[str, Row]:
    """Return the rows with these keys, each by its own; locked until the transaction ends if that is asked for."""
    wanted = set(keys)
    known = rows.filter(**{f"{field}__in": wanted}) if len(wanted) <= MANY else rows
    wanted_rows = [row for row in known if getattr(row, field) in wanted]
    locked = lock_rows(rows, (row.pk for row in wanted_rows)) if lock else wanted_rows
    return {getattr(row, field): row for row in locked}


def folded(number: int | str | None) -> int | str | None:
    return number.casefold() if isinstance(number, str) else number


def listed_parts(text: str, known: Mapping[Any, Row]) -> tuple[list[Row], list[str]]:
    """Return the parts that a cell names ("O1, O12", "ข้อ O1 และ O12"), in the order of `known`, and what names none."""
    words = [word for word in _BETWEEN.split(text) if word and word != "-"]
    named = {int(word) if word.isdecimal() and len(word) < 10 else folded(word): word for word in words}
    return [part for key, part in known.items() if key in named], [named[key] for key in named if key not in known]


class Place(NamedTuple):
    name: str
    code: str
    province: str
    district: str

    def __str__(self) -> str:
        return f"“{self.name} จ.{self.province}” (รหัส {self.code})"


class Places:
    """The municipalities that a user sees, by name: found by what they are called, offered by what is like it."""

    def __init__(self, user: User):
        self._user = user

    @cached_property
    def _all(self) -> list[Place]:
        known = Municipality.objects.for_user(self._user).values_list("name", "code", "province", "district")
        return [Place(*row) for row in known]

    @cached_property
    def _by_name(self) -> dict[str, list[Place]]:
        places = defaultdict(list)
        for place in self._all:
            places[name_key(place.name)].append(place)
        return places

    @cached_property
    def _by_province(self) -> dict[str, list[Place]]:
        places = defaultdict(list)
        for place in self._all:
            places[province_key(place.province)].append(place)
        return places

    @cached_property
    def _near(self) -> dict[str, NearNames]:
        return {}

    def code_of(self, typed: str, province: str, faults: dict) -> str | None:
        """Return the code of the one municipality of that name, in the province where one is told."""
        name, district, told = place_keys(typed)
        wanted = province_key(province) or told
        if wanted and wanted not in self._by_province:
            near = hint(province or typed, sorted({place.province for place in self._all}))
            faults["province"] = f"ไม่มีจังหวัดนี้ในหน่วยงานที่ท่านดูแล{near}"
            return None
        named = [place for place in self._by_name[name] if wanted in ("", province_key(place.province))]
        exact = [place for place in named if district in ("", name_key(place.district))]
        if len(exact) == 1:
            return exact[0].code
        if named:
            offered = ", ".join(
                f"อ.{place.district} จ.{place.province} (รหัส {place.code})" for place in named[:OFFERED]
            )
            more = " …" if len(named) > OFFERED else ""
            faults["name"] = f"มี “{named[0].name}” {len(named)} แห่ง ใส่รหัสหน่วยงาน จังหวัด หรือ อ. ต่อท้ายชื่อ: {offered}{more}"
        else:
            place = f" ใน จ.{self._by_province[wanted][0].province}" if wanted else ""
            faults["name"] = f"ไม่พบ “{typed[:100]}”{place} ในหน่วยงานที่ท่านดูแล{self.hint(typed, wanted)}"
        return None

    def hint(self, typed: str, province: str = "") -> str:
        """Offer municipalities whose name is like the given one, of a province if that has any."""
        if not typed:
            return ""
        for key in dict.fromkeys((province, "")):
            if key not in self._near:
                self._near[key] = NearNames(place.name for place in (self._by_province[key] if key else self._all))
            near = self._near[key].near(place_keys(typed)[0])
            places = [place for name in near for place in self._by_name[name_key(name)]]
            offered = [str(place) for place in places if not key or province_key(place.province) == key]
            if offered:
                return f" อาจหมายถึง {', '.join(offered[:OFFERED])}"
        return ""


class Municipalities:
    """The municipalities that a user sees, by code. What is not among them is spoken of as if it did not exist."""

    def __init__(self, user: User, codes: Iterable[str], lock: bool = False, places: Places | None = None):
        self._by_code = rows_by(Municipality.objects.for_user(user), "code", codes, lock)
        self._places = places or Places(user)

    def __iter__(self):
        return iter(self._by_code.values())

    def find(self, code: str | None, name: str, faults: dict, province: str = "") -> Municipality | None:
        """Return the municipality of a code; notes an unknown code, and a name that is not the municipality's."""
        municipality = self._by_code.get(code or "")
        if municipality is None:
            if code and "code" not in faults:
                faults["code"] = f"ไม่พบหน่วยงานรหัส {code} ในหน่วยงานที่ท่านดูแล{self._places.hint(name)}"
            return None
        told = place_keys(name)
        if name and name != municipality.name and told[0] != name_key(municipality.name):
            hinted = self._places.hint(name)
            faults["name"] = f"รหัส {code} คือ “{municipality.name}” ไม่ใช่ “{name[:100]}”{hinted}"
        elif (province_key(province) or told[2]) not in ("", province_key(municipality.province)):
            fault = f"รหัส {code} คือ “{municipality.name}” อยู่ จ.{municipality.province}"
            faults["province" if province else "name"] = fault
        return municipality


class Years:
    """The published years that a file names, with their parts; drafts do not exist here."""

    def __init__(self, fiscal_years: Iterable[int], *parts: str):
        known = Framework.objects.published().filter(fiscal_year__in=set(fiscal_years))
        self._by_year = {year.fiscal_year: year for year in known.prefetch_related(*parts)}

    def __iter__(self):
        return iter(self._by_year.values())

    def parts(self, name: str, field: str) -> dict[int, dict]:
        """Return, by the key of a year, its parts by the field that tells them apart, whatever the case."""
        return {year.pk: {folded(getattr(part, field)): part for part in getattr(year, name).all()} for year in self}

    def find(self, fiscal_year: int | None, faults: dict) -> Framework | None:
        framework = self._by_year.get(fiscal_year or 0)
        if framework is None and fiscal_year and "fiscal_year" not in faults:
            faults["fiscal_year"] = f"ยังไม่มีเกณฑ์ของปี {fiscal_year} ในระบบ ให้ผู้ดูแลระบบประกาศใช้ก่อน"
        return framework
