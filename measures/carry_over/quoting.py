"""Texts of carried measures that speak of last year's result: unconfirmed until somebody rewrites or confirms each."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from assessments.editing.kept_text import KeptText
from assessments.models import Assessment
from assessments.scores.known_figures import KnownFigures, QuotedFigure, read_known_figures, result_marks
from assessments.scoring.quoted_figures import may_quote
from measures.plan.models import Measure

# What comes along; dates, money, status and results do not.
COPIED = ("title", "steps", "responsible", "follow_up", "goal", "success")

# What a text says of a result without a figure that is known, or with one that is written in another way.
SPEAKS_OF_RESULT = re.compile(
    "คะแนน|ผลการประเมิน|ร้อยละ|ระดับผ่าน|ไม่ผ่าน|(?:ต่ำ|สูง|มาก|น้อย|แย่|ดี)(?:ที่)?สุด|(?:ต่ำ|สูง|ดี|แย่|มาก|น้อย)(?:กว่า|ขึ้น|ลง)"
    "|ลดลง|เพิ่มขึ้น|กว่าเดิม|เหมือนเดิม|เป็นเลิศ|ที่หนึ่ง|ชนะ|รางวัล|คำชม|ชมเชย|ลำดับ|อันดับ|ปีก่อน|ปีที่ผ่านมา|ปีที่แล้ว"
)
LABELS = {field.name: str(field.verbose_name) for field in Measure._meta.fields}


@dataclass(frozen=True)
class QuotingText:
    """A text of a measure that reads as last year; `figures` are those that it quotes, if any.

    `changed` where somebody confirmed it and last year's result, which the measure answers, changed since.
    """

    measure: Measure
    field: str
    figures: list[QuotedFigure]
    changed: bool = False

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def text(self) -> str:
        text: str = getattr(self.measure, self.field)
        return text


def quoting_texts(year: Assessment, measures: Collection[Measure]) -> list[QuotingText]:
    """Return the unconfirmed texts of a year's measures; where none speaks of a result nothing is read."""
    copies = {
        measure.carried_from_id: measure
        for measure in measures
        if measure.carried_from_id and any(_may_wait(getattr(measure, field)) for field in COPIED)
    }
    if not copies:
        return []
    sources = Measure.with_deleted.in_bulk(copies)
    confirmed = dict(year.carries.values_list("measure", "confirmed"))
    counts = Measure.objects.counted_by_year(year.municipality_id)
    known = read_known_figures(year, year.fiscal_year - 1, counts)
    now = result_mark(year) if any(confirmed.values()) else ""
    return [
        replace(waiting, changed=then is not None)
        for key, copy in copies.items()
        for waiting in _quoting(copy, sources[key], known)
        if (then := confirmed.get(key, {}).get(waiting.field)) != now
    ]


def result_mark(year: Assessment) -> str:
    """Return what stands for the result that the year's measures answer: last year's."""
    before = year.fiscal_year - 1
    return result_marks(year, [before])[before]


def _quoting(copy: Measure, source: Measure, known: KnownFigures) -> Iterator[QuotingText]:
    """Yield the texts that nobody rewrote and that speak of a result."""
    for field in COPIED:
        text = getattr(copy, field)
        if not _may_wait(text) or not KeptText([text]).holds(getattr(source, field)):
            continue
        if (figures := known.quoted_in(text)) or SPEAKS_OF_RESULT.search(text):
            yield QuotingText(copy, field, figures)


def _may_wait(text: str) -> bool:
    return may_quote(text) or SPEAKS_OF_RESULT.search(text) is not None
