"""The document's settings and the columns of its table of measures."""

import pytest

from reports.models import Document
from tests.reports.page_forms import address, form_data, post_back

pytestmark = pytest.mark.usefixtures("blank_pages")


def test_settings_are_stored(editing, year, document):
    typed = {"title": "ก\r\n\r\nข", "prepared_by": "กอง", "cut_off": "๘๐", "areas_as": "column", "numerals": "arabic"}
    typed["total_label"] = " คะแนนเฉลี่ย "
    post_back(editing, address("document_settings", year), typed)
    stored = Document.objects.get()
    assert (stored.title, stored.prepared_by, str(stored.cut_off)) == (["ก", "ข"], "กอง", "80.00")
    assert stored.total_label == "คะแนนเฉลี่ย"
    assert (stored.numerals, [column["field"] for column in stored.columns]) == (
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
    return response, [(column["field"], column["heading"]) for column in Document.objects.get().columns]


def test_columns_are_chosen_renamed_and_ordered(editing, year, document):
    change = {
        "printed-1-steps": "on",
        "order-1-steps": "1",
        "order-1-title": "2",
        "heading-1-title": "ชื่อมาตรการ",
        "printed-1-responsible": None,
    }
    response, columns = columns_after(editing, year, change)
    assert response.status_code == 302
    assert columns == [("steps", "ขั้นตอน/วิธีปฏิบัติ"), ("title", "ชื่อมาตรการ")]


STORED = [("title", "มาตรการ"), ("responsible", "ผู้รับผิดชอบ\n(กอง)")]


def test_columns_need_one(editing, year, document):
    change = {"printed-1-title": None, "printed-1-responsible": None}
    response, columns = columns_after(editing, year, change)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["เลือกพิมพ์อย่างน้อยหนึ่งคอลัมน์"]
    assert columns == STORED


def test_columns_of_a_long_heading_are_refused_and_kept(editing, year, document):
    response, columns = columns_after(editing, year, {"heading-1-title": "ก" * 3000})
    assert (response.status_code, form_data(response)["heading-1-title"]) == (422, "ก" * 3000)
    assert columns == STORED


@pytest.mark.parametrize(
    "odd",
    [
        {"columns-TOTAL_FORMS": "9", "columns-INITIAL_FORMS": "8", "columns-8-printed": "on"},
        {"printed-1-poem": "on", "heading-1-poem": "ก", "printed-x": "on", "printed-": "on", "heading": "ก"},
        {"printed-99999999999-title": "on", "printed-1-area": "on"},
    ],
)
def test_columns_leave_out_what_no_page_posts(editing, year, document, odd):
    response, columns = columns_after(editing, year, odd)
    assert (response.status_code, columns) == (302, STORED)


def test_columns_of_an_older_page_keep_their_headings(editing, year, document):
    url = address("document_columns", year)
    older = form_data(editing.get(url))
    columns_after(editing, year, {"order-1-title": "2", "order-1-responsible": "1"})
    told = editing.post(url, older)
    assert told.status_code == 409
    assert editing.post(url, form_data(told)).status_code == 302
    assert columns_after(editing, year, {})[1] == STORED


def test_columns_that_repeat_a_field_stay(editing, year, document):
    repeated = [{"field": "title", "heading": heading} for heading in ("ก", "ข", "ก")]
    Document.objects.update(columns=repeated)
    columns_after(editing, year, {})
    assert Document.objects.get().columns == repeated
    _, columns = columns_after(editing, year, {"heading-2-title": "ค", "printed-3-title": None})
    assert columns == [("title", "ก"), ("title", "ค")]


def area_columns(areas_as, columns):
    fields = [{"field": field, "heading": field} for field in columns]
    Document.objects.update(areas_as=areas_as, columns=fields)


def test_the_area_column_is_offered_exactly_where_areas_print_as_a_column(editing, year, document):
    for areas_as, offered in [("rows", 0), ("none", 0), ("column", 1)]:
        area_columns(areas_as, ["area", "title"] if offered else ["title"])
        form = editing.get(address("document_columns", year)).context["form"]
        assert [row.name for row in form.rows].count("ประเด็น") == offered
        assert "mend" not in form.fields
    _, columns = columns_after(editing, year, {"printed-1-area": None, "heading-1-title": "ใหม่"})
    assert columns == [("area", "area"), ("title", "ใหม่")]


@pytest.mark.parametrize(
    ("areas_as", "columns", "mended"),
    [
        ("rows", ["area", "title"], ["title"]),
        ("none", ["title", "area"], ["title"]),
        ("column", ["title"], ["area", "title"]),
    ],
)
def test_an_area_column_against_the_setting_is_warned_of_kept_and_mended(
    editing, year, document, areas_as, columns, mended
):
    area_columns(areas_as, columns)
    lines = editing.get(address("document", year)).context["lines"]
    warning = next(line.warning for line in lines if line.block.type == "measures")
    assert "ประเด็น" in warning and warning.endswith("แก้ได้ที่ “เลือกคอลัมน์”")
    _, untouched = columns_after(editing, year, {})
    assert [field for field, _ in untouched] == columns
    _, changed = columns_after(editing, year, {"mend": "on"})
    assert [field for field, _ in changed] == mended
    editing.get(address("document", year))  # with the message come the pages, whose templates have "lines" too
    page = editing.get(address("document", year)).context
    assert [line.warning for line in page["lines"] if line.block.type == "measures"] == ["ยังไม่มีมาตรการของปีนี้"]
