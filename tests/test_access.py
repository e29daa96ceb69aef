"""Every address × every role × every state of a year answers by the table, which has a row for each URL name."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby, product
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import SimpleCookie
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from assessments.calendar.services import DeadlineData, save_deadlines
from assessments.frameworks.services import freeze_framework
from assessments.frameworks.storage import read_definitions
from assessments.guide.chapters import chapter_of
from assessments.models import (
    Assessment,
    CalendarFeed,
    Deadline,
    DefinitionChange,
    Framework,
    Import,
    IndicatorScore,
    Unit,
    acting,
)
from assessments.notices.services import publish_notice
from assessments.scores.services import save_scores
from assessments.spreadsheets.report import ReportRow, to_line
from assessments.statistics.counting import settle_changes
from assessments.years.workflow import LOCKED
from measures.comments import services as comments_services
from measures.evidence import services as evidence_services
from measures.models import Evidence, Measure
from reports.models import Block, Collection, Document, IssuedDocument, Style
from reports.output.content import document_content
from tests.access_table import (
    COPIED,
    DOWNLOADS,
    POSTED,
    QUERIES,
    ROLES,
    STATES,
    TABLE,
    UNLOCKED,
    USES,
    expected,
    is_admin,
    patterns,
)
from tests.corrections import correct, proposed, second_administrator

pytestmark = pytest.mark.usefixtures("rendered_once")


@pytest.fixture
def refused_import(staff) -> Import:
    """A checked spreadsheet of `municipality`, its one row refused."""
    reasons = (("คะแนนรวมที่ประกาศ", "101", "เกิน 100"),)
    line = to_line(ReportRow(2, "refused", "แถวที่ 2", values={"official_total": "101"}, reasons=reasons))
    return Import.objects.create(
        kind="results",
        file=ContentFile("", "results.csv"),
        filename="results.csv",
        by=staff,
        municipality=staff.municipality,
        state=Import.State.CHECKED,
        rows=1,
        refused=1,
        report=ContentFile(line + "\n", "report"),
    )


def changes_of(administrator, year) -> dict:
    """Change a score, an account and definitions; return what their histories are addressed by."""
    save_scores(by=administrator, assessment=year, announced={}, scores={4: Decimal(80)})
    with acting(by=administrator):
        unit = Unit.objects.create(municipality=year.municipality, name="กองคลัง")
    before = Framework.objects.get(fiscal_year=2566)
    definitions = read_definitions(before).model_copy(update={"note": "แก้"})
    correct(by=administrator, framework=before, definitions=definitions)
    noted = read_definitions(year.framework).model_copy(update={"note": "แก้"})
    waiting = proposed(by=second_administrator(), framework=year.framework, definitions=noted)
    rows = [DeadlineData("ปิดรับข้อมูล", date(2023, 4, 30), "published", "ตามหนังสือแจ้ง")]
    save_deadlines(by=administrator, framework=before, rows=rows)
    return {
        "act": IndicatorScore.history.latest().act,
        "deadline_act": Deadline.history.latest().act,
        "member_act": unit.history.latest().act,
        "correction": waiting.pk,
        "definition_change": DefinitionChange.objects.first().pk,
    }


class Objects(dict):
    """What the arguments of the addresses stand for; the changes, which take long, are made when one is asked for."""

    def __init__(self, made: dict, changes: Callable[[], dict]):
        super().__init__(made)
        self.changes = changes

    def __missing__(self, argument: str):
        self.update(self.changes())
        return self[argument]


@pytest.fixture
def everything_changed(objects) -> None:
    """Histories have something to show."""
    assert objects["act"]


@pytest.fixture
def objects(request, year, picture, refused_import, auditor) -> Objects:
    year.municipality.emblem.save("emblem.png", picture())
    document = Document.objects.create(assessment=year, title=["รายงาน"], columns=[])
    measures = [Measure.objects.create(assessment=year, title=f"มาตรการ {n}", position=n) for n in (0, 1)]
    Measure.with_deleted.filter(pk=measures[1].pk).update(deleted_at=year.updated_at)
    block = Block.objects.create(document=document, type="text", heading="บทนำ", data={"paragraphs": ["ก"]})
    issued = IssuedDocument.objects.create(
        assessment=year,
        kind="results",
        number=1,
        code="ITA-2345-6789-ABCD",
        software={},
        content=document_content(document).as_json(),
        package={},
        framework_revision=freeze_framework(year.framework),
        issued_by=request.getfixturevalue("administrator"),
        pdf=default_storage.save("issued/1.pdf", ContentFile(b"%PDF")),
        sha256=hashlib.sha256(b"%PDF").hexdigest(),
    )
    before = Assessment.objects.get(framework__fiscal_year=2566)
    COPIED.update(source=Document.objects.create(assessment=before, kind="plan", title=["แผน"], columns=[]).pk)
    drawn = Path(settings.PAGES_DIR) / f"{document.pk}-digest-1.webp"
    drawn.parent.mkdir()
    drawn.write_bytes(b"RIFF")
    evidence, deleted = (
        evidence_services.add_file(
            by=request.getfixturevalue("administrator"),
            assessment=year,
            content=picture(size=(side, side)).read(),
            filename="ภาพ.png",
        ).evidence
        for side in (4, 5)
    )
    Evidence.objects.filter(pk=deleted.pk).update(deleted_at=year.updated_at)
    USES.update(evidence=evidence.pk, used=f"measure-{measures[0].pk}")
    comment = comments_services.add_comment(
        by=request.getfixturevalue("staff"), assessment=year, measure=measures[0], text="ขอหลักฐาน"
    )
    notice = publish_notice(
        by=request.getfixturevalue("administrator"), title="ปิดปรับปรุงระบบ", text="คืนวันศุกร์", until=timezone.localdate()
    )
    made = {
        "comment": comment.pk,
        "notice": notice.pk,
        "year": year.fiscal_year,
        "code": year.municipality.code,
        "picture": "emblem",
        "hint": "scores",
        "kind": "results",
        "size": "thumbnail",
        "file": 1,
        "evidence": evidence.pk,
        "deleted_evidence": deleted.pk,
        "measure": measures[0].pk,
        "deleted_measure": measures[1].pk,
        "block": block.pk,
        "style": Style.objects.create(municipality=year.municipality, name="ของเรา").pk,
        "digest": "digest",
        "page": 1,
        "feed": CalendarFeed.objects.create(user=auditor).token,
        "issued": issued.number,
        "verify_code": issued.code,
        "import": refused_import.pk,
        "collection": Collection.objects.create(by=auditor, fiscal_year=2567, chosen="", state="done").pk,
        "sheet": "results",
        "uid": "MQ",
        "token": "none",
        "json": "json",
        "basics": "basics",
        "items": "items",
        "indicator": 9,
        "revision": 1,
    }
    return Objects(made, partial(changes_of, request.getfixturevalue("administrator"), year))


def path_of(name: str, objects: dict) -> str:
    return reverse(name, args=[objects[argument] for argument in TABLE[name][0]])


@pytest.fixture
def visit(request, objects):
    """Return a function that opens an address by name as somebody, each in a session that lasts."""
    client, sessions = Client(), {}
    for role in ROLES[1:]:
        client.force_login(request.getfixturevalue(role))
        sessions[role], client.cookies = client.cookies, SimpleCookie()

    def go(name: str, role: str, method: str):
        client.cookies = SimpleCookie(sessions.get(role))  # no other: what the last answer did is taken back
        data = QUERIES.get(name, {}) if method == "get" else POSTED.get(name, {})
        response = getattr(client, method)(path_of(name, objects), data)
        for close in response._resource_closers:  # response.close() would end the connection to PostgreSQL too
            close()
        return response

    return go


def test_table_has_a_row_for_every_address():
    names = {pattern.name for route, pattern in patterns(get_resolver()) if not is_admin(route)}
    assert names == set(TABLE)


@contextmanager
def watching() -> Iterator[list[str]]:
    """Give the statements that write."""
    written = []

    def watch(execute, sql, params, many, context):
        if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", sql, re.I):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son[a-z]+=|javascript:|hx-on", re.I)


def check_policy(name: str, response) -> None:
    """Whoever opens a page gets the strict policy, and nothing on it that the policy would refuse."""
    policy = response["Content-Security-Policy"]
    assert ("default-src 'self'" in policy, "unsafe" in policy) == (True, False)
    assert INLINE.findall(response.content.decode()) == []


def check_help(name: str, response) -> None:
    """A whole page leads to its chapter of the guide."""
    html = response.content.decode()
    links = re.findall(r'<a class="help-link" href="([^"]+)" aria-label="คู่มือของหน้านี้"', html)
    assert (name, links) == (name, [f"/help/#{chapter_of(name)}"] if "</html>" in html else [])


GROUPS = {group: list(names) for group, names in groupby(sorted(TABLE), key=lambda name: name.split("_")[0])}


@pytest.mark.usefixtures("everything_changed")  # what the tables of a group look at is made once
@pytest.mark.parametrize("group", GROUPS)
def test_addresses_answer_by_the_table_and_only_a_post_where_the_year_is_open_writes(visit, group):
    for name in GROUPS[group]:
        answers, wanted = answers_and_table(visit, name)
        assert (name, answers) == (name, wanted)


def answers_and_table(visit, name: str) -> tuple[dict, dict]:
    """Ask an address in every state as every role, and check what it writes and sends on the way."""
    answers, wanted = {}, {}
    # What a state allows is the same on any database; whether a page can be read from it is asked in two.
    states = STATES if connection.vendor == "sqlite" else ["draft", "approved"]
    for state in states if "code" in TABLE[name][0] else ["draft"]:
        Assessment.objects.filter(framework__fiscal_year=2567).update(state=state)
        for role, method in product(ROLES, ("get", "post")):
            before = transaction.savepoint()
            with watching() as written:
                response = visit(name, role, method)
            transaction.savepoint_rollback(before)
            answers[state, role, method] = response.status_code
            wanted[state, role, method] = expected(name, method, role, state)
            if method == "get" or (state in LOCKED and name not in UNLOCKED):
                assert (name, state, role, method, written) == (name, state, role, method, [])
            if method == "get" and response.status_code == 200 and not name.endswith(DOWNLOADS):
                check_policy(name, response)
                check_help(name, response)
            if (role, method, response.status_code) == ("signed_out", "get", 302):
                asked = f"?{urlencode(QUERIES[name])}" if name in QUERIES else ""
                assert response.url == f"/login/?next={quote(response.wsgi_request.path + asked)}"
    Assessment.objects.filter(framework__fiscal_year=2567).update(state="draft")
    return answers, wanted


@pytest.mark.usefixtures("everything_changed")
@pytest.mark.one_database  # as many queries on any
def test_pages_take_the_same_few_queries_with_7_and_with_70_measures(sign_in, staff, year, objects):
    client, areas = sign_in(staff), list(year.framework.areas.all())
    settle_changes()
    taken, responses = {7: {}, 70: {}}, []
    for count, queries_of in taken.items():
        for number in range(count - Measure.objects.count()):
            Measure.objects.create(assessment=year, area=areas[number % 7], title=f"มาตรการ {number}", position=9)
        assert Measure.objects.count() == count
        opened = (name for name, (_, get, _) in TABLE.items() if get["staff"] == 200)
        for name in filter(lambda name: name != "readyz", opened):  # tells for a while what it has seen
            with CaptureQueriesContext(connection) as queries:
                responses.append(client.get(path_of(name, objects), QUERIES.get(name)))
            queries_of[name] = len(queries)
    assert taken[7] == taken[70]
    assert {name: count for name, count in taken[7].items() if count > 20} == {}
    for response in responses:
        response.close()  # a picture is an open file; last, because this closes the connection to PostgreSQL too


def test_default_is_closed(client, db):
    assert "assessments.editing.answers.SignedOut" in settings.MIDDLEWARE
    assert client.get("/somewhere/else/").status_code == 404
