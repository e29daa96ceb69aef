"""Texts of carried measures that quote last year's figures wait until somebody rewrites or confirms each."""

from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.models import Assessment
from measures.carry_over.quoting import quoting_texts, waiting_measures, waiting_of
from measures.carry_over.services import CarryChoice, confirm_measure, decide_carries
from measures.models import Measure
from measures.plan.services import add_measure, delete_measure, duplicate_measure, edit_measure
from reports.package import export_package, import_package, package_bytes, read_package

STEPS = "ยกระดับจาก ๙๐.๖๕ คะแนน ให้สูงขึ้น"


@pytest.fixture
def following(make_year, year):
    """Fiscal year 2568, with 2567, whose total is 90.65, before it."""
    return make_year(2568, {4: "80.10"})


@pytest.fixture
def copy(following, make_measure, staff) -> Measure:
    source = make_measure("คู่มือ", 2, steps=STEPS, follow_up="ทุกไตรมาส ครั้งละ 2 วัน")
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    return following.measures.get()


def waiting(year) -> list[tuple]:
    return [
        (text.field, [(figure.label, figure.was, figure.now) for figure in text.figures])
        for text in quoting_texts(year, year.measures.all())
    ]


def confirm(staff, measure: Measure) -> None:
    waits = waiting_of(measure.assessment, measure)
    confirm_measure(by=staff, assessment=measure.assessment, measure=measure, shown=waits.key)


def test_only_a_text_that_quotes_a_figure_waits(copy, following):
    assert waiting(following) == [("steps", [("คะแนนรวม ปี 2567", "90.65", "ยังไม่มี")])]


def test_rewritten_text_waits_no_more_but_other_spaces_are_no_rewriting(copy, following, staff):
    edit_measure(by=staff, measure=copy, steps=f" {STEPS}  ")
    assert [field for field, _ in waiting(following)] == ["steps"]
    edit_measure(by=staff, measure=copy, steps="ยกระดับให้สูงกว่าร้อยละ ๙๒")
    assert waiting(following) == []


@pytest.mark.parametrize(
    "text",
    [
        "แก้เรื่องทะเบียนยืมที่คะแนนลดลง",
        "ข้อที่อยู่ลำดับสุดท้ายของจังหวัด",
        "ทำให้ได้ร้อยละ ๙๑ เช่นปีก่อน",
        "ต่ำที่สุดสามปีติดกัน",
        "สาเหตุสำคัญคือจัดซื้อล่าช้า",
        "รักษาแชมป์",
        "ครั้งก่อนตกเกณฑ์",
        "ทำได้ครบตามที่ตั้งใจไว้",
        "ไม่พบปัญหาการทุจริตในหน่วยงาน",
        "ไม่มีเรื่องร้องเรียน",
        "แก้ไขปัญหาเรียบร้อย",
        "จัดอบรมแล้ว ๒ รุ่น",
        "ข้อ O12 ยังไม่เผยแพร่",
        "บรรลุเป้าหมาย",
        "ผลงานสำเร็จตามแผน",
        "ประชาชนพอใจมาก",
        "พัฒนาเรื่องที่เป็นจุดอ่อน",
        "ทุกคนผ่านการอบรม",
    ],
)
def test_text_that_speaks_of_a_result_without_a_known_figure_waits_too(following, make_measure, staff, text):
    source = make_measure("คู่มือ", 2, steps=text)
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    assert waiting(following) == [("steps", [])]


@pytest.mark.parametrize(
    "text",
    [
        "นำเรื่องที่ยังไม่แล้วเสร็จเสนอปลัด",
        "เผยแพร่ข้อมูลให้ครบถ้วน",
        "ใช้ขั้นตอนใหม่ ๓ เดือน แล้วปรับปรุงก่อนประกาศใช้จริง",
        "ขึ้นทะเบียนรายการที่ตกหล่น",
        "รับเรื่องโดยไม่มีข้อยกเว้น",
        "แจ้งข่าวผ่านบัญชีทางการ",
    ],
)
def test_what_shall_be_done_does_not_wait(following, make_measure, staff, text):
    source = make_measure("คู่มือ", 2, steps=text)
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    assert waiting(following) == []


TOLD = "ฝึกเจ้าหน้าที่ ๒ รุ่น ผู้เข้าร่วม ๘๐ คน ติดประกาศที่ศาลากลางบ้าน"


