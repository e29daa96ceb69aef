"""The framework screens for reading and for a year's life: lists, problems with their spots, files, revisions."""

import html
import io
from datetime import date

import pytest
from django.utils import timezone

from assessments.frameworks import services
from assessments.frameworks.change_log import DefinitionChange
from assessments.frameworks.correction_services import confirm_correction, propose_correction
from assessments.frameworks.definitions import AreaPart, CrosswalkPart
from assessments.frameworks.files import to_json
from assessments.frameworks.services import copy_to_next_year
from assessments.frameworks.storage import read_definitions
from assessments.frameworks.workbook import to_xlsx
from assessments.models import Correction, Deadline, Framework, Instrument
from assessments.spreadsheets.resources.base import ExportFilter
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.spreadsheets.sheets_to_fill import template_file
from reports.year.calendar import feed_events
from reports.year.digest import digest_for
from tests.corrections import correct, second_administrator

from .pages import faults, ids, post


@pytest.fixture
def draft(frameworks, administrator) -> Framework:
    return copy_to_next_year(by=administrator, framework=frameworks[2569])


@pytest.fixture
def site(sign_in, administrator):
    return sign_in(administrator)


PAGES = [
    "",
    "2570/",
    "2570/crosswalk/",
    "2570/crosswalk/edit/",
    "2570/edit/basics/",
    "2570/edit/instruments/",
    "2570/edit/indicators/",
    "2570/edit/items/9/",
    "2570/edit/levels/",
    "2570/edit/areas/",
    "2570/items/merge/",
    "2570/indicators/split/",
    "2570/items/retire/",
    "2570/items/renumber/",
    "2570/delete/",
    "2566/",
    "2566/crosswalk/",
    "2566/crosswalk/edit/",
    "2566/edit/items/9/",
    "2569/revisions/",
    "2569/revisions/2/",
    "import/",
]


@pytest.mark.parametrize("page", PAGES)
def test_pages_take_few_queries(site, draft, frameworks, administrator, page, django_assert_max_num_queries):
    changed = read_definitions(frameworks[2569]).model_copy(update={"note": "ใหม่"})
    correct(by=administrator, framework=frameworks[2569], definitions=changed)
    with django_assert_max_num_queries(17):
        assert site.get(f"/frameworks/{page}").status_code == 200


def test_list_offers_the_next_year_of_the_newest(site, frameworks):
    page = site.get("/frameworks/")
    assert [row["framework"].fiscal_year for row in page.context["years"]] == list(range(2569, 2561, -1))
    assert page.context["years"][0]["counts"] == [10, 26, 7]
    assert page.content.decode().count("ทำปีถัดไป") == 1


def test_next_year_is_begun_once(site, frameworks):
    assert site.post("/frameworks/2569/next/").url == "/frameworks/2570/"
    again = site.post("/frameworks/2569/next/", follow=True)
    assert again.redirect_chain == [("/frameworks/2569/", 302)]
    assert [str(text) for text in again.context["messages"]][1:] == ["มีเกณฑ์ปี 2570 แล้ว"]


def test_draft_exists_for_administrators_only(client, sign_in, staff, draft):
    sign_in(staff)
    pages = ["", "export/json/", "crosswalk/", "revisions/"]
    assert {client.get(f"/frameworks/2570/{page}").status_code for page in pages} == {404}
    years = [row["framework"].fiscal_year for row in client.get("/frameworks/").context["years"]]
    assert years == list(range(2569, 2561, -1))


def test_officers_read_a_published_year_without_any_button(sign_in, staff, frameworks):
    page = sign_in(staff).get("/frameworks/2569/").content.decode()
    assert "คะแนนรวม 95.00 ขึ้นไป และทุกตัวชี้วัดได้ 95.00 ขึ้นไป" in page
    assert "/edit/" not in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert "ข้อสังเกต" not in page


# ---- Problems and publishing


