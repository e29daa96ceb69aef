"""Texts of last year's measures that speak of its result, or tell what was done then: in whichever measure and field of
this year they stand, and however they came there, they are unconfirmed until a person rewrites or confirms each."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assessments.editing.conflicts import fingerprint
from assessments.editing.kept_text import RUN, SENTENCE, STRETCH, bare, runs_of, sentences_of
from assessments.editing.usual_words import USUAL
from assessments.models import Assessment
from assessments.scores.known_figures import QuotedFigure, read_known_figures, result_marks
from assessments.scoring.quoted_figures import may_quote
from measures.plan.models import PRINTED_TEXTS, RESULTS, Measure

# What comes along; dates, money, status and results do not.
COPIED = ("title", "steps", "responsible", "follow_up", "goal", "success")

TOLD = frozenset({*RESULTS, "remark", "status_reason"})  # what was done: never the same two years in a row

# What a text says of a result without a figure that is known, or with one that is written in another way.
CLAIMS = re.compile(
    "ระดับผ่าน|ไม่ผ่าน|(?:ต่ำ|สูง|มาก|น้อย|แย่|ดี|อ่อน)\\s?(?:ที่)?\\s?สุด|(?:ต่ำ|สูง|ดี|แย่|มาก|น้อย)(?:กว่า|ขึ้น|ลง)"
    "|ลดลง|เพิ่มขึ้น|กว่าเดิม|เหมือนเดิม|เป็นเลิศ|ที่หนึ่ง|ชนะ|รางวัล|คำชม|ชมเชย|ลำดับ|อันดับ|(?:ปี|ครั้ง|รอบ)(?:ก่อน|ที่ผ่านมา|ที่แล้ว)|ปีกลาย"
    "|สาเหตุ(?:สำคัญ|หลัก)?\\s?(?:คือ|มาจาก|เกิดจาก)|ปัญหาที่(?:พบ|เกิด)|เกียรติบัตร|ได้รับโล่|ระดับ\\s?[A-F]\\b|แชมป์|รั้งท้าย|(?:ไม่ถึง|ตก)เกณฑ์|ถดถอย|ดีเด่น|เท่าเดิม|คงเดิม|หมดไป"
    "|ได้ครบ|ตอบครบ|ครบ(?:ทุก|ตาม|ถ้วนแล้ว)|บรรลุ|เรียบร้อย|เห็นผล|(?:ประสบ|ได้)(?:ความ|ผล)สำเร็จ|สำเร็จตาม|เสร็จตาม|ขึ้นอย่าง|พอใจ(?:มาก|ดี)"
    "|ไม่เคย|ไม่(?:พบ|มี)(?:ปัญหา|การทุจริต|ข้อบกพร่อง|(?:เรื่อง|ข้อ|ผู้|การ)ร้องเรียน)|ยังคง|ยังเป็น|ยังไม่(?:เผยแพร่|เปิดเผย|ผ่าน|ได้|มี(?!ผู้))"
    "|จุดอ่อน|จุดแข็ง|ผ่านดี|(?:เป็น|คน)ผ่าน|ผ่านเกณฑ์|ได้รับการย|ที่ตก(?!หล่น)|(?:^|\\s)ไม่(?:พบ|มี)(?:\\s|$)"
    "|(?:จัด|ทำ|การ|แก้ไข|ปรับปรุง|เผยแพร่|เปิดเผย|ประชุม|อบรม|ประกาศ|เสร็จ)แล้ว(?!เสร็จ|จึง|นำ|ให้|ส่ง|เสนอ)"
)
SPEAKS_OF_RESULT = re.compile(f"คะแนน|ผลการประเมิน|ร้อยละ|{CLAIMS.pattern}")
# The same with a number: "ไม่ผ่าน ๓ ข้อ" is short, and the rest may have been rewritten. "๑." is the number of a line.
_COUNTED = re.compile(
    rf"(?:{SPEAKS_OF_RESULT.pattern})[^\n\d]{{0,12}}\d[\d.,]*"
    rf"|(?<![\d.,])\d[\d.,]*+(?<![.,])[^\n\d.)]{{0,12}}(?:{SPEAKS_OF_RESULT.pattern})"
)
# A year, as days and quarters are written too: "๒๕๖๗", "ก.ย. ๖๗", "กันยายน ๖๗", "๑/๓/๖๗", "ไตรมาส ๒/๖๗", "ปีงบฯ ๖๗".
_YEAR = re.compile(
    r"(?<!\d)[2๒][5๕](\d\d)(?!\d)"
    r"|(?:(?<=[คยพ]\.)|(?<=[าีง]คม)|(?<=ายน)|(?<=พันธ์)|(?<=/)|(?<=ปี)|(?<=งบ)|(?<=งบฯ)|(?<=ประมาณ))\s?(\d\d)(?![\d/])"
)
WINDOW = 2 * STRETCH  # characters before and behind, of which some are no letters
LABELS = {field.name: str(field.verbose_name) for field in Measure._meta.fields}


@dataclass(frozen=True)
class QuotingText:
    """A text of a measure that reads as one of last year, that of the measure `source`; `figures` are those that it
    quotes, if any.

    `changed` where somebody confirmed it and last year's result, which the measure answers, changed since.
    """

    measure: Measure
    field: str
    source: int
    figures: list[QuotedFigure]
    changed: bool

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def text(self) -> str:
        text: str = getattr(self.measure, self.field)
        return text

    @property
    def anchor(self) -> str:
        """Where it is confirmed on the page of last year's measures."""
        return f"carry-{self.source}"


