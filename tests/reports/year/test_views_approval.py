"""The approval page: what it shows whom, and what its buttons do."""

import re

import pytest

from assessments.frameworks.services import freeze_framework
from assessments.models import Assessment, Transition
from assessments.scores.services import save_scores
from assessments.years.services import take_step
from assessments.years.workflow import ACTIONS, LOCKED, locked_sentence
from ita_portal.templatetags.portal import thai_datetime
from measures.models import Measure
from reports.models import Document, IssuedDocument

PAGE = "/2567/99990001/approval/"
CHANGES = PAGE + "changes/"
EDITING = re.compile(r"<(?:a|button)\b[^>]*>\s*((?:กรอก|จัดทำ|แก้|เพิ่ม(?!ลงปฏิทิน)|ลบ|เลือก|นำเข้า|เริ่ม)[^<]*)")
# What changes nothing of the year: issuing, narrowing a list and how it looks.
CHANGES_NOTHING = re.compile(
    r'<form (?:method="post" action="[^"]*/(?:issue/"|measures/view/")|class="toolbar" role="search")'
)
STATES = [state.value for state in Assessment.State]


@pytest.fixture(autouse=True)
def measure(year):
    return Measure.objects.create(assessment=year, title="มาตรการ")


def press(client, action: str, note: str = "", **more):
    seen = client.get(PAGE).context["seen"]
    return client.post(PAGE, {"action": action, "note": note, "seen": seen, **more})


def buttons(client) -> list[str]:
    choices = client.get(PAGE).context["choices"]
    return [choice.action.key for choice in choices if not choice.refusal]


@pytest.mark.parametrize("state", STATES)
def test_buttons_are_those_of_role_and_state(year, sign_in, staff, approver, auditor, administrator, state):
    Assessment.objects.filter(pk=year.pk).update(state=state)
    editing = {"staff": ["submit"], "approver": [], "auditor": [], "administrator": ["submit"]}
    wanted = {
        "draft": editing,
        "returned": editing,
        "submitted": {
            "staff": ["withdraw"],
            "approver": ["approve", "return"],
            "auditor": [],
            "administrator": ["withdraw", "approve", "return"],
        },
        "approved": {
            "staff": ["publish"],
            "approver": ["publish", "reopen"],
            "auditor": [],
            "administrator": ["publish", "reopen"],
        },
        "published": {"staff": [], "approver": ["reopen"], "auditor": [], "administrator": ["reopen"]},
    }
    people = (staff, approver, auditor, administrator)
    assert {person.role: buttons(sign_in(person)) for person in people} == wanted[state]


def test_year_goes_all_the_way_with_two_persons(year, sign_in, staff, approver):
    assert press(sign_in(staff), "submit", "ครบแล้ว").status_code == 302
    assert press(sign_in(approver), "return", "ขอผลของประเด็นที่ ๓").status_code == 302
    page = sign_in(staff).get(PAGE).content.decode()
    assert "ขอผลของประเด็นที่ ๓" in page
    for person, action in ((staff, "submit"), (approver, "approve"), (staff, "publish"), (approver, "reopen")):
        assert press(sign_in(person), action, "เหตุผล").status_code == 302
    steps = [(transition.action, transition.after) for transition in Transition.objects.all()]
    assert steps == [
        ("submit", "submitted"),
        ("return", "returned"),
        ("submit", "submitted"),
        ("approve", "approved"),
        ("publish", "published"),
        ("reopen", "draft"),
    ]


def test_reason_of_reopening_is_shown_to_everybody(year, sign_in, staff, approver, auditor):
    for person, action in ((staff, "submit"), (approver, "approve"), (approver, "reopen")):
        press(sign_in(person), action, "แก้คะแนนตามประกาศ")
    client = sign_in(auditor)
    assert "แก้คะแนนตามประกาศ" in client.get(PAGE).content.decode()
    assert "แก้คะแนนตามประกาศ" in client.get("/2567/99990001/").content.decode()


def test_missing_note_is_told_and_nothing_happens(year, sign_in, staff, approver):
    press(sign_in(staff), "submit")
    response = press(sign_in(approver), "return", "  ")
    assert response.status_code == 422
    assert "กรอกสิ่งที่ต้องแก้ไขก่อนกด “ส่งกลับให้แก้ไข”" in response.content.decode()
    assert Assessment.objects.get(pk=year.pk).state == "submitted"


def test_step_that_another_overtook_is_told_and_the_note_stays(year, sign_in, staff, approver, make_user):
    press(sign_in(staff), "submit")
    client = sign_in(approver)
    seen = client.get(PAGE).context["seen"]
    take_step(by=staff, assessment=year, action="withdraw")
    take_step(by=staff, assessment=year, action="submit")
    response = client.post(PAGE, {"action": "approve", "note": "ตรวจแล้ว", "seen": seen})
    assert response.status_code == 422
    page = response.content.decode()
    assert "ตรวจข้อมูลล่าสุดในหน้านี้" in page
    assert "\nตรวจแล้ว</textarea>" in page
    assert client.post(PAGE, {"action": "approve", "seen": response.context["seen"]}).status_code == 302


