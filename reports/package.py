"""The exchange file: one municipality's year as JSON, in and out. Reading then writing gives the same value."""

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from pydantic import ValidationError as SchemaError

from assessments.access import Deed, check
from assessments.history import delete_rows, recorded, save_rows
from assessments.models import Assessment, Framework, IndicatorScore, ItemScore, Municipality, User
from assessments.services import store_values
from assessments.workflow import locked_sentence
from ita_portal.faults import bounded, parse_json
from measures.models import TEXT_FIELDS, Measure

from .blocks import LABELS
from .models import Block, Document
from .schema import FORMAT_TYPES, AssessmentData, BlockData, Package, thai_faults

MAX_BYTES = 5_000_000
DOCUMENT_FIELDS = (
    "kind",
    "numerals",
    "orientation",
    "title",
    "prepared_by",
    "memo",
    "areas_as",
    "area_prefix",
    "columns",
)
REPLACE_HINT = "หากต้องการแทนที่ให้เลือก “แทนที่ของเดิม”"


def read_package(raw: bytes) -> Package:
    """Parse and check a file. Raises ValidationError with every fault by its JSON path."""
    value = parse_json(raw, MAX_BYTES)
    try:
        return Package.model_validate(value)
    except SchemaError as error:
        raise ValidationError(bounded(thai_faults(error))) from error


@transaction.atomic
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
        check(by, Deed.IMPORT, municipality)
    frameworks = _frameworks(package)
    if faults := _identity_faults(package, municipality) + _definition_faults(package, frameworks):
        raise ValidationError(faults)
    years = _open_years(package, municipality, frameworks)
    if faults := _locked_faults(package, years):
        raise ValidationError(faults)
    if not replace and (faults := _occupied_faults(package, years)):
        raise ValidationError(faults)
    for data in package.assessments:
        year = years.get(data.fiscal_year)
        if year and not year.is_locked and (data.fiscal_year == package.fiscal_year or not is_empty(data)):
            _store_result(year, data)
    year = years[package.fiscal_year]
    _store_measures(year, package)
    _store_document(year, package)
    return year


def _frameworks(package: Package) -> dict[int, Framework]:
    years = {package.fiscal_year, *(each.fiscal_year for each in package.assessments)}
    found = Framework.objects.published().filter(fiscal_year__in=years)
    return {
        each.fiscal_year: each
        for each in found.prefetch_related("indicators", "items", "areas", "instruments")
    }


def _open_years(
    package: Package, municipality: Municipality, frameworks: dict[int, Framework]
) -> dict[int, Assessment]:
    """Open and lock the years that the package stores: two imports of one year wait for each other."""
    wanted = {each.fiscal_year for each in package.assessments if not is_empty(each)} | {package.fiscal_year}
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


def _identity_faults(package: Package, municipality: Municipality) -> list[str]:
    """The file must speak of the municipality that its code names, else a digit of the code is likely wrong."""
    return [
        f"municipality.{field}: แฟ้มเขียนว่า “{given}” แต่รหัส {municipality.code} ในระบบคือ “{known}”"
        for field in ("name", "kind", "district", "province")
        if (given := getattr(package.municipality, field)) != (known := getattr(municipality, field))
    ]


def _definition_faults(package: Package, frameworks: dict[int, Framework]) -> list[str]:
    faults = []
    if package.fiscal_year not in frameworks:
        faults.append(f"fiscal_year: ยังไม่มีเกณฑ์ของปี {package.fiscal_year} ในระบบ")
    seen: set[int] = set()
    for place, data in enumerate(package.assessments):
        at = f"assessments[{place}]"
        if data.fiscal_year in seen:
            faults.append(f"{at}.fiscal_year: ปี {data.fiscal_year} ซ้ำ")
        elif seen and data.fiscal_year < max(seen):
            faults.append(f"{at}.fiscal_year: ต้องเรียงจากปีเก่าไปปีใหม่")
        seen.add(data.fiscal_year)
        framework = frameworks.get(data.fiscal_year)
        if framework is None:
            faults.append(f"{at}.fiscal_year: ยังไม่มีเกณฑ์ของปี {data.fiscal_year} ในระบบ")
            continue
        numbers = {str(each.number) for each in framework.indicators.all()}
        codes = {each.code for each in framework.items.all()}
        faults += [
            f"{at}.scores.{key}: เกณฑ์ปี {data.fiscal_year} ไม่มีตัวชี้วัดนี้"
            for key in data.scores
            if key not in numbers
        ]
        faults += [
            f"{at}.items.{key}: เกณฑ์ปี {data.fiscal_year} ไม่มีข้อนี้" for key in data.items if key not in codes
        ]
    if framework := frameworks.get(package.fiscal_year):
        areas = {each.number for each in framework.areas.all()}
        faults += [
            f"measures[{place}].area: เกณฑ์ปี {package.fiscal_year} ไม่มีประเด็นที่ {each.area}"
            for place, each in enumerate(package.measures)
            if each.area is not None and each.area not in areas
        ]
    return faults + _section_faults(package, frameworks, seen)


