"""Texts of last year's measures: each waits until a person rewrites or confirms it, however it came into this year."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from assessments.editing.conflicts import fingerprint
from assessments.editing.kept_text import NO_NAMES, SENTENCE, EarlierTexts, bare
from assessments.editing.usual_words import CLAIMS
from assessments.models import Assessment
from assessments.scores.known_figures import QuotedFigure, read_known_figures, result_marks
from assessments.years.names import names_in
from measures.plan.models import PRINTED_TEXTS, RESULTS, Measure

# What comes along; dates, money, status and results do not.
COPIED = ("title", "steps", "responsible", "follow_up", "goal", "success")
TOLD = (*RESULTS, "remark", "status_reason")  # what was done: never the same two years in a row
AIMED = ("goal", "success")  # what shall be: "ไม่มีเรื่องร้องเรียน" is no claim there
PLANNED = ("steps", "follow_up", "goal", "success")  # what waits in its place whatever it says
NAMED = ("responsible", "budget")  # offices and money: where nothing else is written there
# A year, as days and quarters are written too: "๒๕๖๗", "ก.ย. ๖๗", "กันยายน ๖๗", "๑/๓/๖๗", "ไตรมาส ๒/๖๗", "ปีงบฯ ๖๗".
_YEAR = re.compile(
    r"(?<!\d)[2๒][5๕](\d\d)(?!\d)"
    r"|(?:(?<=[คยพ]\.)|(?<=[าีง]คม)|(?<=ายน)|(?<=พันธ์)|(?<=/)|(?<=ปี)|(?<=งบ)|(?<=งบฯ)|(?<=ประมาณ))\s?(\d\d)(?![\d/])"
)
LABELS = {field.name: str(field.verbose_name) for field in Measure._meta.fields}


@dataclass(frozen=True)
class QuotingText:
    """A text of a measure in which something of last year is left, of the measure `source`; `figures` are those of last
    year's result that it quotes, if any.

    `speaks` where it quotes or claims a result: who decides to go on with the measure has not confirmed that.
    `changed` where somebody confirmed it and last year's result, which the measure answers, changed since.
    """

    measure: Measure
    field: str
    source: int
    figures: list[QuotedFigure]
    speaks: bool
    changed: bool

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def text(self) -> str:
        text: str = getattr(self.measure, self.field)
        return text


@dataclass(frozen=True)
class WaitingMeasure:
    """A measure with those of its texts that wait: one press confirms them."""

    measure: Measure
    texts: list[QuotingText]

    @property
    def source(self) -> int:
        return self.texts[0].source

    @property
    def anchor(self) -> str:
        """Where it is confirmed on the page of last year's measures."""
        return f"carry-{self.source}"

    @property
    def changed(self) -> bool:
        return any(text.changed for text in self.texts)

    @property
    def key(self) -> str:
        """Stands for what a page shows: nobody confirms what he has not seen."""
        return fingerprint([[text.field, text.text] for text in self.texts])


def waiting_measures(year: Assessment, measures: Collection[Measure]) -> list[WaitingMeasure]:
    """Return those of a year's measures with texts that wait, in their order. One may repeat another's: give all."""
    texts = quoting_texts(year, measures)
    return [WaitingMeasure(measure, [*of]) for measure, of in groupby(texts, key=lambda text: text.measure)]


def waiting_of(year: Assessment, measure: Measure) -> WaitingMeasure | None:
    """Return what waits of one measure, None for nothing: told beside all others, whose words it may repeat."""
    return next((one for one in waiting_measures(year, list(year.measures.all())) if one.measure == measure), None)