def test_year_without_measures_offers_no_submission(year, measure, sign_in, staff):
    measure.delete()
    client = sign_in(staff)
    page = client.get(PAGE).content.decode()
    assert "ยังส่งให้ผู้อนุมัติไม่ได้" in page
    assert 'value="submit"' not in page
    response = press(client, "submit")
    assert response.status_code == 422
    assert "ปีนี้ยังไม่มีมาตรการ" in response.content.decode()


def test_page_links_findings_to_their_spots(year, measure, sign_in, staff):
    page = sign_in(staff).get(PAGE).content.decode()
    assert f'href="/2567/99990001/measures/#measure-{measure.pk}"' in page
    assert 'href="/2567/99990001/measures/#area-1"' in page


def test_never_approved_year_says_so_and_then_shows_the_difference(year, sign_in, staff, approver):
    client = sign_in(approver)
    assert "ยังไม่เคยอนุมัติ" in client.get(PAGE).content.decode()
    for person, action in ((staff, "submit"), (approver, "approve"), (approver, "reopen")):
        take_step(by=person, assessment=year, action=action, note="เหตุผล")
    assert f'hx-get="{CHANGES}"' in client.get(PAGE).content.decode()
    assert "ไม่มีสิ่งใดเปลี่ยน" in client.get(CHANGES).content.decode()
    save_scores(by=staff, assessment=year, announced={}, scores={4: None, 5: 1})
    [first, second] = client.get(CHANGES).context["changes"]
    assert {(first.verb, first.fields[0].before), (second.verb, second.fields[0].before)} == {
        ("ลบ", "74.54"),
        ("แก้ไข", "89.98"),
    }


@pytest.mark.parametrize("state", sorted(LOCKED))
@pytest.mark.parametrize("path", ["", "scores/", "items/", "measures/", "document/", "findings/"])
def test_locked_pages_show_no_way_to_edit(year, sign_in, staff, state, path):
    Document.objects.create(assessment=year, title=["รายงาน"], columns=[])
    Assessment.objects.filter(pk=year.pk).update(state=state)
    page = sign_in(staff).get(f"/2567/99990001/{path}").content.decode()
    main = page.partition('<main id="main"')[2].partition("</main>")[0]
    main = CHANGES_NOTHING.sub("", main)
    assert ("<form" in main, EDITING.findall(main)) == (False, [])
    assert Assessment.State(state).label in page


def test_typed_scores_come_back_with_the_reason(year, sign_in, staff):
    client = sign_in(staff)
    client.get("/2567/99990001/scores/")
    Assessment.objects.filter(pk=year.pk).update(state="submitted")
    response = client.post("/2567/99990001/scores/", {"score_1": "12.34"})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="12.34"' in page
    assert locked_sentence(2567, "submitted") in page


def test_typed_measure_comes_back_with_the_reason(year, sign_in, staff):
    client = sign_in(staff)
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    response = client.post("/2567/99990001/measures/add/", {"title": "ข้อความที่พิมพ์ไว้นาน"})
    page = response.content.decode()
    assert "ข้อความที่พิมพ์ไว้นาน" in page
    assert locked_sentence(2567, "approved") in page
    assert Measure.objects.count() == 1


def test_part_of_a_page_that_meets_a_lock_brings_the_page_anew(year, measure, sign_in, staff):
    client = sign_in(staff)
    Assessment.objects.filter(pk=year.pk).update(state="submitted")
    response = client.post(f"/2567/99990001/measures/{measure.pk}/delete/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Refresh"]) == (409, "true")
    assert locked_sentence(2567, "submitted") in client.get("/2567/99990001/measures/").content.decode()


def test_changes_are_a_part_of_the_page_and_a_page_of_their_own(year, sign_in, staff, approver):
    for person, action in ((staff, "submit"), (approver, "approve"), (approver, "reopen")):
        take_step(by=person, assessment=year, action=action, note="ก")
    save_scores(by=staff, assessment=year, announced={}, scores={4: 1})
    client = sign_in(approver)
    page = client.get(CHANGES)
    part = client.get(CHANGES, headers={"HX-Request": "true"}).content.decode().strip()
    assert part.startswith("<section") and part in page.content.decode()
    assert "HX-Request" in page["Vary"]


def test_year_that_comes_back_unchanged_asks_for_a_word(year, sign_in, staff, approver, measure):
    client = sign_in(staff)
    press(client, "submit")
    press(sign_in(approver), "return", "ขอผลของประเด็นที่ ๓")
    client = sign_in(staff)
    response = press(client, "submit")
    page = response.content.decode()
    assert response.status_code == 422
    assert "ส่งกลับให้แก้ไขว่า “ขอผลของประเด็นที่ ๓” และยังไม่มีสิ่งใดเปลี่ยนจากตอนนั้น" in page
    assert press(client, "submit", "ตรวจแล้ว ไม่มีผลเพิ่ม").status_code == 302


