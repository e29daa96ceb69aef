"""The forms of the blocks, and blocks that come, move and go."""

import pytest

from assessments.models import Assessment, Framework
from reports.blocks import BLOCK_TYPES
from reports.models import Document
from reports.package import block_data, export_package
from tests.reports.page_forms import address, form_data, post_back
from tests.reports.samples import SECTIONS, make_document
from tests.undo import undo

pytestmark = pytest.mark.usefixtures("blank_pages")


def test_a_changed_field_leaves_the_others_as_stored(editing, year, document):
    block = document.blocks.get(type="findings")
    stored = block_data(block)
    post_back(editing, address("block_edit", year, block.pk), {"issues-1-1": "ใหม่"})
    block.refresh_from_db()
    # the page shows blank rows for indicators 1 and 3 before the stored first row, that of indicator 4
    added = {"indicator": 1, "issues": "ใหม่", "remedy": ""}
    assert block_data(block) == {**stored, "rows": [added, *stored["rows"]]}


def test_text_is_stored_a_paragraph_a_line(editing, year, document):
    block = document.blocks.first()
    typed = {"paragraphs": "หนึ่ง\r\n\r\n  สอง  \r\nสาม\u200b"}
    post_back(editing, address("block_edit", year, block.pk), typed)
    block.refresh_from_db()
    assert block.data == {"paragraphs": ["หนึ่ง", "  สอง", "สาม"], "heading_as": "auto"}
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
    change = {"issues-1-1": "", "remedy-1-1": "", "remedy-1-3": "ใหม่"}
    assert findings_rows(year, editing, change) == [(3, "", "ใหม่"), (4, "ก4", "ข4")]


def test_scores_by_instrument_remarks_come_and_go(editing, year):
    document = make_document(year, [{**SECTIONS[5], "remarks": [{"instrument": "IIT", "remark": "ก"}]}])
    block = document.blocks.get()
    post_back(editing, address("block_edit", year, block.pk), {"remark-1-IIT": "", "remark-1-OIT": "ข", "year": "2567"})
    block.refresh_from_db()
    assert (block.data["year"], block.data["remarks"]) == (2567, [{"instrument": "OIT", "remark": "ข"}])


def test_item_titles_come_and_go(editing, year, document):
    block = document.blocks.get(type="item_scores")
    page = editing.get(address("block_edit", year, block.pk))
    codes = page.context["form"].codes
    assert (codes[0], codes[-1]) == ("O31", "O99")
    post_back(editing, address("block_edit", year, block.pk), {"title-O99": "", "title-O40": "ชื่อใหม่"})
    block.refresh_from_db()
    assert block.data["titles"] == {"O34": "", "O35": "ชื่อของเรา ", "O40": "ชื่อใหม่"}


