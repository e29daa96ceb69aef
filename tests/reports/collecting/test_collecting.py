"""Documents of many authorities: each that was asked for ends once, and nobody gets what is not theirs."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from assessments.models import Assessment, Municipality
from assessments.undo.services import undo_act
from assessments.years.services import open_year
from reports.collecting import archive, jobs, services
from reports.collecting.models import Collection, Part
from reports.collecting.progress import Progress, progress_of
from reports.collecting.sheet import SAYS, sheet_content, sheet_order
from reports.issuing.models import IssuedDocument
from reports.output.printing import store
from reports.output.printing.service import NotReady, Standing
from tests.reports.extract import pdfium_text, squeeze

from .conftest import SCORES

pytestmark = pytest.mark.usefixtures("blank_pages")
ENDS = ["done", "done", "missing", "missing", "missing", "done"]  # of `province`, by name


def start(by, places=None, fiscal_year: int = 2567) -> Collection:
    places = Municipality.objects.all() if places is None else places
    return services.start_collection(by=by, fiscal_year=fiscal_year, places=places, chosen="จังหวัดทดสอบ")


def finish(collection: Collection) -> Collection:
    while services.make_slice(collection.pk):
        pass
    collection.refresh_from_db()
    return collection


def unzipped(collection: Collection, user) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(archive.stream(collection, user))))


def index_of(zipped: zipfile.ZipFile) -> list[dict]:
    [sheet] = load_workbook(io.BytesIO(zipped.read("index.xlsx"))).worksheets  # nothing is to be filled in
    assert sheet.data_validations.dataValidation == []
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def states(collection: Collection) -> list[tuple[str, str]]:
    return list(collection.documents.values_list("state", "reason"))


@pytest.fixture
def province(year, towns, make_year, issue) -> list[Municipality]:
    """Two with scores alone, one with an empty year, two without the year, one with two issues of one kind."""
    issue(year, b"%PDF old")
    issue(year, b"%PDF new", number=2)
    for town in towns[:2]:
        make_year(2567, SCORES, of=town)
    make_year(2567, of=towns[2])
    return towns


def test_everybody_asked_for_is_in_the_zip_or_told_why_not(province, year, national_auditor):
    collection = finish(start(national_auditor))
    assert collection.state == "done"
    assert [state for state, _ in states(collection)] == ENDS
    zipped = unzipped(collection, national_auditor)
    assert zipped.testzip() is None
    rows = index_of(zipped)
    assert [row["ลำดับ"] for row in rows] == list(range(1, 7))
    names = [row["ไฟล์ในชุดนี้"] for row in rows if row["ไฟล์ในชุดนี้"]]
    assert sorted(zipped.namelist()) == sorted([*names, "index.xlsx", "รายการที่ไม่มีไฟล์.txt"])
    assert [row["ขนาด (ไบต์)"] for row in rows if row["ผล"] == "มีไฟล์"] == [len(zipped.read(name)) for name in names]
    [issued] = [row for row in rows if row["ที่มา"] == archive.ISSUED]
    assert (zipped.read(issued["ไฟล์ในชุดนี้"]), issued["เอกสาร"]) == (b"%PDF new", "รายงานผลการดำเนินการ ฉบับที่ 2")
    assert [row["เหตุผล"] for row in rows[2:5]] == [services.NO_RESULT, services.NOT_OPENED, services.NOT_OPENED]
    assert zipped.read("รายการที่ไม่มีไฟล์.txt").decode().count("\r\n") == 3


def test_equal_sheets_are_never_printed_twice(province, national_auditor, monkeypatch):
    first = finish(start(national_auditor))
    monkeypatch.setattr("reports.output.printing.orders.Order.render", lambda order: pytest.fail("printed again"))
    assert states(finish(start(national_auditor))) == states(first)


def test_issued_files_that_are_not_what_was_issued_are_left_out(year, national_auditor, issue):
    issued = issue(year, b"%PDF")
    IssuedDocument.objects.filter(pk=issued.pk).update(sha256="0" * 64)
    collection = finish(start(national_auditor))
    assert states(collection) == [("failed", services.FILE_DAMAGED)]
    issued.pdf.storage.delete(issued.pdf.name)
    services.resume_collection(by=national_auditor, collection=collection)
    assert states(finish(collection)) == [("failed", services.FILE_LOST)]


def test_nobody_collects_or_takes_along_what_they_may_not_see(province, staff, national_auditor, auditor):
    own = finish(start(staff))
    assert [part.municipality for part in own.documents.listed()] == [staff.municipality]
    collection = finish(start(national_auditor))
    national_auditor.province = "อื่น"
    national_auditor.save()
    zipped = unzipped(collection, national_auditor)
    assert sorted(zipped.namelist()) == ["index.xlsx", "รายการที่ไม่มีไฟล์.txt"]
    assert {row["เหตุผล"] for row in index_of(zipped)} == {services.NOT_SEEN}
    for service in (services.cancel_collection, services.resume_collection):
        with pytest.raises(PermissionDenied):
            service(by=auditor, collection=collection)
    national_auditor.is_active = False
    with pytest.raises(PermissionDenied):
        start(national_auditor)


def test_one_runs_at_a_time_of_each_person_and_none_is_too_large(province, national_auditor, administrator, settings):
    start(administrator)
    collection = start(national_auditor)
    with pytest.raises(ValidationError, match=f"เลขที่ {collection.pk}"):
        start(national_auditor)
    settings.COLLECTION_MAX_DOCUMENTS = 3
    with pytest.raises(ValidationError, match="4 ฉบับ"):
        start(national_auditor)
    with pytest.raises(ValidationError, match="ไม่มีหน่วยงานใด"):
        start(national_auditor, fiscal_year=2562)
    settings.COLLECTION_MAX_MB = 0
    assert {reason for state, reason in states(finish(collection)) if state == "failed"} == {services.TOO_LARGE}
    settings.COLLECTION_MAX_MB = 1
    services.resume_collection(by=national_auditor, collection=collection)
    assert [state for state, _ in states(finish(collection))] == ENDS
    with pytest.raises(ValidationError, match="ไม่มีเอกสารที่ต้องทำต่อ"):
        services.resume_collection(by=national_auditor, collection=collection)


def test_what_is_cancelled_stops_and_goes_on_where_it_was(province, national_auditor, monkeypatch):
    collection, made = start(national_auditor), []
    make = services._make

    def make_and_cancel(of, part):
        make(of, part)
        made.append(part.position)
        services.cancel_collection(by=national_auditor, collection=of)

    monkeypatch.setattr(services, "_make", make_and_cancel)
    assert finish(collection).state == "cancelled"
    assert (made, [state for state, _ in states(collection)].count("done")) == ([1], 1)
    assert len(unzipped(collection, national_auditor).namelist()) == 3
    with pytest.raises(ValidationError):
        services.cancel_collection(by=national_auditor, collection=collection)
    monkeypatch.setattr(services, "_make", make)
    services.resume_collection(by=national_auditor, collection=collection)
    assert finish(collection).state == "done"


def test_a_worker_lets_others_come_between_and_may_do_so_as_often_as_it_likes(province, national_auditor, monkeypatch):
    monkeypatch.setattr(services, "SLICE", -1)
    collection, slices = start(national_auditor), 0
    while services.make_slice(collection.pk):
        slices += 1
        collection.refresh_from_db()
        assert (collection.state, collection.attempts) == ("waiting", 0)
    collection.refresh_from_db()
    assert (slices, collection.state) == (3, "done")


class Killed(BaseException):
    """As SIGKILL is: nothing catches it."""


def test_what_a_killed_worker_left_is_made_by_the_next(province, national_auditor, monkeypatch):
    collection, order_of = start(national_auditor), sheet_order

    def killed(year):
        raise Killed

    monkeypatch.setattr(services, "sheet_order", killed)
    with pytest.raises(Killed):
        services.make_slice(collection.pk)
    assert services.leases.left_undone() == []  # its lease still runs
    monkeypatch.setattr(services, "sheet_order", order_of)
    Collection.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.leases.left_undone() == [collection.pk]
    jobs.take_up()  # a message, which the worker would take
    assert [state for state, _ in states(finish(collection))] == ENDS


def test_a_document_that_kills_its_worker_fails_alone(province, national_auditor, monkeypatch):
    collection, order_of = start(national_auditor), sheet_order
    deadly = collection.documents.get(position=1).municipality

    def killed(year):
        if year.municipality == deadly:
            raise Killed
        return order_of(year)

    monkeypatch.setattr(services, "sheet_order", killed)
    for _ in range(services.TRIES):
        with pytest.raises(Killed):
            services.make_slice(collection.pk)
        Collection.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert finish(collection).state == "done"
    assert states(collection)[:2] == [("failed", services.BROKEN), ("done", "")]


def test_a_broken_document_stops_no_other(province, national_auditor, monkeypatch):
    monkeypatch.setattr(services, "sheet_order", lambda year: 1 / 0)
    collection = finish(start(national_auditor))
    assert [state for state, _ in states(collection)] == ["failed", "failed", *ENDS[2:]]


def test_files_that_printing_takes_long_for_are_waited_for(province, national_auditor, monkeypatch):
    asked = []

    def printed(order, *, person, patience):
        asked.append((person, patience))
        if len(asked) < 3:
            raise NotReady(Standing("รอ", 202 if len(asked) == 1 else 503))
        if order.place == f"sheet-{refused.pk}":
            raise NotReady(Standing("ยาวเกิน", 422))
        return b"%PDF"

    monkeypatch.setattr(services, "LOOK", 0)
    monkeypatch.setattr(services, "printed", printed)
    collection = start(national_auditor)
    refused = collection.documents.get(position=2).municipality.assessments.get()
    assert states(finish(collection))[:2] == [("done", ""), ("failed", "ยาวเกิน")]
    assert set(asked) == {(national_auditor.pk, 0)}


def test_sheets_are_deleted_in_time_and_history_stays(province, national_auditor):
    collection = finish(start(national_auditor))
    [first, second] = collection.documents.exclude(file="")
    services.delete_old()
    assert default_storage.exists(first.file.name)
    Collection.objects.update(ended_at=timezone.now() - timedelta(days=settings.COLLECTION_DAYS + 1))
    services.delete_old()
    collection.refresh_from_db()
    assert (collection.state, collection.documents.count()) == ("deleted", 6)
    assert [default_storage.exists(part.file.name) for part in (first, second)] == [False, False]
    assert default_storage.exists(IssuedDocument.objects.first().pdf.name)


def test_a_sheet_that_is_lost_breaks_no_zip(province, national_auditor):
    collection = finish(start(national_auditor))
    default_storage.delete(collection.documents.get(position=1).file.name)
    zipped = unzipped(collection, national_auditor)
    assert zipped.testzip() is None
    assert [row["เหตุผล"] for row in index_of(zipped)[:2]] == [services.SHEET_LOST, None]


def test_the_zip_holds_one_file_at_a_time_in_memory(province, national_auditor):
    collection = finish(start(national_auditor))
    pieces = list(archive.stream(collection, national_auditor))
    assert len(pieces) == 3 + 2  # a piece a file, index and list, the end


def test_making_asks_as_often_for_many_as_for_one(year, towns, make_year, national_auditor):
    """The queries of one document, and those of a slice."""
    queries = []
    for count in (1, 3):
        for town in towns[:count]:
            if not Assessment.objects.filter(municipality=town).exists():
                make_year(2567, SCORES, of=town)
        collection = start(national_auditor, Municipality.objects.filter(pk__in=[t.pk for t in towns[:count]]))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            finish(collection)
        queries.append(len(captured))
    assert (queries[1] - queries[0]) % 2 == 0
    assert (queries[1] - queries[0]) // 2 <= 20


def test_a_sheet_says_what_it_is_and_what_it_is_not(year):
    content = sheet_content(year)
    assert content.is_draft
    assert content.blocks[0]["lines"][0]["text"] == SAYS
    assert Part.objects.count() == 0
    assert store.kept(sheet_order(year).name) is None


@pytest.mark.one_database
def test_a_sheet_prints_what_was_announced(make_year, monkeypatch):
    monkeypatch.undo()  # the pages themselves
    year = make_year(2567, SCORES, official_total="91.23", official_level="ผ่าน", state="published")
    from reports.output.render import render_pdf

    text = pdfium_text(render_pdf(sheet_content(year)))
    for wanted in ("๙๑.๒๓", "ผ่าน", "๙๐.๐๐", squeeze(SAYS)):
        assert squeeze(wanted) in squeeze(text)


def test_progress_tells_how_fast_it_goes_and_how_long_it_takes_yet(province, national_auditor):
    collection = start(national_auditor)
    progress = progress_of(collection)
    assert progress == Progress(total=6, done=0, missing=2, failed=0, size=0, rate=0)
    assert progress.minutes == 0
    now = timezone.now()
    collection.made_at = now - timedelta(seconds=30)
    collection.documents.filter(position=1).update(state="done", ended_at=now, size=7)
    collection.documents.filter(position=2).update(state="failed", ended_at=now - timedelta(seconds=20))
    progress = progress_of(collection)
    assert (progress.ended, progress.left, progress.size) == (4, 2, 7)
    assert (progress.rate, progress.minutes) == (4, 1)  # two in half a minute
    collection.made_at = now - timedelta(minutes=9)
    assert progress_of(collection).rate == 2  # of the last minute


def test_a_collection_keeps_no_year_from_being_undone(staff, municipality, frameworks, national_auditor):
    opened = open_year(by=staff, municipality=municipality, framework=frameworks[2567])
    collection = start(national_auditor, Municipality.objects.filter(pk=municipality.pk))
    undo_act(by=staff, act=opened.history.latest().act)
    assert states(finish(collection)) == [("missing", services.NOT_OPENED)]
