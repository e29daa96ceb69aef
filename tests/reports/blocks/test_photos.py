"""The photo annex: chosen from the evidence, printed with exact captions, kept with what was issued."""

import json
from datetime import date

import pymupdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse

from assessments.accounts.access import Locked
from assessments.undo.services import undo_act
from measures.evidence.services import add_file, delete_evidence, replace_file
from measures.models import Evidence
from reports.builder import services as builder_services
from reports.builder.outline import outline
from reports.issuing import services as issuing_services
from reports.models import Document, IssuedDocument
from reports.output.content import DocumentContent, document_content, year_document
from reports.output.render import render_html, render_pdf
from reports.package import export_package, import_package, left_out, package_bytes, read_package
from tests.measures.evidence.files import jpeg, pdf
from tests.reports.extract import missing
from tests.reports.page_forms import form_data
from tests.reports.samples import approve, make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

CAPTIONS = ["ภาพน้ำท่วมที่เทศบาล\n(๑ เมษายน ๒๕๖๗)", "ก๋วยเตี๋ยว <b>", "ปั๊มน้ำ", "การอบรม", "ผู้ร่วมประชุม", "ตู้", "ป้าย"]


@pytest.fixture
def pictures(staff, year):
    """Return a function that stores so many pictures as evidence and gives their keys."""

    def store(count: int) -> list[int]:
        return [
            add_file(
                by=staff,
                assessment=year,
                content=jpeg(size=(1700 + n, 1200), colour=(20 * n, 90, 160)),
                filename=f"ภาพ {n}.jpg",
                dated=date(2024, 4, 1 + n),
            ).evidence.pk
            for n in range(count)
        ]

    return store


def annex(keys: list[int], per_page: int = 4) -> dict:
    photos = [{"evidence": key, "caption": text} for key, text in zip(keys, CAPTIONS, strict=False)]
    return {"type": "photos", "heading": "ภาคผนวก", "per_page": per_page, "photos": photos}


def content_of(year) -> DocumentContent:
    return document_content(year_document(year))


def images(data: bytes) -> list[int]:
    """How many pictures each page shows."""
    return [len(page.get_image_info()) for page in pymupdf.open(stream=data)]


@pytest.mark.parametrize(
    ("per_page", "orientation", "rows"),
    [
        (2, "portrait", [[1, 1], [1, 1], [1, 1], [1]]),
        (2, "landscape", [[2], [2], [2], [2]]),
        (4, "portrait", [[2, 2], [2, 2]]),
        (4, "landscape", [[2, 2], [2, 2]]),
        (6, "portrait", [[2, 2, 2], [2]]),
        (6, "landscape", [[3, 3], [3]]),
    ],
)
def test_annex_lays_its_pictures_out_and_prints_exact_captions(pictures, year, per_page, orientation, rows):
    document = make_document(year, [{"type": "text", "heading": "ก", "paragraphs": []}, annex(pictures(7), per_page)])
    document.orientation = orientation
    document.save()
    content = content_of(year)
    assert [[len(row) for row in page] for page in content.blocks[1]["pages"]] == rows
    data = render_pdf(content)
    left = [7 - per_page * n for n in range(len(rows))]
    assert images(data) == [0, *(min(per_page, rest) for rest in left)]
    lines = [f"ภาพที่ {'๑๒๓๔๕๖๗'[n]} {text}".split("\n") for n, text in enumerate(CAPTIONS)]
    assert missing(data, [line for text in lines for line in text]) == {}


def test_annex_prints_smaller_pictures_than_were_uploaded(pictures, year):
    make_document(year, [annex(pictures(1))])
    [info] = pymupdf.open(stream=render_pdf(content_of(year)))[1].get_image_info()
    assert (info["width"], info["height"]) == (1600, 1129)


def test_deleted_picture_is_not_printed_and_the_builder_says_so(pictures, staff, year):
    keys = pictures(2)
    document = make_document(year, [annex(keys)])
    [line] = outline(document)
    assert (line.summary, line.warning) == ("2 ภาพ · หน้าละไม่เกิน 4 ภาพ · ไม่รวมในไฟล์แลกเปลี่ยน", "")
    delete_evidence(by=staff, evidence=year.evidence.get(pk=keys[0]))
    [block] = content_of(year).blocks
    assert [photo and photo["evidence"] for page in block["pages"] for row in page for photo in row] == [keys[1], None]
    assert outline(document)[0].warning == "ภาพ 1 ภาพถูกลบจากหน้าหลักฐาน จะไม่พิมพ์"


def test_annex_without_pictures_says_so(year):
    document = make_document(year, [annex([])])
    assert outline(document)[0].warning == "ยังไม่ได้เลือกภาพ"
    assert "<p>ยังไม่ได้เลือกภาพ</p>" in render_html(content_of(year))


def test_annex_takes_pictures_of_the_municipality_only(
    pictures, staff, administrator, year, make_year, other_municipality
):
    document = make_document(year, [])
    other = make_year(2567, of=other_municipality)
    foreign = add_file(by=administrator, assessment=other, content=jpeg(), filename="a.jpg").evidence.pk
    paper = add_file(by=staff, assessment=year, content=pdf(), filename="a.pdf").evidence.pk
    for key in (foreign, paper, 0, 10**9):
        with pytest.raises(ValidationError):
            builder_services.add_block(by=staff, document=document, section=annex([key]))
    builder_services.add_block(by=staff, document=document, section=annex(pictures(1)))


