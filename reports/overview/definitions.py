"""What the definitions of a year say to pages about all authorities: levels, indicators, what compares, what is due."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.http import Http404
from django.utils import timezone

from assessments.frameworks.crosswalk.stored import read_crosswalks
from assessments.frameworks.models import rules_of
from assessments.models import Assessment, Deadline, Framework, Indicator
from assessments.scoring.comparison import compare
from assessments.scoring.totals import Rules


@dataclass(frozen=True)
class OverviewYear:
    """A published year and the one before; `not_comparable_because` says why their totals do not compare, "" if so."""

    framework: Framework
    before: Framework | None
    rules: Rules
    not_comparable_because: str
    levels_compare: bool  # both years know the same levels
    years: tuple[int, ...]  # all that are published, the newest first

    @property
    def fiscal_year(self) -> int:
        return self.framework.fiscal_year

    @property
    def labels(self) -> list[str]:
        """The levels, the highest first."""
        return [level.label for level in self.rules.levels]

    @property
    def strong(self) -> Decimal | None:
        """From where on a score is a high one: the bar of the highest level."""
        return self.rules.levels[0].min_total if self.rules.levels else None

    @cached_property
    def deadlines(self) -> list[Deadline]:
        return list(self.framework.deadlines.all())

    @property
    def passed_steps(self) -> set[str]:
        """The steps that should be done by today."""
        today = timezone.localdate()
        return {deadline.step for deadline in self.deadlines if deadline.step and deadline.due < today}


def read_year(fiscal_year: int) -> OverviewYear:
    """Read a published year, 404 for another, in four queries; its deadlines, where they are asked for, in one more."""
    known = {row.fiscal_year: row for row in Framework.objects.published()}
    if fiscal_year not in known:
        raise Http404
    framework, before = known[fiscal_year], known.get(fiscal_year - 1)
    both = [row for row in (before, framework) if row]
    indicators = Prefetch("indicators", Indicator.objects.select_related("instrument").order_by("number"))
    prefetch_related_objects(both, indicators, "levels")
    rules = {row.fiscal_year: _rules_of(row) for row in both}
    own = rules[fiscal_year]
    reason, levels_compare = f"ระบบไม่มีเกณฑ์ของปี {fiscal_year - 1}", False
    if before:
        old = rules[before.fiscal_year]
        reason = compare(read_crosswalks(both, rules=rules).between(*rules), old, own).total
        levels_compare = [level.label for level in old.levels] == [level.label for level in own.levels]
    return OverviewYear(framework, before, own, reason, levels_compare, tuple(known))


def _rules_of(framework: Framework) -> Rules:
    """Return the rules of a year whose indicators were read with their instruments."""
    indicators = list(framework.indicators.all())
    instruments = sorted({indicator.instrument for indicator in indicators}, key=attrgetter("position", "pk"))
    return rules_of(framework, instruments, indicators, framework.levels.all())


def newest_year(user) -> int | None:
    """Return the newest year that has begun and has results that the user may see, else the newest that has begun."""
    results = Assessment.objects.for_user(user).filter(framework=OuterRef("pk"), official_total__isnull=False)
    begun = list(Framework.objects.begun().annotate(has_results=Exists(results)))
    return next((row.fiscal_year for row in begun if row.has_results), begun[0].fiscal_year if begun else None)
