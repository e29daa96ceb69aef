"""Spreadsheets at size: imports beside the library's default configuration, growth, memory.

Run with ./run bench, or one database alone:
    .venv/bin/python -m pytest -q -s tests/bench/test_import.py
    tests/postgres.sh .venv/bin/python -m pytest -q -s tests/bench/test_import.py
The figures are in docs/benchmarks.md.
"""

import gc
import random
import time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX

from assessments.models import Assessment, Indicator, IndicatorScore, Municipality
from assessments.municipalities.shipped import load_municipalities
from assessments.records.bulk import save_rows
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.spreadsheets.services import check_import, confirm_import, export_rows, run_import, upload_import
from assessments.tabular.writer import write_xlsx

LONG = all_kinds()["indicator-scores"]
YEAR = 2567


class Timed:
    """What work took, by the clock and of this process' processor alone, and what it gave."""

    def __init__(self, work, *arguments, **options):
        gc.collect()
        start, processor = time.perf_counter(), time.process_time()
        self.found = work(*arguments, **options)
        self.processor = time.process_time() - processor
        self.clock = time.perf_counter() - start

    def __str__(self):
        return f"{self.clock:.2f} s (processor {self.processor:.2f} s)"


@pytest.fixture
def nation(frameworks):
    """Return a function that stores so many municipalities with an empty year each."""

    def make(count: int) -> list[Municipality]:
        places = [
            Municipality(code=f"98{place:06d}", name=f"เทศบาลตำบลที่ {place}", kind="subdistrict", province="ทดสอบ")
            for place in range(count)
        ]
        save_rows(places)
        save_rows(Assessment(municipality=place, framework=frameworks[YEAR]) for place in places)
        return places

    return make


class Peak:
    """The most memory of this process since it was made, in MB."""

    def __init__(self):
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")

    def megabytes(self) -> int:
        status = Path("/proc/self/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


def long_file(places: list[Municipality]) -> bytes:
    chance = random.Random(2567)  # noqa: S311 any scores will do
    rows = [
        [place.code, place.name, place.province, YEAR, number, None, Decimal(chance.randrange(10_001)) / 100]
        for place in places
        for number in range(1, 11)
    ]
    return write_xlsx(LONG.columns(), rows, title="คะแนน")


def confirmed(by, kind, raw: bytes):
    """Upload, check and confirm: what is left is the import itself."""
    batch = check_import(upload_import(by=by, kind=kind, file=BytesIO(raw), filename="คะแนน.xlsx").pk)
    return confirm_import(by=by, batch=batch)


class YearWidget(widgets.ForeignKeyWidget):
    def get_queryset(self, value, row, *args, **kwargs):
        return Assessment.objects.filter(framework__fiscal_year=row["ปีงบประมาณ"])


class IndicatorWidget(widgets.ForeignKeyWidget):
    def get_queryset(self, value, row, *args, **kwargs):
        return Indicator.objects.filter(framework__fiscal_year=row["ปีงบประมาณ"])


class PlainResource(resources.ModelResource):
    """What the library's manual leads to: foreign keys by widgets, everything else as it comes."""

    assessment = fields.Field("assessment", "รหัสหน่วยงาน", YearWidget(Assessment, "municipality__code"))
    indicator = fields.Field("indicator", "ตัวชี้วัดที่", IndicatorWidget(Indicator, "number"))
    value = fields.Field("value", "คะแนน", widgets.DecimalWidget())

    class Meta:
        model = IndicatorScore
        fields = ("assessment", "indicator", "value")
        import_id_fields = ("assessment", "indicator")


def plain_import(raw: bytes):
    dataset = XLSX().create_dataset(raw)
    dataset.headers = [header.removesuffix(" *") for header in dataset.headers]
    result = PlainResource().import_data(dataset, dry_run=False, raise_errors=True)
    assert result.totals["new"] == len(dataset)


@pytest.mark.django_db(transaction=True)
def test_import_of_10_000_beside_the_library(nation, administrator, capsys):
    raw = long_file(nation(1_000))
    batch = confirmed(administrator, LONG, raw)
    ours = Timed(run_import, batch.pk)
    assert ours.found.state == "done", ours.found.fault
    assert IndicatorScore.objects.count() == IndicatorScore.history.filter(act=batch.act).count() == 10_000
    values = sorted(IndicatorScore.objects.values_list("assessment", "indicator", "value"))
    IndicatorScore.objects.all()._raw_delete("default")
    IndicatorScore.history.all()._raw_delete("default")
    theirs = Timed(plain_import, raw)
    assert sorted(IndicatorScore.objects.values_list("assessment", "indicator", "value")) == values
    assert IndicatorScore.history.count() == 10_000
    ratio = theirs.clock / ours.clock
    with capsys.disabled():
        print(f"\n{connection.vendor}: 10,000 rows, portal {ours}, library {theirs}, ratio {ratio:.1f}")
    assert ratio >= 4


@pytest.mark.django_db(transaction=True)
def test_time_and_memory_grow_with_the_rows(nation, administrator, capsys):
    places = nation(8_000)
    figures = {}
    for count in (1_000, 2_000, 4_000, 8_000):
        IndicatorScore.objects.all()._raw_delete("default")
        IndicatorScore.history.all()._raw_delete("default")
        raw = long_file(places[:count])
        batch = upload_import(by=administrator, kind=LONG, file=BytesIO(raw), filename="คะแนน.xlsx")
        peak = Peak()
        checking = Timed(check_import, batch.pk)
        confirm_import(by=administrator, batch=checking.found)
        importing = figures[count * 10] = Timed(run_import, batch.pk)
        assert (importing.found.state, importing.found.new) == ("done", count * 10)
        with capsys.disabled():
            print(
                f"\n{connection.vendor}: {count * 10:,} rows, {len(raw) / 1e6:.1f} MB, check {checking}, "
                f"import {importing}, peak {peak.megabytes()} MB",
                end="",
            )
        assert peak.megabytes() < 500
    assert figures[80_000].processor / figures[10_000].processor < 8 * 1.3
    peak = Peak()
    exporting = Timed(lambda: write_xlsx(*export_rows(kind=LONG, user=administrator), title="คะแนน"))
    with capsys.disabled():
        print(f"\n{connection.vendor}: export of 80,000 rows {exporting}, peak {peak.megabytes()} MB")
    assert peak.megabytes() < 250


@pytest.mark.django_db(transaction=True)
def test_all_authorities_load_like_8_000_rows(nation, administrator, capsys):
    kind = all_kinds()["municipalities"]
    load_municipalities()
    columns, rows = export_rows(kind=kind, user=administrator)
    raw = write_xlsx(columns, rows, title="หน่วยงาน")
    Municipality.objects.all()._raw_delete("default")
    authorities = Timed(run_import, confirmed(administrator, kind, raw).pk)
    assert (authorities.found.state, authorities.found.new) == ("done", 7_849)
    scores = Timed(run_import, confirmed(administrator, LONG, long_file(nation(800))).pk)
    assert (scores.found.state, scores.found.new) == ("done", 8_000)
    with capsys.disabled():
        print(f"\n{connection.vendor}: 7,849 authorities {authorities}; 8,000 scores {scores}")
