"""What a new document, block or memo starts from: official words built from the year, no names of persons."""

from collections.abc import Callable

from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.models import Assessment, Framework
from assessments.years.fetch import year_before
from ita_portal.thai import thai_digits
from measures.plan.headings import USUAL
from reports.blocks import BLOCK_TYPES
from reports.documents.block_types import LABELS
from reports.documents.looks import READY
from reports.documents.models import Document
from reports.documents.official_names import TITLES, head_of, place_name
from reports.documents.unconfirmed import strings_in, texts_of
from reports.drafting.facts import MEASURES, Facts
from reports.drafting.rules import TOPICS, drafts, paragraphs_of
from reports.drafting.stored import facts_of, read_facts, stored

COMPARING = ("change_of_total", "change_of_level", "changes")
OF_RESULTS = (*COMPARING, "below")

HEADINGS = {
    "area": "ประเด็น",
    "title": "มาตรการ/แนวทาง",
    "steps": "ขั้นตอน/วิธีปฏิบัติ",
    "responsible": "ผู้รับผิดชอบ",
    "period": "ระยะเวลา",
    "follow_up": "การกำกับติดตาม",
    "output": "ผลการดำเนินงาน",
    "outcome": "ผลลัพธ์",
    "status": "สถานะ",
    "half_output": "ผลการดำเนินงานรอบ ๖ เดือน",
    "half_outcome": "ผลลัพธ์รอบ ๖ เดือน",
    "number": "ลำดับที่",
    "goal": "เป้าหมาย",
    "success": "ตัวชี้วัดความสำเร็จ",
    "budget": "งบประมาณ",
    "remark": "หมายเหตุ",
}
COLUMNS: dict[str, tuple[str, ...]] = {
    Document.Kind.RESULTS: ("title", "steps", "responsible", "output"),
    Document.Kind.PLAN: ("title", "steps", "responsible", "period", "follow_up"),
    Document.Kind.ANALYSIS: ("title", "steps", "responsible", "follow_up"),
    Document.Kind.ANNOUNCEMENT: ("title", "steps", "responsible", "period", "follow_up"),
    Document.Kind.HALF_YEAR: ("title", "responsible", "status", "half_output", "half_outcome"),
}
WIDE_KINDS = (Document.Kind.PLAN, Document.Kind.ANNOUNCEMENT)  # five columns
MEMO_HEADINGS = ("ต้นเรื่อง", "ข้อเท็จจริง", "ระเบียบ/กฎหมายที่เกี่ยวข้อง", "ข้อเสนอแนะ/เพื่อพิจารณา")


def document_fields(year: Assessment, kind: str) -> dict:
    """Return the settings of a new document; areas print as rows where the year has areas."""
    areas = year.framework.areas.exists()
    return {
        "kind": kind,
        "orientation": "landscape" if kind in WIDE_KINDS else "portrait",
        "title": [TITLES[kind], f"ประจำปีงบประมาณ พ.ศ. {thai_digits(year.fiscal_year)}", place_name(year.municipality)],
        "areas_as": "rows" if areas else "none",
        "area_prefix": "ประเด็นที่" if areas else "",
        "columns": [{"field": field, "heading": HEADINGS[field]} for field in COLUMNS[kind]],
        "result_years": [year.fiscal_year],
    }


def own_words(year: Assessment, kind: str) -> set[str]:
    """Return the texts with which the portal begins a document of this kind, those of its ready looks too, and what
    parts and columns are usually called.

    What it would draft is none of them: a year without a result begins with what is said of the one before.
    """
    document = Document(assessment=year, **document_fields(year, kind))
    sections = [
        {**section, "paragraphs": [], "drafted": []} if "drafted" in section else section
        for section in document_sections(document)
    ]
    looks = [offered.look for offered in READY]
    usual = [*LABELS.values(), *TOPICS.values(), *(name for names in USUAL.values() for name in names)]
    parts = [known.new(year) for known in BLOCK_TYPES.values()]
    places = [
        year.municipality.name,
        place_name(year.municipality),
        *year.municipality.units.values_list("name", flat=True),
    ]
    return set(strings_in([texts_of(document), sections, parts, new_memo(document), looks, usual, places]))


def document_sections(document: Document) -> list[dict]:
    """Return the blocks that a new document of its kind starts with, as they stand in a package.

    Those with drafted text have it a second time under `drafted`, as `Block.drafted` keeps it.
    """
    year = document.assessment
    sections = MAKERS[document.kind](year, facts_of(document, read_facts(year)))
    return [section for section in sections if section.get("drafted") != []]


def new_memo(document: Document) -> dict:
    """Return a memo with its customary headings, addressed to the head of the authority."""
    municipality = document.assessment.municipality
    head, clerk = head_of(municipality), f"ปลัด{municipality.name}"
    return {
        "agency": place_name(municipality),
        "number": "",
        "date": "",
        "subjects": [" ".join(document.title[:2])],
        "to": head,
        "sections": [{"heading": heading, "paragraphs": []} for heading in MEMO_HEADINGS],
        "closing": "จึงเรียนมาเพื่อโปรดทราบ",
        "signatories": [
            {"name": "", "position": "", "opinion": ""},
            {"name": "", "position": clerk, "opinion": f"ความเห็น{clerk}"},
            {"name": "", "position": head, "opinion": f"คำสั่ง/ความเห็น{head}"},
        ],
    }