def test_comparison_of_a_year_with_itself_is_refused(editing, year, document):
    block = document.blocks.get(type="comparison")
    url = address("block_edit", year, block.pk)
    response = editing.post(url, form_data(editing.get(url)) | {"heading": "คงอยู่", "from_year": "2567"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"to_year": ["เลือกสองปีที่ต่างกัน จึงจะเปรียบเทียบได้"]}
    assert response.context["form"]["heading"].value() == "คงอยู่"
    block.refresh_from_db()
    assert block_data(block) == {**SECTIONS[3], **BLOCK_TYPES["comparison"].plain}


ADDED = {
    "type=text": {"heading": "", "paragraphs": []},
    "type=measures": {"heading": "", "by_year": "", "plan_years": []},
    "type=comparison": {
        "heading": "",
        "from_year": 2566,
        "to_year": 2567,
        "with_change": True,
        "headings": ["", "", "", "", ""],
    },
    "type=ranking": {
        "heading": "",
        "year": 2567,
        "headings": ["", "", ""],
        "rank_in_name": False,
        "score_in_name": False,
    },
    "type=scores_by_instrument": {
        "heading": "",
        "year": 2567,
        "headings": ["", ""],
        "score_in_name": False,
        "remarks_as": "row",
        "remark_heading": "ประเด็นที่ต้องปรับปรุง",
        "remarks": [],
    },
    "type=announced": {
        "heading": "ผลการประเมินย้อนหลัง",
        "from_year": 2563,
        "to_year": 2567,
        "with_rank": True,
        "earlier": [],
        "headings": ["", "", "", ""],
    },
    "type=photos": {"heading": "ภาคผนวก ภาพถ่าย", "per_page": 4, "photos": []},
    "type=findings&instrument=EIT": {
        "heading": "",
        "instrument": "EIT",
        "headings": ["ตัวชี้วัด", "ประเด็นที่ต้องพัฒนา", "แนวทางการพัฒนา"],
        "rows": [],
        "score_in_name": False,
        "merged": False,
        "widths": [],
    },
    "type=findings": {
        "heading": "",
        "instrument": "IIT",
        "headings": ["ตัวชี้วัด", "ประเด็นที่ต้องพัฒนา", "แนวทางการพัฒนา"],
        "rows": [],
        "score_in_name": False,
        "merged": False,
        "widths": [],
    },
}


@pytest.mark.parametrize("query", ADDED)
def test_block_add_appends_what_its_form_shows(editing, year, document, query):
    response = post_back(editing, f"{address('block_add', year)}?{query}")
    block = document.blocks.last()
    assert response.url == f"{address('document', year)}?block={block.pk}#block-{block.pk}"
    assert {"heading": block.heading, **block.data} == ADDED[query] | {"heading_as": "auto"}


def test_block_add_of_item_scores_starts_with_the_titles_of_the_definitions(editing, year, document):
    post_back(editing, f"{address('block_add', year)}?type=item_scores&year=2566&indicator=10")
    data = document.blocks.last().data
    items = year.framework.__class__.objects.get(fiscal_year=2566).items.filter(indicator__number=10)
    assert (data["year"], data["indicator"]) == (2566, 10)
    assert data["titles"] == {item.code: item.title for item in items}


@pytest.mark.parametrize(
    "query", ["type=findings&instrument=XX", "type=item_scores&year=2500", "type=item_scores&year=x"]
)
def test_block_add_of_what_is_not_defined_is_404(editing, year, document, query):
    assert editing.get(f"{address('block_add', year)}?{query}").status_code == 404


def test_block_add_offers_every_type(editing, year, document):
    response = editing.get(address("block_add", year))
    assert [block_type.name for block_type in response.context["types"]] == list(BLOCK_TYPES)
    page = response.content.decode()
    assert all(block_type.label in page and block_type.description in page for block_type in response.context["types"])


def test_block_moves_is_removed_and_comes_back(editing, year, document):
    before = export_package(year)
    first = document.blocks.first()
    editing.post(address("block_move", year, first.pk), {"direction": "down"})
    assert document.blocks.all()[1] == first
    editing.post(address("block_move", year, first.pk), {"direction": "up"})
    assert export_package(year) == before
    done = editing.post(address("block_delete", year, first.pk), follow=True)
    assert document.blocks.count() == len(SECTIONS) - 1
    assert undo(editing, done).redirect_chain == [(address("document", year), 302)]
    assert export_package(year) == before
    assert ">เลิกทำ" not in editing.get(address("document", year)).content.decode()


@pytest.mark.parametrize("order", [1, -1])
def test_several_removed_blocks_all_come_back(editing, year, document, order):
    before = export_package(year)
    removed = list(document.blocks.all()[:3])
    pages = [editing.post(address("block_delete", year, block.pk), follow=True) for block in removed]
    for page in pages[::order]:
        assert undo(editing, page).status_code == 200
    assert export_package(year) == before


def test_removed_block_comes_back_once(editing, year, document):
    page = editing.post(address("block_delete", year, document.blocks.first().pk), follow=True)
    undo(editing, page)
    assert undo(editing, page).status_code == 422
    assert document.blocks.count() == len(SECTIONS)


def test_move_without_a_direction_tells_so(editing, year, document):
    response = editing.post(address("block_move", year, document.blocks.first().pk), follow=True)
    assert [str(message) for message in response.context["messages"]] == ["เลือกเลื่อนขึ้นหรือเลื่อนลง"]


@pytest.mark.parametrize("name", ["block_move", "block_delete"])
def test_get_never_changes_blocks(editing, year, document, name):
    assert editing.get(address(name, year, document.blocks.first().pk)).status_code == 405


def test_blocks_of_another_document_are_404(editing, make_year, year, document):
    other = make_document(make_year(2565))
    pk = other.blocks.first().pk
    names = ("edit", "move", "delete")
    assert [editing.post(address(f"block_{name}", year, pk)).status_code for name in names] == [404] * 3


STALE = [
    ("scores_by_instrument", "remark-1-EIT", ["remark-1-OIT", "remark-1-IIT", "remark-1-EIT"]),
    (
        "findings",
        "issues-1-3",
        ["issues-1-1", "issues-1-3", "issues-1-4", "issues-1-2", "issues-2-2", "issues-1-5", "issues-1-9"],
    ),
    ("item_scores", "title-O33", ["title-O31", "title-O32", "title-O33", "title-O34", "title-O35"]),
]


@pytest.mark.parametrize(("kind", "name", "names"), STALE)
def test_rows_are_named_after_what_they_are_about(editing, year, document, kind, name, names):
    """So a page opened before other rows came or went still speaks of the same ones."""
    block = document.blocks.get(type=kind)
    url = address("block_edit", year, block.pk)
    before = [field for field in form_data(editing.get(url)) if field.startswith(name.split("-")[0])]
    post_back(editing, url, {name: "ใหม่"})
    after = [field for field in form_data(editing.get(url)) if field.startswith(name.split("-")[0])]
    assert sorted(before) == sorted(after)
    assert [field for field in before if field in names] == names


def test_remarks_of_an_older_page_never_change_instruments(editing, year):
    document = make_document(year, [{**SECTIONS[5], "remarks": []}])
    block = document.blocks.get()
    url = address("block_edit", year, block.pk)
    data = form_data(editing.get(url))
    editing.post(url, data | {"remark-1-OIT": "ของ OIT"})
    older = data | {"remark-1-IIT": "ของ IIT", "remark-1-OIT": "ของ OIT"}
    again = editing.post(url, older)
    assert again.status_code == 409
    assert editing.post(url, form_data(again)).status_code == 302
    block.refresh_from_db()
    assert sorted((remark["instrument"], remark["remark"]) for remark in block.data["remarks"]) == [
        ("IIT", "ของ IIT"),
        ("OIT", "ของ OIT"),
    ]


def test_findings_sent_twice_drop_no_row(editing, year):
    rows = [{"indicator": 4, "issues": "สี่", "remedy": ""}, {"indicator": 4, "issues": "สี่อีก", "remedy": ""}]
    block = make_document(year, [{**SECTIONS[6], "rows": rows}]).blocks.get()
    url = address("block_edit", year, block.pk)
    data = form_data(editing.get(url)) | {"issues-2-4": "", "issues-1-5": "ห้า"}
    for _ in range(2):
        assert editing.post(url, data).status_code == 302
        block.refresh_from_db()
        assert [(row["indicator"], row["issues"]) for row in block.data["rows"]] == [(4, "สี่"), (5, "ห้า")]


def test_a_row_that_is_gone_meanwhile_is_not_lost_from_the_page(editing, year):
    rows = [{"indicator": 4, "issues": "สี่", "remedy": ""}, {"indicator": 4, "issues": "สี่อีก", "remedy": ""}]
    block = make_document(year, [{**SECTIONS[6], "rows": rows}]).blocks.get()
    url = address("block_edit", year, block.pk)
    data = form_data(editing.get(url))
    editing.post(url, data | {"issues-2-4": ""})
    told = editing.post(url, data | {"remedy-2-4": "วิธี"})
    assert (told.status_code, form_data(told)["remedy-2-4"]) == (409, "วิธี")
    editing.post(url, form_data(told))
    block.refresh_from_db()
    assert block.data["rows"] == [rows[0], {"indicator": 4, "issues": "สี่อีก", "remedy": "วิธี"}]


@pytest.mark.parametrize(("kind", "lacking"), [("findings", "เครื่องมือประเมิน"), ("item_scores", "ตัวชี้วัด")])
def test_block_add_says_what_the_definitions_lack(editing, municipality, kind, lacking):
    bare = Framework.objects.create(fiscal_year=2570)
    year = Assessment.objects.create(municipality=municipality, framework=bare)
    make_document(year, [])
    url = f"{address('block_add', year)}?type={kind}"
    for response in (editing.get(url), editing.post(url, {"heading": "ก"})):
        assert response.status_code == 200
        assert response.context["lacking"].endswith(f"เกณฑ์ของปี 2570 ยังไม่มี{lacking} ให้ผู้ดูแลระบบเพิ่มก่อน")
        assert response.context["lacking"] in response.content.decode()
    assert Document.objects.get().blocks.count() == 0


def test_text_typed_for_a_removed_block_is_given_back(editing, year, document):
    block = document.blocks.first()
    url = address("block_edit", year, block.pk)
    data = form_data(editing.get(url)) | {"paragraphs": "พิมพ์ไว้ <b>ยาว</b>"}
    editing.post(address("block_delete", year, block.pk))
    response = editing.post(url, data)
    assert response.status_code == 404
    assert response.context["texts"] == [data["heading"], "พิมพ์ไว้ <b>ยาว</b>"]
    assert "พิมพ์ไว้ &lt;b&gt;ยาว&lt;/b&gt;</textarea>" in response.content.decode()
    assert editing.get(url).status_code == 404
    assert not document.blocks.filter(pk=block.pk).exists()
