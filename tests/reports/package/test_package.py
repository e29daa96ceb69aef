"""Packages against what the portal already holds: nothing is lost silently, nothing is invented."""

import copy
import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assessments.models import Assessment
from measures.models import Measure
from measures.plan.services import set_targets
from measures.progress.services import record_progress
from reports.models import Document
from reports.output.content import document_content, year_document
from reports.output.render import render_html, render_pdf
from reports.package import export_package, import_package, read_package
from tests.reports.extract import extracted

TEXTS = dict.fromkeys(("steps", "responsible", "period", "follow_up", "output", "outcome"), "")


def result(fiscal_year: int, **fields) -> dict:
    empty = {"official_total": None, "official_level": None, "province_rank": None, "scores": {}, "items": {}}
    return {"fiscal_year": fiscal_year, **empty, **fields}


@pytest.fixture
def package(frameworks, municipality) -> dict:
    return {
        "format": "ita-portal-package",
        "version": 1,
        "municipality": {
            field: getattr(municipality, field) for field in ("code", "name", "kind", "district", "province")
        },
        "fiscal_year": 2568,
        "assessments": [
            result(2567, official_total="90", scores={"1": "100", "2": "91.5", "3": "92.00"}, items={"O34": "0"})
        ],
        "measures": [{"area": 1, "title": "มาตรการ", **TEXTS}],
        "document": {
            "kind": "results",
            "numerals": "thai",
            "orientation": "portrait",
            "title": ["ชื่อ"],
            "prepared_by": "",
            "memo": None,
            "areas_as": "rows",
            "area_prefix": "",
            "columns": [{"field": "title", "heading": "มาตรการ"}],
            "sections": [{"type": "measures", "heading": ""}, {"type": "ranking", "heading": "", "year": 2567}],
        },
    }


def bring(value: dict, **options) -> Assessment:
    return import_package(read_package(json.dumps(value).encode()), by=None, **options)


def test_scores_are_given_back_as_they_were_written(package):
    assert export_package(bring(package)) == package


def test_written_form_is_dropped_once_the_score_changes(package):
    year = bring(package)
    score = Assessment.objects.get(framework__fiscal_year=2567).scores.get(indicator__number=1)
    score.value = Decimal("99.50")
    score.save()
    assert export_package(year)["assessments"][0]["scores"]["1"] == "99.50"


def test_second_import_needs_replace_and_changes_nothing(package):
    year = bring(package)
    changed = copy.deepcopy(package)
    changed["measures"][0]["title"] = "อื่น"
    with pytest.raises(ValidationError) as refused:
        bring(changed)
    assert [message.split(":")[0] for message in refused.value.messages] == ["fiscal_year"]
    assert export_package(year) == package
    assert export_package(bring(changed, replace=True)) == changed


def test_other_years_results_are_never_overwritten_silently(package, make_year):
    make_year(2567, {1: "50.00"}, official_total=Decimal("50.00"))
    with pytest.raises(ValidationError) as refused:
        bring(package)
    assert [message.split(":")[0] for message in refused.value.messages] == ["assessments[0]"]
    assert Assessment.objects.get(framework__fiscal_year=2567).official_total == Decimal("50.00")


def test_same_result_written_otherwise_is_no_conflict(package, make_year):
    make_year(2567, {1: "100.00", 2: "91.50", 3: "92.00"}, official_total=Decimal("90.00"))
    package["assessments"][0]["items"] = {}
    assert export_package(bring(package)) == package


def test_replacing_keeps_what_packages_lack_on_the_measures_that_stay(package, staff):
    package["measures"] = [{"area": 1, "title": title, **TEXTS} for title in "กขขค"]
    year = bring(package)
    first, second, third, gone = year.measures.all()
    for measure in (second, third):
        record_progress(by=staff, measure=measure, status="in_progress", note=f"บันทึก {measure.pk}")
    set_targets(by=staff, measure=third, indicators=[4])
    package["measures"] = [
        {"area": 1, "title": "ใหม่", **TEXTS},
        {"area": 1, "title": "ข", **TEXTS, "output": "เสร็จ"},
        {"area": 1, "title": "ข", **TEXTS},
        {"area": 2, "title": "ก", **TEXTS},
    ]
    assert export_package(bring(package, replace=True)) == package
    rows = year.measures.values_list("title", "area__number", "status", "output")
    assert list(rows) == [
        ("ใหม่", 1, "not_started", ""),
        ("ข", 1, "in_progress", "เสร็จ"),
        ("ข", 1, "in_progress", ""),
        ("ก", 2, "not_started", ""),
    ]
    assert list(year.measures.values_list("pk", flat=True))[1:3] == [second.pk, third.pk]
    assert [note.text for note in second.notes.all()] == [f"บันทึก {second.pk}"]
    assert third.targets.get().indicator.number == 4
    assert not Measure.with_deleted.filter(pk__in=[first.pk, gone.pk]).exists()


