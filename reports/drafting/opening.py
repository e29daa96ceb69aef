"""Sentences that open and close a document, and tell how far its measures are."""

from ita_portal.thai import ITA

from .facts import MEASURES, NONE_YET, Facts, Written, fiscal, listed


def introduction(facts: Facts, year: int, part: str) -> Written:
    figures = [("หน่วยงาน", facts.municipality), ("ปีงบประมาณ", str(facts.fiscal_year))]
    if facts.kind in ("plan", "analysis"):
        figures.append(("ปีของผลการประเมิน", str(year) if facts.result(year).known else NONE_YET))
    return _opening(facts, year), figures


def _opening(facts: Facts, year: int) -> str:
    who, own, judged = facts.municipality, fiscal(facts.fiscal_year), fiscal(year)
    match facts.kind:
        case "plan" if facts.result(year).known:
            return f"{who}ได้นำผล{ITA} ประจำ{judged} มาวิเคราะห์ และกำหนด{MEASURES} ประจำ{own} ดังนี้"
        case "plan":
            return f"{who}กำหนด{MEASURES} ประจำ{own} เพื่อให้การปฏิบัติงานเป็นไปโดยสุจริต โปร่งใส และตรวจสอบได้ ดังนี้"
        case "analysis":
            return (
                f"{who}วิเคราะห์ผล{ITA} ประจำ{judged} "
                "เพื่อให้ทราบจุดแข็ง จุดที่ควรพัฒนา และแนวทางยกระดับการดำเนินงาน โดยมีสาระสำคัญ ดังนี้"
            )
        case "announcement":
            return (
                f"เพื่อให้การปฏิบัติราชการของ{who}เป็นไปด้วยความซื่อสัตย์สุจริต โปร่งใส และตรวจสอบได้ "
                f"{who}จึงกำหนด{MEASURES} ประจำ{own} ไว้ ตามเอกสารแนบท้ายประกาศนี้"
            )
        case "half_year":
            months = f"เดือนตุลาคม {facts.fiscal_year - 1} ถึงเดือนมีนาคม {facts.fiscal_year}"
            return f"{who}ขอรายงานความก้าวหน้าของการดำเนินการตาม{MEASURES} ประจำ{own} รอบ 6 เดือน ({months}) ดังนี้"
    return f"{who}ได้ดำเนินการตาม{MEASURES} ประจำ{own} และขอสรุปผลการดำเนินการตามลำดับ ดังนี้"


def progress(facts: Facts, year: int, part: str) -> Written:
    """Count the measures by status; nothing where all stand as they were made."""
    work = facts.work
    if facts.kind not in ("results", "half_year") or work.not_started == work.total:
        return None
    counts = (  # in a sentence, as a figure
        ("ดำเนินการแล้วเสร็จ", "แล้วเสร็จ", work.done),
        ("อยู่ระหว่างดำเนินการ", "อยู่ระหว่างดำเนินการ", work.in_progress),
        ("ยังไม่เริ่มดำเนินการ", "ยังไม่เริ่มดำเนินการ", work.not_started),
        ("ยกเลิกการดำเนินการ", "ยกเลิก", work.cancelled),
    )
    some = {words: number for words, _, number in counts if number}
    total = f"{work.total} มาตรการ"
    if len(some) > 1:
        parts = [f"{words} {number} มาตรการ" for words, number in some.items()]
        text = f"จากมาตรการทั้งหมด {total} มีมาตรการที่{listed(parts)}"
    else:
        [words] = some
        text = f"มาตรการที่กำหนดไว้ {total} {words}" if work.total == 1 else f"มาตรการทั้ง {total}{words}"
    if facts.kind == "half_year":
        text = f"ณ วันที่ 31 มีนาคม {facts.fiscal_year} {text}"
    return text, [("มาตรการทั้งหมด", str(work.total)), *((name, str(number)) for _, name, number in counts)]


def closing(facts: Facts, year: int, part: str) -> Written:
    who = facts.municipality
    figures = [("หน่วยงาน", who)]
    match facts.kind:
        case "announcement":
            return "จึงประกาศให้ทราบโดยทั่วกัน", []
        case "plan":
            return (
                f"ทั้งนี้ ให้ส่วนราชการผู้รับผิดชอบดำเนินการตามมาตรการที่กำหนดไว้ และรายงานผลให้ผู้บริหารของ{who}ทราบตามระยะเวลาที่กำหนด"
            ), figures
        case "analysis":
            return (f"{who}จะใช้ผลการวิเคราะห์ข้างต้นเป็นแนวทางในการกำหนด{MEASURES} และติดตามผลการดำเนินการอย่างต่อเนื่อง"), figures
        case "half_year":
            return _closes_half_year(facts)
    return _closes_results(facts, year)


def _closes_results(facts: Facts, year: int) -> Written:
    weak = len(facts.weak(year))
    known = bool(facts.result(year).scores)
    last = "โดยให้ความสำคัญกับตัวชี้วัดที่ได้คะแนนต่ำกว่าเกณฑ์เป็นลำดับแรก" if weak else "ต่อไป"
    text = (
        f"{facts.municipality}จะนำผลข้างต้นไปใช้ปรับปรุงการปฏิบัติงาน "
        f"และกำหนด{MEASURES} ประจำ{fiscal(facts.fiscal_year + 1)} {last}"
    )
    return text, [
        ("หน่วยงาน", facts.municipality),
        ("ปีงบประมาณถัดไป", str(facts.fiscal_year + 1)),
        facts.bar_figure,
        (f"ตัวชี้วัดที่ต่ำกว่าเกณฑ์ ปี {year}", str(weak) if known else NONE_YET),
    ]


def _closes_half_year(facts: Facts) -> Written:
    who, work = facts.municipality, facts.work
    rest = work.in_progress + work.not_started
    text = f"รายงานผลการดำเนินการเมื่อสิ้น{fiscal(facts.fiscal_year)} ต่อไป"
    if rest:
        text = f"ดำเนินการตามมาตรการที่ยังไม่แล้วเสร็จ {rest} มาตรการให้ครบถ้วน และ{text}"
    elif work.total:
        text = f"ติดตามผลของมาตรการที่ได้ดำเนินการแล้ว และ{text}"
    return f"{who}จะ{text}", [
        ("หน่วยงาน", who),
        ("ปีงบประมาณ", str(facts.fiscal_year)),
        ("มาตรการที่ยังไม่แล้วเสร็จ", str(rest)),
    ]
