"""Cover, contents, places to sign, evidence, announcement: exact, on their own pages, numbered as printed."""

import json
import re

import pymupdf
import pytest

from measures.evidence.services import delete_evidence
from measures.models import Measure
from reports.issuing import services
from reports.models import Document, IssuedDocument
from reports.output.content import DocumentContent, document_content, year_document
from reports.output.render import render_html, render_pdf
from reports.package import export_package, import_package, read_package
from tests.markup import flat
from tests.reports.extract import missing, squeeze
from tests.reports.official import (
    ADDRESS,
    ANNOUNCEMENT,
    COVER,
    EVIDENCE,
    MARKUP,
    NAMES,
    OFFICIAL,
    SIGNATURES,
    TOC,
    UNBROKEN,
    WAY,
    prove,
    text,
)
from tests.reports.samples import MEMO, SECTIONS, approve, make_document, make_measures

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

LOOKS = [("portrait", "thai"), ("landscape", "arabic")]


def content_of(year) -> DocumentContent:
    return document_content(year_document(year))


def pages_of(year) -> list[str]:
    return [squeeze(page.get_text(sort=True)) for page in pymupdf.open(stream=render_pdf(content_of(year)))]


def look(document: Document, **fields) -> None:
    Document.objects.filter(pk=document.pk).update(**fields)


def texts(cells: list[dict]) -> list[str]:
    return ["\n".join(line["marker"] + line["text"] for line in cell["lines"]) for cell in cells]


@pytest.mark.parametrize(("orientation", "numerals"), LOOKS)
def test_hard_texts_are_exact_in_four_extractors(year, staff, orientation, numerals):
    make_measures(year, 1)
    measure = year.measures.get()
    Measure.objects.filter(pk=measure.pk).update(title=f"มาตรการ {NAMES}")
    prove(staff, year, f"แบบ {MARKUP}", measures=[measure], items=[year.framework.items.first()])
    document = make_document(year, [COVER, TOC, text(f"๑. {NAMES}", "ก"), *OFFICIAL[2:]])
    look(document, orientation=orientation, numerals=numerals, prepared_by=f"กอง {NAMES}")
    wanted = [f"จัดทำโดย กอง {NAMES}", *COVER["foot"], f"สารบัญ ๑. {NAMES}", f"มาตรการ {NAMES}", f"แบบ {MARKUP}"]
    wanted += [ADDRESS, f"เส้นทาง: {WAY}", "นายกเทศมนตรีที่ปั๊มน้ำ", f"({MARKUP})"]
    wanted += ["เรื่อง มาตรการที่กู้น้ำ", NAMES, MARKUP, UNBROKEN, "จึงประกาศให้ทราบโดยทั่วกัน"]
    wanted += ["ประกาศ ณ วันที่ ๑ เมษายน พ.ศ. ๒๕๖๗" if numerals == "thai" else "ประกาศ ณ วันที่ 1 เมษายน พ.ศ. 2567"]
    assert missing(render_pdf(content_of(year)), wanted) == {}


@pytest.mark.parametrize("memo", [None, MEMO])
@pytest.mark.parametrize(("orientation", "numerals"), LOOKS)
def test_contents_name_the_pages_that_are_printed(year, orientation, numerals, memo):
    parts = [text(f"หัวข้อที่ {'กขคง'[n]}", *["ย่อหน้า"] * 30 * (n + 1)) for n in range(4)]
    document = make_document(year, [COVER, TOC, *parts], memo)
    look(document, orientation=orientation, numerals=numerals)
    pages = pages_of(year)
    contents = next(place for place, page in enumerate(pages) if page.startswith("สารบัญ"))
    written = re.findall(r"หัวข้อที่([กขคง])([\d๐-๙]+)", pages[contents])
    printed = []
    for place, page in enumerate(pages[contents + 1 :], start=2):
        number = re.match(r"-([\d๐-๙]+)-", page)[1]
        assert int(number) == place  # the contents are page 1 and say nothing of it
        printed += [(letter, number) for letter in re.findall(r"หัวข้อที่([กขคง])", page)]
    assert (len(written), written) == (4, printed)