@pytest.mark.parametrize("field", ["output", "outcome", "half_output", "half_outcome", "remark", "status_reason"])
def test_what_was_done_last_year_waits_where_results_are_told(following, make_measure, client, staff, field):
    """However it came there: by an imported sheet, a package, a paste."""
    source = make_measure("คู่มือ", 2, output=TOLD, outcome="ดำเนินการแล้วเสร็จ")
    row = make_measure("คู่มือ", of=following, **{field: TOLD})
    assert waiting(following) == [(field, [])]
    client.force_login(staff)
    address = reverse("carry", args=[2568, following.municipality.code])
    page = client.get(address).content.decode()
    assert TOLD in page and f'id="carry-{source.pk}"' in page
    confirm(staff, row)
    assert waiting(following) == []


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("ประชุมภายในวันที่ ๓๐ มิถุนายน ๒๕๖๗", True),
        ("ต.ค. ๖๖ – ก.ย. ๖๗", True),
        ("ต.ค.66-ก.ย.67", True),
        ("ไตรมาส ๒/๖๗", True),
        ("ไตรมาสที่ 1-2/67", True),
        ("ภายใน ๓๑/๓/๖๗", True),
        ("ตุลาคม ๖๖ - มีนาคม ๖๗", True),
        ("ตลอดปีงบประมาณ ๖๗", True),
        ("ไตรมาส ๒/๖๘", False),
        ("รุ่นละ ๖๗ คน", False),
        ("ตุลาคม ๒๕๖๗ ถึงกันยายน ๒๕๗๐", False),
        ("ปฏิบัติตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐", False),
        ("ทุกไตรมาส ครั้งละ ๒ วัน", False),
    ],
)
def test_days_of_last_year_wait(following, make_measure, text, waits):
    """Not what this year's own people write of the same years: only what last year's measures said."""
    make_measure("คู่มือ", 2, period=text)
    make_measure("คู่มือ", of=following, period=text, steps="รายงานผลของปี ๒๕๖๗ เมื่อสิ้นเดือนตุลาคม")
    assert [field for field, _ in waiting(following)] == ["period"] * waits


NEW_STEPS = "เปิดศูนย์ให้บริการเบ็ดเสร็จ ตั้งคณะทำงานพัฒนาระบบทะเบียน และแจ้งผู้บริหารทุกเดือน"


@pytest.mark.parametrize(
    ("was", "left", "waits"),
    [
        ("แก้ไขข้อที่ไม่ผ่าน ๓ ข้อ", "ไม่ผ่าน ๓ ข้อ", True),
        ("แก้ไขข้อที่ไม่ผ่าน ๓ ข้อ", "ไม่ผ่าน 3", True),
        ("แก้ไข ๓ ข้อที่ไม่ผ่าน", "มี ๓ ข้อที่ไม่ผ่าน", True),
        ("แก้ไขข้อที่ไม่ผ่าน ๓ ข้อ", "ไม่ผ่าน ๔ ข้อ", True),
        ("แก้ไขข้อที่ไม่ผ่าน ๓ ข้อ", "ปรับปรุงทะเบียน ๔ เล่ม", False),
        ("ลดลง ๔.๓๘ แต้ม จากครั้งนั้น เป็นอันดับ ๕ ของอำเภอ", "ลดลง ๔.๓๙ แต้ม จากครั้งนั้น เป็นอันดับ ๕ ของอำเภอ", True),
    ],
)
def test_short_claim_that_is_left_of_rewritten_steps_waits(following, make_measure, staff, was, left, waits):
    rest = "จัดอบรมเจ้าหน้าที่ทุกกอง ปรับปรุงคู่มือ ติดตามทุกไตรมาส และรายงานผู้บริหารเป็นลายลักษณ์อักษร"
    source = make_measure("คู่มือ", 2, steps=f"{rest}\n{was}")
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    edit_measure(by=staff, measure=following.measures.get(), steps=f"{NEW_STEPS}\n{left}")
    assert [field for field, _ in waiting(following)] == ["steps"] * waits


