"""The demo: invented municipalities with two years of work, accounts for each role, reports rendered to a folder."""

import hashlib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.frameworks.shipped import load_frameworks
from assessments.models import Assessment, Municipality, Role, User
from assessments.municipalities.shipped import load_municipalities
from assessments.records.bulk import save_rows
from measures.models import Measure
from reports.blocks import BLOCK_TYPES
from reports.builder.services import add_block, create_document
from reports.documents.models import Document
from reports.output.content import document_content
from reports.output.render import html_to_pdf, render_html
from reports.package import import_package, read_package

from .evidence import add_demo_evidence

DATA = Path(__file__).parent / "data"
PASSWORD = "ita-demo-2569"  # noqa: S105 - printed at the start; demo accounts sign in only while DEMO is on
PROVINCIAL = "province"
CODES = "999901"  # how the codes of the demo begin, which no authority has

# username, role, index of the municipality in municipalities.csv (None: no municipality), position
ACCOUNTS = (
    ("staff", Role.STAFF, 0, "นักวิเคราะห์นโยบายและแผน"),
    ("staff2", Role.STAFF, 1, "นักจัดการงานทั่วไป"),
    ("staff3", Role.STAFF, 2, "นักจัดการงานทั่วไป"),
    ("approver", Role.APPROVER, 0, "ปลัดเทศบาล"),
    ("auditor", Role.AUDITOR, 0, "นักวิชาการตรวจสอบภายใน"),
    ("auditor2", Role.AUDITOR, 1, "นักวิชาการตรวจสอบภายใน"),
    ("province", Role.AUDITOR, None, "ผู้ตรวจสอบระดับจังหวัด"),
    ("nation", Role.AUDITOR, None, "ผู้ตรวจสอบระดับประเทศ"),
    ("admin", Role.ADMINISTRATOR, None, "ผู้ดูแลระบบ"),
    ("admin2", Role.ADMINISTRATOR, None, "ผู้ดูแลระบบ (ผู้ยืนยัน)"),
)


@transaction.atomic
def load_demo() -> None:
    """Create what the demo lacks; what is there stays. Raises ValidationError where real accounts exist."""
    if User.objects.filter(is_demo=False).exists():
        raise ValidationError("ฐานข้อมูลนี้มีบัญชีผู้ใช้จริงแล้ว จึงไม่ใส่ข้อมูลสาธิต")
    load_frameworks()
    of_demo = Municipality.objects.filter(code__startswith=CODES).order_by("code")
    if not Municipality.objects.exists():
        load_municipalities()
    if not of_demo.exists():
        load_municipalities(DATA / "municipalities.csv")
    demo = list(of_demo)
    for path in sorted(DATA.glob("*.json")):
        package = read_package(path.read_bytes())
        there = Document.objects.filter(
            assessment__municipality__code=package.municipality.code,
            assessment__framework__fiscal_year=package.fiscal_year,
        )
        if not there.exists():
            _tell_progress(import_package(package, by=None))
    for username, role, place, position in ACCOUNTS:
        if not User.objects.filter(username=username).exists():
            User.objects.create_user(
                username,
                PASSWORD,
                role=role,
                municipality=None if place is None else demo[place],
                province=demo[0].province if username == PROVINCIAL else "",
                position=position,
                is_demo=True,
            )
    years = demo[0].assessments.filter(documents__isnull=False).select_related("municipality", "framework")
    staff = User.objects.get(username=ACCOUNTS[0][0])
    if year := years.order_by("framework__fiscal_year").last():
        add_demo_evidence(by=staff, year=year)
        _add_documents(by=staff, year=year)


def _add_documents(*, by: User, year: Assessment) -> None:
    """Give a year of the demo the announcement of its measures, and its first document a front; what is there stays."""
    if year.is_locked or year.documents.filter(kind=Document.Kind.ANNOUNCEMENT).exists():
        return
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
