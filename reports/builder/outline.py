"""The document in the builder: one line for each block, with what it will print and what it still lacks."""

from dataclasses import dataclass

from assessments.models import Assessment, Municipality
from measures.models import Evidence
from reports.blocks.chart import CHARTS
from reports.blocks.cover import PICTURES
from reports.blocks.excerpt import excerpt
from reports.blocks.schema import HEADLESS
from reports.documents.block_types import LABELS
from reports.documents.models import Block, Document
from reports.documents.review_marks import Review, reviews
from reports.drafting.standing import Standing
from reports.drafting.stored import standings


@dataclass(frozen=True)
class BlockLine:
    """A block in the builder; `warning` is empty where nothing is lacking."""

    block: Block
    label: str
    summary: str
    warning: str
    stale: list[Standing]  # drafted sentences whose data changed
    reviews: list[Review]  # what was replaced when it was copied, and nobody has looked at


@dataclass(frozen=True)
class Known:
    """What the warnings look at, of the document and its year."""

    municipality: Municipality
    with_scores: set[int]  # fiscal years
    measures: int
    area_fault: str
    pictures: set[int]
    proven: bool  # a measure or item of the year uses evidence
    headings: bool  # a table of contents has something to list


def outline(document: Document) -> list[BlockLine]:
    """Read the blocks in order, in a fixed number of queries."""
    year = document.assessment
    with_scores = set(
        Assessment.objects.filter(municipality=year.municipality, scores__isnull=False).values_list(
            "framework__fiscal_year", flat=True
        )
    )
    blocks = list(document.blocks.all())
    chosen = [each["evidence"] for block in blocks for each in block.data.get("photos", [])]
    kept = Evidence.objects.kept().pictures().filter(municipality=year.municipality_id, pk__in=chosen)
    listed = any(each.type == "evidence_list" for each in blocks)
    known = Known(
        municipality=year.municipality,
        with_scores=with_scores,
        measures=year.measures.count(),
        area_fault=area_fault(document),
        pictures=set(kept.values_list("pk", flat=True)) if chosen else set(),
        proven=listed and Evidence.objects.kept().used_in(year).exists(),
        headings=any(each.heading.strip() and each.type not in HEADLESS for each in blocks),
    )
    drafted = standings(document, blocks)
    return [
        BlockLine(
            block,
            LABELS[block.type],
            _summary(block.type, block.data, known.measures),
            _warning(block, known),
            [each for each in drafted.get(block.pk, []) if each.is_stale],
            reviews(block.review),
        )
        for block in blocks
    ]


def _summary(kind: str, data: dict, measures: int) -> str:
    match kind:
        case "text":
            return excerpt(" ".join(data["paragraphs"])) or "ยังไม่มีเนื้อความ"
        case "measures":
            return f"มาตรการของปี {measures} รายการ"
        case "comparison":
            return f"ปี {data['from_year']} เทียบกับปี {data['to_year']}"
        case "years":
            return f"ปี {data['from_year']} ถึงปี {data['to_year']}"
        case "chart":
            return f"{dict(CHARTS)[data['chart']]} ปี {data['from_year']} ถึงปี {data['to_year']}"
        case "progress":
            return f"มาตรการของปี {measures} รายการ"
        case "ranking":
            return f"ผลของปี {data['year']}"
        case "scores_by_instrument":
            return f"ผลของปี {data['year']} · ข้อสังเกต {len(data['remarks'])} เครื่องมือ"
        case "findings":
            return f"{data['instrument']} · {len(data['rows'])} แถว"
        case "item_scores":
            items = f"{len(data['titles'])} ข้อ" if data["titles"] else "ทุกข้อ"
            return f"ผลของปี {data['year']} ตัวชี้วัดที่ {data['indicator']} · {items}"
        case "photos":
            return f"{len(data['photos'])} ภาพ · หน้าละไม่เกิน {data['per_page']} ภาพ · ไม่รวมในแพ็กเกจ"
        case "cover":
            return " · ".join([PICTURES[data["picture"]], *data["foot"]])
        case "toc":
            return "หัวข้อของทุกส่วนพร้อมเลขหน้า"
        case "signatures":
            return f"ผู้ลงนาม {len(data['signers'])} คน"
        case "evidence_list":
            return "จัดตามมาตรการ" if data["grouped_by"] == "measure" else "จัดตามประเด็น"
        case "announcement":
            return excerpt(" ".join([data["issuer"], "เรื่อง", *data["subject"]]))


