"""The tasks of a year in their order: what is done, what is to do, who is awaited. Reads `Assessment.counts` only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.frameworks.models import current_fiscal_year
from assessments.models import Assessment
from assessments.years.workflow import APPROVED, DRAFT, PUBLISHED, RETURNED, SUBMITTED
from ita_portal.thai import two_decimals

from .approval import FORWARD, StepChoice

DONE, TO_DO, AWAITED, LACKING = "done", "todo", "awaited", "lacking"
WORDS = {DONE: "เสร็จแล้ว", TO_DO: "ต้องทำ", AWAITED: "รอ", LACKING: "ไม่ครบ"}
# What the last task is in each state of a year, how it stands, and who is awaited.
LAST = {
    DRAFT: ("ส่งให้ผู้อนุมัติ", TO_DO, "เจ้าหน้าที่ส่งเมื่อจัดทำครบแล้ว"),
    RETURNED: ("ส่งให้ผู้อนุมัติ", TO_DO, "ผู้อนุมัติส่งกลับให้แก้ไข"),
    SUBMITTED: ("ผู้อนุมัติตรวจ", AWAITED, "รอผู้อนุมัติของหน่วยงาน"),
    APPROVED: ("ออกเอกสารและเผยแพร่", TO_DO, "อนุมัติแล้ว"),
    PUBLISHED: ("ออกเอกสารและเผยแพร่", DONE, "เผยแพร่แล้ว"),
}


@dataclass(frozen=True)
class Task:
    """One task of the year; `action` is what the button says that leads to it."""

    name: str
    title: str
    state: str
    detail: str
    address: str
    action: str

    @property
    def word(self) -> str:
        return WORDS[self.state]


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next, for one person: `action` is what its button says."""

    title: str
    detail: str
    address: str
    action: str


def tasks_of(year: Assessment) -> list[Task]:
    """Return the tasks of a year; what a locked year lacks is nobody's task any more."""
    judged = (_result(year), _measures(year), _evidence(year), _documents(year))
    tasks = [
        Task(name, title, LACKING if year.is_locked and state == TO_DO else state, detail, year.address(name), action)
        for name, title, state, detail, action in judged
    ]
    title, state, detail = LAST[year.state]
    return [*tasks, Task("approval", title, state, detail, year.address("approval"), title)]


def next_step(year: Assessment, tasks: Sequence[Task], choices: Sequence[StepChoice], *, may_edit: bool) -> NextStep:
    """Return what a person does next: the first open task of who edits, a step that is theirs, else reading."""
    forward = next((FORWARD[choice.action.key] for choice in choices if choice.leads_on), None)
    last = tasks[-1]
    if may_edit and (task := next(_open(year, tasks), None)):
        return NextStep(task.title, task.detail, task.address, task.action)
    if first := next((choice.first for choice in choices if choice.first), ""):
        return NextStep(last.title, "อนุมัติแล้ว รอออกเอกสารก่อนเผยแพร่", year.address("documents"), first)
    if forward:
        return NextStep(last.title, last.detail, last.address, forward)
    if year.counts["documents"]:
        return NextStep(last.title, last.detail, year.address("documents"), "ดูเอกสารของปี")
    return NextStep(last.title, last.detail, year.address("scores"), "ดูผลคะแนน")


def _open(year: Assessment, tasks: Sequence[Task]) -> Iterator[Task]:
    """Yield what those who edit have to do, but for sending; a year that was returned is first of all read."""
    if year.state == RETURNED:
        last = tasks[-1]
        yield Task(last.name, "แก้ไขตามที่ผู้อนุมัติส่งกลับ", last.state, last.detail, last.address, "ดูสิ่งที่ต้องแก้ไข")
    yield from (task for task in tasks[:-1] if task.state == TO_DO)


def _result(year: Assessment) -> tuple[str, str, str, str, str]:
    scores, indicators, total = year.counts["scores"], year.counts["indicators"], year.official_total
    detail = f"กรอกแล้ว {scores} จาก {indicators} ตัวชี้วัด"
    if not scores and total is None:
        is_over = year.fiscal_year < current_fiscal_year()
        state, detail = (TO_DO, "ยังไม่ได้กรอกผลที่ประกาศ") if is_over else (AWAITED, "รอสำนักงาน ป.ป.ช. ประกาศผล")
    elif scores == indicators and total is not None:
        state, detail = DONE, f"{two_decimals(total)} {year.official_level}".strip()
    else:
        state = TO_DO
        detail += "" if total is not None else " ยังไม่มีคะแนนรวมที่ประกาศ"
    return "scores", "ผลการประเมิน", state, detail, "กรอกคะแนน"


def _measures(year: Assessment) -> tuple[str, str, str, str, str]:
    measures, areas, bare = (year.counts[name] for name in ("measures", "areas", "areas_without_measure"))
    if not measures or bare:
        detail = f"มี {measures} มาตรการ" + (f" ขาด {bare} จาก {areas} ประเด็น" if bare else "")
        return "measures", "มาตรการ", TO_DO, detail, "จัดทำมาตรการ"
    detail = f"{measures} มาตรการ" + (f" ครบ {areas} ประเด็น" if areas else "")
    return "measures", "มาตรการ", DONE, detail, "จัดทำมาตรการ"


def _evidence(year: Assessment) -> tuple[str, str, str, str, str]:
    measures, bare = year.counts["measures"], year.counts["measures_without_evidence"]
    if not measures:
        return "evidence", "หลักฐาน", AWAITED, "เริ่มได้เมื่อมีมาตรการ", "เพิ่มหลักฐาน"
    if bare:
        return "evidence", "หลักฐาน", TO_DO, f"{bare} จาก {measures} มาตรการยังไม่มีหลักฐาน", "เพิ่มหลักฐาน"
    return "evidence", "หลักฐาน", DONE, f"{year.counts['evidence']} รายการ ครบทุกมาตรการ", "เพิ่มหลักฐาน"


def _documents(year: Assessment) -> tuple[str, str, str, str, str]:
    if documents := year.counts["documents"]:
        return "documents", "เอกสาร", DONE, f"จัดทำแล้ว {documents} ชนิด", "จัดการเอกสารของปี"
    return "documents", "เอกสาร", TO_DO, "ยังไม่มีเอกสารของปี", "เริ่มจัดทำเอกสาร"
