"""One text of one measure, saved while it is typed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.access import Permission, check
from assessments.editing.conflicts import Conflict, overwrites
from assessments.models import User
from assessments.records.bulk import recorded
from assessments.years.locking import lock_year
from ita_portal.thai import tidy_lines

from .models import TEXT_FIELDS, Measure
from .texts import clean_text


@transaction.atomic
@recorded
def edit_cell(*, by: User, measure: Measure, field: str, shown: str, value: str) -> Measure:
    """Store one text over the one that the page showed, and return the measure as it is now.

    Conflict where something else is stored by now; what already is so is none, and changes nothing.
    """
    check(by, Permission.EDIT, measure.assessment)
    if field not in TEXT_FIELDS:
        raise ValidationError("ไม่รู้จักช่องที่จะบันทึก ให้เปิดหน้ามาตรการใหม่")
    text = clean_text(field, value)
    lock_year(measure.assessment)
    row = Measure.objects.filter(pk=measure.pk, assessment=measure.assessment_id).first()
    if row is None:
        raise ValidationError("มาตรการนี้เพิ่งถูกลบไป ให้คัดลอกข้อความไว้แล้วเปิดหน้ามาตรการใหม่", code="gone")
    stored = getattr(row, field)
    if overwrites(tidy_lines(stored), shown=tidy_lines(shown), typed=text):
        raise Conflict(stored)
    if stored != text:
        setattr(row, field, text)
        row.save(update_fields=[field])
    return row
