"""The kinds of rows whose changes are told: which history rows belong to a year, and how they are spoken of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Model, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Expression

from assessments.models import Assessment, IndicatorScore, ItemScore
from assessments.records.models import history_of
from measures.carry_over.quoting import LABELS as CARRIED_LABELS
from measures.models import TEXT_FIELDS, Carry, Evidence, ItemEvidence, Measure, MeasureEvidence, Target
from reports.builder.wording import block_text, columns_text, memo_text
from reports.documents.block_types import LABELS
from reports.documents.models import Block, Confirmation, Document
from reports.documents.widths import widths_text

SCORES, MEASURES, EVIDENCE, DOCUMENT, STATE = "scores", "measures", "evidence", "document", "state"
KINDS = {SCORES: "คะแนน", MEASURES: "มาตรการ", EVIDENCE: "หลักฐาน", DOCUMENT: "เอกสาร", STATE: "สถานะ"}


def _keys(years: Assessment | Iterable[Assessment]) -> list[int]:
    """Return the keys of what is looked at: one year, or several."""
    return [year.pk for year in ([years] if isinstance(years, Assessment) else years)]


def _of_year(years: Assessment | Iterable[Assessment]) -> Q:
    return Q(assessment_id__in=_keys(years))


@dataclass(frozen=True)
class TrackedModel:
    """A kind of row: which history rows belong to what is looked at, and how they are spoken of.

    `kind` is one of KINDS, or an expression of it; `rows` names what the history may be narrowed to, with the column
    that holds its key; `words` tells fields whose values are no text; `among` names the column of those among which
    the place of a row counts.
    """

    model: type[Model]
    what: Callable[[Any], str]  # of a history row of the model
    fields: tuple[str, ...]
    related: tuple[str, ...] = ()  # what the texts need of other rows
    of: Callable[[Any], Q] = _of_year  # a row of what is looked at: a year, several, a municipality
    kind: str | Expression = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    among: str = ""


def row_before(model: type[Model], column: str) -> Subquery:
    """Return a column of the history row that came before one of the same row."""
    earlier = history_of(model).filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    return Subquery(earlier.order_by("-history_id").values(column)[:1])


def _state_or_scores() -> Expression:
    """A step of the approval changes the state and nothing else."""
    before = row_before(Assessment, "state")
    return Case(When(Q(history_type="~") & ~Q(state=before), then=Value(STATE)), default=Value(SCORES))


def _of_measures(years: Assessment | Iterable[Assessment]) -> Q:
    """The rows of the year's measures, of those that are gone too."""
    return Q(measure_id__in=Measure.history.filter(_of_year(years)).values("id"))


def _of_evidence(years: Assessment | Iterable[Assessment]) -> Q:
    """Evidence that was added in the year, or that it uses or used."""
    by_measure = MeasureEvidence.history.filter(_of_measures(years)).values("evidence_id")
    by_item = ItemEvidence.history.filter(_of_year(years)).values("evidence_id")
    return _of_year(years) | Q(id__in=by_measure) | Q(id__in=by_item)


def _of_documents(years: Assessment | Iterable[Assessment]) -> Q:
    """The rows of the year's documents, of those that are gone too."""
    return Q(document_id__in=Document.history.filter(_of_year(years)).values("id"))


def _quoted(row: Model | None) -> str:
    title = str(row).strip() if row is not None else ""
    return f"“{title}”" if title else "ที่ลบไปแล้ว"


def _file(row: Any) -> str:
    """A newer file often has the name of the one before."""
    return f"{row.filename} (SHA-256 {row.sha256[:8]}…)" if row.file else ""


def _confirmed(row: Any) -> str:
    return ", ".join(
        f"{CARRIED_LABELS[field]} (ตามผลคะแนน {mark['result'][:8]}…)" for field, mark in row.confirmed.items()
    )


def _unconfirmed(row: Any) -> str:
    return "\n".join(text["text"] or text["was"] for text in row.unconfirmed)


def document_name(row: Any) -> str:
    return row.document.get_kind_display() if row.document else "เอกสารที่ลบไปแล้ว"


def block_name(row: Any) -> str:
    return f"ส่วน{LABELS.get(row.type, row.type)}{f' “{row.heading}”' if row.heading else ''} ของ{document_name(row)}"


