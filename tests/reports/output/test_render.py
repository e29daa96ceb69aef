"""From content to paper: exact text, nothing clipped, no network, the same bytes for the same content."""

import gc
import io
import json

import pymupdf
import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from assessments.models import Area
from measures.models import Measure
from reports.models import Block, Document
from reports.output.content import document_content, year_document
from reports.output.render import html_to_pdf, local_fetcher, render_html, render_pdf
from tests.reports.extract import extracted, missing, squeeze
from tests.reports.samples import HARD_TEXTS

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


@pytest.fixture
def document(year) -> Document:
    document = Document.objects.create(
        assessment=year,
        title=["รายงานผลการดำเนินการ", "เทศบาลเมืองทดสอบ"],
        area_prefix="ประเด็นที่",
        columns=[
            {"field": "title", "heading": "มาตรการ"},
            {"field": "steps", "heading": "ขั้นตอน"},
            {"field": "responsible", "heading": "ผู้รับผิดชอบ"},
        ],
    )
    for position, (kind, data) in enumerate(
        [("measures", {}), ("comparison", {"from_year": 2566, "to_year": 2567}), ("ranking", {"year": 2567})]
    ):
        Block.objects.create(document=document, position=position, type=kind, data=data)
    return document


def add_measure(document: Document, area: int, **texts) -> Measure:
    return Measure.objects.create(
        assessment=document.assessment,
        area=Area.objects.get(framework=document.assessment.framework, number=area),
        position=document.assessment.measures.count(),
        **texts,
    )


def content_of(document: Document):
    return document_content(year_document(document.assessment))


def test_content_is_plain_json(document):
    add_measure(document, 1, title="ก", steps="๑. ข\n  ๑.๑ ค")
    value = content_of(document).as_json()
    assert json.loads(json.dumps(value)) == value


def test_comparison_prints_computed_changes_and_announced_totals(document):
    block = content_of(document).blocks[1]
    texts = [
        ["".join(line["text"] for line in cell["lines"]) for cell in row] for row in [*block["rows"], *block["totals"]]
    ]
    assert texts[1] == ["๒", "การใช้งบประมาณ", "๙๑.๓๖", "๙๒.๑๒", "+๐.๗๖"]
    assert texts[8] == ["๙", "การเปิดเผยข้อมูล", "๑๐๐.๐๐", "๙๐.๐๐", "-๑๐.๐๐"]
    assert texts[-1] == ["คะแนนรวม", "๙๔.๒๒", "๙๐.๖๕", "-๓.๕๗"]


def test_unknown_scores_print_as_a_dash(document):
    document.assessment.scores.filter(indicator__number=4).delete()
    row = content_of(document).blocks[1]["rows"][3]
    assert [cell["lines"][0]["text"] for cell in row][2:] == ["๙๑.๕๐", "-", "-"]


def test_arabic_numerals_reach_every_computed_number(document):
    document.numerals = "arabic"
    document.save()
    add_measure(document, 4, title="ก")
    html = render_html(content_of(document))
    assert "ประเด็นที่ 4 กระบวนการกำกับดูแล" in html
    assert "+0.76" in html
    assert "๙" not in html


@pytest.mark.parametrize(
    ("areas_as", "prefix", "printed"),
    [("rows", "ประเด็นที่", "ประเด็นที่ ๑ กระบวนการปฏิบัติงาน"), ("rows", "", "๑. กระบวนการปฏิบัติงาน"), ("none", "", "")],
)
def test_areas_print_as_the_document_says(document, areas_as, prefix, printed):
    document.areas_as, document.area_prefix = areas_as, prefix
    document.save()
    add_measure(document, 1, title="ก")
    area = content_of(document).blocks[0]["groups"][0]["area"]
    assert area == (f"{printed}ที่โปร่งใสและมีประสิทธิภาพ" if printed else "")