def test_contents_over_many_pages_and_of_nothing(year):
    document = make_document(year, [TOC, *[text(f"หัวข้อ {n} {NAMES}", "ก") for n in range(1, 61)]])
    pages = pages_of(year)
    listed = re.findall(r"หัวข้อ(\d+)น้ำ", "".join(pages))
    assert listed[:60] == [str(n) for n in range(1, 61)]
    document.blocks.exclude(type="toc").delete()
    assert pages_of(year) == ["รายงานเทศบาลสารบัญยังไม่มีส่วนใดที่มีหัวข้อ"]


def test_contents_in_the_preview_lead_to_the_parts_without_numbers(year, sign_in, auditor):
    make_document(year, [TOC, text("หนึ่ง"), text(""), text("สอง\nบรรทัด")])
    html = flat(sign_in(auditor).get("/2567/99990001/document/results/preview/").content.decode())
    assert re.findall(r'<a href="#(part-\d)">.*?<span class="toc-text">(.*?)</span>', html) == [
        ("part-2", "หนึ่ง"),
        ("part-4", "สอง บรรทัด"),
    ]
    assert [f'id="part-{n}"' in html for n in range(1, 6)] == [True, True, True, True, False]


def test_cover_has_a_page_without_number_and_stands_for_the_title(year, picture):
    year.municipality.seal.save("ตรา.png", picture())
    make_document(year, [{**COVER, "picture": "seal", "foot": ["ท้ายปก"]}, text("ก", *["ข"] * 80)])
    file = pymupdf.open(stream=render_pdf(content_of(year)))
    pages = [squeeze(page.get_text(sort=True)) for page in file]
    assert (pages[0], pages[1][:2], pages[2][:3]) == ("รายงานเทศบาลท้ายปก", "กข", "-๒-")
    assert [len(page.get_image_info()) for page in file][:2] == [1, 0]


@pytest.mark.parametrize("lines", [1, 20])
def test_cover_with_long_texts_prints_them_all(year, lines):
    foot = [f"บรรทัดที่ {n} {NAMES}" for n in range(lines)]
    document = make_document(year, [{**COVER, "foot": foot}, text("ก")])
    title = [f"ชื่อเอกสารที่ยาวมาก {n} {NAMES}" for n in range(lines)]
    look(document, title=title)
    assert missing(render_pdf(content_of(year)), title + foot) == {}


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_announcement_is_an_upright_letter_with_the_rest_attached(year, picture, orientation):
    make_measures(year, 3)
    year.municipality.emblem.save("ครุฑ.png", picture())
    document = make_document(year, [ANNOUNCEMENT, {**SECTIONS[2], "heading": "เอกสารแนบท้ายประกาศ"}])
    look(document, orientation=orientation)
    letter, attached = pymupdf.open(stream=render_pdf(content_of(year)))
    assert [page.rect.width < page.rect.height for page in (letter, attached)] == [True, orientation == "portrait"]
    assert squeeze(letter.get_text(sort=True)).startswith("ประกาศเทศบาลเมืองทดสอบเรื่องมาตรการที่กู้น้ำประจำปี")
    assert squeeze(attached.get_text(sort=True)).startswith("เอกสารแนบท้ายประกาศ")
    [emblem] = letter.get_image_info()
    assert abs((emblem["bbox"][3] - emblem["bbox"][1]) / 72 * 2.54 - 3) < 0.02  # centimetres
    assert abs((emblem["bbox"][0] + emblem["bbox"][2]) / 2 / 72 * 2.54 - 11) < 0.05  # between 3 and 19 cm


def test_announcement_without_a_day_leaves_it_to_be_written(year):
    make_document(year, [{**ANNOUNCEMENT, "date": "", "subject": []}])
    [block] = content_of(year).blocks
    assert (block["day"], block["subject"]) == (f"ประกาศ ณ วันที่ {'.' * 10} เดือน {'.' * 24} พ.ศ. {'.' * 12}", ["เรื่อง"])


