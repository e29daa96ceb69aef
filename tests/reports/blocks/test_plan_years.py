"""A plan over several years: a column of the measures parted by year."""

import io
import json

import docx
import pytest
from openpyxl import load_workbook

from measures.models import Measure
from reports.blocks.plan_years import by_year
from reports.models import Document
from reports.output.content import document_content, year_document
from reports.output.excel import render_xlsx
from reports.output.render import render_html, render_pdf
from reports.output.word.document import render_docx
from reports.package import export_package, import_package, read_package
from reports.rollover.services import copy_document
from tests.reports.extract import pdfium_text, squeeze
from tests.reports.page_forms import address, form_data, post_back
from tests.reports.samples import make_document, make_measures

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

PLAN = (2566, 2567, 2568)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("๒๕๖๖: ๑๐,๐๐๐\n๒๕๖๘: ๒๐,๐๐๐ บาท", ["๑๐,๐๐๐", "", "๒๐,๐๐๐ บาท"]),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๖ – ๒๕๖๗", ["✓", "✓", ""]),
        ("2566 ถึง 2568 = 500", ["500", "500", "500"]),
        ("ปี 2567 จัดอบรม\n- สองรุ่น\n2568", ["", "จัดอบรม\n- สองรุ่น", "✓"]),
        ("ตลอดปี", None),
        ("หมายเหตุ\n๒๕๖๖: ๑", None),
        ("๒๕๖๙: ๑๐,๐๐๐", None),  # of no year of the plan: nothing that was typed goes
        ("2566,000 บาท", None),
        ("", None),
    ],
)
def test_lines_say_of_which_year_they_are(text, told):
    said = by_year(text, PLAN)
    assert (None if said is None else [*said.values()]) == told


@pytest.fixture
def plan(year) -> Document:
    make_measures(year, 3)
    for place, budget in enumerate(["๒๕๖๖: ๑๐,๐๐๐\n๒๕๖๗: ๒๐,๐๐๐", "ไม่ใช้งบประมาณ", "๒๕๖๖–๒๕๖๘"]):
        Measure.objects.filter(position=place).update(budget=budget)
    document = make_document(year, [{"type": "measures", "heading": ""}])
    columns = [
        {"field": name, "heading": heading} for name, heading in (("title", "โครงการ"), ("budget", "งบประมาณ (บาท)"))
    ]
    document.columns = [*columns, {"field": "responsible", "heading": "หน่วยงาน"}]
    document.save()
    return document


CHOICE = {"by_year": "budget", "plan_from": "2566", "plan_to": "2568"}


def test_a_plan_over_three_years_is_made_in_the_builder(editing, plan):
    year, block = plan.assessment, plan.blocks.get()
    assert export_package(year)["version"] == 3  # budgets
    post_back(editing, address("block_edit", year, block.pk), CHOICE)
    content = document_content(year_document(year))
    [shown] = content.blocks
    assert shown["headings"] == ["โครงการ", "พ.ศ. ๒๕๖๖", "พ.ศ. ๒๕๖๗", "พ.ศ. ๒๕๖๘", "หน่วยงาน"]
    rows = [
        [cell["lines"] and cell["lines"][0]["text"] for cell in row["cells"]]
        for group in shown["groups"]
        for row in group["rows"]
    ]
    assert [row[1:-1] for row in rows] == [["๑๐,๐๐๐", "๒๐,๐๐๐", []], ["ไม่ใช้งบประมาณ"], ["✓", "✓", "✓"]]
    html = " ".join(render_html(content).split())
    assert ('rowspan="2"' in html, 'colspan="3"' in html) == (True, True)
    printed = squeeze(pdfium_text(render_pdf(content)))
    assert all(part in printed for part in ("งบประมาณ(บาท)", "พ.ศ.๒๕๖๘", "ไม่ใช้งบประมาณ", "✓"))
    [table] = docx.Document(io.BytesIO(render_docx(content))).tables
    assert table.cell(0, 1)._tc is table.cell(0, 3)._tc
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    ranges = {str(reach) for reach in load_workbook(io.BytesIO(render_xlsx(content))).active.merged_cells.ranges}
    assert {"A2:A3", "B2:D2"} <= ranges
    assert "แผนหลายปี ตั้งแต่ปี 2566 ถึงปี 2568" in editing.get(address("history", year)).content.decode()


def test_years_of_a_plan_go_and_come_in_packages_and_stay_in_a_copy(editing, plan, make_year, staff):
    year, block = plan.assessment, plan.blocks.get()
    post_back(editing, address("block_edit", year, block.pk), CHOICE)
    package = export_package(year)
    assert package["document"]["sections"][0]["plan_years"] == [2566, 2568]
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package
    copied = copy_document(by=staff, year=make_year(2568), source=year.documents.get())
    assert copied.blocks.get().data["plan_years"] == [2566, 2568]  # the plan is the same one
    post_back(editing, address("block_edit", year, year.documents.get().blocks.get().pk), {"by_year": ""})
    assert year.documents.get().blocks.get().data["plan_years"] == []


@pytest.mark.parametrize("wrong", [{"plan_to": ""}, {"plan_to": "2566"}, {"plan_from": "2563"}])
def test_a_plan_has_two_to_five_years(editing, plan, wrong):
    url = address("block_edit", plan.assessment, plan.blocks.get().pk)
    refused = editing.post(url, form_data(editing.get(url)) | CHOICE | wrong)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"plan_to": ["แผนหลายปีมี 2 ถึง 5 ปี ปีสุดท้ายต้องมาหลังปีแรก"]}