def test_text_of_two_years_before_waits_too(following, make_measure, client, staff):
    """An imported sheet may be the one of then."""
    source = make_measure("คู่มือ", 2, output=TOLD, of=Assessment.objects.get(framework__fiscal_year=2566))
    row = make_measure("คู่มือ", of=following, output=TOLD)
    assert waiting(following) == [("output", [])]
    client.force_login(staff)
    assert (
        f'id="carry-{source.pk}"'
        in client.get(reverse("carry", args=[2568, following.municipality.code])).content.decode()
    )
    confirm(staff, row)
    assert waiting(following) == []


@pytest.mark.parametrize("text", ["1", "1.", "๑ ลดลง ", "ไม่ผ่าน"])
def test_longest_text_takes_no_time(following, make_measure, text):
    longest = (text * 50_000)[:50_000]
    make_measure("คู่มือ", 2, steps=f"{longest} คะแนน")
    began = process_time()
    assert len(quoting_texts(following, [Measure(assessment=following, title="คู่มือ", steps=f"{longest} คะแนน")])) == 1
    assert process_time() - began < 5


@pytest.mark.parametrize("field", ["responsible", "budget"])
@pytest.mark.parametrize(
    ("text", "waits"), [("ผู้รับบริการพอใจดีขึ้นทุกจุดบริการของเทศบาล", True), ("กองคลัง ๒๐,๐๐๐ บาท ต่อการอบรมหนึ่งรุ่น", False)]
)
def test_claim_waits_where_offices_and_money_are_written(following, make_measure, field, text, waits):
    make_measure("คู่มือ", 2, outcome=text)
    make_measure("อีกมาตรการ", of=following, **{field: text})
    assert waiting(following) == [(field, [])] * waits


@pytest.mark.parametrize(("title", "waits"), [("คู่มือ", True), ("อีกมาตรการ", False)])
def test_short_result_waits_where_the_same_measure_told_it_last_year(following, make_measure, title, waits):
    """As it comes with last year's sheet of which the year was changed; of others it is what many measures tell."""
    make_measure("คู่มือ", 2, output="ดำเนินการแล้วเสร็จ", outcome=TOLD)
    row = make_measure(title, of=following, output="ดำเนินการแล้วเสร็จ", outcome="เปิดศูนย์บริการร่วม ๓ แห่งในตลาดและโรงเรียน")
    assert waiting(following) == [("output", [])] * waits
    Measure.objects.filter(pk=row.pk).update(output="ปรับปรุงเสร็จ ๒ ห้อง")
    assert waiting(following) == []


def test_text_of_which_some_words_changed_still_waits(copy, following, staff):
    for steps in (f"{STEPS} ต่อไป", STEPS.replace("๙๐.๖๕", "90.65"), STEPS.replace("คะแนน", "แต้ม")):
        edit_measure(by=staff, measure=copy, steps=steps)
        assert [field for field, _ in waiting(following)] == ["steps"]


def test_confirmed_text_waits_no_more(copy, following, staff):
    confirm(staff, copy)
    assert waiting(following) == []
    for key in ("", "x"):
        with pytest.raises(ValidationError, match="แก้ไขหรือยืนยันไปแล้ว"):
            confirm_measure(by=staff, assessment=following, measure=copy, shown=key)


def test_confirmed_text_waits_again_when_last_years_result_changes(copy, following, year, client, staff):
    confirm(staff, copy)
    following.scores.update(value="1.00")  # this year's result is not the one that its measures answer
    assert waiting(following) == []
    type(year).objects.filter(pk=year.pk).update(official_total="90.66")
    assert [field for field, _ in waiting(following)] == ["steps"]
    client.force_login(staff)
    page = client.get(reverse("carry", args=[2568, following.municipality.code])).content.decode()
    assert "ผลคะแนนของปี 2567 เปลี่ยนไปหลังจากยืนยัน" in page
    confirm(staff, copy)
    assert waiting(following) == []


@pytest.mark.parametrize("page", ["measures", "year"])
def test_list_and_overview_name_the_measures_that_wait(copy, following, client, staff, page):
    client.force_login(staff)
    address = reverse(page, args=[2568, following.municipality.code])
    link = f'href="{reverse("carry", args=[2568, following.municipality.code])}#carry-{copy.carried_from_id}">คู่มือ</a>'
    assert link in client.get(address).content.decode()
    confirm(staff, copy)
    assert link not in client.get(address).content.decode()


