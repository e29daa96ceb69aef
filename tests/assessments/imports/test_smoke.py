from io import BytesIO

import pytest

from assessments.models import Import, IndicatorScore
from assessments.services.imports import check_import, confirm_import, export_rows, import_rows, run_import, upload_import
from assessments.services.undo import undo_import
from assessments.sheets.kinds import KINDS
from assessments.sheets.writer import write_csv, write_xlsx


def upload(by, kind, text):
    raw = text.encode() if isinstance(text, str) else text
    return check_import(upload_import(by=by, kind=KINDS[kind], file=BytesIO(raw), filename="x.csv").pk)


@pytest.mark.parametrize("kind", ["results", "indicator-scores"])
def test_round(year, administrator, kind):
    columns, rows = export_rows(kind=KINDS[kind], user=administrator)
    rows = list(rows)
    print(rows)
    for raw in (write_csv(columns, rows), write_xlsx(columns, rows, title="x")):
        batch = upload(administrator, kind, raw)
        print(batch.__dict__)
        print(import_rows(batch)[:3])
        assert batch.unchanged == batch.rows == len(rows)


def test_long(year, administrator):
    batch = upload(administrator, "indicator-scores", "รหัสหน่วยงาน,ปีงบประมาณ,ตัวชี้วัดที่,คะแนน\n99990001,2567,1,12.5\n99990001,2567,2,-\n99990001,2568,1,๕๐\n99990001,2569,99,x\n")
    for row in import_rows(batch): print(row)
    assert (batch.new, batch.changed, batch.refused) == (1, 2, 1)
    batch = confirm_import(by=administrator, batch=batch)
    batch = run_import(batch.pk)
    assert batch.state == "done", batch.fault
    assert IndicatorScore.objects.count() == 20
    undo_import(by=administrator, batch=batch)
    assert IndicatorScore.objects.count() == 20
