"""Collections: choose → make in the background → take along. What was asked for ends once: done, missing or failed.

The row is the truth, as of imports (decision 0012). A worker makes a slice and lets go, so that others' jobs come
between; what it left unfinished is made by the next, and what was made is never made again.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from assessments.accounts.access import ROLE_PERMISSIONS, Permission, sees
from assessments.accounts.models import User
from assessments.models import Assessment, Municipality
from assessments.municipalities.models import MunicipalityQuerySet
from assessments.records.leases import ATTEMPTS, Leases
from reports.issuing.integrity import LOST, stored_file
from reports.issuing.models import IssuedDocument
from reports.output.printing.orders import Order
from reports.output.printing.service import NotReady, printed

from .models import Collection, Part
from .sheet import has_result, sheet_order

log = logging.getLogger(__name__)
State, PartState = Collection.State, Part.State
SLICE = 20  # seconds of a worker's time, then others come between
LOOK = 0.05  # seconds between two looks at a file that is being printed
LONGEST = 15 * 60  # seconds that one file may take with all that is before it
TRIES = 2  # of a document whose worker died
SHEET = "แผ่นผลคะแนนที่ระบบจัดทำ"
NONE = "ไม่มีเอกสาร"
NOT_OPENED = "หน่วยงานยังไม่ได้เปิดปีนี้ในระบบ"
NO_RESULT = "ยังไม่ได้ออกเอกสาร และยังไม่มีผลหรือคะแนนให้จัดทำแผ่นผลคะแนน"
FILE_LOST = "ไม่พบไฟล์ของฉบับนี้ ให้แจ้งผู้ดูแลระบบให้กู้จากชุดสำรอง"
SHEET_LOST = "ไม่พบแผ่นผลคะแนนที่จัดทำไว้ ให้สั่งรวมเอกสารใหม่"
FILE_DAMAGED = "ไฟล์ของฉบับนี้ไม่ตรงกับที่ออกไป จึงไม่รวมไว้ ให้แจ้งผู้ดูแลระบบให้กู้จากชุดสำรอง"
NOT_SEEN = "บัญชีของท่านไม่มีสิทธิ์ดูข้อมูลของหน่วยงานนี้แล้ว"
TOO_LARGE = "ขนาดรวมของชุดเกินที่ระบบกำหนด ให้แบ่งเป็นหลายชุด"
TOO_LONG = "รอจัดหน้านานเกินไป ให้กดทำต่อเพื่อลองใหม่"
BROKEN = "ระบบขัดข้องขณะทำเอกสารนี้ ให้กดทำต่อเพื่อลองใหม่ หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบพร้อมเลขที่ชุด"
GIVEN_UP = f"ระบบพยายามทำชุดนี้ {ATTEMPTS} ครั้งแล้วไม่สำเร็จ ให้กดทำต่อเพื่อลองใหม่ หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบพร้อมเลขที่ชุด"
leases = Leases(
    Collection,
    waiting=(State.WAITING,),
    at_work=(State.WORKING,),
    begun={},
    given_up={"state": State.FAILED, "fault": GIVEN_UP},
)


class Refused(Exception):
    """A document cannot be had; the message says why."""


# ---- Choosing


def parts_of(places: MunicipalityQuerySet, fiscal_year: int) -> list[Part]:
    """Return what a collection of these authorities holds, unsaved: the newest issue of each kind, else a sheet."""
    years = Assessment.objects.filter(framework__fiscal_year=fiscal_year, municipality__in=places)
    year_of = {year.municipality_id: year for year in years}
    newest: dict[int, dict[str, IssuedDocument]] = {}
    for issued in IssuedDocument.objects.filter(assessment__in=years).defer("content", "package").order_by("number"):
        newest.setdefault(issued.assessment_id, {})[issued.kind] = issued
    parts = []
    for place in places.alphabetical():
        year = year_of.get(place.pk)
        if year is None:
            parts.append(Part(municipality=place, kind=NONE, state=PartState.MISSING, reason=NOT_OPENED))
            continue
        for issued in newest.get(year.pk, {}).values():
            name = f"{issued.get_kind_display()} ฉบับที่ {issued.number}"
            parts.append(Part(municipality=place, issued=issued, kind=name))
        if year.pk not in newest:
            parts.append(Part(municipality=place, kind=SHEET))
    return parts


@dataclass(frozen=True)
class Expected:
    """How much a collection would hold."""

    places: int
    issued: int
    sheets: int
    missing: int


def expected(places: QuerySet[Municipality], fiscal_year: int) -> Expected:
    years = Assessment.objects.filter(framework__fiscal_year=fiscal_year, municipality__in=places)
    issued = IssuedDocument.objects.filter(assessment__in=years)
    opened, count = years.count(), places.count()
    sheets = opened - issued.values("assessment").distinct().count()
    return Expected(count, issued.values("assessment", "kind").distinct().count(), sheets, count - opened)


def start_collection(*, by: User, fiscal_year: int, places: MunicipalityQuerySet, chosen: str) -> Collection:
    """Store what is to be made; the caller then nudges a worker. ValidationError where it is too much or nothing."""
    _check_reader(by)
    parts = parts_of(places & Municipality.objects.for_user(by), fiscal_year)
    wanted = sum(part.state == PartState.WAITING for part in parts)
    if not wanted:
        raise ValidationError("ไม่มีหน่วยงานใดตามที่เลือกที่มีเอกสารหรือผลของปีนี้ ให้เลือกใหม่")
    if wanted > (most := settings.COLLECTION_MAX_DOCUMENTS):
        raise ValidationError(f"ที่เลือกมีเอกสาร {wanted:,} ฉบับ เกินที่รับได้ {most:,} ฉบับต่อชุด ให้เลือกให้แคบลง")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # one at a time of each person
        if running := Collection.objects.for_user(by).running().first():
            raise ValidationError(f"ชุดเลขที่ {running.pk} ของท่านยังทำไม่เสร็จ รอให้เสร็จหรือยกเลิกก่อน แล้วจึงสั่งชุดใหม่")
        collection = Collection.objects.create(by=by, fiscal_year=fiscal_year, chosen=chosen)
        for position, part in enumerate(parts, start=1):
            part.collection, part.position = collection, position
        Part.objects.bulk_create(parts, batch_size=500)
    return collection


def _check_reader(by: User) -> None:
    if not by.is_active or Permission.VIEW not in ROLE_PERMISSIONS[by.role]:
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้")


def cancel_collection(*, by: User, collection: Collection) -> None:
    """WAITING, WORKING → CANCELLED: what is made stays, the rest is not made."""
    _check_own(by, collection)
    running = Collection.objects.running().filter(pk=collection.pk)
    if not running.update(state=State.CANCELLED, ended_at=timezone.now(), lease_until=None):
        raise ValidationError("ชุดนี้ไม่ได้ทำอยู่แล้ว จึงไม่มีอะไรให้ยกเลิก")


@transaction.atomic
def resume_collection(*, by: User, collection: Collection) -> None:
    """DONE, CANCELLED, FAILED → WAITING, with what failed or was never made. ValidationError where nothing is left."""
    _check_own(by, collection)
    User.objects.select_for_update().get(pk=by.pk)
    if Collection.objects.for_user(by).running().exists():
        raise ValidationError("ท่านมีชุดเอกสารที่ยังทำไม่เสร็จ รอให้เสร็จหรือยกเลิกก่อน แล้วจึงทำต่อ")
    left = collection.documents.filter(state__in=(PartState.WAITING, PartState.FAILED))
    ready = Collection.objects.filter(pk=collection.pk, state__in=Collection.READY)
    if not left.exists() or not ready.update(state=State.WAITING, attempts=0, fault="", ended_at=None):
        raise ValidationError("ชุดนี้ไม่มีเอกสารที่ต้องทำต่อ")
    left.update(state=PartState.WAITING, reason="", attempts=0, ended_at=None)


def _check_own(by: User, collection: Collection) -> None:
    _check_reader(by)
    if collection.by_id != by.pk:
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้")


# ---- Making


def make_slice(pk: int) -> bool:
    """Make what is left of a collection for a while; True where something is left for the next slice."""
    collection = leases.claim(pk, {State.WAITING}, State.WORKING)
    if collection is None:
        return False
    end = time.monotonic() + SLICE
    with leases.kept(collection):
        for part in _left(collection):
            if not leases.held(collection).exists():  # cancelled, or taken over
                return False
            _make(collection, part)
            if time.monotonic() > end:
                break
    # What came on is no failed attempt.
    if _left(collection).exists():
        return bool(leases.held(collection).update(state=State.WAITING, attempts=0, lease_until=None))
    leases.held(collection).update(state=State.DONE, ended_at=timezone.now(), lease_until=None)
    return False


def _left(collection: Collection) -> QuerySet[Part]:
    waiting = collection.documents.filter(state=PartState.WAITING).listed()
    return waiting.select_related("collection")


def _make(collection: Collection, part: Part) -> None:
    """Bring one document to its end; whatever happens to it stops no other."""
    tried = Part.objects.filter(pk=part.pk, state=PartState.WAITING)
    tried.update(attempts=F("attempts") + 1)
    try:
        if part.attempts >= TRIES:
            raise Refused(BROKEN)
        size = len(_issued_file(part.issued)) if part.issued else _made_size(collection, part)
        _check_size(collection, size)
    except Refused as refused:
        missing = str(refused) in (NO_RESULT, NOT_OPENED)
        _end(part, state=PartState.MISSING if missing else PartState.FAILED, reason=str(refused))
    except OperationalError:  # the database is busy or away: the collection is taken up again
        tried.update(attempts=part.attempts)
        raise
    except Exception:
        log.exception("collection=%s part=%s outcome=broken", collection.pk, part.position)
        _end(part, state=PartState.FAILED, reason=BROKEN)
    else:
        _end(part, state=PartState.DONE, size=size, file=part.file.name)


def _end(part: Part, **fields: object) -> None:
    Part.objects.filter(pk=part.pk, state=PartState.WAITING).update(ended_at=timezone.now(), **fields)


def _issued_file(issued: IssuedDocument) -> bytes:
    raw, fault = stored_file(issued)
    if fault:
        raise Refused(FILE_LOST if fault == LOST else FILE_DAMAGED)
    return raw


def _made_size(collection: Collection, part: Part) -> int:
    if not sees(collection.by, part.municipality):
        raise Refused(NOT_SEEN)
    years = Assessment.objects.filter(municipality=part.municipality, framework__fiscal_year=collection.fiscal_year)
    year = years.select_related("municipality", "framework").first()
    if year is None:
        raise Refused(NOT_OPENED)
    if not has_result(year):
        raise Refused(NO_RESULT)
    body = _awaited(sheet_order(year), collection)
    part.file.storage.delete(part.file.field.generate_filename(part, ""))  # of a worker that died
    part.file.save("", ContentFile(body), save=False)
    return len(body)


def _awaited(order: Order, collection: Collection) -> bytes:
    """Return a file once it is printed, without taking the place of a request that waits for one."""
    end = time.monotonic() + LONGEST
    while True:
        try:
            return printed(order, person=collection.by_id, patience=0)
        except NotReady as answer:
            if not (answer.standing.is_coming or answer.standing.is_busy):
                raise Refused(answer.standing.sentence) from answer
        if time.monotonic() > end:
            raise Refused(TOO_LONG)
        time.sleep(LOOK)


def _check_size(collection: Collection, size: int) -> None:
    kept = collection.documents.filter(state=PartState.DONE).aggregate(total=Sum("size"))["total"] or 0
    if kept + size > settings.COLLECTION_MAX_MB * 1_000_000:
        raise Refused(TOO_LARGE)


# ---- Taking along, and letting go


def files(collection: Collection, user: User) -> Iterator[tuple[Part, Callable[[], bytes], str]]:
    """Give the parts in their order, each with what reads its file and with why there is none; rights as of now."""
    seen = set(collection.documents.for_user(user).values_list("pk", flat=True))
    for part in collection.documents.listed().iterator(chunk_size=200):
        reason = part.reason or ("" if part.state == PartState.DONE else part.get_state_display())
        yield part, lambda part=part: _file_of(part), NOT_SEEN if part.pk not in seen else reason  # type: ignore[misc]


def _file_of(part: Part) -> bytes:
    """Return the file of a part as it is kept now; Refused where it is lost."""
    if part.issued:
        return _issued_file(part.issued)
    try:
        with part.file.open() as file:
            body: bytes = file.read()
            return body
    except (FileNotFoundError, ValueError):
        raise Refused(SHEET_LOST) from None


def delete_old() -> None:
    """Delete the sheets of collections that ended long ago; what was asked for and what became of it stays."""
    before = timezone.now() - timedelta(days=settings.COLLECTION_DAYS)
    for collection in Collection.objects.filter(state__in=Collection.READY, ended_at__lt=before):
        for part in collection.documents.exclude(file=""):
            part.file.delete(save=False)
        collection.documents.exclude(file="").update(file="")
        Collection.objects.filter(pk=collection.pk).update(state=State.DELETED)
