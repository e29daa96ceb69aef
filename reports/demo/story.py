"""What the demo's three municipalities did: years signed off, one year in each state, work under way, words exchanged.

Everything goes through the services that people use, under their accounts and on days of the demo's own past.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assessments.calendar.services import DeadlineData, save_deadlines
from assessments.frameworks.services import copy_to_next_year
from assessments.models import Assessment, Deadline, Framework, Import, Municipality, User
from assessments.years.services import open_year, take_step
from ita_portal.thai import BE_OFFSET
from measures.carry_over.choices import measures_before
from measures.carry_over.quoting import waiting_measures
from measures.carry_over.services import CarryChoice, confirm_measure, decide_carries
from measures.comments.services import add_comment, resolve_comment
from measures.models import Measure
from measures.plan.services import add_measure, bulk_edit, set_targets
from measures.progress.services import record_progress
from reports.builder.services import create_document, edit_block
from reports.documents.models import Document
from reports.issuing.services import issue_document
from reports.package.values import block_data

from .clock import days_ago, on

PROGRESS = Path(__file__).parent / "data" / "progress_2569.json"
REPORTED, CURRENT = 2569, 2570  # the year that is being reported, and the one that has begun
CARRIED_ON = 5  # measures that the current year takes over from the year before


@dataclass(frozen=True)
class People:
    """Who works on a municipality's years."""

    municipality: Municipality
    staff: User
    approver: User

    def year(self, fiscal_year: int) -> Assessment:
        years = self.municipality.assessments.select_related("municipality", "framework")
        return years.get(framework__fiscal_year=fiscal_year)


def sign_off(people: People, fiscal_year: int, *, publish: bool = True) -> None:
    """Let a year of the past be submitted, approved and published in the autumn after it."""
    year, autumn = people.year(fiscal_year), fiscal_year - BE_OFFSET
    with on(date(autumn, 10, 14)):
        confirm_texts(people.staff, year)
        take_step(by=people.staff, assessment=year, action="submit")
    with on(date(autumn, 10, 20)):
        take_step(by=people.approver, assessment=year, action="approve", note="ตรวจแล้ว ข้อมูลตรงกับหลักฐาน")
    if publish:
        with on(date(autumn, 10, 22)):
            take_step(by=people.staff, assessment=year, action="publish")


def report(people: People) -> None:
    """Let the reported year have measures of the year before, their results, and the report about them."""
    year, rows = people.year(REPORTED), json.loads(PROGRESS.read_text(encoding="utf-8"))[people.municipality.code]
    begun = REPORTED - BE_OFFSET - 1  # the fiscal year begins in October of the year before
    with on(date(begun, 10, 30)):
        measures = carry(people.staff, year, [row["title"] for row in rows])
        bulk_edit(
            by=people.staff, assessment=year, measures=[row.pk for row in measures.values()], period="ต.ค. ๖๘ - ก.ย. ๖๙"
        )
        for row in rows:
            set_targets(by=people.staff, measure=measures[row["title"]], indicators=row["answers"])
    with on(date(begun + 1, 3, 31)):
        for row in rows:
            record_progress(
                by=people.staff, measure=measures[row["title"]], status="in_progress", half_output=row["half"]
            )
    with on(date(begun + 1, 9, 25)):
        for row in rows:
            if row["output"]:
                results = {"output": row["output"], "outcome": row["outcome"]}
                record_progress(by=people.staff, measure=measures[row["title"]], status="done", **results)
    with on(date(begun + 1, 10, 12)):
        create_document(by=people.staff, year=year, kind=Document.Kind.RESULTS)
        confirm_texts(people.staff, year)


def confirm_texts(staff: User, year: Assessment) -> None:
    """Stand for what the year's measures say of the year before."""
    for waiting in waiting_measures(year, year.measures.all()):
        confirm_measure(by=staff, assessment=year, measure=waiting.measure, shown=waiting.key)


def carry(staff: User, year: Assessment, titles: list[str]) -> dict[str, Measure]:
    """Let a year go on with measures of the year before; return its measures by title."""
    kept = {row.pk: CarryChoice("keep", effect="yes") for row in measures_before(year) if row.title in titles}
    decide_carries(by=staff, assessment=year, choices=kept)
    return {row.title: row for row in year.measures.select_related("assessment__framework", "assessment__municipality")}


