"""Results as spreadsheets: wide (a row for a municipality's year), long (a row for an indicator), items."""

from collections.abc import Iterable

from django.db.models.functions import Collate

from assessments.frameworks.models import Indicator
from assessments.municipalities.models import THAI
from assessments.records.bulk import delete_rows, save_rows
from assessments.tabular.names import NearNames
from assessments.tabular.table import Column
from assessments.years.models import Assessment, IndicatorScore, ItemScore

from .base import CHUNK, DASH, RowRefused
from .kinds import Kind
from .years import CODE, NAME, YEAR, YearResource, chosen_years

ANNOUNCED = ("official_total", "official_level", "province_rank")
SCORE = Column(
    "value",
    "คะแนน",
    ("ผลคะแนน", "ค่าคะแนน"),
    "score",
    dash=True,
    note="- คือไม่มีคะแนน (ลบคะแนนเดิม) เว้นว่างคือไม่เปลี่ยน",
)


class ScoreResource(YearResource):
    """A row for each score of a year: of an indicator or of an item, whose key is the column `part`."""

    model: type
    part: str
    of: str  # the model's field, and with "s" the name among the parts of the year

    def prepare(self, keys, lock):
        super().prepare(keys, lock)
        self.known_parts = {
            framework.pk: {self.key_of(each): each for each in getattr(framework, self.parts[0]).all()}
            for framework in self.frameworks
        }

    def key_of(self, part):
        raise NotImplementedError

    def load(self, keys):
        years = self.known_years(keys)
        scores = self.model.objects.select_related(None).filter(assessment__in=[year.pk for year in years])
        self.scores = {(score.assessment_id, getattr(score, f"{self.of}_id")): score for score in scores}

    def find(self, keys, row, faults):
        year = self.year_of(keys, row, faults)
        wanted = keys.get(self.part)
        part = self.known_parts[year.framework_id].get(wanted)
        if part is None:
            if wanted is not None and self.part not in faults:
                faults[self.part] = self.unknown(wanted, year)
            raise RowRefused
        score = self.scores.get((year.pk, part.pk)) if year.pk else None
        if score is None:
            return self.model(assessment=year, **{self.of: part}), True
        score.assessment = year
        setattr(score, self.of, part)
        return score, False

    def unknown(self, wanted, year: Assessment) -> str:
        raise NotImplementedError

    def for_delete(self, row, instance):
        return row.get("value") == DASH

    def store(self, new, changed):
        self.store_years(each.assessment for each in (*new, *changed))
        save_rows([*new, *changed], ["value"])

    def remove(self, instances):
        delete_rows(self.model.objects.filter(pk__in=[instance.pk for instance in instances]))
        self.store_years(instance.assessment for instance in instances)

    def queryset(self, chosen):
        return (
            self.model.objects.filter(assessment__in=chosen_years(self.user, chosen))
            .select_related("assessment__municipality", "assessment__framework", self.of)
            .order_by(
                "assessment__framework__fiscal_year",
                "assessment__municipality__province",
                "assessment__municipality__code",
                *self.model._meta.ordering,
            )
        )


class IndicatorScoreResource(ScoreResource):
    model, part, of = IndicatorScore, "indicator", "indicator"
    parts = ("indicators",)
    keys = ("code", "fiscal_year", "indicator")
    paths = {**YearResource.paths, "indicator": "indicator__number", "indicator_name": "indicator__name"}

    @classmethod
    def columns(cls):
        return [
            CODE,
            NAME,
            YEAR,
            Column("indicator", "ตัวชี้วัดที่", ("ตัวชี้วัด", "ลำดับตัวชี้วัด", "เลขตัวชี้วัด"), "integer", required=True),
            Column("indicator_name", "ชื่อตัวชี้วัด", note="ไว้อ่านประกอบ ไม่ใช้ตอนนำเข้า"),
            SCORE,
        ]

    def key_of(self, part):
        return part.number

    def unknown(self, wanted, year):
        return f"เกณฑ์ปี {year.fiscal_year} ไม่มีตัวชี้วัดที่ {wanted}"

    def label(self, instance):
        year = instance.assessment
        return f"{year.municipality.name} ปี {year.fiscal_year} ตัวชี้วัดที่ {instance.indicator.number}"


class ItemScoreResource(ScoreResource):
    model, part, of = ItemScore, "item", "item"
    parts = ("items",)
    keys = ("code", "fiscal_year", "item")
    paths = {**YearResource.paths, "item": "item__code", "item_title": "item__title"}

    @classmethod
    def columns(cls):
        return [
            CODE,
            NAME,
            YEAR,
            Column(
                "item", "ข้อ", ("รหัสข้อ", "ข้อคำถาม", "ข้อตรวจ"), required=True, note="รหัสข้อของปีนั้น เช่น I1 E1 O1"
            ),
            Column("item_title", "หัวข้อ", ("ชื่อข้อ",), note="ไว้อ่านประกอบ ไม่ใช้ตอนนำเข้า"),
            SCORE,
        ]

    def key_of(self, part):
        return part.code.casefold()

    def identity(self, keys):
        return keys["code"], keys["fiscal_year"], keys["item"].casefold()

    def find(self, keys, row, faults):
        if keys.get("item"):
            keys = {**keys, "item": keys["item"].casefold()}
        return super().find(keys, row, faults)

    def unknown(self, wanted, year):
        return f"เกณฑ์ปี {year.fiscal_year} ไม่มีข้อ {wanted.upper()[:20]}"

    def label(self, instance):
        year = instance.assessment
        return f"{year.municipality.name} ปี {year.fiscal_year} ข้อ {instance.item.code}"


