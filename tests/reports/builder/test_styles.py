"""Styles: kept for a municipality, offered to its further documents, taken and given back."""

import json
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Assessment
from reports.builder.services import create_document
from reports.builder.style_services import apply_style, delete_style, rename_style, save_style
from reports.documents.looks import READY, differences, fitted_look, look_of, offers
from reports.documents.unconfirmed import waiting_texts
from reports.models import LOOK_FIELDS, Document, Style
from reports.package import export_package
from reports.package.schema import WideDocumentData
from tests.reference.conftest import NAMES, reference  # noqa: F401 - a fixture
from tests.reports.page_forms import address, post_back

SEVEN = next(ready.look for ready in READY if ready.key == "results_7")


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)
def test_ready_style_is_a_whole_look_that_the_format_takes(ready, year, staff):
    assert set(ready.look) == set(LOOK_FIELDS)
    document = create_document(by=staff, year=year, kind="plan", look=ready.look)
    assert look_of(document) == ready.look
    assert WideDocumentData.model_validate(
        {**export_package(year)["document"], "text_size": "standard", "margins": "official", "total_label": "ก"}
    )


@pytest.mark.parametrize(("place", "name"), list(enumerate(NAMES)))
def test_ready_styles_are_the_looks_of_the_reference_packages(reference, place, name):  # noqa: F811
    document = json.loads(reference(name).read_text())["document"]
    look = READY[place].look
    assert {field: look[field] for field in look if field in document} == {
        field: document[field] for field in look if field in document
    }


def test_style_keeps_a_look_and_gives_it_to_a_document_of_the_next_year(document, staff, make_year):
    document.margins, document.orientation = "narrow", "landscape"
    document.save()
    style = save_style(by=staff, document=document, name="  ของ กองยุทธ ")
    assert (style.name, look_of(style)) == ("ของ กองยุทธ", look_of(document))
    following = make_year(2568)
    offered = {offer.name: offer.look for offer in offers(following)}
    assert offered["ของ กองยุทธ"] == look_of(document)
    assert offered["เหมือนรายงานผลการดำเนินการของปี 2567"] == look_of(document)
    created = create_document(by=staff, year=following, kind="plan", look=offered["ของ กองยุทธ"])
    assert look_of(created) == fitted_look(look_of(style), areas=following.framework.areas.exists())


CLAIM = "มาตรการที่ทำสำเร็จครบทุกข้อ"


@pytest.mark.parametrize("kind", Document.Kind.values)
def test_headings_of_a_look_that_claim_something_wait_in_the_document_that_takes_it(document, staff, make_year, kind):
    document.columns = [{"field": "title", "heading": CLAIM}, {"field": "steps", "heading": "โครงการหรือกิจกรรม"}]
    document.area_prefix = "ด้านที่ดีขึ้น"
    document.save()
    style, following = save_style(by=staff, document=document, name="ก"), make_year(2568)
    created = create_document(by=staff, year=following, kind=kind, look=look_of(document))
    assert [text.text for text in waiting_texts(created, [])[created]] == [CLAIM, "ด้านที่ดีขึ้น"]
    created.delete()
    taking = create_document(by=staff, year=following, kind=kind)
    for _ in range(2):
        before = apply_style(by=staff, document=taking, look=look_of(style))
    taking.refresh_from_db()
    assert [text["text"] for text in taking.unconfirmed] == [CLAIM, "ด้านที่ดีขึ้น"]
    apply_style(by=staff, document=taking, look={**before, "area_prefix": "ของเดิม"}, is_own=True)
    taking.refresh_from_db()
    assert [text.text for text in waiting_texts(taking, [])[taking]] == [CLAIM]


def test_style_of_a_taken_name_gives_way_only_when_asked(document, staff):
    style = save_style(by=staff, document=document, name="ก")
    Document.objects.filter(pk=document.pk).update(margins="narrow")
    document.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        save_style(by=staff, document=document, name="ก")
    assert refused.value.code == "taken"
    save_style(by=staff, document=document, name="ก", replace=True)
    assert [(saved.pk, saved.margins) for saved in Style.objects.all()] == [(style.pk, "narrow")]


@pytest.mark.parametrize("name", ["", " \u200b", "ก" * 101])
def test_style_has_a_name_of_some_length(document, staff, name):
    with pytest.raises(ValidationError):
        save_style(by=staff, document=document, name=name)


