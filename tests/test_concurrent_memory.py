"""Many at once take acts back and talk about rows, on PostgreSQL: one wins, the others are told, nothing is lost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Event
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from assessments.calendar.services import DeadlineData, save_deadlines
from assessments.editing.conflicts import Conflict
from assessments.models import Assessment, Deadline, IndicatorScore, Municipality
from assessments.records.bulk import lock_rows
from assessments.scores.services import save_scores
from assessments.undo.services import undo_act
from assessments.years.services import open_year
from measures.carry_over.services import CarryChoice, decide_carries
from measures.comments.services import add_comment, reopen_comment, resolve_comment, withdraw_comment
from measures.evidence.services import add_address, add_file, attach
from measures.models import Comment, CommentStep, Evidence, ItemEvidence, Measure, MeasureEvidence
from measures.plan.services import add_measure, bulk_edit, edit_cell
from reports.builder.services import add_block, create_document
from reports.builder.style_services import save_style
from reports.models import Style
from tests.measures.evidence.files import jpeg, pdf
from tests.test_concurrency import at_once, fresh
from tests.tracked import unrecorded

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


REFUSED = "เลิกทำไม่ได้ เพราะมีการแก้ไขหรือใช้ข้อมูลหลังรายการนี้"


def refused(results: list) -> list[str]:
    return [result.messages[0] for result in results if isinstance(result, ValidationError)]


def latest(model, **of):
    return model.history.filter(**of).latest().act


@pytest.fixture
def rows(year, staff) -> list[Measure]:
    return [add_measure(by=staff, assessment=year, title=str(number)) for number in range(5)]


@pytest.fixture
def people(make_user, municipality) -> list:
    return [make_user(f"person{number}", "staff", municipality=municipality) for number in range(20)]


def test_one_of_twenty_undoes_an_act_and_the_others_are_told(year, rows, people):
    keys = [row.pk for row in rows]
    bulk_edit(by=people[0], assessment=year, measures=keys, period="ต.ค.", status="done")
    act = latest(Measure)
    results = at_once(*(lambda by=by: undo_act(by=by, act=act) for by in people))
    told = refused(results)
    assert (results.count(None), len(told)) == (1, 19)
    assert set(told) == {REFUSED}
    assert set(year.measures.values_list("period", "status")) == {("", "not_started")}
    backs = Measure.history.filter(undoes=act)
    assert (backs.count(), backs.values("act").distinct().count()) == (5, 1)
    assert unrecorded() == []


def test_one_of_twenty_takes_a_creation_back(year, staff, people):
    add_measure(by=staff, assessment=year, title="ใหม่")
    act = latest(Measure)
    results = at_once(*(lambda by=by: undo_act(by=by, act=act) for by in people))
    assert (results.count(None), len(refused(results))) == (1, 19)
    assert Measure.history.filter(history_type="-").count() == 1
    assert unrecorded() == []


def test_acts_on_the_same_rows_are_undone_by_many_without_a_deadlock(year, rows, people):
    """Each act touched the rows in its own order, and another field of them."""
    keys = [row.pk for row in rows]
    acts = []
    for field in ("period", "responsible"):
        for half in (keys[:3], keys[2:]):
            bulk_edit(by=people[0], assessment=year, measures=half[::-1], **{field: f"{field} {half}"})
            acts.append(latest(Measure, **{field: f"{field} {half}"}))
    save_scores(by=people[0], assessment=year, announced={}, scores={1: Decimal(1), 2: Decimal(2)})
    acts.append(latest(IndicatorScore))
    results = at_once(*(lambda by=by, act=acts[n % 5]: undo_act(by=by, act=act) for n, by in enumerate(people)))
    done = [act for act in acts for n, result in enumerate(results) if acts[n % 5] == act and result is None]
    assert {acts[1], acts[3], acts[4]} <= set(done)  # the others may have come before the later act went
    assert len(done) == len(set(done))
    assert len(refused(results)) == 20 - len(done)
    assert unrecorded() == []


def test_undo_and_edits_of_the_same_rows_lose_nothing(year, rows, people):
    keys = [measure.pk for measure in rows]
    bulk_edit(by=people[0], assessment=year, measures=keys, period="ต.ค.")
    act = latest(Measure)

    def edit(number: int) -> Callable:
        field, shown = [("period", "ต.ค."), ("steps", "")][number % 2]

        def run():
            try:
                row = Measure.objects.get(pk=keys[number % 5])
                return edit_cell(by=people[number], measure=row, field=field, shown=shown, value=f"{number}") and (
                    row.pk,
                    field,
                    f"{number}",
                )
            except Conflict:
                return "conflict"

        return run

    results = at_once(
        *(edit(number) for number in range(17)), *(lambda by=by: undo_act(by=by, act=act) for by in people[17:])
    )
    undone = results[17:].count(None)
    saved = [result for result in results[:17] if isinstance(result, tuple)]
    assert undone <= 1
    assert results[:17].count("conflict") + len(saved) == 17
    assert len(refused(results[17:])) == 3 - undone
    periods = dict(year.measures.values_list("pk", "period"))
    steps = dict(year.measures.values_list("pk", "steps"))
    written = {(pk, field): text for pk, field, text in saved}
    assert len(written) == len(saved)  # whoever came second on a cell was told
    assert {pk: text for (pk, field), text in written.items() if field == "steps"} == {
        pk: text for pk, text in steps.items() if text
    }
    left = {pk: text for (pk, field), text in written.items() if field == "period"}
    assert periods == {pk: left.get(pk, "" if undone else "ต.ค.") for pk in keys}
    assert not (undone and left)  # an edit before the undo stands in its way; after it, its author sees a conflict
    assert unrecorded() == []


def in_turn(first: Callable, second: Callable) -> list:
    """Start `second` when `first` has done all but commit; return what each gave, or the ValidationError it raised."""
    acted, other_done = Event(), Event()

    def run_first():
        with transaction.atomic():
            result = first()
            acted.set()
            other_done.wait(timeout=0.5)  # the other waits for the commit, or is through already
        return result

    def run_second():
        acted.wait(timeout=30)
        try:
            return second()
        finally:
            other_done.set()

    return at_once(run_first, run_second)


def met(one: Callable, other: Callable, order: int) -> list:
    """Return what `one` and `other` gave; `order` says which of them comes first."""
    return in_turn(one, other) if order == 0 else in_turn(other, one)[::-1]


both_orders = pytest.mark.parametrize("order", [0, 1])


@both_orders
def test_comment_and_undo_of_its_measure_exclude_each_other(year, staff, people, order):
    measure = add_measure(by=staff, assessment=year, title="ใหม่")
    act = latest(Measure)
    written, undone = met(
        lambda: add_comment(by=people[0], assessment=fresh(year), measure=measure, text="ก"),
        lambda: undo_act(by=people[1], act=act),
        order,
    )
    if order == 0:
        assert undone.messages == [REFUSED, f"มาตรการ ใหม่ ({year}) มีความเห็นแล้ว"]
        assert Comment.objects.get() == written
    else:
        assert undone is None
        assert written.messages == ["มาตรการนี้เพิ่งถูกลบไป ให้คัดลอกข้อความไว้แล้วเปิดหน้ามาตรการใหม่"]


@both_orders
def test_comment_and_undo_of_the_opened_year_exclude_each_other(year, frameworks, staff, people, order):
    opened = open_year(by=staff, municipality=staff.municipality, framework=frameworks[2568])
    act = latest(Assessment, id=opened.pk)
    written, undone = met(
        lambda: add_comment(by=people[0], assessment=opened, text="ก"), lambda: undo_act(by=people[1], act=act), order
    )
    if order == 0:
        assert undone.messages == [REFUSED, f"ผลการประเมิน {opened} มีความเห็นแล้ว"]
        assert Comment.objects.get() == written
    else:
        assert undone is None
        assert written.messages == ["ปีนี้เพิ่งถูกลบไป ให้คัดลอกข้อความไว้แล้วเปิดหน้าหน่วยงานใหม่"]


@both_orders
@pytest.mark.parametrize("use", ["measure", "item"])
def test_use_of_evidence_in_another_year_and_undo_of_its_upload_exclude_each_other(
    year, make_year, staff, people, rows, use, order
):
    evidence = add_address(by=staff, assessment=make_year(2568), title="ภาพ", address="https://example.go.th/")
    act = latest(Evidence)
    item = year.framework.items.first()
    uses = {
        "measure": lambda: attach(by=people[0], evidence=evidence, assessment=rows[0].assessment, use=rows[0]),
        "item": lambda: attach(by=people[0], evidence=evidence, assessment=year, use=item),
    }
    used, undone = met(uses[use], lambda: undo_act(by=people[1], act=act), order)
    assert MeasureEvidence.objects.count() + ItemEvidence.objects.count() == (1 - order)
    if order == 0:
        assert (used, undone.messages[0]) == (None, REFUSED)
    else:
        assert (used.messages, undone) == (["หลักฐานนี้เพิ่งถูกลบไป ให้เลือกใหม่"], None)


@both_orders
def test_photo_annex_of_another_year_and_undo_of_the_upload_exclude_each_other(year, make_year, staff, people, order):
    other = make_year(2568)
    picture = add_file(by=staff, assessment=other, content=jpeg(), filename="ก.jpg").evidence
    act = latest(Evidence)
    document = create_document(by=staff, year=year, kind="results")
    photos = [{"evidence": picture.pk, "caption": "ก"}]
    section = {"type": "photos", "heading": "", "per_page": 4, "photos": photos}
    printed, undone = met(
        lambda: add_block(by=people[0], document=document, section=section),
        lambda: undo_act(by=people[1], act=act),
        order,
    )
    if order == 0:
        assert (printed.data["photos"], undone.messages[0]) == (photos, REFUSED)
    else:
        assert "บางภาพไม่อยู่ในหลักฐานของหน่วยงาน" in printed.messages[0]
        assert undone is None


@both_orders
@pytest.mark.parametrize("decision", ["keep", "drop"])
def test_carrying_and_undo_of_the_measure_before_exclude_each_other(year, make_year, staff, people, decision, order):
    following = make_year(2568)
    measure = add_measure(by=staff, assessment=year, title="เดิม")
    act = latest(Measure)
    choices = {measure.pk: CarryChoice(decision, "เหตุผล")}
    carried, undone = met(
        lambda: decide_carries(by=people[0], assessment=fresh(following), choices=choices),
        lambda: undo_act(by=people[1], act=act),
        order,
    )
    if order == 0:
        assert (carried, undone.messages[0]) == (1, REFUSED)
    else:
        assert carried.message_dict == {str(measure.pk): ["มาตรการปีก่อนรายการนี้เพิ่งถูกลบไป ให้เปิดหน้านี้ใหม่"]}
        assert undone is None


def test_upload_and_import_of_one_municipality_wait_for_each_other(year, staff):
    """An import holds the municipality before its years, and so does the upload of a file."""
    acted = Event()

    def bring_in():
        with transaction.atomic():
            lock_rows(Municipality.objects, [year.municipality_id])
            acted.set()
            sleep(0.5)  # the upload waits by now
            save_scores(by=staff, assessment=fresh(year), announced={}, scores={1: Decimal(1)})

    def upload():
        acted.wait(timeout=30)
        return add_file(by=staff, assessment=fresh(year), content=pdf(), filename="ก.pdf").evidence

    assert at_once(bring_in, upload) == [None, Evidence.objects.get()]


@both_orders
def test_calendar_kept_anew_and_undo_of_its_change_wait_for_each_other(frameworks, administrator, order):
    framework = frameworks[2567]
    day = DeadlineData("ก", date(2024, 4, 30))
    for rows in ([day], []):
        save_deadlines(by=administrator, framework=framework, rows=rows)
    act = Deadline.history.latest().act
    kept, undone = met(
        lambda: save_deadlines(by=administrator, framework=framework, rows=[day]),
        lambda: undo_act(by=administrator, act=act),
        order,
    )
    assert kept is None
    assert (undone is None) is (order == 1)  # else what was kept anew is in its place
    assert Deadline.objects.count() == 1
    assert unrecorded() == []


def test_one_of_ten_gives_a_name_to_a_style(year, people):
    document = create_document(by=people[0], year=year, kind="results")
    results = at_once(*(lambda by=by: save_style(by=by, document=document, name="ก") for by in people[:10]))
    assert (Style.objects.count(), len(refused(results))) == (1, 9)
    assert unrecorded() == []


def test_style_is_kept_by_the_page(year, staff, sign_in):
    """A row is held in a transaction only, which other databases do not ask for."""
    create_document(by=staff, year=year, kind="results")
    client, address = sign_in(staff), "/2567/99990001/document/results/styles/"
    assert client.post(address, {"name": "ก"}).status_code == 302
    assert Style.objects.get().name == "ก"


# ---- Comments


def test_twenty_answers_on_one_row_are_all_kept(year, rows, people):
    results = at_once(
        *(
            lambda by=by, n=n: add_comment(
                by=by, assessment=fresh(year), measure=rows[0], text=f"{n}", people=[people[0]]
            )
            for n, by in enumerate(people)
        )
    )
    assert refused(results) == []
    stored = Comment.objects.on(rows[0], None)
    assert sorted(int(comment.text) for comment in stored) == list(range(20))
    assert {comment.people.get() for comment in stored} == {people[0]}


def test_matter_is_closed_once_by_twenty_and_opened_once(year, rows, people):
    comment = add_comment(by=people[0], assessment=year, measure=rows[0], text="ก")
    for turn, is_open in ((resolve_comment, False), (reopen_comment, True)):
        results = at_once(*(lambda by=by, turn=turn: turn(by=by, comment=comment) for by in people))
        assert refused(results) == []
        assert Comment.objects.get(pk=comment.pk).is_open is is_open
    assert list(CommentStep.objects.values_list("resolved", flat=True)) == [True, False]


def test_answers_closings_and_edits_meet_on_one_row(year, rows, people):
    comment = add_comment(by=people[0], assessment=year, measure=rows[0], text="ก")
    calls = []
    for number, by in enumerate(people):
        calls.append(
            [
                lambda by=by: add_comment(by=by, assessment=fresh(year), measure=rows[0], text="ตอบ"),
                lambda by=by: resolve_comment(by=by, comment=comment),
                lambda by=by: reopen_comment(by=by, comment=comment),
                lambda by=by: edit_cell(by=by, measure=rows[0], field="steps", shown="", value="ใหม่"),
            ][number % 4]
        )
    results = at_once(*calls)
    assert refused(results[0::4] + results[1::4] + results[2::4]) == []
    assert Comment.objects.filter(text="ตอบ").count() == 5
    steps = list(comment.steps.values_list("resolved", flat=True))
    assert steps == [turn % 2 == 0 for turn in range(len(steps))]
    assert Comment.objects.get(pk=comment.pk).is_open is (len(steps) % 2 == 0)
    assert Measure.objects.get(pk=rows[0].pk).steps == "ใหม่"


@both_orders
@pytest.mark.parametrize("other", ["answer", "close"])
def test_withdrawal_and_what_others_do_with_a_comment_exclude_each_other(year, rows, people, other, order):
    comment = add_comment(by=people[0], assessment=year, measure=rows[0], text="ถาม")
    answers = {
        "answer": lambda: add_comment(by=people[1], assessment=fresh(year), measure=rows[0], text="ตอบ"),
        "close": lambda: resolve_comment(by=people[1], comment=comment),
    }
    withdrawn, answered = met(lambda: withdraw_comment(by=people[0], comment=comment), answers[other], order)
    if order == 1:
        assert withdrawn.messages == ["ถอนไม่ได้ เพราะมีผู้ตอบหรือปิดเรื่องแล้ว ให้เขียนความเห็นเพิ่มแทน"]
        assert isinstance(answered, Comment)
    else:
        assert withdrawn is None
        assert isinstance(answered, Comment) is (other == "answer")  # which then stands alone
    assert Comment.objects.filter(pk=comment.pk).exists() is (order == 1)