def _section_faults(package: Package, frameworks: dict[int, Framework], years: set[int]) -> list[str]:
    """A block may only name results, instruments and indicators that the package and its years have."""
    faults = []
    for place, block in enumerate(package.document.sections):
        at = f"document.sections[{place}]."
        for key in ("from_year", "to_year", "year"):
            if (value := getattr(block, key, None)) is not None and value not in years:
                faults.append(f"{at}{key}: assessments ในแฟ้มไม่มีผลของปี {value}")
        if framework := frameworks.get(getattr(block, "year", package.fiscal_year)):
            faults += [at + fault for fault in named_faults(block, framework)]
    return faults


def named_faults(block: BlockData, framework: Framework) -> list[str]:
    """Tell, by path inside the block, which indicators and instruments it names that the definitions lack."""
    numbers = {each.number for each in framework.indicators.all()}
    codes = {each.code for each in framework.instruments.all()}
    named = [
        ("indicator", getattr(block, "indicator", None), numbers),
        ("instrument", getattr(block, "instrument", None), codes),
    ]
    named += [
        (f"rows[{row}].indicator", each.indicator, numbers)
        for row, each in enumerate(getattr(block, "rows", []))
    ]
    named += [
        (f"remarks[{row}].instrument", each.instrument, codes)
        for row, each in enumerate(getattr(block, "remarks", []))
    ]
    return [
        f"{path}: เกณฑ์ปี {framework.fiscal_year} ไม่มี {value}"
        for path, value, known in named
        if value is not None and value not in known
    ]


def _locked_faults(package: Package, years: dict[int, Assessment]) -> list[str]:
    """A locked year takes no package; the result of another year may stand in one as it is stored."""
    faults = []
    year = years[package.fiscal_year]
    if year.is_locked:
        faults.append(f"fiscal_year: {locked_sentence(year.fiscal_year, year.state)}")
    for place, data in enumerate(package.assessments):
        known = years.get(data.fiscal_year)
        if known and known != year and known.is_locked and _values(result_data(known)) != _values(data):
            faults.append(
                f"assessments[{place}]: ผลในแฟ้มต่างจากในระบบ และ{locked_sentence(known.fiscal_year, known.state)}"
            )
    return faults


def _occupied_faults(package: Package, years: dict[int, Assessment]) -> list[str]:
    faults = []
    year = years[package.fiscal_year]
    if (
        Measure.with_deleted.filter(assessment=year).exists()
        or Document.objects.filter(assessment=year).exists()
    ):
        faults.append(f"fiscal_year: มีมาตรการหรือเอกสารของปี {package.fiscal_year} อยู่แล้ว {REPLACE_HINT}")
    for place, data in enumerate(package.assessments):
        known = years.get(data.fiscal_year)
        if known and has_result(known) and _values(result_data(known)) != _values(data):
            faults.append(f"assessments[{place}]: ผลของปี {data.fiscal_year} ในระบบต่างจากในแฟ้ม {REPLACE_HINT}")
    return faults


def _values(data: AssessmentData) -> dict:
    """Return a result by what it says, however its scores are written."""
    return {
        **data.model_dump(),
        "official_total": None if data.official_total is None else Decimal(data.official_total),
        "scores": {key: Decimal(text) for key, text in data.scores.items()},
        "items": {key: Decimal(text) for key, text in data.items.items()},
    }


def is_empty(data: AssessmentData) -> bool:
    """Tell whether a result says nothing: such an entry never takes away what is known of another year."""
    return data == empty_result(data.fiscal_year)


def has_result(assessment: Assessment) -> bool:
    """Tell whether anything of a result is known, rather than only that the year was opened."""
    return bool(
        assessment.official_total is not None
        or assessment.official_level
        or assessment.province_rank is not None
        or assessment.scores.exists()
        or assessment.item_scores.exists()
    )


def _store_result(assessment: Assessment, data: AssessmentData) -> None:
    given = {
        "total": data.official_total,
        **{f"score:{key}": text for key, text in data.scores.items()},
        **{f"item:{key}": text for key, text in data.items.items()},
    }
    assessment.official_total = None if data.official_total is None else Decimal(data.official_total)
    assessment.official_level = data.official_level or ""
    assessment.province_rank = data.province_rank
    assessment.written = {
        key: text for key, text in given.items() if text is not None and text != f"{Decimal(text):.2f}"
    }
    assessment.save()
    framework = assessment.framework
    scores = {each: data.scores.get(str(each.number)) for each in framework.indicators.all()}
    items = {each: data.items.get(each.code) for each in framework.items.all()}
    for model, texts in ((IndicatorScore, scores), (ItemScore, items)):
        values = {part: None if text is None else Decimal(text) for part, text in texts.items()}
        store_values(model, assessment, values)


