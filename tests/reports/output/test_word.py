"""The Word file: real headings, heading rows and lists, Thai type, and the same bytes for the same content."""

import io
import re
import shutil
import subprocess
import zipfile

import docx
import pymupdf
import pytest
from django.conf import settings
from django.core.management import call_command
from docx.oxml.ns import qn

from ita_portal.thai import ascii_digits
from reports.output.content import document_content, year_document
from reports.output.word.document import render_docx
from reports.output.word.numbering import MOST_LISTS, Numbering
from tests.reports.extract import squeeze
from tests.reports.office import docx_lines, values
from tests.reports.official import text
from tests.reports.samples import SECTIONS, make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


@pytest.fixture
def word(everything):
    return docx.Document(io.BytesIO(render_docx(everything)))


def grid(table) -> list[list[str]]:
    return [["".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in table.rows]


def test_headings_are_headings(word):
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert (
        headings
        == [
            ("Heading 3", "ต้นเรื่อง"),
            ("Heading 1", "รายงาน\nเทศบาล"),
            ("Heading 1", "สารบัญ"),  # so that the field below it does not list it
            ("Heading 2", "๑. บทนำ\nบรรทัดที่สอง"),
            *(("Heading 2", each["heading"]) for each in SECTIONS[1:] if each["heading"]),
            ("Heading 2", "รายการหลักฐาน"),
            ("Heading 1", "ประกาศเทศบาลเมืองทดสอบ"),
            ("Heading 2", "ภาคผนวก"),
        ]
    )


def test_every_table_repeats_its_headings_and_keeps_low_rows(word, everything):
    tables = [each for each in word.tables if each.style.style_id == "TableGrid"]
    printed = [block["headings"] for block in everything.blocks if block.get("headings")]
    assert len(tables) == len(printed) > 6
    for table, headings in zip(tables, printed, strict=True):
        first, *others = table.rows
        assert [cell.text for cell in first.cells] == headings
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [row for row in others if row._tr.find(f".//{qn('w:tblHeader')}") is not None] == []
    ranking = tables[2]
    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in ranking.rows] == [True] * 11


def test_rows_are_those_of_the_content(word):
    comparison = next(table for table in word.tables if table.cell(0, 0).text == "ตัวชี้วัดที่")
    rows = grid(comparison)
    assert rows[2] == ["๒", "การใช้งบประมาณ", "๙๑.๓๖", "๙๒.๑๒", "+๐.๗๖"]
    assert rows[11] == ["คะแนนเฉลี่ย", "คะแนนเฉลี่ย", "๙๔.๒๒", "๙๐.๖๕", "-๓.๕๗"]  # the first spans two


def test_equal_neighbours_are_one_cell(word):
    findings = next(table for table in word.tables if "ประเด็น" in table.cell(0, 1).text)
    assert findings.cell(2, 0)._tc is findings.cell(3, 0)._tc
    assert findings.cell(1, 0)._tc is not findings.cell(2, 0)._tc


def test_fonts_sizes_and_language_are_those_of_complex_script(word):
    styles = word.styles.element
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = defaults.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{each}")) for each in ("ascii", "hAnsi", "cs", "eastAsia")} == {"TH SarabunPSK"}
    assert (defaults.find(qn("w:sz")).get(qn("w:val")), defaults.find(qn("w:szCs")).get(qn("w:val"))) == ("32", "32")
    assert defaults.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"
    for latin, thai in (("b", "bCs"), ("sz", "szCs")):
        for part in (styles, word.element):
            assert len(list(part.iter(qn(f"w:{latin}")))) == len(list(part.iter(qn(f"w:{thai}"))))
    assert {run.get(qn("w:ascii")) for run in word.element.iter(qn("w:rFonts"))} == set()


def test_markers_are_lists_that_count_from_the_typed_number(everything, word):
    lines = docx_lines(render_docx(everything))
    first = lines.index("๑. ขั้นแรก")
    assert lines[first : first + 11] == [
        "๑. ขั้นแรก",
        "๑.๑\tข้อย่อย",
        "๑.๒\tข้อย่อย",
        "๒. ขั้นที่สอง",
        "- ขีด",
        "- ขีด",
        "(3) สาม",
        "(4) สี่",
        "ก. อักษร",
        "ข. อักษร",
        "๕.\tข้ามข้อ",
    ]
    cell = next(each for each in word.element.iter(qn("w:tc")) if "ขั้นแรก" in "".join(each.itertext()))
    assert len(cell.findall(f".//{qn('w:numPr')}")) == 8


def test_lists_end_where_word_could_bear_no_more():
    numbering = Numbering()
    two = [("๑. ", 0, 200), ("๒. ", 0, 200)]
    for _ in range(MOST_LISTS):
        assert None not in numbering.of(two)
    assert numbering.of(two) == [None, None]


def test_memo_and_announcement_stand_on_portrait_pages_in_a_landscape_report(everything):
    everything = everything.__class__.from_json({**everything.as_json(), "orientation": "landscape"})
    sections = docx.Document(io.BytesIO(render_docx(everything))).sections
    assert [(round(s.page_width.cm, 1), round(s.left_margin.cm, 1)) for s in sections] == [
        (21.0, 3.0),
        (29.7, 1.5),
        (29.7, 1.5),
        (21.0, 3.0),
        (29.7, 1.5),
    ]
    numbered = ["PAGE" in "".join(section.header._element.itertext()) for section in sections]
    assert numbered == [True, False, True, True, True]  # a cover is not
    for section in sections:
        assert section.different_first_page_header_footer
        assert "PAGE" not in "".join(section.first_page_header._element.itertext())
        numbers = section._sectPr.find(qn("w:pgNumType"))
        assert (numbers.get(qn("w:fmt")), numbers.get(qn("w:start"))) == ("thaiNumbers", "1")


