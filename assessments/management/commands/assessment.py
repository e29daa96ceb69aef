"""Print one assessment as JSON: what was announced, what follows from the scores, and whether they agree."""

import json
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError

from assessments.scores.item_scores import item_scores_of
from assessments.scoring import totals
from assessments.years.models import Assessment


def text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


class Command(BaseCommand):
    help = "แสดงผลการประเมินของหน่วยงานในปีหนึ่งแบบ .json"

    def add_arguments(self, parser):
        parser.add_argument("--municipality", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int, metavar="YEAR")

    def handle(self, *args, **options):
        assessment = (
            Assessment.objects.filter(
                municipality__code=options["municipality"], framework__fiscal_year=options["year"]
            )
            .select_related("municipality", "framework")
            .first()
        )
        if assessment is None:
            raise CommandError(f"ไม่มีผลการประเมินของรหัส {options['municipality']} ปี {options['year']}")
        self.stdout.write(json.dumps(self.summary(assessment), ensure_ascii=False, indent=1))

    def summary(self, assessment: Assessment) -> dict:
        rules = assessment.framework.rules()
        scores = assessment.scores_by_number()
        result = totals.evaluate(rules, scores)
        return {
            "municipality": assessment.municipality.code,
            "fiscal_year": rules.fiscal_year,
            "indicators": {str(number): text(scores.get(number)) for number in rules.numbers},
            "instruments": {code: text(value) for code, value in result.instruments.items()},
            "computed_total": text(result.total),
            "official_total": text(assessment.official_total),
            "agrees": totals.agrees(result.total, assessment.official_total),
            "computed_level": result.level.label if result.level else None,
            "official_level": assessment.official_level or None,
            "level_reason": result.reason,
            "strengths": totals.strengths(scores, rules.pass_mark),
            "weaknesses": totals.weaknesses(scores, rules.pass_mark),
            "from_items": {
                str(number): {
                    "score": text(from_items.value),
                    "difference": text(from_items.difference),
                    "faults": from_items.faults,
                }
                for number, from_items in item_scores_of(assessment).entered(scores).items()
            },
        }
