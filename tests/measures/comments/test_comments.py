"""Comments on rows: who may write, whom they may name, who closes them, and where they show."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assessments.models import Assessment, Unit
from measures.comments.rows import CommentedRow, find_row
from measures.comments.services import reopen_comment, resolve_comment, withdraw_comment
from measures.models import Comment, CommentStep
from measures.plan.services import delete_measure, restore_measure
from measures.progress.services import record_progress
from reports.year.digest import digest_for
from reports.year.inbox import waiting_for
from tests.markup import flat

STATES = [state.value for state in Assessment.State]


def steps(comment) -> list[tuple]:
    return list(comment.steps.values_list("resolved", "by__username"))


# ---- Services


@pytest.mark.parametrize("state", STATES)
def test_comments_are_written_and_closed_in_every_state(year, staff, approver, say, state):
    Assessment.objects.filter(pk=year.pk).update(state=state)
    year.refresh_from_db()
    comment = say("๑. ขอหลักฐาน  \r\n\r\n  - ภาพถ่าย\n")
    assert comment.text == "๑. ขอหลักฐาน\n\n  - ภาพถ่าย"
    resolve_comment(by=approver, comment=comment)
    reopen_comment(by=staff, comment=comment)
    comment.refresh_from_db()
    assert (comment.is_open, steps(comment)) == (True, [(True, "approver"), (False, "staff")])


def test_who_comes_second_changes_nothing(staff, approver, say):
    comment = say()
    for by in (approver, staff):
        resolve_comment(by=by, comment=comment)  # both looked at the open comment
    assert steps(comment) == [(True, "approver")]
    for by in (staff, approver):
        reopen_comment(by=by, comment=comment)
    assert steps(comment) == [(True, "approver"), (False, "staff")]


@pytest.mark.parametrize("user", ["foreign_staff", "foreign_auditor", "foreign_province_auditor"])
def test_others_write_nothing(request, user, say):
    user, comment = request.getfixturevalue(user), say()
    with pytest.raises(PermissionDenied):
        say(by=user)
    for service in (resolve_comment, reopen_comment, withdraw_comment):
        with pytest.raises(PermissionDenied):
            service(by=user, comment=comment)
    assert (Comment.objects.count(), CommentStep.objects.count()) == (1, 0)


@pytest.mark.parametrize("text", ["", " \n ", "ก" * 5_001])
def test_text_has_bounds(say, text):
    with pytest.raises(ValidationError) as refusal:
        say(text)
    assert list(refusal.value.message_dict) == ["text"]


def test_units_and_people_of_others_are_refused(
    say, unit, approver, auditor, other_municipality, make_user, administrator
):
    foreign = Unit.objects.create(municipality=other_municipality, name="กองคลัง")
    with pytest.raises(ValidationError) as refusal:
        say(units=[unit, foreign])
    assert refusal.value.message_dict == {"units": ["เลือกได้เฉพาะกอง/สำนักของหน่วยงานนี้"]}
    stranger = make_user("stranger", "staff", municipality=other_municipality)
    gone = make_user("gone", "staff", municipality=unit.municipality, is_active=False)
    for person in (stranger, gone, auditor, administrator):  # an auditor could not answer
        with pytest.raises(ValidationError) as refusal:
            say(people=[approver, person])
        assert list(refusal.value.message_dict) == ["people"]
    assert Comment.objects.count() == 0


def test_a_comment_is_on_one_row_of_its_year(year, measure, make_measure, make_year, say):
    indicator = year.framework.indicators.get(number=3)
    with pytest.raises(ValueError, match="one row"):
        say(measure=measure, indicator=indicator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(assessment=year, measure=measure, indicator=indicator, text="ก", by=say().by)
    other_year = make_year(2568)
    for on in (
        {"measure": make_measure("ของปีอื่น", of=other_year)},
        {"indicator": other_year.framework.indicators.get(number=3)},
    ):
        with pytest.raises(ValidationError):
            say(**on)


def test_author_withdraws_what_nobody_answered(staff, approver, measure, say):
    first, other_row = say(measure=measure), say()
    with pytest.raises(PermissionDenied):
        withdraw_comment(by=approver, comment=first)
    answer = say("ส่งแล้ว", by=approver, measure=measure)
    with pytest.raises(ValidationError, match="มีผู้ตอบ"):
        withdraw_comment(by=staff, comment=first)
    withdraw_comment(by=approver, comment=answer)
    withdraw_comment(by=staff, comment=first)
    assert list(Comment.objects.all()) == [other_row]
    resolve_comment(by=approver, comment=other_row)
    reopen_comment(by=approver, comment=other_row)
    with pytest.raises(ValidationError, match="ปิดเรื่องแล้ว"):
        withdraw_comment(by=staff, comment=other_row)


def test_what_was_withdrawn_meanwhile_is_told(staff, approver, say):
    comment = say()
    withdraw_comment(by=staff, comment=comment)
    with pytest.raises(ValidationError, match="ถูกถอน"):
        resolve_comment(by=approver, comment=comment)


def test_comments_of_a_deleted_measure_wait_for_it(year, staff, approver, measure, say):
    comment = say(measure=measure, people=[approver])
    delete_measure(by=staff, measure=measure)
    assert (list(year.comments.shown()), waiting_for(approver)) == ([], [])
    with pytest.raises(ValidationError):
        say(measure=measure)
    with pytest.raises(ValidationError, match="มาตรการถูกลบ"):
        resolve_comment(by=staff, comment=comment)
    restore_measure(by=staff, measure=measure)
    assert list(year.comments.shown()) == [comment]
    assert [task.title for task in waiting_for(approver)] == ["ความเห็นถึงท่าน ปี 2567: มาตรการ “จัดทำคู่มือ”"]


# ---- Rows


def test_rows_are_named_and_found(year, measure, make_measure, make_year):
    indicator = year.framework.indicators.get(number=3)
    rows = [CommentedRow(year), CommentedRow(year, measure=measure), CommentedRow(year, indicator=indicator)]
    assert [row.key for row in rows] == ["year", f"measure-{measure.pk}", "indicator-3"]
    assert [find_row(year, row.key) for row in rows] == rows
    foreign = make_measure("ของปีอื่น", of=make_year(2568))
    for key in (f"measure-{foreign.pk}", "indicator-99", "measure-", "measure-x", "item-3", "", "measure-๑"):
        assert find_row(year, key) is None
    assert find_row(year, "measure-" + "9" * 30) is None


# ---- Pages


def test_page_of_a_row_writes_and_shows(sign_in, staff, approver, address, measure, unit, say):
    client, url = sign_in(staff), address("measure_progress", measure.pk)
    data = {"text": "<b>ขอ</b> หลักฐาน\r\nวันที่ 1", "units": [unit.pk], "people": [approver.pk], "back": url}
    told = client.post(address("comments") + f"?about=measure-{measure.pk}", data, follow=True)
    comment = Comment.objects.get()
    assert told.redirect_chain == [(f"{url}#comment-{comment.pk}", 302)]
    assert (comment.measure, comment.text) == (measure, "<b>ขอ</b> หลักฐาน\nวันที่ 1")
    html = told.content.decode()
    for text in ('<p class="comment-text">&lt;b&gt;ขอ&lt;/b&gt; หลักฐาน\nวันที่ 1</p>', "ถึง กองคลัง · ปลัดเทศบาล", "เปิดอยู่ 1"):
        assert html.count(text) == 1


def test_form_offers_the_own_municipality_without_oneself(
    sign_in, staff, approver, auditor, unit, address, other_municipality, make_user
):
    make_user("stranger", "staff", municipality=other_municipality)
    Unit.objects.create(municipality=other_municipality, name="กองอื่น")
    form = sign_in(staff).get(address("comments") + "?about=year").context["comment_form"]
    offered = {name: [label for _, label in form.fields[name].choices] for name in ("units", "people")}
    assert offered == {"units": ["กองคลัง (ยังไม่มีบัญชีผู้ใช้)"], "people": ["ปลัดเทศบาล"]}
    approver.unit = unit
    approver.save()
    form = sign_in(staff).get(address("comments") + "?about=year").context["comment_form"]
    offered = {name: [label for _, label in form.fields[name].choices] for name in ("units", "people")}
    assert offered == {"units": ["กองคลัง"], "people": ["ปลัดเทศบาล กองคลัง"]}


def test_refused_comment_keeps_what_was_typed(sign_in, staff, address, other_municipality, make_user):
    stranger = make_user("stranger", "staff", municipality=other_municipality)
    client, url = sign_in(staff), address("comments") + "?about=indicator-3"
    answer = client.post(url, {"text": "ขอคำอธิบาย", "people": [stranger.pk], "back": address("scores")})
    assert (answer.status_code, list(answer.context["comment_form"].errors)) == (422, ["people"])
    html = answer.content.decode()
    for text in ("ขอคำอธิบาย</textarea>", f'name="back" value="{address("scores")}"', "ให้เลือกจากรายการที่แสดงอีกครั้ง"):
        assert text in html
    assert client.post(url, {"text": " "}).status_code == 422
    assert Comment.objects.count() == 0


def test_comment_for_a_measure_deleted_meanwhile_is_given_back(sign_in, staff, address, measure):
    url = address("comments") + f"?about=measure-{measure.pk}"
    delete_measure(by=staff, measure=measure)
    answer = sign_in(staff).post(url, {"text": "ขอหลักฐาน", "back": "/"})
    assert (answer.status_code, answer.context["texts"]) == (404, ["ขอหลักฐาน"])
    assert sign_in(staff).get(url).status_code == 404


def test_back_never_leaves_the_portal(sign_in, staff, address, say):
    comment = say()
    for back in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        answer = sign_in(staff).post(address("comment_resolve", comment.pk), {"back": back})
        assert answer.url == f"{address('comments')}?about=year#comment-{comment.pk}"


def test_list_filters_by_state(sign_in, auditor, approver, address, measure, say):
    first, second, third = say("ก", measure=measure), say("ข"), say("ค")
    resolve_comment(by=approver, comment=second)
    client, url = sign_in(auditor), address("comments")

    def shown(**asked):
        return [entry.comment for entry in client.get(url, asked).context["found"]]

    page = client.get(url)
    assert page.context["tabs"] == [("open", "เปิดอยู่", 2), ("resolved", "ปิดแล้ว", 1), ("all", "ทั้งหมด", 3)]
    assert shown() == shown(state="?") == [third, first]
    assert (shown(state="resolved"), shown(state="all")) == ([second], [third, second, first])
    html = client.get(url, {"state": "all"}).content.decode()
    main = html.split("<main")[1].split("</main>")[0]
    assert ("ปิดเรื่องโดย ปลัดเทศบาล" in main, "btn-small" in main, "เขียนความเห็น" in main) == (True, False, True)


def test_empty_list_says_what_to_do(sign_in, staff, auditor, address):
    asked = "แล้วเลือกกอง/สำนักหรือผู้ร่วมงานที่ต้องการให้เห็น"
    assert asked in sign_in(staff).get(address("comments")).content.decode()
    assert asked not in sign_in(auditor).get(address("comments")).content.decode()


def test_withdrawn_text_stands_in_the_form_again(sign_in, staff, approver, unit, address, say):
    comment = say("ขอหลักถาน", units=[unit], people=[approver])
    client = sign_in(staff)
    assert "ถอนมาแก้ไข" in client.get(address("comments") + "?about=year").content.decode()
    answer = client.post(address("comment_withdraw", comment.pk), {"back": address("comments")})
    form = answer.context["comment_form"]
    assert (answer.status_code, form["text"].value(), form["units"].value(), form["people"].value()) == (
        200,
        "ขอหลักถาน",
        [unit.pk],
        [approver.pk],
    )
    assert Comment.objects.count() == 0
    assert "ถอนมาแก้ไข" not in answer.content.decode()


def test_counts_stand_on_the_rows(sign_in, staff, approver, year, address, measure, make_measure, say):
    other = make_measure("อื่น", 2)
    indicator = year.framework.indicators.get(number=3)
    for on in ({"measure": measure}, {"measure": measure}, {"indicator": indicator}, {}):
        say(**on)
    resolve_comment(by=approver, comment=say(measure=other))
    client = sign_in(staff)
    rows = {row.pk: row for s in client.get(address("measures")).context["sections"] for row in s.kept}
    assert (rows[measure.pk].open_comments, rows[other.pk].open_comments) == (2, 0)
    html = flat(client.get(address("scores")).content.decode())
    assert html.count('<details class="score-comments">') == 1
    assert 'ความเห็น 1<span class="visually-hidden">ของตัวชี้วัดที่ 3</span>' in html
    overview = client.get(address("year")).content.decode()
    assert "เปิดอยู่ 4 เรื่อง" in overview
    assert overview.count("?about=measure-") == 1  # the three newest alone
    edit = client.get(address("measure_edit", measure.pk)).content.decode()
    assert (edit.count("ขอหลักฐาน</p>"), "เปิดอยู่ 2 เรื่อง" in edit) == (2, True)


@pytest.mark.parametrize("name", ["measures", "scores", "year", "comments", "measure_progress", "measure_edit"])
def test_pages_take_as_many_queries_with_3_comments_as_with_30(
    sign_in, staff, approver, year, unit, address, measure, say, name, django_assert_max_num_queries
):
    client, taken = sign_in(staff), []
    url = address(name, measure.pk) if name.startswith("measure_") else address(name)
    for count in (1, 9):
        for _ in range(count):
            for on in ({"measure": measure}, {"indicator": year.framework.indicators.first()}, {}):
                resolve_comment(by=approver, comment=say(units=[unit], people=[approver], **on))
                say(units=[unit], people=[approver], **on)
        with django_assert_max_num_queries(20) as queries:
            client.get(url)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_comments_are_in_no_document_and_no_package(staff, auditor, year, measure, say):
    from reports.models import Document
    from reports.output.content import document_content
    from reports.output.render import render_html
    from reports.package import export_package

    document = Document.objects.create(
        assessment=year, title=["รายงาน"], columns=[{"field": "title", "heading": "มาตรการ"}]
    )
    say("ข้อความภายใน", measure=measure)
    say("ข้อความภายใน", by=auditor, measure=measure)
    said = render_html(document_content(document)) + str(export_package(year))
    assert ("จัดทำคู่มือ" in said, "ข้อความภายใน" in said) == (True, False)


# ---- What waits


def test_open_comments_wait_for_whom_they_name(staff, approver, make_user, municipality, year, unit, say):
    clerk = make_user("clerk", "staff", municipality=municipality, position="เจ้าพนักงานการเงิน", unit=unit)
    other = make_user("other", "staff", municipality=municipality)
    comment = say("ขอ\nหลักฐาน", units=[unit], people=[approver])
    for user in (clerk, approver):
        [waiting] = waiting_for(user)
        assert (waiting.title, waiting.detail, waiting.since, waiting.address) == (
            "ความเห็นถึงท่าน ปี 2567: ภาพรวมของปี",
            "นักวิเคราะห์นโยบายและแผน: ขอ หลักฐาน",
            comment.at,
            f"/2567/99990001/comments/?about=year#comment-{comment.pk}",
        )
    assert (waiting_for(staff), waiting_for(other)) == ([], [])
    resolve_comment(by=clerk, comment=comment)
    assert (waiting_for(clerk), waiting_for(approver)) == ([], [])
    reopen_comment(by=staff, comment=comment)
    assert len(waiting_for(clerk)) == 1


def test_the_mail_tells_of_them(approver, say):
    comment = say(people=[approver])
    digest = digest_for(approver, "https://ita.example.go.th")
    assert digest.subject == "ITA: รอท่านดำเนินการ 1 เรื่อง กำหนดการ 0 เรื่อง"
    assert digest.body.splitlines()[2:5] == [
        "- ความเห็นถึงท่าน ปี 2567: ภาพรวมของปี",
        "  นักวิเคราะห์นโยบายและแผน: ขอหลักฐาน",
        f"  https://ita.example.go.th/2567/99990001/comments/?about=year#comment-{comment.pk}",
    ]
    resolve_comment(by=approver, comment=comment)
    assert digest_for(approver) is None


def test_nothing_waits_for_the_author_or_one_who_cannot_answer(staff, auditor, unit, say):
    for user in (staff, auditor):
        user.unit = unit
        user.save()
    say(units=[unit])
    assert (waiting_for(staff), waiting_for(auditor)) == ([], [])


def test_who_named_two_ways_has_it_once(approver, unit, say):
    approver.unit = unit
    approver.save()
    say(units=[unit], people=[approver])
    assert len(waiting_for(approver)) == 1


def test_who_moved_on_has_nothing_of_the_old_municipality(approver, other_municipality, say):
    say(people=[approver])
    approver.municipality = other_municipality
    approver.save()
    assert waiting_for(approver) == []


def test_unit_of_an_author_is_shown_while_it_is_the_municipalitys(
    say, staff, approver, other_municipality, measure, unit, sign_in
):
    record_progress(by=staff, measure=measure, status="in_progress", note="เริ่มแล้ว")
    say(measure=measure)
    client = sign_in(approver)
    pages = (f"/2567/99990001/measures/{measure.pk}/progress/", "/2567/99990001/comments/")
    for municipality, name, shown in ((staff.municipality, "กองคลัง", True), (other_municipality, "กองช่าง", False)):
        staff.municipality = municipality
        staff.unit = Unit.objects.get_or_create(municipality=municipality, name=name)[0]
        staff.save()
        for page in pages:
            assert (f"</strong>{name}" in flat(client.get(page).content.decode())) is shown
        assert (f"{staff} {name}</span>" in flat(client.get(pages[0]).content.decode())) is shown