class ResultResource(YearResource):
    """A row for a municipality's year: what was announced and all its indicators."""

    parts = ("indicators", "levels")
    keys = ("code", "fiscal_year")
    paths = {
        "code": "municipality__code",
        "name": "municipality__name",
        "fiscal_year": "framework__fiscal_year",
    }

    @classmethod
    def columns(cls):
        numbers = Indicator.objects.exclude(framework__state="draft").values_list("number", flat=True)
        return [
            CODE,
            NAME,
            YEAR,
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

    def __init__(self, user):
        super().__init__(user)
        self.numbers = {
            name: int(name.removeprefix("score_")) for name in self.fields if name.startswith("score_")
        }

    def prepare(self, keys, lock):
        super().prepare(keys, lock)
        self.indicators = {
            framework.pk: {one.number: one for one in framework.indicators.all()}
            for framework in self.frameworks
        }
        self.levels = {
            framework.pk: [one.label for one in framework.levels.all()] for framework in self.frameworks
        }

    def load(self, keys):
        _with_scores(self.known_years(keys), self.numbers)

    def find(self, keys, row, faults):
        year = self.year_of(keys, row, faults)
        if year.pk is None:
            for name in self.numbers:
                setattr(year, name, None)
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
            near = NearNames(labels).near(level, 1)
            hint = f" อาจหมายถึง “{near[0]}”" if near else ""
            faults.setdefault(
                "official_level",
                f"เกณฑ์ปี {instance.fiscal_year} ไม่มีระดับนี้{hint} ใช้ได้: {', '.join(labels)}",
            )
        rank = instance.province_rank
        if rank is not None and not 1 <= rank <= 9_999:
            faults.setdefault("province_rank", "ลำดับต้องอยู่ระหว่าง 1 ถึง 9999")

    def store(self, new, changed):
        announced = [each for each in changed if any(name in ANNOUNCED for name in each.sheet_changes)]
        self.store_years([*new, *changed])
        save_rows(announced, ANNOUNCED)
        kept, gone = [], []
        for year in (*new, *changed):
            indicators = self.indicators[year.framework_id]
            stored = getattr(year, "sheet_scores", {})
            for name in year.sheet_changes:
                if name not in self.numbers:
                    continue
                number, value = self.numbers[name], getattr(year, name)
                score = stored.get(number)
                if value is None:
                    gone.append(score.pk)
                else:
                    score = score or IndicatorScore(assessment=year, indicator=indicators[number])
                    score.value = value
                    kept.append(score)
        save_rows(kept, ["value"])
        if gone:
            delete_rows(IndicatorScore.objects.filter(pk__in=gone))

    def queryset(self, chosen):
        years = chosen_years(self.user, chosen).select_related("municipality", "framework")
        return years.order_by(
            "framework__fiscal_year", Collate("municipality__province", THAI), "municipality__code"
        )

    def instances(self, chosen) -> Iterable[Assessment]:
        years = []
        for year in super().instances(chosen):
            years.append(year)
            if len(years) == CHUNK:
                yield from _with_scores(years, self.numbers)
                years = []
        yield from _with_scores(years, self.numbers)


def _with_scores(years: list[Assessment], numbers: dict[str, int]) -> list[Assessment]:
    """Give years their scores: as `sheet_scores` by number, and each as the attribute that its column reads."""
    by_year: dict[int, dict[int, IndicatorScore]] = {each.pk: {} for each in years}
    for score in IndicatorScore.objects.filter(assessment__in=list(by_year)):
        by_year[score.assessment_id][score.indicator.number] = score
    for year in years:
        year.sheet_scores = by_year[year.pk]
        for name, number in numbers.items():
            score = year.sheet_scores.get(number)
            setattr(year, name, score.value if score else None)
    return years


KINDS = (
    Kind(
        "results",
        "ผลการประเมิน (แถวละหน่วยงาน)",
        "คะแนนรวม ระดับ ลำดับ และคะแนนทุกตัวชี้วัดของหน่วยงานหนึ่งปีในแถวเดียว",
        ResultResource,
        position=1,
    ),
    Kind(
        "indicator-scores",
        "คะแนนตัวชี้วัด (แถวละตัวชี้วัด)",
        "คะแนนของตัวชี้วัดหนึ่งตัวต่อแถว",
        IndicatorScoreResource,
        position=2,
    ),
    Kind("item-scores", "คะแนนรายข้อ", "คะแนนของข้อคำถามหรือข้อตรวจหนึ่งข้อต่อแถว", ItemScoreResource, position=3),
)
