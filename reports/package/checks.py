"""What a package says against what the portal knows: every fault by its JSON path, in Thai."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assessments.models import Assessment, Framework, Municipality
from assessments.years.workflow import locked_sentence
from measures.models import Measure
from reports.blocks.schema import BlockData
from reports.documents.caps import SMALLER, TOO_LARGE, printed_texts, shares
from reports.documents.models import Document

from .schema import AssessmentData, Package
from .values import has_result, result_data

REPLACE_HINT = "หากต้องการแทนที่ให้เลือก “แทนที่ของเดิม”"


def identity_faults(package: Package, municipality: Municipality) -> Iterator[str]:
    """The file must speak of the municipality that its code names, else a digit of the code is likely wrong."""
    for field in ("name", "kind", "district", "province"):
        given, known = getattr(package.municipality, field), getattr(municipality, field)
        if given != known:
            yield f"municipality.{field}: ไฟล์เขียนว่า “{given}” แต่รหัส {municipality.code} ในระบบคือ “{known}”"


def definition_faults(package: Package, frameworks: dict[int, Framework]) -> Iterator[str]:
    if package.fiscal_year not in frameworks:
        yield f"fiscal_year: ยังไม่มีเกณฑ์ของปี {package.fiscal_year} ในระบบ"
    seen: set[int] = set()
    for place, data in enumerate(package.assessments):
        at, year = f"assessments[{place}]", data.fiscal_year
        if year in seen:
            yield f"{at}.fiscal_year: ปี {year} ซ้ำ"
        elif seen and year < max(seen):
            yield f"{at}.fiscal_year: ต้องเรียงจากปีเก่าไปปีใหม่"
        seen.add(year)
        framework = frameworks.get(year)
        if framework is None:
            yield f"{at}.fiscal_year: ยังไม่มีเกณฑ์ของปี {year} ในระบบ"
            continue
        numbers = {str(indicator.number) for indicator in framework.indicators.all()}
        codes = {item.code for item in framework.items.all()}
        unknown = [key for key in data.scores if key not in numbers]
        yield from (f"{at}.scores.{key}: เกณฑ์ปี {year} ไม่มีตัวชี้วัดนี้" for key in unknown)
        yield from (f"{at}.items.{key}: เกณฑ์ปี {year} ไม่มีข้อนี้" for key in data.items if key not in codes)
    if framework := frameworks.get(package.fiscal_year):
        areas = {area.number for area in framework.areas.all()}
        for place, measure in enumerate(package.measures):
            if measure.area is not None and measure.area not in areas:
                yield f"measures[{place}].area: เกณฑ์ปี {package.fiscal_year} ไม่มีประเด็นที่ {measure.area}"
    yield from _section_faults(package, frameworks, seen)


def _section_faults(package: Package, frameworks: dict[int, Framework], years: set[int]) -> Iterator[str]:
    """A block may only name results, instruments and indicators that the package and its years have."""
    for place, block in enumerate(package.document.sections):
        at = f"document.sections[{place}]."
        for key in ("from_year", "to_year", "year"):
            if (value := getattr(block, key, None)) is not None and value not in years:
                yield f"{at}{key}: assessments ในไฟล์ไม่มีผลของปี {value}"
        if framework := frameworks.get(getattr(block, "year", package.fiscal_year)):
            yield from (at + fault for fault in named_faults(block, framework))


def named_faults(block: BlockData, framework: Framework) -> Iterator[str]:
    """Tell, by path inside the block, which indicators and instruments it names that the definitions lack."""
    numbers = {indicator.number for indicator in framework.indicators.all()}
    codes = {instrument.code for instrument in framework.instruments.all()}
    known: dict[str, set[Any]] = {"indicator": numbers, "instrument": codes}
    for path, kind, value in block.named():
        if value not in known[kind]:
            yield f"{path}: เกณฑ์ปี {framework.fiscal_year} ไม่มี {value}"


def cap_faults(package: Package) -> Iterator[str]:
    """A document that is larger than is printed does not come in."""
    document = package.document.model_dump()
    names = printed_texts(document["columns"])
    characters = sum(len(getattr(measure, name, "")) for measure in package.measures for name in names)
    for share in shares(document, document.pop("sections"), len(package.measures), characters):
        if share.is_over:
            yield f"document: {TOO_LARGE}: {share} {SMALLER}"


def locked_faults(package: Package, years: dict[int, Assessment]) -> Iterator[str]:
    """A locked year takes no package; the result of another year may stand in one as it is stored."""
    year = years[package.fiscal_year]
    if year.is_locked:
        yield f"fiscal_year: {locked_sentence(year.fiscal_year, year.state)}"
    for place, known in _other_results(package, years):
        if known != year and known.is_locked:
            sentence = locked_sentence(known.fiscal_year, known.state)
            yield f"assessments[{place}]: ผลในไฟล์ต่างจากในระบบ และ{sentence}"


def occupied_faults(package: Package, years: dict[int, Assessment]) -> Iterator[str]:
    year = years[package.fiscal_year]
    documents = Document.objects.filter(assessment=year)
    if documents.exists() or Measure.with_deleted.filter(assessment=year).exists():
        yield f"fiscal_year: มีมาตรการหรือเอกสารของปี {package.fiscal_year} อยู่แล้ว {REPLACE_HINT}"
    for place, known in _other_results(package, years):
        if has_result(known):
            yield f"assessments[{place}]: ผลของปี {known.fiscal_year} ในระบบต่างจากในไฟล์ {REPLACE_HINT}"


def _other_results(package: Package, years: dict[int, Assessment]) -> Iterator[tuple[int, Assessment]]:
    """Give the years whose result is another one than the package says, with the place where it says so."""
    for place, data in enumerate(package.assessments):
        known = years.get(data.fiscal_year)
        if known and _values(result_data(known), data) != _values(data, data):
            yield place, known


def _values(data: AssessmentData, told: AssessmentData) -> dict[str, Any]:
    """Return a result by what it says, however its scores are written; no more than `told` can say by its version."""
    return {
        **data.model_dump(include=set(type(told).model_fields)),
        "official_total": None if data.official_total is None else Decimal(data.official_total),
        "scores": {key: Decimal(text) for key, text in data.scores.items()},
        "items": {key: Decimal(text) for key, text in data.items.items()},
    }
