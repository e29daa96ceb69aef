import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import Assessment, Framework
from assessments.undo.services import undo_act
from reports.blocks import BLOCK_TYPES
from reports.builder import services
from reports.models import Block, Document
from reports.package import block_data, export_package, import_package, read_package
from reports.package.schema import DocumentData
from tests.reports.official import COVER, TOC
from tests.reports.samples import MEMO, SECTIONS, make_document


def positions(document):
    return list(document.blocks.values_list("position", flat=True))


def types(document):
    return [block.type for block in document.blocks.all()]


KIND_TYPES = {
    "results": ["text", "measures", "text", "comparison", "text"],
    "plan": ["text", "scores_by_instrument", "measures", "text"],
    "analysis": "text ranking text comparison text findings findings text measures text".split(),
    "announcement": ["announcement", "measures"],
    "half_year": ["text", "progress", "measures", "text", "text"],
}


@pytest.mark.parametrize("kind", KIND_TYPES)
def test_create_document_makes_the_blocks_of_its_kind(year, staff, kind):
    document = services.create_document(by=staff, year=year, kind=kind)
    assert types(document) == KIND_TYPES[kind]
    assert positions(document) == list(range(len(KIND_TYPES[kind])))
    assert document.title[1:] == ["ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", "เทศบาลเมืองทดสอบ อำเภอเมืองทดสอบ จังหวัดทดสอบ"]


@pytest.mark.parametrize("kind", KIND_TYPES)
def test_create_document_exports_as_a_package_that_imports_again(year, staff, kind):
    import json

    services.create_document(by=staff, year=year, kind=kind)
    package = export_package(year)
    again = import_package(read_package(json.dumps(package).encode()), by=staff, replace=True)
    assert export_package(again) == package


def test_create_document_of_a_plan_shows_the_scores_of_the_year_before(year, staff):
    document = services.create_document(by=staff, year=year, kind="plan")
    assert document.blocks.get(type="scores_by_instrument").data["year"] == 2566


def test_create_document_of_an_analysis_has_rows_for_weak_indicators(year, staff):
    document = services.create_document(by=staff, year=year, kind="analysis")
    rows = [
        (block.data["instrument"], [row["indicator"] for row in block.data["rows"]])
        for block in document.blocks.filter(type="findings")
    ]
    assert rows == [("IIT", [4]), ("EIT", [8])]


def test_create_document_of_the_first_year_has_no_comparison(make_year, staff):
    document = services.create_document(by=staff, year=make_year(2562), kind="results")
    assert types(document) == ["text", "measures", "text", "text"]
    assert (document.areas_as, document.area_prefix) == ("none", "")


def test_create_document_twice_is_refused(year, staff):
    services.create_document(by=staff, year=year, kind="plan")
    services.create_document(by=staff, year=year, kind="results")
    with pytest.raises(ValidationError, match="มีเอกสารชนิดนี้อยู่แล้ว"):
        services.create_document(by=staff, year=year, kind="plan")
    assert [document.kind for document in year.documents.all()] == ["plan", "results"]


def test_create_document_of_an_unknown_kind_is_refused(year, staff):
    with pytest.raises(ValidationError, match="เลือกแบบเริ่มต้น"):
        services.create_document(by=staff, year=year, kind="poem")


@pytest.mark.parametrize("role", ["approver", "auditor", "foreign_auditor"])
def test_services_are_closed_to_readers(year, role, request):
    user = request.getfixturevalue(role)
    document = make_document(year)
    block = document.blocks.first()
    before = export_package(year)
    calls = [
        lambda: services.create_document(by=user, year=year, kind="plan"),
        lambda: services.save_settings(by=user, document=document, kind="plan"),
        lambda: services.save_columns(by=user, document=document, columns=[]),
        lambda: services.save_memo(by=user, document=document, memo=None),
        lambda: services.add_block(by=user, document=document, section=SECTIONS[2]),
        lambda: services.edit_block(by=user, block=block, section=SECTIONS[2]),
        lambda: services.move_block(by=user, block=block, direction="up"),
        lambda: services.delete_block(by=user, block=block),
    ]
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()
    assert export_package(year) == before


def test_save_settings_brings_and_takes_the_area_column(year, staff):
    document = make_document(year)
    columns = document.columns
    services.save_settings(by=staff, document=document, areas_as="column")
    assert Document.objects.get().columns == [{"field": "area", "heading": "ประเด็น"}, *columns]
    services.save_settings(by=staff, document=document, areas_as="rows")
    assert Document.objects.get().columns == columns


def test_save_settings_mends_the_area_column_only_where_areas_as_changes(year, staff):
    document = make_document(year)
    document.columns.insert(1, {"field": "area", "heading": "ด้าน"})
    document.save()
    expected = {
        "rows": ["title", "area", "responsible"],  # as imported
        "column": ["title", "area", "responsible"],
        "none": ["title", "responsible"],
    }
    for areas_as, fields in expected.items():
        services.save_settings(by=staff, document=document, areas_as=areas_as, prepared_by="กอง")
        stored = Document.objects.get()
        assert (stored.areas_as, [column["field"] for column in stored.columns]) == (areas_as, fields)


