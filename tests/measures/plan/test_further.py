"""Goal, sign of success, budget and remark of a measure: wherever its other texts go."""

import pytest

from assessments.undo.services import undo_act
from measures.carry_over.services import CarryChoice, decide_carries
from measures.models import FURTHER_FIELDS, Measure
from measures.plan.headings import headed
from tests.markup import flat
from tests.reports.page_forms import form_data

TEXTS = {"goal": "ผู้รับบริการพอใจ", "success": "ร้อยละ ๘๐", "budget": "๑๐,๐๐๐ บาท", "remark": "รอผล"}
LABELS = ["เป้าหมาย", "ตัวชี้วัดความสำเร็จ", "งบประมาณ", "หมายเหตุ"]


def test_form_takes_them_and_undo_takes_them_back(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    page = client.get(url)
    assert '<details class="further">' in page.content.decode()
    assert client.post(url, form_data(page) | TEXTS).status_code == 302
    measure.refresh_from_db()
    assert {name: getattr(measure, name) for name in FURTHER_FIELDS} == TEXTS
    assert '<details class="further" open>' in client.get(url).content.decode()
    undo_act(by=staff, act=measure.history.first().act)
    measure.refresh_from_db()
    assert [getattr(measure, name) for name in FURTHER_FIELDS] == [""] * 4


def test_list_has_their_columns_only_where_one_is_filled_in(sign_in, staff, address, make_measure):
    make_measure("ก", 1)
    client = sign_in(staff)
    assert "ตัวชี้วัดความสำเร็จ</th>" not in client.get(address("measures")).content.decode()
    make_measure("ข", 2, **TEXTS)
    html = flat(client.get(address("measures")).content.decode())
    assert [html.count(f">{label}</th>") for label in LABELS] == [1] * 4
    assert all(text in html for text in TEXTS.values())


@pytest.mark.parametrize(("field", "heading"), list(zip(FURTHER_FIELDS, LABELS, strict=True)))
def test_pasted_columns_are_known_by_their_headings(field, heading):
    assert headed(["ที่", "โครงการ", heading, "ผู้รับผิดชอบ"]) == ["", "title", field, "responsible"]


def test_goal_and_sign_of_success_are_carried_over_money_and_remark_are_not(staff, make_year, year, make_measure):
    following = make_year(2568)
    old = make_measure("คู่มือ", 2, **TEXTS)
    decide_carries(by=staff, assessment=following, choices={old.pk: CarryChoice("keep")})
    [copy] = following.measures.all()
    assert (copy.goal, copy.success, copy.budget, copy.remark) == (TEXTS["goal"], TEXTS["success"], "", "")


def test_history_names_what_changed(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    client.post(url, form_data(client.get(url)) | TEXTS)
    html = client.get(address("history")).content.decode()
    assert all(label in html for label in LABELS)
    assert Measure.objects.get().remark == "รอผล"
