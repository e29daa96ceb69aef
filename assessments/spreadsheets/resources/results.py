"""Results as spreadsheets: wide (a row for a municipality's year), long (a row for an indicator), items."""

from itertools import islice
from typing import ClassVar

from django.db.models.functions import Collate

from assessments.frameworks.models import Indicator
from assessments.municipalities.models import THAI
from assessments.records.bulk import save_rows
from assessments.scores.services import store_scores
from assessments.tabular.names import hint
from assessments.tabular.table import Column
from assessments.years.models import Assessment, IndicatorScore, ItemScore

from .base import CHUNK, RowRefused
from .kinds import Kind
from .lookups import folded
from .years import IN_ORDER, PLACE, YearResource, chosen_years

ANNOUNCED = ("official_total", "official_level", "province_rank", "province_count")
SCORE = Column(
    "value", "คะแนน", ("ผลคะแนน", "ค่าคะแนน"), "score", dash=True, note="- คือไม่มีคะแนน (ลบคะแนนเดิม) เว้นว่างคือไม่เปลี่ยน"
)


class ScoreResource(YearResource):
    """A row for each score of a year, of a `part`: an indicator or an item, found by its `number`."""

    model: ClassVar[type[IndicatorScore | ItemScore]]
    part: ClassVar[str]
    number: ClassVar[str]
    noun: ClassVar[str]
    part_columns: ClassVar[tuple[Column, ...]]

    @classmethod
    def columns(cls):
        return [*PLACE, *cls.part_columns, SCORE]

    def identity(self, keys):
        return keys["code"], keys["fiscal_year"], folded(keys[self.part])

    def prepare(self, keys, lock):
        super().prepare(keys, lock)
        self.known_parts = self.frameworks.parts(self.parts[0], self.number)

    def load(self, keys):
        years = self.known_years(keys)
        scores = self.model.objects.select_related(None).filter(assessment__in=[year.pk for year in years])
        self.scores = {(score.assessment_id, getattr(score, f"{self.part}_id")): score for score in scores}

    def find(self, keys, row, faults):
        year = self.year_of(keys, row, faults)
        wanted = keys.get(self.part)
        part = self.known_parts[year.framework_id].get(folded(wanted))
        if part is None:
            if wanted is not None and self.part not in faults:
                shown = str(wanted).upper()[:20]
                faults[self.part] = f"เกณฑ์ปี {year.fiscal_year} ไม่มี{self.noun} {shown}"
            raise RowRefused
        score = self.scores.get((year.pk, part.pk)) if year.pk else None
        if score is None:
            return self.model(assessment=year, **{self.part: part}), True
        score.assessment = year
        setattr(score, self.part, part)
        return score, False

    def label(self, instance):
        year = instance.assessment
        part = getattr(instance, self.part)
        return f"{year.municipality.name} ปี {year.fiscal_year} {self.noun} {getattr(part, self.number)}"

    def store(self, new, changed):
        self.store_years(score.assessment for score in (*new, *changed))
        store_scores(self.model, [*new, *changed])

    def queryset(self, chosen):
        return (
            self.model.objects.filter(assessment__in=chosen_years(self.user, chosen))
            .select_related("assessment__municipality", "assessment__framework", self.part)
            .order_by(*IN_ORDER, *self.model._meta.ordering)
        )


class IndicatorScoreResource(ScoreResource):
    model, part, number, noun = IndicatorScore, "indicator", "number", "ตัวชี้วัดที่"
    parts = ("indicators",)
    keys = ("code", "fiscal_year", "indicator")
    paths = {**YearResource.paths, "indicator": "indicator__number", "indicator_name": "indicator__name"}
    part_columns = (
        Column("indicator", "ตัวชี้วัดที่", ("ตัวชี้วัด", "ลำดับตัวชี้วัด", "เลขตัวชี้วัด"), "integer", required=True),
        Column("indicator_name", "ชื่อตัวชี้วัด", note="ไว้อ่านประกอบ ไม่ใช้ตอนนำเข้า"),
    )


class ItemScoreResource(ScoreResource):
    model, part, number, noun = ItemScore, "item", "code", "ข้อ"
    parts = ("items",)
    keys = ("code", "fiscal_year", "item")
    paths = {**YearResource.paths, "item": "item__code", "item_title": "item__title"}
    part_columns = (
        Column("item", "ข้อ", ("รหัสข้อ", "ข้อคำถาม", "ข้อตรวจ"), required=True, note="รหัสข้อของปีนั้น เช่น I1 E1 O1"),
        Column("item_title", "หัวข้อ", ("ชื่อข้อ",), note="ไว้อ่านประกอบ ไม่ใช้ตอนนำเข้า"),
    )