def test_area_as_a_column_prints_its_title_alone_and_joins_neighbours(document):
    document.areas_as = "column"
    document.columns = [{"field": "area", "heading": "ประเด็น"}, {"field": "title", "heading": "มาตรการ"}]
    document.save()
    add_measure(document, 2, title="ก")
    add_measure(document, 2, title="ข")
    rows = content_of(document).blocks[0]["groups"][0]["rows"]
    assert rows[0]["cells"][0]["lines"][0]["text"] == "การให้บริการและระบบ E-Service"
    assert (rows[1]["cells"][0]["joined"], rows[1]["cells"][0]["lines"]) == (True, [])
    assert [row["cells"][1]["joined"] for row in rows] == [False, False]


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_hard_texts_are_exact_in_four_extractors(document, orientation):
    document.orientation = orientation
    document.save()
    for number, text in enumerate(HARD_TEXTS):
        add_measure(document, number % 7 + 1, title=f"ข้อ {number}", steps=text)
    assert missing(render_pdf(content_of(document)), HARD_TEXTS) == {}


def test_long_cells_cross_pages_unclipped_under_repeated_headers(document):
    paragraphs = [f"ย่อหน้าที่ {number} ที่ทำให้ช่องนี้ยาวเกินหนึ่งหน้ากระดาษ" for number in range(1, 91)]
    add_measure(document, 1, title="ยาว", steps="\n".join(paragraphs))
    pdf = render_pdf(content_of(document))
    pages = [squeeze(page.get_text()) for page in pymupdf.open(stream=pdf)]
    with_rows = [page for page in pages if "ย่อหน้าที่" in page]
    assert len(with_rows) >= 3
    assert all("ขั้นตอนผู้รับผิดชอบ" in page for page in with_rows)
    assert missing(pdf, paragraphs) == {}
    for page in pymupdf.open(stream=pdf):
        words = page.get_text("words")
        assert max(word[2] for word in words) <= page.rect.width
        assert max(word[3] for word in words) <= page.rect.height


@pytest.mark.parametrize("lines", range(31, 36))
def test_row_starts_in_all_its_cells_on_one_page(document, lines):
    """Wherever the row before ends, the cell of one line goes with the long one."""
    add_measure(document, 1, title="ก่อน", steps="\n".join(["บรรทัด"] * lines))
    add_measure(document, 1, title="เริ่มต้น", steps="ยาวกว่าหนึ่งบรรทัด " * 80, responsible="กองคลัง")
    pages = [squeeze(page.get_text()) for page in pymupdf.open(stream=render_pdf(content_of(document)))]
    assert len({[word in page for page in pages].index(True) for word in ("เริ่มต้น", "กองคลัง", "ยาวกว่า")}) == 1


@pytest.mark.parametrize("paragraphs", range(22, 26))
def test_signature_of_a_memo_stands_below_text(document, paragraphs):
    document.memo = {
        "agency": "สำนักปลัด",
        "number": "",
        "date": None,
        "subjects": ["เรื่อง"],
        "to": "นายกเทศมนตรี",
        "sections": [{"heading": "ต้นเรื่อง", "paragraphs": ["ความเป็นมา"] * paragraphs}],
        "closing": "จึงเรียนมาเพื่อโปรดทราบ",
        "signatories": [{"name": "", "position": "ผู้อำนวยการกอง", "opinion": ""}],
    }
    document.save()
    pages = [squeeze(page.get_text()) for page in pymupdf.open(stream=render_pdf(content_of(document)))]
    signed = next(page for page in pages if "ผู้อำนวยการกอง" in page)
    assert "ความเป็นมาจึงเรียนมาเพื่อโปรดทราบ" in signed


