"""Sample blocks of each type as imports bring them: odd order, repeats, empty texts, inner line breaks."""

from assessments.models import Assessment
from measures.models import Measure
from reports.models import Block, Document

TONES = ["", "่", "้", "๊", "๋"]
SARA_AM = [f"{consonant}{tone}ำ" for consonant in "กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ" for tone in TONES]
STACKS = [f"{base}{vowel}{tone}" for base in "กปฝฟญฐฎ" for vowel in "ัิีึืุู" for tone in TONES]
HARD_TEXTS = [
    "".join(SARA_AM),
    "".join(STACKS),
    "น้ำ ก๋วยเตี๋ยว ที่ทำการ ญี่ปุ่น กตัญญู ฐานุศาสตร์ ฤดู ฦๅชา ฯลฯ ต่าง ๆ",
    "ติดต่อ saraban@example.go.th หรือ https://www.example.go.th/ita/2568?item=o27 โทร. 0 5400 0000",
    "“เครื่องหมายคำพูด” – ขีดกลาง — ขีดยาว … จุดไข่ปลา",
    "<script>alert('x')</script> & <b>ตัวหนา</b> 5 < 7",
    "คำยาวไม่เว้นวรรค" * 20,
    "ABC ๑๒๓ abc 123 E-Service No Gift Policy ITA ๒๕๖๘",
]
# Lists of every look, one that begins anew, and a number alone.
STEPS = """๑. ขั้นแรก
  ๑.๑ ข้อย่อย
  ๑.๒ ข้อย่อย
๒. ขั้นที่สอง
- ขีด
- ขีด
(3) สาม
(4) สี่
ก. อักษร
ข. อักษร
๕. ข้ามข้อ"""
SECTIONS = [
    {"type": "text", "heading": "๑. บทนำ\nบรรทัดที่สอง", "paragraphs": ["ย่อหน้าแรก ", "", "  - ย่อ\nต่อบรรทัด", "\n<b>"]},
    {"type": "text", "heading": "", "paragraphs": []},
    {"type": "measures", "heading": "มาตรการ"},
    {"type": "comparison", "heading": "", "from_year": 2566, "to_year": 2567},
    {"type": "ranking", "heading": "ลำดับ", "year": 2566},
    {
        "type": "scores_by_instrument",
        "heading": "",
        "year": 2566,
        "remark_heading": "ข้อสังเกต",
        "remarks": [{"instrument": "OIT", "remark": "ข้อหนึ่ง\nข้อสอง "}, {"instrument": "IIT", "remark": ""}],
    },
    {
        "type": "findings",
        "heading": "",
        "instrument": "IIT",
        "headings": ["ตัวชี้วัด", "ประเด็น\nสองบรรทัด", ""],
        "rows": [
            {"indicator": 4, "issues": "ก", "remedy": ""},
            {"indicator": 2, "issues": " ข", "remedy": "ค\n  - ง"},
            {"indicator": 2, "issues": "", "remedy": ""},
            {"indicator": 9, "issues": "ของเครื่องมืออื่น", "remedy": "ฉ"},
        ],
    },
    {
        "type": "item_scores",
        "heading": "",
        "year": 2566,
        "indicator": 10,
        "headings": ["ก", "ข", "ค"],
        "titles": {"O99": "ข้อที่เกณฑ์ไม่มี", "O34": "", "O35": "ชื่อของเรา "},
    },
    {"type": "years", "heading": "หลายปี", "from_year": 2566, "to_year": 2567},
    {"type": "chart", "heading": "", "chart": "indicators", "from_year": 2566, "to_year": 2567},
    {"type": "chart", "heading": "", "chart": "instruments", "from_year": 2565, "to_year": 2567},
    {"type": "chart", "heading": "", "chart": "lines", "from_year": 2566, "to_year": 2567},
    {"type": "progress", "heading": "ความก้าวหน้า"},
    {
        "type": "table",
        "heading": "ตาราง",
        "caption": "ชื่อตาราง\nสองบรรทัด",
        "head_rows": 2,
        "align": ["auto", "left", "right", "centre"],
        "rows": [
            [
                {"text": "ลำดับ", "across": 1, "down": 2},
                {"text": "กิจกรรม", "across": 1, "down": 2},
                {"text": "งบประมาณ\n(บาท)", "across": 2, "down": 1},
            ],
            [{"text": "ตั้งไว้", "across": 1, "down": 1}, {"text": "ใช้จริง", "across": 1, "down": 1}],
            [
                {"text": "1", "across": 1, "down": 1},
                {"text": "จัด**อบรม**\n**- แล้วเสร็จ**", "across": 1, "down": 1},
                {"text": "10,000", "across": 1, "down": 1},
                {"text": "ใช้ร่วมกัน", "across": 1, "down": 2},
            ],
            [
                {"text": "2", "across": 1, "down": 1},
                {"text": "ประชุม <<", "across": 1, "down": 1},
                {"text": "5000", "across": 1, "down": 1},
            ],
            [{"text": "รวม", "across": 3, "down": 1}, {"text": "**15,000**", "across": 1, "down": 1}],
        ],
    },
    {
        "type": "announced",
        "heading": "ย้อนหลัง",
        "from_year": 2565,
        "to_year": 2567,
        "with_rank": True,
        "earlier": [
            {"of_year": 2561, "total": "72.15", "level": "สูง", "rank": "ลำดับที่ ๓ จาก ๑๘ หน่วยงาน"},
            {"of_year": 2560, "total": "๗๐", "level": "", "rank": ""},
        ],
        "headings": ["ปี", "", "", "ลำดับ\nในจังหวัด"],
    },
    {
        "type": "agencies",
        "heading": "หลายหน่วยงาน",
        "year": 2567,
        "codes": ["99990001", "99999999"],
        "headings": ["", "อปท.\nที่เลือก", *[""] * 6],
    },
    {"type": "text", "heading": "๑.๑ ข้อย่อย", "paragraphs": ["ข้อความของข้อย่อย"]},
]
MEMO = {
    "agency": "สำนักปลัด ",
    "number": "ทส ๑/๒๕๖๗",
    "date": "2024-04-01",
    "subjects": ["เรื่องหนึ่ง", "เรื่องสอง"],
    "to": "นายกเทศมนตรี",
    "sections": [{"heading": "ต้นเรื่อง", "paragraphs": ["ก", "", "ข\nค"]}, {"heading": "", "paragraphs": []}],
    "closing": "จึงเรียนมาเพื่อโปรดทราบ",
    "signatories": [
        {"name": "", "position": "", "opinion": ""},
        {"name": "", "position": "ปลัดเทศบาล", "opinion": "ความเห็น"},
    ],
}


def make_document(year, sections=SECTIONS, memo=None, kind=Document.Kind.RESULTS) -> Document:
    """Store a document with these blocks as an import would."""
    document = Document.objects.create(
        assessment=year,
        kind=kind,
        title=["รายงาน", "เทศบาล"],
        columns=[{"field": "title", "heading": "มาตรการ"}, {"field": "responsible", "heading": "ผู้รับผิดชอบ\n(กอง)"}],
        memo=memo,
    )
    for position, section in enumerate(sections):
        data = {**section}
        Block.objects.create(
            document=document, position=position, type=data.pop("type"), heading=data.pop("heading"), data=data
        )
    return document


def make_measures(year, count: int) -> None:
    areas = list(year.framework.areas.all())
    Measure.objects.bulk_create(
        Measure(assessment=year, area=areas[place % len(areas)], title=f"มาตรการที่ {place}", position=place)
        for place in range(count)
    )


def approve(year: Assessment, state: str = "approved") -> None:
    Assessment.objects.filter(pk=year.pk).update(state=state)
    year.state = state
