"""Whether a year is ready for the approver: rules in three severities, each with links to the spots. No queries.

Only BLOCK keeps a year from being submitted: what would make the signature meaningless or issuing impossible. The rest
is the municipality's own judgement.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assessments.scoring.totals import Scores
from ita_portal.thai import fiscal_year_of, short_date, two_decimals

BLOCK, WARN, HINT = "block", "warn", "hint"
SEVERITIES = {BLOCK: "ต้องแก้ก่อนส่ง", WARN: "ควรตรวจแก้", HINT: "ข้อสังเกต"}
DONE, CANCELLED = "done", "cancelled"  # as Measure.Status


@dataclass(frozen=True)
class Spot:
    """Where to mend something: `page` is an address by name that takes year and code, and `kind` if there is one."""

    text: str
    page: str
    anchor: str = ""
    kind: str = ""  # of the document, where the page is one
    proposal: str = ""  # key of the text for which a proposal can be taken over, as services.take_proposal wants it


@dataclass(frozen=True)
class EvidenceFacts:
    title: str
    dated: date | None
    added: int  # the fiscal year in which it was added
    outcome: str  # of the last look at its address, as AddressCheck.Outcome; "" without one
    seen: str  # what that look saw
    anchor: str  # on the page of the evidence


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
    def spot(self) -> Spot:
        return Spot(self.title, "measures", f"measure-{self.pk}")


@dataclass(frozen=True)
class ReadinessData:
    """All that the rules look at. `judged` are the scores that measures answer: the year's own or else the last."""

    fiscal_year: int
    today: date
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
    undrawn: tuple[Spot, ...] = ()  # where characters stand that no font of documents draws
    stale: tuple[Spot, ...] = ()  # drafted sentences whose figures changed
    open_comments: int = 0
    unconfirmed: tuple[Spot, ...] = ()  # parts with texts of an earlier year that nobody rewrote or confirmed
    quoting: tuple[Spot, ...] = ()  # carried measures that quote last year's figures
    spoilt: tuple[Spot, ...] = ()  # texts that lost letters on their way
    unfilled: tuple[Spot, ...] = ()  # parts of documents that still lack something of their own
    empty: tuple[Spot, ...] = ()  # what documents print without its text: headings of memos, the day of an announcement

    @property
    def is_over(self) -> bool:
        return fiscal_year_of(self.today) > self.fiscal_year

    @property
    def active(self) -> list[MeasureFacts]:
        return [measure for measure in self.measures if measure.status != CANCELLED]

    @property
    def evidence(self) -> list[EvidenceFacts]:
        """What the year uses, each once."""
        used = [one for measure in self.measures for one in measure.evidence]
        return list(dict.fromkeys([*used, *self.item_evidence]))

    @property
    def result_begun(self) -> bool:
        return bool(self.scores) or self.official_total is not None


Spots = Callable[[ReadinessData], Iterable[Spot]]


@dataclass(frozen=True)
class Rule:
    """What may be lacking: `text` takes {facts}, `spots` gives each place where it is mended."""

    name: str
    severity: str
    text: str
    spots: Spots


@dataclass(frozen=True)
class ReadinessFinding:
    rule: str
    severity: str
    text: str
    spots: tuple[Spot, ...]


def findings(facts: ReadinessData) -> list[ReadinessFinding]:
    """Return what the rules find, the gravest first."""
    remarks = [
        ReadinessFinding(rule.name, rule.severity, rule.text.format(facts=facts), spots)
        for rule in RULES
        if (spots := tuple(rule.spots(facts)))
    ]
    return sorted(remarks, key=lambda finding: list(SEVERITIES).index(finding.severity))


def of_document(kind: str, remarks: Iterable[ReadinessFinding]) -> list[ReadinessFinding]:
    """Return what concerns a document of this kind: findings without the spots in others."""
    own = (
        replace(finding, spots=tuple(spot for spot in finding.spots if spot.kind in ("", kind))) for finding in remarks
    )
    return [finding for finding in own if finding.spots]


def by_severity(remarks: Iterable[ReadinessFinding]) -> list[tuple[str, str, list[ReadinessFinding]]]:
    """Return the severities that were found, each with what it is called and its findings."""
    of: dict[str, list[ReadinessFinding]] = {severity: [] for severity in SEVERITIES}
    for finding in remarks:
        of[finding.severity].append(finding)
    return [(severity, label, of[severity]) for severity, label in SEVERITIES.items() if of[severity]]


