"""The document in the builder: one line for each block, with what it will print and what it still lacks."""

from dataclasses import dataclass

from assessments.models import Assessment
from measures.models import Evidence

from .blocks import LABELS
from .drafted import standings
from .drafting.standing import Standing
from .forms.blocks.spans import CHARTS
from .models import Block, Document
from .reviewing import Review, reviews

EXCERPT = 160


@dataclass(frozen=True)
class BlockLine:
    """A block in the builder; `warning` is empty where nothing is lacking."""

    block: Block
    label: str
    summary: str
    warning: str
    stale: list[Standing]  # drafted sentences whose data changed
    reviews: list[Review]  # what was replaced when it was copied, and nobody has looked at


def outline(document: Document) -> list[BlockLine]:
    """Read the blocks in order, in a fixed number of queries."""
    year = document.assessment
    with_scores = set(
        Assessment.objects.filter(municipality=year.municipality, scores__isnull=False).values_list(
            "framework__fiscal_year", flat=True
        )
    )
    measures = year.measures.count()
    fault = area_fault(document)
    blocks = list(document.blocks.all())
    chosen = [each["evidence"] for block in blocks for each in block.data.get("photos", [])]
    kept = Evidence.objects.kept().pictures().filter(municipality=year.municipality_id, pk__in=chosen)
    pictures = set(kept.values_list("pk", flat=True)) if chosen else set()
    drafted = standings(document, blocks)
    return [
        BlockLine(
            block,
            LABELS[block.type],
            _summary(block.type, block.data, measures),
            _warning(block, with_scores, measures, fault, pictures),
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


def _photo_warning(block: Block, pictures: set[int]) -> str:
    chosen = {each["evidence"] for each in block.data["photos"]}
    if lost := len(chosen - pictures):
        return f"ภาพ {lost} ภาพถูกลบจากหน้าหลักฐาน จะไม่พิมพ์"
    return "" if chosen else "ยังไม่ได้เลือกภาพ"


def _warning(block: Block, with_scores: set[int], measures: int, area_fault: str, pictures: set[int]) -> str:
    years = {block.data[key] for key in ("from_year", "to_year", "year") if key in block.data}
    if lacking := sorted(years - with_scores):
        return f"ยังไม่มีคะแนนของปี {', '.join(map(str, lacking))} ในระบบ ตารางจะพิมพ์เครื่องหมาย -"
    if block.type == "measures":
        if area_fault:
            return f"{area_fault} แก้ได้ที่ “เลือกคอลัมน์”"
        return "" if measures else "ยังไม่มีมาตรการของปีนี้"
    if block.type == "photos":
        return _photo_warning(block, pictures)
    if block.type == "findings" and not all(row["issues"] and row["remedy"] for row in block.data["rows"]):
        return "ยังมีแถวที่เว้นว่าง เติมสิ่งที่ต้องพัฒนาและวิธีพัฒนา"
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


def excerpt(text: str, length: int = EXCERPT) -> str:
    """Return the beginning of a text, cut at a space where there is one, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[:length]) + "…"
