"""A package into the portal: read, checked and stored whole, or not at all."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments.accounts.access import Permission, check
from assessments.models import Assessment, Framework, IndicatorScore, ItemScore, Municipality, User
from assessments.records.bulk import assign, delete_rows, recorded, save_rows
from assessments.scores.services import store_values
from ita_portal.validation_messages import parse_json
from measures.models import TEXT_FIELDS, Measure
from reports.blocks import BLOCK_TYPES, in_packages
from reports.documents.models import DEFAULTS, LOOK_FIELDS, Block, Document
from reports.documents.unconfirmed import remembered

from .checks import cap_faults, definition_faults, identity_faults, locked_faults, occupied_faults
from .schema import VERSIONS, AssessmentData, FullAssessmentData, Package, checked
from .values import is_empty, spoken_total

MAX_BYTES = 5_000_000


def read_package(raw: bytes) -> Package:
    """Parse and check a file. Raises ValidationError with every fault by its JSON path."""
    value = parse_json(raw, MAX_BYTES)
    version = value.get("version") if isinstance(value, dict) else None
    return checked(VERSIONS.get(version, Package) if type(version) is int else Package, value)


@recorded
def import_package(package: Package, *, by: User | None, replace: bool = False) -> Assessment:
    """Store a package: its results, its measures and its document; return the year that it describes.

    `by` is None for the command line of the machine's operator; to anyone else a municipality that is not
    theirs is as unknown as one that does not exist. Raises ValidationError with every fault
    against what the portal knows: unknown municipality, undefined years, indicators, items or areas, what would change
    a year that is locked, and, without `replace`, a year that already holds something else.
    """
    known = Municipality.objects.all() if by is None else Municipality.objects.for_user(by)
    municipality = known.filter(code=package.municipality.code).first()
    if municipality is None:
        raise ValidationError(
            f"municipality.code: ไม่มีหน่วยงานรหัส {package.municipality.code} ในระบบ ให้ผู้ดูแลระบบเพิ่มหน่วยงานก่อน"
        )
    if by is not None:
        check(by, Permission.IMPORT, municipality)
    frameworks = _frameworks(package)
    _refuse([*identity_faults(package, municipality), *definition_faults(package, frameworks), *cap_faults(package)])
    years = _open_years(package, municipality, frameworks)
    _refuse([*locked_faults(package, years)])
    _refuse([] if replace else [*occupied_faults(package, years)])
    for data in package.assessments:
        year = years.get(data.fiscal_year)
        if year and not year.is_locked and (data.fiscal_year == package.fiscal_year or not is_empty(data)):
            _store_result(year, data)
    year = years[package.fiscal_year]
    _store_measures(year, package)
    _store_document(year, package)
    return year


def _refuse(faults: list[str]) -> None:
    if faults:
        raise ValidationError(faults)


def _frameworks(package: Package) -> dict[int, Framework]:
    years = {package.fiscal_year, *(assessment.fiscal_year for assessment in package.assessments)}
    known = Framework.objects.published().filter(fiscal_year__in=years)
    parts = known.prefetch_related("indicators", "items", "areas", "instruments")
    return {framework.fiscal_year: framework for framework in parts}


def _open_years(
    package: Package, municipality: Municipality, frameworks: dict[int, Framework]
) -> dict[int, Assessment]:
    """Open and lock the years that the package stores: two imports of one year wait for each other."""
    told = {assessment.fiscal_year for assessment in package.assessments if not is_empty(assessment)}
    wanted = told | {package.fiscal_year}
    for fiscal_year in sorted(wanted):
        Assessment.objects.get_or_create(municipality=municipality, framework=frameworks[fiscal_year])
    locked = Assessment.objects.select_for_update(of=("self",)).filter(
        municipality=municipality, framework__fiscal_year__in=wanted
    )
    years = {}
    for year in locked.select_related("framework").order_by("pk"):
        year.framework = frameworks[year.fiscal_year]  # with its parts
        years[year.fiscal_year] = year
    return years


def _store_result(assessment: Assessment, data: AssessmentData) -> None:
    given = {
        "total": data.official_total,
        **{f"score:{key}": text for key, text in data.scores.items()},
        **{f"item:{key}": text for key, text in data.items.items()},
    }
    assessment.official_total = _number(data.official_total)
    assessment.official_level = data.official_level or ""
    assessment.province_rank = data.province_rank
    if isinstance(data, FullAssessmentData):
        assessment.province_count = data.province_count
    told = {key: text for key, text in given.items() if text is not None}
    assessment.written = {key: text for key, text in told.items() if text != f"{Decimal(text):.2f}"}
    assessment.save()
    framework = assessment.framework
    scores = {part: _number(data.scores.get(str(part.number))) for part in framework.indicators.all()}
    items = {item: _number(data.items.get(item.code)) for item in framework.items.all()}
    store_values(IndicatorScore, assessment, scores)
    store_values(ItemScore, assessment, items)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _store_measures(year: Assessment, package: Package) -> None:
    """Let the year hold the package's measures.

    One with the area and the title of a stored one is that one: what the package lacks (progress, what it answers, what
    proves it, of an older version the goal, success, budget and remark) stays on it.
    """
    areas = {area.number: area for area in year.framework.areas.all()}
    stored = defaultdict(list)
    for row in Measure.objects.filter(assessment=year).order_by("-position", "-pk"):
        stored[row.area_id, row.title].append(row)
    kept, changed = [], []
    for position, measure in enumerate(package.measures):
        area = areas.get(measure.area or 0)
        same = stored[area.pk if area else None, measure.title]
        row = same.pop() if same else Measure(assessment=year, area=area)
        values = {"position": position, **measure.model_dump(exclude={"area"})}
        if assign(row, values) or row.pk is None:
            changed.append(row)
        kept.append(row.pk)
    _remove(Measure.with_deleted.filter(assessment=year).exclude(pk__in=[pk for pk in kept if pk]))
    save_rows(changed, ["position", *TEXT_FIELDS])


def _remove(gone: QuerySet[Measure]) -> None:
    """Delete measures; those with comments or notes, which no history brings back, as a person would: restorable."""
    talked = gone.filter(Q(comments__isnull=False) | Q(notes__isnull=False)).distinct()
    kept = {row.pk: row for row in talked}
    delete_rows(gone.exclude(pk__in=kept))
    hidden = [row for row in kept.values() if row.deleted_at is None]
    for row in hidden:
        row.deleted_at = timezone.now()
    save_rows(hidden, ["deleted_at"])


def _store_document(year: Assessment, package: Package) -> None:
    """Let the year's document of this kind be the package's; what its version does not know is as it is by default."""
    data = package.document.model_dump()
    sections = data.pop("sections")
    plain = {name: DEFAULTS[name] for name in LOOK_FIELDS} | {"total_label": spoken_total(sections)}
    values = {**plain, **data, "result_years": [assessment.fiscal_year for assessment in package.assessments]}
    document = year.documents.filter(kind=values["kind"]).first()
    if document is None:
        document = Document(assessment=year, unconfirmed=remembered(year, values["kind"]))
    if assign(document, values) or document.pk is None:
        document.save()
    _store_blocks(document, sections)


def _store_blocks(document: Document, sections: list[dict[str, Any]]) -> None:
    """Store the blocks of a package, between them those of the document that no package can hold.

    One with the type and heading of a stored one is that one.
    """
    there = list(document.blocks.all())
    stored = defaultdict(list)
    for block in reversed(there):
        stored[block.type, block.heading].append(block)
    rows: list[Block] = []
    changed: list[Block] = []
    for section in sections:
        kind, heading = section.pop("type"), section.pop("heading")
        section = {**BLOCK_TYPES[kind].plain, **section}
        same = stored[kind, heading]
        row = same.pop() if same else Block(document=document, type=kind, heading=heading)
        rows.append(row)
        if row.pk is None or row.data != section:
            changed.append(row)
            row.drafted = []
        row.data = section
    _keep_own(rows, there)
    for position, row in enumerate(rows):
        if row.position != position and not any(known is row for known in changed):
            changed.append(row)
        row.position = position
    delete_rows(document.blocks.exclude(pk__in=[row.pk for row in rows if row.pk]))
    save_rows(changed, ["position", "data", "drafted"])


def _keep_own(rows: list[Block], there: list[Block]) -> None:
    """Put what no package can hold back behind what it followed: of what is still there, the nearest; else the end."""
    for place, block in enumerate(there):
        if block.type not in in_packages():
            before = [rows.index(row) for row in there[:place] if row in rows]
            rows.insert(before[-1] + 1 if before else len(rows) if place else 0, block)