def _areas_without_measure(facts: ReadinessData) -> Iterable[Spot]:
    used = {measure.area for measure in facts.active}
    lacking = {number: title for number, title in facts.areas.items() if number not in used}
    for number, title in lacking.items() if facts.measures else ():
        yield Spot(f"ประเด็นที่ {number} {title}", "measures", f"area-{number}")


def _weak_without_measure(facts: ReadinessData) -> Iterable[Spot]:
    answered = frozenset[int]().union(*(measure.answers for measure in facts.active))
    for number, name in facts.indicators.items():
        if number in facts.judged and facts.judged[number] < facts.cut_off and number not in answered:
            yield Spot(f"ตัวชี้วัดที่ {number} {name} ได้ {two_decimals(facts.judged[number])}", "measures")


def _scores_missing(facts: ReadinessData) -> Iterable[Spot]:
    """Results come months after the measures: only a half-entered one is suspicious."""
    for number, name in facts.indicators.items() if facts.result_begun else ():
        if number not in facts.scores:
            yield Spot(f"ตัวชี้วัดที่ {number} {name}", "scores", f"id_score_{number}")


def _evidence_of_other_year(facts: ReadinessData) -> Iterable[Spot]:
    for evidence in facts.evidence:
        if evidence.dated and fiscal_year_of(evidence.dated) != facts.fiscal_year:
            yield Spot(f"{evidence.title} ลงวันที่ {short_date(evidence.dated)}", "evidence", evidence.anchor)


def _evidence_of_earlier_year(facts: ReadinessData) -> Iterable[Spot]:
    """Its title was written for that year, and documents print it as it is."""
    for evidence in facts.evidence:
        if evidence.added < facts.fiscal_year:
            yield Spot(f"{evidence.title} เพิ่มในปี {evidence.added}", "evidence", evidence.anchor)


def _addresses(*outcomes: str) -> Spots:
    """Give the evidence whose address was found so."""
    return lambda facts: (
        Spot(f"{evidence.title} ({evidence.seen})", "evidence", evidence.anchor)
        for evidence in facts.evidence
        if evidence.outcome in outcomes
    )


def _active(lacks: Callable[[MeasureFacts, bool], bool]) -> Spots:
    """Give the measures that are not cancelled and lack something; a result is due once the year is over."""
    return lambda facts: (measure.spot for measure in facts.active if lacks(measure, facts.is_over))


def _one(lacks: Callable[[ReadinessData], bool], text: str, page: str, anchor: str = "") -> Spots:
    """Give one place where something of the whole year is lacking."""
    return lambda facts: (Spot(text.format(facts=facts), page, anchor),) if lacks(facts) else ()


