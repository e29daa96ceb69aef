"""Services of evidence: what is stored once, who may change it, what deleting leaves."""

import hashlib
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from assessments.accounts.access import Locked
from measures.evidence import services
from measures.evidence.web_addresses import ascii_address, readable, web_address
from measures.models import Evidence, ItemEvidence, MeasureEvidence

from .files import docx, jpeg, pdf


@pytest.fixture
def add(staff, year):
    def store(content: bytes, filename: str = "ไฟล์.pdf", **fields) -> Evidence:
        return services.add_file(by=staff, assessment=year, content=content, filename=filename, **fields).evidence

    return store


@pytest.fixture
def item(year):
    return year.framework.items.order_by("pk").first()


def read(field) -> bytes:
    with field.open() as file:
        return file.read()


def files() -> list[str]:
    if not default_storage.exists("evidence/99990001"):
        return []
    return sorted(default_storage.listdir("evidence/99990001")[1])


def test_file_is_stored_under_a_name_of_our_own(add, staff, year):
    stored = add(pdf(), "../..\\ก/น\u0e4d\u0e49า.PDF", dated=date(2024, 4, 1))
    stored.refresh_from_db()
    assert (stored.title, stored.filename) == ("น้ำ", "น้ำ.PDF")
    assert stored.file.name == f"evidence/99990001/{files()[0]}"
    assert len(files()[0]) == 32 + len(".pdf")
    assert (stored.media_type, stored.size, stored.by) == ("application/pdf", len(pdf()), staff)
    assert stored.sha256 == stored.uploaded_sha256 == hashlib.sha256(pdf()).hexdigest()
    assert read(stored.file) == pdf()
    assert (stored.municipality, stored.assessment) == (year.municipality, year)
    assert stored.history.get().history_user == staff


def test_picture_is_stored_without_its_metadata(add):
    data = jpeg(orientation=6)
    stored = add(data, "IMG_0001.png")
    kept = read(stored.file)
    assert b"Secret" not in kept
    assert (stored.media_type, stored.size) == ("image/jpeg", len(kept))
    assert stored.sha256 == hashlib.sha256(kept).hexdigest()
    assert stored.uploaded_sha256 == hashlib.sha256(data).hexdigest()
    assert (stored.file.name[-4:], stored.thumbnail.name[-4:], stored.printable.name) == (".jpg", ".jpg", "")
    assert stored.download_name == "IMG_0001.jpg"


def test_same_file_is_stored_once(add, staff, year):
    first = add(jpeg(), "ก.jpg")
    again = services.add_file(by=staff, assessment=year, content=jpeg(), filename="ข.jpg")
    assert (again.evidence, again.known, again.restored) == (first, True, False)
    given_out = services.add_file(by=staff, assessment=year, content=read(first.file), filename="ค.jpg")
    assert (given_out.evidence, given_out.known) == (first, True)
    assert (Evidence.objects.count(), len(files())) == (1, 2)


def test_same_file_that_was_deleted_comes_back(add, staff, year):
    first = add(pdf())
    services.delete_evidence(by=staff, evidence=first)
    again = services.add_file(by=staff, assessment=year, content=pdf(), filename="ข.pdf")
    assert (again.evidence, again.known, again.restored) == (first, True, True)
    assert list(Evidence.objects.kept()) == [first]


def test_two_municipalities_may_have_the_same_file(add, administrator, make_year, other_municipality):
    first = add(pdf())
    other = make_year(2567, of=other_municipality)
    second = services.add_file(by=administrator, assessment=other, content=pdf(), filename="ก.pdf")
    assert (second.known, second.evidence.pk == first.pk) == (False, False)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<svg onload='alert(1)'></svg>", "เนื้อไฟล์ไม่ใช่"),
        (b"\xff\xd8\xff" + b"\x00" * 50, "ภาพเสียหาย"),
        (b"%PDF-1.7" + b"\x00" * 1_000_001, "ไฟล์ใหญ่เกิน 1 MB"),
    ],
)
def test_refused_file_leaves_nothing(add, settings, content, message):
    settings.EVIDENCE_MAX_MB = 1
    with pytest.raises(ValidationError, match=message):
        add(content, "ภาพ.png")
    assert (Evidence.objects.count(), files()) == (0, [])


