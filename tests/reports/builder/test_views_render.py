"""The preview and the PDF in the browser: who gets them, what they hold, how many queries they take."""

import io

import pypdf
import pytest
from django.utils.html import strip_tags

from measures.models import Measure
from reports.builder.services import create_document
from reports.issuing.services import issue_document
from tests.reports.extract import extracted, squeeze
from tests.reports.office import docx_lines, xlsx_text
from tests.reports.samples import approve


@pytest.fixture
def with_document(year, staff):
    create_document(by=staff, year=year, kind="results")
    return year


def add_measures(year, count: int) -> None:
    areas = list(year.framework.areas.all())
    for number in range(count):
        Measure.objects.create(
            assessment=year, area=areas[number % 7], position=number, title=f"มาตรการที่ {number}", steps="๑. ก\n๒. ข"
        )


@pytest.mark.parametrize("page", ["preview", "pdf", "docx", "xlsx"])
@pytest.mark.parametrize("count", [7, 70])
def test_document_takes_the_same_few_queries(sign_in, staff, with_document, page, count, django_assert_max_num_queries):
    add_measures(with_document, count)
    client = sign_in(staff)
    with django_assert_max_num_queries(19) as captured:
        assert client.get(f"/2567/99990001/document/results/{page}/").status_code == 200
    assert len(captured) == (18 if page == "preview" else 15)


def test_preview_holds_every_line_of_the_pdf(sign_in, staff, with_document):
    add_measures(with_document, 9)
    client = sign_in(staff)
    html = client.get("/2567/99990001/document/results/preview/").content.decode()
    preview = squeeze(strip_tags(html[html.index("<article") : html.index("</article>")]))
    answer = client.get("/2567/99990001/document/results/pdf/")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    lines = {squeeze(line) for page in pages for line in page.split("\n")}
    lost = {line for line in lines if line not in preview and not line.startswith("-")}  # "- ๒ -" is paper's
    assert len(lines) > 40
    assert lost == set()


def test_pdf_is_a_download_with_a_thai_name(sign_in, auditor, with_document):
    answer = sign_in(auditor).get("/2567/99990001/document/results/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''ITA-2567-")
    assert "การใช้งบประมาณ" in extracted(answer.content)["MuPDF"]


@pytest.mark.parametrize("page", ["preview", "pdf", "docx", "xlsx"])
def test_year_without_a_document_has_no_pages(sign_in, staff, year, page):
    assert sign_in(staff).get(f"/2567/99990001/document/results/{page}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_word_and_excel_of_an_issue_say_what_was_issued(sign_in, administrator, with_document):
    add_measures(with_document, 1)
    document = with_document.documents.get()
    approve(with_document)
    document.assessment = with_document
    issue_document(by=administrator, document=document)
    with_document.measures.update(title="แก้ภายหลัง")
    client = sign_in(administrator)
    address = f"/2567/99990001/document/{document.kind}/issued/1"
    word, excel = client.get(f"{address}/docx/"), client.get(f"{address}/xlsx/")
    assert word["Content-Type"].endswith("wordprocessingml.document")
    assert excel["Content-Type"].endswith("spreadsheetml.sheet")
    for text in ("\n".join(docx_lines(word.content)), xlsx_text(excel.content)):
        assert ("มาตรการที่ 0" in text, "แก้ภายหลัง" in text) == (True, False)
