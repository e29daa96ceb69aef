"""A document that fits into version 1 of the package is written in it; what does not comes and goes as version 2."""

import json

import pytest
from django.core.exceptions import ValidationError

from measures.models import Measure
from reports.blocks import in_packages
from reports.documents.unconfirmed import UnconfirmedText, waiting_texts
from reports.models import Document
from reports.output.content import document_content
from reports.package import export_package, import_package, read_package
from tests.reports.samples import SECTIONS, make_document, make_measures


@pytest.fixture
def document(year) -> Document:
    make_measures(year, 2)
    return make_document(year, [section for section in SECTIONS if section["type"] in in_packages(1)])


def round_trip(year) -> dict:
    """Take the year's package out, in again over what is there, and out."""
    raw = json.dumps(export_package(year)).encode()
    import_package(read_package(raw), by=None, replace=True)
    return export_package(year)


@pytest.mark.parametrize(
    ("change", "version"),
    [
        ({}, 1),
        ({"kind": "plan", "numerals": "arabic", "orientation": "landscape"}, 1),
        ({"kind": "announcement"}, 2),
        ({"kind": "half_year"}, 2),
        ({"text_size": "large"}, 2),
        ({"margins": "narrow"}, 2),
        ({"total_label": "คะแนนเฉลี่ย"}, 2),
    ],
)
def test_package_is_of_the_oldest_version_that_holds_the_document(document, change, version):
    Document.objects.filter(pk=document.pk).update(**change)
    year = document.assessment
    exported = export_package(year)
    assert exported["version"] == version
    assert {name: exported["document"].get(name) for name in change} == change
    assert round_trip(year) == exported


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("ปีนี้ได้คะแนนเฉลี่ย ๙๐.๖๕ คะแนน", "คะแนนเฉลี่ย"),
        ("มีคะแนนเฉลี่ย90.65", "คะแนนเฉลี่ย"),
        ("คะแนนเฉลี่ยของ IIT สูงขึ้น", "คะแนนรวม"),
        ("ได้คะแนนรวม 90.65", "คะแนนรวม"),
    ],
)
def test_version_one_calls_the_total_as_its_texts_do(year, said, label):
    sections = [{"type": "text", "heading": "", "paragraphs": [said]}]
    sections += [{"type": "comparison", "heading": "", "from_year": 2566, "to_year": 2567}]
    document = make_document(year, sections)
    Document.objects.update(total_label=label)
    exported = export_package(year)
    assert (exported["version"], "total_label" in exported["document"]) == (1, False)
    Document.objects.update(total_label="ผลรวม")
    assert export_package(year)["version"] == 2
    import_package(read_package(json.dumps(exported).encode()), by=None, replace=True)
    document.refresh_from_db()
    assert (document.total_label, export_package(year)) == (label, exported)


@pytest.mark.parametrize("column", ["status", "half_output", "half_outcome"])
def test_columns_of_progress_need_version_two(document, column):
    Document.objects.update(columns=[{"field": "title", "heading": "ก"}, {"field": column, "heading": "ข"}])
    exported = export_package(document.assessment)
    assert (exported["version"], round_trip(document.assessment)) == (2, exported)


def test_blocks_over_years_need_version_two(year):
    make_document(year, [section for section in SECTIONS if section["type"] in in_packages(2)])
    exported = export_package(year)
    types = {section["type"] for section in exported["document"]["sections"]}
    assert (exported["version"], types - in_packages(1) != set()) == (2, True)
    assert round_trip(year) == exported


def test_version_one_brings_back_the_standard_look(document):
    year = document.assessment
    exported = export_package(year)
    Document.objects.update(text_size="large", margins="narrow")
    import_package(read_package(json.dumps(exported).encode()), by=None, replace=True)
    assert export_package(year) == exported


def test_package_replaces_the_document_of_its_kind_and_leaves_the_others(document):
    year = document.assessment
    plan = Document.objects.create(assessment=year, kind="plan", title=["แผน"])
    package = export_package(year, document)
    package["document"]["title"] = ["ชื่อใหม่"]
    import_package(read_package(json.dumps(package).encode()), by=None, replace=True)
    assert {stored.kind: stored.title for stored in year.documents.all()} == {"results": ["ชื่อใหม่"], "plan": ["แผน"]}
    assert export_package(year, plan)["document"]["title"] == ["แผน"]


def test_unconfirmed_text_goes_with_the_text_that_a_package_replaces(document):
    goes = UnconfirmedText(path="title.0", block=0, year=2566, was="ได้ 94.22", text="ได้ 94.22", why="")
    stays = UnconfirmedText(path="prepared_by", block=0, year=2566, was="กอง 94.22", text="กอง 94.22", why="")
    Document.objects.update(title=["ได้ 94.22"], prepared_by="กอง 94.22", unconfirmed=[goes, stays])
    document.refresh_from_db()
    package = export_package(document.assessment, document)
    package["document"]["title"] = ["ชื่อใหม่"]
    import_package(read_package(json.dumps(package).encode()), by=None, replace=True)
    document.refresh_from_db()
    assert document.title == ["ชื่อใหม่"]
    assert [text.came for text in waiting_texts(document, list(document.blocks.all()))[document]] == [stays]


def test_version_one_knows_nothing_of_version_two(document):
    package = export_package(document.assessment)
    package["document"]["kind"] = "announcement"
    with pytest.raises(ValidationError, match=r"document\.kind"):
        read_package(json.dumps(package).encode())


FURTHER = {"goal": "เป้า", "success": "ร้อยละ ๘๐", "budget": "๑๐,๐๐๐ บาท", "remark": "รอผล"}


@pytest.mark.parametrize("name", FURTHER)
def test_further_fields_of_measures_need_version_three(document, name):
    year = document.assessment
    assert export_package(year)["version"] == 1
    Measure.objects.filter(position=1).update(**{name: FURTHER[name]})
    exported = export_package(year)
    assert (exported["version"], exported["measures"][1][name]) == (3, FURTHER[name])
    assert round_trip(year) == exported


def test_an_older_package_leaves_alone_what_it_does_not_know(document):
    year = document.assessment
    older = export_package(year)
    Measure.objects.update(**FURTHER)
    import_package(read_package(json.dumps(older).encode()), by=None, replace=True)
    assert {measure.budget for measure in year.measures.all()} == {FURTHER["budget"]}


@pytest.mark.parametrize("column", ["number", "goal", "success", "budget", "remark"])
def test_further_columns_need_version_three(document, column):
    Document.objects.update(columns=[{"field": column, "heading": "ก"}, {"field": "title", "heading": "ข"}])
    Measure.objects.update(**FURTHER)
    exported = export_package(document.assessment)
    assert (exported["version"], round_trip(document.assessment)) == (3, exported)
    document.refresh_from_db()
    [block] = [block for block in document_content(document).blocks if block["type"] == "measures"]
    first = [row["cells"][0]["lines"][0]["text"] for group in block["groups"] for row in group["rows"]]
    assert first == (["๑", "๒"] if column == "number" else [FURTHER[column]] * 2)


def test_each_version_knows_nothing_of_the_next(document):
    Measure.objects.update(**FURTHER)
    package = export_package(document.assessment)
    for version in (1, 2):
        with pytest.raises(ValidationError, match=r"measures\[0\]\.goal: ไม่รู้จักคีย์นี้"):
            read_package(json.dumps(package | {"version": version}).encode())
