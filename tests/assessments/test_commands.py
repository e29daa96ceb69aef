"""The commands of the base app, as an operator types them."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Framework, Item, Level, Municipality


def test_load_frameworks_is_idempotent_and_keeps_corrections(no_frameworks, capsys):
    call_command("load_frameworks")
    Framework.objects.filter(fiscal_year=2567).update(pass_mark=Decimal(80))
    before = [Framework.objects.count(), Item.objects.count(), Level.objects.count()]
    call_command("load_frameworks")
    assert capsys.readouterr().out.splitlines() == [
        "โหลดเกณฑ์ปีงบประมาณ 2562, 2563, 2564, 2565, 2566, 2567, 2568, 2569, 2570",
        "มีเกณฑ์ครบแล้ว ไม่มีอะไรเปลี่ยน",
    ]
    assert [Framework.objects.count(), Item.objects.count(), Level.objects.count()] == before
    assert Framework.objects.get(fiscal_year=2567).pass_mark == Decimal(80)


def test_shipped_definitions_hold_the_facts(frameworks):
    assert sorted(frameworks) == list(range(2562, 2570))
    for framework in frameworks.values():
        rules = framework.rules()
        assert {instrument.code: instrument.weight for instrument in rules.instruments} == {
            "IIT": 30,
            "EIT": 30,
            "OIT": 40,
        }
        assert rules.numbers == tuple(range(1, 11))
        assert rules.pass_mark == 85
        assert rules.levels[-1].min_total == 0
        areas = 7 if framework.fiscal_year in range(2566, 2570) else 0
        assert framework.areas.count() == areas


def test_load_municipalities_loads_the_nation_and_updates(db, capsys):
    call_command("load_municipalities")
    call_command("load_municipalities")
    assert Municipality.objects.count() == 7849
    kinds = ["city", "town", "subdistrict"]
    assert Municipality.objects.filter(kind__in=kinds).count() == 2472
    assert capsys.readouterr().out.splitlines() == ["มีหน่วยงาน 7,849 แห่งตามไฟล์"] * 2


def test_a_changed_code_does_not_come_back_as_a_second_authority(municipality, tmp_path, capsys):
    municipality.code = "99990007"
    municipality.save()
    path = tmp_path / "list.csv"
    rows = "99990001,เก่า,town,,ทดสอบ\n99990007,ใหม่,town,,ทดสอบ\n99990008,เพิ่ม,sao,,ทดสอบ\n"
    path.write_text(f"code,name,kind,district,province\n{rows}", encoding="utf-8")
    before = municipality.name
    call_command("load_municipalities", path, "--dry-run")
    out = capsys.readouterr().out
    assert "จะเพิ่ม 1 แห่ง\n  99990008 เพิ่ม" in out
    assert f"จะแก้ไข 1 แห่ง\n  99990007 {before} → ใหม่" in out
    assert "  99990001 เก่า → 99990007" in out
    assert [row.name for row in Municipality.objects.all()] == [before]
    call_command("load_municipalities", path)
    assert sorted(Municipality.objects.values_list("code", "name")) == [("99990007", "ใหม่"), ("99990008", "เพิ่ม")]
    assert [row.code for row in Municipality.objects.matching("99990001")] == ["99990007"]


def test_load_municipalities_reports_every_fault_and_changes_nothing(db, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(
        "code,name,kind,district,province\n99990001,ก,town,ข,ค\n1234,ก,village,ข,ค\n99990001,,town,ข,ค\n",
        encoding="utf-8",
    )
    with pytest.raises(CommandError) as refused:
        call_command("load_municipalities", path)
    lines = str(refused.value).splitlines()
    assert lines[0] == "ไม่รับไฟล์นี้ และไม่มีอะไรเปลี่ยน"
    assert [line.split(":")[0] for line in lines[1:]] == [
        "แถวที่ 2 คอลัมน์ code",
        "แถวที่ 3 คอลัมน์ code",
        "แถวที่ 3 คอลัมน์ kind",
        "แถวที่ 4 คอลัมน์ name",
        "แถวที่ 4 คอลัมน์ code",
    ]
    assert Municipality.objects.count() == 0


@pytest.mark.parametrize("content", [b"\xa1\xa2\xa3", b"a,b\n1,2\n", b"code,name,kind,district,province\n99990001,x\n"])
def test_load_municipalities_refuses_what_is_no_such_file(db, tmp_path, content):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("load_municipalities", path)
    assert Municipality.objects.count() == 0


def test_assessment_prints_what_follows_from_the_scores(year, capsys):
    call_command("assessment", municipality="99990001", year=2567)
    summary = json.loads(capsys.readouterr().out)
    assert summary["indicators"]["4"] == "74.54"
    assert summary["instruments"] == {"IIT": "88.57", "EIT": "86.94", "OIT": "95.00"}
    assert (summary["computed_total"], summary["official_total"], summary["agrees"]) == ("90.65", "90.65", True)
    assert (summary["computed_level"], summary["official_level"]) == ("ผ่าน", "ผ่าน")
    assert (summary["weaknesses"], summary["strengths"]) == ([4, 8], [1, 2, 3, 5, 6, 7, 9, 10])
    assert "ตัวชี้วัดที่ 4" in summary["level_reason"]


def test_assessment_is_null_while_scores_are_missing(make_year, capsys):
    make_year(2567, {1: "90.00"})
    call_command("assessment", municipality="99990001", year=2567)
    summary = json.loads(capsys.readouterr().out)
    keys = ["computed_total", "official_total", "agrees", "computed_level", "official_level"]
    assert {key: summary[key] for key in keys} == dict.fromkeys(keys)
    assert summary["indicators"]["2"] is None
    assert summary["instruments"] == {"IIT": None, "EIT": None, "OIT": None}


def test_assessment_of_an_unknown_year_is_an_error(db):
    with pytest.raises(CommandError, match="ไม่มีผลการประเมินของรหัส 12345678 ปี 2567"):
        call_command("assessment", municipality="12345678", year=2567)
