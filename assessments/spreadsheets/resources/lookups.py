"""What the rows of a file point to, looked up once for the whole file: municipalities and years."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from assessments.accounts.models import User
from assessments.frameworks.models import Framework
from assessments.municipalities.models import Municipality
from assessments.records.bulk import lock_rows
from assessments.tabular.names import NearNames, same_name

Row = TypeVar("Row", bound=Model)
MANY = 500  # from so many keys on it is quicker to read all


def rows_by(rows: QuerySet[Row], field: str, keys: Iterable[str], lock: bool) -> dict[str, Row]:
    """Return the rows with these keys, each by its own; locked until the transaction ends if that is asked for."""
    wanted = set(keys)
    known = rows.filter(**{f"{field}__in": wanted}) if len(wanted) <= MANY else rows
    wanted_rows = [row for row in known if getattr(row, field) in wanted]
    locked = lock_rows(rows, (row.pk for row in wanted_rows)) if lock else wanted_rows
    return {getattr(row, field): row for row in locked}


def folded(number: int | str | None) -> int | str | None:
    return number.casefold() if isinstance(number, str) else number


class Municipalities:
    """The municipalities that a user sees, by code. What is not among them is spoken of as if it did not exist."""

    def __init__(self, user: User, codes: Iterable[str], lock: bool = False):
        self._user = user
        self._by_code = rows_by(Municipality.objects.for_user(user), "code", codes, lock)
        self._near: NearNames | None = None

    def __iter__(self):
        return iter(self._by_code.values())

    def find(self, code: str | None, name: str, faults: dict) -> Municipality | None:
        """Return the municipality of a code; notes an unknown code, and a name that is not the municipality's."""
        municipality = self._by_code.get(code or "")
        if municipality is None:
            if code and "code" not in faults:
                faults["code"] = f"ไม่พบหน่วยงานรหัส {code} ในหน่วยงานที่ท่านดูแล{self._hint(name)}"
        elif name and name != municipality.name and not same_name(name, municipality.name):
            faults["name"] = f"รหัส {code} คือ “{municipality.name}” ไม่ใช่ “{name[:100]}”{self._hint(name)}"
        return municipality

    def _hint(self, name: str) -> str:
        """Offer municipalities whose name is like the given one."""
        if not name:
            return ""
        if self._near is None:
            known = Municipality.objects.for_user(self._user).values_list("name", "code", "province")
            self._places = {f"{name} จ.{province}": (name, code) for name, code, province in known}
            self._near = NearNames(name for name, _ in self._places.values())
        near = set(self._near.near(name))
        offered = [f"“{shown}” (รหัส {code})" for shown, (known, code) in self._places.items() if known in near]
        return f" อาจหมายถึง {', '.join(offered[:5])}" if offered else ""


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