def wait_for_each(first: People, second: People, third: People) -> None:
    """Let the reported year wait for its approver, be returned with a note, and be approved but not yet published."""
    with on(days_ago(6)):
        take_step(by=second.staff, assessment=second.year(REPORTED), action="submit")
    with on(days_ago(5)):
        take_step(by=third.staff, assessment=third.year(REPORTED), action="submit")
    with on(days_ago(3), hour=15):
        note = "กรอกผลครบทุกมาตรการ แนบหลักฐานแล้ว ๖ มาตรการ รายงานพร้อมให้พิจารณา"
        take_step(by=first.staff, assessment=first.year(REPORTED), action="submit", note=note)
    with on(days_ago(2)):
        note = (
            "มาตรการเรื่องการยืมและใช้ทรัพย์สินยังไม่มีผลการดำเนินงาน ให้กองคลังกรอกผลเมื่อสิ้นปี\nและแนบหลักฐานการชี้แจงของทั้ง ๖ กองก่อนส่งใหม่"
        )
        take_step(by=second.approver, assessment=second.year(REPORTED), action="return", note=note)
    with on(days_ago(1)):
        note = "ตรวจแล้ว ให้ออกเอกสารและเผยแพร่ภายในสัปดาห์นี้"
        take_step(by=third.approver, assessment=third.year(REPORTED), action="approve", note=note)


def begin_year(people: People, carried: int = 0) -> dict[str, Measure]:
    """Open the current year and go on with some measures of the year before; return these."""
    framework = Framework.objects.get(fiscal_year=CURRENT)
    begun = CURRENT - BE_OFFSET - 1
    with on(date(begun, 10, 5)):
        year = open_year(by=people.staff, municipality=people.municipality, framework=framework)
    if not carried:
        return {}
    with on(date(begun, 10, 26)):
        titles = [row.title for row in measures_before(year).order_by("position")[:carried]]
        measures = carry(people.staff, year, titles)
        bulk_edit(
            by=people.staff, assessment=year, measures=[row.pk for row in measures.values()], period="ต.ค. ๖๙ - ก.ย. ๗๐"
        )
    return measures


def work_on(people: People, measures: dict[str, Measure]) -> None:
    """Let the current year be under way: a measure of its own, progress, and words that wait for an answer."""
    year, [first, second, *_] = people.year(CURRENT), measures.values()
    with on(days_ago(12)):
        own = add_measure(
            by=people.staff,
            assessment=year,
            area=year.framework.areas.get(number=7),
            title="การประเมินความเสี่ยงการทุจริตในงานจัดซื้อจัดจ้างก่อนเริ่มโครงการ",
            steps="๑. กำหนดแบบประเมินความเสี่ยงหนึ่งหน้าสำหรับทุกโครงการ\n๒. ประเมินก่อนประกาศเชิญชวนอย่างน้อย ๑๐ วัน\n"
            "๓. เปิดเผยผลพร้อมประกาศเชิญชวน",
            responsible="สำนักคลัง\nหน่วยตรวจสอบภายใน",
        )
        set_targets(by=people.staff, measure=own, indicators=[2, 10])
    with on(days_ago(9)):
        record_progress(
            by=people.staff, measure=first, status="in_progress", note="ประชุมผู้ประสานงานประจำเรื่องแล้ว เริ่มใช้เลขติดตามแบบใหม่"
        )
    with on(days_ago(4)):
        record_progress(
            by=people.staff, measure=second, status="in_progress", note="ปรับแบบสอบถามเหลือ ๒ ข้อตามที่ผู้รับบริการเสนอ"
        )
    with on(days_ago(3), hour=11):
        text = "มาตรการนี้ยังไม่ระบุระยะเวลา และควรบอกว่าใครเป็นผู้เปิดเผยผล ขอให้เพิ่มก่อนสิ้นเดือน"
        add_comment(by=people.approver, assessment=year, measure=own, text=text, people=[people.staff])