SOURCES: tuple[TrackedModel, ...] = (
    TrackedModel(
        Assessment,
        lambda row: "ปีงบประมาณ" if row.history_type == "+" else "ผลที่ประกาศและสถานะ",
        ("official_total", "official_level", "province_rank", "province_count", "state"),
        of=lambda years: Q(id__in=_keys(years)),
        kind=_state_or_scores(),
    ),
    TrackedModel(
        IndicatorScore,
        lambda row: f"คะแนน{row.indicator or 'ตัวชี้วัดที่ลบไปแล้ว'}",
        ("value",),
        ("indicator",),
        kind=SCORES,
        rows={"indicator": "indicator_id"},
    ),
    TrackedModel(
        ItemScore,
        lambda row: f"คะแนนข้อ {row.item or 'ที่ลบไปแล้ว'}",
        ("value",),
        ("item",),
        kind=SCORES,
        rows={"item": "item_id"},
    ),
    TrackedModel(
        Measure,
        lambda row: f"มาตรการ {_quoted(row.title.splitlines()[0][:100] if row.title.strip() else None)}",
        ("area", *TEXT_FIELDS, "half_output", "half_outcome", "status", "status_reason", "confirmed"),
        ("area",),
        kind=MEASURES,
        rows={"measure": "id"},
        among="area_id",
        words={"confirmed": _confirmed},
    ),
    TrackedModel(
        Target,
        lambda row: f"สิ่งที่มาตรการ {_quoted(row.measure)} ตอบ",
        ("indicator", "item"),
        ("measure", "indicator", "item"),
        of=_of_measures,
        kind=MEASURES,
        rows={"measure": "measure_id"},
    ),
    TrackedModel(
        Carry,
        lambda row: f"มาตรการปีก่อน {_quoted(row.measure)}",
        ("decision", "reason", "effect"),
        ("measure",),
        kind=MEASURES,
        rows={"measure": "measure_id"},
    ),
    TrackedModel(
        MeasureEvidence,
        lambda row: f"หลักฐานของมาตรการ {_quoted(row.measure)}",
        ("evidence",),
        ("measure", "evidence"),
        of=_of_measures,
        kind=EVIDENCE,
        rows={"measure": "measure_id", "evidence": "evidence_id"},
    ),
    TrackedModel(
        ItemEvidence,
        lambda row: f"หลักฐานของข้อ {row.item or 'ที่ลบไปแล้ว'}",
        ("evidence",),
        ("item", "evidence"),
        kind=EVIDENCE,
        rows={"item": "item_id", "evidence": "evidence_id"},
    ),
    TrackedModel(
        Evidence,
        lambda row: f"หลักฐาน {_quoted(row.title)}",
        ("title", "dated", "file", "address", "click_path"),
        of=_of_evidence,
        kind=EVIDENCE,
        rows={"evidence": "id"},
        words={"file": _file},
    ),
    TrackedModel(
        Document,
        lambda row: f"เอกสาร {row.get_kind_display()}",
        (
            *"kind title prepared_by numerals orientation areas_as area_prefix text_size margins".split(),
            *"joined justified total_label cut_off columns widths memo result_years unconfirmed".split(),
        ),
        kind=DOCUMENT,
        rows={"document": "id"},
        words={
            "title": lambda row: "\n".join(row.title),
            "columns": columns_text,
            "widths": lambda row: widths_text(row.widths),
            "memo": memo_text,
            "result_years": lambda row: ", ".join(map(str, row.result_years)),
            "unconfirmed": _unconfirmed,
        },
    ),
    TrackedModel(
        Block,
        block_name,
        ("heading", "data"),
        ("document",),
        of=_of_documents,
        kind=DOCUMENT,
        rows={"document": "document_id", "block": "id"},
        words={"data": block_text},
        among="document_id",
    ),
    TrackedModel(
        Confirmation,
        lambda row: f"การยืนยันข้อความของปีก่อน ใน{document_name(row)}",
        ("text", "results"),
        ("document",),
        of=_of_documents,
        kind=DOCUMENT,
        rows={"document": "document_id"},
        words={"results": lambda row: ", ".join(f"ปี {year} ({mark[:8]}…)" for year, mark in row.results.items())},
    ),
)
