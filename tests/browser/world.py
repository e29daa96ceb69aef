"""Two municipalities to walk through: the demo's, with its full years, and one that has only just begun."""

import re
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from assessments.frameworks.forms.parts import PAGES
from assessments.models import Assessment, CalendarFeed, Framework, Import, Municipality, User
from assessments.municipalities.shipped import load_municipalities
from assessments.notices.services import publish_notice
from assessments.spreadsheets.report import ReportRow, to_line
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.years.services import open_year
from measures.carry_over.quoting import waiting_measures
from measures.carry_over.services import confirm_measure
from measures.comments import services as comments_services
from measures.evidence import services as evidence_services
from measures.models import Measure
from measures.plan import services as plan_services
from reports.builder.style_services import save_style
from reports.demo.load import DATA, load_demo
from reports.issuing.services import issue_document
from reports.models import Collection, Document, IssuedDocument
from tests.access_table import DOWNLOADS, QUERIES, TABLE
from tests.test_access import changes_of

MEASURES = 50  # municipalities have 20 to 50 a year
FEW = 14  # the demo's own: where another row says nothing more
USERS = {"staff": "staff", "approver": "approver", "auditor": "auditor", "administrator": "admin"}


@dataclass
class World:
    """`people`: the user of each role; `arguments`: what each argument of the access table stands for, each in turn."""

    people: dict[str, User]
    arguments: dict[str, list]

    def pages(self, role: str) -> dict[str, str]:
        """Return what each page that a role may open holds, by its address: downloads and fragments left out."""
        client = Client()
        if role in self.people:
            client.force_login(self.people[role])
        open_names = (name for name, (_, get, _) in TABLE.items() if get[role] == 200 and not name.endswith(DOWNLOADS))
        paths = dict.fromkeys(chain.from_iterable(map(self._paths_of, open_names)))
        answers = {path: client.get(path) for path in paths}
        return {path: main_of(answer) for path, answer in answers.items() if is_page(answer)}

    def _paths_of(self, name: str) -> list[str]:
        """Return the addresses of a name; [] where this world lacks what it is about."""
        values = [self.arguments[argument] for argument in TABLE[name][0]]
        count = max(map(len, values), default=1)
        if not all(values):
            return []
        paths = [reverse(name, args=[value[place % len(value)] for value in values]) for place in range(count)]
        return paths + [f"{path}?{urlencode(QUERIES[name])}" for path in paths if name in QUERIES]


def is_page(response) -> bool:
    """Return whether it is a whole page: not a fragment, nor a kind of spreadsheet that is not for this role."""
    return response.status_code == 200 and b"</html>" in response.content


def main_of(response) -> str:
    """Return the page's own content, without what every request makes anew."""
    html = response.content.decode()
    return re.sub('name="csrfmiddlewaretoken" value="[^"]+"', "", html[html.index("<main") :])


def open_as(page: Page, user: User | None, live_server) -> None:
    """Sign in without the sign-in page."""
    if user:
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])