def test_failed_upload_takes_its_files_back(add, monkeypatch):
    def fail(self, *args, **kwargs):
        raise OSError

    monkeypatch.setattr(Evidence, "save", fail)
    with pytest.raises(OSError):
        add(jpeg())
    assert files() == []


def test_day_in_the_future_is_refused(add):
    with pytest.raises(ValidationError, match="อยู่ในอนาคต"):
        add(pdf(), dated=timezone.localdate() + timedelta(days=1))


def test_evidence_serves_several_measures_and_items(add, staff, year, make_measure, item):
    stored, first, second = add(pdf()), make_measure("ก", 1), make_measure("ข", 2)
    for measure in (first, second, second):
        services.attach(by=staff, evidence=stored, assessment=measure.assessment, use=measure)
    for _ in range(2):
        services.attach(by=staff, evidence=stored, assessment=year, use=item)
    assert list(stored.measures.all()) == [first, second]
    assert [item_use.item for item_use in stored.item_uses.all()] == [item]
    services.detach(by=staff, evidence=stored, assessment=first.assessment, use=first)
    services.detach(by=staff, evidence=stored, assessment=year, use=item)
    assert list(stored.measures.all()) == [second]
    assert stored.item_uses.count() == 0
    changes = MeasureEvidence.history.order_by("history_id")
    assert [(change.measure_id, change.history_type, change.history_user) for change in changes] == [
        (first.pk, "+", staff),
        (second.pk, "+", staff),
        (first.pk, "-", staff),
    ]
    assert [use.history_type for use in ItemEvidence.history.order_by("history_id")] == ["+", "-"]


def test_evidence_of_another_municipality_cannot_be_used(
    administrator, year, make_year, other_municipality, make_measure, item
):
    other = make_year(2567, of=other_municipality)
    foreign = services.add_file(by=administrator, assessment=other, content=pdf(), filename="a.pdf").evidence
    with pytest.raises(ValidationError, match="ไม่ใช่ของหน่วยงานนี้"):
        services.attach(by=administrator, evidence=foreign, assessment=year, use=make_measure("ก"))
    with pytest.raises(ValidationError, match="ไม่ใช่ของหน่วยงานนี้"):
        services.attach(by=administrator, evidence=foreign, assessment=year, use=item)


def test_item_of_another_year_is_refused(add, staff, year, frameworks):
    other = frameworks[2566].items.first()
    with pytest.raises(ValidationError, match="ไม่ใช่ของปีงบประมาณนี้"):
        services.attach(by=staff, evidence=add(pdf()), assessment=year, use=other)


def test_deleted_evidence_comes_back_where_it_was(add, staff, make_measure):
    stored, measure = add(pdf()), make_measure("ก")
    services.attach(by=staff, evidence=stored, assessment=measure.assessment, use=measure)
    services.delete_evidence(by=staff, evidence=stored)
    assert list(measure.evidence.kept()) == []
    with pytest.raises(ValidationError, match="เพิ่งถูกลบไป"):
        services.attach(by=staff, evidence=stored, assessment=measure.assessment, use=measure)
    with pytest.raises(ValidationError, match="เพิ่งถูกลบไป"):
        services.edit_evidence(by=staff, evidence=stored, title="ใหม่")
    assert len(files()) == 1
    services.restore_evidence(by=staff, evidence=stored)
    assert list(measure.evidence.kept()) == [stored]
    assert [row.history_type for row in stored.history.all()] == ["~", "~", "+"]


def test_address_is_stored_with_its_way(staff, year):
    stored = services.add_address(
        by=staff,
        assessment=year,
        title=" แผน  ปฏิบัติการ ",
        address="https://www.เทศบาล.go.th/ข้อมูล?id=1#O12",
        click_path="หน้าแรก > ITA",
        dated=date(2024, 4, 1),
    )
    assert (stored.title, stored.address) == ("แผน ปฏิบัติการ", "https://www.เทศบาล.go.th/ข้อมูล?id=1#O12")
    edited = services.edit_evidence(
        by=staff, evidence=stored, title="แผน", address="http://a.go.th/", click_path="", dated=None
    )
    assert (edited.title, edited.address, edited.click_path, edited.dated) == ("แผน", "http://a.go.th/", "", None)
    with pytest.raises(ValidationError, match="ขึ้นต้นด้วย"):
        services.edit_evidence(by=staff, evidence=stored, title="แผน", address="")


