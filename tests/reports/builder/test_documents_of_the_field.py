"""What published documents hold beyond plain tables, made as an officer makes it: part by part in the builder."""

import io
import json

import docx
import pikepdf
import pytest

from measures.models import Measure
from reports.output.content import document_content, year_document
from reports.output.render import render_pdf
from reports.output.word.document import render_docx
from reports.package import export_package, import_package, read_package
from tests.reports.extract import pdfium_text, squeeze
from tests.reports.office import lost
from tests.reports.page_forms import address, post_back
from tests.reports.pdf_checks import faults
from tests.reports.samples import make_document, make_measures

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

# By document: what is chosen on the page for a new part, and what is typed there.
PARTS = {
    "an analysis with levels and titles": [
        ("type=toc", {}),
        (
            "type=text",
            {"heading": "รายงานการวิเคราะห์\nประจำปีงบประมาณ พ.ศ. ๒๕๖๗\nเทศบาลเมืองทดสอบ", "heading_as": "title"},
        ),
        ("type=text", {"heading": "๓. การวิเคราะห์", "paragraphs": "**จุดแข็ง** และจุดอ่อน"}),
        ("type=text", {"heading": "๓.๑ จุดแข็ง", "paragraphs": "ก"}),
        (
            "type=ranking",
            {"heading": "๓.๒ ลำดับ", "rank_in_name": "on", "score_in_name": "on", "heading_1": "ผลเรียงลำดับ"},
        ),
    ],
    "a plan with remarks over several indicators": [
        (
            "type=scores_by_instrument",
            {"remarks_as": "column", "remark_heading": "ข้อเสนอแนะ", "remark-1-IIT": "ข้อเสนอแนะเดียวของทุกตัวชี้วัด"},
        ),
        (
            "type=findings&instrument=IIT",
            {
                "merged": "on",
                "score_in_name": "on",
                "issues-1-1": "ลำดับก่อนหลัง",
                "remedy-1-1": "จัดอบรม",
                "issues-1-2": "แผนการใช้จ่าย",
                "remedy-1-2": "จัดอบรม",
            },
        ),
        ("type=measures", {"by_year": "budget", "plan_from": "2567", "plan_to": "2569"}),
    ],
    "a report with results of many years": [
        (
            "type=announced",
            {
                "of_year-1": "2561",
                "total-1": "๗๒.๑๕",
                "level-1": "สูง",
                "rank-1": "ลำดับที่ ๓ จาก ๑๘ หน่วยงาน",
                "heading_3": "ลำดับ",
            },
        ),
        ("type=comparison", {"with_change": "", "heading_2": "ผลปี ๒๕๖๖", "heading_3": "ผลปี ๒๕๖๗"}),
        ("type=chart", {"heading_0": "ตัวชี้วัดของปี", "heading_1": "แท่งคะแนน"}),
        ("type=progress", {"heading_1": "รอเริ่ม", "heading_3": "เสร็จ"}),
    ],
    "a report of several agencies": [
        (
            "type=table",
            {
                "caption": "ผลคะแนนของหน่วยงานในจังหวัด\nถ่วงน้ำหนักตามเครื่องมือ",
                "head_rows": "2",
                "grid": "หน่วยงาน\tคะแนนถ่วงน้ำหนัก\t<<\tหมายเหตุ\n^^\tIIT (๓๐)\tEIT (๓๐)\t^^\n"
                "เทศบาล ก\t๒๗.๑๒\t**๒๘.๐๐**\tรวมหลายหน่วยงาน\nเทศบาล ข\t๒๕.๕๐\t๒๖.๗๕\t^^",
            },
        ),
    ],
}
SAID = {
    "an analysis with levels and titles": ["ผลเรียงลำดับ", "ลำดับที่๑ตัวชี้วัดที่๑๐", "(๑๐๐.๐๐คะแนน)", "๓.๑จุดแข็ง"],
    "a plan with remarks over several indicators": ["ข้อเสนอแนะเดียวของทุกตัวชี้วัด", "งบประมาณ", "พ.ศ.๒๕๖๙", "๑๐,๐๐๐"],
    "a report with results of many years": ["พ.ศ.๒๕๖๑", "๗๒.๑๕", "ลำดับที่๓จาก๑๘หน่วยงาน", "ผลปี๒๕๖๖", "แท่งคะแนน", "รอเริ่ม"],
    "a report of several agencies": ["คะแนนถ่วงน้ำหนัก", "ถ่วงน้ำหนักตามเครื่องมือ", "๒๘.๐๐", "รวมหลายหน่วยงาน"],
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_are_made_in_the_builder_and_printed_in_all_forms(editing, year, name):
    make_measures(year, 2)
    Measure.objects.update(budget="๒๕๖๗: ๑๐,๐๐๐\n๒๕๖๘–๒๕๖๙: ๒๐,๐๐๐")
    document = make_document(year, [])
    document.columns = [{"field": "title", "heading": "โครงการ"}, {"field": "budget", "heading": "งบประมาณ"}]
    document.save()
    for query, typed in PARTS[name]:
        post_back(editing, f"{address('block_add', year)}?{query}", typed)
    content = document_content(year_document(year))
    assert [block["type"] for block in content.blocks] == [
        query.removeprefix("type=").partition("&")[0] for query, _ in PARTS[name]
    ]
    pdf = render_pdf(content)
    printed = squeeze(pdfium_text(pdf))
    assert [part for part in SAID[name] if part not in printed] == []
    assert (lost(content), faults(pikepdf.open(io.BytesIO(pdf)))) == ({}, [])
    assert docx.Document(io.BytesIO(render_docx(content))).paragraphs
    package = export_package(year)
    assert package["version"] == 3
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package
