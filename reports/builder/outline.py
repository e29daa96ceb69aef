"""The document in the builder: one line for each block, with what it will print and what it still lacks."""

from dataclasses import dataclass

from measures.models import Evidence
from reports.blocks import BLOCK_TYPES
from reports.blocks.base import Surroundings
from reports.blocks.headings import BY_NUMBER, TITLE, Headed, levels
from reports.blocks.inputs import years_with_scores
from reports.documents.models import Block, Document
from reports.drafting.standing import Standing
from reports.drafting.stored import standings
from reports.rollover.unconfirmed_texts import WaitingText, WaitingTexts


@dataclass(frozen=True)
class BlockLine:
    """A block in the builder; `warning` is empty where nothing is lacking."""

    block: Block
    label: str
    heading_is: str  # what its heading is in the document, where that is none of the first level
    summary: str
    warning: str
    stale: list[Standing]  # drafted sentences whose data changed
    unconfirmed: list[WaitingText]


def outline(document: Document, waiting: WaitingTexts | None = None) -> list[BlockLine]:
    """Read the blocks in order, in a fixed number of queries."""
    year, waiting = document.assessment, waiting or WaitingTexts(document)
    blocks = waiting.blocks
    headings = [
        Headed(block.heading, block.data.get("heading_as", BY_NUMBER), BLOCK_TYPES[block.type].headless)
        for block in blocks
    ]
    chosen = [photo["evidence"] for block in blocks for photo in block.data.get("photos", [])]
    kept = Evidence.objects.kept().pictures().filter(municipality=year.municipality_id, pk__in=chosen)
    listed = any(block.type == "evidence_list" for block in blocks)
    around = Surroundings(
        municipality=year.municipality,
        with_scores=years_with_scores(year),
        measures=year.measures.count(),
        area_fault=area_fault(document),
        pictures=set(kept.values_list("pk", flat=True)) if chosen else set(),
        proven=listed and Evidence.objects.kept().used_in(year).exists(),
        headings=any(block.heading.strip() and not block.headless for block in headings),
    )
    drafted = standings(document, blocks)
    return [
        BlockLine(
            block,
            BLOCK_TYPES[block.type].label,
            _heading_is(heading, level),
            BLOCK_TYPES[block.type].summary(block.data, around),
            _warning(block, around),
            [standing for standing in drafted.get(block.pk, []) if standing.is_stale],
            waiting.of(block),
        )
        for block, heading, level in zip(blocks, headings, levels(headings), strict=True)
    ]


def _heading_is(block: Headed, level: int) -> str:
    if not block.heading.strip() or block.headless:
        return ""
    return "หัวข้อย่อย" if level == 2 else "ชื่อเรื่องกึ่งกลางหน้า" if block.heading_as == TITLE else ""


def _warning(block: Block, around: Surroundings) -> str:
    block_type = BLOCK_TYPES[block.type]
    if lacking := sorted(block_type.needed_years(block.data) - around.with_scores):
        return f"ยังไม่มีคะแนนของปี {', '.join(map(str, lacking))} ในระบบ ตารางจะพิมพ์เครื่องหมาย -"
    return block_type.lacks(block.data) or block_type.by_hand(block.data) or block_type.warning(block, around)


def area_fault(document: Document) -> str:
    """Tell where the columns and `areas_as` of an imported document disagree; it prints as they say."""
    has_column = any(column["field"] == "area" for column in document.columns)
    match document.areas_as:
        case "column" if not has_column:
            return "เอกสารตั้งให้พิมพ์ประเด็นเป็นคอลัมน์ แต่ไม่มีคอลัมน์ประเด็น ประเด็นจึงไม่พิมพ์"
        case "rows" if has_column:
            return "ประเด็นจะพิมพ์สองครั้ง เพราะตั้งให้พิมพ์เป็นแถวแล้วยังมีคอลัมน์ประเด็นด้วย"
        case "none" if has_column:
            return "เอกสารตั้งไม่ให้พิมพ์ประเด็น แต่มีคอลัมน์ประเด็น ประเด็นจึงยังพิมพ์"
    return ""
