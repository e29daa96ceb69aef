"""PDF/A-3a and PDF/UA-1 of drafts and issues: structure, metadata, fonts, pictures, the attached package."""

import io
import json
import shutil
import subprocess

import pikepdf
import pytest
from django.core.files.storage import default_storage

from assessments.models import Assessment
from measures.evidence.services import add_file
from reports.issuing import services
from reports.output.content import document_content, year_document
from reports.output.render import html_to_pdf, render_pdf
from reports.package import package_bytes, read_package
from tests.reports.extract import extracted, missing
from tests.reports.official import text
from tests.reports.pdf_checks import elements, faults, kids, texts_of
from tests.reports.samples import MEMO, SECTIONS, make_document, make_measures

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


@pytest.fixture
def year_with_all(year, picture, staff, settings):
    settings.PORTAL_URL = "https://ita.example.go.th"
    year.municipality.emblem.save("ครุฑ.png", picture(size=(60, 60)))
    make_measures(year, 40)  # several pages
    evidence = add_file(by=staff, assessment=year, content=picture(size=(90, 60)).read(), filename="ภาพ.png").evidence
    photos = [{"evidence": evidence.pk, "caption": "ป้ายประกาศ ✓"}]
    annex = {"type": "photos", "heading": "ภาคผนวก", "per_page": 2, "photos": photos}
    make_document(year, [*SECTIONS, annex], memo=MEMO)
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    return Assessment.objects.get(pk=year.pk)


@pytest.fixture
def issued(year_with_all, staff):
    return services.issue_document(by=staff, document=year_document(year_with_all))


def raw(issued) -> bytes:
    with default_storage.open(issued.pdf.name) as file:
        return file.read()


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def check_structure_is_read_in_order(pdf, issued):
    kinds = [(str(element.S), element.get("/A", {}).get("/Scope")) for element in elements(pdf)]
    names = [name for name, _ in kinds]
    headings = [name for name in names if name in ("/H1", "/H2", "/H3")]
    numbers = [section["heading"].startswith("๑.๑") for section in SECTIONS if section["heading"]]
    of_blocks = ["/H3" if is_second else "/H2" for is_second in numbers]
    assert headings == ["/H1", "/H2", "/H1", "/H1", *of_blocks, "/H2"]
    assert {scope for name, scope in kinds if name == "/TH"} == {"/Column", "/Row"}
    assert {"/Table", "/THead", "/TBody", "/TR", "/TD", "/P", "/Link"} <= set(names)


def check_figures_say_what_they_show(pdf, issued):
    figures = [str(element.Alt) for element in elements(pdf) if element.S == "/Figure"]
    assert [figures[0], *figures[-2:]] == ["ตราหน่วยงาน", "ป้ายประกาศ ✓", "คิวอาร์โค้ดของหน้าตรวจสอบเอกสาร"]
    assert "แผนภูมิเส้นของคะแนนรวม, IIT, EIT, OIT ปี ๒๕๖๖ ถึง ๒๕๖๗ ตัวเลขอยู่ในตารางใต้แผนภูมิ" in figures


def check_bookmarks_follow_the_headings(pdf, issued):
    headings = [section["heading"].replace("\n", "") for section in SECTIONS if section["heading"]]
    assert texts_of(pdf) == ["บันทึกข้อความ", "ต้นเรื่อง", "รายงาน", *headings, "ภาคผนวก"]


def check_metadata_are_thai(pdf, issued):
    info = {key: str(pdf.docinfo[f"/{key}"]) for key in ("Title", "Author", "Subject", "Keywords", "CreationDate")}
    created = issued.content["issue"]["created"].replace("-", "")
    assert info == {
        "Title": "รายงาน เทศบาล",
        "Author": "เทศบาลเมืองทดสอบ",
        "Subject": "รายงานผลการดำเนินการ ปีงบประมาณ พ.ศ. 2567 เทศบาลเมืองทดสอบ",
        "Keywords": (
            f"ITA, การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ, ปีงบประมาณ พ.ศ. 2567, {issued.code}"
        ),
        "CreationDate": f"D:{created}",
    }
    with pdf.open_metadata() as metadata:
        assert (metadata["dc:title"], metadata["dc:creator"]) == (info["Title"], [info["Author"]])
        assert (metadata["dc:description"], metadata["pdf:Keywords"]) == (info["Subject"], info["Keywords"])


def check_package_is_attached_byte_for_byte(pdf, issued):
    [(name, file)] = pdf.attachments.items()
    content = file.get_file().read_bytes()
    issued.refresh_from_db()
    assert (name, content) == ("ITA-2567-99990001-results.json", package_bytes(issued.package))
    [associated] = pdf.Root.AF
    assert (associated.AFRelationship, str(associated.UF)) == ("/Source", name)
    assert str(associated.Desc).startswith("ข้อมูลของเอกสารฉบับนี้")
    read_package(content)
    assert json.loads(content) == issued.package


