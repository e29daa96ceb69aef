"""From upload to done: one outcome, previewed and written whole, or nothing."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessments.models import Import, IndicatorScore
from assessments.scores.services import save_scores
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.spreadsheets.resources.results import IndicatorScoreResource
from assessments.spreadsheets.services import (
    DIFFERS,
    check_import,
    confirm_import,
    import_rows,
    run_import,
    upload_import,
)

ROWS = ("99990001,,2567,1,50", "99990001,,2567,2,92.12", "99990001,,2568,3,70", "99990001,,2567,99,1")


@pytest.fixture
def batch(year, staff, upload) -> Import:
    return upload(staff, "indicator-scores", *ROWS)


def values() -> list:
    return list(IndicatorScore.objects.order_by("pk").values_list("pk", "assessment", "indicator", "value"))


def test_a_check_writes_nothing_but_its_report(year, staff, upload, told, counts):
    before = values()
    batch = upload(staff, "indicator-scores", *ROWS)
    assert (batch.state, counts(batch), batch.rows) == ("checked", (1, 1, 1, 1), 4)
    assert told(batch) == [
        ("changed", (("คะแนน", "90.64", "50.00"),)),
        ("unchanged", ()),
        ("new", (("คะแนน", "-", "70.00"),)),
        ("refused", (("ตัวชี้วัดที่", "99", "เกณฑ์ปี 2567 ไม่มีตัวชี้วัดที่ 99"),)),
    ]
    assert values() == before
    assert IndicatorScore.history.filter(act=batch.act).count() == 0


def test_the_report_is_read_by_page_and_state(batch):
    assert [import_row.number for import_row in import_rows(batch, start=1, count=2)] == [3, 4]
    assert [import_row.number for import_row in import_rows(batch, "refused")] == [5]
    assert [import_row.label for import_row in import_rows(batch, "new")] == ["เทศบาลเมืองทดสอบ ปี 2568 ตัวชี้วัดที่ 3"]
    assert import_rows(batch, start=4) == []


def test_a_confirmed_import_is_written_once_with_history(batch, staff):
    confirm_import(by=staff, batch=batch)
    done = run_import(batch.pk)
    assert (done.state, done.fault, done.attempts) == ("done", "", 1)
    kept = IndicatorScore.history.filter(act=batch.act).order_by("history_type")
    reason = f"นำเข้าครั้งที่ {batch.pk}: ไฟล์.csv"
    assert [(row.history_type, str(row.value), row.history_user, row.history_change_reason) for row in kept] == [
        ("+", "70.00", staff, reason),
        ("~", "50.00", staff, reason),
    ]
    before = values()
    assert run_import(batch.pk).state == "done"
    assert (values(), IndicatorScore.history.filter(act=batch.act).count()) == (before, 2)


def test_another_outcome_than_previewed_is_not_written(batch, staff, administrator, year, told):
    confirm_import(by=staff, batch=batch)
    save_scores(by=administrator, assessment=year, announced={}, scores={1: 51})
    before = values()
    again = run_import(batch.pk)
    assert (again.state, again.fault, values()) == ("checked", DIFFERS, before)
    assert told(again)[0] == ("changed", (("คะแนน", "51.00", "50.00"),))
    assert run_import(confirm_import(by=staff, batch=again).pk).state == "done"


def test_a_preview_that_is_no_longer_shown_cannot_be_confirmed(batch, staff, administrator, year):
    save_scores(by=administrator, assessment=year, announced={}, scores={1: 51})
    check_import(batch.pk)
    with pytest.raises(ValidationError):
        confirm_import(by=staff, batch=batch)


def test_nothing_to_write_cannot_be_confirmed(year, staff, upload):
    with pytest.raises(ValidationError):
        confirm_import(by=staff, batch=upload(staff, "indicator-scores", "99990001,,2567,2,92.12"))


def test_a_fault_of_ours_writes_nothing_and_can_be_run_again(batch, staff, monkeypatch):
    confirm_import(by=staff, batch=batch)
    before = values()

    def broken(self, new, changed):
        stored(self, new, changed)
        raise RuntimeError

    stored = IndicatorScoreResource.store
    monkeypatch.setattr(IndicatorScoreResource, "store", broken)
    with pytest.raises(RuntimeError):
        run_import(batch.pk)
    failed = Import.objects.get(pk=batch.pk)
    assert (failed.state, values()) == ("failed", before)
    monkeypatch.undo()
    again = confirm_import(by=staff, batch=check_import(batch.pk))
    assert run_import(again.pk).state == "done"


def test_a_run_that_was_taken_for_dead_cannot_finish(batch, staff, monkeypatch):
    confirm_import(by=staff, batch=batch)
    before = values()

    def overtaken(self, new, changed):
        Import.objects.filter(pk=batch.pk).update(attempts=99)
        stored(self, new, changed)

    stored = IndicatorScoreResource.store
    monkeypatch.setattr(IndicatorScoreResource, "store", overtaken)
    run_import(batch.pk)
    assert values() == before
    monkeypatch.undo()
    assert run_import(batch.pk).state == "importing"  # its lease still runs
    Import.objects.update(lease_until=timezone.now())
    assert run_import(batch.pk).state == "done"


def test_an_unreadable_file_is_refused_with_its_reason(staff, upload, frameworks):
    batch = upload(staff, "indicator-scores", raw="ก,ข\n1,2".encode())
    assert batch.state == "refused"
    assert batch.fault.startswith("ไม่พบแถวหัวตาราง")


@pytest.mark.parametrize("role", ["approver", "auditor"])
def test_only_staff_and_administrators_import(role, make_user, municipality):
    user = make_user("one", role, municipality=municipality)
    with pytest.raises(PermissionDenied):
        upload_import(by=user, kind=all_kinds()["results"], file=BytesIO(b"x"), filename="x.csv")


def test_staff_do_not_import_accounts(staff):
    with pytest.raises(PermissionDenied):
        upload_import(by=staff, kind=all_kinds()["users"], file=BytesIO(b"x"), filename="x.csv")


def test_imports_of_others_are_not_seen(batch, make_user, other_municipality):
    foreign = make_user("foreign", "staff", municipality=other_municipality)
    assert list(Import.objects.for_user(foreign)) == []
    with pytest.raises(PermissionDenied):
        confirm_import(by=foreign, batch=batch)


def test_who_lost_the_right_writes_nothing(batch, staff):
    confirm_import(by=staff, batch=batch)
    staff.is_active = False
    staff.save()
    before = values()
    assert (run_import(batch.pk).state, values()) == ("failed", before)


def test_a_check_takes_as_many_queries_for_30_rows_as_for_3(year, staff, upload, django_assert_max_num_queries):
    rows = [f"99990001,,{2562 + place // 10},{place % 10 + 1},50" for place in range(30)]
    with django_assert_max_num_queries(16):
        upload(staff, "indicator-scores", *rows)


def test_preview_tells_what_was_mended_in_all_cells(year, administrator, upload):
    """Alike cells count each, though their texts are cleaned once."""
    rows = [f"9999810{number},เทศบาลเเห่งใหม่,เทศบาลตำบล,เเม่ริม,เชียงใหม่" for number in range(3)]
    batch = upload(administrator, "municipalities", *rows)
    assert batch.notices == ["ระบบแก้ข้อความให้พิมพ์และค้นหาได้ถูกต้อง: แก้ เเ (เ สองตัว) เป็น แ 6 แห่ง"]
