"""Who has done which step of a year, who is late and by how many days, and a list of these for a reminder letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from assessments.calendar.due import DONE, OVERDUE, due
from assessments.models import Assessment, Deadline, IndicatorScore, Municipality
from ita_portal.thai import thai_digits
from measures.models import Measure
from reports.year.calendar import REACHED, REPORTED_COUNTS, reported

from .conditions import LEVEL, STATE, TOTAL, lacks_any
from .conditions import OVERDUE as OVERDUE_STATE
from .definitions import OverviewYear
from .forms import Chosen
from .table import ordered

OPENED, RESULT, PLANNED = "opened", "result", "measures"
STEPS = {
    OPENED: "เริ่มปี",
    RESULT: "ผลที่ประกาศ",
    Deadline.Step.SCORES: "คะแนนครบ",
    PLANNED: "มาตรการ",
    Deadline.Step.HALF_YEAR: "รอบ 6 เดือน",
    Deadline.Step.YEAR_END: "ผลสิ้นปี",
    Deadline.Step.SUBMITTED: "ส่งแล้ว",
    Deadline.Step.APPROVED: "อนุมัติแล้ว",
    Deadline.Step.PUBLISHED: "เผยแพร่แล้ว",
}
MOST_IN_LETTER = 500
ROWS = ("pk", "code", "name", "district", "province")


@dataclass(frozen=True)
class StepCell:
    """How one authority stands with one step: `status` is a name of calendar.due, "" for open without a deadline."""

    label: str
    status: str
    words: str

    @property
    def css(self) -> str:
        return {OVERDUE: "late", DONE: "done"}.get(self.status, "muted")


@dataclass(frozen=True)
class ProgressRow:
    code: str
    name: str
    district: str
    province: str
    state: str
    cells: tuple[StepCell, ...]

    @property
    def state_label(self) -> str:
        return Assessment.State(self.state).label if self.state else "ยังไม่เริ่ม"

    @property
    def place(self) -> str:
        return f"อ.{self.district} จ.{self.province}" if self.district else f"จ.{self.province}"

    @property
    def late(self) -> list[StepCell]:
        return [cell for cell in self.cells if cell.status == OVERDUE]


def deadline_days(year: OverviewYear) -> dict[str, date]:
    """Return the first day on which each step is due, of those that have one."""
    return {row.step: row.due for row in reversed(year.deadlines) if row.step}


def progress_of(chosen: Chosen, start: int, most: int) -> tuple[list[ProgressRow], list[ProgressRow]]:
    """Return the rows of a page, and the first of all that are late: four queries, however many there are."""
    rows = ordered(chosen.rows(), chosen.year, "name")
    is_late = Q() if chosen.values.get("state") == OVERDUE_STATE else lacks_any(chosen.year, chosen.year.passed_steps)
    shown = list(_values(rows[start : start + most]))
    overdue = list(_values(rows.filter(is_late)[:MOST_IN_LETTER])) if chosen.year.passed_steps else []
    read = _rows_of(chosen.year, [*shown, *overdue])
    return read[: len(shown)], read[len(shown) :]


def _values(rows: QuerySet[Municipality]) -> Iterable[dict]:
    return rows.values(*ROWS, year=F("of_year__pk"), state=F(STATE), total=F(TOTAL), level=F(LEVEL))


def _rows_of(year: OverviewYear, places: Sequence[dict]) -> list[ProgressRow]:
    keys = {place["year"] for place in places if place["year"]}
    scores = IndicatorScore.objects.filter(assessment__in=keys).order_by().values_list("assessment")
    scored = dict(scores.annotate(count=Count("pk")))
    kept = Measure.objects.filter(assessment__in=keys).exclude(status=Measure.Status.CANCELLED).order_by()
    counts = {key: own for key, *own in kept.values_list("assessment").annotate(**REPORTED_COUNTS)}
    days, today = deadline_days(year), timezone.localdate()
    read = []
    for place in places:
        key = place["year"]
        done = set() if key is None else {OPENED, *REACHED.get(place["state"], ())}
        done |= {RESULT} if place["total"] is not None else set()
        done |= {Deadline.Step.SCORES} if scored.get(key) == len(year.rules.numbers) else set()
        done |= {PLANNED} | reported(*counts[key]) if key in counts else set()
        cells = tuple(_cell(step, label, frozenset(done), days.get(step), today) for step, label in STEPS.items())
        told = {name: place[name] for name in ROWS if name != "pk"}
        read.append(ProgressRow(**told, state=place["state"] or "", cells=cells))
    return read


def _cell(step: str, label: str, done: frozenset[str], day: date | None, today: date) -> StepCell:
    if day is not None:
        stands = due(label, day, "", step, done, today)
        return StepCell(label, stands.status, stands.words)
    return StepCell(label, DONE, "ทำแล้ว") if step in done else StepCell(label, "", "ยังไม่ทำ")


def letter(rows: Iterable[ProgressRow]) -> str:
    """Return the late ones as numbered lines for a letter, in Thai digits."""
    lines = (
        f"{number}. {row.name} {row.place}: " + ", ".join(f"{cell.label} ({cell.words})" for cell in row.late)
        for number, row in enumerate(rows, start=1)
    )
    return thai_digits("\n".join(lines))