def test_each_save_stores_only_its_own_fields(year, staff):
    """Two people with the document as it was at the start: neither takes away what the other stored."""
    document = make_document(year)
    copies = [Document.objects.get() for _ in range(3)]
    services.save_memo(by=staff, document=copies[0], memo=MEMO)
    services.save_columns(by=staff, document=copies[1], columns=[{"field": "title", "heading": "ก"}])
    services.save_settings(by=staff, document=copies[2], title=["ใหม่"])
    document.refresh_from_db()
    assert (document.memo, document.title) == (MEMO, ["ใหม่"])
    assert document.columns == [{"field": "title", "heading": "ก"}]


def test_a_block_removed_meanwhile_is_refused_and_stays_removed(year, staff):
    document = make_document(year)
    block = document.blocks.first()
    services.delete_block(by=staff, block=document.blocks.get(pk=block.pk))
    calls = [
        lambda: services.edit_block(by=staff, block=block, section={"heading": "", "paragraphs": ["ก"]}),
        lambda: services.move_block(by=staff, block=block, direction="up"),
        lambda: services.delete_block(by=staff, block=block),
    ]
    for call in calls:
        with pytest.raises(ValidationError, match="ส่วนนี้ถูกลบไปแล้ว"):
            call()
    assert not Block.objects.filter(pk=block.pk).exists()
    assert positions(document) == list(range(len(SECTIONS) - 1))


def test_edit_block_leaves_the_place_as_it_is_now(year, staff):
    document = make_document(year)
    block = document.blocks.first()
    services.move_block(by=staff, block=document.blocks.first(), direction="down")
    services.edit_block(by=staff, block=block, section={"heading": "ใหม่", "paragraphs": []})
    assert [stored.heading for stored in document.blocks.all()[:2]] == ["", "ใหม่"]
    assert positions(document) == list(range(len(SECTIONS)))


def test_a_document_removed_meanwhile_is_refused(year, staff):
    document = make_document(year)
    Document.objects.all().delete()
    with pytest.raises(ValidationError, match="เอกสารนี้ถูกลบไปแล้ว"):
        services.save_columns(by=staff, document=document, columns=[{"field": "title", "heading": ""}])
    assert not Document.objects.exists()


def test_create_document_of_an_analysis_names_only_what_its_own_year_defines(
    make_year, staff, frameworks, municipality
):
    make_year(2569, {number: "50" for number in range(1, 11)})
    bare = Framework.objects.create(fiscal_year=2570)
    year = Assessment.objects.create(municipality=municipality, framework=bare)
    services.create_document(by=staff, year=year, kind="analysis")
    assert types(Document.objects.get()) == "text ranking text comparison text text measures text".split()
    instrument = bare.instruments.create(code="NEW", name="ใหม่", weight=100, position=0)
    bare.indicators.create(instrument=instrument, number=2, name="ตัวชี้วัดใหม่")
    Document.objects.all().delete()
    services.create_document(by=staff, year=Assessment.objects.get(pk=year.pk), kind="analysis")
    findings = Document.objects.get().blocks.get(type="findings").data
    assert (findings["instrument"], [row["indicator"] for row in findings["rows"]]) == ("NEW", [2])


def test_save_columns_needs_one(year, staff):
    document = make_document(year)
    with pytest.raises(ValidationError, match="อย่างน้อยหนึ่งคอลัมน์"):
        services.save_columns(by=staff, document=document, columns=[])


def test_what_does_not_fit_the_format_is_refused(year, staff):
    document = make_document(year)
    before = export_package(year)
    calls = [
        lambda: services.save_columns(by=staff, document=document, columns=[{"field": "poem", "heading": ""}]),
        lambda: services.save_memo(by=staff, document=document, memo={"agency": 1}),
        lambda: services.add_block(by=staff, document=document, section={"type": "poem", "heading": ""}),
        lambda: services.add_block(by=staff, document=document, section={"type": "text", "heading": ""}),
        lambda: services.edit_block(
            by=staff, block=document.blocks.first(), section={"heading": "", "paragraphs": "ก"}
        ),
    ]
    for call in calls:
        with pytest.raises(ValidationError) as error:
            call()
        assert error.value.messages
    assert export_package(year) == before


@pytest.mark.parametrize(
    ("section", "fault"),
    [
        ({"type": "ranking", "heading": "", "year": 2600}, "ยังไม่มีเกณฑ์ของปี 2600 ในระบบ"),
        (
            {"type": "findings", "heading": "", "instrument": "XIT", "headings": ["", "", ""], "rows": []},
            "instrument: เกณฑ์ปี 2567 ไม่มี XIT",
        ),
        (
            {
                "type": "findings",
                "heading": "",
                "instrument": "IIT",
                "headings": ["", "", ""],
                "rows": [{"indicator": 11, "issues": "", "remedy": ""}],
            },
            "rows[0].indicator: เกณฑ์ปี 2567 ไม่มี 11",
        ),
    ],
)
def test_add_block_knows_the_definitions(year, staff, section, fault):
    document = make_document(year)
    with pytest.raises(ValidationError) as error:
        services.add_block(by=staff, document=document, section=section)
    assert error.value.messages == [fault]