def test_problems_are_listed_and_keep_a_draft_from_being_published(site, draft):
    Instrument.objects.filter(framework=draft, code="IIT").update(weight=25)
    page = site.get("/frameworks/2570/")
    message = "น้ำหนักของเครื่องมือทั้งหมดรวมกันได้ 95.00 ต้องรวมกันได้ 100 พอดี"
    assert [(problem.message, address) for problem, address in page.context["problems"]] == [
        (message, "/frameworks/2570/edit/instruments/")
    ]
    refused = site.post("/frameworks/2570/publish/", follow=True)
    assert [str(text) for text in refused.context["messages"]] == [message]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_every_problem_leads_to_a_field_that_is_there(site, draft):
    value = read_definitions(draft)
    levels = list(value.levels)
    levels[-1] = levels[-1].model_copy(update={"min_total": levels[0].min_total})
    walk = value.crosswalk.model_copy(
        update={
            "total_comparable": False,
            "indicators": (
                value.crosswalk.indicators[0].model_copy(update={"comparable": False}),
                *value.crosswalk.indicators[2:],
            ),
            "areas": (),
        }
    )
    subs = [sub_indicator.model_copy(update={"indicator": 10}) for sub_indicator in value.sub_indicators]
    broken = value.model_copy(
        update={
            "crosswalk": walk,
            "levels": tuple(levels),
            "areas": (AreaPart(number=2, title="ก"),),
            "sub_indicators": tuple(subs),
            "measures_item": "O99",
        }
    )
    services.save_definitions(by=None, framework=draft, definitions=broken)
    page = site.get("/frameworks/2570/")
    addresses = {address for _, address in page.context["problems"] + page.context["advice"]}
    assert len(addresses) > 6
    for address in addresses:
        path, _, anchor = address.partition("#")
        assert not anchor or anchor in ids(site.get(path)), address


def test_published_draft_is_open_for_everybody(site, draft, client, sign_in, staff):
    site.post("/frameworks/2570/publish/")
    assert sign_in(staff).get("/frameworks/2570/").status_code == 200


def test_draft_is_deleted_only_after_it_was_asked(site, draft):
    assert "เรียกคืนไม่ได้" in site.get("/frameworks/2570/delete/").content.decode()
    assert Framework.objects.filter(fiscal_year=2570).exists()
    assert site.post("/frameworks/2570/delete/").url == "/frameworks/"
    assert not Framework.objects.filter(fiscal_year=2570).exists()


def test_published_year_is_not_deleted(site, frameworks):
    assert site.post("/frameworks/2569/delete/").url == "/frameworks/2569/"
    assert Framework.objects.filter(fiscal_year=2569).exists()


# ---- Frozen years and revisions


@pytest.fixture
def frozen(frameworks) -> Framework:
    services.freeze_framework(frameworks[2568])
    return frameworks[2568]


def test_frozen_year_shows_its_edit_links_only_on_request(site, frozen):
    assert "/frameworks/2568/edit/" not in site.get("/frameworks/2568/").content.decode()
    assert "/frameworks/2568/edit/levels/" in site.get("/frameworks/2568/?correct=1").content.decode()


def test_correction_of_a_frozen_year_needs_a_reason_and_keeps_what_was_typed(site, frozen):
    path = "/frameworks/2568/edit/areas/"
    refused = post(site, path, {"areas-1-title": "ชื่อใหม่"})
    assert refused.status_code == 422
    assert faults(refused) == [("เรื่องที่แก้ไขและเหตุผล", "กรอกเรื่องที่แก้ไขและเหตุผล")]
    assert 'value="ชื่อใหม่"' in refused.content.decode()


def test_correction_is_a_revision_with_its_difference(site, frozen, administrator):
    old = frozen.areas.get(number=1).title
    change = {"areas-1-title": "ชื่อใหม่", "correction-reason": "ราชกิจจาแก้คำผิด"}
    confirm(post(site, "/frameworks/2568/edit/areas/", change))
    [(second, changes), (first, none)] = site.get("/frameworks/2568/revisions/").context["revisions"]
    assert (second.number, second.reason, second.by, first.number, none) == (2, "ราชกิจจาแก้คำผิด", administrator, 1, None)
    assert [(difference.section, difference.what, difference.before, difference.after) for difference in changes] == [
        ("ประเด็นของมาตรการ", "ประเด็นที่ 1 ชื่อ", old, "ชื่อใหม่")
    ]
    page = site.get("/frameworks/2568/revisions/1/")
    assert page.context["definitions"].areas[0].title == old
    assert old in page.content.decode()
    exported = site.get("/frameworks/2568/revisions/1/json/")
    assert old in exported.content.decode()


# ---- Files


@pytest.mark.parametrize(("form", "write"), [("json", to_json), ("xlsx", to_xlsx)])
def test_exported_year_can_be_imported_into_an_empty_place(site, draft, form, write):
    value = read_definitions(draft)
    exported = site.get(f"/frameworks/2570/export/{form}/")
    assert exported["Content-Disposition"] == f'attachment; filename="framework_2570.{form}"'
    site.post("/frameworks/2570/delete/")
    response = site.post("/frameworks/import/", {"file": _file(exported.content, form)})
    assert response.url == "/frameworks/2570/"
    begun = Framework.objects.get(fiscal_year=2570)
    assert (begun.state, read_definitions(begun)) == ("draft", value)


