"""The public page: genuine, superseded, unknown, and not a word of what is not published."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.models import Assessment, Transition
from reports.issuing import services
from reports.issuing.forms import MAX_MB
from reports.models import Document, IssuedDocument
from tests.reports.samples import make_document, make_measures

GENUINE, SUPERSEDED, UNKNOWN = "แท้จริง เป็นฉบับปัจจุบัน", "แท้จริง แต่ถูกแทนด้วยฉบับใหม่", "ไม่พบในระบบ"
VERDICTS = (GENUINE, SUPERSEDED, UNKNOWN)


@pytest.fixture
def step(administrator):
    """Return a function that takes a year to a state and writes the step down."""

    def take(year: Assessment, after: str) -> None:
        before = Assessment.objects.get(pk=year.pk).state
        Transition.objects.create(assessment=year, action=after, before=before, after=after, by=administrator)
        Assessment.objects.filter(pk=year.pk).update(state=after)

    return take


@pytest.fixture
def document(year, step) -> Document:
    make_measures(year, 1)
    step(year, "approved")
    return make_document(year, [])


@pytest.fixture
def issue(document, staff):
    """Return a function that issues the document, each time with one more measure."""

    def once() -> IssuedDocument:
        make_measures(document.assessment, 1)
        document.blocks.create(type="text", data={"paragraphs": [f"ฉบับ {IssuedDocument.objects.count()}"]})
        return services.issue_document(by=staff, document=document)

    return once


def verdict(response) -> str:
    """Return which of the three verdicts a page gives; it must be one."""
    main = response.content.decode().split("<main")[1]
    [given] = [text for text in VERDICTS if f"</span> {text}</h2>" in main]
    return given


def raw(issued: IssuedDocument) -> bytes:
    with default_storage.open(issued.pdf.name) as file:
        return file.read()


def by_file(client, content: bytes):
    return client.post("/verify/", {"file": SimpleUploadedFile("เอกสาร.pdf", content)})


def answers(client, issued: IssuedDocument) -> list[str]:
    """Return the verdicts by address, by form and by file."""
    return [
        verdict(client.get(f"/verify/{issued.code}/")),
        verdict(client.get("/verify/", {"code": issued.code.lower().replace("-", " ")})),
        verdict(by_file(client, raw(issued))),
    ]


def test_published_issue_is_genuine(client, issue, document, step):
    issued = issue()
    step(document.assessment, "published")
    assert answers(client, issued) == [GENUINE] * 3


def test_issue_of_a_published_year_is_genuine(client, issue, document, step):
    step(document.assessment, "published")
    assert answers(client, issue()) == [GENUINE] * 3


def test_superseded_issue_names_the_current_one(client, issue, document, step):
    first, second = issue(), issue()
    step(document.assessment, "published")
    assert answers(client, first) == [SUPERSEDED] * 3
    assert answers(client, second) == [GENUINE] * 3
    assert "ฉบับปัจจุบันคือฉบับที่ 2" in client.get(f"/verify/{first.code}/").content.decode()


@pytest.mark.parametrize("place", [0, 100, -1])
def test_one_changed_byte_is_unknown(client, issue, document, step, place):
    content = bytearray(raw(issue()))
    step(document.assessment, "published")
    content[place] ^= 1
    assert verdict(by_file(client, bytes(content))) == UNKNOWN


def test_unpublished_issue_is_answered_like_one_that_never_was(client, issue):
    """The same page to the letter, but for what was asked."""
    issued = issue()
    code, other = issued.code, "ITA-2222-3333-4444"
    pages = [client.get(f"/verify/{asked}/") for asked in (code, other)]
    assert [page.status_code for page in pages] == [200, 200]
    assert verdict(pages[0]) == UNKNOWN
    assert same(pages[0]).replace(code, other) == same(pages[1])
    files = [by_file(client, data) for data in (raw(issued), b"%PDF-1.7 never issued")]
    assert [file.status_code for file in files] == [200, 200]
    assert same(files[0]) == same(files[1])
    assert heads(pages[0]) == heads(pages[1])


def heads(response) -> dict[str, str]:
    """Return the heads of an answer without the name that every request has anew."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def same(response) -> str:
    """Return a page without the token of its scripts, which every answer has anew."""
    return response.content.decode().replace(response.context["csrf_token"]._wrapped or "", "")