def test_file_never_becomes_an_address(add, staff):
    edited = services.edit_evidence(by=staff, evidence=add(pdf()), title="ก", address="https://a.go.th/")
    assert (edited.address, bool(edited.file)) == ("", True)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://a.go.th/",
        "data:text/html,x",
        "//a.go.th/",
        "www.a.go.th",
        "https://",
        "https://a b.go.th/",
        "https://user:secret@a.go.th/",
        "https://user@a.go.th/",
        "https://[::1",
        "https://a.go.th/" + "ก" * 2_000,
        "",
    ],
)
def test_address_that_no_visitor_could_open_is_refused(address):
    with pytest.raises(ValidationError, match="ที่อยู่เว็บ"):
        web_address(address)


def test_address_reads_in_thai():
    assert web_address(" https://a.go.th/%E0%B8%81 ") == "https://a.go.th/%E0%B8%81"
    assert readable("https://a.go.th/") == readable("https://a.go.th") == "a.go.th"
    shown = "a.go.th/กข%20ค/?q=a%26b"
    assert readable("https://a.go.th/%E0%B8%81%E0%B8%82%20%E0%B8%84/?q=a%26b") == shown
    assert ascii_address(f"https://{shown}").startswith("https://a.go.th/%E0%B8%81")


@pytest.mark.parametrize("address", ["a.go.th/%0A%00", "a.go.th/%FF", "a.go.th/%E2%80%8B"])
def test_address_that_would_not_turn_back_reads_as_it_is(address):
    assert readable(f"https://{address}") == address


def test_address_goes_over_the_wire_in_ascii():
    assert (
        ascii_address("https://www.ก.go.th:8080/ข/%E0%B8%84?ง=1#จ")
        == "https://www.xn--12c.go.th:8080/%E0%B8%82/%E0%B8%84?%E0%B8%87=1"
    )


@pytest.fixture
def acts(add, staff, year, make_measure, item):
    """Every change of evidence, as somebody makes it."""
    stored, measure = add(pdf()), make_measure("ก")
    services.attach(by=staff, evidence=stored, assessment=measure.assessment, use=measure)
    at = {"evidence": stored}
    return {
        "add_file": lambda by: services.add_file(by=by, assessment=year, content=docx(), filename="a"),
        "add_address": lambda by: services.add_address(by=by, assessment=year, title="ก", address="https://a.go.th"),
        "edit": lambda by: services.edit_evidence(by=by, **at, title="ข"),
        "attach_to_measure": lambda by: services.attach(by=by, **at, assessment=year, use=measure),
        "detach_from_measure": lambda by: services.detach(by=by, **at, assessment=year, use=measure),
        "attach_to_item": lambda by: services.attach(by=by, **at, assessment=year, use=item),
        "detach_from_item": lambda by: services.detach(by=by, **at, assessment=year, use=item),
        "replace": lambda by: services.replace_file(by=by, **at, content=docx(), filename="a"),
        "delete": lambda by: services.delete_evidence(by=by, **at),
        "restore": lambda by: services.restore_evidence(by=by, **at),
    }


@pytest.mark.parametrize("who", ["approver", "auditor", "national_auditor", "foreign_auditor"])
def test_only_editors_change_evidence(acts, request, who):
    by = request.getfixturevalue(who)
    for act in acts.values():
        with pytest.raises(PermissionDenied):
            act(by)


def orphans() -> list[str]:
    out = StringIO()
    call_command("list_orphans", stdout=out, stderr=StringIO())
    return out.getvalue().split("\n")[:-1]


def told(files) -> list[tuple]:
    return [(row.filename, row.media_type[:11], str(row.history_user)) for row in files]