def test_import_replaces_a_draft_only_when_told(site, draft):
    value = read_definitions(draft).model_copy(update={"note": "จากไฟล์"})
    refused = site.post("/frameworks/import/", {"file": _file(to_json(value), "json")})
    assert refused.status_code == 422
    assert "ระบบมีฉบับร่างของปี 2570 อยู่แล้ว" in refused.content.decode()
    taken = site.post("/frameworks/import/", {"file": _file(to_json(value), "json"), "replace": "on"})
    assert taken.status_code == 302
    draft.refresh_from_db()
    assert draft.note == "จากไฟล์"


def test_import_of_a_year_in_force_is_shown_and_waits_for_another_administrator(site, frameworks):
    value = read_definitions(frameworks[2568]).model_copy(update={"note": "จากไฟล์"})
    same = site.post("/frameworks/import/", {"file": _file(to_json(read_definitions(frameworks[2568])), "json")})
    assert (same.url, Correction.objects.count()) == ("/frameworks/2568/", 0)
    refused = site.post("/frameworks/import/", {"file": _file(to_json(value), "json")})
    assert "เกณฑ์ปี 2568 ประกาศใช้แล้ว ให้บอกเหตุผลของการแก้ไข" in refused.content.decode()
    taken = site.post("/frameworks/import/", {"file": _file(to_json(value), "json"), "reason": "ตามประกาศ"})
    [shown] = site.get(taken.url).context["changes"]
    assert (shown.what, shown.before, shown.after) == ("หมายเหตุ", "(ว่าง)", "จากไฟล์")
    frameworks[2568].refresh_from_db()
    assert frameworks[2568].note == ""
    confirm(taken)
    frameworks[2568].refresh_from_db()
    assert frameworks[2568].note == "จากไฟล์"


@pytest.mark.parametrize(("form", "write"), [("json", to_json), ("xlsx", to_xlsx)])
def test_file_of_one_year_makes_another(site, frameworks, form, write):
    """The file of 2569 makes 2571; without a year before it, nothing is said of how it compares."""
    value = read_definitions(frameworks[2569])
    posted = {"file": _file(write(value), form), "fiscal_year": "๒๕๗๑"}
    assert site.post("/frameworks/import/", posted).url == "/frameworks/2571/"
    begun = Framework.objects.get(fiscal_year=2571)
    bare = value.model_copy(update={"fiscal_year": 2571, "crosswalk": CrosswalkPart()})
    assert (begun.state, read_definitions(begun)) == ("draft", bare)
    assert read_definitions(frameworks[2569]) == value


def test_file_of_another_year_compares_where_parts_are_called_the_same(site, draft, frameworks):
    title = draft.items.get(code="O3")
    draft.items.filter(pk=title.pk).update(title="ชื่ออื่น")
    posted = {"file": _file(to_json(read_definitions(frameworks[2569])), "json"), "fiscal_year": "2571"}
    site.post("/frameworks/import/", posted)
    walk = read_definitions(Framework.objects.get(fiscal_year=2571)).crosswalk
    assert [entry.after for entry in walk.indicators] == [(number,) for number in range(1, 11)]
    assert {entry.comparable for entry in (*walk.indicators, *walk.items)} == {True}
    codes = [code for entry in walk.items for code in entry.after]
    assert ("O2" in codes, "O3" in codes) == (True, False)


def confirm(response) -> None:
    """Propose what an edit prepared, and let another administrator confirm it."""
    correction = Correction.objects.get()
    assert response.url == f"/frameworks/{correction.framework.fiscal_year}/corrections/{correction.pk}/"
    propose_correction(by=correction.proposed_by, correction=correction)
    confirm_correction(by=second_administrator(), correction=correction)


@pytest.mark.parametrize("raw", [b"x", b"PK\x03\x04broken", b"{}", b"[]", b'{"fiscal_year": 2570}'])
def test_import_of_a_bad_file_says_so_and_stores_nothing(site, frameworks, raw):
    refused = site.post("/frameworks/import/", {"file": _file(raw, "json")})
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors()
    assert Framework.objects.count() == 8


@pytest.mark.parametrize(
    "path",
    ["2569/export/pdf/", "2569/edit/items/", "2569/edit/x/", "2569/edit/items/99/", "2569/levels/merge/", "2500/"],
)
def test_addresses_of_nothing_are_not_found(site, frameworks, path):
    assert site.get(f"/frameworks/{path}").status_code == 404