def test_style_is_renamed_and_deleted(document, staff):
    style = save_style(by=staff, document=document, name="ก")
    save_style(by=staff, document=document, name="ข")
    with pytest.raises(ValidationError):
        rename_style(by=staff, style=style, name="ข")
    rename_style(by=staff, style=style, name="ค")
    assert [saved.name for saved in Style.objects.all()] == ["ข", "ค"]
    delete_style(by=staff, style=style)
    assert [saved.name for saved in Style.objects.all()] == ["ข"]


def test_style_that_is_gone_is_told(document, staff):
    style = save_style(by=staff, document=document, name="ก")
    delete_style(by=staff, style=style)
    for change in (partial(rename_style, name="ข"), delete_style):
        with pytest.raises(ValidationError) as refused:
            change(by=staff, style=style)
        assert refused.value.messages == ["รูปแบบนี้ถูกลบไปแล้ว ให้เปิดหน้ารูปแบบใหม่"]


def test_applying_gives_back_the_look_before_and_leaves_texts_alone(document, staff):
    before, title = look_of(document), document.title
    assert apply_style(by=staff, document=document, look=SEVEN) == before
    document.refresh_from_db()
    assert (look_of(document), document.title) == (SEVEN, title)


def test_year_without_areas_prints_none():
    fitted = fitted_look(SEVEN, areas=False)
    assert (fitted["areas_as"], fitted["columns"][0]["field"]) == ("none", "title")
    assert fitted_look(SEVEN, areas=True) == SEVEN


def test_differences_are_told_in_words(document):
    look = look_of(document)
    assert differences(look, {**look, "orientation": "landscape"}) == [("แนวกระดาษ", "แนวตั้ง", "แนวนอน")]
    assert differences(look, look) == []


# ---- The pages


def test_page_keeps_takes_and_goes_back(editing, year, document):
    url = address("document_styles", year)
    post_back(editing, url, {"name": "ของเรา"})
    assert Style.objects.get().name == "ของเรา"
    before = look_of(document)
    editing.post(address("style_apply", year), {"choice": "results_7"})
    document.refresh_from_db()
    assert look_of(document) == SEVEN
    page = editing.get(url)
    assert page.context["before"]
    assert [offer.key for offer, changes in page.context["offers"] if not changes] == ["results_7"]
    editing.post(address("style_apply", year), {"choice": "before"})
    document.refresh_from_db()
    assert look_of(document) == before


def test_page_asks_before_a_style_gives_way(editing, year, document, staff):
    save_style(by=staff, document=document, name="ก")
    url = address("document_styles", year)
    response = editing.post(url, {"name": "ก"})
    assert (response.status_code, response.context["taken"]) == (422, True)
    assert 'name="replace"' in response.content.decode()
    assert editing.post(url, {"name": "ก", "replace": "on"}).status_code == 302


def test_strange_styles_do_not_exist(editing, year, document, other_municipality):
    strange = Style.objects.create(municipality=other_municipality, name="ของเขา")
    assert editing.post(address("style_apply", year), {"choice": f"style-{strange.pk}"}).status_code == 404
    for name in ("style_rename", "style_delete"):
        assert editing.post(address(name, year, strange.pk), {"name": "ก"}).status_code == 404
    assert Style.objects.get().name == "ของเขา"
    page = editing.get(address("document_styles", year)).content.decode()
    assert "ของเขา" not in page


def test_own_style_is_renamed_and_deleted_on_the_page(editing, year, document, staff):
    style = save_style(by=staff, document=document, name="ก")
    editing.post(address("style_rename", year, style.pk), {"name": ""})
    editing.post(address("style_rename", year, style.pk), {"name": "ข"})
    assert Style.objects.get().name == "ข"
    editing.post(address("style_delete", year, style.pk))
    assert not Style.objects.exists()


def test_new_document_takes_the_chosen_look(editing, year):
    url = address("documents", year)
    assert editing.post(url, {"kind": "plan", "style": "none"}).status_code == 422
    editing.post(url, {"kind": "plan", "style": "results_7"})
    assert look_of(Document.objects.get()) == SEVEN


def test_pages_of_styles_take_few_queries(editing, year, document, staff, django_assert_max_num_queries):
    taken = []
    for name in ("ก", "ข", "ค"):
        save_style(by=staff, document=document, name=name)
        Document.objects.create(
            assessment=Assessment.objects.get(framework__fiscal_year=2566),
            kind={"ก": "plan", "ข": "analysis", "ค": "announcement"}[name],
            columns=[],
        )
        with django_assert_max_num_queries(15) as counted:
            editing.get(address("document_styles", year))
            taken.append(len(counted))
    assert taken[0] == taken[2]
