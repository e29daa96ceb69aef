"""How large a document may be: told where it grows, and of a package by what is too much."""

import pytest
from django.core.exceptions import ValidationError

from measures.models import Measure
from reports.builder import services
from reports.documents.caps import shares_of
from reports.models import Block, Document
from reports.package import import_package, read_package
from reports.package.writing import export_package, package_bytes
from tests.reports.page_forms import address
from tests.reports.samples import MEMO, make_document

TEXT = {"type": "text", "heading": "", "paragraphs": ["ก" * 50]}
TABLE = {"type": "measures", "heading": ""}


@pytest.fixture
def document(year) -> Document:
    Measure.objects.create(assessment=year, title="ข" * 30, steps="ค" * 1_000)
    document = make_document(year, [TEXT, TABLE])
    document.columns = [{"field": "title", "heading": "มาตรการ"}]
    document.save()
    return document


def sizes(document: Document) -> list[int]:
    return [share.count for share in shares_of(Document.objects.get(pk=document.pk))]


def test_size_counts_what_is_printed_and_measures_once_for_each_table(document, staff):
    blocks, characters, rows = sizes(document)
    services.add_block(by=staff, document=document, section=TABLE)
    assert sizes(document) == [blocks + 1, characters + 30, rows + 1]
    columns = [{"field": name, "heading": ""} for name in ("title", "steps")]
    services.save_columns(by=staff, document=document, columns=columns)
    assert sizes(document)[1] == characters + 30 + 2 * 1_000


def test_what_makes_a_document_too_large_is_refused_and_what_makes_it_smaller_is_not(document, staff, settings):
    settings.DOCUMENT_MAX_BLOCKS = 2
    settings.DOCUMENT_MAX_CHARACTERS = sizes(document)[1]
    text = document.blocks.first()
    with pytest.raises(ValidationError, match="ส่วนของเอกสาร 3 จากไม่เกิน 2"):
        services.add_block(by=staff, document=document, section=TABLE)
    refused = [
        lambda: services.edit_block(by=staff, block=text, section={**TEXT, "paragraphs": ["ก" * 51]}),
        lambda: services.save_memo(by=staff, document=document, memo=MEMO),
        lambda: services.save_columns(
            by=staff, document=document, columns=[{"field": "steps", "heading": ""}, *document.columns]
        ),
    ]
    before = sizes(document)
    for change in refused:
        with pytest.raises(ValidationError, match="ตัวอักษรที่พิมพ์"):
            change()
    assert sizes(document) == before
    settings.DOCUMENT_MAX_CHARACTERS = 10  # it is too large already
    services.edit_block(by=staff, block=text, section={**TEXT, "paragraphs": ["ก"]})
    services.delete_block(by=staff, block=document.blocks.last())
    assert Block.objects.count() == 1


def test_rows_are_bounded(document, staff, settings):
    settings.DOCUMENT_MAX_ROWS = 2
    with pytest.raises(ValidationError, match="แถวและย่อหน้าที่พิมพ์"):
        services.add_block(by=staff, document=document, section={**TEXT, "paragraphs": ["ก", "ข"]})


def test_package_beyond_the_caps_is_refused_by_what_is_too_much(document, settings):
    raw = package_bytes(export_package(document.assessment, document))
    settings.DOCUMENT_MAX_BLOCKS, settings.DOCUMENT_MAX_ROWS = 1, 1
    with pytest.raises(ValidationError) as refused:
        import_package(read_package(raw), by=None, replace=True)
    assert [fault.partition(" ให้")[0] for fault in refused.value.messages] == [
        "document: เอกสารใหญ่เกินที่ระบบพิมพ์ได้: ส่วนของเอกสาร 2 จากไม่เกิน 1",
        "document: เอกสารใหญ่เกินที่ระบบพิมพ์ได้: แถวและย่อหน้าที่พิมพ์ รวมแถวของมาตรการ 2 จากไม่เกิน 1",
    ]


def test_builder_tells_when_a_document_is_nearly_too_large(document, staff, year, sign_in, settings):
    client = sign_in(staff)
    assert "ใกล้ถึงหรือเกินขนาด" not in client.get(address("document", year)).content.decode()
    settings.DOCUMENT_MAX_BLOCKS = 2
    page = client.get(address("document", year)).content.decode()
    assert "ใกล้ถึงหรือเกินขนาด" in page and "ส่วนของเอกสาร 2 จากไม่เกิน 2" in page
    assert "เกินแล้ว" not in page
    settings.DOCUMENT_MAX_BLOCKS = 1
    assert "เกินแล้ว" in client.get(address("document", year)).content.decode()