def test_year_without_measures_before_reads_them_only(year, make_measure, django_assert_num_queries):
    rows = [Measure(assessment=year, title="พึงพอใจร้อยละ ๙๐", steps="อบรม")]
    with django_assert_num_queries(1):
        assert quoting_texts(year, rows) == []


UNSAID = "ชาวบ้านบ่นกันทั้งตำบลว่าโต๊ะหน้าสำนักงานว่างอยู่เสมอ"
PRESSES = {
    "kept by itself": (CarryChoice("keep"), []),
    "kept with others": (CarryChoice("keep", read=False), ["steps"]),
    "adapted": (CarryChoice("adapt"), ["steps"]),
}


@pytest.mark.parametrize("press", PRESSES)
def test_words_that_no_list_knows_wait_unless_somebody_kept_the_measure_by_itself(
    following, make_measure, staff, press
):
    choice, waits = PRESSES[press]
    source = make_measure("คู่มือ", 2, steps=UNSAID, follow_up="ทุกไตรมาส")
    decide_carries(by=staff, assessment=following, choices={source.pk: choice})
    assert [field for field, _ in waiting(following)] == waits
    copy = following.measures.get()
    edit_measure(by=staff, measure=copy, steps=f"{UNSAID}\nเปิดช่องพิเศษ ๒ ช่อง")
    assert [field for field, _ in waiting(following)] == waits
    edit_measure(by=staff, measure=copy, steps="เปิดช่องพิเศษ ๒ ช่อง")
    assert waiting(following) == []


@pytest.mark.parametrize(("rewritten", "waits"), [(False, ["steps"]), (True, [])])
def test_what_came_along_is_known_though_last_years_measure_was_rewritten(
    following, make_measure, staff, rewritten, waits
):
    source = make_measure("คู่มือ", 2, steps=FALSE + REST)
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    edit_measure(by=staff, measure=source, title="ชื่ออื่น", steps="เขียนใหม่ทั้งหมด")
    if rewritten:
        edit_measure(by=staff, measure=following.measures.get(), steps=NEW_STEPS)
    assert [field for field, _ in waiting(following)] == waits


def test_words_that_only_another_measure_brought_along_are_confirmed_as_they_are_told(following, make_measure, staff):
    source = make_measure("คู่มือ", 2, steps=FALSE + REST)
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    edit_measure(by=staff, measure=source, title="ชื่ออื่น", steps="เขียนใหม่ทั้งหมด")
    other = add_measure(by=staff, assessment=following, title="อีกมาตรการ", steps=FALSE + REST)
    [told] = [one for one in waiting_measures(following, following.measures.all()) if one.measure == other]
    confirm_measure(by=staff, assessment=following, measure=other, shown=told.key)
    assert waiting_of(following, other) is None


GOALS = ["ไม่มีเรื่องร้องเรียน", "ประชาชนพึงพอใจเพิ่มขึ้นร้อยละ ๕", "เผยแพร่ครบทุกข้อ", "คะแนนไม่ต่ำกว่า ๙๐"]


@pytest.mark.parametrize("goal", GOALS)
def test_goal_waits_only_where_it_quotes_a_known_figure(following, make_measure, staff, goal):
    source = make_measure("คู่มือ", 2, goal=goal, success=f"{goal} จาก ๙๐.๖๕")
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    assert [field for field, _ in waiting(following)] == ["success"]


def test_measure_that_says_something_else_than_was_shown_is_not_confirmed(copy, following, staff):
    [shown] = waiting_measures(following, following.measures.all())
    edit_measure(by=staff, measure=copy, steps=f"{STEPS} เพราะจัดซื้อล่าช้า")
    with pytest.raises(ValidationError, match="ดูอีกครั้ง"):
        confirm_measure(by=staff, assessment=following, measure=copy, shown=shown.key)


FALSE = "๑. ปรับปรุงเพราะปีก่อนได้คะแนนต่ำที่สุด"
REST = "\n๒. จัดทำคู่มือการปฏิบัติงานทุกกอง\n๓. ประชุมชี้แจงเจ้าหน้าที่ทุกไตรมาส\n๔. เผยแพร่บนเว็บไซต์ของหน่วยงาน"
NEW = "\n๒. เปิดศูนย์ให้บริการเบ็ดเสร็จ\n๓. ตั้งคณะทำงานพัฒนาระบบทะเบียน\n๔. สำรวจความพึงพอใจทุกเดือนแล้วแจ้งผู้บริหาร"


