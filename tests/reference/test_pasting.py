"""The table of measures of each reference package, copied as it is printed, is read row by row as it was."""

import csv
import json
from io import StringIO
from itertools import groupby
from types import SimpleNamespace

import pytest

from measures.models import TEXT_FIELDS
from measures.plan.paste import plan_of

from .conftest import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_table_of_a_package_is_pasted_whole(reference, name):
    package = json.loads(reference(name).read_text(encoding="utf-8"))
    measures = package["measures"]
    titles = {row["area"]: f"ประเด็นทดสอบ {row['area']}" for row in measures if row["area"]}
    areas = [SimpleNamespace(number=number, title=title, pk=number) for number, title in titles.items()]
    columns = package["document"]["columns"]
    out = StringIO()
    write = csv.writer(out, delimiter="\t", lineterminator="\n").writerow
    write([column["heading"] for column in columns])
    for area, rows in groupby(measures, key=lambda row: row["area"]):
        if area and package["document"]["areas_as"] == "rows":
            write([f"ประเด็นที่ {area} {titles[area]}", *[""] * (len(columns) - 1)])
        for place, row in enumerate(rows):
            shown = {**row, "area": titles[area] if area and not place else ""}
            write([shown[column["field"]] for column in columns])
    plan = plan_of(out.getvalue(), areas=areas, area=None)
    assert plan.refused == []
    fields = [column["field"] for column in columns if column["field"] in TEXT_FIELDS]
    has_areas = package["document"]["areas_as"] != "none"
    assert [(row.area and row.area.number, shown_of(row.texts, fields)) for row in plan.rows] == [
        (row["area"] if has_areas else None, shown_of(row, fields)) for row in measures
    ]


def shown_of(texts: dict, fields: list[str]) -> list[list[str]]:
    return [texts.get(field, "").split() for field in fields]
