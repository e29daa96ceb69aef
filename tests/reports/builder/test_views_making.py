"""Downloads that take a while: a page that leads to the file, and what comes of an unchanged document."""

import pytest
from django.core.exceptions import ValidationError

from reports.issuing import services as issuing_services
from reports.models import IssuedDocument
from reports.output.printing import service, spool, store
from reports.output.printing.orders import Order
from reports.output.printing.spool import Fault
from tests.markup import flat
from tests.reports.page_forms import address
from tests.reports.samples import approve

pytestmark = pytest.mark.usefixtures("blank_pages")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def apart(settings, monkeypatch):
    """Files are made by others, and nobody waits for them; the render itself costs nothing here."""
    settings.RENDER_APART = True
    monkeypatch.setattr(service, "SHORT", 0)
    monkeypatch.setattr(issuing_services, "PATIENCE", 0)


class Press:
    def draw(self, paper: bytes, still_wanted) -> bytes:
        return Order.from_json(paper.decode()).ending.encode()


def digest_in(page: str) -> str:
    return page.split("?making=")[1].split('"')[0]


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_page_leads_from_the_queue_to_the_file(editing, year, document, apart, ending):
    url = address(f"document_{ending}", year)
    asked = editing.get(url)
    page = flat(asked.content.decode())
    digest = digest_in(page)
    assert (asked.status_code, asked["Content-Type"].partition(";")[0]) == (202, "text/html")
    assert f'<noscript><meta http-equiv="refresh" content="3; url={url}?making={digest}"></noscript>' in page
    assert "รอจัดหน้า" in page
    fragment = editing.get(url, {"making": digest}, headers={**HTMX, "HX-Target": "progress"}).content.decode()
    assert ("<html" in fragment, 'id="progress"' in fragment) == (False, True)
    assert service.work_one(Press())
    assert editing.get(url, {"making": digest}, headers={**HTMX, "HX-Target": "progress"})["HX-Refresh"] == "true"
    ready = editing.get(url, {"making": digest})
    assert (ready.status_code, f'content="0; url={url}"' in ready.content.decode()) == (200, True)
    assert editing.get(url).content == ending.encode()


def test_file_that_cannot_be_made_is_told_with_what_to_do(editing, year, document, apart):
    url = address("document_pdf", year)
    digest = digest_in(editing.get(url).content.decode())
    spool.fail(spool.take(), Fault.TIME)
    for asked in (editing.get(url), editing.get(url, {"making": digest})):
        page = flat(asked.content.decode())
        assert (asked.status_code, "นานเกิน 120 วินาที" in page, "refresh" in page) == (422, True, False)


def test_full_queue_answers_with_a_page_and_a_time(editing, year, document, apart, settings):
    settings.RENDER_QUEUE = 0
    asked = editing.get(address("document_pdf", year))
    assert (asked.status_code, asked["Retry-After"]) == (503, "10")
    assert "เต็มจำนวน" in asked.content.decode()


def test_pages_beside_the_builder_say_that_they_take_a_while(editing, year, document, apart):
    url = address("document_pages", year)
    asked = editing.get(url, {"block": document.blocks.first().pk}, headers={**HTMX, "HX-Target": "pages"})
    page = flat(asked.content.decode())
    assert (asked.status_code, asked["HX-Retarget"], "<html" in page) == (200, "#pages-wait", False)
    assert 'hx-trigger="load delay:1s"' in page and f"?block={document.blocks.first().pk}" in page
    digest = page.split('{"making": "')[1].split('"')[0]
    again = editing.get(url, {"making": digest}, headers={**HTMX, "HX-Target": "pages"})
    assert again["HX-Retarget"] == "#pages-wait"
    alone = editing.get(url)
    assert (alone.status_code, f"url={url}?making={digest}" in alone.content.decode()) == (202, True)
    whole = flat(editing.get(address("document", year), {"pages": 1}).content.decode())
    assert '<noscript><meta http-equiv="refresh" content="3; url=?pages=1"></noscript>' in whole
    spool.fail(spool.take(), Fault.PAGES)
    failed = flat(editing.get(url, headers={**HTMX, "HX-Target": "pages"}).content.decode())
    assert ("ยาวเกิน 400 หน้า" in failed, "hx-get" in failed) == (True, False)


def test_picture_whose_file_is_being_made_is_asked_for_later(editing, year, document, settings, monkeypatch):
    digest = editing.get(address("document_pages", year)).context["rendered"].digest
    for path in store.folder().iterdir():
        path.unlink()
    settings.RENDER_APART = True
    monkeypatch.setattr(service, "SHORT", 0)
    assert editing.get(address("document_picture", year, digest, 1)).status_code == 503


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_unchanged_document_is_printed_once_and_sent_once(editing, year, document, monkeypatch, ending):
    made = []
    monkeypatch.setattr(Order, "render", lambda order: made.append(order.name) or order.ending.encode())
    url = address(f"document_{ending}", year)
    first, second = editing.get(url), editing.get(url)
    assert (first.content, second.content, len(made)) == (ending.encode(), ending.encode(), 1)
    assert first["Cache-Control"] == "private, no-cache"
    unchanged = editing.get(url, headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    document.title = ["อื่น"]
    document.save()
    changed = editing.get(url, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"], len(made)) == (200, True, 2)


@pytest.mark.django_db(transaction=True)
def test_issue_waits_for_its_pages_and_takes_them_when_asked_again(editing, year, document, staff, apart):
    approve(year)
    with pytest.raises(ValidationError, match="กด “ออกเอกสาร” อีกครั้ง"):
        issuing_services.issue_document(by=staff, document=document)
    assert service.work_one(Press())
    issued = issuing_services.issue_document(by=staff, document=document)
    with issued.pdf.open() as file:
        assert file.read() == b"pdf"
    assert not service.work_one(Press())


@pytest.mark.django_db(transaction=True)
def test_document_that_changes_while_its_pages_are_made_is_not_issued(year, document, staff, monkeypatch):
    approve(year)

    def change(order: Order) -> bytes:
        type(document).objects.filter(pk=document.pk).update(title=["แก้ระหว่างจัดหน้า"])
        return b"%PDF"

    monkeypatch.setattr(Order, "render", change)
    with pytest.raises(ValidationError, match="เพิ่งเปลี่ยนไปขณะจัดหน้า"):
        issuing_services.issue_document(by=staff, document=document)
    assert IssuedDocument.objects.count() == 0
    monkeypatch.setattr(Order, "render", lambda order: b"%PDF")
    assert issuing_services.issue_document(by=staff, document=document).title == "แก้ระหว่างจัดหน้า"