def test_form_offers_the_pictures_and_stores_order_and_captions(sign_in, staff, pictures, year):
    document, (first, second, third) = make_document(year, []), pictures(3)
    client = sign_in(staff)
    page = reverse("block_add", args=[year.fiscal_year, year.municipality.code, "results"]) + "?type=photos"
    html = client.get(page).content.decode()
    assert [f"/{key}/picture/thumbnail/" in html for key in (first, second, third)] == [True] * 3
    data = form_data(client.get(page))
    assert data[f"caption-{second}"] == "ภาพ 1 (2 เมษายน 2567)"
    client.post(page, {**data, "per_page": "2", f"order-{third}": "1", f"order-{first}": "2", f"caption-{first}": "ก"})
    block = document.blocks.get()
    assert block.data == {
        "heading_as": "auto",
        "per_page": 2,
        "photos": [{"evidence": third, "caption": "ภาพ 2 (3 เมษายน 2567)"}, {"evidence": first, "caption": "ก"}],
    }
    page = reverse("block_edit", args=[year.fiscal_year, year.municipality.code, "results", block.pk])
    client.post(page, {**form_data(client.get(page)), f"order-{third}": ""})
    block.refresh_from_db()
    assert (block.data["per_page"], block.data["photos"]) == (2, [{"evidence": first, "caption": "ก"}])


def test_package_leaves_the_annex_out_and_replacing_keeps_it(pictures, staff, year, tmp_path, capsys):
    text = {"type": "text", "heading": "ก", "paragraphs": ["ข"]}
    document = make_document(year, [annex(pictures(1)), text])
    package = export_package(year)
    assert package["document"]["sections"] == [text]
    assert left_out(year.documents.get()) == ["ภาคผนวกภาพถ่าย ภาคผนวก"]
    out = tmp_path / "package.json"
    call_command("export_package", municipality=year.municipality.code, year=2567, output=out)
    assert capsys.readouterr().err == "ไฟล์แลกเปลี่ยนไม่รวม: ภาคผนวกภาพถ่าย ภาคผนวก\n"
    import_package(read_package(out.read_bytes()), by=staff, replace=True)
    assert list(document.blocks.values_list("position", "type")) == [(0, "photos"), (1, "text")]
    assert export_package(year) == package


def test_annex_keeps_its_place_when_a_package_replaces_the_others(pictures, staff, year):
    texts = [{"type": "text", "heading": heading, "paragraphs": ["ก"]} for heading in "กขค"]
    document = make_document(year, [texts[0], annex(pictures(1)), *texts[1:]])
    package = export_package(year)
    assert types_after(package, document, staff) == ["text", "photos", "text", "text"]
    package["document"]["sections"] = texts[1:]  # what it followed is gone
    assert types_after(package, document, staff) == ["text", "text", "photos"]


def types_after(package: dict, document, staff) -> list[str]:
    import_package(read_package(package_bytes(package)), by=staff, replace=True)
    return [block.type for block in document.blocks.all()]


@pytest.mark.parametrize(("numerals", "day"), [("thai", "๑ เมษายน ๒๕๖๗"), ("arabic", "1 เมษายน 2567")])
def test_day_in_a_caption_is_printed_in_the_numerals_of_the_document(pictures, year, numerals, day):
    section = annex(pictures(1))
    section["photos"][0]["caption"] = "อบรมรุ่น 2 (1 เมษายน 2567)"
    document = make_document(year, [section])
    Document.objects.filter(pk=document.pk).update(numerals=numerals)
    [[[photo, *_], *_]] = content_of(year).blocks[0]["pages"]
    assert photo["caption"][0]["text"].endswith(f"อบรมรุ่น 2 ({day})")  # what somebody typed stays


def test_evidence_that_a_document_prints_is_not_called_unused(sign_in, staff, pictures, year):
    printed, other = pictures(2)
    make_document(year, [annex([printed])])
    client = sign_in(staff)
    page = client.get(reverse("evidence", args=[2567, year.municipality.code]))
    assert {piece.pk: piece.named for piece in page.context["page"]} == {
        printed: ["ส่วนภาคผนวกภาพถ่าย “ภาคผนวก” ของรายงานผลการดำเนินการ ปี 2567"],
        other: [],
    }
    assert page.content.decode().count("ยังไม่ได้ใช้ในปีนี้</span>") == 1
    page = client.get(reverse("evidence", args=[2567, year.municipality.code]) + "?used=unused")
    assert [piece.pk for piece in page.context["page"]] == [other]
    page = client.get(reverse("evidence_page", args=[2567, year.municipality.code, printed])).content.decode()
    assert "พิมพ์ในส่วนภาคผนวกภาพถ่าย" in page


