"""What the rows of a file point to, looked up once for the whole file: municipalities and years."""

from collections.abc import Iterable

from assessments.accounts.models import User
from assessments.frameworks.models import Framework
from assessments.municipalities.models import Municipality
from assessments.records.bulk import lock_rows
from assessments.tabular.names import NearNames, same_name

MANY = 500  # from so many codes on it is quicker to read all


class Municipalities:
    """The municipalities that a user sees, by code. What is not among them is spoken of as if it did not exist."""

    def __init__(self, user: User, codes: Iterable[str], lock: bool = False):
        self._user = user
        codes = set(codes)
        known = Municipality.objects.for_user(user)
        if len(codes) <= MANY:
            known = known.filter(code__in=codes)
        found = [municipality for municipality in known if municipality.code in codes]
        if lock:
            found = lock_rows(Municipality.objects, (municipality.pk for municipality in found))
        self._by_code = {municipality.code: municipality for municipality in found}
        self._near: NearNames | None = None

    def __iter__(self):
        return iter(self._by_code.values())

    def find(self, code: str | None, name: str, faults: dict) -> Municipality | None:
        """Return the municipality of a code; notes an unknown code, and a name that is not the municipality's."""
        found = self._by_code.get(code or "")
        if found is None:
            if code and "code" not in faults:
                faults["code"] = f"ไม่พบหน่วยงานรหัส {code} ในหน่วยงานที่ท่านดูแล{self._hint(name)}"
        elif name and name != found.name and not same_name(name, found.name):
            faults["name"] = f"รหัส {code} คือ “{found.name}” ไม่ใช่ “{name[:100]}”{self._hint(name)}"
        return found

    def _hint(self, name: str) -> str:
        """Offer municipalities whose name is like the given one."""
        if not name:
            return ""
        if self._near is None:
            known = Municipality.objects.for_user(self._user).values_list("name", "code", "province")
            self._places = {f"{name} จ.{province}": (name, code) for name, code, province in known}
            self._near = NearNames(name for name, _ in self._places.values())
        near = set(self._near.near(name))
        offered = [
            f"“{shown}” (รหัส {code})" for shown, (known, code) in self._places.items() if known in near
        ]
        return f" อาจหมายถึง {', '.join(offered[:5])}" if offered else ""


class Years:
    """The published years that a file names, with their parts; drafts do not exist here."""

    def __init__(self, fiscal_years: Iterable[int], *parts: str):
        known = Framework.objects.published().filter(fiscal_year__in=set(fiscal_years))
        self._by_year = {year.fiscal_year: year for year in known.prefetch_related(*parts)}

    def __iter__(self):
        return iter(self._by_year.values())

    def find(self, fiscal_year: int | None, faults: dict) -> Framework | None:
        found = self._by_year.get(fiscal_year or 0)
        if found is None and fiscal_year and "fiscal_year" not in faults:
            faults["fiscal_year"] = f"ยังไม่มีเกณฑ์ของปี {fiscal_year} ในระบบ ให้ผู้ดูแลระบบประกาศใช้ก่อน"
        return found
