"""The pages of a document as pictures: of the very PDF, drawn once, never those of somebody else."""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from measures.models import Measure
from reports.models import Document
from reports.output import page_cache, page_images
from reports.output.content import document_content
from reports.output.printing import store
from reports.output.printing.orders import Order
from reports.output.render import html_to_pdf, render_pdf
from tests.markup import flat
from tests.reports.page_forms import address, post_back
from tests.reports.samples import make_document, make_measures

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

HTML = """<html lang="th"><style>@page {{ size: A4 {0} }} p {{ break-after: page }} b {{ color: {1} }}</style>
<p id="part-1">ก</p><p id="part-2"><b>■■■■■■■■</b></p><div id="part-x">ข</div><div id="part-3">ค</div></html>"""

TOKEN = re.compile('value="[A-Za-z0-9]{64}"')


@pytest.fixture
def draws(monkeypatch):
    """Count how often a PDF is made."""
    made, render = [], Order.render
    monkeypatch.setattr(Order, "render", lambda order: made.append(1) or render(order))
    return made


def test_pages_and_parts_are_those_of_the_pdf():
    pdf = html_to_pdf(HTML.format("portrait", "black"))
    assert [(sheet.number, sheet.width, sheet.height) for sheet in page_images.pages_of(pdf)] == [
        (1, 700, 990),
        (2, 700, 990),
        (3, 700, 990),
    ]
    assert page_images.parts_of(pdf) == {1: 1, 2: 2, 3: 3}
    [page, *_] = page_images.pages_of(html_to_pdf(HTML.format("landscape", "black")))
    assert (page.width, page.height) == (700, 495)


@pytest.mark.parametrize(("colour", "is_grey"), [("black", True), ("#334", True), ("red", False)])
def test_picture_is_grey_unless_the_page_is_coloured(colour, is_grey):
    raw = page_images.picture(html_to_pdf(HTML.format("portrait", colour)), 2)
    image = Image.open(BytesIO(raw)).convert("RGB")
    assert image.size == (700, 990)
    red, green, blue = image.split()
    assert (red.tobytes() == green.tobytes() == blue.tobytes()) is is_grey


@pytest.mark.usefixtures("blank_pages")
def test_pages_are_drawn_once_for_the_same_content(document, draws):
    first, second = page_cache.rendered(document, person=1), page_cache.rendered(document, person=1)
    assert (first == second, draws) == (True, [1])
    document.title = ["อื่น"]
    document.save()
    assert page_cache.rendered(document, person=1).digest != first.digest


def test_pages_are_those_of_the_download(document):
    drawn = page_cache.rendered(document, person=1)
    kept = store.kept(f"{document.pk}-{drawn.digest}-pdf")
    assert kept == render_pdf(document_content(document))


@pytest.mark.usefixtures("blank_pages")
def test_swept_page_is_drawn_again_only_while_the_content_is_the_same(document, draws, settings):
    digest = page_cache.rendered(document, person=1).digest
    picture = page_cache.page_picture(document, digest, 1, person=1)
    for path in Path(settings.PAGES_DIR).iterdir():
        path.unlink()
    assert page_cache.page_picture(document, digest, 1, person=1) == picture
    assert page_cache.page_picture(document, "0" * 32, 1, person=1) is None
    assert page_cache.page_picture(document, digest, 99, person=1) is None


def test_oldest_files_are_swept(settings):
    settings.PAGES_MAX_MB = 0.001
    folder = Path(settings.PAGES_DIR)
    for place, name in enumerate(("a", "b", "c")):
        store.keep(name, b"x" * 400)
        os.utime(folder / name, (place, place))
    (folder / "queue").mkdir()
    store.keep("d", b"x" * 400)
    assert sorted(path.name for path in folder.iterdir()) == ["c", "d", "queue"]


# ---- The addresses


def test_fragment_names_pages_and_where_the_block_begins(editing, year, document):
    block = document.blocks.get(type="item_scores")
    response = editing.get(address("document_pages", year), {"block": block.pk}, headers={"HX-Request": "true"})
    drawn = response.context["rendered"]
    text = response.content.decode()
    assert "<html" not in text
    assert text.count("<img") == len(drawn.pages)
    assert f'data-at="{drawn.parts[block.position + 1]}"' in text
    total = str(len(drawn.pages)).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert f'alt="หน้า ๑ จาก {total}"' in text


