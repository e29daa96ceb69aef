"""Database → DocumentContent: every number decided, every string as it will be printed, nothing left to look up."""

from copy import copy
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Any

from assessments.models import Assessment
from assessments.years.workflow import SIGNED_OFF
from ita_portal import thai
from measures.plan.models import PRINTED_TEXTS
from reports.blocks import BLOCK_TYPES
from reports.blocks.cells import lines
from reports.blocks.headings import TITLE, levels
from reports.blocks.inputs import DocumentInputs, read_inputs
from reports.blocks.schema import BlockData
from reports.documents.models import Document
from reports.documents.unconfirmed import SIGN, Waiting, measure_path, texts_of, waiting_texts, with_sign, with_signs
from reports.package import block_data

from .fitting import fit_columns
from .paper import sheet

NAME_DOTS = "." * 48
BODY = "body"
OWN_PAPER = ("cover", "announcement")  # types of blocks that are a part of the document by themselves


@dataclass(frozen=True)
class DocumentContent:
    """A document as plain values (str, int, bool, list, dict): `asdict` of it is JSON."""

    code: str
    municipality: str
    fiscal_year: int
    numerals: str
    orientation: str
    title: list[str]
    prepared_by: str
    emblem: str  # name in media storage, or nothing
    memo: dict | None
    blocks: list[dict]
    is_draft: bool = False  # its year is not approved: every page says ฉบับร่าง
    kind: str = "results"
    text_size: str = "standard"
    margins: str = "official"
    justified: bool = False
    issue: dict | None = None  # of an issued document: what its pages say of the issue

    @property
    def parts(self) -> list[dict]:
        """Return the blocks with their places (from 1) in parts of their own paper: a cover, an announcement, the rest.

        The part that prints the document's title `is_head`: the first, unless a cover or an announcement is one.
        """
        parts = [
            {"name": name, "blocks": list(blocks), "is_head": False}
            for name, blocks in groupby(enumerate(self.blocks, start=1), key=_part)
        ] or [{"name": BODY, "blocks": [], "is_head": False}]
        if all(part["name"] == BODY for part in parts):
            parts[0]["is_head"] = True
        return parts

    def as_json(self) -> dict:
        return asdict(self)

    def get_kind_display(self) -> str:
        """Return what people call its kind, as a `Document` does."""
        return Document.Kind(self.kind).label

    @classmethod
    def from_json(cls, value: dict) -> "DocumentContent":
        """Return the content that `as_json` was of: it renders to the same bytes."""
        return cls(**value)


def document_content(document: Document) -> DocumentContent:
    """Read and decide a document. `document.assessment.municipality` and `.framework` should be selected along."""
    rows = list(document.blocks.all())
    printed, waiting = copy(document), waiting_texts(document, rows)
    vars(printed).update(with_signs(texts_of(document), _paths(waiting[document])))
    stored = [block_data(row) for row in rows]
    blocks = [with_signs(block, _paths(waiting[row])) for row, block in zip(rows, stored, strict=True)]
    inputs = read_inputs(printed, [_headed(block, signed) for block, signed in zip(stored, blocks, strict=True)])
    _sign_measures(inputs, {path for row in rows for path in _paths(waiting[row])})
    return _decided(printed, blocks, inputs)


def sections_content(document: Document, sections: list[dict]) -> DocumentContent:
    """Read and decide a document that is stored nowhere, with these blocks as they stand in a package."""
    return _decided(document, sections, read_inputs(document, [_typed(section) for section in sections]))


def _decided(document: Document, blocks: list[dict], inputs: DocumentInputs) -> DocumentContent:
    municipality, page = document.assessment.municipality, sheet(document)
    return DocumentContent(
        code=municipality.code,
        municipality=municipality.name,
        fiscal_year=inputs.fiscal_year,
        title=document.title,
        prepared_by=document.prepared_by,
        emblem=municipality.emblem.name or "",
        memo=_memo(document.memo, inputs),
        blocks=[
            fit_columns(_content(block, level, inputs), page)
            for block, level in zip(blocks, levels(inputs.blocks), strict=True)
        ],
        is_draft=document.assessment.state not in SIGNED_OFF,
        **{name: getattr(document, name) for name in "numerals orientation kind text_size margins justified".split()},
    )