class ResultResource(YearResource):
    """A row for a municipality's year: what was announced and all its indicators."""

    parts = ("indicators", "levels")
    keys = ("code", "fiscal_year")
    paths = {name: path.removeprefix("assessment__") for name, path in YearResource.paths.items()}

    @classmethod
    def columns(cls):
        numbers = Indicator.objects.exclude(framework__state="draft").values_list("number", flat=True)
        return [
            *PLACE,
            Column(
                "official_total",
                "คะแนนรวมที่ประกาศ",
                ("คะแนนรวม", "คะแนนเฉลี่ย", "คะแนน ITA", "ผลคะแนนรวม", "คะแนนภาพรวม"),
                "score",
                dash=True,
                note="ตามที่ประกาศ ระบบไม่คำนวณให้",
            ),
            Column(
                "official_level",
                "ระดับที่ประกาศ",
                ("ระดับ", "ระดับผลการประเมิน", "ผลการประเมิน"),
                dash=True,
                note="ชื่อระดับตามเกณฑ์ของปีนั้น",
            ),
            Column("province_rank", "ลำดับในจังหวัด", ("ลำดับ", "อันดับในจังหวัด"), "integer", dash=True),
            Column("province_count", "จำนวนหน่วยงานที่จัดลำดับ", ("จำนวนหน่วยงานในจังหวัด",), "integer", dash=True),
            *(
                Column(
                    f"score_{number}",
                    f"ตัวชี้วัดที่ {number}",
                    (f"ตัวชี้วัด {number}", str(number), f"ตชว.{number}", f"คะแนนตัวชี้วัดที่ {number}"),
                    "score",
                    dash=True,
                )
                for number in sorted(set(numbers))
            ),
        ]

    def __init__(self, user, fiscal_year=None, **options):
        super().__init__(user, fiscal_year, **options)
        self.numbers = {name: int(name.removeprefix("score_")) for name in self.fields if name.startswith("score_")}

    def prepare(self, keys, lock):
        super().prepare(keys, lock)
        self.indicators = self.frameworks.parts("indicators", "number")
        self.levels = {year.pk: [level.label for level in year.levels.all()] for year in self.frameworks}

    def load(self, keys):
        _with_scores(self.known_years(keys), self.numbers)

    def find(self, keys, row, faults):
        year = self.year_of(keys, row, faults)
        if year.pk is None:
            vars(year).update(dict.fromkeys(self.numbers))
        return year, year.pk is None

    def label(self, instance):
        return f"{instance.municipality.name} ปี {instance.fiscal_year}"

    def check(self, instance, new, faults):
        known = self.indicators[instance.framework_id]
        for name, number in self.numbers.items():
            if number not in known and getattr(instance, name) is not None:
                faults.setdefault(name, f"เกณฑ์ปี {instance.fiscal_year} ไม่มีตัวชี้วัดที่ {number} ให้เว้นว่าง")
        labels = self.levels[instance.framework_id]
        level = instance.official_level
        if level and level not in labels and level != self.before.get("official_level"):
            faults.setdefault(
                "official_level",
                f"เกณฑ์ปี {instance.fiscal_year} ไม่มีระดับนี้{hint(level, labels)} ใช้ได้: {', '.join(labels)}",
            )
        for name, noun in (("province_rank", "ลำดับ"), ("province_count", "จำนวนหน่วยงาน")):
            number = getattr(instance, name)
            if number is not None and not 1 <= number <= 9_999:
                faults.setdefault(name, f"{noun}ต้องอยู่ระหว่าง 1 ถึง 9999")

    def store(self, new, changed):
        announced = [year for year in changed if any(name in ANNOUNCED for name in year.sheet_changes)]
        self.store_years([*new, *changed])
        save_rows(announced, ANNOUNCED)
        scores = []
        for year in (*new, *changed):
            stored = getattr(year, "sheet_scores", {})
            for name, number in self.numbers.items():
                if name in year.sheet_changes:
                    indicator = self.indicators[year.framework_id][number]
                    score = stored.get(number) or IndicatorScore(assessment=year, indicator=indicator)
                    score.value = getattr(year, name)
                    scores.append(score)
        store_scores(IndicatorScore, scores)

    def queryset(self, chosen):
        years = chosen_years(self.user, chosen).select_related("municipality", "framework")
        return years.order_by("framework__fiscal_year", Collate("municipality__province", THAI), "municipality__code")

    def instances(self, chosen):
        years = super().instances(chosen)
        while chunk := list(islice(years, CHUNK)):
            yield from _with_scores(chunk, self.numbers)


def _with_scores(years: list[Assessment], numbers: dict[str, int]) -> list[Assessment]:
    """Give years their scores: as `sheet_scores` by number, and each as the attribute that its column reads."""
    by_year: dict[int, dict[int, IndicatorScore]] = {year.pk: {} for year in years}
    for score in IndicatorScore.objects.filter(assessment__in=list(by_year)):
        by_year[score.assessment_id][score.indicator.number] = score
    for year in years:
        scores = by_year[year.pk]
        values = {name: scores[number].value if number in scores else None for name, number in numbers.items()}
        vars(year).update(values, sheet_scores=scores)
    return years


KINDS = (
    Kind(
        "results",
        "ผลการประเมิน (แถวละหน่วยงาน)",
        "คะแนนรวม ระดับ ลำดับ และคะแนนทุกตัวชี้วัดของหน่วยงานหนึ่งปีในแถวเดียว",
        ResultResource,
        position=1,
    ),
    Kind("indicator-scores", "คะแนนตัวชี้วัด (แถวละตัวชี้วัด)", "คะแนนของตัวชี้วัดหนึ่งตัวต่อแถว", IndicatorScoreResource, position=2),
    Kind("item-scores", "คะแนนรายข้อ", "คะแนนของข้อคำถามหรือข้อตรวจหนึ่งข้อต่อแถว", ItemScoreResource, position=3),
)
