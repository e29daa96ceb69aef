"""Sentences that open and close a document, and tell how far its measures are."""

from ita_portal.thai import ITA

from .facts import MEASURES, NONE_YET, Facts, Figures, Work, Written, fiscal, listed


def introduction(facts: Facts, year: int, part: str) -> Written:
    writers = {
        "results": _opens_results,
        "plan": _opens_plan,
        "analysis": _opens_analysis,
        "announcement": _opens_announcement,
        "half_year": _opens_half_year,
    }
    figures = [("หน่วยงาน", facts.municipality), ("ปีงบประมาณ", str(facts.fiscal_year))]
    if facts.kind in ("plan", "analysis"):
        figures.append(("ปีของผลการประเมิน", str(year) if facts.result(year).known else NONE_YET))
    return writers[facts.kind](facts, year), figures


def _opens_results(facts: Facts, year: int) -> str:
    return (
        f"{facts.municipality}ได้ดำเนินการตาม{MEASURES} ประจำ{fiscal(facts.fiscal_year)} "
        "และขอสรุปผลการดำเนินการตามลำดับ ดังนี้"
    )


def _opens_plan(facts: Facts, year: int) -> str:
    own = fiscal(facts.fiscal_year)
    if not facts.result(year).known:
        return (
            f"{facts.municipality}กำหนด{MEASURES} ประจำ{own} "
            "เพื่อให้การปฏิบัติงานเป็นไปโดยสุจริต โปร่งใส และตรวจสอบได้ ดังนี้"
        )
    return f"{facts.municipality}ได้นำผล{ITA} ประจำ{fiscal(year)} มาวิเคราะห์ และกำหนด{MEASURES} ประจำ{own} ดังนี้"


def _opens_analysis(facts: Facts, year: int) -> str:
    return (
        f"{facts.municipality}วิเคราะห์ผล{ITA} ประจำ{fiscal(year)} "
        "เพื่อให้ทราบจุดแข็ง จุดที่ควรพัฒนา และแนวทางยกระดับการดำเนินงาน โดยมีสาระสำคัญ ดังนี้"
    )


def _opens_announcement(facts: Facts, year: int) -> str:
    return (
        f"เพื่อให้การปฏิบัติราชการของ{facts.municipality}เป็นไปด้วยความซื่อสัตย์สุจริต โปร่งใส และตรวจสอบได้ "
        f"{facts.municipality}จึงกำหนด{MEASURES} ประจำ{fiscal(facts.fiscal_year)} ไว้ ตามเอกสารแนบท้ายประกาศนี้"
    )


def _opens_half_year(facts: Facts, year: int) -> str:
    return (
        f"{facts.municipality}ขอรายงานความก้าวหน้าของการดำเนินการตาม{MEASURES} ประจำ{fiscal(facts.fiscal_year)} "
        f"รอบ 6 เดือน (เดือนตุลาคม {facts.fiscal_year - 1} ถึงเดือนมีนาคม {facts.fiscal_year}) ดังนี้"
    )


def progress(facts: Facts, year: int, part: str) -> Written:
    """Count the measures by status; nothing where all stand as they were made."""
    work = facts.work
    if facts.kind not in ("results", "half_year") or work.not_started == work.total:
        return None
    parts = {
        "ดำเนินการแล้วเสร็จ": work.done,
        "อยู่ระหว่างดำเนินการ": work.in_progress,
        "ยังไม่เริ่มดำเนินการ": work.not_started,
        "ยกเลิกการดำเนินการ": work.cancelled,
    }
    some = [f"{words} {number} มาตรการ" for words, number in parts.items() if number]
    total = f"{work.total} มาตรการ"
    if len(some) > 1:
        text = f"จากมาตรการทั้งหมด {total} มีมาตรการที่{listed(some)}"
    else:
        [words] = [words for words, number in parts.items() if number]
        text = f"มาตรการที่กำหนดไว้ {total} {words}" if work.total == 1 else f"มาตรการทั้ง {total}{words}"
    return text, _work_figures(work)


def _work_figures(work: Work) -> Figures:
    return [
        ("มาตรการทั้งหมด", str(work.total)),
        ("แล้วเสร็จ", str(work.done)),
        ("อยู่ระหว่างดำเนินการ", str(work.in_progress)),
        ("ยังไม่เริ่มดำเนินการ", str(work.not_started)),
        ("ยกเลิก", str(work.cancelled)),
    ]


def closing(facts: Facts, year: int, part: str) -> Written:
    if facts.kind == "announcement":
        return "จึงประกาศให้ทราบโดยทั่วกัน", []
    if facts.kind == "half_year":
        return _closes_half_year(facts)
    figures = [("หน่วยงาน", facts.municipality)]
    if facts.kind == "plan":
        return (
            "ทั้งนี้ ให้ส่วนราชการผู้รับผิดชอบดำเนินการตามมาตรการที่กำหนดไว้ "
            f"และรายงานผลให้ผู้บริหารของ{facts.municipality}ทราบตามระยะเวลาที่กำหนด"
        ), figures
    if facts.kind == "analysis":
        return (
            f"{facts.municipality}จะใช้ผลการวิเคราะห์ข้างต้นเป็นแนวทางในการกำหนด{MEASURES} "
            "และติดตามผลการดำเนินการอย่างต่อเนื่อง"
        ), figures
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
    own, work = fiscal(facts.fiscal_year), facts.work
    rest = work.in_progress + work.not_started
    at_end = f"รายงานผลการดำเนินการเมื่อสิ้น{own} ต่อไป"
    if rest:
        text = f"{facts.municipality}จะดำเนินการตามมาตรการที่ยังไม่แล้วเสร็จ {rest} มาตรการให้ครบถ้วน และ{at_end}"
    elif work.total:
        text = f"{facts.municipality}จะติดตามผลของมาตรการที่ได้ดำเนินการแล้ว และ{at_end}"
    else:
        text = f"{facts.municipality}จะ{at_end}"
    return text, [
        ("หน่วยงาน", facts.municipality),
        ("ปีงบประมาณ", str(facts.fiscal_year)),
        ("มาตรการที่ยังไม่แล้วเสร็จ", str(rest)),
    ]
