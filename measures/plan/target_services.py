"""What a measure answers."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.access import Permission, check
from assessments.models import User
from assessments.records.bulk import delete_rows, recorded, save_rows

from .locking import hold_measure
from .models import Measure
from .target import Target


@transaction.atomic
@recorded
def set_targets(
    *, by: User, measure: Measure, indicators: Collection[int] = (), items: Collection[str] = ()
) -> None:
    """Let the measure answer exactly these indicators (by number) and items (by code) of its year."""
    check(by, Permission.EDIT, measure.assessment)
    row = hold_measure(measure)
    framework = measure.assessment.framework
    known = {each.number: each for each in framework.indicators.filter(number__in=indicators)}
    codes = {each.code: each for each in framework.items.filter(code__in=items)}
    if unknown := [*(set(indicators) - known.keys()), *(set(items) - codes.keys())]:
        named = ", ".join(sorted(map(str, unknown)))
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ไม่มีตัวชี้วัดหรือข้อ {named} ให้เปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง")
    wanted = {(each.pk, None) for each in known.values()} | {(None, code.pk) for code in codes.values()}
    stored = {(target.indicator_id, target.item_id): target.pk for target in row.targets.all()}
    if gone := [pk for key, pk in stored.items() if key not in wanted]:
        delete_rows(Target.objects.filter(pk__in=gone))
    save_rows(
        Target(measure=row, indicator_id=indicator, item_id=item)
        for indicator, item in sorted(
            wanted - stored.keys(), key=lambda key: (key[0] is None, key[0] or key[1])
        )
    )