def _photo_warning(block: Block, pictures: set[int]) -> str:
    chosen = {each["evidence"] for each in block.data["photos"]}
    if lost := len(chosen - pictures):
        return f"ภาพ {lost} ภาพถูกลบจากหน้าหลักฐาน จะไม่พิมพ์"
    return ""


def unfilled(kind: str, data: dict) -> str:
    """Return what a block itself still lacks, whatever its year holds; "" for nothing. No queries."""
    match kind:
        case "photos" if not data["photos"]:
            return "ยังไม่ได้เลือกภาพ"
        case "findings" if not all(row["issues"] and row["remedy"] for row in data["rows"]):
            return "ยังมีแถวที่เว้นว่าง เติมสิ่งที่ต้องพัฒนาและวิธีพัฒนา"
        case "text" if not data["paragraphs"]:
            return "ยังไม่มีข้อความ พิมพ์ข้อความหรือลบส่วนนี้"
        case "announcement" if not data["paragraphs"]:
            return "ยังไม่มีข้อความของประกาศ"
        case "signatures" if not data["signers"]:
            return "ยังไม่ได้ระบุผู้ลงนาม"
        case "signatures" if not all(each["position"] for each in data["signers"]):
            return "ผู้ลงนามบางคนยังไม่มีตำแหน่ง"
    return ""


def _warning(block: Block, known: Known) -> str:
    years = {block.data[key] for key in ("from_year", "to_year", "year") if key in block.data}
    if lacking := sorted(years - known.with_scores):
        return f"ยังไม่มีคะแนนของปี {', '.join(map(str, lacking))} ในระบบ ตารางจะพิมพ์เครื่องหมาย -"
    if block.type == "measures":
        if known.area_fault:
            return f"{known.area_fault} แก้ได้ที่ “เลือกคอลัมน์”"
        return "" if known.measures else "ยังไม่มีมาตรการของปีนี้"
    if lacking := unfilled(block.type, block.data):
        return lacking
    if block.type == "photos":
        return _photo_warning(block, known.pictures)
    return _official_warning(block, known)


def _official_warning(block: Block, known: Known) -> str:
    data, nobody = block.data, "ให้ผู้ดูแลระบบเพิ่มในข้อมูลหน่วยงาน"
    match block.type:
        case "cover" if block.position:
            return "ปกไม่ได้เป็นส่วนแรกของเอกสาร เลื่อนขึ้นไปไว้บนสุด"
        case "cover" if data["picture"] != "none" and not getattr(known.municipality, data["picture"]):
            return f"หน่วยงานยังไม่มีภาพ{PICTURES[data['picture']]} ปกจะพิมพ์โดยไม่มีตรา {nobody}"
        case "announcement" if not known.municipality.emblem:
            return f"หน่วยงานยังไม่มีภาพตราครุฑ ประกาศจะพิมพ์โดยไม่มีตรา {nobody}"
        case "toc" if not known.headings:
            return "ยังไม่มีส่วนใดที่มีหัวข้อ ใส่หัวข้อให้ส่วนที่ต้องการให้อยู่ในสารบัญ"
        case "evidence_list" if not known.proven:
            return "ยังไม่มีหลักฐานที่ผูกกับมาตรการหรือข้อของปีนี้"
    return ""


def area_fault(document: Document) -> str:
    """Tell where the columns and `areas_as` of an imported document disagree; it prints as they say."""
    has_column = any(each["field"] == "area" for each in document.columns)
    match document.areas_as:
        case "column" if not has_column:
            return "เอกสารตั้งให้พิมพ์ประเด็นเป็นคอลัมน์ แต่ไม่มีคอลัมน์ประเด็น ประเด็นจึงไม่พิมพ์"
        case "rows" if has_column:
            return "ประเด็นจะพิมพ์สองครั้ง เพราะตั้งให้พิมพ์เป็นแถวแล้วยังมีคอลัมน์ประเด็นด้วย"
        case "none" if has_column:
            return "เอกสารตั้งไม่ให้พิมพ์ประเด็น แต่มีคอลัมน์ประเด็น ประเด็นจึงยังพิมพ์"
    return ""
