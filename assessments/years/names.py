"""What texts of any year call the authority, the assessment, its indicators, items and areas."""

import re
from collections.abc import Iterable

from assessments.frameworks.models import Area, Indicator, Item
from ita_portal.thai import ITA

from .models import Assessment

SHORTEST = 10  # letters of a name that is not said by chance


def names_in(year: Assessment, further: Iterable[str] = ()) -> re.Pattern[str]:
    """Return what matches the names of a year and of the one before it; one query. `further` are names too."""
    years = [year.fiscal_year - 1, year.fiscal_year]
    indicators = Indicator.objects.filter(framework__fiscal_year__in=years).order_by().values_list("name")
    areas = Area.objects.filter(framework__fiscal_year__in=years).order_by().values_list("title")
    items = Item.objects.filter(framework__fiscal_year__in=years).order_by().values_list("title")
    defined = (name for (name,) in indicators.union(areas, items) if len(name) >= SHORTEST)
    names = {year.municipality.name, ITA, *further, *defined}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