def test_reopening_takes_nothing_back_and_tells_nothing_new(client, issue, document, step):
    first = issue()
    for state in ("published", "draft", "submitted", "approved"):
        step(document.assessment, state)
    second = issue()
    assert (answers(client, first), answers(client, second)) == ([GENUINE] * 3, [UNKNOWN] * 3)
    step(document.assessment, "published")
    assert (answers(client, first), answers(client, second)) == ([SUPERSEDED] * 3, [GENUINE] * 3)


def test_issue_between_two_publications_counts_by_its_own_time(client, issue, document, step):
    """Issued while the year was open again, and never published since: unknown, though the year once was."""
    step(document.assessment, "published")
    Transition.objects.update(at=timezone.now() - timedelta(days=30))
    step(document.assessment, "draft")
    step(document.assessment, "approved")
    assert answers(client, issue()) == [UNKNOWN] * 3


def test_who_may_see_the_year_gets_the_true_answer(client, issue, sign_in, staff, foreign_auditor):
    first, second = issue(), issue()
    assert (answers(sign_in(staff), first), answers(client, second)) == ([SUPERSEDED] * 3, [GENUINE] * 3)
    assert "ปีนี้ยังไม่เผยแพร่" in client.get(f"/verify/{second.code}/").content.decode()
    assert answers(sign_in(foreign_auditor), second) == [UNKNOWN] * 3


def test_public_answer_names_no_person_and_nothing_else(client, issue, document, step):
    issued = issue()
    step(document.assessment, "published")
    page = client.get(f"/verify/{issued.code}/").content.decode()
    facts = page.split('<dl class="facts">')[1].split("</dl>")[0]
    assert facts.count("<dt>") == 5
    assert "เทศบาลเมืองทดสอบ จังหวัดทดสอบ" in facts
    for hidden in (issued.position, issued.issued_by.username, issued.title, issued.sha256, "ปีนี้ยังไม่เผยแพร่"):
        assert hidden not in page


def test_page_stays_out_of_search_engines_and_caches(client, db):
    response = client.get("/verify/")
    assert (response["X-Robots-Tag"], "no-store" in response["Cache-Control"]) == ("noindex, nofollow", True)
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert all(text not in response.content.decode() for text in VERDICTS)


def test_nothing_uploaded_is_stored(client, db, settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", None)  # what a stored upload would call
    assert verdict(by_file(client, b"x" * 5_000_000)) == UNKNOWN
    assert list(tmp_path.rglob("*")) == []


def test_too_large_a_file_is_refused_unread(client, db):
    response = client.post(
        "/verify/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(200 * 1024 * 1024)
    )
    assert (response.status_code, f"ไฟล์ใหญ่เกิน {MAX_MB} MB" in response.content.decode()) == (413, True)


@pytest.mark.parametrize(("data", "said"), [({}, "เลือกไฟล์ที่จะตรวจสอบก่อน"), ({"file": ""}, "เลือกไฟล์ที่จะตรวจสอบก่อน")])
def test_form_without_a_file_says_what_to_do(client, db, data, said):
    response = client.post("/verify/", data)
    assert (response.status_code, said in response.content.decode()) == (422, True)


@pytest.mark.parametrize(("code", "said"), [("", "กรอกรหัสตรวจสอบก่อน"), ("A" * 101, "ยาวเกินไป")])
def test_form_without_a_code_says_what_to_do(client, db, code, said):
    page = client.get("/verify/", {"code": code}).content.decode()
    assert (said in page, UNKNOWN in page) == (True, False)


def test_hash_of_nothing_or_code_of_nothing_finds_nothing(client, issue, document, step):
    """Issues of before had codes of another form, and none may be found by what is no code."""
    issued = issue()
    step(document.assessment, "published")
    IssuedDocument.objects.update(code="")
    assert verdict(client.get("/verify/x/")) == UNKNOWN
    assert verdict(by_file(client, b"")) == UNKNOWN
    assert verdict(by_file(client, raw(issued))) == GENUINE


def test_answer_takes_few_queries(client, issue, document, step, django_assert_max_num_queries):
    issued = issue()
    step(document.assessment, "published")
    with django_assert_max_num_queries(3):
        client.get(f"/verify/{issued.code}/")