@pytest.mark.parametrize("layout", ["right", "side_by_side"])
@pytest.mark.parametrize("paragraphs", range(28, 34))
def test_signatures_stand_below_text(year, paragraphs, layout):
    signers = [{"action": "ผู้จัดทำ", "name": "", "position": f"ตำแหน่ง{n}"} for n in range(2)]
    make_document(year, [text("ก", *["ความเป็นมา"] * paragraphs), {**SIGNATURES, "layout": layout, "signers": signers}])
    signed = [page for page in pages_of(year) if "ตำแหน่ง0" in page]
    assert ["ความเป็นมา(ลงชื่อ)" in page for page in signed] == [True]


@pytest.mark.parametrize(
    ("orientation", "layout", "rows"),
    [("portrait", "side_by_side", [2, 1]), ("landscape", "side_by_side", [3]), ("portrait", "right", [1, 1, 1])],
)
def test_signatures_lay_themselves_out(year, orientation, layout, rows):
    document = make_document(year, [{**SIGNATURES, "layout": layout}])
    look(document, orientation=orientation)
    [block] = content_of(year).blocks
    assert [len(row) for row in block["rows"]] == rows
    assert block["rows"][0][0] == {
        "sign": f"(ลงชื่อ){'.' * 36}ผู้จัดทำ",
        "name": f"({'.' * 36})",
        "position": ["นักวิเคราะห์ญี่ปุ่น"],
        "date": f"วันที่{'.' * 8}เดือน{'.' * 20}พ.ศ.{'.' * 10}",
    }


@pytest.fixture
def proven(year, staff):
    """Three measures in three areas; the first two use one piece of evidence, the second another, an item one."""
    make_measures(year, 3)
    first, second, _ = year.measures.all()
    item = year.framework.items.get(code="O34")
    return [
        prove(staff, year, "ร่วม", measures=[first, second]),
        prove(staff, year, "เฉพาะ", measures=[second], address="https://example.go.th/b", dated=None),
        prove(staff, year, "ของข้อ", items=[item], address="https://example.go.th/c"),
    ]


def listed(year, **data) -> list[tuple[str, list[list[str]]]]:
    document = year.documents.first() or make_document(year, [{**EVIDENCE, **data}])
    document.blocks.update(data={"grouped_by": "measure", "with_items": True} | data)
    [block] = content_of(year).blocks
    return [(group["name"], [texts(row["cells"])[:4] for row in group["rows"]]) for group in block["groups"]]


def test_evidence_is_listed_by_measure_and_item(year, proven):
    title = year.framework.items.get(code="O34").title
    assert listed(year) == [
        ("มาตรการที่ ๑ มาตรการที่ 0", [["๑", "ร่วม", "๑ เม.ย. ๒๕๖๗", "ที่อยู่เว็บ"]]),
        ("มาตรการที่ ๒ มาตรการที่ 1", [["๒", "ร่วม", "๑ เม.ย. ๒๕๖๗", "ที่อยู่เว็บ"], ["๓", "เฉพาะ", "-", "ที่อยู่เว็บ"]]),
        (f"ข้อ O๓๔ {title}", [["๔", "ของข้อ", "๑ เม.ย. ๒๕๖๗", "ที่อยู่เว็บ"]]),
    ]


def test_evidence_by_area_stands_once_in_each_and_without_what_was_deleted(year, staff, proven):
    Measure.objects.update(area=year.framework.areas.first())
    [(name, rows)] = listed(year, grouped_by="area", with_items=False)
    assert (name, sorted(row[1] for row in rows)) == (f"๑. {year.framework.areas.first().title}", ["ร่วม", "เฉพาะ"])
    delete_evidence(by=staff, evidence=proven[0])
    [(_, rows)] = listed(year, grouped_by="area", with_items=False)
    assert rows == [["๑", "เฉพาะ", "-", "ที่อยู่เว็บ"]]
    Measure.objects.update(area=None)
    assert [name for name, _ in listed(year, grouped_by="area", with_items=False)] == ["มาตรการที่ไม่ระบุประเด็น"]


