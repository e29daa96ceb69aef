"""An issued document stays what it was, byte for byte, whatever changes afterwards."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pymupdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.html import strip_tags

from assessments.frameworks import edits
from assessments.frameworks.definitions import ItemPart
from assessments.frameworks.services import copy_to_next_year, publish_framework, save_definitions
from assessments.frameworks.storage import read_definitions
from assessments.models import Assessment, DefinitionChange, Framework, IndicatorScore
from measures.models import Measure
from reports.blocks import BLOCK_TYPES
from reports.documents.unconfirmed import UnconfirmedText
from reports.issuing import fingerprint, services
from reports.models import Document, IssuedDocument
from reports.output import render
from reports.output.content import DocumentContent, document_content, year_document
from reports.output.render import render_pdf
from reports.package import export_package
from tests.assessments.frameworks.pages import judged
from tests.corrections import correct
from tests.reports.extract import squeeze
from tests.reports.samples import MEMO, approve, make_document, make_measures


@pytest.fixture
def document(year, picture) -> Document:
    year.municipality.emblem.save("ครุฑ.png", picture(size=(60, 60)))
    make_measures(year, 3)
    approve(year)
    return make_document(year, memo=MEMO)


@pytest.fixture
def issued(document, staff) -> IssuedDocument:
    return services.issue_document(by=staff, document=document)


def stored(issued: IssuedDocument) -> bytes:
    with default_storage.open(issued.pdf.name) as file:
        return file.read()


def rendered(issued: IssuedDocument) -> bytes:
    """Render what the database keeps, as it gives it back."""
    kept = IssuedDocument.objects.get(pk=issued.pk)
    return render_pdf(DocumentContent.from_json(kept.content), kept.package)


def files() -> list[str]:
    root = Path(default_storage.location)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.pdf"))


def test_document_with_a_text_of_an_earlier_year_is_not_issued(document, staff):
    for block in (0, document.blocks.first().pk):
        waiting = UnconfirmedText(path="photos", block=block, year=2566, was="ก", text="", why="ไม่คัดลอก")
        Document.objects.filter(pk=document.pk).update(unconfirmed=[waiting])
        with pytest.raises(ValidationError) as refused:
            services.issue_document(by=staff, document=document)
        assert "ยังไม่มีผู้แก้ไขหรือยืนยัน 1 ข้อความ" in refused.value.messages[0]
    assert (IssuedDocument.objects.count(), files()) == (0, [])


def test_issue_keeps_all_that_the_document_was(document, staff, issued):
    year = document.assessment
    issued.refresh_from_db()
    assert (issued.number, issued.title, issued.position) == (1, "รายงาน เทศบาล", "นักวิเคราะห์นโยบายและแผน")
    assert (issued.issued_by, issued.revisions) == (staff, {"2565": 1, "2566": 1, "2567": 1})
    assert (issued.software, issued.fonts) == (fingerprint.versions(), fingerprint.fonts())
    assert issued.package == export_package(year)
    expected = document_content(year_document(year)).as_json()
    own = {key: issued.content[key] for key in ("emblem", "issue")}
    assert issued.content == {**expected, **own}
    assert issued.content["emblem"].startswith("issued/emblems/")
    assert issued.pdf.name == f"issued/99990001/2567/results/1-{issued.sha256[:16]}.pdf"
    assert hashlib.sha256(stored(issued)).hexdigest() == issued.sha256
    assert rendered(issued) == stored(issued)


def test_issue_freezes_the_years_that_it_prints(issued):
    states = dict(Framework.objects.values_list("fiscal_year", "state"))
    assert {year: state for year, state in states.items() if state != "published"} == {
        2565: "frozen",
        2566: "frozen",
        2567: "frozen",
    }
    assert issued.framework_revision == Framework.objects.get(fiscal_year=2567).revisions.get()


def test_issued_document_stays_when_everything_changes(document, issued, picture, administrator, settings):
    before, year = stored(issued), document.assessment
    year.measures.update(title="เปลี่ยนแล้ว")
    IndicatorScore.objects.update(value=Decimal("1.00"))
    document.title, document.memo = ["ชื่อใหม่"], None
    document.save()
    document.blocks.all().delete()
    year.municipality.emblem.delete()
    year.municipality.emblem.save("ครุฑ.png", picture(size=(20, 20)))
    definitions = read_definitions(year.framework)
    changed = definitions.model_copy(
        update={
            "indicators": tuple(indicator.model_copy(update={"name": "ชื่อใหม่"}) for indicator in definitions.indicators)
        }
    )
    changed = judged(changed, "indicators", 1, reason="เปลี่ยนแล้ว")
    correct(by=administrator, framework=year.framework, definitions=changed, reason="แก้ชื่อ")
    assert stored(issued) == before
    assert rendered(issued) == before


@pytest.mark.usefixtures("blank_pages")
def test_next_issue_supersedes_and_leaves_the_file_alone(document, staff, issued):
    before = stored(issued)
    make_measures(document.assessment, 1)
    second = services.issue_document(by=staff, document=document)
    assert [issue.number for issue in document.assessment.issued.all()] == [2, 1]
    assert (second.pdf.name != issued.pdf.name, stored(issued) == before) == (True, True)


@pytest.mark.usefixtures("blank_pages")
def test_equal_document_is_not_issued_twice(document, staff, issued):
    with pytest.raises(ValidationError, match="เอกสารตรงกับฉบับที่ 1 ที่ออกไปแล้วทุกประการ จึงไม่ออกซ้ำ"):
        services.issue_document(by=staff, document=document)
    assert (IssuedDocument.objects.count(), len(files())) == (1, 1)


@pytest.mark.usefixtures("blank_pages")
def test_failed_issue_leaves_nothing(document, staff, monkeypatch):
    def fail():
        raise RuntimeError

    monkeypatch.setattr("reports.issuing.services.fingerprint.versions", fail)
    with pytest.raises(RuntimeError):
        services.issue_document(by=staff, document=document)
    assert (IssuedDocument.objects.count(), files(), DefinitionChange.objects.filter(action="frozen").count()) == (
        0,
        [],
        0,
    )
    assert set(Framework.objects.values_list("state", flat=True)) == {"published"}


@pytest.mark.usefixtures("blank_pages")
def test_file_of_an_earlier_failure_is_never_overwritten(document, staff, issued):
    name, before = issued.pdf.name, stored(issued)
    IssuedDocument.objects.all().delete()  # as a restored database would be
    again = services.issue_document(by=staff, document=document)
    with default_storage.open(name) as file:
        assert file.read() == before
    assert (again.pdf.name != name, hashlib.sha256(stored(again)).hexdigest()) == (True, again.sha256)


@pytest.mark.usefixtures("blank_pages")
def test_lost_emblem_is_told(document, staff):
    default_storage.delete(document.assessment.municipality.emblem.name)
    with pytest.raises(ValidationError, match="ไม่พบไฟล์ตรา"):
        services.issue_document(by=staff, document=document)


def test_document_without_memo_needs_no_emblem(year, staff):
    approve(year)
    issued = services.issue_document(by=staff, document=make_document(year))
    assert issued.content["emblem"] == ""
    assert rendered(issued) == stored(issued)


@pytest.mark.usefixtures("blank_pages")
def test_draft_year_is_not_issued(document, staff):
    Framework.objects.filter(fiscal_year=2566).update(state="draft")
    with pytest.raises(ValidationError, match="เกณฑ์ปี 2566 ยังเป็นฉบับร่าง ออกเอกสารไม่ได้"):
        services.issue_document(by=staff, document=document)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_year_that_is_not_approved_is_not_issued(document, staff, sign_in, state):
    Assessment.objects.filter(pk=document.assessment_id).update(state=state)
    with pytest.raises(ValidationError, match="จึงยังออกเอกสารไม่ได้ ให้ส่งปีนี้ให้ผู้อนุมัติที่หน้า “การอนุมัติ”"):
        services.issue_document(by=staff, document=document)
    client = sign_in(staff)
    page = client.get(address("document")).content.decode()
    assert ("ออกเอกสารได้เมื่อปีนี้อนุมัติแล้ว" in page, address("issue") in page) == (True, False)
    for response in (client.get(address("issue")), client.post(address("issue"))):
        page = response.content.decode()
        assert ("จึงยังออกเอกสารไม่ได้" in page, ">ออกเอกสารฉบับที่ 1</button>" in page) == (True, False)
    assert (IssuedDocument.objects.count(), files(), DefinitionChange.objects.filter(action="frozen").count()) == (
        0,
        [],
        0,
    )


@pytest.mark.usefixtures("blank_pages")
@pytest.mark.parametrize("state", ["approved", "published"])
def test_signed_off_year_is_issued(document, staff, state):
    Assessment.objects.filter(pk=document.assessment_id).update(state=state)
    assert services.issue_document(by=staff, document=document).content["is_draft"] is False


@pytest.mark.parametrize("role", ["approver", "auditor", "national_auditor", "foreign_auditor"])
def test_issuing_is_for_staff_and_administrators(document, request, role):
    with pytest.raises(PermissionDenied):
        services.issue_document(by=request.getfixturevalue(role), document=document)


@pytest.mark.usefixtures("blank_pages")
def test_year_with_an_issue_cannot_be_deleted(document, issued, sign_in, administrator):
    year = document.assessment
    for row in (year, year.municipality, issued.framework_revision, issued.issued_by):
        with pytest.raises(ProtectedError):
            row.delete()
    client = sign_in(administrator)
    client.post(reverse("admin:assessments_assessment_delete", args=[year.pk]), {"post": "yes"})
    assert (Measure.objects.count(), IssuedDocument.objects.count()) == (3, 1)


@pytest.mark.usefixtures("blank_pages")
def test_admin_shows_issues_and_changes_none(issued, sign_in, administrator):
    client = sign_in(administrator)
    address = reverse("admin:reports_issueddocument_change", args=[issued.pk])
    page = client.get(address)
    assert (page.status_code, issued.sha256 in page.content.decode()) == (200, True)
    others = (reverse("admin:reports_issueddocument_delete", args=[issued.pk]), address)
    assert [client.post(other, {"post": "yes", "number": 7}).status_code for other in others] == [403, 403]
    assert client.get(reverse("admin:reports_issueddocument_add")).status_code == 403
    assert IssuedDocument.objects.get().number == 1


def address(name: str, *rest) -> str:
    return reverse(name, args=[2567, "99990001", "results", *rest])


@pytest.mark.usefixtures("blank_pages")
def test_screen_issues_lists_and_gives_the_file(document, sign_in, staff, approver):
    client = sign_in(staff)
    page = client.get(address("document")).content.decode()
    assert ("ยังไม่ได้ออกเอกสารของปีนี้" in page, ">ออกเอกสาร</a>" in page) == (True, True)
    response = client.post(address("issue"), follow=True)
    assert response.redirect_chain == [(f"{address('document')}#issued", 302)]
    assert "ออกเอกสารฉบับที่ 1 แล้ว" in response.content.decode()
    response = client.post(address("issue"))
    assert (response.status_code, "จึงไม่ออกซ้ำ" in response.content.decode()) == (422, True)
    make_measures(document.assessment, 1)
    page = client.get(address("issue")).content.decode()
    assert ("ฉบับที่ 1" in page, ">ออกเอกสารฉบับที่ 2</button>" in page) == (True, True)
    client.post(address("issue"))
    page = sign_in(approver).get(address("document")).content.decode()
    rows = page.split('<ol class="issued">')[1].split("<li>")[1:]
    assert [("ฉบับปัจจุบัน" in row, "ถูกแทนแล้ว" in row) for row in rows] == [(True, False), (False, True)]
    assert ("นักวิเคราะห์นโยบายและแผน" in rows[0], address("issue") in page) == (True, False)
    first = IssuedDocument.objects.get(number=1)
    response = client.get(address("issued_pdf", 1))
    assert (response.getvalue(), response["Content-Type"]) == (stored(first), "application/pdf")
    assert "filename*=utf-8''ITA-2567-" in response["Content-Disposition"]


def test_screen_names_what_is_still_open_of_the_year_and_of_this_document(document, sign_in, staff):
    year = document.assessment
    section = {**BLOCK_TYPES["announcement"].new(year), "date": ""}
    make_document(year, [section], kind="announcement")
    page = sign_in(staff).get(address("issue")).content.decode()
    assert "สิ่งที่ยังค้างอยู่" in page and "มาตรการยังไม่ระบุระยะเวลา" in page
    assert "ยังไม่ได้ใส่วันที่ประกาศ" not in page  # another document
    page = sign_in(staff).get(reverse("issue", args=[2567, "99990001", "announcement"])).content.decode()
    assert "ยังไม่ได้ใส่วันที่ประกาศ" in page and ">ออกเอกสารฉบับที่ 1</button>" in page


def test_screen_takes_the_same_queries_however_many_measures(document, sign_in, staff, django_assert_max_num_queries):
    client = sign_in(staff)
    make_measures(document.assessment, 1)
    with django_assert_max_num_queries(39) as few:
        client.get(address("issue"))
    make_measures(document.assessment, 20)
    with django_assert_max_num_queries(len(few)):
        assert "สิ่งที่ยังค้างอยู่" in client.get(address("issue")).content.decode()


@pytest.mark.usefixtures("blank_pages")
def test_screen_tells_why_nothing_was_issued(document, issued, sign_in, staff):
    page = sign_in(staff).post(address("issue"), follow=True).content.decode()
    assert "เอกสารตรงกับฉบับที่ 1 ที่ออกไปแล้ว" in page


@pytest.mark.usefixtures("blank_pages")
def test_issues_stay_listed_without_a_document(document, issued, sign_in, approver):
    document.delete()
    page = sign_in(approver).get("/2567/99990001/document/").content.decode()
    assert address("issued_pdf", 1) in page


@pytest.mark.usefixtures("blank_pages")
def test_file_that_is_not_there_is_404(issued, sign_in, staff):
    client = sign_in(staff)
    assert client.get(address("issued_pdf", 2)).status_code == 404
    default_storage.delete(issued.pdf.name)
    assert client.get(address("issued_pdf", 1)).status_code == 404


@pytest.mark.usefixtures("blank_pages")
def test_issues_take_the_same_queries_however_many(document, issued, sign_in, staff, django_assert_max_num_queries):
    client = sign_in(staff)
    with django_assert_max_num_queries(15) as few:
        client.get(address("document"))
    for _ in range(2):
        make_measures(document.assessment, 1)
        services.issue_document(by=staff, document=document)
    with django_assert_max_num_queries(len(few)):
        client.get(address("document"))


def test_document_of_2569_is_the_same_after_2570_is_made(make_year, staff, administrator, frameworks):
    """The next year merges two items, retires one and changes the weights."""
    scores = dict.fromkeys(range(1, 11), "90.00")
    make_year(2568, scores, official_total=Decimal("90.00"))
    year = make_year(2569, scores, official_total=Decimal("90.00"))
    approve(year)
    section = {"type": "comparison", "heading": "", "from_year": 2568, "to_year": 2569}
    issued = services.issue_document(by=staff, document=make_document(year, [section]))
    before = stored(issued)

    draft = copy_to_next_year(by=administrator, framework=frameworks[2569])
    made = read_definitions(draft)
    first, second, third = [item for item in made.items if item.indicator == 9][:3]
    merged = ItemPart(code=first.code, title="รวมสองข้อ", indicator=9, sub_indicator=first.sub_indicator)
    made = edits.regroup(made, "items", [first.code, second.code], [merged], reason="รวมกัน")
    made = edits.retire(made, "items", third.code, reason="ยกเลิก")
    made = judged(made, "indicators", 9, reason="จำนวนข้อเปลี่ยน")
    weights = {"IIT": Decimal("25.00"), "EIT": Decimal("25.00"), "OIT": Decimal("50.00")}
    made = made.model_copy(
        update={
            "instruments": tuple(
                instrument.model_copy(update={"weight": weights[instrument.code]}) for instrument in made.instruments
            ),
            "crosswalk": made.crosswalk.model_copy(
                update={"total_comparable": False, "total_reason": "น้ำหนักของเครื่องมือเปลี่ยน"}
            ),
        }
    )
    save_definitions(by=administrator, framework=draft, definitions=made)
    publish_framework(by=administrator, framework=draft)

    frameworks[2570] = Framework.objects.get(fiscal_year=2570)
    following = make_year(2570, scores, official_total=Decimal("91.00"))
    section = {"type": "comparison", "heading": "", "from_year": 2569, "to_year": 2570}
    html = render.render_html(document_content_of(following, section))
    assert html.count(">เทียบไม่ได้<") == 2
    assert "ตัวชี้วัดที่ ๙: จำนวนข้อเปลี่ยน" in strip_tags(html)
    assert "คะแนนรวม: น้ำหนักของเครื่องมือเปลี่ยน" in strip_tags(html)
    assert stored(issued) == before
    assert rendered(issued) == before


def document_content_of(year, section: dict) -> DocumentContent:
    make_document(year, [section])
    return document_content(year_document(year))


def test_verification_box_stands_once_on_the_last_page(year, staff):
    cover = {"type": "cover", "heading": "", "picture": "none", "foot": []}
    letter = {"type": "text", "heading": "บทนำ", "paragraphs": ["ก"]}
    approve(year)
    issued = services.issue_document(by=staff, document=make_document(year, [cover, letter]))
    pages = [page.get_text() for page in pymupdf.open(stream=stored(issued))]
    assert ["ตรวจสอบเอกสารฉบับนี้" in squeeze(page) for page in pages] == [False, True]
