"""What the bar of a year says of its measures and its evidence."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, Subquery

from assessments.models import Area, Assessment
from assessments.years.year_bar import counted
from ita_portal.portal_app import YearTab
from measures.plan.models import Measure

from .models import Evidence, ItemEvidence, MeasureEvidence


def year_counts() -> dict[str, Subquery]:
    """Count a year's measures and evidence, areas without measure, and measures without evidence but for cancelled."""
    measures = Measure.objects.filter(assessment=OuterRef("pk"))
    in_area = Measure.objects.filter(area=OuterRef("pk"), assessment=OuterRef(OuterRef("pk")))
    shown = MeasureEvidence.objects.filter(measure=OuterRef("pk"), evidence__deleted_at__isnull=True)
    year = OuterRef(OuterRef("pk"))
    by_measures = MeasureEvidence.objects.filter(
        evidence=OuterRef("pk"), measure__assessment=year, measure__deleted_at__isnull=True
    )
    by_items = ItemEvidence.objects.filter(evidence=OuterRef("pk"), assessment=year)
    of_year = Q(assessment=OuterRef("pk")) | Exists(by_measures) | Exists(by_items)
    return {
        "measures": counted(measures),
        "areas": counted(Area.objects.filter(framework=OuterRef("framework"))),
        "areas_without_measure": counted(
            Area.objects.filter(~Exists(in_area), framework=OuterRef("framework")),
        ),
        "evidence": counted(
            Evidence.objects.kept().filter(of_year, municipality=OuterRef("municipality")),
        ),
        "measures_without_evidence": counted(
            measures.filter(~Exists(shown)).exclude(status=Measure.Status.CANCELLED),
        ),
    }


def year_tabs(year: Assessment) -> Iterator[YearTab]:
    counts = year.counts
    areas, bare = counts["areas_without_measure"], counts["measures_without_evidence"]
    lacks = f"ขาด {areas} ประเด็น" if areas else ""
    yield YearTab(3, "measures", "มาตรการ", f"{counts['measures']} รายการ", lacks, ("measures",))
    lacks = f"ขาด {bare} มาตรการ" if bare else ""
    yield YearTab(4, "evidence", "หลักฐาน", f"{counts['evidence']} รายการ", lacks, ("evidence",))