def test_list_of_no_evidence_says_so(year):
    make_document(year, [EVIDENCE])
    assert pages_of(year)[0].endswith("ยังไม่มีหลักฐานของมาตรการในปีนี้")


@pytest.mark.parametrize("count", [0, 1, 40])
def test_every_block_at_once_takes_a_bounded_number_of_queries(year, staff, count, django_assert_num_queries):
    make_measures(year, count)
    for measure in year.measures.all():
        prove(staff, year, measures=[measure], address=f"https://example.go.th/{measure.pk}")
    make_document(year, [*SECTIONS, *OFFICIAL, {"type": "photos", "heading": "", "per_page": 4, "photos": []}])
    loaded = year_document(year)
    with django_assert_num_queries(18):
        document_content(loaded)


def test_package_of_the_second_version_brings_them_all(year):
    document = make_document(year, OFFICIAL)
    package = export_package(year)
    assert (package["version"], package["document"]["sections"]) == (2, OFFICIAL)
    document.blocks.all().delete()
    import_package(read_package(json.dumps(package).encode()), by=None, replace=True)
    assert export_package(year) == package


def test_issue_keeps_the_emblem_and_the_seal_that_it_prints(year, picture, staff):
    municipality = year.municipality
    municipality.seal.save("ตรา.png", picture())
    municipality.emblem.save("ครุฑ.png", picture())
    document = make_document(year, [{**COVER, "picture": "seal"}, ANNOUNCEMENT])
    approve(year)
    issued = services.issue_document(by=staff, document=document)
    municipality.seal.delete()
    municipality.emblem.delete()
    kept = IssuedDocument.objects.get(pk=issued.pk)
    files = [block["picture"]["file"].rpartition("/")[0] for block in kept.content["blocks"]]
    assert files == ["issued/seals", "issued/emblems"]
    with kept.pdf.open() as file:
        assert render_pdf(DocumentContent.from_json(kept.content), kept.package) == file.read()


def sizes(year, **fields) -> dict[str, float]:
    """Return the size of some words and where the text begins, in points."""
    look(year.documents.get(), **fields)
    measured = {}
    for page in pymupdf.open(stream=render_pdf(content_of(year))):
        for block in page.get_text("dict")["blocks"]:
            for line in block.get("lines", []):
                for span in line["spans"]:
                    for word in ("คำในตาราง", "คำในย่อหน้า", "คำในบันทึก"):
                        if word in span["text"]:
                            measured[word] = round(span["size"], 2)
                            measured[f"{word} x"] = round(span["bbox"][0] / 72 * 2.54, 1)
    return measured


def test_text_size_and_margins_change_the_report_and_not_the_memo(year):
    make_measures(year, 1)
    Measure.objects.update(title="คำในตาราง")
    memo = {**MEMO, "closing": "คำในบันทึก"}
    make_document(year, [text("", "- คำในย่อหน้า"), SECTIONS[2]], memo)
    standard = sizes(year)
    assert [standard[word] for word in ("คำในย่อหน้า", "คำในตาราง", "คำในบันทึก")] == [12.5, 11.5, 12.5]
    small = sizes(year, text_size="small")
    large = sizes(year, text_size="large", margins="narrow")
    assert [small[word] for word in ("คำในย่อหน้า", "คำในตาราง", "คำในบันทึก")] == [11, 10, 12.5]
    assert [large[word] for word in ("คำในย่อหน้า", "คำในตาราง", "คำในบันทึก")] == [14, 13, 12.5]
    places = [[measured[f"{word} x"] for word in ("คำในตาราง", "คำในบันทึก")] for measured in (standard, small, large)]
    assert places == [[3.2, 5.5], [3.2, 5.5], [2.2, 5.5]]


def test_texts_of_users_are_no_markup(year, staff):
    make_measures(year, 1)
    prove(staff, year, MARKUP, measures=year.measures.all())
    make_document(year, OFFICIAL)
    html = render_html(content_of(year))
    assert ("<script" in html, "<b>ตัวหนา" in html) == (False, False)
