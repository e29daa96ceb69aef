"""Whether a year is ready for the approver: rules in three severities, each with links to the spots. No queries.

Only BLOCK keeps a year from being submitted: what would make the signature meaningless or issuing impossible. The rest
is the municipality's own judgement.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessments.scoring.totals import Scores
from ita_portal.thai import fiscal_year_of, short_date, two_decimals

BLOCK, WARN, HINT = "block", "warn", "hint"
SEVERITIES = {BLOCK: "ต้องแก้ก่อนส่ง", WARN: "ควรตรวจแก้", HINT: "ข้อสังเกต"}
DONE, CANCELLED = "done", "cancelled"  # as Measure.Status


@dataclass(frozen=True)
class EvidenceFacts:
    title: str
    dated: date | None
    address: str
    fault: str  # what the last look at the address found, "" for nothing
    page: str  # where it is mended: the address by name, and the anchor
    anchor: str


@dataclass(frozen=True)
class MeasureFacts:
    pk: int
    title: str
    area: int | None
    responsible: str
    period: str
    output: str
    status: str
    status_reason: str
    answers: frozenset[int]  # indicators by number, those of its items too
    evidence: tuple[EvidenceFacts, ...]

    @property
    def anchor(self) -> str:
        return f"measure-{self.pk}"


@dataclass(frozen=True)
class StaleFacts:
    """A drafted sentence whose figures changed, and the block that it stands in."""

    kind: str
    place: str
    changes: str
    anchor: str


@dataclass(frozen=True)
class UnconfirmedFacts:
    """A part of a document with texts of an earlier year that nobody has rewritten or confirmed."""

    text: str
    kind: str
    anchor: str


@dataclass(frozen=True)
class ReadinessData:
    """All that the rules look at. `judged` are the scores that measures answer: the year's own or else the last."""

    fiscal_year: int
    indicators: dict[int, str]
    scores: Scores
    official_total: Decimal | None
    computed_total: Decimal | None
    agrees: bool | None
    judged_year: int
    judged: Scores
    cut_off: Decimal
    areas: dict[int, str]
    measures: tuple[MeasureFacts, ...]
    item_evidence: tuple[EvidenceFacts, ...]
    has_document: bool
    undrawn: tuple["Spot", ...] = ()  # where characters stand that no font of documents draws
    stale: tuple[StaleFacts, ...] = ()
    open_comments: int = 0
    unconfirmed: tuple[UnconfirmedFacts, ...] = ()
    unfilled: tuple["Spot", ...] = ()  # parts of documents that still lack something of their own

    @property
    def active(self) -> list[MeasureFacts]:
        return [measure for measure in self.measures if measure.status != CANCELLED]

    @property
    def evidence(self) -> list[EvidenceFacts]:
        """What the year uses, each once."""
        used = [one for measure in self.measures for one in measure.evidence]
        return list(dict.fromkeys([*used, *self.item_evidence]))


@dataclass(frozen=True)
class Spot:
    """Where to mend something: `page` is an address by name that takes year and code, and `kind` if there is one."""

    text: str
    page: str
    anchor: str = ""
    kind: str = ""  # of the document, where the page is one


@dataclass(frozen=True)
class ReadinessFinding:
    rule: str
    severity: str
    text: str
    spots: tuple[Spot, ...]


Rule = Callable[[ReadinessData, date], Iterable[ReadinessFinding]]


def findings(facts: ReadinessData, today: date) -> list[ReadinessFinding]:
    """Return what the rules find, the gravest first."""
    found = [each for rule in RULES for each in rule(facts, today) if each.spots]
    return sorted(found, key=lambda each: list(SEVERITIES).index(each.severity))


def _of_measures(measures: Iterable[MeasureFacts]) -> tuple[Spot, ...]:
    return tuple(Spot(measure.title, "measures", measure.anchor) for measure in measures)


