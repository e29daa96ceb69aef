"""The sign of a text that waits stands wherever the text does: behind each of its lines, and in the contents."""

from measures.carry_over.quoting import waiting_measures
from measures.carry_over.services import CarryChoice, confirm_measure, decide_carries
from measures.models import Measure
from reports.documents.unconfirmed import SIGN
from reports.output.content import document_content
from reports.rollover.services import confirm_text
from tests.reports.samples import make_document

from .copies import keys_in

STEPS = "๑. ยกระดับให้สูงกว่า ๙๔.๒๒ คะแนน\n\n  - ทุกกอง\n๒. ติดตามผล"


def test_heading_has_its_sign_in_the_contents_until_it_is_confirmed(copied, staff):
    copied.blocks.create(type="toc", heading="สารบัญ", position=99, data={})
    first = copied.blocks.first()

    def told() -> tuple[bool, bool]:
        content = document_content(copied)
        [entry] = [entry for entry in content.blocks[-1]["entries"] if entry["place"] == 1]
        return content.blocks[0]["heading"][-1]["text"].endswith(SIGN), entry["text"].endswith(SIGN)

    assert told() == (True, True)
    confirm_text(by=staff, document=copied, key=keys_in(first)[0])
    assert told() == (False, False)


def test_each_line_of_a_text_has_the_sign(before, year, staff):
    source = Measure.objects.create(assessment=before.assessment, title="ยกระดับ", steps=STEPS)
    decide_carries(by=staff, assessment=year, choices={source.pk: CarryChoice("keep")})
    document = make_document(year, [{"type": "measures", "heading": ""}])
    document.columns = [{"field": "steps", "heading": "ขั้นตอน"}]

    def signed() -> list[bool]:
        [group] = document_content(document).blocks[0]["groups"]
        [cell] = group["rows"][0]["cells"]
        return [line["text"].endswith(SIGN) for line in cell["lines"]]

    assert signed() == [True, False, True, True]
    [waiting] = waiting_measures(year, year.measures.all())
    confirm_measure(by=staff, assessment=year, measure=waiting.measure, shown=waiting.key)
    assert signed() == [False, False, False, False]
