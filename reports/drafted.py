"""The figures that drafted sentences speak of, read from the database, and the sentences that a block keeps."""

from collections import Counter
from collections.abc import Iterable

from assessments.comparison import compare
from assessments.crosswalks import read_crosswalks
from assessments.models import Assessment, Framework
from measures.models import Measure

from .drafting import Facts, Result, Work
from .models import Document


def read_facts(document: Document, years: Iterable[int] = ()) -> Facts:
    """Read what may be drafted for a document, and what was drafted of these years, in a fixed number of queries."""
    year = document.assessment
    wanted = {year.fiscal_year, year.fiscal_year - 1, *years}
    first, last = min(wanted) - 1, max(wanted)
    opened = {
        each.fiscal_year: each
        for each in Assessment.objects.filter(
            municipality=year.municipality_id, framework__fiscal_year__range=(first, last)
        )
        .select_related("framework")
        .prefetch_related("scores")
    }
    # A municipality's own year counts though its definitions are a draft again, as in `source`.
    defined = Framework.objects.published() | Framework.objects.filter(pk=year.framework_id)
    frameworks = {
        each.fiscal_year: each for each in defined.filter(fiscal_year__range=(first, last)).with_rules()
    }
    walks = read_crosswalks(frameworks.values()) if frameworks else None
    rules = {each: framework.rules() for each, framework in frameworks.items()}
    return Facts(
        municipality=year.municipality.name,
        kind=document.kind,
        fiscal_year=year.fiscal_year,
        cut_off=document.cut_off,
        thai_numerals=document.numerals == Document.Numerals.THAI,
        results={each: _result(rules[each], opened.get(each)) for each in rules},
        comparisons={
            each: compare(walks.between(each - 1, each), rules[each - 1], rules[each])
            for each in rules
            if each - 1 in rules
        },
        work=_work(year),
    )


def _result(rules, assessment: Assessment | None) -> Result:
    if assessment is None:
        return Result(rules)
    return Result(rules, assessment.scores_by_number(), assessment.official_total, assessment.official_level)


def _work(year: Assessment) -> Work:
    counts = Counter(Measure.objects.filter(assessment=year).values_list("status", flat=True))
    status = Measure.Status
    return Work(
        done=counts[status.DONE],
        in_progress=counts[status.IN_PROGRESS],
        not_started=counts[status.NOT_STARTED],
        cancelled=counts[status.CANCELLED],
    )
