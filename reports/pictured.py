"""Which years print a picture of the evidence: for `assessments.taking_back.years_showing`."""

from collections.abc import Collection, Iterable

from django.db.models import Model

from measures.models import Evidence

from .models import Block


def years_printing(model: type[Model], pks: Collection[int]) -> Iterable[int]:
    """Return the keys of the years whose photo annex prints one of these pieces of evidence."""
    if model is not Evidence:
        return set()
    owners = Evidence.objects.filter(pk__in=pks).values("municipality")
    annexes = Block.objects.filter(type="photos", document__assessment__municipality__in=owners)
    rows = annexes.order_by().values_list("document__assessment", "data__photos")
    return {year for year, photos in rows if any(each["evidence"] in pks for each in photos)}
