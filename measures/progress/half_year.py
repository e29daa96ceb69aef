"""How a year's measures stood when its first half ended, on 31 March: by the records, whatever was done since."""

from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from assessments.models import Assessment
from ita_portal.thai import BE_OFFSET
from measures.plan.models import RESULTS, Measure


def last_day(fiscal_year: int) -> date:
    return date(fiscal_year - BE_OFFSET, 3, 31)


def stood_at_half_year(year: Assessment) -> dict[int, dict[str, str]]:
    """Return status, its reason and results of the kept measures by key, as they were stored when that day ended.

    One query. A measure of which nothing was stored by then is missing.
    """
    after = timezone.make_aware(datetime.combine(last_day(year.fiscal_year) + timedelta(days=1), time()))
    kept = Measure.objects.filter(assessment=year.pk).values("pk")
    stored = Measure.history.filter(assessment=year.pk, history_date__lt=after, id__in=kept)
    last = stored.order_by().values("id").annotate(last=Max("history_id")).values("last")
    rows = Measure.history.filter(history_id__in=last).values("id", "status", "status_reason", *RESULTS)
    return {row.pop("id"): row for row in rows}
