"""Opening a municipality's year."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.access import Permission, check
from assessments.accounts.models import User
from assessments.frameworks.models import Framework
from assessments.municipalities.models import Municipality
from assessments.records.bulk import recorded

from .models import Assessment


@transaction.atomic
@recorded
def open_year(*, by: User, municipality: Municipality, framework: Framework) -> Assessment:
    """Return the municipality's year, begun empty where it does not exist yet; not on a draft's definitions."""
    check(by, Permission.EDIT, municipality)
    if not Framework.objects.published().filter(pk=framework.pk).exists():
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ยังไม่ประกาศใช้")
    year, _ = Assessment.objects.get_or_create(municipality=municipality, framework=framework)
    return year