def _drafted(facts: Facts, heading: str, *rules: str) -> dict:
    """A text block of what these rules say; of a result that is not known yet, only that it is not."""
    known = facts.result(facts.subject_year).known
    wanted = set(rules) if known else set(rules) - {*OF_RESULTS}
    said = [sentence for sentence in drafts(facts) if sentence.rule in wanted]
    drafted = [stored(sentence) for sentence in said]
    return {"type": "text", "heading": heading, "paragraphs": paragraphs_of(said), "drafted": drafted}


def _announcement(year: Assessment, facts: Facts) -> list[dict]:
    """The letter with the drafted sentences as its text; the table is attached to it."""
    letter, words = BLOCK_TYPES["announcement"].new(year), _drafted(facts, "", "introduction", "closing")
    if words["drafted"]:
        letter |= {name: words[name] for name in ("paragraphs", "drafted")}
    attached = f"เอกสารแนบท้าย{letter['issuer']}\nเรื่อง {' '.join(letter['subject'])}"
    return [letter, {**BLOCK_TYPES["measures"].new(year), "heading": attached}]


def _half_year(year: Assessment, facts: Facts) -> list[dict]:
    return [
        _drafted(facts, "", "introduction", "progress"),
        BLOCK_TYPES["progress"].new(year),
        {**BLOCK_TYPES["measures"].new(year), "heading": "ผลการดำเนินการของแต่ละมาตรการ"},
        {**BLOCK_TYPES["text"].new(year), "heading": "ปัญหา อุปสรรค และแนวทางแก้ไข"},
        _drafted(facts, "", "closing"),
    ]


def _results(year: Assessment, facts: Facts) -> list[dict]:
    table = _comparison(year)
    outcome = _drafted(facts, "ผลลัพธ์หรือความสำเร็จของการดำเนินการ", "result", "below", *(COMPARING if table else ()))
    return [
        _drafted(facts, "", "introduction"),
        BLOCK_TYPES["measures"].new(year),
        outcome,
        *table,
        _drafted(facts, "", "closing"),
    ]


def _comparison(year: Assessment) -> list[dict]:
    """A comparison with the year before; the first year that was assessed this way has none."""
    known = Framework.objects.published().filter(fiscal_year=year.fiscal_year - 1).exists()
    return [BLOCK_TYPES["comparison"].new(year)] if known else []


def _plan(year: Assessment, facts: Facts) -> list[dict]:
    spoken = Framework.objects.published().filter(fiscal_year=facts.subject_year).first()
    return [
        _drafted(facts, "การวิเคราะห์ผลการประเมิน", "introduction", "result", "below"),
        BLOCK_TYPES["scores_by_instrument"].new(year, framework=spoken),
        {**BLOCK_TYPES["measures"].new(year), "heading": MEASURES},
        _drafted(facts, "", "closing"),
    ]


def _successors(numbers: list[int], of: Assessment, year: Assessment) -> set[int]:
    """Return what became of these indicators in the year's own definitions."""
    entries = crosswalk_of(of.fiscal_year, year.fiscal_year).indicators
    return {number for entry in entries if {*entry.before} & {*numbers} for number in entry.after}


def _analysis(year: Assessment, facts: Facts) -> list[dict]:
    before = year_before(year)
    analysed = before if before and facts.subject_year == before.fiscal_year else year
    weak = _successors(facts.weak(analysed.fiscal_year), analysed, year)
    table = _comparison(analysed)
    findings = [
        {
            **BLOCK_TYPES["findings"].new(year, instrument=instrument.code),
            "heading": f"ประเด็นที่ต้องพัฒนาตาม{instrument.name} ({instrument.code})",
            "rows": [
                {"indicator": number, "issues": "", "remedy": ""} for number in instrument.indicators if number in weak
            ],
        }
        for instrument in year.framework.rules().instruments  # findings print the names of the document's year
        if set(instrument.indicators) & weak
    ]
    ranking = BLOCK_TYPES["ranking"].new(year, framework=analysed.framework)
    return [
        _drafted(facts, "ผลการประเมิน", "introduction", "result", "below"),
        {**ranking, "heading": "คะแนนรายตัวชี้วัด เรียงจากมากไปน้อย"},
        *([_drafted(facts, "การเปรียบเทียบกับปีก่อน", *COMPARING)] if table else []),
        *table,
        _drafted(facts, "จุดแข็งและจุดที่ควรพัฒนา", "strengths", "weaknesses"),
        *findings,
        _drafted(facts, "ข้อเสนอเพื่อการพัฒนา", "proposal"),
        {**BLOCK_TYPES["measures"].new(year), "heading": MEASURES},
        _drafted(facts, "", "closing"),
    ]


MAKERS: dict[str, Callable[[Assessment, Facts], list[dict]]] = {
    Document.Kind.RESULTS: _results,
    Document.Kind.PLAN: _plan,
    Document.Kind.ANALYSIS: _analysis,
    Document.Kind.ANNOUNCEMENT: _announcement,
    Document.Kind.HALF_YEAR: _half_year,
}