def left_in_place(staff, copy):
    edit_measure(by=staff, measure=copy, steps=FALSE + NEW)
    return copy, "steps"


def in_another_field(staff, copy):
    edit_measure(by=staff, measure=copy, steps="ใหม่", follow_up=FALSE)
    return copy, "follow_up"


def in_another_measure(staff, copy):
    edit_measure(by=staff, measure=copy, steps="ใหม่")
    return add_measure(by=staff, assessment=copy.assessment, title="อีกมาตรการ", steps=FALSE + REST), "steps"


def in_a_duplicate(staff, copy):
    duplicate = duplicate_measure(by=staff, measure=copy)
    delete_measure(by=staff, measure=copy)
    return duplicate, "steps"


def in_a_package(staff, copy):
    package = read_package(package_bytes(export_package(copy.assessment)))
    edit_measure(by=staff, measure=copy, title="ชื่ออื่น")
    import_package(package, by=staff, replace=True)
    return copy.assessment.measures.get(), "steps"


WAYS = [left_in_place, in_another_field, in_another_measure, in_a_duplicate, in_a_package]


@pytest.mark.parametrize("way", WAYS)
def test_text_of_last_year_waits_wherever_it_stands_now(following, make_measure, client, staff, way):
    source = make_measure("คู่มือ", 2, steps=FALSE + REST, follow_up="ทุกไตรมาส")
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    measure, field = way(staff, following.measures.get())
    [text] = quoting_texts(following, following.measures.all())
    assert (text.measure, text.field, text.source) == (measure, field, source.pk)
    client.force_login(staff)
    confirm = reverse("carry_confirm", args=[2568, following.municipality.code, measure.pk])
    [waits] = waiting_measures(following, following.measures.all())
    page = client.post(confirm, {"shown": waits.key}, follow=True)
    assert page.redirect_chain[0][0].endswith(f"#carry-{source.pk}")
    assert waiting(following) == []


def test_confirmation_is_of_the_text_as_it_stood(following, make_measure, staff):
    """Who confirms a milder text has not confirmed the one that an undo brings back."""
    source = make_measure("คู่มือ", 2, steps=FALSE + REST)
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    copy = following.measures.get()
    edit_measure(by=staff, measure=copy, steps=f"{REST} ให้คะแนนสูงขึ้น".strip())
    confirm(staff, copy)
    assert waiting(following) == []
    edit_measure(by=staff, measure=copy, steps=FALSE + REST)
    [text] = quoting_texts(following, following.measures.all())
    assert (text.field, text.changed) == ("steps", False)


def test_text_that_was_written_into_an_empty_field_is_this_years_own(copy, following, staff):
    edit_measure(by=staff, measure=copy, steps="ใหม่", goal="ผู้รับบริการพึงพอใจไม่น้อยกว่าร้อยละ ๙๐")
    assert waiting(following) == []


def test_text_of_a_measure_that_last_year_deleted_is_confirmed_on_the_page(copy, following, client, staff):
    delete_measure(by=staff, measure=Measure.objects.get(pk=copy.carried_from_id))
    client.force_login(staff)
    page = client.get(reverse("carry", args=[2568, following.municipality.code])).content.decode()
    assert f'id="carry-{copy.carried_from_id}"' in page and STEPS in page
    assert reverse("carry_confirm", args=[2568, following.municipality.code, copy.pk]) in page and "<form" in page


def test_page_shows_the_text_with_both_figures_and_confirms_it(copy, following, client, staff):
    client.force_login(staff)
    address = reverse("carry", args=[2568, following.municipality.code])
    page = client.get(address).content.decode()
    assert STEPS in page and "คะแนนรวม ปี 2567" in page and "ยืนยันว่ายังใช้ได้" in page
    confirm = reverse("carry_confirm", args=[2568, following.municipality.code, copy.pk])
    [waits] = waiting_measures(following, following.measures.all())
    response = client.post(confirm, {"shown": waits.key})
    assert response.url == f"{address}#carry-{copy.carried_from_id}"
    assert "ยืนยันว่ายังใช้ได้" not in client.get(address).content.decode()
