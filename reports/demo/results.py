"""Results of the demo: five years of the three municipalities, two of the forty others of their province."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from assessments.models import Assessment, Framework, IndicatorScore, Municipality
from assessments.records.bulk import save_rows
from assessments.scoring import totals


def store_results(path: Path, municipalities: Mapping[str, Municipality]) -> None:
    """Store the results of a CSV file (code, fiscal_year, the scores by number), as if announced with them.

    Total and level are what the year's definitions make of the scores. Where all of the province are known, each has
    its rank among them. All rows have their history; years that are there already keep theirs.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    frameworks = {framework.fiscal_year: framework for framework in Framework.objects.with_rules()}
    years, scores = [], []
    for row in rows:
        framework = frameworks[int(row["fiscal_year"])]
        values = {indicator: Decimal(row[str(indicator.number)]) for indicator in framework.indicators.all()}
        result = totals.evaluate(framework.rules(), {indicator.number: value for indicator, value in values.items()})
        year = Assessment(municipality=municipalities[row["code"]], framework=framework)
        year.official_total, year.official_level = result.total, result.level.label if result.level else ""
        years.append(year)
        scores += [
            IndicatorScore(assessment=year, indicator=indicator, value=value) for indicator, value in values.items()
        ]
    _rank(years, len(municipalities))
    save_rows(years)
    save_rows(scores)


def _rank(years: list[Assessment], count: int) -> None:
    """Give each year its place where the results of the whole province are known; equal totals share a place."""
    for framework in {year.framework for year in years}:
        known = [
            (year, year.official_total)
            for year in years
            if year.framework == framework and year.official_total is not None
        ]
        if len(known) == count:
            for year, total in known:
                year.province_count, year.province_rank = count, 1 + sum(other > total for _, other in known)