RULES = (
    Rule("no_measures", BLOCK, "ปีนี้ยังไม่มีมาตรการ", _one(lambda facts: not facts.measures, "ไปหน้ามาตรการ", "measures")),
    Rule(
        "cancelled_without_reason",
        BLOCK,
        "มาตรการที่ยกเลิกยังไม่บอกเหตุผล",
        lambda facts: (
            measure.spot
            for measure in facts.measures
            if measure.status == CANCELLED and not measure.status_reason.strip()
        ),
    ),
    Rule("area_without_measure", WARN, "ประเด็นที่ยังไม่มีมาตรการ", _areas_without_measure),
    Rule(
        "weak_without_measure",
        WARN,
        "ตัวชี้วัดที่ได้ต่ำกว่า {facts.cut_off:.2f} ในปี {facts.judged_year} และยังไม่มีมาตรการที่ระบุว่าตอบตัวชี้วัดนั้น",
        _weak_without_measure,
    ),
    Rule(
        "measure_without_unit",
        WARN,
        "มาตรการยังไม่ระบุผู้รับผิดชอบ",
        _active(lambda measure, _: not measure.responsible.strip()),
    ),
    Rule(
        "measure_without_period", WARN, "มาตรการยังไม่ระบุระยะเวลา", _active(lambda measure, _: not measure.period.strip())
    ),
    Rule("score_missing", WARN, "ตัวชี้วัดที่ยังไม่มีคะแนน", _scores_missing),
    Rule(
        "score_missing",
        HINT,
        "ยังไม่มีผลการประเมินของปี {facts.fiscal_year}",
        _one(
            lambda facts: not facts.result_begun and not facts.indicators.keys() <= facts.scores.keys(),
            "ไปหน้าผลคะแนน",
            "scores",
        ),
    ),
    Rule(
        "total_disagrees",
        WARN,
        "คะแนนรวมที่ประกาศ {facts.official_total:.2f} ไม่ตรงกับที่คำนวณได้ {facts.computed_total:.2f}",
        _one(lambda facts: facts.agrees is False, "ตรวจคะแนนอีกครั้ง", "scores", "id_official_total"),
    ),
    Rule("evidence_of_other_year", WARN, "หลักฐานลงวันที่นอกปีงบประมาณ พ.ศ. {facts.fiscal_year}", _evidence_of_other_year),
    Rule(
        "evidence_of_earlier_year",
        WARN,
        "หลักฐานที่เพิ่มไว้ในปีก่อน ตรวจว่าชื่อที่เอกสารจะพิมพ์ยังถูกต้องสำหรับปี {facts.fiscal_year}",
        _evidence_of_earlier_year,
    ),
    Rule("dead_address", WARN, "ที่อยู่เว็บของหลักฐานที่ผู้อื่นเปิดไม่พบเมื่อตรวจครั้งล่าสุด", _addresses("gone", "elsewhere")),
    Rule("unsure_address", HINT, "ที่อยู่เว็บของหลักฐานที่ระบบตรวจไม่ได้ ให้เปิดดูเอง", _addresses("unsure")),
    Rule(
        "no_document",
        WARN,
        "ยังไม่ได้จัดทำเอกสารของปี",
        _one(lambda facts: not facts.has_document, "ไปหน้าเอกสาร", "documents"),
    ),
    Rule("character_without_glyph", BLOCK, "อักขระที่พิมพ์ไม่ได้ เพราะแบบอักษรของเอกสารไม่มี", lambda facts: facts.undrawn),
    Rule("stale_sentence", BLOCK, "ข้อความที่ระบบร่างไว้ไม่ตรงกับข้อมูลขณะนี้", lambda facts: facts.stale),
    Rule("unconfirmed_text", BLOCK, "ข้อความของปีก่อนที่ยังไม่มีผู้แก้ไขหรือยืนยัน", lambda facts: facts.unconfirmed),
    Rule(
        "quoting_measure", BLOCK, "มาตรการที่ยกมาจากปีก่อนกล่าวถึงผลของปีก่อน และยังไม่มีผู้แก้ไขหรือยืนยัน", lambda facts: facts.quoting
    ),
    Rule("spoilt_text", WARN, "ข้อความที่อาจเพี้ยนจากการคัดลอก", lambda facts: facts.spoilt),
    Rule("unfilled_part", BLOCK, "ส่วนของเอกสารที่ยังกรอกไม่ครบ", lambda facts: facts.unfilled),
    Rule("empty_place", WARN, "ข้อความหรือวันที่ของเอกสารที่ยังว่าง", lambda facts: facts.empty),
    Rule(
        "measure_without_result",
        WARN,
        "มาตรการยังไม่มีผลการดำเนินงาน",
        _active(lambda measure, over: not measure.output.strip() and (over or measure.status == DONE)),
    ),
    Rule(
        "measure_without_result",
        HINT,
        "มาตรการยังไม่มีผลการดำเนินงาน (ยังไม่แล้วเสร็จ)",
        _active(lambda measure, over: not measure.output.strip() and not over and measure.status != DONE),
    ),
    Rule(
        "measure_without_evidence",
        WARN,
        "มาตรการแล้วเสร็จแต่ยังไม่มีหลักฐาน",
        _active(lambda measure, _: not measure.evidence and measure.status == DONE),
    ),
    Rule(
        "measure_without_evidence",
        HINT,
        "มาตรการยังไม่มีหลักฐาน",
        _active(lambda measure, _: not measure.evidence and measure.status != DONE),
    ),
    Rule(
        "open_comments",
        HINT,
        "ความเห็นที่ยังไม่ปิดเรื่อง",
        _one(lambda facts: facts.open_comments > 0, "ดูความเห็น {facts.open_comments} เรื่อง", "comments"),
    ),
)