@pytest.mark.usefixtures("blank_pages")
def test_fragment_that_is_shown_already_is_not_sent_again(editing, year, document):
    url, ask = address("document_pages", year), {"headers": {"HX-Request": "true"}}
    digest = editing.get(url, **ask).context["rendered"].digest
    assert editing.get(url, {"shown": digest}, **ask).status_code == 204
    document.blocks.first().delete()
    assert editing.get(url, {"shown": digest}, **ask).status_code == 200


@pytest.mark.usefixtures("blank_pages")
def test_picture_may_be_kept_by_the_browser_for_good(editing, year, document):
    digest = editing.get(address("document_pages", year)).context["rendered"].digest
    response = editing.get(address("document_picture", year, digest, 1))
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "image/webp",
        "private, max-age=31536000, immutable",
    )
    assert editing.get(address("document_picture", year, digest, 99)).status_code == 404
    assert editing.get(address("document_picture", year, "0" * 32, 1)).status_code == 404


@pytest.mark.usefixtures("blank_pages")
def test_pages_of_another_municipality_do_not_exist(
    editing, year, document, make_year, other_municipality, sign_in, administrator
):
    """Neither at their own address nor at one's own with their content's name."""
    theirs = make_year(2567, of=other_municipality)
    make_document(theirs)
    digest = page_cache.rendered(Document.objects.get(assessment=theirs), person=1).digest
    assert editing.get(address("document_pages", theirs)).status_code == 404
    assert editing.get(address("document_picture", theirs, digest, 1)).status_code == 404
    assert editing.get(address("document_picture", year, digest, 1)).status_code == 404


def test_builder_brings_the_pages_along_only_when_asked(editing, year, document):
    url = address("document", year)
    plain, whole = editing.get(url).content.decode(), editing.get(url, {"pages": 1}).content.decode()
    assert plain.count(".webp") == 0 and '<noscript><meta http-equiv="refresh" content="0; url=?pages=1">' in flat(
        plain
    )
    assert whole.count(".webp") >= 1 and "<noscript>" not in whole


@pytest.mark.usefixtures("blank_pages")
def test_message_is_not_lost_on_a_browser_that_loads_the_builder_twice(editing, year, document):
    block = document.blocks.first()
    post_back(editing, address("block_edit", year, block.pk), {"heading": "ใหม่"})
    page = flat(editing.get(address("document", year)).content.decode())
    assert "แล้ว</p>" in page and ".webp" in page and "<noscript>" not in page


def test_part_of_the_builder_equals_the_part_of_a_fresh_page(editing, year, document):
    """A swapped part asks for the pages again: that is all that it has more."""
    url = address("document", year)
    fresh, part = (
        flat(TOKEN.sub("", editing.get(url, headers=headers).content.decode()))
        .split('<div id="work"')[1]
        .split("<aside")[0]
        for headers in ({}, {"HX-Request": "true", "HX-Boosted": "true"})
    )
    start = part.index('<div class="pages-loader"')
    loader = part[start : part.index("</div>", start)]
    assert part.replace(f"{loader}</div>", "") == fresh


@pytest.mark.usefixtures("blank_pages")
def test_pages_take_the_same_few_queries_however_long(editing, year, document, django_assert_max_num_queries):
    digest = editing.get(address("document_pages", year)).context["rendered"].digest
    urls = [address("document_pages", year), address("document_picture", year, digest, 1)]
    taken = []
    for _ in range(2):
        for url in urls:
            with django_assert_max_num_queries(23) as counted:
                editing.get(url)
            taken.append(len(counted))
        make_measures(year, 20)
    assert taken[:2] == taken[2:]
    assert Measure.objects.count() == 40
    with django_assert_max_num_queries(31):  # builder and pages in one, for a browser without JavaScript
        editing.get(address("document", year), {"pages": 1})
