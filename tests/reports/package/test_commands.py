import io
import json

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command

from assessments.models import Assessment, IndicatorScore, ItemScore
from assessments.municipalities.shipped import load_municipalities
from measures.models import Measure
from reports.models import Block, Document
from reports.package import MAX_BYTES
from tests.reference.conftest import NAMES, reference  # noqa: F401 - a fixture
from tests.reports.samples import make_document

from .bad_packages import BAD, GOOD, changed


def stored() -> str:
    """Return everything that an import may touch."""
    models = (Assessment, IndicatorScore, ItemScore, Measure, Document, Block)
    return serializers.serialize("json", [row for model in models for row in model._base_manager.order_by("pk")])


def run_import(*paths, **options):
    """Run the command; return its exit code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_package", *paths, stdout=out, stderr=err, **options)
    except CommandError as error:
        return error.returncode, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def run_export(code, year, **options) -> str:
    out = io.StringIO()
    call_command("export_package", municipality=code, year=year, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def write(tmp_path):
    def write(name, value):
        path = tmp_path / name
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return path

    return write


@pytest.fixture
def occupied(frameworks, municipality, make_year):
    """A year of the same municipality that no refused file may touch."""
    year = make_year(2567, {1: "80.00"})
    make_document(year, [{"type": "measures", "heading": ""}])
    return year


@pytest.mark.parametrize("name", NAMES)
def test_commands_give_reference_packages_back(frameworks, reference, name, tmp_path):  # noqa: F811
    path = reference(name)
    load_municipalities()
    package = json.loads(path.read_text(encoding="utf-8"))
    assert run_import(path)[0] == 0
    target = tmp_path / "out.json"
    code, year = package["municipality"]["code"], package["fiscal_year"]
    assert run_export(code, year, output=target) == ""
    assert json.loads(target.read_text(encoding="utf-8")) == package
    assert run_export(code, year) == target.read_text(encoding="utf-8")


def test_good_package_goes_in_and_out(frameworks, municipality, write):
    code, out, err = run_import(write("a.json", GOOD))
    assert (code, err) == (0, "")
    assert out.endswith("a.json: นำเข้า เทศบาลเมืองทดสอบ ปี 2566 แล้ว\n")
    assert json.loads(run_export("99990001", 2566)) == GOOD


@pytest.mark.parametrize("name", BAD)
def test_bad_package_is_refused_and_changes_nothing(occupied, write, name):
    raw, fault = BAD[name]
    before = stored()
    code, out, err = run_import(write("bad.json", raw))
    assert (code, out) == (1, "")
    assert fault in err
    assert stored() == before


def test_every_fault_is_told_at_once(frameworks, municipality, write):
    package = changed("assessments.0.scores", {"1": "101", "2": "abc"})
    package["fiscal_year"] = "2566"
    _, _, err = run_import(write("bad.json", package))
    assert [line.split("bad.json: ")[1].split(":")[0] for line in err.splitlines()] == [
        "fiscal_year",
        "assessments[0].scores.1",
        "assessments[0].scores.2",
    ]


def test_markup_in_texts_is_text(frameworks, municipality, write):
    package = changed("measures.0.title", "<script>alert(1)</script> & <b>")
    package["document"]["title"] = ["<img src=x onerror=alert(1)>"]
    assert run_import(write("a.json", package))[0] == 0
    assert json.loads(run_export("99990001", 2566)) == package


def test_byte_order_mark_is_no_fault(frameworks, municipality, write):
    assert run_import(write("a.json", b"\xef\xbb\xbf" + json.dumps(GOOD).encode()))[0] == 0


def test_refused_file_does_not_stop_the_next(frameworks, municipality, write):
    code, out, err = run_import(write("bad.json", b"{"), write("good.json", GOOD))
    assert code == 1
    assert "bad.json: ไฟล์ .json เขียนไม่ถูกต้อง" in err
    assert "good.json: นำเข้า" in out


def test_same_file_twice_is_refused_the_second_time(frameworks, municipality, write):
    path = write("a.json", GOOD)
    code, out, err = run_import(path, path, replace=True)
    assert (code, out.count("นำเข้า")) == (1, 1)
    assert f"หน่วยงาน 99990001 ปี 2566 ซ้ำกับไฟล์ {path} ในคำสั่งเดียวกัน" in err


def test_same_year_in_two_files_is_refused_the_second_time(frameworks, municipality, write):
    other = changed("measures.0.title", "อื่น")
    code, _, err = run_import(write("a.json", GOOD), write("b.json", other), replace=True)
    assert code == 1
    assert "b.json: หน่วยงาน 99990001 ปี 2566 ซ้ำกับไฟล์" in err
    assert json.loads(run_export("99990001", 2566)) == GOOD


def test_second_import_needs_replace(frameworks, municipality, write):
    run_import(write("a.json", GOOD))
    before = stored()
    other = write("b.json", changed("measures.0.title", "อื่น"))
    code, _, err = run_import(other)
    assert (code, stored()) == (1, before)
    assert "fiscal_year: มีมาตรการหรือเอกสารของปี 2566 อยู่แล้ว" in err
    assert run_import(other, replace=True)[0] == 0
    assert json.loads(run_export("99990001", 2566)) == changed("measures.0.title", "อื่น")


def test_huge_file_is_refused_without_being_read(frameworks, municipality, tmp_path, monkeypatch):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b'{"a": 1}' * 125_000)

    def no_json(*args, **kwargs):
        raise AssertionError("parsed")

    monkeypatch.setattr("ita_portal.validation_messages.json.loads", no_json)
    code, _, err = run_import(path)
    assert (code, path.stat().st_size) == (1, 50_000_000)
    assert f"ไฟล์ใหญ่ 50.0 MB เกินที่รับได้ {MAX_BYTES / 1e6:.0f} MB" in err


def test_missing_file_is_told(frameworks, tmp_path):
    code, _, err = run_import(tmp_path / "none.json", tmp_path)
    assert code == 1
    assert [line.split(": ")[1] for line in err.splitlines()] == ["อ่านไฟล์ไม่ได้"] * 2


@pytest.mark.parametrize(("code", "year"), [("99990001", 2565), ("00000000", 2566)])
def test_export_of_what_is_not_there_is_told(frameworks, municipality, code, year):
    with pytest.raises(CommandError, match=f"ไม่มีข้อมูลของหน่วยงาน {code} ปี {year} ในระบบ"):
        run_export(code, year)


def test_export_into_a_missing_folder_is_told(occupied, tmp_path):
    with pytest.raises(CommandError, match="เขียนไฟล์"):
        run_export("99990001", 2567, output=tmp_path / "none" / "a.json")
