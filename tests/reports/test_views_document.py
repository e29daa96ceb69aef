"""The builder: every page opened and posted back unchanged stores exactly what was stored."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.models import Municipality
from assessments.services import load_municipalities
from reports.models import Document
from reports.package import block_data, export_package, import_package, read_package
from tests.reference.conftest import NAMES, reference  # noqa: F401 - a fixture

from .page_forms import form_data
from .samples import MEMO, SECTIONS, make_document, make_measures

DEMO = sorted((Path(settings.BASE_DIR) / "reports" / "data" / "demo").glob("*.json"))
PAGES = ("document", "document_settings", "document_columns", "document_memo", "block_add")


def address(name, year, *args):
    return reverse(name, args=[year.fiscal_year, year.municipality.code, *args])


def post_back(client, url, change=None):
    """Open a form and post it as it stands, with the changes."""
    response = client.post(url, form_data(client.get(url)) | (change or {}))
    assert response.status_code == 302, response.content.decode()
    return response


@pytest.fixture
def editing(sign_in, staff):
    return sign_in(staff)


@pytest.fixture
def document(year):
    return make_document(year, memo=MEMO)


def every_form(year):
    document = Document.objects.get(assessment=year)
    yield address("document_settings", year)
    yield address("document_columns", year)
    if document.memo:
        yield address("document_memo", year)
    for block in document.blocks.all():
        yield address("block_edit", year, block.pk)


def test_forms_posted_back_unchanged_store_the_same(editing, year, document):
    before = export_package(year)
    for url in every_form(year):
        post_back(editing, url)
        assert export_package(year) == before, url


def all_forms_of_package_keep_it(client, raw):
    package = json.loads(raw)
    year = import_package(read_package(raw), by=None)
    for url in every_form(year):
        post_back(client, url)
    assert export_package(year) == package


@pytest.mark.parametrize("name", NAMES)
def test_forms_of_reference_packages_store_the_same(frameworks, sign_in, administrator, reference, name):  # noqa: F811
    path = reference(name)
    load_municipalities()
    all_forms_of_package_keep_it(sign_in(administrator), path.read_bytes())


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_forms_of_demo_packages_store_the_same(frameworks, sign_in, administrator, path):
    load_municipalities(path.parent / "municipalities.csv")
    all_forms_of_package_keep_it(sign_in(administrator), path.read_bytes())


def test_a_changed_field_leaves_the_others_as_stored(editing, year, document):
    block = document.blocks.get(type="findings")
    stored = block_data(block)
    post_back(editing, address("block_edit", year, block.pk), {"issues_0": "ใหม่"})
    block.refresh_from_db()
    # the page shows blank rows for indicators 1 and 3 before the stored first row, that of indicator 4
    added = {"indicator": 1, "issues": "ใหม่", "remedy": ""}
    assert block_data(block) == {**stored, "rows": [added, *stored["rows"]]}


def test_text_is_stored_a_paragraph_a_line(editing, year, document):
    block = document.blocks.first()
    typed = {"paragraphs": "หนึ่ง\r\n\r\n  สอง  \r\nสาม\u200b"}
    post_back(editing, address("block_edit", year, block.pk), typed)
    block.refresh_from_db()
    assert block.data == {"paragraphs": ["หนึ่ง", "  สอง", "สาม"]}
    assert block.heading == SECTIONS[0]["heading"]


def findings_rows(year, editing, change):
    block = Document.objects.get().blocks.get(type="findings")
    post_back(editing, address("block_edit", year, block.pk), change)
    block.refresh_from_db()
    return [(row["indicator"], row["issues"], row["remedy"]) for row in block.data["rows"]]


def test_findings_rows_that_are_emptied_go_and_filled_ones_come_in_place(editing, year):
    rows = [{"indicator": n, "issues": f"ก{n}", "remedy": f"ข{n}"} for n in (1, 4)]
    make_document(year, [{**SECTIONS[6], "rows": rows}])
    # the page shows indicators 1, 2, 3, 4, 5
    change = {"issues_0": "", "remedy_0": "", "remedy_2": "ใหม่"}
    assert findings_rows(year, editing, change) == [(3, "", "ใหม่"), (4, "ก4", "ข4")]


def test_scores_by_instrument_remarks_come_and_go(editing, year):
    document = make_document(year, [{**SECTIONS[5], "remarks": [{"instrument": "IIT", "remark": "ก"}]}])
    block = document.blocks.get()
    post_back(
        editing, address("block_edit", year, block.pk), {"remark_0": "", "remark_2": "ข", "year": "2567"}
    )
    block.refresh_from_db()
    assert (block.data["year"], block.data["remarks"]) == (2567, [{"instrument": "OIT", "remark": "ข"}])


def test_item_titles_come_and_go(editing, year, document):
    block = document.blocks.get(type="item_scores")
    page = editing.get(address("block_edit", year, block.pk))
    codes = page.context["form"].codes
    assert (codes[0], codes[-1]) == ("O31", "O99")
    change = {f"title_{codes.index('O99')}": "", f"title_{codes.index('O40')}": "ชื่อใหม่"}
    post_back(editing, address("block_edit", year, block.pk), change)
    block.refresh_from_db()
    assert block.data["titles"] == {"O34": "", "O35": "ชื่อของเรา ", "O40": "ชื่อใหม่"}


def test_comparison_of_a_year_with_itself_is_refused(editing, year, document):
    block = document.blocks.get(type="comparison")
    url = address("block_edit", year, block.pk)
    response = editing.post(url, {"heading": "คงอยู่", "from_year": "2567", "to_year": "2567"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"to_year": ["เลือกสองปีที่ต่างกัน จึงจะเปรียบเทียบได้"]}
    assert response.context["form"]["heading"].value() == "คงอยู่"
    block.refresh_from_db()
    assert block_data(block) == SECTIONS[3]


ADDED = {
    "type=text": {"heading": "", "paragraphs": []},
    "type=measures": {"heading": ""},
    "type=comparison": {"heading": "", "from_year": 2566, "to_year": 2567},
    "type=ranking": {"heading": "", "year": 2567},
    "type=scores_by_instrument": {
        "heading": "",
        "year": 2567,
        "remark_heading": "ประเด็นที่ต้องปรับปรุง",
        "remarks": [],
    },
    "type=findings&instrument=EIT": {
        "heading": "",
        "instrument": "EIT",
        "headings": ["ตัวชี้วัด", "ประเด็นที่ต้องพัฒนา", "แนวทางการพัฒนา"],
        "rows": [],
    },
    "type=findings": {
        "heading": "",
        "instrument": "IIT",
        "headings": ["ตัวชี้วัด", "ประเด็นที่ต้องพัฒนา", "แนวทางการพัฒนา"],
        "rows": [],
    },
}


@pytest.mark.parametrize("query", ADDED)
def test_block_add_appends_what_its_form_shows(editing, year, document, query):
    response = post_back(editing, f"{address('block_add', year)}?{query}")
    block = document.blocks.last()
    assert response.url == f"{address('document', year)}#block-{block.pk}"
    assert {"heading": block.heading, **block.data} == ADDED[query]


def test_block_add_of_item_scores_starts_with_the_titles_of_the_definitions(editing, year, document):
    post_back(editing, f"{address('block_add', year)}?type=item_scores&year=2566&indicator=10")
    data = document.blocks.last().data
    items = year.framework.__class__.objects.get(fiscal_year=2566).items.filter(indicator__number=10)
    assert (data["year"], data["indicator"]) == (2566, 10)
    assert data["titles"] == {each.code: each.title for each in items}


@pytest.mark.parametrize(
    "query", ["type=findings&instrument=XX", "type=item_scores&year=2500", "type=item_scores&year=x"]
)
def test_block_add_of_what_is_not_defined_is_404(editing, year, document, query):
    assert editing.get(f"{address('block_add', year)}?{query}").status_code == 404


def test_block_add_offers_the_seven_types(editing, year, document):
    response = editing.get(address("block_add", year))
    assert [kind for kind, _, _ in response.context["types"]] == [
        "text",
        "measures",
        "comparison",
        "ranking",
        "scores_by_instrument",
        "findings",
        "item_scores",
    ]
    page = response.content.decode()
    assert all(label in page and description in page for _, label, description in response.context["types"])


def test_block_moves_is_removed_and_comes_back(editing, year, document):
    before = export_package(year)
    first = document.blocks.first()
    editing.post(address("block_move", year, first.pk), {"direction": "down"})
    assert document.blocks.all()[1] == first
    editing.post(address("block_move", year, first.pk), {"direction": "up"})
    assert export_package(year) == before
    editing.post(address("block_delete", year, first.pk))
    assert document.blocks.count() == len(SECTIONS) - 1
    page = editing.get(address("document", year))
    assert [each["block"] for each in page.context["removed"]] == [first.pk]
    editing.post(address("block_restore", year, first.pk))
    assert export_package(year) == before
    assert editing.get(address("document", year)).context["removed"] == []


def test_several_removed_blocks_all_come_back(editing, year, document):
    removed = list(document.blocks.all()[:3])
    for block in removed:
        editing.post(address("block_delete", year, block.pk))
    for block in removed:
        editing.post(address("block_restore", year, block.pk))
    assert document.blocks.count() == len(SECTIONS)


def test_restore_of_what_was_not_removed_tells_so(editing, year, document):
    response = editing.post(address("block_restore", year, 123456), follow=True)
    assert [str(each) for each in response.context["messages"]] == [
        "เรียกคืนไม่ได้แล้ว เพราะส่วนนี้ถูกเรียกคืนไปก่อน หรือออกจากระบบหลังลบ"
    ]


def test_move_without_a_direction_tells_so(editing, year, document):
    response = editing.post(address("block_move", year, document.blocks.first().pk), follow=True)
    assert [str(each) for each in response.context["messages"]] == ["เลือกเลื่อนขึ้นหรือเลื่อนลง"]


@pytest.mark.parametrize("name", ["block_move", "block_delete", "block_restore"])
def test_get_never_changes_blocks(editing, year, document, name):
    assert editing.get(address(name, year, document.blocks.first().pk)).status_code == 405


def test_document_is_created_from_a_starting_form(editing, year):
    page = editing.get(address("document", year))
    assert [kind for kind, _, _ in page.context["starting_forms"]] == ["results", "plan", "analysis"]
    response = editing.post(address("document", year), {"kind": "analysis"})
    assert (response.status_code, response.url) == (302, address("document", year))
    assert Document.objects.get().kind == "analysis"


def test_document_of_no_kind_is_refused(editing, year):
    response = editing.post(address("document", year), {"kind": "poem"})
    assert (response.status_code, Document.objects.count()) == (422, 0)


def test_document_is_not_created_twice(editing, year, document):
    response = editing.post(address("document", year), {"kind": "plan"})
    assert (response.status_code, Document.objects.get().kind) == (422, "results")


def test_settings_are_stored(editing, year, document):
    typed = {
        "title": "ก\r\n\r\nข",
        "prepared_by": "กอง",
        "cut_off": "๘๐",
        "areas_as": "column",
        "numerals": "arabic",
    }
    post_back(editing, address("document_settings", year), typed)
    stored = Document.objects.get()
    assert (stored.title, stored.prepared_by, str(stored.cut_off)) == (["ก", "ข"], "กอง", "80.00")
    assert (stored.numerals, [each["field"] for each in stored.columns]) == (
        "arabic",
        ["area", "title", "responsible"],
    )


def test_settings_with_a_bad_cut_off_keep_what_was_typed(editing, year, document):
    url = address("document_settings", year)
    response = editing.post(url, form_data(editing.get(url)) | {"title": "ใหม่", "cut_off": "สูง"})
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["cut_off"])
    assert (form["title"].value(), form["cut_off"].value()) == ("ใหม่", "สูง")


def columns_after(editing, year, change):
    url = address("document_columns", year)
    data = form_data(editing.get(url)) | change
    response = editing.post(url, {key: value for key, value in data.items() if value is not None})
    return response, [(each["field"], each["heading"]) for each in Document.objects.get().columns]


def test_columns_are_chosen_renamed_and_ordered(editing, year, document):
    # the page shows title, responsible (printed), then area, steps, period, …
    change = {
        "columns-3-printed": "on",
        "columns-3-order": "1",
        "columns-0-order": "2",
        "columns-0-heading": "ชื่อมาตรการ",
        "columns-1-printed": None,
    }
    response, columns = columns_after(editing, year, change)
    assert response.status_code == 302
    assert columns == [("steps", "ขั้นตอน/วิธีปฏิบัติ"), ("title", "ชื่อมาตรการ")]


def test_columns_need_one(editing, year, document):
    response, columns = columns_after(editing, year, {"columns-0-printed": None, "columns-1-printed": None})
    assert response.status_code == 422
    assert response.context["formset"].non_form_errors() == ["เลือกพิมพ์อย่างน้อยหนึ่งคอลัมน์"]
    assert columns == [("title", "มาตรการ"), ("responsible", "ผู้รับผิดชอบ\n(กอง)")]


def test_columns_without_the_area_warn_where_areas_print_as_a_column(editing, year, document):
    Document.objects.update(areas_as="column")
    response, _ = columns_after(editing, year, {})
    assert [str(each) for each in editing.get(response.url).context["messages"]] == [
        "บันทึกคอลัมน์แล้ว",
        "เอกสารตั้งให้พิมพ์ประเด็นเป็นคอลัมน์ แต่ไม่ได้เลือกคอลัมน์ประเด็น ประเด็นจึงจะไม่พิมพ์",
    ]


def test_new_memo_starts_with_the_customary_headings(editing, year):
    make_document(year)
    url = address("document_memo", year)
    data = form_data(editing.get(url))
    assert [data[f"sections-{place}-heading"] for place in range(5)] == [
        "ต้นเรื่อง",
        "ข้อเท็จจริง",
        "ระเบียบ/กฎหมายที่เกี่ยวข้อง",
        "ข้อเสนอแนะ/เพื่อพิจารณา",
        "",
    ]
    assert (data["to"], data["agency"]) == (
        "นายกเทศมนตรีเมืองทดสอบ",
        "เทศบาลเมืองทดสอบ อำเภอเมืองทดสอบ จังหวัดทดสอบ",
    )
    editing.post(url, data | {"date": "1 เมษายน ๒๕๖๗"})
    memo = Document.objects.get().memo
    assert (memo["date"], len(memo["sections"]), len(memo["signatories"])) == ("2024-04-01", 4, 3)


def test_memo_parts_are_added_and_removed(editing, year, document):
    change = {
        "sections-1-remove": "on",
        "sections-2-heading": "ข้อเสนอ",
        "sections-2-paragraphs": "ก\r\nข",
        "signatories-0-remove": "on",
        "signatories-2-position": "นายกเทศมนตรี",
        "date": "",
    }
    post_back(editing, address("document_memo", year), change)
    memo = Document.objects.get().memo
    assert memo["date"] == ""
    assert memo["sections"] == [MEMO["sections"][0], {"heading": "ข้อเสนอ", "paragraphs": ["ก", "ข"]}]
    assert memo["signatories"] == [
        MEMO["signatories"][1],
        {"name": "", "position": "นายกเทศมนตรี", "opinion": ""},
    ]


def test_memo_switched_off_is_at_hand_again(editing, year, document):
    url = address("document_memo", year)
    data = form_data(editing.get(url))
    data.pop("printed")
    editing.post(url, data)
    assert Document.objects.get().memo is None
    assert "printed" not in form_data(editing.get(url))
    post_back(editing, url, {"printed": "on"})
    assert Document.objects.get().memo == MEMO


def test_memo_with_a_bad_date_keeps_what_was_typed(editing, year, document):
    url = address("document_memo", year)
    response = editing.post(url, form_data(editing.get(url)) | {"date": "31/2/2567", "to": "ใหม่"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["date"])
    assert (response.context["form"]["date"].value(), response.context["form"]["to"].value()) == (
        "31/2/2567",
        "ใหม่",
    )
    assert Document.objects.get().memo == MEMO


def test_builder_shows_no_actions_to_readers(sign_in, approver, year, document):
    page = sign_in(approver).get(address("document", year)).content.decode()
    assert "<form" not in page.split("<main")[1]
    assert "block_add" not in page and "/blocks/" not in page


def test_readers_get_403_on_editing_pages(sign_in, approver, year, document):
    client = sign_in(approver)
    block = document.blocks.first().pk
    before = export_package(year)
    pages = [client.get(address(name, year)).status_code for name in PAGES[1:]]
    pages.append(client.get(address("block_edit", year, block)).status_code)
    posts = [client.post(address(name, year)).status_code for name in PAGES]
    posts += [
        client.post(address(f"block_{name}", year, block)).status_code
        for name in ("edit", "move", "delete", "restore")
    ]
    assert set(pages) | set(posts) == {403}
    assert export_package(year) == before


def test_foreigners_get_404_everywhere(sign_in, foreign_auditor, year, document):
    client = sign_in(foreign_auditor)
    block = document.blocks.first().pk
    found = {client.get(address(name, year)).status_code for name in PAGES}
    found |= {client.post(address(name, year)).status_code for name in PAGES}
    found |= {
        client.post(address(f"block_{name}", year, block)).status_code
        for name in ("edit", "move", "delete", "restore")
    }
    assert found == {404}


def test_blocks_of_another_document_are_404(editing, make_year, year, document):
    other = make_document(make_year(2565))
    pk = other.blocks.first().pk
    names = ("edit", "move", "delete")
    assert [editing.post(address(f"block_{name}", year, pk)).status_code for name in names] == [404] * 3


def test_pages_of_a_year_without_document_are_404(editing, year):
    assert [editing.get(address(name, year)).status_code for name in PAGES] == [200, 404, 404, 404, 404]


def count_queries(client, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(15) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_pages_read_with_few_queries_however_much_there_is(
    editing, year, document, django_assert_max_num_queries
):
    urls = [*(address(name, year) for name in PAGES), *list(every_form(year))]
    urls += [f"{address('block_add', year)}?type=findings", f"{address('block_add', year)}?type=item_scores"]
    make_measures(year, 7)
    few = [count_queries(editing, url, django_assert_max_num_queries) for url in urls]
    make_measures(year, 63)
    for section in SECTIONS * 3:
        data = {**section}
        document.blocks.create(position=99, type=data.pop("type"), heading=data.pop("heading"), data=data)
    assert [count_queries(editing, url, django_assert_max_num_queries) for url in urls] == few


def test_text_of_html_is_shown_as_text(editing, year, document):
    document.blocks.create(
        position=99, type="text", heading="<script>alert(1)</script>", data={"paragraphs": []}
    )
    page = editing.get(address("document", year)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_head_of_other_kinds_of_authority():
    from reports.starting import head_of

    names = ["เทศบาลตำบลก", "องค์การบริหารส่วนตำบลข", "เมืองพัทยา"]
    assert [head_of(Municipality(name=name)) for name in names] == [
        "นายกเทศมนตรีตำบลก",
        "นายกองค์การบริหารส่วนตำบลข",
        "นายกเมืองพัทยา",
    ]
