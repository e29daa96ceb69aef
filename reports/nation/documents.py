"""A report for each year of the invented nation: blocks as a new document has them, with plain sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessments.models import Assessment, Framework, Municipality
from reports.blocks import BLOCK_TYPES
from reports.builder.starters import document_fields
from reports.documents.models import Block, Document
from reports.documents.official_names import place_name

from .rows import next_keys, store
from .texts import CLOSING, introduction

KIND = Document.Kind.RESULTS


@dataclass(frozen=True)
class Outline:
    """What the documents of one fiscal year have in common."""

    fiscal_year: int
    fields: dict[str, Any]
    sections: list[dict[str, Any]]

    @classmethod
    def of(cls, framework: Framework, place: Municipality) -> "Outline":
        """Return the outline, for which any authority may stand."""
        year = Assessment(framework=framework, municipality=place)
        kinds = ["text", "measures", "text"]
        if Framework.objects.published().filter(fiscal_year=framework.fiscal_year - 1).exists():
            kinds.insert(2, "comparison")
        sections = [BLOCK_TYPES[kind].new(year) for kind in kinds]
        return cls(framework.fiscal_year, document_fields(year, KIND), sections)

    def store_documents(self, years: Sequence[tuple[int, Municipality, Decimal | None, str]], moment: datetime) -> None:
        """Store a document for each year, given by key, authority, total and level."""
        document, block = next_keys(Document), next_keys(Block)
        keys = [document() for _ in years]
        titles = self.fields["title"][:-1]
        rest = {name: value for name, value in self.fields.items() if name != "title"}

        def documents() -> Iterator[tuple[object, ...]]:
            for key, (year, place, *_) in zip(keys, years, strict=True):
                yield key, year, moment, [*titles, place_name(place)], *rest.values()

        def blocks() -> Iterator[tuple[object, ...]]:
            for key, (_, place, total, level) in zip(keys, years, strict=True):
                said = [introduction(place.name, self.fiscal_year, str(total), level) if total else [], CLOSING]
                texts = iter(said)
                for position, section in enumerate(self.sections):
                    data = dict(section)
                    kind, heading = data.pop("type"), data.pop("heading")
                    if kind == "text":
                        data["paragraphs"] = next(texts)
                    yield block(), key, position, kind, heading, data

        store(Document, ("id", "assessment_id", "updated_at", "title", *rest), documents())
        store(Block, ("id", "document_id", "position", "type", "heading", "data"), blocks())
