"""The standard sheet of a year: what was announced and the scores, where no document was issued. Made by the portal,
and it says so."""

from assessments.models import Assessment
from ita_portal.thai import ITA, thai_digits
from reports.blocks import BLOCK_TYPES
from reports.documents.models import Document
from reports.documents.official_names import place_name
from reports.output.content import DocumentContent, sections_content
from reports.output.printing.orders import Order

NAME = f"ผล{ITA}"
SAYS = "แผ่นนี้ระบบ ITA ท้องถิ่นจัดทำจากผลที่ประกาศและคะแนนที่บันทึกไว้ในระบบ เพราะหน่วยงานยังไม่ได้ออกเอกสารของปีนี้ ไม่ใช่เอกสารที่หน่วยงานออก"


def sheet_content(year: Assessment) -> DocumentContent:
    """Return the sheet of a year; `municipality` and `framework` should be selected along."""
    document = Document(
        assessment=year,
        title=[NAME, f"ประจำปีงบประมาณ พ.ศ. {thai_digits(year.fiscal_year)}", place_name(year.municipality)],
        result_years=[year.fiscal_year],
    )
    mark, *results = (BLOCK_TYPES[name].new(year) for name in ("text", "announced", "scores_by_instrument"))
    return sections_content(document, [mark | {"paragraphs": [SAYS]}, *results])


def sheet_order(year: Assessment) -> Order:
    return Order(f"sheet-{year.pk}", "pdf", sheet_content(year))


def has_result(year: Assessment) -> bool:
    """Tell whether there is anything to print."""
    return year.official_total is not None or bool(year.official_level) or year.scores.exists()