def test_newer_file_takes_the_place_of_one_that_is_kept(add, staff, administrator):
    stored = add(pdf(), "แผน.pdf", title="แผน")
    first = stored.file.name
    row = services.replace_file(by=administrator, evidence=stored, content=docx(), filename="แผน แก้ไข.docx")
    stored.refresh_from_db()
    assert (stored, stored.title, stored.by) == (row, "แผน", staff)
    assert (stored.download_name, stored.sha256) == ("แผน แก้ไข.docx", hashlib.sha256(docx()).hexdigest())
    assert (read(stored.file), read(stored.files()[0].instance.file)) == (docx(), pdf())
    assert told(stored.files()) == [
        ("แผน.pdf", "application", "นักวิเคราะห์นโยบายและแผน"),
        ("แผน แก้ไข.docx", "application", "ผู้ดูแลระบบ"),
    ]
    services.edit_evidence(by=staff, evidence=stored, title="ใหม่")  # brings no file
    assert [row.file for row in stored.files()] == [first, stored.file.name]
    assert (len(files()), orphans()) == (2, [])


def test_newer_picture_brings_its_own_small_ones(add, staff):
    stored = add(jpeg(size=(1700, 20)))
    small = stored.thumbnail.name
    services.replace_file(by=staff, evidence=stored, content=jpeg(size=(40, 60)), filename="ข.jpg")
    stored.refresh_from_db()
    assert (stored.printable.name, stored.thumbnail.name == small, len(files())) == ("", False, 5)
    assert stored.print_file.name == stored.file.name


def test_file_that_is_there_already_replaces_nothing(add, staff, year):
    stored, other = add(pdf(), "ก.pdf"), add(docx(), "ข.docx")
    gone = add(pdf(b"%x\n"), "ค.pdf")
    services.delete_evidence(by=staff, evidence=gone)
    for content, message in (
        (pdf(), "เป็นไฟล์เดียวกับที่เก็บอยู่ จึงไม่ได้เปลี่ยนไฟล์"),
        (docx(), "ไฟล์นี้มีอยู่แล้วในหลักฐาน “ข” จึงไม่ได้เปลี่ยนไฟล์"),
        (pdf(b"%x\n"), "ไฟล์นี้มีอยู่แล้วในหลักฐาน “ค” ที่ลบไป จึงไม่ได้เปลี่ยนไฟล์"),
        (b"<svg/>", "เนื้อไฟล์ไม่ใช่"),
    ):
        with pytest.raises(ValidationError, match=message):
            services.replace_file(by=staff, evidence=stored, content=content, filename="ก")
    with pytest.raises(ValidationError, match="เพิ่งถูกลบไป"):
        services.replace_file(by=staff, evidence=gone, content=jpeg(), filename="ก")
    web = services.add_address(by=staff, assessment=year, title="ก", address="https://a.go.th")
    with pytest.raises(ValidationError, match="เป็นที่อยู่เว็บ"):
        services.replace_file(by=staff, evidence=web, content=jpeg(), filename="ก")
    assert (Evidence.objects.get(pk=stored.pk).file.name, len(files())) == (stored.file.name, 3)
    assert Evidence.objects.get(pk=other.pk).sha256 == other.sha256


@pytest.mark.parametrize(("before", "after"), [(jpeg(), pdf()), (pdf(), jpeg())])
def test_picture_is_followed_by_a_picture_and_leaves_nothing_where_refused(add, staff, before, after):
    stored = add(before)
    kept = files()
    with pytest.raises(ValidationError, match="เปลี่ยนได้เฉพาะเป็น"):
        services.replace_file(by=staff, evidence=stored, content=after, filename="ก")
    assert files() == kept
    assert Evidence.objects.get().file.name == stored.file.name


def test_file_of_evidence_that_a_locked_year_uses_stays(add, staff, year, make_year, item, frameworks):
    stored, later = add(pdf()), make_year(2568)
    use = frameworks[2568].items.first()
    services.attach(by=staff, evidence=stored, assessment=later, use=use)
    later.state = "published"
    later.save()
    with pytest.raises(Locked):
        services.replace_file(by=staff, evidence=stored, content=docx(), filename="ก")
    assert len(files()) == 1


def test_orphans_are_what_neither_rows_nor_history_know(add, staff, db):
    assert orphans() == []
    services.delete_evidence(by=staff, evidence=add(jpeg(size=(1700, 20))))
    assert (len(files()), orphans()) == (3, [])
    default_storage.save("evidence/99990001/left.pdf", ContentFile(b"1234"))
    assert orphans() == ["evidence/99990001/left.pdf\t4"]
