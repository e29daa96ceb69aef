"""What a package says against what the portal knows: every fault by its JSON path, in Thai."""

from decimal import Decimal
from typing import Any

from assessments.models import Assessment, Framework, Municipality
from assessments.years.workflow import locked_sentence
from measures.models import Measure
from reports.blocks.schema import BlockData
from reports.documents.models import Document

from .schema import AssessmentData, Package
from .values import has_result, result_data

REPLACE_HINT = "หากต้องการแทนที่ให้เลือก “แทนที่ของเดิม”"


def identity_faults(package: Package, municipality: Municipality) -> list[str]:
    """The file must speak of the municipality that its code names, else a digit of the code is likely wrong."""
    return [
        f"municipality.{field}: แฟ้มเขียนว่า “{given}” แต่รหัส {municipality.code} ในระบบคือ “{known}”"
        for field in ("name", "kind", "district", "province")
        if (given := getattr(package.municipality, field)) != (known := getattr(municipality, field))
    ]


def definition_faults(package: Package, frameworks: dict[int, Framework]) -> list[str]:
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
        numbers = {str(indicator.number) for indicator in framework.indicators.all()}
        codes = {item.code for item in framework.items.all()}
        faults += [
            f"{at}.scores.{key}: เกณฑ์ปี {data.fiscal_year} ไม่มีตัวชี้วัดนี้"
            for key in data.scores
            if key not in numbers
        ]
        faults += [
            f"{at}.items.{key}: เกณฑ์ปี {data.fiscal_year} ไม่มีข้อนี้" for key in data.items if key not in codes
        ]
    if framework := frameworks.get(package.fiscal_year):
        areas = {area.number for area in framework.areas.all()}
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
    numbers = {indicator.number for indicator in framework.indicators.all()}
    codes = {instrument.code for instrument in framework.instruments.all()}
    named: list[tuple[str, Any, set[Any]]] = [
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


def locked_faults(package: Package, years: dict[int, Assessment]) -> list[str]:
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


def occupied_faults(package: Package, years: dict[int, Assessment]) -> list[str]:
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


def _values(data: AssessmentData) -> dict[str, Any]:
    """Return a result by what it says, however its scores are written."""
    return {
        **data.model_dump(),
        "official_total": None if data.official_total is None else Decimal(data.official_total),
        "scores": {key: Decimal(text) for key, text in data.scores.items()},
        "items": {key: Decimal(text) for key, text in data.items.items()},
    }