def quoting_texts(year: Assessment, measures: Collection[Measure]) -> list[QuotingText]:
    """Return the unconfirmed texts of a year's measures; where none speaks or tells of a result nothing is read."""
    texts = [(measure, field, getattr(measure, field)) for measure in measures for field in PRINTED_TEXTS]
    if not (speaking := [of for of in texts if _may_wait(*of[1:])]):
        return []
    last = _LastYear(_measures_before(year))
    came_along = [(*of, source) for of in speaking if (source := last.source_of(*of)) is not None]
    if not came_along:
        return []
    known = read_known_figures(year, year.fiscal_year - 1, Measure.objects.counted_by_year(year.municipality_id))
    now = result_mark(year) if any(measure.confirmed for measure, *_ in came_along) else ""
    waiting = []
    for measure, field, text, source in came_along:
        then = measure.confirmed.get(field, {})
        figures = known.quoted_in(text)
        speaks = figures or SPEAKS_OF_RESULT.search(text) or _tells(field, text) or _is_over(text, year.fiscal_year)
        if speaks and then != confirmed_as(text, now):
            waiting.append(QuotingText(measure, field, source, figures, then.get("text") == mark_of(text)))
    return waiting


def result_mark(year: Assessment) -> str:
    """Return what stands for the result that the year's measures answer: last year's."""
    before = year.fiscal_year - 1
    return result_marks(year, [before])[before]


def confirmed_as(text: str, result: str) -> dict[str, str]:
    """Return what is kept of a confirmation: it is of this very text, with this result."""
    return {"text": mark_of(text), "result": result}


def mark_of(text: str) -> str:
    return fingerprint([bare(text)])


class _LastYear:
    """What last year's measures say of results, to be known again; linear in the length of the texts."""

    def __init__(self, measures: Iterable[Measure]):
        self.sentences: dict[str, int] = {}
        self.sizes: list[tuple[int, int]] = []  # by text: the measure and how many runs there are
        self.with_run: dict[str, list[int]] = defaultdict(list)
        self.stretches: dict[str, int] = {}
        self.counted: dict[tuple[int, str], set[str]] = {}  # by measure and field
        for measure in measures:
            for field in PRINTED_TEXTS:
                self._add(measure.pk, field, getattr(measure, field))

    def _add(self, measure: int, field: str, text: str) -> None:
        if not _may_wait(field, text):
            return
        parts = [part for part in text.split() if SPEAKS_OF_RESULT.search(part) or _tells(field, part)]
        self.sentences |= dict.fromkeys(sentences_of(" ".join(parts), 2 * RUN), measure) | {bare(text): measure}
        runs = {*runs_of(bare(text))}
        for run in runs:
            self.with_run[run].append(len(self.sizes))
        self.sizes.append((measure, len(runs)))
        self.stretches |= dict.fromkeys(_speaking_stretches(text), measure)
        self.counted[measure, field] = _counted(text)

    def source_of(self, here: Measure, field: str, text: str) -> int | None:
        """Return the measure of last year of which a text, half of it and more, a sentence or a stretch of it stands
        here, or that from which this one was copied, where a short claim is left of its text."""
        came_from = here.carried_from_id
        if came_from and not self.counted.get((came_from, field), set()).isdisjoint(_counted(text)):
            return came_from
        if known := next((run for run in _speaking_stretches(text) if run in self.stretches), None):
            return self.stretches[known]
        letters = bare(text)
        kept = Counter(place for run in {*runs_of(letters)} for place in self.with_run.get(run, ()))
        for place, count in kept.most_common():
            measure, size = self.sizes[place]
            if 2 * count >= size:
                return measure
        longer = (said for said in self.sentences if len(said) >= 2 * RUN and said in letters)
        return self.sentences.get(next(longer, letters))


def _counted(text: str) -> set[str]:
    return {bare(claim[0]) for claim in _COUNTED.finditer(text)}


def _speaking_stretches(text: str) -> list[str]:
    """Return the stretches of a text in which it speaks of a result."""
    said, spans = USUAL.sub("", text), [(0, 0)]
    for speaks in SPEAKS_OF_RESULT.finditer(said):
        start, end = max(speaks.start() - WINDOW, 0), speaks.end() + WINDOW
        if start <= spans[-1][1]:
            start, _ = spans.pop()
        spans.append((start, end))
    return [run for start, end in spans for run in runs_of(bare(said[start:end]), STRETCH)]


def _measures_before(year: Assessment) -> Iterable[Measure]:
    """Return the measures of the two years before, last year's last, deleted ones too: what came along of them is
    here. An imported sheet may be of either."""
    before = (year.fiscal_year - 2, year.fiscal_year - 1)
    measures = Measure.with_deleted.filter(
        assessment__municipality=year.municipality_id, assessment__framework__fiscal_year__in=before
    )
    return measures.order_by("assessment__framework__fiscal_year", "pk")


def _may_wait(field: str, text: str) -> bool:
    patterns = (SPEAKS_OF_RESULT, _YEAR)
    return may_quote(text) or any(pattern.search(text) for pattern in patterns) or _tells(field, text)


def _tells(field: str, text: str) -> bool:
    """Tell whether a text says what was done, by where it stands; "ดำเนินการแล้วเสร็จ" is true in many years."""
    return field in TOLD and (len(bare(text)) > SENTENCE or any(map(str.isdecimal, text)))


def _is_over(text: str, fiscal_year: int) -> bool:
    """Tell whether the latest year that a text names is one of the two before: its days are over. Laws are older."""
    named = [2500 + int(long or short) for long, short in _YEAR.findall(text)]
    return max(named, default=0) in (fiscal_year - 2, fiscal_year - 1)
