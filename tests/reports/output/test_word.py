"""The Word file: real headings, heading rows and lists, Thai type, and the same bytes for the same content."""

import io
import json
import re
import shutil
import zipfile
from functools import cache

import docx
import pymupdf
import pytest
from django.conf import settings
from django.core.management import call_command
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from reports.output.content import DocumentContent, document_content, year_document
from reports.output.formats import FILE_TYPES
from reports.output.render import render_pdf
from reports.output.word.document import render_docx
from reports.output.word.numbering import MOST_LISTS, Numbering
from tests.ooxml import schema_faults
from tests.reports.extract import squeeze
from tests.reports.office import converted, docx_lines, read, values, without_dots
from tests.reports.official import COVER, text
from tests.reports.samples import SECTIONS, make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


@cache
def made_once(content: str) -> bytes:
    """Lay the same content out once, to know the pages of its contents."""
    return render_docx(DocumentContent.from_json(json.loads(content)))


@pytest.fixture
def word(everything):
    return docx.Document(io.BytesIO(made_once(json.dumps(everything.as_json()))))


def grid(table) -> list[list[str]]:
    return [["".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in table.rows]


def test_headings_are_headings(word):
    headings = [(p.style.name, read(p.text)) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert (
        headings
        == [
            ("Heading 1", "รายงาน\nเทศบาล"),
            ("Heading 1", "สารบัญ"),  # so that the field below it does not list it
            ("Heading 2", "๑. บทนำ\nบรรทัดที่สอง"),
            *(
                ("Heading 3" if section["heading"].startswith("๑.๑") else "Heading 2", section["heading"])
                for section in SECTIONS[1:]
                if section["heading"]
            ),
            ("Heading 2", "รายการหลักฐาน"),
            ("Heading 1", "ประกาศเทศบาลเมืองทดสอบ"),
            ("Heading 2", "ภาคผนวก"),
        ]
    )


def test_every_table_repeats_its_headings_and_keeps_low_rows(word, everything):
    tables = [table for table in word.tables if table.style.style_id == "TableGrid"]
    printed = [block for block in everything.blocks if block.get("headings")]
    assert len(tables) == len(printed) > 6
    for table, block in zip(tables, printed, strict=True):
        heads = len(block.get("head", [None]))  # rows of headings
        assert [read(cell.text) for cell in table.rows[heads - 1].cells] == block["headings"]
        repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert repeated == [True] * heads + [False] * (len(repeated) - heads)
    ranking = tables[2]
    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in ranking.rows] == [True] * 11


def test_rows_are_those_of_the_content(word):
    comparison = next(table for table in word.tables if table.cell(0, 0).text == "ตัวชี้วัดที่")
    rows = grid(comparison)
    assert rows[2] == ["๒", "การใช้งบประมาณ", "๙๑.๓๖", "๙๒.๑๒", "+๐.๗๖"]
    assert rows[11] == ["คะแนนรวม", "คะแนนรวม", "๙๔.๒๒", "๙๐.๖๕", "-๓.๕๗"]  # the first spans two


def test_equal_neighbours_are_one_cell(word):
    findings = next(table for table in word.tables if "ประเด็น" in table.cell(0, 1).text)
    assert findings.cell(2, 0)._tc is findings.cell(3, 0)._tc
    assert findings.cell(1, 0)._tc is not findings.cell(2, 0)._tc


def test_fonts_sizes_and_language_are_those_of_complex_script(word):
    styles = word.styles.element
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = defaults.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"TH SarabunPSK"}
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
    cell = next(candidate for candidate in word.element.iter(qn("w:tc")) if "ขั้นแรก" in "".join(candidate.itertext()))
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
    assert [drawing.get("descr") for drawing in word.element.iter(qn("wp:docPr"))] == ["ภาพน้ำท่วม\n(๑ เมษายน ๒๕๖๗)"]
    assert [
        read(p.text) for t in word.tables for p in t.cell(0, 0).paragraphs if p.style.name == "Caption" and p.text
    ] == [
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
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in re.sub(rb'xmlns:dcterms="[^"]*"', b"", archive.read("docProps/core.xml"))


@pytest.mark.skipif("postgres" in settings.DATABASES["default"]["ENGINE"], reason="once is enough: SQLite")
def test_libreoffice_opens_the_file_and_reads_every_line(everything, tmp_path):
    """Thai numbers of lists too, which it cannot count: it gets to see them typed, and once."""
    read, pdf = converted(render_docx(everything), tmp_path / "report.docx", "txt:Text (encoded):UTF8", "pdf")
    text = squeeze(read.decode()).replace("•", "-")
    lost = [value for value in without_dots(values(everything)) if squeeze(value) not in text]
    assert lost == []
    assert text.count("๑.ขั้นแรก") == 1
    pages = pymupdf.open(stream=pdf)
    heads = [page.get_text(sort=True).strip().split("\n")[0].strip() for page in pages]
    assert (heads[:3], "- 2 -" in heads) == (["บันทึกข้อความ", "รายงาน", "สารบัญ"], True)
    fonts_used = {font[3].split("+")[-1] for page in pages for font in page.get_fonts()}
    assert fonts_used == {"ITASarabun-Regular", "ITASarabun-Bold"}


@pytest.mark.skipif("postgres" in settings.DATABASES["default"]["ENGINE"], reason="once is enough: SQLite")
def test_contents_name_the_pages_of_whoever_lays_the_file_out(year, tmp_path):
    long = [text(f"หัวข้อ {place}", *["บรรทัด"] * 20 * place) for place in range(1, 5)]
    content = document_content(make_document(year, [{"type": "toc", "heading": "สารบัญ"}, *long]))
    [pdf] = converted(render_docx(content), tmp_path / "report.docx", "pdf")
    first, *pages = [page.get_text(sort=True) for page in pymupdf.open(stream=pdf)]
    contents = re.findall(r"หัวข้อ \d[\s.]+(\d+)", first)
    begun = [str(number) for number, page in enumerate(pages, 2) for _ in re.findall(r"หัวข้อ \d", page)]
    assert contents == begun
    assert len(begun) == 4 and begun[1] != begun[2] != begun[3]


def test_contents_hold_the_pages_of_the_pdf_until_a_program_counts_its_own(year):
    """A cover has no number and counts as none; the numerals are the document's."""
    sections = [{"type": "toc", "heading": "สารบัญ"}, *(text(f"หัวข้อ {n}", *["บรรทัด"] * 25 * n) for n in range(1, 5))]
    content = document_content(make_document(year, [{**COVER, "foot": []}, *sections]))
    pages = [page.get_text(sort=True) for page in pymupdf.open(stream=render_pdf(content))]
    begun = [number for number, page in enumerate(pages[2:], 2) for _ in re.findall(r"หัวข้อ \d", page)]
    word = docx.Document(io.BytesIO(render_docx(content)))
    entries = [entry.text.split("\t") for entry in word.paragraphs if entry.style.name.lower().startswith("toc")]
    assert [(read(name), int(page)) for name, page in entries] == [(f"หัวข้อ {n}", begun[n - 1]) for n in range(1, 5)]
    assert entries[0][1] == "๒"
    assert len(set(begun)) > 2


def test_contents_are_a_field_of_word_whose_entries_lead_to_their_headings(word, everything):
    codes = [code.text.strip() for code in word.element.iter(qn("w:instrText"))]
    [toc] = [block for block in everything.blocks if block["type"] == "toc"]
    marks = [f"_Toc{entry['place']:09}" for entry in toc["entries"]]
    assert codes == ['TOC \\o "2-3" \\h \\z', *(f"PAGEREF {mark} \\h" for mark in marks)]
    assert [link.get(qn("w:anchor")) for link in word.element.iter(qn("w:hyperlink"))] == marks
    named = {
        mark.get(qn("w:name")): "".join(piece.text for piece in mark.getparent().iter(qn("w:t")))
        for mark in word.element.iter(qn("w:bookmarkStart"))
    }
    assert [squeeze(named[mark]) for mark in marks] == [squeeze(entry["text"]) for entry in toc["entries"]]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_file_is_as_the_schemas_of_its_format_want_it(everything, tmp_path, ending):
    content = everything.__class__.from_json({**everything.as_json(), "is_draft": True})
    assert schema_faults(FILE_TYPES[ending].render(content), tmp_path / f"report.{ending}") == []


def test_theme_is_set_in_the_font_of_the_office_rules(word):
    theme = etree.fromstring(word.part.part_related_by(RT.THEME).blob)
    fonts = {font.get("typeface") for kind in ("major", "minor") for font in theme.iterfind(f".//{{*}}{kind}Font/*")}
    assert fonts == {"TH SarabunPSK"}


def test_places_to_write_on_are_dots_of_tabs(word):
    assert "...." not in word.element.xml
    dotted = [tab.get(qn("w:leader")) for tab in word.element.iter(qn("w:tab")) if tab.get(qn("w:leader"))]
    assert set(dotted) == {"dot"}
    opinion = next(p for p in word.paragraphs if p.text == "\t\n\t")
    assert opinion._p.pPr.find(qn("w:keepLines")) is not None


def test_what_is_read_as_one_stays_on_a_line(year):
    table = {"type": "table", "heading": "", "caption": "", "head_rows": 1, "align": ["auto"] * 12}
    cells = [{"text": "ปี พ.ศ. ๒๕๖๗", "across": 1, "down": 1}] * 12
    sections = [text("ปีงบประมาณ พ.ศ. ๒๕๖๗", "ภายใน ๓๑ มีนาคม ๒๕๖๘ ร้อยละ ๘๐ ของงาน"), {**table, "rows": [cells] * 2}]
    word = docx.Document(io.BytesIO(render_docx(document_content(make_document(year, sections)))))
    written = [p.text for p in word.paragraphs if p.text]
    assert "ปีงบประมาณ พ.ศ.\u00a0๒๕๖๗" in written
    assert "ภายใน ๓๑\u00a0มีนาคม\u00a0๒๕๖๘ ร้อยละ\u00a0๘๐ ของงาน" in written
    assert word.tables[0].cell(1, 0).text == "ปี พ.ศ. ๒๕๖๗"  # which has no room for it


def test_bars_are_as_long_as_their_scores_and_explained(make_year):
    year = make_year(2567)
    chart = {"type": "chart", "heading": "", "from_year": 2566, "to_year": 2567, "chart": "indicators"}
    content = document_content(make_document(year, [chart]))
    [block] = content.blocks
    word = docx.Document(io.BytesIO(render_docx(content)))
    legend = next(p for p in word.paragraphs if "พ.ศ." in p.text)
    assert [shade.get(qn("w:fill")) for shade in legend._p.iter(qn("w:shd"))] == ["A7B0BD", "273449"]
    [table] = word.tables
    for row, drawn in zip(block["rows"], table.rows[1:], strict=True):
        lengths = [1 - p.paragraph_format.right_indent.twips / _whole(table) for p in _bars(drawn)]
        assert lengths == pytest.approx([float(bar["length"]) / 100 for bar in row[1]["bars"]], abs=0.002)


def _bars(row) -> list:
    return [paragraph for paragraph in row.cells[1].paragraphs if paragraph._p.pPr.find(qn("w:shd")) is not None]


def _whole(table) -> int:
    return round(table.columns[1].width.twips) - 300
