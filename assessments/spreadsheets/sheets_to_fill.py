"""The file that a spreadsheet begins with: heads, drop-downs, explanations, and a row for all that is known before."""

from collections.abc import Iterator

from assessments.accounts.models import User
from assessments.frameworks.models import Framework
from assessments.municipalities.models import Municipality
from assessments.tabular.writer import write_xlsx

from .resources.base import ExportFilter
from .resources.kinds import Kind

# A column that tells the parts of a year apart → these parts, and which columns show what of one.
PARTS = {
    "indicator": ("indicators", {"indicator": "number", "indicator_name": "name"}),
    "item": ("items", {"item": "code", "item_title": "title"}),
    "area_number": ("areas", {"area_number": "number", "area_title": "title"}),
}
MOST_ROWS = 20_000  # of a template that is begun; a larger one would only be scrolled past


def template_file(*, kind: Kind, user: User, chosen: ExportFilter) -> bytes:
    """Return a workbook begun for the user's municipality, or for those of a chosen province."""
    columns = kind.columns()
    names = {column.name for column in columns}
    published, asked = Framework.objects.published(), chosen.fiscal_year
    year = published.filter(fiscal_year=asked).first() if asked else Framework.objects.begun().first()
    rows = list(_rows(year, _municipalities(user, chosen), names)) if kind.per_year and year else []
    return write_xlsx(
        columns,
        rows if len(rows) <= MOST_ROWS else [],
        title=f"{kind.label} ปี {year.fiscal_year}" if kind.per_year and year else kind.label,
        dropdowns=_dropdowns(year, names),
    )


def _municipalities(user: User, chosen: ExportFilter) -> list[Municipality]:
    """Return whose rows are known: of an administrator only those of a chosen province."""
    known = Municipality.objects.for_user(user).filter(**chosen.of())
    return list(known if user.municipality_id or chosen.province else known.none())


def _rows(year: Framework, municipalities: list[Municipality], names: set[str]) -> Iterator[dict]:
    parts: list[dict] = [{}]
    for relation, shown in (PARTS[name] for name in PARTS.keys() & names):
        parts = [
            {column: getattr(part, field) for column, field in shown.items()} for part in getattr(year, relation).all()
        ]
    for municipality in municipalities:
        head = {
            "code": municipality.code,
            "name": municipality.name,
            "province": municipality.province,
            "fiscal_year": year.fiscal_year,
        }
        for part in parts:
            yield {name: "" for name in names} | head | part


def _dropdowns(year: Framework | None, names: set[str]) -> dict[str, list[str]]:
    """Return lists for columns whose values are known texts but no fixed choices."""
    lists = {}
    if "official_level" in names and year:
        lists["official_level"] = [level.label for level in year.levels.all()]
    if "province" in names:
        lists["province"] = Municipality.objects.provinces()
    return lists
