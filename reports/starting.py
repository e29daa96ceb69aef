"""What a new document, block or memo starts from: official words built from the year, no names of persons."""

from collections.abc import Callable

from assessments import scoring
from assessments.crosswalks import crosswalk_of
from assessments.models import Assessment, Framework, Municipality
from ita_portal.thai import thai_digits, two_decimals

from .models import Document

ITA = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"
TITLES = {
    Document.Kind.RESULTS: "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    Document.Kind.PLAN: "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    Document.Kind.ANALYSIS: f"รายงานการวิเคราะห์ผล{ITA}",
    Document.Kind.ANNOUNCEMENT: "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    Document.Kind.HALF_YEAR: "รายงานความก้าวหน้าการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน รอบ ๖ เดือน",
}
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
}
COLUMNS = {
    Document.Kind.RESULTS: ("title", "steps", "responsible", "output"),
    Document.Kind.PLAN: ("title", "steps", "responsible", "period", "follow_up"),
    Document.Kind.ANALYSIS: ("title", "steps", "responsible", "follow_up"),
    Document.Kind.ANNOUNCEMENT: ("title", "steps", "responsible", "period", "follow_up"),
    Document.Kind.HALF_YEAR: ("title", "responsible", "status", "half_output", "half_outcome"),
}
FINDING_HEADINGS = ["ตัวชี้วัด", "ประเด็นที่ต้องพัฒนา", "แนวทางการพัฒนา"]
ITEM_HEADINGS = ["ข้อ", "หัวข้อการประเมิน", "คะแนน"]
MEMO_HEADINGS = ("ต้นเรื่อง", "ข้อเท็จจริง", "ระเบียบ/กฎหมายที่เกี่ยวข้อง", "ข้อเสนอแนะ/เพื่อพิจารณา")


def place_name(municipality: Municipality) -> str:
    """Return the name with its district and province, as titles write it."""
    parts = [municipality.name]
    parts += [f"อำเภอ{municipality.district}"] if municipality.district else []
    return " ".join([*parts, f"จังหวัด{municipality.province}"])


def head_of(municipality: Municipality) -> str:
    """Return the office of the one who heads the authority: เทศบาลตำบลก → นายกเทศมนตรีตำบลก."""
    name = municipality.name
    return "นายกเทศมนตรี" + name.removeprefix("เทศบาล") if name.startswith("เทศบาล") else "นายก" + name


def document_fields(year: Assessment, kind: str) -> dict:
    """Return the settings of a new document; areas print as rows where the year has areas."""
    areas = year.framework.areas.exists()
    return {
        "kind": kind,
        "orientation": "landscape" if kind == Document.Kind.PLAN else "portrait",
        "title": [
            TITLES[kind],
            f"ประจำปีงบประมาณ พ.ศ. {thai_digits(year.fiscal_year)}",
            place_name(year.municipality),
        ],
        "areas_as": "rows" if areas else "none",
        "area_prefix": "ประเด็นที่" if areas else "",
        "columns": [{"field": field, "heading": HEADINGS[field]} for field in COLUMNS[kind]],
        "result_years": [year.fiscal_year],
    }


def document_sections(year: Assessment, kind: str) -> list[dict]:
    """Return the blocks that a new document of this kind starts with, as they stand in a package."""
    makers: dict[str, Callable[[Assessment], list[dict]]] = {
        Document.Kind.RESULTS: _results,
        Document.Kind.PLAN: _plan,
        Document.Kind.ANALYSIS: _analysis,
        Document.Kind.ANNOUNCEMENT: _measures_only,
        Document.Kind.HALF_YEAR: _half_year,
    }
    return makers[kind](year)


def new_section(
    kind: str,
    year: Assessment,
    *,
    instrument: str = "",
    framework: Framework | None = None,
    indicator: int = 0,
) -> dict:
    """Return a new block; `framework` (the year's own by default) and the rest fill what its type needs."""
    framework = framework or year.framework
    of_year = {"year": framework.fiscal_year}
    rest: dict[str, dict] = {
        "text": {"paragraphs": []},
        "measures": {},
        "comparison": {"from_year": year.fiscal_year - 1, "to_year": year.fiscal_year},
        "ranking": of_year,
        "scores_by_instrument": {**of_year, "remark_heading": "ประเด็นที่ต้องปรับปรุง", "remarks": []},
        "findings": {"instrument": instrument, "headings": FINDING_HEADINGS, "rows": []},
        "item_scores": {**of_year, "indicator": indicator, "headings": ITEM_HEADINGS, "titles": {}},
        "photos": {"per_page": 4, "photos": []},
        "years": {"from_year": year.fiscal_year - 2, "to_year": year.fiscal_year},
        "chart": {"from_year": year.fiscal_year - 1, "to_year": year.fiscal_year, "chart": "indicators"},
        "progress": {},
    }
    section = {"type": kind, "heading": "ภาคผนวก ภาพถ่าย" if kind == "photos" else "", **rest[kind]}
    if kind == "item_scores":
        items = framework.items.filter(indicator__number=indicator)
        section["titles"] = {each.code: each.title for each in items}
    return section


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