def test_page_numbers_start_on_the_second_page_of_each_part(document):
    document.memo = {
        "agency": "สำนักปลัด",
        "number": "ทส ๐๐๐๑",
        "date": "2024-04-01",
        "subjects": ["เรื่องที่หนึ่ง", "เรื่องที่สอง"],
        "to": "นายกเทศมนตรี",
        "sections": [{"heading": "ต้นเรื่อง", "paragraphs": ["ความเป็นมา"]}],
        "closing": "จึงเรียนมาเพื่อโปรดทราบ",
        "signatories": [{"name": "", "position": "ปลัดเทศบาล", "opinion": "ความเห็น"}],
    }
    document.save()
    add_measure(document, 1, title="ก", steps="\n".join(f"บรรทัดที่ {number}" for number in range(60)))
    pages = [page.get_text(sort=True) for page in pymupdf.open(stream=render_pdf(content_of(document)))]
    heads = [page.strip().split("\n")[0].strip() for page in pages]
    assert heads[:3] == ["บันทึกข้อความ", "รายงานผลการดำเนินการ", "- ๒ -"]
    memo = squeeze(pages[0])
    assert "วันที่๑เมษายน๒๕๖๗" in memo
    assert "๑.เรื่องที่หนึ่ง๒.เรื่องที่สอง" in memo
    assert "(" + "." * 48 + ")ปลัดเทศบาล" in memo


def test_rendering_twice_gives_the_same_bytes(document):
    add_measure(document, 1, title="ก")
    content = content_of(document)
    assert render_pdf(content) == render_pdf(content)


def test_the_collector_works_again_after_a_document_and_after_one_that_fails():
    html_to_pdf("<html lang=th><title>ก</title><p>ก")
    assert gc.isenabled()
    with pytest.raises(AttributeError):
        html_to_pdf("<p>ก", {"name": "ก", "string": "ก", "created": "ไม่ใช่วันที่"})
    assert gc.isenabled()


@pytest.mark.parametrize(
    "address",
    [
        "http://example.go.th/x.png",
        "https://127.0.0.1/x",
        "file:///etc/passwd",
        "data:text/css,x",
        "static:../manage.py",
    ],
)
def test_rendering_opens_nothing_but_static_and_media(address):
    with pytest.raises((ValueError, SuspiciousFileOperation)):
        local_fetcher().fetch(address)


def test_unknown_picture_does_not_stop_the_document(document):
    html = render_html(content_of(document)).replace(
        "<header>", '<header><img src="http://example.go.th/x.png" alt="">'
    )
    assert html_to_pdf(html).startswith(b"%PDF")


def test_texts_of_users_are_shown_as_text(document):
    add_measure(document, 1, title="<script>alert(1)</script>")
    assert "<script>" not in render_html(content_of(document))
    assert "<script>alert(1)</script>" in extracted(render_pdf(content_of(document)))["MuPDF"]


def test_only_the_used_faces_of_the_own_font_are_embedded(document):
    pages = pymupdf.open(stream=render_pdf(content_of(document)))
    fonts = {font[3].split("+")[-1] for page in pages for font in page.get_fonts()}
    assert fonts == {"ITA-Sarabun", "ITA-Sarabun-Bold"}


@pytest.mark.parametrize("count", [0, 7, 70])
def test_content_takes_the_same_queries_for_any_number_of_measures(document, count, django_assert_num_queries):
    for number in range(count):
        add_measure(document, number % 7 + 1, title=f"มาตรการ {number}")
    loaded = year_document(document.assessment)
    with django_assert_num_queries(11):
        document_content(loaded)


def test_render_report_without_a_document_is_an_error(year, tmp_path):
    with pytest.raises(CommandError, match="ไม่มีเอกสารของรหัส 99990001 ปี 2567"):
        call_command("render_report", municipality="99990001", year=2567, output=tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


def test_emblem_with_a_thai_file_name_is_printed(document):
    picture = io.BytesIO()
    Image.new("RGB", (60, 60), "navy").save(picture, "PNG")
    municipality = document.assessment.municipality
    municipality.emblem.save("ครุฑ ใหม่.png", ContentFile(picture.getvalue()))
    document.memo = {
        **dict.fromkeys(("agency", "number", "date", "to", "closing"), ""),
        "subjects": [],
        "sections": [],
        "signatories": [],
    }
    document.save()
    assert len(pymupdf.open(stream=render_pdf(content_of(document)))[0].get_images()) == 1
