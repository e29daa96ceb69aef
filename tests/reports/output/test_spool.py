"""The queue of what is to be printed: each file once, everybody in turn, bounded, and nothing lost with a process."""

import json
import time
from dataclasses import replace

import pytest

from reports.output.content import DocumentContent
from reports.output.printing import spool, store
from reports.output.printing.orders import Order
from reports.output.printing.spool import Fault, Full, State

CONTENT = DocumentContent(
    code="99990001",
    municipality="เทศบาลเมืองทดสอบ",
    fiscal_year=2567,
    numerals="thai",
    orientation="portrait",
    title=["รายงาน"],
    prepared_by="",
    emblem="",
    memo=None,
    blocks=[],
)


def order(title: str, place: str = "1", ending: str = "pdf") -> Order:
    return Order(place, ending, replace(CONTENT, title=[title]))


def waiting() -> list[str]:
    return [job.name for job in spool._read() if job.state == State.WAITING]


@pytest.fixture
def clock(monkeypatch):
    """Return a function that lets time pass."""
    passed = [0.0]
    now = time.time
    monkeypatch.setattr(spool.time, "time", lambda: now() + passed[0])
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


def test_one_file_is_entered_and_taken_once_however_many_ask():
    same = order("ก")
    jobs = [spool.enter(same, person) for person in (1, 2, 1)]
    assert {job.name for job in jobs} == {same.name}
    assert (waiting(), spool._read()[0].by) == ([same.name], [1, 2])
    taken = spool.take()
    assert (taken.name, spool.take()) == (same.name, None)
    assert spool.enter(same, 3).state == State.AT_WORK
    assert Order.from_json(spool.paper_of(taken).decode()) == same


def test_what_was_made_meanwhile_is_not_entered():
    same = order("ก")
    store.keep(same.name, b"%PDF")
    assert spool.enter(same, 1) is None
    assert waiting() == []


def test_the_second_of_a_person_waits_for_the_first_of_the_others():
    for number in range(3):
        spool.enter(order(f"หนึ่ง {number}", place=str(number)), 1)
    theirs = spool.enter(order("สอง", place="9"), 2)
    names = [job.name for job in spool.in_turn(spool._read())]
    assert names.index(theirs.name) == 1
    first = spool.take()
    assert spool.take().name == theirs.name  # one at a time of each: a printer stays for the others
    assert spool.take() is None
    spool.finish(first)
    assert spool.take().by == [1]


def test_whoever_asks_for_what_another_waits_for_brings_it_forward():
    for number in range(3):
        last = spool.enter(order(f"หนึ่ง {number}", place=str(number)), 1)
    spool.enter(order("สอง", place="9"), 3)
    spool.enter(order("หนึ่ง 2", place="2"), 2)
    assert [job.name for job in spool.in_turn(spool._read())].index(last.name) == 1


def test_queue_is_bounded_for_all_and_for_each(settings):
    settings.RENDER_QUEUE, settings.RENDER_QUEUE_EACH = 3, 2
    for number in range(2):
        spool.enter(order("ก", place=str(number)), 1)
    with pytest.raises(Full) as own:
        spool.enter(order("ก", place="3"), 1)
    spool.enter(order("ก", place="4"), 2)
    with pytest.raises(Full) as everybody:
        spool.enter(order("ก", place="5"), 3)
    assert (own.value.own, everybody.value.own) == (True, False)
    assert len(waiting()) == 3 == len(list(spool.place().glob("*-pdf.json")))


def test_newer_text_of_the_same_person_takes_the_place_of_what_waits():
    old = spool.enter(order("เดิม"), 1)
    shared = spool.enter(order("ร่วม", ending="docx"), 1)
    spool.enter(order("ร่วม", ending="docx"), 2)
    new = spool.enter(order("ใหม่"), 1)
    spool.enter(order("ใหม่กว่า", ending="docx"), 1)
    assert old.name not in waiting()
    assert {new.name, shared.name} <= set(waiting())
    assert spool.standing(old.name) is None


def test_job_of_a_process_that_went_silent_is_taken_up_once_more_and_then_given_up(clock):
    spool.enter(order("ก"), 1)
    first = spool.take()
    assert spool.heard(first, 7)
    clock(spool.LOST + 1)
    second = spool.take()
    assert (second.name, second.attempts) == (first.name, 2)
    assert not spool.heard(first, 8)  # it is told that the job is not its own any more
    spool.fail(first, Fault.MEMORY)
    assert spool.standing(first.name).state == State.AT_WORK
    clock(spool.LOST + 1)
    assert spool.take() is None
    assert (spool.standing(first.name).state, spool.standing(first.name).fault) == (State.FAILED, Fault.BROKEN)


def test_failure_is_remembered_for_a_while_and_then_tried_again(clock):
    wanted = order("ก")
    spool.enter(wanted, 1)
    spool.fail(spool.take(), Fault.TIME)
    assert spool.enter(wanted, 2).fault == Fault.TIME
    assert spool.take() is None
    clock(spool.REMEMBERED + 1)
    assert spool.enter(wanted, 2).state == State.WAITING


def test_standing_tells_how_many_come_before():
    spool.enter(order("ก", place="1"), 1)
    spool.enter(order("ข", place="2"), 2)
    last = spool.enter(order("ค", place="3"), 3)
    assert spool.standing(last.name).ahead == 2
    taken = spool.take()
    assert spool.standing(last.name).ahead == 2
    spool.finish(taken)
    assert spool.standing(last.name).ahead == 1
    assert spool.standing("ไม่มี") is None


@pytest.mark.parametrize("text", ["", "{", json.dumps([{"name": "of another version"}])])
def test_unreadable_book_is_an_empty_one(text):
    spool.place().mkdir(parents=True)
    (spool.place() / "jobs.json").write_text(text)
    assert spool.take() is None
    assert spool.enter(order("ก"), 1).state == State.WAITING