@pytest.mark.parametrize("replace", [False, True])
def test_empty_entry_takes_nothing_from_another_year(package, make_year, replace):
    make_year(2567, {1: "50.00"}, official_total=Decimal("50.00"))
    package["assessments"] = [result(2567)]
    bring(package, replace=replace)
    kept = Assessment.objects.get(framework__fiscal_year=2567)
    assert (kept.official_total, kept.scores_by_number()) == (Decimal("50.00"), {1: Decimal("50.00")})


def test_deleted_measures_of_a_year_count_as_content(package, make_year):
    year = make_year(2568)
    Measure.objects.create(assessment=year, title="ลบไว้", deleted_at="2025-01-01T00:00:00Z")
    with pytest.raises(ValidationError, match="มีมาตรการหรือเอกสาร"):
        bring(package)
    assert Measure.with_deleted.filter(title="ลบไว้").count() == 1


def test_own_result_that_came_later_is_exported(package):
    year = bring(package)
    year.official_total = Decimal("91.00")
    year.save()
    assert [assessment["fiscal_year"] for assessment in export_package(year)["assessments"]] == [2567, 2568]


def test_year_without_a_document_exports_what_can_be_imported(package, make_year):
    year = make_year(2566, {1: "50.00"})
    exported = export_package(year)
    assert exported["document"]["columns"] == []
    year.delete()
    assert export_package(bring(exported)) == exported


def test_two_remarks_of_one_instrument_are_both_printed(package):
    remarks = [{"instrument": "IIT", "remark": "ข้อสังเกตแรก"}, {"instrument": "IIT", "remark": "ข้อสังเกตที่สอง"}]
    package["document"]["sections"] = [
        {"type": "scores_by_instrument", "heading": "", "year": 2567, "remark_heading": "", "remarks": remarks}
    ]
    html = render_html(document_content(year_document(bring(package))))
    assert ("ข้อสังเกตแรก" in html, "ข้อสังเกตที่สอง" in html) == (True, True)


def test_document_without_columns_prints_a_hint(package):
    package["document"]["columns"] = []
    html = render_html(document_content(year_document(bring(package))))
    assert "ยังไม่ได้เลือกคอลัมน์ของตารางมาตรการ" in html


def test_document_outlives_the_definitions_of_a_year_that_it_prints(package, frameworks):
    year = bring(package)
    frameworks[2567].fiscal_year = 2600
    frameworks[2567].save()
    assert "ยังไม่มีคะแนนของปีนี้" in render_html(document_content(year_document(year)))


def test_arabic_documents_number_their_pages_in_arabic(package):
    package["document"]["numerals"] = "arabic"
    package["measures"] = [{**package["measures"][0], "title": f"มาตรการ {number}"} for number in range(60)]
    text = extracted(render_pdf(document_content(year_document(bring(package)))))["MuPDF"]
    assert ("-2-" in text, "-๒-" in text) == (True, False)


@pytest.mark.parametrize("day", ["2023-02-30", "2023-13-01", "20230201", "1/2/2566", "2023-W01-1"])
def test_memo_date_must_exist(package, day):
    package["document"]["memo"] = {
        **dict.fromkeys(("agency", "number", "to", "closing"), ""),
        "date": day,
        "subjects": [],
        "sections": [],
        "signatories": [],
    }
    with pytest.raises(ValidationError, match=r"document\.memo\.date"):
        bring(package)


def test_concurrent_imports_of_a_year_do_not_overwrite_each_other(package, transactional_db):
    """The second waits for the first and is then told that the year is taken."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    from concurrent.futures import ThreadPoolExecutor

    def attempt(title: str) -> str:
        value = copy.deepcopy(package)
        value["measures"][0]["title"] = title
        try:
            bring(value)
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "stored"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, ["ก", "ข", "ค", "ง"]))
    assert outcomes == ["refused", "refused", "refused", "stored"]
    assert Measure.objects.count() == 1
    assert Document.objects.count() == 1
