"""The demo: an invented province whose municipalities have five years of work, accounts for each role, its reports."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments.frameworks.shipped import load_frameworks
from assessments.models import Assessment, Municipality, Role, User
from assessments.municipalities.shipped import load_municipalities
from assessments.records.bulk import save_rows
from ita_portal.thai import BE_OFFSET
from measures.models import Measure
from reports.blocks import BLOCK_TYPES
from reports.builder.services import add_block, create_document
from reports.documents.models import Document
from reports.output.content import document_content
from reports.output.render import html_to_pdf, render_html
from reports.package import import_package, read_package

from . import story
from .clock import days_ago, on
from .evidence import add_addresses, add_pictures
from .results import store_results

DATA = Path(__file__).parent / "data"
PACKAGES = list(DATA.glob("9*_*.json"))  # a municipality's year each
PASSWORD = "ita-demo-2569"  # noqa: S105 - printed at the start; demo accounts sign in only while DEMO is on
PROVINCIAL = "province"
CODES = "999901"  # how the codes of the demo begin, which no authority has

# username, role, index of the municipality in municipalities.csv (None: no municipality), position
ACCOUNTS = (
    ("staff", Role.STAFF, 0, "นักวิเคราะห์นโยบายและแผน"),
    ("staff2", Role.STAFF, 1, "นักจัดการงานทั่วไป"),
    ("staff3", Role.STAFF, 2, "นักจัดการงานทั่วไป"),
    ("approver", Role.APPROVER, 0, "ปลัดเทศบาล"),
    ("approver2", Role.APPROVER, 1, "ปลัดเทศบาล"),
    ("approver3", Role.APPROVER, 2, "ปลัดเทศบาล"),
    ("auditor", Role.AUDITOR, 0, "นักวิชาการตรวจสอบภายใน"),
    ("auditor2", Role.AUDITOR, 1, "นักวิชาการตรวจสอบภายใน"),
    ("province", Role.AUDITOR, None, "ผู้ตรวจสอบระดับจังหวัด"),
    ("nation", Role.AUDITOR, None, "ผู้ตรวจสอบระดับประเทศ"),
    ("admin", Role.ADMINISTRATOR, None, "ผู้ดูแลระบบ"),
    ("admin2", Role.ADMINISTRATOR, None, "ผู้ดูแลระบบ (ผู้ยืนยัน)"),
)
TEAMS = (("staff", "approver"), ("staff2", "approver2"), ("staff3", "approver3"))  # of the first municipalities
AT_WORK = ("staff", "staff2", "staff3", "approver", "approver2", "approver3", "admin")  # who have signed in before


def load_demo() -> None:
    """Make the demo, once: where it is, it stays as people left it. ValidationError where real accounts exist."""
    if User.objects.filter(is_demo=False).exists():
        raise ValidationError("ฐานข้อมูลนี้มีบัญชีผู้ใช้จริงแล้ว จึงไม่ใส่ข้อมูลสาธิต")
    load_frameworks()
    if User.objects.exists():
        return
    people = _make_demo()
    with patch.object(settings, "RENDER_APART", new=False):  # nobody serves the queue of the printers yet
        story.issue_twice(people, 2568)


@transaction.atomic
def _make_demo() -> story.People:
    """Store all but what is issued, which is more than a transaction; return whose documents are to be issued."""
    if not Municipality.objects.exists():
        load_municipalities()
    load_municipalities(DATA / "municipalities.csv")
    places = list(Municipality.objects.filter(code__startswith=CODES).order_by("code"))
    accounts = _make_accounts(places)
    with on(days_ago(45)):
        store_results(DATA / "results.csv", {place.code: place for place in places})
    for path in sorted(PACKAGES):
        package = read_package(path.read_bytes())
        with on(date(package.fiscal_year - BE_OFFSET, 10, 9)):
            _tell_progress(import_package(package, by=None))
    teams = [
        story.People(place, accounts[staff], accounts[approver])
        for place, (staff, approver) in zip(places, TEAMS, strict=False)
    ]
    _tell_story(*teams, administrator=accounts["admin"])
    return teams[0]


def _make_accounts(places: list[Municipality]) -> Mapping[str, User]:
    accounts, password = {}, make_password(PASSWORD)  # once: it takes its time, as it should
    for username, role, place, position in ACCOUNTS:
        accounts[username] = User.objects.create(
            username=username,
            password=password,
            role=role,
            municipality=None if place is None else places[place],
            province=places[0].province if username == PROVINCIAL else "",
            position=position,
            is_demo=True,
        )
    return accounts


def _tell_story(first: story.People, second: story.People, third: story.People, *, administrator: User) -> None:
    """Let all happen in its order: what a year says of the year before is true by then."""
    with on(date(2568 - BE_OFFSET, 10, 10)):
        add_pictures(by=first.staff, year=first.year(2568))
        _add_documents(by=first.staff, year=first.year(2568))
    for people in (first, second, third):
        story.sign_off(people, 2567)
        story.sign_off(people, 2568, publish=people is not first)  # which issues a document before it publishes
        story.report(people)
    with on(days_ago(20)):
        add_addresses(by=first.staff, year=first.year(story.REPORTED))
    story.talk_over_report(first)
    story.wait_for_each(first, second, third)
    story.work_on(first, story.begin_year(first, carried=story.CARRIED_ON))
    story.begin_year(second)
    story.begin_year(third, carried=2)
    story.set_deadlines(administrator)
    story.leave_work_for(administrator)
    User.objects.filter(username__in=AT_WORK).update(last_login=timezone.now() - timedelta(days=5))


def _add_documents(*, by: User, year: Assessment) -> None:
    """Give a year the announcement of its measures, and its first document a front."""
    report = year.documents.earliest("pk")
    create_document(by=by, year=year, kind=Document.Kind.ANNOUNCEMENT)
    for kind in ("toc", "cover"):
        add_block(by=by, document=report, section=BLOCK_TYPES[kind].new(year), after=0)


def _tell_progress(year: Assessment) -> None:
    """Packages say nothing of how far a measure is: here what has a result is done."""
    done = list(year.measures.exclude(output=""))
    for measure in done:
        measure.status = Measure.Status.DONE
    save_rows(done, ["status"])


def render_demo(output: Path) -> list[Path]:
    """Render the demo documents that are missing or outdated into a folder; return their files."""
    output.mkdir(parents=True, exist_ok=True)
    rendered = []
    documents = Document.objects.filter(assessment__municipality__code__startswith=CODES)
    for document in documents.select_related("assessment__municipality", "assessment__framework"):
        year = document.assessment
        html = render_html(document_content(document))
        path = output / f"{year.municipality.code}-{year.fiscal_year}-{document.kind}.pdf"
        mark = path.with_suffix(".sha256")
        digest = hashlib.sha256(html.encode()).hexdigest()
        if not path.exists() or not mark.exists() or mark.read_text() != digest:
            path.write_bytes(html_to_pdf(html))
            mark.write_text(digest)
            rendered.append(path)
    return rendered
