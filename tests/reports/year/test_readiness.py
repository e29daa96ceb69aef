"""Each rule of readiness, once satisfied and once not; and how the facts are read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessments.models import Assessment
from measures.models import AddressCheck, Evidence, ItemEvidence, Measure, Target
from reports.blocks import BLOCK_TYPES
from reports.models import Document
from reports.year.readiness import BLOCK, HINT, RULES, WARN, EvidenceFacts, MeasureFacts, ReadinessData, Spot, findings
from reports.year.readiness_data import obstacles, readiness_data, readiness_of
from tests.reports.samples import MEMO, make_document

WITHIN, AFTER = date(2024, 5, 1), date(2024, 10, 1)  # fiscal year 2567 ends on 30 September 2024
PROOF = EvidenceFacts("ภาพถ่าย", date(2024, 1, 1), 2567, "", "", "evidence-1")
MEASURE = MeasureFacts(1, "มาตรการ", 1, "สำนักปลัด", "ต.ค. 66 - ก.ย. 67", "ทำแล้ว", "done", "", frozenset({2}), (PROOF,))
READY = ReadinessData(
    fiscal_year=2567,
    today=WITHIN,
    indicators={1: "การปฏิบัติหน้าที่", 2: "การใช้งบประมาณ"},
    scores={1: Decimal(90), 2: Decimal(80)},
    official_total=Decimal(85),
    computed_total=Decimal(85),
    agrees=True,
    judged_year=2567,
    judged={1: Decimal(90), 2: Decimal(80)},
    cut_off=Decimal(85),
    areas={1: "ประเด็นหนึ่ง"},
    measures=(MEASURE,),
    item_evidence=(),
    has_document=True,
)


def with_measure(**changes) -> ReadinessData:
    return replace(READY, measures=(replace(MEASURE, **changes),))


def said(facts: ReadinessData, today: date = WITHIN) -> list[tuple]:
    return [
        (finding.rule, finding.severity, [spot.anchor for spot in finding.spots])
        for finding in findings(replace(facts, today=today))
    ]


def test_ready_year_has_no_findings():
    assert said(READY, AFTER) == []


CASES = {
    "no_measures": (replace(READY, measures=(), judged={}), WITHIN, [("no_measures", BLOCK, [""])]),
    "cancelled_without_reason": (
        replace(READY, measures=(MEASURE, replace(MEASURE, pk=2, status="cancelled", status_reason=" "))),
        WITHIN,
        [("cancelled_without_reason", BLOCK, ["measure-2"])],
    ),
    "cancelled with a reason, and without anything else": (
        replace(READY, measures=(MEASURE, MeasureFacts(2, "ข", 1, "", "", "", "cancelled", "ไม่มีงบ", frozenset(), ()))),
        AFTER,
        [],
    ),
    "area_without_measure": (
        replace(READY, areas={1: "ก", 2: "ข"}),
        WITHIN,
        [("area_without_measure", WARN, ["area-2"])],
    ),
    "weak_without_measure": (with_measure(answers=frozenset({1})), WITHIN, [("weak_without_measure", WARN, [""])]),
    "weak only by another cut-off": (replace(with_measure(answers=frozenset()), cut_off=Decimal(80)), WITHIN, []),
    "measure_without_unit": (with_measure(responsible=" "), WITHIN, [("measure_without_unit", WARN, ["measure-1"])]),
    "measure_without_period": (with_measure(period=""), WITHIN, [("measure_without_period", WARN, ["measure-1"])]),
    "result of what is done": (with_measure(output=""), WITHIN, [("measure_without_result", WARN, ["measure-1"])]),
    "result of what goes on": (
        with_measure(output="", status="in_progress"),
        WITHIN,
        [("measure_without_result", HINT, ["measure-1"])],
    ),
    "result after the year": (
        with_measure(output="", status="in_progress"),
        AFTER,
        [("measure_without_result", WARN, ["measure-1"])],
    ),
    "evidence of what is done": (
        with_measure(evidence=()),
        WITHIN,
        [("measure_without_evidence", WARN, ["measure-1"])],
    ),
    "evidence of what goes on": (
        with_measure(evidence=(), status="in_progress"),
        WITHIN,
        [("measure_without_evidence", HINT, ["measure-1"])],
    ),
    "score_missing": (replace(READY, scores={1: Decimal(90)}), WITHIN, [("score_missing", WARN, ["id_score_2"])]),
    "no result yet": (replace(READY, scores={}, official_total=None), WITHIN, [("score_missing", HINT, [""])]),
    "total_disagrees": (replace(READY, agrees=False), WITHIN, [("total_disagrees", WARN, ["id_official_total"])]),
    "evidence_of_other_year": (
        with_measure(evidence=(replace(PROOF, dated=date(2023, 9, 30)),)),
        WITHIN,
        [("evidence_of_other_year", WARN, ["evidence-1"])],
    ),
    "evidence of an item": (
        replace(READY, item_evidence=(replace(PROOF, dated=AFTER, anchor="evidence-9"),)),
        WITHIN,
        [("evidence_of_other_year", WARN, ["evidence-9"])],
    ),
    "evidence on the year's first and last day": (
        with_measure(evidence=(replace(PROOF, dated=date(2023, 10, 1)), replace(PROOF, dated=date(2024, 9, 30)))),
        WITHIN,
        [],
    ),
    "evidence_of_earlier_year": (
        with_measure(evidence=(replace(PROOF, added=2566),)),
        WITHIN,
        [("evidence_of_earlier_year", WARN, ["evidence-1"])],
    ),
    "empty_place": (
        replace(READY, empty=(Spot("ประกาศ: ส่วนที่ 1 …", "document", "block-3", "announcement"),)),
        WITHIN,
        [("empty_place", WARN, ["block-3"])],
    ),
    "unsure_address": (
        with_measure(evidence=(replace(PROOF, outcome="unsure", seen="เว็บไซต์ไม่ตอบภายในเวลา"),)),
        WITHIN,
        [("unsure_address", HINT, ["evidence-1"])],
    ),
    "quoting_measure": (
        replace(READY, quoting=(Spot("คู่มือ (ขั้นตอน)", "carry", "carry-7"),)),
        WITHIN,
        [("quoting_measure", BLOCK, ["carry-7"])],
    ),
    "spoilt_text": (
        replace(READY, spoilt=(Spot("แผน: ส่วนที่ 2 …", "document", "block-5", "plan"),)),
        WITHIN,
        [("spoilt_text", WARN, ["block-5"])],
    ),
    "dead_address": (
        with_measure(evidence=(replace(PROOF, outcome="gone", seen="ไม่พบหน้านี้แล้ว"),)),
        WITHIN,
        [("dead_address", WARN, ["evidence-1"])],
    ),
    "stale_sentence": (
        replace(READY, stale=(Spot("รายงาน “คะแนนรวม”: คะแนนรวม 90 → 91", "document", "block-7", "results"),)),
        WITHIN,
        [("stale_sentence", BLOCK, ["block-7"])],
    ),
    "open_comments": (replace(READY, open_comments=2), WITHIN, [("open_comments", HINT, [""])]),
    "unconfirmed_text": (
        replace(READY, unconfirmed=(Spot("แผน: ส่วนที่ 1 3 ข้อความ", "document", "block-4", "plan"),)),
        WITHIN,
        [("unconfirmed_text", BLOCK, ["block-4"])],
    ),
    "unfilled_part": (
        replace(READY, unfilled=(Spot("แผน: ส่วนที่ 2 ยังไม่ได้เลือกภาพ", "document", "block-5", "plan"),)),
        WITHIN,
        [("unfilled_part", BLOCK, ["block-5"])],
    ),
    "no_document": (replace(READY, has_document=False), WITHIN, [("no_document", WARN, [""])]),
    "character_without_glyph": (
        replace(READY, undrawn=(Spot("มาตรการ: 中", "measures", "measure-1"),)),
        WITHIN,
        [("character_without_glyph", BLOCK, ["measure-1"])],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rule(name):
    facts, today, wanted = CASES[name]
    assert said(facts, today) == wanted


def test_every_rule_has_a_case():
    covered = {rule for _, _, wanted in CASES.values() for rule, _, _ in wanted}
    assert covered == {rule.name for rule in RULES}


def test_what_no_signature_can_stand_for_blocks():
    blocking = {rule for _, _, wanted in CASES.values() for rule, severity, _ in wanted if severity == BLOCK}
    assert blocking == {
        "no_measures",
        "quoting_measure",
        "stale_sentence",
        "cancelled_without_reason",
        "character_without_glyph",
        "unconfirmed_text",
        "unfilled_part",
    }


def test_gravest_comes_first():
    facts = replace(
        READY, measures=(replace(MEASURE, status="cancelled", answers=frozenset()),), scores={}, official_total=None
    )
    assert [finding.severity for finding in findings(facts)] == [BLOCK, WARN, WARN, HINT]


# ---- Reading


@pytest.fixture
def measure(year):
    area = year.framework.areas.get(number=3)
    return Measure.objects.create(assessment=year, area=area, title="บรรทัดแรก\nสอง", responsible="กองคลัง")


@pytest.fixture
def make_evidence(year, staff, measure):
    def make(title: str, **fields) -> Evidence:
        fields = {"address": "https://example.go.th/", "assessment": year, **fields}
        evidence = Evidence.objects.create(municipality=year.municipality, title=title, by=staff, **fields)
        evidence.measures.add(measure)
        return evidence

    return make


def test_facts_are_read_from_all_layers(year, measure, make_evidence):
    item = year.framework.items.get(code="O34")
    Target.objects.create(measure=measure, indicator=year.framework.indicators.get(number=4))
    Target.objects.create(measure=measure, item=item)
    evidence = make_evidence("ประกาศ", dated=date(2024, 4, 1))
    AddressCheck.objects.create(evidence=evidence, address=evidence.address, outcome="gone", seen="ไม่พบเว็บไซต์นี้")
    make_evidence("ลบแล้ว", deleted_at=year.updated_at)
    ItemEvidence.objects.create(evidence=evidence, assessment=year, item=item)
    Document.objects.create(assessment=year, title=["ก"], cut_off=Decimal(80))
    facts = readiness_data(year)
    [read] = facts.measures
    assert (read.title, read.area, read.responsible, read.answers) == (
        "บรรทัดแรก",
        3,
        "กองคลัง",
        frozenset({4, item.indicator.number}),
    )
    assert [(piece.title, piece.seen) for piece in facts.evidence] == [("ประกาศ", "ไม่พบเว็บไซต์นี้")]
    assert len(read.evidence) == len(facts.item_evidence) == 1
    assert (facts.cut_off, facts.has_document, facts.agrees) == (Decimal(80), True, True)
    assert (facts.judged_year, facts.judged[8]) == (2567, Decimal("78.89"))


def test_finding_of_an_address_that_was_replaced_since_says_nothing(year, make_evidence):
    evidence = make_evidence("ประกาศ")
    AddressCheck.objects.create(evidence=evidence, address="https://old.go.th/", outcome="gone", seen="ไม่พบ")
    assert [piece.outcome for piece in readiness_data(year).evidence] == [""]


def test_year_without_result_is_judged_by_the_last_one(make_year, year):
    facts = readiness_data(make_year(2568))
    assert (facts.judged_year, facts.judged[4]) == (2567, Decimal("74.54"))


def test_evidence_that_another_year_added_is_told_with_that_year(year, measure, make_evidence):
    make_evidence("รายงานปี 2566", assessment=Assessment.objects.get(framework__fiscal_year=2566))
    make_evidence("รายงานปี 2567")
    [finding] = [finding for finding in readiness_of(year) if finding.rule == "evidence_of_earlier_year"]
    assert [spot.text for spot in finding.spots] == ["รายงานปี 2566 เพิ่มในปี 2566"]


def test_names_that_no_font_draws_are_told_though_nobody_types_them_here(year):
    type(year.municipality).objects.filter(pk=year.municipality_id).update(name="เทศบาลเมืองท中สอบ")
    year.framework.areas.filter(number=2).update(title="การให้บริการ文")
    year = Assessment.objects.get(pk=year.pk)
    [finding] = [finding for finding in readiness_of(year) if finding.rule == "character_without_glyph"]
    assert finding.severity == BLOCK
    assert [(spot.text, spot.page) for spot in finding.spots] == [
        ("ชื่อหน่วยงาน “เทศบาลเมืองท中สอบ” บรรทัดที่ 1 ตัวที่ 13 “中” (U+4E2D) ให้แจ้งผู้ดูแลระบบแก้ไข", "year"),
        ("เกณฑ์ปี 2567 “การให้บริการ文” บรรทัดที่ 1 ตัวที่ 13 “文” (U+6587) ให้แจ้งผู้ดูแลระบบแก้ไข", "year"),
    ]


def test_empty_headings_of_a_memo_and_an_announcement_without_a_day_are_told(year):
    sections = [{"heading": "ต้นเรื่อง", "paragraphs": ["ก"]}, {"heading": "ข้อเท็จจริง", "paragraphs": [" "]}]
    block = {**BLOCK_TYPES["announcement"].new(year), "date": ""}
    document = make_document(year, [block, {**block, "date": "2024-04-01"}], memo={**MEMO, "sections": sections})
    kind, first = document.get_kind_display(), document.blocks.first()
    assert [(spot.text, spot.anchor) for spot in readiness_data(year).empty] == [
        (f"{kind}: บันทึกข้อความ หัวข้อ “ข้อเท็จจริง” ยังไม่มีข้อความ", "settings"),
        (f"{kind}: ส่วนที่ 1 ยังไม่ได้ใส่วันที่ประกาศ จะพิมพ์เส้นประให้กรอกด้วยมือ", f"block-{first.pk}"),
    ]


def test_obstacles_are_what_blocks(year, measure):
    assert obstacles(year) == []
    measure.delete()
    assert obstacles(year) == ["ปีนี้ยังไม่มีมาตรการ"]


@pytest.mark.parametrize("rows", [1, 3])
def test_readiness_takes_a_fixed_number_of_queries(year, measure, make_evidence, rows, django_assert_num_queries):
    for number in range(rows):
        other = Measure.objects.create(assessment=year, title="ก")
        Target.objects.create(measure=other, indicator=year.framework.indicators.get(number=number + 1))
        evidence = make_evidence(f"หลักฐาน {number}")
        evidence.measures.add(other)
        ItemEvidence.objects.create(evidence=evidence, assessment=year, item=year.framework.items.all()[number % 2])
    year = type(year).objects.select_related("framework", "municipality").get(pk=year.pk)
    with django_assert_num_queries(12):
        readiness_of(year)


def test_characters_without_a_glyph_are_found_where_they_stand(year):
    measure = Measure.objects.create(assessment=year, title="ก ✓ 😀", steps="ขั้นตอน\n๑. 中①")
    document = Document.objects.create(assessment=year, kind="plan", title=["แผน"], columns=[])
    block = document.blocks.create(type="text", heading="บทนำ", data={"paragraphs": ["ก", "ข้อความ 文"]})
    [spots] = [finding.spots for finding in readiness_of(year) if finding.rule == "character_without_glyph"]
    steps = Measure._meta.get_field("steps").verbose_name
    assert [(spot.text, spot.page, spot.anchor) for spot in spots] == [
        (f"ก ✓ 😀 ({steps}) บรรทัดที่ 2 ตัวที่ 5 “①” (U+2460)", "measures", f"measure-{measure.pk}"),
        (f"ก ✓ 😀 ({steps}) บรรทัดที่ 2 ตัวที่ 4 “中” (U+4E2D)", "measures", f"measure-{measure.pk}"),
        ("มาตรการ (แผน): ส่วนที่ 1 บรรทัดที่ 1 ตัวที่ 9 “文” (U+6587)", "document", f"block-{block.pk}"),
    ]


@pytest.mark.parametrize("name", ["area_prefix", "total_label"])
def test_labels_without_a_glyph_are_found_too(year, name):
    document = make_document(year, [])
    setattr(document, name, "ประเด็น 中")
    document.save()
    [spots] = [finding.spots for finding in readiness_of(year) if finding.rule == "character_without_glyph"]
    assert [(spot.page, spot.anchor, "U+4E2D" in spot.text) for spot in spots] == [("document", "settings", True)]


def test_titles_of_evidence_without_a_glyph_are_found_once(year, make_evidence):
    evidence = make_evidence("ป้าย 中")
    Measure.objects.create(assessment=year, title="มาตรการอื่น").evidence.add(evidence)
    [spots] = [finding.spots for finding in readiness_of(year) if finding.rule == "character_without_glyph"]
    assert [(spot.page, spot.anchor) for spot in spots] == [("evidence", f"evidence-{evidence.pk}")]


def test_text_without_paragraphs_is_unfilled():
    assert BLOCK_TYPES["text"].lacks({"paragraphs": []}) == "ยังไม่มีข้อความ พิมพ์ข้อความหรือลบส่วนนี้"
    assert BLOCK_TYPES["text"].lacks({"paragraphs": ["ก"]}) == ""