def test_add_block_puts_it_last(year, staff):
    document = make_document(year)
    block = services.add_block(by=staff, document=document, section=SECTIONS[2])
    assert block_data(document.blocks.last()) == BLOCK_TYPES["measures"].plain | SECTIONS[2]
    assert block.position == len(SECTIONS)


def test_edit_block_keeps_type_and_place(year, staff):
    document = make_document(year)
    block = document.blocks.all()[1]
    services.edit_block(by=staff, block=block, section={"type": "measures", "heading": "ก", "paragraphs": ["ข"]})
    block.refresh_from_db()
    text = {"type": "text", "heading": "ก", "heading_as": "auto", "paragraphs": ["ข"]}
    assert (block.position, block_data(block)) == (1, text)


@pytest.mark.parametrize(
    ("place", "direction", "order"), [(0, "up", "012"), (0, "down", "102"), (2, "up", "021"), (2, "down", "012")]
)
def test_move_block_swaps_with_its_neighbour(year, staff, place, direction, order):
    document = make_document(year, [{"type": "measures", "heading": str(number)} for number in range(3)])
    services.move_block(by=staff, block=document.blocks.all()[place], direction=direction)
    assert "".join(block.heading for block in document.blocks.all()) == order
    assert positions(document) == [0, 1, 2]


def test_move_block_mends_positions_with_gaps(year, staff):
    document = make_document(year, [{"type": "measures", "heading": str(number)} for number in range(3)])
    document.blocks.update(position=7)
    services.move_block(by=staff, block=document.blocks.all()[2], direction="up")
    assert [block.heading for block in document.blocks.all()] == ["0", "2", "1"]
    assert positions(document) == [0, 1, 2]


@pytest.mark.parametrize(
    ("place", "direction", "goal", "order"),
    [(0, "after", 2, "1203"), (3, "before", 0, "3012"), (1, "before", 2, "0123"), (2, "after", 0, "0213")],
)
def test_move_block_puts_it_beside_another(year, staff, place, direction, goal, order):
    document = make_document(year, [{"type": "measures", "heading": str(number)} for number in range(4)])
    blocks = list(document.blocks.all())
    services.move_block(by=staff, block=blocks[place], direction=direction, beside=blocks[goal].pk)
    assert "".join(block.heading for block in document.blocks.all()) == order
    with pytest.raises(ValidationError, match="อาจถูกลบไปแล้ว"):
        services.move_block(by=staff, block=blocks[place], direction=direction, beside=blocks[place].pk)
    assert "".join(block.heading for block in document.blocks.all()) == order


def test_move_block_needs_a_direction(year, staff):
    document = make_document(year)
    with pytest.raises(ValidationError, match="เลื่อน"):
        services.move_block(by=staff, block=document.blocks.first(), direction="sideways")


def test_delete_and_undo_give_the_document_back(year, staff):
    document = make_document(year)
    before = export_package(year)
    services.delete_block(by=staff, block=document.blocks.all()[3])
    assert positions(document) == list(range(len(SECTIONS) - 1))
    undo_act(by=staff, act=Block.history.latest().act)
    assert export_package(year) == before
    assert positions(document) == list(range(len(SECTIONS)))


def test_block_that_comes_back_into_a_shorter_document_is_the_last(year, staff):
    document = make_document(year, [{"type": "measures", "heading": str(number)} for number in range(3)])
    services.delete_block(by=staff, block=document.blocks.last())
    act = Block.history.latest().act
    services.delete_block(by=staff, block=document.blocks.first())
    undo_act(by=staff, act=act)
    assert [block.heading for block in document.blocks.all()] == ["1", "2"]
    services.move_block(by=staff, block=document.blocks.first(), direction="down")
    assert [block.heading for block in document.blocks.all()] == ["2", "1"]
    assert positions(document) == [0, 1]


def test_stored_document_fits_the_format(year, staff):
    services.create_document(by=staff, year=year, kind="analysis")
    DocumentData.model_validate(export_package(year)["document"])


@pytest.mark.parametrize("section", [COVER, TOC], ids=["cover", "toc"])
def test_a_document_gets_one_cover_and_one_table_of_contents(year, staff, section):
    document = make_document(year, [section, {"type": "measures", "heading": ""}])
    with pytest.raises(ValidationError, match="อยู่แล้ว"):
        services.add_block(by=staff, document=document, section=section)
    services.delete_block(by=staff, block=document.blocks.first())
    act = Block.history.latest().act
    services.add_block(by=staff, document=document, section=section)
    with pytest.raises(ValidationError, match="อยู่แล้ว"):
        undo_act(by=staff, act=act)
    assert types(document) == ["measures", section["type"]]
