"""A year with one of its documents as a package."""

import json
from typing import Any, get_args

from assessments.models import Assessment
from measures.models import TEXT_FIELDS
from reports.blocks import BLOCK_TYPES, in_packages
from reports.blocks.schema import ColumnField
from reports.documents.block_types import LABELS
from reports.documents.models import DEFAULTS, Document

from .schema import NARROW_FIELDS, WIDE_FIELDS, DocumentData, MunicipalityData
from .values import block_data, empty_result, has_result, result_data

PLAIN_FIELDS = frozenset(get_args(ColumnField))
PLAIN_KINDS = get_args(DocumentData.model_fields["kind"].annotation)


def export_package(year: Assessment, document: Document | None = None) -> dict[str, Any]:
    """Return the year with a document of it (the first by default, else an empty one) as the value of a package.

    Version 1 where the document fits into it, else version 2. Blocks that no version knows are left out:
    `left_out` names them.
    """
    document = document or year.documents.first() or Document(assessment=year)
    blocks = [] if document.pk is None else [block_data(block) for block in document.blocks.all()]
    version = _version(document, blocks)
    sections = [block for block in blocks if block["type"] in in_packages(version)]
    typed = [BLOCK_TYPES[section["type"]].data.model_validate(section) for section in sections]
    years = set(document.result_years).union(*(section.years() for section in typed))
    years |= {year.fiscal_year} if has_result(year) else set()
    known = (
        Assessment.objects.filter(municipality=year.municipality, framework__fiscal_year__in=years)
        .select_related("framework")
        .prefetch_related("scores", "item_scores")
    )
    results = {result.fiscal_year: result_data(result) for result in known}
    return {
        "format": "ita-portal-package",
        "version": version,
        "municipality": {name: getattr(year.municipality, name) for name in MunicipalityData.model_fields},
        "fiscal_year": year.fiscal_year,
        "assessments": [(results.get(told) or empty_result(told)).model_dump() for told in sorted(years)],
        "measures": [
            {
                "area": measure.area.number if measure.area else None,
                **{field: getattr(measure, field) for field in TEXT_FIELDS},
            }
            for measure in year.measures.select_related("area")
        ],
        "document": {
            **{name: getattr(document, name) for name in (NARROW_FIELDS if version == 1 else WIDE_FIELDS)},
            "sections": sections,
        },
    }


def package_bytes(package: dict[str, Any]) -> bytes:
    """Return a package as the file of an issue: the same for equal values, whatever database kept them."""
    return json.dumps(package, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def left_out(document: Document) -> list[str]:
    """Return what a package leaves out of a document, as people call it."""
    blocks = document.blocks.exclude(type__in=in_packages(2))
    return [f"{LABELS[block.type]} {block.heading}".strip() for block in blocks]


def _version(document: Document, blocks: list[dict[str, Any]]) -> int:
    """Return the oldest version that holds the document: the one that every portal reads."""
    wider = set(WIDE_FIELDS) - set(NARROW_FIELDS)
    fields = {column["field"] for column in document.columns}
    types = {block["type"] for block in blocks} & in_packages(2)
    fits = (
        document.kind in PLAIN_KINDS
        and fields <= PLAIN_FIELDS
        and types <= in_packages(1)
        and all(getattr(document, name) == DEFAULTS[name] for name in wider)
    )
    return 1 if fits else 2
