"""The table of a year as a file to take along."""

from collections.abc import Iterator

from django.utils import timezone

from assessments.models import Assessment, Municipality
from assessments.tabular.table import LIMITS, Column
from ita_portal.thai import long_date

from .definitions import OverviewYear
from .forms import Chosen, FilterForm
from .table import OverviewRow, ordered, read_rows


def columns_of(year: OverviewYear) -> list[Column]:
    names = year.rules.indicator_names
    return [
        Column("code", "รหัส", kind="code", width=11),
        Column("name", "หน่วยงาน", width=34),
        Column("kind", "ประเภท", choices=dict(Municipality.Kind.choices), width=22),
        Column("district", "อำเภอ", width=18),
        Column("province", "จังหวัด", width=18),
        Column("rank", "ลำดับในจังหวัด (ระบบจัด)", kind="integer"),
        Column("ranked", "จากจำนวน (ระบบจัด)", kind="integer"),
        Column("announced_rank", "ลำดับในจังหวัด (ประกาศ)", kind="integer"),
        Column("announced_count", "จากจำนวน (ประกาศ)", kind="integer"),
        Column("total", "คะแนนรวมที่ประกาศ", kind="score"),
        Column("change", "เทียบปีก่อน", kind="score"),
        Column("level", "ระดับที่ประกาศ", width=20),
        *(Column(f"i{number}", f"{number} {names[number]}", kind="score", width=16) for number in year.rules.numbers),
        Column("measures_done", "มาตรการที่แล้วเสร็จ", kind="integer"),
        Column("measures", "มาตรการที่ไม่ยกเลิก", kind="integer"),
        Column("state", "สถานะ", choices={"": "ยังไม่เริ่ม", **dict(Assessment.State.choices)}, width=18),
    ]


def rows_of(chosen: Chosen, sort: str) -> Iterator[dict[str, object]]:
    """Yield what the table shows, on all its pages, by the names of the columns."""
    rows = ordered(chosen.rows(), chosen.year, sort)[: LIMITS.rows]
    for row in read_rows(chosen.user, chosen.year, rows):
        yield vars(row) | _scores(row)


def _scores(row: OverviewRow) -> dict[str, object]:
    return {f"i{score.number}": score.value for score in row.scores}


def notes_of(form: FilterForm, chosen: Chosen) -> list[str]:
    """Say what the file holds: the filters, and how figures came about."""
    year = chosen.year
    change = f"เทียบปีก่อนไม่ได้: {year.not_comparable_because}" if year.not_comparable_because else ""
    return [
        f"ข้อมูล ณ วันที่ {long_date(timezone.localdate())}",
        "ตัวกรอง " + (" · ".join(told_filters(form, chosen)) or "ไม่มี"),
        "คะแนนรวมและระดับเป็นค่าที่ประกาศ ระบบไม่คำนวณใหม่ ลำดับที่ระบบจัดเรียงจากคะแนนรวมที่ประกาศภายในจังหวัดเดียวกัน",
        *filter(None, [change]),
    ]


def told_filters(form: FilterForm, chosen: Chosen, *, but: str = "") -> list[str]:
    values = {name: value for name, value in chosen.values.items() if name != but}
    return [f"{form.fields[name].label}: {_told(form, name, value)}" for name, value in values.items()]


def _told(form: FilterForm, name: str, value: object) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value))