def no_measures(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    spots = () if facts.measures else (Spot("ไปหน้ามาตรการ", "measures"),)
    yield ReadinessFinding("no_measures", BLOCK, "ปีนี้ยังไม่มีมาตรการ", spots)


def cancelled_without_reason(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    lacking = [
        measure
        for measure in facts.measures
        if measure.status == CANCELLED and not measure.status_reason.strip()
    ]
    yield ReadinessFinding(
        "cancelled_without_reason", BLOCK, "มาตรการที่ยกเลิกยังไม่บอกเหตุผล", _of_measures(lacking)
    )


def area_without_measure(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    used = {each.area for each in facts.active}
    spots = tuple(
        Spot(f"ประเด็นที่ {number} {title}", "measures", f"area-{number}")
        for number, title in facts.areas.items()
        if number not in used
    )
    if facts.measures:
        yield ReadinessFinding("area_without_measure", WARN, "ประเด็นที่ยังไม่มีมาตรการ", spots)


def weak_without_measure(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    answered = frozenset().union(*(each.answers for each in facts.active))
    spots = tuple(
        Spot(f"ตัวชี้วัดที่ {number} {name} ได้ {two_decimals(facts.judged[number])}", "measures")
        for number, name in facts.indicators.items()
        if number in facts.judged and facts.judged[number] < facts.cut_off and number not in answered
    )
    bar = two_decimals(facts.cut_off)
    yield ReadinessFinding(
        "weak_without_measure",
        WARN,
        f"ตัวชี้วัดที่ได้ต่ำกว่า {bar} ในปี {facts.judged_year} และยังไม่มีมาตรการที่ระบุว่าตอบตัวชี้วัดนั้น",
        spots,
    )


def measure_without_unit(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    lacking = [each for each in facts.active if not each.responsible.strip()]
    yield ReadinessFinding("measure_without_unit", WARN, "มาตรการยังไม่ระบุผู้รับผิดชอบ", _of_measures(lacking))


def measure_without_period(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    lacking = [each for each in facts.active if not each.period.strip()]
    yield ReadinessFinding("measure_without_period", WARN, "มาตรการยังไม่ระบุระยะเวลา", _of_measures(lacking))


def measure_without_result(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    """A result is due once the measure is done or the year is over."""
    lacking = [each for each in facts.active if not each.output.strip()]
    over = fiscal_year_of(today) > facts.fiscal_year
    due = [each for each in lacking if over or each.status == DONE]
    later = [each for each in lacking if each not in due]
    text = "มาตรการยังไม่มีผลการดำเนินงาน"
    yield ReadinessFinding("measure_without_result", WARN, text, _of_measures(due))
    yield ReadinessFinding("measure_without_result", HINT, f"{text} (ยังไม่แล้วเสร็จ)", _of_measures(later))


def measure_without_evidence(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    lacking = [each for each in facts.active if not each.evidence]
    done = [each for each in lacking if each.status == DONE]
    later = [each for each in lacking if each not in done]
    text = "ยังไม่มีหลักฐาน"
    yield ReadinessFinding("measure_without_evidence", WARN, f"มาตรการแล้วเสร็จแต่{text}", _of_measures(done))
    yield ReadinessFinding("measure_without_evidence", HINT, f"มาตรการ{text}", _of_measures(later))


def score_missing(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    """Results come months after the measures: only a half-entered one is suspicious."""
    lacking = {number: name for number, name in facts.indicators.items() if number not in facts.scores}
    begun = bool(facts.scores) or facts.official_total is not None
    spots = tuple(
        Spot(f"ตัวชี้วัดที่ {number} {name}", "scores", f"id_score_{number}") for number, name in lacking.items()
    )
    if begun:
        yield ReadinessFinding("score_missing", WARN, "ตัวชี้วัดที่ยังไม่มีคะแนน", spots)
    elif lacking:
        spot = Spot("ไปหน้าผลคะแนน", "scores")
        yield ReadinessFinding("score_missing", HINT, f"ยังไม่มีผลการประเมินของปี {facts.fiscal_year}", (spot,))


def total_disagrees(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    if facts.agrees is False:
        text = (
            f"คะแนนรวมที่ประกาศ {two_decimals(facts.official_total)} ไม่ตรงกับที่คำนวณได้ "
            f"{two_decimals(facts.computed_total)}"
        )
        yield ReadinessFinding(
            "total_disagrees", WARN, text, (Spot("ตรวจคะแนนอีกครั้ง", "scores", "id_official_total"),)
        )


def evidence_of_other_year(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    spots = tuple(
        Spot(f"{each.title} ลงวันที่ {short_date(each.dated)}", each.page, each.anchor)
        for each in facts.evidence
        if each.dated and fiscal_year_of(each.dated) != facts.fiscal_year
    )
    yield ReadinessFinding(
        "evidence_of_other_year", WARN, f"หลักฐานลงวันที่นอกปีงบประมาณ พ.ศ. {facts.fiscal_year}", spots
    )


def dead_address(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    spots = tuple(
        Spot(f"{each.title} ({each.fault})", each.page, each.anchor) for each in facts.evidence if each.fault
    )
    yield ReadinessFinding("dead_address", WARN, "ที่อยู่เว็บของหลักฐานเปิดไม่ได้เมื่อตรวจครั้งล่าสุด", spots)


def no_document(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    if not facts.has_document:
        yield ReadinessFinding(
            "no_document", WARN, "ยังไม่ได้จัดทำเอกสารของปี", (Spot("ไปหน้าเอกสาร", "documents"),)
        )


def character_without_glyph(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    yield ReadinessFinding(
        "character_without_glyph", BLOCK, "อักขระที่พิมพ์ไม่ได้ เพราะแบบอักษรของเอกสารไม่มี", facts.undrawn
    )


def stale_sentence(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    spots = tuple(
        Spot(f"{each.place}: {each.changes}", "document", each.anchor, each.kind) for each in facts.stale
    )
    yield ReadinessFinding("stale_sentence", WARN, "ข้อความที่ร่างไว้ใช้ข้อมูลเดิม", spots)


def open_comments(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    spots = (Spot(f"ดูความเห็น {facts.open_comments} เรื่อง", "comments"),) if facts.open_comments else ()
    yield ReadinessFinding("open_comments", HINT, "ความเห็นที่ยังไม่ปิดเรื่อง", spots)


def unconfirmed_text(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    spots = tuple(Spot(each.text, "document", each.anchor, each.kind) for each in facts.unconfirmed)
    yield ReadinessFinding("unconfirmed_text", BLOCK, "ข้อความของปีก่อนที่ยังไม่มีผู้แก้ไขหรือยืนยัน", spots)


def unfilled_part(facts: ReadinessData, today: date) -> Iterator[ReadinessFinding]:
    yield ReadinessFinding("unfilled_part", BLOCK, "ส่วนของเอกสารที่ยังกรอกไม่ครบ", facts.unfilled)


RULES: tuple[Rule, ...] = (
    no_measures,
    cancelled_without_reason,
    area_without_measure,
    weak_without_measure,
    measure_without_unit,
    measure_without_period,
    score_missing,
    total_disagrees,
    evidence_of_other_year,
    dead_address,
    no_document,
    character_without_glyph,
    stale_sentence,
    unconfirmed_text,
    unfilled_part,
    measure_without_result,
    measure_without_evidence,
    open_comments,
)