def test_package_with_an_annex_is_refused(pictures, year):
    document = make_document(year, [])
    package = export_package(year)
    package["document"]["sections"] = [annex(pictures(1))]
    with pytest.raises(ValidationError, match="sections"):
        read_package(json.dumps(package).encode())
    assert document.blocks.count() == 0


def photo_files(content: DocumentContent) -> list[str]:
    [block] = content.blocks
    return [photo["file"] for page in block["pages"] for row in page for photo in row if photo]


@pytest.fixture
def issued(pictures, staff, year) -> IssuedDocument:
    document = make_document(year, [annex(pictures(3))])
    approve(year)
    issue = issuing_services.issue_document(by=staff, document=document)
    approve(year, "draft")  # reopened: the evidence may change again
    return issue


def test_issue_keeps_its_pictures_whatever_becomes_of_the_evidence(issued, staff, year):
    for number, evidence in enumerate(year.evidence.all()):
        replace_file(
            by=staff, evidence=evidence, content=jpeg(size=(60 + number, 40), colour="red"), filename="ใหม่.jpg"
        )
    year.refresh_from_db()
    assert photo_files(content_of(year)) == [evidence.file.name for evidence in year.evidence.order_by("pk")]
    for evidence in year.evidence.all():
        for field in (evidence.file, evidence.thumbnail):
            default_storage.delete(field.name)
        delete_evidence(by=staff, evidence=evidence)
    kept = IssuedDocument.objects.get(pk=issued.pk)
    names = photo_files(DocumentContent.from_json(kept.content))
    assert [name.partition("/photos/")[0] for name in names] == ["issued"] * 3
    with default_storage.open(kept.pdf.name) as file:
        stored = file.read()
    assert render_pdf(DocumentContent.from_json(kept.content), kept.package) == stored
    assert sum(images(stored)) == 3


def test_approved_year_keeps_the_pictures_that_it_prints_of_another_year(pictures, staff, year, make_year):
    following = make_year(2568)
    make_document(following, [annex(pictures(1))])
    approve(following)
    [evidence] = year.evidence.all()
    added = Evidence.history.get().act
    with pytest.raises(Locked, match="ปี 2568 อนุมัติแล้ว"):
        delete_evidence(by=staff, evidence=evidence)
    with pytest.raises(ValidationError, match="ปี 2568 อนุมัติแล้ว"):
        undo_act(by=staff, act=added)
    approve(following, "draft")
    delete_evidence(by=staff, evidence=evidence)
    assert [evidence.pk] == list(Evidence.objects.filter(deleted_at__isnull=False).values_list("pk", flat=True))


def test_undo_of_an_upload_names_the_annexes_that_print_it(pictures, staff, year, make_year, sign_in):
    following = make_year(2568)
    document, other = make_document(following, []), make_document(year, [])
    key, unused = pictures(2)
    [act, free] = [Evidence.history.get(id=pk).act for pk in (key, unused)]
    section = annex([key, unused, key])
    blocks = [
        builder_services.add_block(by=staff, document=target, section={**section, "heading": heading})
        for target, heading in ((document, "ภาพ"), (other, ""))
    ]
    builder_services.edit_block(by=staff, block=blocks[1], section=annex([key]))
    name = f"หลักฐาน ภาพ 0 ({year})"
    report = document.get_kind_display()
    obstacles = [
        f"{name} ใช้อยู่ในส่วนภาคผนวกภาพถ่าย “ภาพ” ของ{report} ปี 2568",
        f"{name} ใช้อยู่ในส่วนภาคผนวกภาพถ่าย “ภาคผนวก” ของ{report} ปี 2567",
    ]
    with pytest.raises(ValidationError) as error:
        undo_act(by=staff, act=act)
    assert error.value.messages == ["เลิกทำไม่ได้ เพราะมีการแก้ไขหรือใช้ข้อมูลหลังรายการนี้", *obstacles]
    page = sign_in(staff).get(f"/2567/99990001/history/{act}/undo/")
    assert page.context["obstacles"] == obstacles
    builder_services.edit_block(by=staff, block=blocks[0], section=annex([key]))
    undo_act(by=staff, act=free)
    for block in blocks:
        builder_services.delete_block(by=staff, block=block)
    undo_act(by=staff, act=act)
    assert not Evidence.objects.exists()


def test_issue_refuses_a_picture_whose_file_is_lost(pictures, staff, year):
    document = make_document(year, [annex(pictures(1))])
    approve(year)
    default_storage.delete(year.evidence.get().printable.name)
    with pytest.raises(ValidationError, match="ไม่พบไฟล์ภาพ “ภาพน้ำท่วม"):
        issuing_services.issue_document(by=staff, document=document)


@pytest.mark.parametrize("count", [1, 3])
def test_preview_shows_the_pictures_in_a_fixed_number_of_queries(
    sign_in, auditor, pictures, year, count, django_assert_num_queries
):
    keys = pictures(count)
    make_document(year, [annex(keys)])
    client = sign_in(auditor)
    page = reverse("document_preview", args=[year.fiscal_year, year.municipality.code, "results"])
    with django_assert_num_queries(18):
        html = client.get(page).content.decode()
    assert [f'src="/2567/99990001/evidence/{key}/picture/print/"' in html for key in keys] == [True] * count