def _text(heading: str, *paragraphs: str) -> dict:
    return {"type": "text", "heading": heading, "paragraphs": [each for each in paragraphs if each]}


def _be(fiscal_year: int) -> str:
    return f"ปีงบประมาณ พ.ศ. {thai_digits(fiscal_year)}"


def _before(year: Assessment) -> Assessment | None:
    return Assessment.objects.filter(
        municipality=year.municipality, framework__fiscal_year=year.fiscal_year - 1
    ).first()


def _result_sentence(year: Assessment) -> str:
    """Say the announced result of a year, in Thai digits; empty where nothing was announced."""
    if year.official_total is None:
        return ""
    level = f" ผลการประเมินอยู่ในระดับ “{year.official_level}”" if year.official_level else ""
    return (
        f"ผล{ITA} ของ{year.municipality.name} ประจำ{_be(year.fiscal_year)} ได้คะแนน "
        f"{thai_digits(two_decimals(year.official_total))} คะแนน จากคะแนนเต็ม ๑๐๐ คะแนน{level}"
    )


def _measures_only(year: Assessment) -> list[dict]:
    return [new_section("measures", year)]


def _half_year(year: Assessment) -> list[dict]:
    first, second = thai_digits(year.fiscal_year - 1), thai_digits(year.fiscal_year)
    intro = (
        f"{year.municipality.name}ได้ติดตามการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        f"ประจำ{_be(year.fiscal_year)} ในรอบ ๖ เดือน (เดือนตุลาคม {first} ถึงเดือนมีนาคม {second}) มีความก้าวหน้า ดังนี้"
    )
    return [
        _text("", intro),
        {**new_section("progress", year), "heading": "สรุปความก้าวหน้า"},
        {**new_section("measures", year), "heading": "ผลการดำเนินการของแต่ละมาตรการ"},
        _text("ปัญหา อุปสรรค และแนวทางแก้ไข"),
    ]


def _results(year: Assessment) -> list[dict]:
    name = year.municipality.name
    intro = (
        f"ตามที่{name}ได้กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        f"ประจำ{_be(year.fiscal_year)} และได้ดำเนินการตามมาตรการดังกล่าวแล้ว "
        "จึงขอรายงานผลการดำเนินการ ดังนี้"
    )
    outcome = "จากการดำเนินการตามมาตรการข้างต้น มีผลลัพธ์หรือความสำเร็จ ดังนี้"
    sections = [
        _text("", intro),
        new_section("measures", year),
        _text("ผลลัพธ์หรือความสำเร็จของการดำเนินการ", _result_sentence(year), outcome),
    ]
    return sections + _comparison(year)


def _comparison(year: Assessment) -> list[dict]:
    """A comparison with the year before; the first year that was assessed this way has none."""
    known = Framework.objects.published().filter(fiscal_year=year.fiscal_year - 1).exists()
    return [new_section("comparison", year)] if known else []


def _plan(year: Assessment) -> list[dict]:
    name, before = year.municipality.name, _before(year)
    intro = (
        f"{name}ได้วิเคราะห์ผล{ITA} เพื่อนำมากำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        f"ประจำ{_be(year.fiscal_year)} ดังนี้"
    )
    return [
        _text("การวิเคราะห์ผลการประเมิน", _result_sentence(before or year), intro),
        new_section("scores_by_instrument", year, framework=before.framework if before else None),
        {**new_section("measures", year), "heading": "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"},
    ]


def _successors(numbers: list[int], of: Assessment, year: Assessment) -> set[int]:
    """Return what became of these indicators in the year's own definitions."""
    walk = crosswalk_of(of.fiscal_year, year.fiscal_year)
    return {number for each in walk.indicators if set(each.before) & set(numbers) for number in each.after}


def _analysis(year: Assessment) -> list[dict]:
    before = _before(year)
    analysed = year if year.scores.exists() or not (before and before.scores.exists()) else before
    weak = _successors(scoring.weaknesses(analysed.scores_by_number(), Document().cut_off), analysed, year)
    intro = (
        f"{year.municipality.name}ได้วิเคราะห์ผล{ITA} ประจำ{_be(analysed.fiscal_year)} "
        "เพื่อทราบจุดแข็งและจุดที่ควรพัฒนา และนำไปกำหนดมาตรการของหน่วยงาน ดังนี้"
    )
    findings = [
        {
            **new_section("findings", year, instrument=instrument.code),
            "heading": f"ประเด็นที่ต้องพัฒนาตาม{instrument.name} ({instrument.code})",
            "rows": [
                {"indicator": number, "issues": "", "remedy": ""}
                for number in instrument.indicators
                if number in weak
            ],
        }
        for instrument in year.framework.rules().instruments  # findings print the names of the document's year
        if set(instrument.indicators) & weak
    ]
    return [
        _text("ผลการประเมิน", _result_sentence(analysed), intro),
        {
            **new_section("ranking", year, framework=analysed.framework),
            "heading": "คะแนนรายตัวชี้วัด เรียงจากมากไปน้อย",
        },
        *_comparison(analysed),
        *findings,
        {**new_section("measures", year), "heading": "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"},
    ]