def test_contents_have_their_page_to_themselves(year):
    make_document(year, [{"type": "toc", "heading": "สารบัญ"}, text("หนึ่ง"), text("สอง")])
    word = docx.Document(io.BytesIO(render_docx(document_content(year_document(year)))))
    breaks = {paragraph.text: paragraph.paragraph_format.page_break_before for paragraph in word.paragraphs}
    assert [breaks["หนึ่ง"], breaks["สอง"]] == [True, None]


@pytest.mark.parametrize("draft", [True, False])
def test_drafts_say_so_on_every_page(everything, draft):
    content = everything.__class__.from_json({**everything.as_json(), "is_draft": draft})
    word = docx.Document(io.BytesIO(render_docx(content)))
    for section in word.sections:
        for header in (section.header, section.first_page_header):
            assert ('string="ฉบับร่าง"' in header._element.xml) is draft
    assert word.core_properties.keywords == ("ฉบับร่าง" if draft else "")


def test_properties_name_the_document_and_its_author(word):
    about = word.core_properties
    assert (about.title, about.author, about.language) == ("รายงาน เทศบาล", "เทศบาลเมืองทดสอบ", "th-TH")


def test_pictures_have_captions_and_alternative_text(word):
    assert [each.get("descr") for each in word.element.iter(qn("wp:docPr"))] == ["ภาพน้ำท่วม\n(๑ เมษายน ๒๕๖๗)"]
    assert [p.text for t in word.tables for p in t.cell(0, 0).paragraphs if p.style.name == "Caption" and p.text] == [
        "ภาพที่ ๑ ภาพน้ำท่วม",
        "(๑ เมษายน ๒๕๖๗)",
    ]


def test_lost_picture_does_not_stop_the_document(everything):
    shutil.rmtree(settings.MEDIA_ROOT)
    assert "ภาพที่ ๑ ภาพน้ำท่วม" in docx_lines(render_docx(everything))


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_same_content_gives_the_same_bytes(everything, tmp_path, ending):
    files = [tmp_path / f"{place}.{ending}" for place in range(2)]
    for file in files:
        call_command("render_report", municipality=everything.code, year=2567, output=file, format=ending, verbosity=0)
    assert files[0].read_bytes() == files[1].read_bytes()
    with zipfile.ZipFile(files[0]) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in re.sub(rb'xmlns:dcterms="[^"]*"', b"", archive.read("docProps/core.xml"))


FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>TH SarabunPSK</family><prefer><family>ITA Sarabun</family></prefer></alias>
</fontconfig>"""


@pytest.mark.skipif("postgres" in settings.DATABASES["default"]["ENGINE"], reason="once is enough: SQLite")
def test_libreoffice_opens_the_file_and_reads_every_line(everything, tmp_path, monkeypatch):
    """LibreOffice prints Thai numbers of lists and pages in Arabic digits: they are compared without regard to that."""
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=settings.BASE_DIR / "static/fonts", cache=tmp_path / "cache"))
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts))
    file = tmp_path / "report.docx"
    file.write_bytes(render_docx(everything))
    for target in ("txt:Text (encoded):UTF8", "pdf"):
        office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
        command = [*office, "--convert-to", target, "--outdir", tmp_path, file]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = ascii_digits(squeeze((tmp_path / "report.txt").read_text(encoding="utf-8"))).replace("•", "-")
    lost = [value for value in values(everything) if ascii_digits(squeeze(value)) not in text]
    assert lost == []
    pages = pymupdf.open(tmp_path / "report.pdf")
    heads = [page.get_text(sort=True).strip().split("\n")[0].strip() for page in pages]
    assert (heads[:3], "- 2 -" in heads) == (["บันทึกข้อความ", "รายงาน", "สารบัญ"], True)
    fonts_used = {font[3].split("+")[-1] for page in pages for font in page.get_fonts()}
    assert fonts_used == {"ITASarabun-Regular", "ITASarabun-Bold"}


def test_bars_are_as_long_as_their_scores_and_explained(make_year):
    year = make_year(2567)
    chart = {"type": "chart", "heading": "", "from_year": 2566, "to_year": 2567, "chart": "indicators"}
    content = document_content(make_document(year, [chart]))
    [block] = content.blocks
    word = docx.Document(io.BytesIO(render_docx(content)))
    legend = next(p for p in word.paragraphs if "พ.ศ." in p.text)
    assert [each.get(qn("w:fill")) for each in legend._p.iter(qn("w:shd"))] == ["A7B0BD", "273449"]
    [table] = word.tables
    for row, drawn in zip(block["rows"], table.rows[1:], strict=True):
        lengths = [1 - p.paragraph_format.right_indent.twips / _whole(table) for p in _bars(drawn)]
        assert lengths == pytest.approx([float(each["length"]) / 100 for each in row[1]["bars"]], abs=0.002)


def _bars(row) -> list:
    return [paragraph for paragraph in row.cells[1].paragraphs if paragraph._p.pPr.find(qn("w:shd")) is not None]


def _whole(table) -> int:
    return round(table.columns[1].width.twips) - 300