def _file(raw: bytes, form: str):
    file = io.BytesIO(raw)
    file.name = f"a.{form}"
    return file


def test_crosswalk_of_years_without_areas_says_nothing_of_them(site, frameworks):
    assert [section["kind"] for section in site.get("/frameworks/2565/crosswalk/").context["sections"]] == [
        "indicators",
        "items",
    ]
    assert [kind for kind, *_ in site.get("/frameworks/2565/crosswalk/edit/").context["sections"]] == [
        "indicators",
        "items",
    ]


# ---- Totals of two years


def test_changed_weights_keep_totals_apart_until_an_administrator_decides(site, draft):
    """The page says why, the choice is a change like any other, and the page of the year before stays as it is."""
    weights = {f"instruments-{code}-weight": weight for code, weight in (("IIT", "20"), ("OIT", "50"))}
    assert post(site, "/frameworks/2570/edit/instruments/", weights).status_code == 302
    reason = "น้ำหนักของเครื่องมือเปลี่ยน (IIT 30.00 → 20.00, OIT 40.00 → 50.00)"
    total = site.get("/frameworks/2570/crosswalk/").context["total"]
    assert (total.comparable, total.reason, total.decided) == (False, reason, False)
    edit = "/frameworks/2570/crosswalk/edit/"
    assert f"เทียบไม่ได้ เพราะ{reason}" in html.unescape(site.get(edit).content.decode())

    refused = post(site, edit, {"total_comparable": "True"})
    assert faults(refused) == [("เหตุผลของคะแนนรวม", "บอกเหตุผลที่กำหนดเอง หรือเลือก “ตามน้ำหนักและตัวชี้วัดของสองปี”")]
    assert post(site, edit, {"total_comparable": "True", "total_reason": "ตามหนังสือ ป.ป.ช."}).status_code == 302
    total = site.get("/frameworks/2570/crosswalk/").context["total"]
    assert (total.comparable, total.reason, total.otherwise) == (True, "ตามหนังสือ ป.ป.ช.", reason)
    change = DefinitionChange.objects.filter(fiscal_year=2570).first()
    assert (change.by.username, change.value.crosswalk.total_comparable) == ("administrator", True)
    assert site.get("/frameworks/2569/crosswalk/").context["total"].comparable


# ---- The newest year


@pytest.fixture
def ahead(frameworks, administrator, monkeypatch) -> int:
    """A published year that has not begun: definitions of 2569 in force while it is 2568."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2025, 9, 30))
    return 2568


def test_list_marks_the_current_year_and_puts_years_ahead_last(site, ahead):
    rows = site.get("/frameworks/").context["years"]
    assert [row["framework"].fiscal_year for row in rows] == [2568, 2567, 2566, 2565, 2564, 2563, 2562, 2569]
    assert [row["framework"].fiscal_year for row in rows if row["is_current"]] == [2568]
    assert [row["framework"].fiscal_year for row in rows if row["is_ahead"]] == [2569]


def test_year_begins_on_the_first_of_october(frameworks, ahead, monkeypatch):
    assert Framework.objects.begun().first().fiscal_year == 2568
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2025, 10, 1))
    assert Framework.objects.begun().first().fiscal_year == 2569


def test_template_and_forms_of_spreadsheets_begin_with_the_current_year(sign_in, staff, ahead):
    page = sign_in(staff).get("/exchange/sheets/results/")
    assert page.context["filters"].fields["fiscal_year"].initial == 2568
    assert template_file(kind=all_kinds()["results"], user=staff, chosen=ExportFilter()) == template_file(
        kind=all_kinds()["results"], user=staff, chosen=ExportFilter(fiscal_year=2568)
    )


def test_first_page_leads_to_the_newest_year_that_has_begun(sign_in, staff, auditor, make_year, ahead):
    for fiscal_year in (2567, 2568, 2569):
        make_year(fiscal_year)
    assert sign_in(staff).get("/").context["newest"].fiscal_year == 2568
    assert sign_in(auditor).get("/").url == "/2568/99990001/"


def test_calendar_and_digest_are_of_years_that_have_begun(frameworks, staff, make_year, ahead):
    for fiscal_year in (2568, 2569):
        make_year(fiscal_year)
        Deadline.objects.create(framework=frameworks[fiscal_year], title=f"ส่ง {fiscal_year}", due=date(2025, 10, 1))
    assert [event.title for event in feed_events(staff)] == ["ส่ง 2568 (ITA 2568)"]
    body = digest_for(staff).body
    assert ("ส่ง 2568" in body, "ส่ง 2569" in body) == (True, False)