def _store_measures(year: Assessment, package: Package) -> None:
    """Let the year hold the package's measures.

    One with the area and the title of a stored one is that one: what packages lack (progress, what it answers, what
    proves it) stays on it.
    """
    areas = {each.number: each for each in year.framework.areas.all()}
    stored = defaultdict(list)
    for row in Measure.objects.filter(assessment=year).order_by("-position", "-pk"):
        stored[row.area_id, row.title].append(row)
    rows, changed = [], []
    for position, each in enumerate(package.measures):
        area = areas.get(each.area)
        same = stored[area.pk if area else None, each.title]
        rows.append(same.pop() if same else Measure(assessment=year, area=area))
        values = {"position": position, **{field: getattr(each, field) for field in TEXT_FIELDS}}
        if rows[-1].pk is None or any(getattr(rows[-1], name) != value for name, value in values.items()):
            changed.append(rows[-1])
        for name, value in values.items():
            setattr(rows[-1], name, value)
    kept = [each.pk for each in rows if each.pk]
    delete_rows(Measure.with_deleted.filter(assessment=year).exclude(pk__in=kept))
    save_rows(changed, ["position", *TEXT_FIELDS])


def _store_document(year: Assessment, package: Package) -> None:
    data = package.document.model_dump()
    sections = data.pop("sections")
    values = {**data, "result_years": [each.fiscal_year for each in package.assessments]}
    document = Document.objects.filter(assessment=year).first() or Document(assessment=year)
    if document.pk is None or any(getattr(document, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(document, name, value)
        document.save()
    _store_blocks(document, sections)


def _store_blocks(document: Document, sections: list[dict]) -> None:
    """Store the blocks of a package; those of the document that no package can hold follow them.

    A block of the type and heading of a stored one is that one.
    """
    stored = list(document.blocks.all())
    own = [each for each in stored if each.type not in FORMAT_TYPES]
    rows, changed = [], []
    for section in sections:
        kind, heading = section.pop("type"), section.pop("heading")
        same = next((each for each in stored if (each.type, each.heading) == (kind, heading)), None)
        if same:
            stored.remove(same)
        row = same or Block(document=document, type=kind, heading=heading)
        if same is None or row.data != section:
            changed.append(row)
        row.data = section
        rows.append(row)
    for position, row in enumerate([*rows, *own]):
        if row.position != position and row not in changed:
            changed.append(row)
        row.position = position
    kept = [each.pk for each in (*rows, *own) if each.pk]
    delete_rows(document.blocks.exclude(pk__in=kept))
    save_rows(changed, ["position", "data"])


def export_package(year: Assessment) -> dict:
    """Return the year as the JSON value of a package; a year without a document gets an empty one.

    Blocks that the format does not know are left out: `left_out` names them.
    """
    document = Document.objects.filter(assessment=year).first() or Document(assessment=year)
    blocks = document.blocks.filter(type__in=FORMAT_TYPES) if document.pk else []
    sections = [block_data(each) for each in blocks]
    years = set(document.result_years)
    for section in sections:
        years |= {section[key] for key in ("from_year", "to_year", "year") if key in section}
    if has_result(year):
        years.add(year.fiscal_year)
    known = (
        Assessment.objects.filter(municipality=year.municipality, framework__fiscal_year__in=years)
        .select_related("framework")
        .prefetch_related("scores", "item_scores")
    )
    results = {each.fiscal_year: result_data(each) for each in known}
    municipality = year.municipality
    return {
        "format": "ita-portal-package",
        "version": 1,
        "municipality": {
            field: getattr(municipality, field) for field in ("code", "name", "kind", "district", "province")
        },
        "fiscal_year": year.fiscal_year,
        "assessments": [(results.get(each) or empty_result(each)).model_dump() for each in sorted(years)],
        "measures": [
            {
                "area": each.area.number if each.area else None,
                **{field: getattr(each, field) for field in TEXT_FIELDS},
            }
            for each in year.measures.select_related("area")
        ],
        "document": {
            **{field: getattr(document, field) for field in DOCUMENT_FIELDS},
            "sections": sections,
        },
    }


def left_out(year: Assessment) -> list[str]:
    """Return what the year's package leaves out of its document, as people call it."""
    blocks = Block.objects.filter(document__assessment=year).exclude(type__in=FORMAT_TYPES)
    return [f"{LABELS[each.type]} {each.heading}".strip() for each in blocks]


def block_data(block: Block) -> dict:
    """Return a block as it stands in a package."""
    return {"type": block.type, "heading": block.heading, **block.data}


def empty_result(fiscal_year: int) -> AssessmentData:
    """Return the result of a year of which nothing is known yet."""
    return AssessmentData(
        fiscal_year=fiscal_year,
        official_total=None,
        official_level=None,
        province_rank=None,
        scores={},
        items={},
    )


def result_data(assessment: Assessment) -> AssessmentData:
    """Return a result as it stands in a package, each score written as it was announced."""

    def text(key: str, value: Decimal) -> str:
        written = assessment.written.get(key)
        return written if written is not None and Decimal(written) == value else f"{value:.2f}"

    official = assessment.official_total
    return AssessmentData(
        fiscal_year=assessment.fiscal_year,
        official_total=None if official is None else text("total", official),
        official_level=assessment.official_level or None,
        province_rank=assessment.province_rank,
        scores={
            str(each.indicator.number): text(f"score:{each.indicator.number}", each.value)
            for each in assessment.scores.all()
        },
        items={
            each.item.code: text(f"item:{each.item.code}", each.value)
            for each in assessment.item_scores.all()
        },
    )
