"""The list of measures, its actions and the form."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.comments import services as comments_services
from measures.evidence import services as evidence_services
from measures.models import Measure
from measures.plan.forms import MAX_LENGTH
from measures.plan.services import delete_measure
from tests.markup import flat
from tests.reports.page_forms import form_data
from tests.undo import undo

HTMX = {"headers": {"HX-Request": "true"}}


def element(html: str, key: str) -> str:
    """The section of the list with this id, without its CSRF tokens, which differ at every answer."""
    section = re.search(rf'<section id="{key}".*?</section>', html, re.DOTALL)[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", section)


def counts(html: str) -> list[int]:
    """How many rows each section shows."""
    return [part.count('<tr id="measure-') for part in html.split("<section ")[1:]]


def test_list_shows_every_text_in_its_area(sign_in, staff, address, make_measure):
    texts = {
        "steps": "๑. ประชุม\n  ๑.๑ จดบันทึก",
        "responsible": "สำนักปลัด",
        "period": "ต.ค. 66 - ก.ย. 67",
        "follow_up": "ทุกไตรมาส",
        "output": "เสร็จแล้ว",
        "outcome": "ประชาชนพอใจ",
    }
    make_measure("จัดทำคู่มือ", 2, **texts)
    html = sign_in(staff).get(address("measures")).content.decode()
    assert counts(html) == [0, 1, 0, 0, 0, 0, 0]
    section = flat(element(html, "area-2"))
    for text in ("จัดทำคู่มือ", "สำนักปลัด", "ต.ค. 66 - ก.ย. 67", "ทุกไตรมาส", "เสร็จแล้ว", "ประชาชนพอใจ"):
        assert section.count(f'<p class="line">{text}</p>') == 1
    assert '<p class="line hang-3"><span class="line-marker">๑.</span>ประชุม</p>' in section
    assert '<p class="line lvl-1 hang-4"><span class="line-marker">๑.๑</span>จดบันทึก</p>' in section
    assert "ยังไม่ระบุ" not in section


def test_list_leads_with_the_progress(sign_in, staff, address, make_measure):
    for area in (1, 1, 2, 5, None):
        make_measure("ก", area)
    html = sign_in(staff).get(address("measures")).content.decode()
    assert "มีมาตรการแล้ว 3 จาก 7 ประเด็น" in html
    assert "รวม 5 มาตรการ" in flat(html)
    assert re.findall(r'href="#([\w-]+)"', html.split('id="summary"')[1].split("</nav>")[0]) == [
        *(f"area-{number}" for number in range(1, 8)),
        "area-none",
    ]
    assert counts(html) == [2, 1, 0, 0, 1, 0, 0, 1]
    assert "ยังไม่จัดประเด็น" in element(html, "area-none")


def test_list_has_no_loose_section_without_loose_measures(sign_in, staff, address, make_measure):
    make_measure("ก", 1)
    assert "ยังไม่จัดประเด็น" not in sign_in(staff).get(address("measures")).content.decode()


def test_list_of_a_year_without_areas_is_one_section(sign_in, staff, make_year):
    older = make_year(2565)
    assert older.framework.areas.count() == 0
    client, address = sign_in(staff), reverse("measures", args=[2565, older.municipality.code])
    html = client.get(address).content.decode()
    assert re.findall(r'<section id="([\w-]+)"', html) == ["area-none"]
    assert "เริ่มจากเขียนว่าจะทำอะไร" in html
    Measure.objects.create(assessment=older, title="ก")
    assert counts(client.get(address).content.decode()) == [1]
    assert "ไม่แบ่งมาตรการเป็นประเด็น" in html


def test_list_reminds_editors_of_what_is_missing(sign_in, staff, auditor, address, make_measure):
    make_measure("ก", 1, period="ต.ค. 66")
    html = sign_in(staff).get(address("measures")).content.decode()
    assert '<p class="missing">ยังไม่ระบุผู้รับผิดชอบ · ผลการดำเนินงาน</p>' in html
    assert "ยังไม่ระบุ" not in element(sign_in(auditor).get(address("measures")).content.decode(), "area-1")


def test_list_escapes_typed_html(sign_in, staff, address, make_measure):
    make_measure("<b>ก</b>", 1, steps="๑. <script>x</script>")
    section = element(sign_in(staff).get(address("measures")).content.decode(), "area-1")
    assert "&lt;b&gt;ก&lt;/b&gt;" in section
    assert "๑. </span>&lt;script&gt;x&lt;/script&gt;" in section
    assert "<script" not in section


@pytest.mark.parametrize("user", ["approver", "auditor", "national_auditor"])
def test_readers_see_the_list_without_actions(sign_in, request, user, staff, address, make_measure):
    make_measure("ก", 1)
    delete_measure(by=staff, measure=make_measure("ข", 1))
    client = sign_in(request.getfixturevalue(user))
    html = client.get(address("measures")).content.decode()
    assert counts(html) == [1, 0, 0, 0, 0, 0, 0]
    main = html.split("<main")[1].split("</main>")[0]
    rows = main.split('class="measure-areas"')[1]
    assert [rows.count(mark) for mark in ("<form", "<button", "<input", ">แก้ไข")] == [0, 0, 0, 0]
    assert ("/add/" in main, 'form="bulk"' in main) == (False, False)
    assert "ยังไม่มีมาตรการในประเด็นนี้" in rows


@pytest.mark.parametrize("rows", [0, 3, 7, 70])
def test_list_query_count_is_constant(sign_in, staff, address, make_measure, rows, django_assert_num_queries):
    for number in range(rows):
        make_measure(f"มาตรการ {number}", number % 7 + 1, steps="๑. ก\n๒. ข", responsible="กองคลัง")
    client = sign_in(staff)
    with django_assert_num_queries(11 + bool(rows)):  # what they answer
        assert client.get(address("measures")).status_code == 200


def test_add_stores_what_was_typed_and_returns_to_the_row(
    sign_in, staff, address, year, areas, make_measure, typed, printed
):
    make_measure("ก", 1)
    make_measure("ข", 3)
    steps = "๑. ก\n  ๑.๑ ข\n\n    - ค"
    data = typed(area=areas[1].pk, title="  ใหม่", steps=f"\n{steps}   \n".replace("\n", "\r\n"), period="นํ้า")
    response = sign_in(staff).post(address("measure_add"), data)
    added = year.measures.get(position=1)
    assert response.url == f"{address('measures')}#measure-{added.pk}"
    assert printed() == [(0, 1, "ก"), (1, 1, "  ใหม่"), (2, 3, "ข")]
    assert (added.steps, added.period) == (steps, "น้ำ")


def test_text_goes_through_the_form_unchanged(sign_in, staff, address, make_measure, typed):
    steps = "  ๑.๑ ข\n๑. ก\n  ๑.๑ ข\n    - ค  ง"
    measure = make_measure("ก", 1, steps=steps)
    client = sign_in(staff)
    page = client.get(address("measure_edit", measure.pk))
    assert client.post(address("measure_edit", measure.pk), form_data(page)).status_code == 302
    measure.refresh_from_db()
    assert measure.steps == steps


def test_add_opens_in_the_area_of_its_address(sign_in, staff, address, areas):
    client = sign_in(staff)
    for number, expected in [("3", areas[3].pk), ("99", None), ("x", None), ("9" * 30, None)]:
        form = client.get(address("measure_add"), {"area": number}).context["form"]
        assert form["area"].value() == expected


def test_save_and_add_another_stays_in_the_area(sign_in, staff, address, areas, typed):
    client = sign_in(staff)
    response = client.post(address("measure_add"), typed(area=areas[4].pk, title="ก", again="1"))
    assert response.url == f"{address('measure_add')}?area=4"
    assert "บันทึก “ก” แล้ว" in client.get(response.url).content.decode()
    response = client.post(address("measure_add"), typed(title="ข", again="1"))
    assert response.url == address("measure_add")


def test_edit_moves_to_another_area(sign_in, staff, address, areas, make_measure, typed, printed):
    measure = make_measure("ก", 1)
    make_measure("ข", 2)
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    response = client.post(url, form_data(client.get(url)) | typed(area=areas[2].pk, title="ก แก้"))
    assert response.url == f"{address('measures')}#measure-{measure.pk}"
    assert printed() == [(0, 2, "ข"), (1, 2, "ก แก้")]


def test_errors_keep_what_was_typed(sign_in, staff, address, year, typed):
    response = sign_in(staff).post(address("measure_add"), typed(title=" ", steps="๑. ก", responsible="กอง<ช่าง"))
    html = response.content.decode()
    assert response.context["form"].errors == {"title": ["กรอกชื่อมาตรการก่อนบันทึก"]}
    assert "๑. ก</textarea>" in html
    assert 'value="กอง&lt;ช่าง"' in html
    assert not year.measures.exists()


def test_too_long_text_is_refused_in_thai(sign_in, staff, address, year, typed):
    client = sign_in(staff)
    data = typed(title="ก", output="ข" * (MAX_LENGTH + 1))
    response = client.post(address("measure_add"), data)
    assert response.context["form"].errors == {
        "output": ["ยาวเกินไป เขียนได้ไม่เกิน 20,000 ตัวอักษร (ขณะนี้ 20001 ตัวอักษร) ให้ตัดให้สั้นลงหรือแยกเป็นหลายมาตรการ"]
    }
    assert data["output"] in response.content.decode()
    assert client.post(address("measure_add"), {**data, "output": "ข" * MAX_LENGTH}).status_code == 302


def test_area_of_another_year_is_refused(sign_in, staff, address, year, frameworks, typed):
    foreign = frameworks[2566].areas.first()
    response = sign_in(staff).post(address("measure_add"), typed(area=foreign.pk, title="ก"))
    assert list(response.context["form"].errors) == ["area"]
    assert not year.measures.exists()


def test_form_of_a_year_without_areas_has_no_area(sign_in, staff, make_year, typed):
    older = make_year(2565)
    client, address = sign_in(staff), reverse("measure_add", args=[2565, older.municipality.code])
    form = client.get(address).context["form"]
    assert "area" not in form.fields
    assert form.fields["period"].help_text == "เช่น ต.ค. 64 - ก.ย. 65"
    assert client.post(address, typed(title="ก")).status_code == 302
    assert older.measures.get().area is None


def test_form_suggests_units(sign_in, staff, address, year, municipality, make_measure):
    for name in ("สำนักปลัด", "กองคลัง"):
        municipality.units.create(name=name)
    for responsible in ("กองคลัง", "กองช่าง", "", "กองคลัง\nกองช่าง"):
        make_measure("ก", 1, responsible=responsible)
    html = sign_in(staff).get(address("measure_add")).content.decode()
    suggested = html.split('<datalist id="units">')[1].split("</datalist>")[0]
    assert re.findall(r'<option value="([^"]+)"', suggested) == ["สำนักปลัด", "กองคลัง", "กองช่าง"]
    assert 'list="units"' in html


def test_responsible_of_several_lines_is_a_text_area(sign_in, staff, address, year, make_measure, typed):
    client = sign_in(staff)
    several = make_measure("ก", 1, responsible="กองคลัง\nกองช่าง")
    assert "กองคลัง\nกองช่าง</textarea>" in client.get(address("measure_edit", several.pk)).content.decode()
    response = client.post(
        address("measure_add"), typed(title="", steps="๑. ข", responsible="กองคลัง", several_lines="1")
    )
    html = response.content.decode()
    assert response.context["form"].errors == {}
    assert [html.count(f"\n{text}</textarea>") for text in ("กองคลัง", "๑. ข")] == [1, 1]
    assert year.measures.count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("measure_move", {"direction": "down"}),
        ("measure_duplicate", {}),
        ("measure_delete", {}),
        ("measure_restore", {}),
    ],
)
def test_fragment_equals_the_element_of_a_fresh_page(sign_in, staff, address, make_measure, name, data):
    measure = make_measure("ก", 2, steps="๑. ก")
    make_measure("ข", 2)
    make_measure("ค", 3)
    if name == "measure_restore":
        delete_measure(by=staff, measure=measure)
    client = sign_in(staff)
    before = element(client.get(address("measures")).content.decode(), "area-2")
    response = client.post(address(name, measure.pk), data, **HTMX)
    fragment = response.content.decode()
    page = client.get(address("measures")).content.decode()
    assert element(fragment, "area-2") == element(page, "area-2") != before
    assert fragment.count("<section ") == 1
    summary = fragment.split("</section>")[1].split('<div id="messages"')[0].replace(' hx-swap-oob="true"', "")
    assert summary.strip() in page
    assert fragment.count('<div id="messages" class="messages at-hand"') == 1
    assert fragment.count(">เลิกทำ<") == (name != "measure_move")
    assert response.headers["Vary"].split(", ").count("HX-Request") == 1


def test_actions_without_htmx_return_to_the_row(sign_in, staff, address, year, make_measure, printed):
    first, second = make_measure("ก", 1), make_measure("ข", 1)
    client = sign_in(staff)
    row = f"{address('measures')}#measure-"
    response = client.post(address("measure_move", second.pk), {"direction": "up"})
    assert (response.url, printed()) == (f"{row}{second.pk}", [(0, 1, "ข"), (1, 1, "ก")])
    response = client.post(address("measure_duplicate", second.pk))
    copy = year.measures.get(position=1)
    assert (response.url, len(printed())) == (f"{row}{copy.pk}", 3)
    response = client.post(address("measure_delete", second.pk))
    assert (response.url, printed()) == (f"{row}{second.pk}", [(0, 1, "ข"), (1, 1, "ก")])
    response = client.post(address("measure_restore", second.pk))
    assert (response.url, len(printed())) == (f"{row}{second.pk}", 3)
    assert first.title == "ก"


def test_delete_is_told_once_and_undone_at_its_place(sign_in, staff, address, make_measure, printed):
    made = [make_measure(title, 1) for title in "กขค"]
    client = sign_in(staff)
    page = client.post(address("measure_delete", made[1].pk), follow=True)
    assert counts(page.content.decode())[0] == 2
    assert page.content.decode().count("ลบ “ข” แล้ว") == 2  # the message, and its button for who does not see it
    assert "ลบ “ข” แล้ว" not in client.get(address("measures")).content.decode()
    undo(client, page)
    assert printed() == [(0, 1, "ก"), (1, 1, "ข"), (2, 1, "ค")]


def test_deleting_and_adding_leave_one_message(sign_in, staff, address, make_measure, typed, printed, areas):
    measure = make_measure("ก", 1)
    client = sign_in(staff)
    client.post(address("measure_delete", measure.pk), **HTMX)
    page = client.post(address("measure_add"), typed(area=areas[1].pk, title="ใหม่"), follow=True)
    told = page.content.decode().split('id="messages"')[1].split("<main")[0]
    assert re.findall(r"<span>(.*?)</span>", told) == ["เพิ่ม “ใหม่” แล้ว"]
    undo(client, page)
    assert printed() == []


def test_deleted_measures_wait_below_the_area(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    Measure.objects.filter(pk=measure.pk).update(deleted_at=timezone.now())
    section = element(sign_in(staff).get(address("measures")).content.decode(), "area-1")
    assert "มาตรการที่ลบไป (1)" in section
    assert section.count(f'formaction="{address("measure_restore", measure.pk)}"') == 1


def test_unknown_direction_is_told(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    client = sign_in(staff)
    fragment = client.post(address("measure_move", measure.pk), {"direction": "left"}, **HTMX).content.decode()
    assert fragment.count("ไม่รู้จักทิศที่จะเลื่อน") == 1
    response = client.post(address("measure_move", measure.pk), {"direction": "left"}, follow=True)
    assert response.content.decode().count("ไม่รู้จักทิศที่จะเลื่อน") == 1


ACTIONS = ["measure_edit", "measure_move", "measure_duplicate", "measure_delete", "measure_restore"]


@pytest.mark.parametrize("name", ACTIONS)
def test_measure_of_another_year_or_municipality_is_not_found(
    sign_in, staff, address, make_year, other_municipality, name
):
    client = sign_in(staff)
    for of in (make_year(2568), make_year(2567, of=other_municipality)):
        measure = Measure.objects.create(assessment=of, title="ก")
        own_year_foreign_row = address(name, measure.pk)
        assert client.post(own_year_foreign_row, {"direction": "up"}).status_code == 404
    foreign_year = reverse(name, args=[2567, other_municipality.code, measure.pk])
    assert client.post(foreign_year, {"direction": "up"}).status_code == 404
    assert Measure.objects.filter(title="ก").count() == 2


@pytest.mark.parametrize("name", ACTIONS)
def test_readers_may_not_change(sign_in, approver, address, make_measure, printed, name):
    measure = make_measure("ก", 1)
    client = sign_in(approver)
    assert client.post(address(name, measure.pk), {"direction": "up", "title": "ข"}).status_code == 403
    assert client.get(address("measure_add")).status_code == 403
    assert printed() == [(0, 1, "ก")]


@pytest.mark.parametrize("name", ACTIONS[1:])
def test_actions_refuse_get(sign_in, staff, address, make_measure, name):
    assert sign_in(staff).get(address(name, make_measure("ก", 1).pk)).status_code == 405


def test_edit_of_a_deleted_measure_is_not_found(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    delete_measure(by=staff, measure=measure)
    assert sign_in(staff).get(address("measure_edit", measure.pk)).status_code == 404


def test_admin_lists_and_restores(sign_in, administrator, staff, make_measure, printed):
    measure = make_measure("ก", 1)
    delete_measure(by=staff, measure=measure)
    client, address = sign_in(administrator), reverse("admin:measures_measure_changelist")
    assert client.get(address).status_code == 200
    assert client.post(address, {"action": "restore", "_selected_action": [measure.pk]}).status_code == 302
    assert printed() == [(0, 1, "ก")]


def test_list_counts_the_evidence_of_each_row(sign_in, staff, year, address, make_measure):
    one, two = make_measure("ก", 1), make_measure("ข", 2)
    pieces = [
        evidence_services.add_address(by=staff, assessment=year, title=f"ภาพ {n}", address=f"https://a.go.th/{n}")
        for n in range(3)
    ]
    for evidence in pieces:
        evidence_services.attach(by=staff, evidence=evidence, assessment=one.assessment, use=one)
        comments_services.add_comment(by=staff, assessment=year, measure=one, text="ก")  # counts do not multiply
    evidence_services.delete_evidence(by=staff, evidence=pieces[0])
    html = flat(sign_in(staff).get(address("measures")).content.decode())
    for measure, count in ((one, 2), (two, 0)):
        link = f'<a href="{address("evidence")}?used=measure-{measure.pk}">หลักฐาน {count}<'
        assert html.count(link) == 1
