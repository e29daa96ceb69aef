"""The file that a spreadsheet begins with: heads, drop-downs, explanations, and a row for all that is known before."""

from collections.abc import Callable, Iterator

from assessments.accounts.models import User
from assessments.frameworks.models import Framework
from assessments.municipalities.models import Municipality
from assessments.tabular.writer import write_xlsx
from ita_portal.thai import sort_key

from .resources.kinds import Kind
from .services import ExportFilter

# A column that tells the parts of a year apart → a row's cells for each part.
PARTS: dict[str, Callable[[Framework], list[dict]]] = {
    "indicator": lambda year: [
        {"indicator": indicator.number, "indicator_name": indicator.name}
        for indicator in year.indicators.all()
    ],
    "item": lambda year: [{"item": item.code, "item_title": item.title} for item in year.items.all()],
    "area_number": lambda year: [
        {"area_number": area.number, "area_title": area.title} for area in year.areas.all()
    ],
}
MOST_ROWS = 20_000  # of a template that is begun; a larger one would only be scrolled past


def template_file(*, kind: Kind, user: User, chosen: ExportFilter) -> bytes:
    """Return a workbook begun for the user's municipality, or for those of a chosen province."""
    columns = kind.columns()
    names = {column.name for column in columns}
    years = Framework.objects.published().order_by("-fiscal_year")
    year = years.filter(fiscal_year=chosen.fiscal_year).first() if chosen.fiscal_year else years.first()
    rows = []
    if kind.per_year and year:
        rows = list(_rows(year, _municipalities(user, chosen), names))
    return write_xlsx(
        columns,
        rows if len(rows) <= MOST_ROWS else [],
        title=f"{kind.label} ปี {year.fiscal_year}" if kind.per_year and year else kind.label,
        dropdowns=_dropdowns(year, names),
    )


def _municipalities(user: User, chosen: ExportFilter) -> list[Municipality]:
    """Return whose rows are known: of an administrator only those of a chosen province."""
    found = Municipality.objects.for_user(user)
    if not user.municipality_id:
        found = found.filter(province=chosen.province)
    if chosen.municipality_kind:
        found = found.filter(kind=chosen.municipality_kind)
    return list(found)


def _rows(year: Framework, municipalities: list[Municipality], names: set[str]) -> Iterator[dict]:
    parts = next((parts(year) for name, parts in PARTS.items() if name in names), [{}])
    for municipality in municipalities:
        head = {"code": municipality.code, "name": municipality.name, "fiscal_year": year.fiscal_year}
        for part in parts:
            yield {name: "" for name in names} | head | part


def _dropdowns(year: Framework | None, names: set[str]) -> dict[str, list[str]]:
    """Return lists for columns whose values are known texts but no fixed choices."""
    lists = {}
    if "official_level" in names and year:
        lists["official_level"] = [level.label for level in year.levels.all()]
    if "province" in names:
        provinces = Municipality.objects.order_by().values_list("province", flat=True).distinct()
        lists["province"] = sorted(provinces, key=sort_key)
    return lists