def demo_world(measures: int = FEW) -> World:
    """The demo with everything that a page can be about: measures, files, an issued document, an import."""
    load_municipalities(DATA / "municipalities.csv")  # the demo adds the nation's only where there are none
    load_demo()
    people = {role: User.objects.get(username=name) for role, name in USERS.items()}
    staff = people["staff"]
    year = staff.municipality.assessments.get(framework__fiscal_year=2568)
    Assessment.objects.filter(pk=year.pk).update(state="draft")  # the demo has published it: here all can be done
    year.refresh_from_db()
    document = year.documents.first()
    areas = list(year.framework.areas.all())
    others = list(Measure.objects.exclude(assessment=year))  # texts of their own: the same ones weigh nothing
    for number in range(measures - year.measures.count()):
        measure = others[number % len(others)]
        measure.pk, measure.assessment, measure.area = None, year, areas[number % len(areas)]
        measure.save()
    issued = issue(year, document, staff)
    deleted = year.measures.last()
    plan_services.delete_measure(by=staff, measure=deleted)
    evidence = list(staff.municipality.evidence.filter(assessment=year))
    gone = evidence.pop()
    evidence_services.delete_evidence(by=staff, evidence=gone)
    text = "ขอภาพถ่ายของวันประชุม"
    comment = comments_services.add_comment(by=staff, assessment=year, measure=year.measures.first(), text=text)
    until = timezone.localdate()
    notice = publish_notice(by=people["administrator"], title="ปิดปรับปรุงระบบ", text="คืนวันศุกร์", until=until)
    changes = changes_of(people["administrator"], year)
    arguments = {key: [value] for key, value in changes.items()} | {
        "measure": [year.measures.first().pk],
        "deleted_measure": [deleted.pk],
        "evidence": [evidence[0].pk, evidence[-1].pk],
        "deleted_evidence": [gone.pk],
        "kind": [document.kind],
        "comment": [comment.pk],
        "notice": [notice.pk],
        "block": [block.pk for block in document.blocks.all()],
        "issued": [issued.number],
        "verify_code": [issued.code],
        "style": [save_style(by=staff, document=document, name="แนวนอนของกองยุทธศาสตร์").pk],
        "import": [checked_import(staff).pk],
        "collection": [Collection.objects.create(by=staff, fiscal_year=2568, chosen="").pk],
    }
    return World(people, arguments | common(year, people))


def issue(year: Assessment, document: Document, staff: User) -> IssuedDocument:
    """Issue a document of a year that is open again afterwards; what waits of last year's measures waits again."""
    for waiting in waiting_measures(year, year.measures.all()):
        confirm_measure(by=staff, assessment=year, measure=waiting.measure, shown=waiting.key)
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    issued = issue_document(by=staff, document=document)
    Assessment.objects.filter(pk=year.pk).update(state="draft")
    year.measures.update(confirmed={})
    year.refresh_from_db()
    return issued


def fresh_world() -> World:
    """A municipality that has opened its year and entered nothing."""
    place = Municipality.objects.create(
        code="99990009", name="เทศบาลตำบลเริ่มใหม่", kind="subdistrict", district="เมือง", province="ทดสอบ"
    )
    people = {
        role: User.objects.create_user(f"new-{role}", role=role, municipality=place, position=role)
        for role in ("staff", "auditor")
    }
    year = open_year(by=people["staff"], municipality=place, framework=Framework.objects.get(fiscal_year=2567))
    lacking = (
        *("measure", "deleted_measure", "evidence", "deleted_evidence", "comment", "notice", "kind", "block", "issued"),
        *("import", "collection", "act", "member_act", "deadline_act", "definition_change", "style", "verify_code"),
    )
    return World(people, {argument: [] for argument in lacking} | common(year, people))


def common(year: Assessment, people: dict[str, User]) -> dict[str, list]:
    """Return the arguments that every world has."""
    return {
        "year": [year.fiscal_year],
        "code": [year.municipality.code],
        "picture": ["emblem"],
        "hint": ["scores"],
        "digest": [],  # a drawn page is no page
        "page": [],
        "size": ["thumbnail"],
        "feed": [CalendarFeed.objects.create(user=people["auditor"]).token],
        "sheet": list(all_kinds()),
        "uid": ["MQ"],
        "token": ["none"],
        "json": ["json"],
        "basics": [page for page in PAGES if page != "items"],
        "items": ["items", "indicators"],
        "indicator": [9],
        "revision": [revision.number for revision in year.framework.revisions],
    }


def checked_import(staff: User) -> Import:
    """A spreadsheet that was checked, one row accepted and one refused."""
    reasons = (("คะแนนรวมที่ประกาศ", "101", "เกิน 100"),)
    rows = [
        ReportRow(2, "refused", "แถวที่ 2", values={"official_total": "101"}, reasons=reasons),
        ReportRow(3, "unchanged", "แถวที่ 3", values={"official_total": "90.65"}),
    ]
    return Import.objects.create(
        kind="results",
        file=ContentFile("", "results.csv"),
        filename="results.csv",
        by=staff,
        municipality=staff.municipality,
        state=Import.State.CHECKED,
        rows=2,
        refused=1,
        report=ContentFile("".join(to_line(row) + "\n" for row in rows), "report"),
    )