def content_of_many(name: str, fiscal_year: int, title: list[str]) -> DocumentContent:
    """Return a report of several authorities, still without blocks: it is no municipality's, and no draft."""
    return DocumentContent(
        code="",
        municipality=name,
        fiscal_year=fiscal_year,
        numerals="thai",
        orientation="landscape",
        title=title,
        prepared_by="",
        emblem="",
        memo=None,
        blocks=[],
        kind="analysis",
    )


def printed_block(kind: str, heading: str, **content: Any) -> dict:
    """Return a block whose content is decided elsewhere."""
    return {"type": kind, "template": BLOCK_TYPES[kind].template, "heading": lines(heading), "level": 1, **content}


def _paths(waiting: list[Waiting]) -> set[str]:
    return {text.path for text in waiting if text.text}


def _sign_measures(inputs: DocumentInputs, paths: set[str]) -> None:
    """Sign what measures say in copied words."""
    for measure in inputs.measures if paths else ():
        for name in PRINTED_TEXTS:
            if measure_path(measure.pk, name) in paths and SIGN not in (told := getattr(measure, name)):
                setattr(measure, name, with_sign(told))


def standing_widths(document: Document, section: dict) -> list[int]:
    """Return how wide the columns of a block's table stand in per cent, typed or fitted; none of another block.

    `section` is the block as it stands in a package.
    """
    content = _content(section, 1, read_inputs(document, [_typed(section)]))
    return fit_columns(content, sheet(document)).get("widths", [])


def _content(block: dict, level: int, inputs: DocumentInputs) -> dict:
    kind = BLOCK_TYPES[block["type"]]
    own = {"type": block["type"], "template": kind.template, "heading": lines(block["heading"]), "level": level}
    own |= {"centred": True} if block.get("heading_as") == TITLE else {}
    return own | kind.content(block, inputs)


def printed_years(document: Document) -> set[int]:
    """Return the fiscal years whose definitions the document prints: its own and each that a block names."""
    blocks = (_typed(block_data(block)) for block in document.blocks.all())
    return {document.assessment.fiscal_year}.union(*(block.years() for block in blocks))


def _part(placed: tuple[int, dict]) -> str:
    return kind if (kind := placed[1]["type"]) in OWN_PAPER else BODY


def _headed(block: dict, signed: dict) -> BlockData:
    """Return a block as it is stored under the heading that is printed, which has its sign in the contents too."""
    return _typed(block).model_copy(update={"heading": signed["heading"]})


def _typed(block: dict) -> BlockData:
    return BLOCK_TYPES[block["type"]].data.model_validate(block)


def _memo(memo: dict | None, inputs: DocumentInputs) -> dict | None:
    if memo is None:
        return None
    day = inputs.number(thai.long_date(date.fromisoformat(memo["date"]))) if memo["date"] else ""
    numbered = len(memo["subjects"]) > 1
    return {
        **memo,
        "date": day,
        "subjects": [
            f"{inputs.number(place)}. {subject}" if numbered else subject
            for place, subject in enumerate(memo["subjects"], start=1)
        ],
        "sections": [
            {"heading": section["heading"], "lines": lines("\n".join(section["paragraphs"]))}
            for section in memo["sections"]
        ],
        "signatories": [
            {**signer, "name": signer["name"] or NAME_DOTS, "signature": NAME_DOTS} for signer in memo["signatories"]
        ],
    }


def year_document(year: Assessment, kind: str = "") -> Document | None:
    """Return the year's document of a kind, the first of any without one, or None."""
    documents = year.documents.select_related("assessment__municipality", "assessment__framework")
    return (documents.filter(kind=kind) if kind else documents).first()