def check_every_page_carries_the_code_and_the_last_the_address(pdf, issued):
    line, address = issued.content["issue"]["line"], f"https://ita.example.go.th/verify/{issued.code}/"
    single = []
    for page in pdf.pages:
        one = pikepdf.new()
        one.pages.append(page)
        saved = io.BytesIO()
        one.save(saved)
        single.append(saved.getvalue())
    assert all(missing(sheet, [line]) == {} for sheet in single)
    assert missing(single[-1], [address, "ตรวจสอบเอกสารฉบับนี้"]) == {}
    links = [str(annotation.A.URI) for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert links == [address]


CHECKS = [
    check_structure_is_read_in_order,
    check_figures_say_what_they_show,
    check_bookmarks_follow_the_headings,
    check_metadata_are_thai,
    check_package_is_attached_byte_for_byte,
    check_every_page_carries_the_code_and_the_last_the_address,
]


def test_issue_holds_what_both_standards_ask_and_what_it_says(issued, sign_in, staff):
    """All checks look at one issue: making it takes longer than they do."""
    pdf = opened(raw(issued))
    assert faults(pdf) == []
    for check in CHECKS:
        check(pdf, issued)
    response = sign_in(staff).get("/2567/99990001/document/results/issued/1/package/")
    assert (response.content, response["Content-Type"]) == (package_bytes(issued.package), "application/json")


@pytest.mark.parametrize(("orientation", "state"), [("landscape", "draft"), ("portrait", "published")])
def test_draft_holds_what_both_standards_ask(year_with_all, orientation, state):
    document = year_document(year_with_all)
    document.orientation, document.assessment.state = orientation, state
    pdf = opened(render_pdf(document_content(document)))
    assert faults(pdf) == []
    assert (list(pdf.attachments), "/AF" in pdf.Root) == ([], False)


def test_checks_find_what_plain_pdf_lacks():
    """The checks can fail: an untagged page with a picture that nothing describes."""
    html = (
        '<html><body><h3>ก</h3><table><tr><th>ข</th></tr></table><svg xmlns="http://www.w3.org/2000/svg" '
        'width="9" height="9"><path d="M0 0h9v9z"/></svg></body></html>'
    )
    lacking = faults(opened(html_to_pdf(html)))
    assert {"language", "title", "/H3 below H0", "Figure without Alt"} <= set(lacking)


def test_table_of_several_pages_is_one_whose_repeated_headings_are_not_read(year):
    make_measures(year, 40)
    content = document_content(make_document(year, [{"type": "measures", "heading": "มาตรการ"}]))
    pdf = opened(render_pdf(content))
    [block] = content.blocks
    rows = sum(len(group["rows"]) + bool(group.get("area")) for group in block["groups"])
    assert len(pdf.pages) > 2
    [table] = [element for element in elements(pdf) if element.S == "/Table"]
    head, *bodies = kids(table)
    assert (head.S, {str(body.S) for body in bodies}) == ("/THead", {"/TBody"})
    assert (len(kids(head)), sum(len(kids(body)) for body in bodies)) == (1, rows)
    assert {len(kids(row)) for body in bodies for row in kids(body)} <= {1, len(block["headings"])}


def test_paragraph_and_section_of_several_pages_are_one(year):
    content = document_content(make_document(year, [text("หัวข้อ", "ข้อความยาวมาก " * 600)]))
    pdf = opened(render_pdf(content))
    assert len(pdf.pages) > 2
    kinds = [str(element.S) for element in elements(pdf)]
    assert [kinds.count(kind) for kind in ("/Sect", "/P")] == [2, 1]
    assert faults(pdf) == []


def test_lines_with_markers_are_lists_and_deeper_ones_lists_in_them(year):
    lines = "๑. ขั้นแรก\n  - ขีด\n  - ขีด\n๒. ขั้นที่สอง\nย่อหน้า\nก. อักษร"
    pdf = opened(render_pdf(document_content(make_document(year, [text("หัวข้อ", *lines.split("\n"))]))))
    lists = [element for element in elements(pdf) if element.S == "/L"]
    assert [(len(kids(made)), str(made.A.ListNumbering), str(made.P.S)) for made in lists] == [
        (2, "/Decimal", "/Div"),
        (2, "/Disc", "/LBody"),
        (1, "/LowerAlpha", "/Div"),
    ]
    assert [[str(part.S) for part in kids(item)] for made in lists for item in kids(made)] == [["/Lbl", "/LBody"]] * 5
    assert faults(pdf) == []


def test_link_is_one_annotation_as_large_as_its_line(year):
    sections = [{"type": "toc", "heading": "สารบัญ"}, text("หนึ่ง", "ก"), text("สอง", "ข")]
    pdf = opened(render_pdf(document_content(make_document(year, sections))))
    links = [element for element in elements(pdf) if element.S == "/Link"]
    annotations = pdf.pages[0].Annots
    assert len(links) == len(annotations) == 2
    widths = [float(annotation.Rect[2] - annotation.Rect[0]) for annotation in annotations]
    assert min(widths) > 440  # points: with its dots and its number
    assert faults(pdf) == []


def test_draft_carries_neither_code_nor_address(year_with_all):
    text = extracted(render_pdf(document_content(year_document(year_with_all))))["MuPDF"]
    assert ("รหัสตรวจสอบ" in text, "verify" in text) == (False, False)


def test_without_an_address_of_the_portal_the_code_alone_is_printed(year_with_all, staff, settings):
    settings.PORTAL_URL = ""
    issued = services.issue_document(by=staff, document=year_document(year_with_all))
    assert issued.content["issue"]["qr"] is None
    assert faults(opened(raw(issued))) == []
    assert missing(raw(issued), [issued.content["issue"]["line"], "กรอกรหัสนี้ที่หน้า “ตรวจสอบเอกสาร”"]) == {}


@pytest.mark.skipif(not shutil.which("verapdf"), reason="VERAPDF ABSENT: the validator itself judges nothing here")
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_verapdf_agrees(issued, tmp_path, flavour):
    path = tmp_path / "issued.pdf"
    path.write_bytes(raw(issued))
    command = ["verapdf", "--flavour", flavour, "--format", "text", path]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stdout.startswith("PASS"), run.stdout