def quoting_texts(year: Assessment, measures: Collection[Measure]) -> list[QuotingText]:
    """Return the unconfirmed texts of a year's measures, in their order."""
    last = _LastYear(year, measures)
    came_along = [
        (measure, field, text, source)
        for measure in measures
        for field in PRINTED_TEXTS
        if (text := getattr(measure, field)) and (source := last.source_of(measure, field, text)) is not None
    ]
    if not came_along:
        return []
    known = read_known_figures(year, year.fiscal_year - 1, Measure.objects.counted_by_year(year.municipality_id))
    now = result_mark(year) if any(measure.confirmed for measure, *_ in came_along) else ""
    waiting = []
    for measure, field, text, source in came_along:
        then, figures = measure.confirmed.get(field, {}), known.quoted_in(text)
        speaks = bool(figures) or _claims(field, text)
        waits = speaks or source.tells or (field == "period" and _is_over(text, year.fiscal_year))
        whole = measure.came_along.get(field, "") if source.in_place else ""  # who confirmed it has confirmed its rest
        is_read = bool(whole) and then in (confirmed_as(whole, ""), confirmed_as(whole, now))
        if waits and not is_read and then != confirmed_as(text, now if speaks else ""):
            changed = then.get("text") == mark_of(text)
            waiting.append(QuotingText(measure, field, source.measure, figures, speaks, changed))
    return waiting


def result_mark(year: Assessment) -> str:
    """Return what stands for the result that the year's measures answer: last year's."""
    before = year.fiscal_year - 1
    return result_marks(year, [before])[before]


def confirmed_as(text: str, result: str) -> dict[str, str]:
    """Return what is kept of a confirmation: it is of this very text, with this result where it speaks of one."""
    return {"text": mark_of(text), "result": result}


def mark_of(text: str) -> str:
    return fingerprint([bare(text)])


class _Source(NamedTuple):
    """The measure of last year of which something is left; `in_place` where it is left in the place with which it came,
    and `tells` where that waits although it speaks of no result."""

    measure: int
    in_place: bool
    tells: bool


class _LastYear:
    """What came along with each measure, and what the measures of the two years before say: an imported sheet may be
    of either. Deleted ones too: what came along of them is here."""

    def __init__(self, year: Assessment, measures: Collection[Measure]):
        before, came = _measures_before(year), [measure for measure in measures if measure.came_along]
        self.texts: EarlierTexts[int] = EarlierTexts(names_in(year) if before or came else NO_NAMES)
        self.told: dict[tuple[str, str, str], int] = {}
        self.named: dict[str, int] = {}
        for measure in before:
            title = bare(measure.title)
            self.named[title] = measure.pk
            for field in PRINTED_TEXTS:
                text = getattr(measure, field)
                self.texts.add(text, measure.pk, (title, field) if field in PLANNED else None)
                self.told[title, field, bare(text)] = measure.pk
        for measure in came:
            source = measure.carried_from_id or self.named.get(bare(measure.came_along["title"]), 0)
            for field in PLANNED:
                self.texts.add(measure.came_along[field], source, (measure.pk, field))

    def source_of(self, measure: Measure, field: str, text: str) -> _Source | None:
        title, letters = bare(measure.title), bare(text)
        if letters and field in TOLD and (same := self.told.get((title, field, letters))):
            return _Source(same, True, True)
        says = len(letters) > SENTENCE or any(map(str.isdecimal, letters))
        if field in PLANNED:
            own = self.texts.left_here(text, (measure.pk if measure.came_along else title, field))
            if own is not None:
                return _Source(own, True, says)
        known = self.texts.copied_in(text) if field not in NAMED or _claims(field, text) else None
        return None if known is None else _Source(known, False, field in TOLD and says)


def _claims(field: str, text: str) -> bool:
    return field not in AIMED and CLAIMS.search(text) is not None


def _measures_before(year: Assessment) -> list[Measure]:
    before = (year.fiscal_year - 2, year.fiscal_year - 1)
    measures = Measure.with_deleted.filter(
        assessment__municipality=year.municipality_id, assessment__framework__fiscal_year__in=before
    )
    return list(measures.order_by("assessment__framework__fiscal_year", "pk"))


def _is_over(text: str, fiscal_year: int) -> bool:
    """Tell whether the latest year that a text names is one of the two before: its days are over. Laws are older."""
    named = [2500 + int(long or short) for long, short in _YEAR.findall(text)]
    return max(named, default=0) in (fiscal_year - 2, fiscal_year - 1)