def test_year_that_was_changed_after_its_return_is_submitted_without_a_word(year, sign_in, staff, approver, measure):
    press(sign_in(staff), "submit")
    press(sign_in(approver), "return", "ขอผลของประเด็นที่ ๓")
    measure.output = "เสร็จแล้ว"
    measure.save()
    assert press(sign_in(staff), "submit").status_code == 302


def test_step_is_named_once(year, sign_in, staff):
    press(sign_in(staff), "submit")
    steps = sign_in(staff).get(PAGE).content.decode().split('<ol class="steps">')[1].split("</ol>")[0]
    assert steps.count("ส่งให้ผู้อนุมัติ") == 1


@pytest.mark.parametrize(("address", "queries"), [(PAGE, 19), (CHANGES, 19)])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_a_fixed_number_of_queries(
    year, sign_in, staff, approver, rows, address, queries, django_assert_num_queries
):
    """Nine of the changes are the kinds of history, ten of the page what the rules look at."""
    for person, action in ((staff, "submit"), (approver, "approve"), (approver, "reopen")):
        take_step(by=person, assessment=year, action=action, note="ก")
    for number in range(1, rows + 1):
        save_scores(by=staff, assessment=year, announced={}, scores={number: 1})
        Measure.objects.create(assessment=year, title="ก")
    client = sign_in(staff)
    with django_assert_num_queries(queries):
        client.get(address)


def test_labels_of_all_actions_are_different():
    assert len({action.label for action in ACTIONS.values()}) == len(ACTIONS)


def primary(client, path: str = PAGE) -> list[str]:
    """The words of the primary buttons and links of a page."""
    html = client.get(path).content.decode()
    return [" ".join(words.split()) for words in re.findall(r'class="btn btn-primary[^>]*>([^<]*)<', html)]


def test_what_comes_next_is_primary_and_never_the_way_back(year, sign_in, staff, approver, administrator):
    assert [primary(sign_in(user)) for user in (staff, approver)] == [["ส่งให้ผู้อนุมัติ"], ["ดูผลคะแนน"]]
    Document.objects.create(assessment=year, title=["รายงาน"], columns=[])
    take_step(by=staff, assessment=year, action="submit")
    people = (staff, approver, administrator)
    assert [primary(sign_in(user)) for user in people] == [["ดูเอกสารของปี"], ["อนุมัติ"], ["อนุมัติ"]]
    take_step(by=approver, assessment=year, action="approve")
    assert [primary(sign_in(user)) for user in people] == [["ไปออกเอกสาร"], ["ดูเอกสารของปี"], ["ไปออกเอกสาร"]]
    assert primary(sign_in(staff), year.address("documents")) == ["ออกเอกสาร"]
    frozen = freeze_framework(year.framework)
    row = {
        "code": "ITA-2345-6789-ABCD",
        "software": {},
        "content": {},
        "package": {},
        "pdf": "1.pdf",
        "sha256": "0" * 64,
    }
    IssuedDocument.objects.create(
        assessment=year, kind="results", number=1, framework_revision=frozen, issued_by=staff, **row
    )
    assert [primary(sign_in(user)) for user in people] == [["เผยแพร่"], ["เผยแพร่"], ["เผยแพร่"]]
    assert "ผู้อื่นตรวจสอบเอกสารนี้ได้เมื่อ" in sign_in(staff).get(year.address("documents")).content.decode()
    take_step(by=staff, assessment=year, action="publish")
    assert [primary(sign_in(user)) for user in people] == [["ดูเอกสารของปี"], ["ดูเอกสารของปี"], ["ดูเอกสารของปี"]]


def test_locked_pages_say_by_whom_since_when_and_what_can_be_done(year, sign_in, staff, auditor, approver):
    assert "year-lock" not in sign_in(staff).get("/2567/99990001/scores/").content.decode()
    submitted = take_step(by=staff, assessment=year, action="submit")
    told = f"ส่งให้ผู้อนุมัติแล้วโดย{staff} {thai_datetime(submitted.at)}"
    for user in (staff, auditor):
        page = sign_in(user).get("/2567/99990001/scores/").content.decode()
        assert told in page
        assert 'href="/2567/99990001/approval/#next-title">ดูสิ่งที่ทำได้' in page
    response = sign_in(staff).get("/2567/99990001/measures/add/")
    page = response.content.decode()
    assert response.status_code == 409
    assert told in page
    assert re.findall(r'href="([^"]*)">ถอนกลับมาแก้ไข<', page) == ["/2567/99990001/approval/#note-withdraw"]
    take_step(by=approver, assessment=year, action="approve")
    page = sign_in(staff).get("/2567/99990001/measures/add/").content.decode()
    assert f"อนุมัติแล้วโดย{approver} " in page
    assert re.findall(r'href="([^"]*)">เผยแพร่<', page) == ["/2567/99990001/approval/#note-publish"]
    take_step(by=staff, assessment=year, action="publish")
    page = sign_in(staff).get("/2567/99990001/measures/add/").content.decode()
    assert 'href="/2567/99990001/approval/">ดูการอนุมัติ<' in page