def talk_over_report(people: People) -> None:
    """Let staff and approver exchange words on the reported year: one matter is closed, one waits for each."""
    year = people.year(REPORTED)
    rows = year.framework.indicators
    with on(days_ago(8)):
        text = "ประกาศผลการปรับปรุงงวดล่าสุดอยู่ที่ใด ขอที่อยู่บนเว็บไซต์ด้วย"
        asked = add_comment(
            by=people.approver, assessment=year, indicator=rows.get(number=8), text=text, people=[people.staff]
        )
    with on(days_ago(7)):
        resolve_comment(by=people.staff, comment=asked)
    with on(days_ago(1), hour=9):
        text = "ตัวชี้วัดนี้ได้น้อยที่สุดของปี ขอเหตุผลสั้น ๆ ไว้ประกอบการพิจารณา"
        add_comment(by=people.approver, assessment=year, indicator=rows.get(number=8), text=text, people=[people.staff])
    with on(days_ago(1), hour=14):
        text = "สำนักคลังยืนยันจำนวนครุภัณฑ์แล้ว ขอให้ตรวจข้อนี้ก่อนอนุมัติ"
        add_comment(by=people.staff, assessment=year, indicator=rows.get(number=4), text=text, people=[people.approver])


def set_deadlines(administrator: User) -> None:
    """Give the two years days that are near whenever the demo is made."""
    note = "วันสมมุติของระบบสาธิต"
    _add_deadlines(
        administrator,
        REPORTED,
        DeadlineData("ส่งรายงานผลการดำเนินการให้ผู้อนุมัติ", days_ago(4), Deadline.Step.SUBMITTED, note),
        DeadlineData("เผยแพร่รายงานผลบนเว็บไซต์", days_ago(-9), Deadline.Step.PUBLISHED, note),
    )
    _add_deadlines(
        administrator,
        CURRENT,
        DeadlineData("กำหนดมาตรการของปีให้ครบทุกประเด็น", days_ago(-5), Deadline.Step.NONE, note),
        DeadlineData("ประกาศนโยบายไม่รับของขวัญ", days_ago(-12), Deadline.Step.NONE, note),
        DeadlineData("บันทึกผลรอบ ๖ เดือน", days_ago(-135), Deadline.Step.HALF_YEAR, note),
    )


def _add_deadlines(administrator: User, fiscal_year: int, *rows: DeadlineData) -> None:
    framework = Framework.objects.get(fiscal_year=fiscal_year)
    there = [DeadlineData(row.title, row.due, row.step, row.note) for row in framework.deadlines.all()]
    save_deadlines(by=administrator, framework=framework, rows=[*there, *rows])


def leave_work_for(administrator: User) -> None:
    """Let administrators find an import that failed and definitions that nobody has finished."""
    with on(days_ago(2), hour=16):
        copy_to_next_year(by=administrator, framework=Framework.objects.get(fiscal_year=CURRENT))
        Import.objects.create(
            kind="results",
            filename="ผลการประเมินจังหวัดสาธิต.xlsx",
            by=administrator,
            state=Import.State.FAILED,
            fault="ระบบหยุดทำงานระหว่างตรวจ ไม่มีการบันทึกใด ๆ ให้อัปโหลดไฟล์เดิมอีกครั้ง",
        )


def issue_twice(people: People, fiscal_year: int) -> None:
    """Issue the announcement of an approved year, mend its day, issue it again and publish; in no transaction."""
    autumn = fiscal_year - BE_OFFSET
    with on(date(autumn, 10, 21)):
        issue_document(by=people.staff, document=_announcement(people, fiscal_year))
    with on(date(autumn, 11, 3)):
        note = "ประกาศที่ออกไปไม่ได้ระบุวันที่ ให้ใส่วันที่แล้วออกใหม่"
        take_step(by=people.approver, assessment=people.year(fiscal_year), action="reopen", note=note)
        block = _announcement(people, fiscal_year).blocks.get(type="announcement")
        edit_block(by=people.staff, block=block, section={**block_data(block), "date": f"{autumn}-11-03"})
        take_step(by=people.staff, assessment=people.year(fiscal_year), action="submit")
    with on(date(autumn, 11, 4)):
        take_step(by=people.approver, assessment=people.year(fiscal_year), action="approve")
        issue_document(by=people.staff, document=_announcement(people, fiscal_year))
        take_step(by=people.staff, assessment=people.year(fiscal_year), action="publish")


def _announcement(people: People, fiscal_year: int) -> Document:
    return people.year(fiscal_year).documents.get(kind=Document.Kind.ANNOUNCEMENT)
