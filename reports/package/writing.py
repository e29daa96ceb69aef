"""A year with one of its documents as a package."""

import json
from collections.abc import Container
from itertools import pairwise
from typing import Any

from assessments.models import Assessment
from measures.models import TEXT_FIELDS, Measure
from reports.blocks import BLOCK_TYPES, in_packages
from reports.documents.block_types import LABELS
from reports.documents.models import DEFAULTS, Document

from .schema import VERSIONS, MunicipalityData, choices_of, fields_of, parts_of
from .values import block_data, empty_result, has_result, result_data, spoken_total


def export_package(year: Assessment, document: Document | None = None) -> dict[str, Any]:
    """Return the year with a document of it (the first by default, else an empty one) as the value of a package.

    It is of the oldest version that holds all of it. Blocks that no version knows are left out: `left_out` names them.
    """
    document = document or year.documents.first() or Document(assessment=year)
    blocks = [] if document.pk is None else [block_data(block) for block in document.blocks.all()]
    kept = [block for block in blocks if block["type"] in in_packages()]
    typed = [BLOCK_TYPES[section["type"]].data.model_validate(section) for section in kept]
    years = set(document.result_years).union(*(section.years() for section in typed))
    years |= {year.fiscal_year} if has_result(year) else set()
    known = (
        Assessment.objects.filter(municipality=year.municipality, framework__fiscal_year__in=years)
        .select_related("framework")
        .prefetch_related("scores", "item_scores")
    )
    results = {result.fiscal_year: result_data(result) for result in known}
    rows = {
        "assessments": [(results.get(told) or empty_result(told)).model_dump() for told in sorted(years)],
        "measures": [_measure(measure) for measure in year.measures.select_related("area")],
    }
    version = _version(document, blocks, rows)
    return {
        "format": "ita-portal-package",
        "version": version,
        "municipality": {name: getattr(year.municipality, name) for name in MunicipalityData.model_fields},
        "fiscal_year": year.fiscal_year,
        **{name: [_only(row, parts_of(version, name)) for row in told] for name, told in rows.items()},
        "document": {
            **{name: getattr(document, name) for name in fields_of(version)},
            "sections": [_only(block, BLOCK_TYPES[block["type"]].shape(version).model_fields) for block in kept],
        },
    }


def package_bytes(package: dict[str, Any]) -> bytes:
    """Return a package as the file of an issue: the same for equal values, whatever database kept them."""
    return json.dumps(package, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def left_out(document: Document) -> list[str]:
    """Return what a package leaves out of a document, as people call it."""
    blocks = document.blocks.exclude(type__in=in_packages())
    return [f"{LABELS[block.type]} {block.heading}".strip() for block in blocks]


def _measure(measure: Measure) -> dict[str, Any]:
    number = measure.area.number if measure.area else None
    return {"area": number, **{field: getattr(measure, field) for field in TEXT_FIELDS}}


def _only(values: dict[str, Any], known: Container[str]) -> dict[str, Any]:
    """Return what a version knows of these values."""
    return {key: value for key, value in values.items() if key in known}


def _version(document: Document, blocks: list[dict[str, Any]], rows: dict[str, list[dict[str, Any]]]) -> int:
    """Return the oldest version that holds the year: the one that every portal reads."""
    since = {1, *(BLOCK_TYPES[block["type"]].held_since(block) for block in blocks)}
    since |= {_first_with("kind", document.kind)}
    since |= {_first_with("columns", column["field"]) for column in document.columns}
    plain = {**DEFAULTS, "total_label": spoken_total(blocks)}
    for before, version in pairwise(VERSIONS):
        further = set(fields_of(version)) - set(fields_of(before))
        since |= {version for name in further if getattr(document, name) != plain[name]}
        for name, told in rows.items():
            keys = parts_of(version, name) - parts_of(before, name)
            since |= {version for row in told if any(row[key] for key in keys)}
    return max(since)


def _first_with(name: str, value: str) -> int:
    """Return the first version whose documents know this kind, or this column."""
    return next((version for version in VERSIONS if value in choices_of(version, name)), max(VERSIONS))
