"""The builder: every page opened and posted back unchanged stores exactly what was stored; who may do what."""

import json

import pytest

from assessments.models import Municipality
from assessments.municipalities.shipped import load_municipalities
from reports.demo.load import PACKAGES
from reports.models import Document
from reports.package import export_package, import_package, read_package
from tests.reference.conftest import NAMES, reference  # noqa: F401 - a fixture
from tests.reports.page_forms import address, post_back
from tests.reports.samples import SECTIONS, make_measures
from tests.undo import undo

pytestmark = pytest.mark.usefixtures("blank_pages")

DEMO = sorted(PACKAGES)
PAGES = ("documents", "document_settings", "document_columns", "document_memo", "block_add")


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


def test_document_is_created_from_a_starting_form(editing, year):
    page = editing.get(address("documents", year))
    assert [kind for kind, _, _ in page.context["starting_forms"]] == Document.Kind.values
    response = editing.post(address("documents", year), {"kind": "analysis"})
    assert (response.status_code, response.url) == (302, address("document", year))
    assert Document.objects.get().kind == "analysis"


def test_document_of_no_kind_is_refused(editing, year):
    response = editing.post(address("documents", year), {"kind": "poem"})
    assert (response.status_code, Document.objects.count()) == (422, 0)


def test_document_is_not_created_twice(editing, year, document):
    response = editing.post(address("documents", year), {"kind": "results"})
    assert (response.status_code, Document.objects.count()) == (422, 1)


def test_document_is_removed_from_the_list_and_comes_back(editing, year, document):
    before = export_package(year)
    done = editing.post(address("document_delete", year), follow=True)
    assert done.redirect_chain == [(year.address("documents"), 302)]
    assert list(year.documents.all()) == []
    assert undo(editing, done).status_code == 200
    assert export_package(year) == before


def test_builder_shows_no_actions_to_readers(sign_in, approver, year, document):
    page = sign_in(approver).get(address("document", year)).content.decode()
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert "block_add" not in page and "/blocks/" not in page


def test_readers_get_403_on_editing_pages(sign_in, approver, year, document):
    client = sign_in(approver)
    block = document.blocks.first().pk
    before = export_package(year)
    pages = [client.get(address(name, year)).status_code for name in PAGES[1:]]
    pages.append(client.get(address("block_edit", year, block)).status_code)
    posts = [client.post(address(name, year)).status_code for name in PAGES]
    posts += [client.post(address(f"block_{name}", year, block)).status_code for name in ("edit", "move", "delete")]
    assert set(pages) | set(posts) == {403}
    assert export_package(year) == before


def test_foreigners_get_404_everywhere(sign_in, foreign_auditor, year, document):
    client = sign_in(foreign_auditor)
    block = document.blocks.first().pk
    statuses = {client.get(address(name, year)).status_code for name in PAGES}
    statuses |= {client.post(address(name, year)).status_code for name in PAGES}
    statuses |= {client.post(address(f"block_{name}", year, block)).status_code for name in ("edit", "move", "delete")}
    assert statuses == {404}


def test_pages_of_a_year_without_document_are_404(editing, year):
    assert [editing.get(address(name, year)).status_code for name in PAGES] == [200, 404, 404, 404, 404]


def count_queries(client, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(23) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_pages_read_with_few_queries_however_much_there_is(editing, year, document, django_assert_max_num_queries):
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
    document.blocks.create(position=99, type="text", heading="<script>alert(1)</script>", data={"paragraphs": []})
    page = editing.get(address("document", year)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_head_of_other_kinds_of_authority():
    from reports.documents.official_names import head_of

    names = ["เทศบาลตำบลก", "องค์การบริหารส่วนตำบลข", "เมืองพัทยา"]
    assert [head_of(Municipality(name=name)) for name in names] == [
        "นายกเทศมนตรีตำบลก",
        "นายกองค์การบริหารส่วนตำบลข",
        "นายกเมืองพัทยา",
    ]
