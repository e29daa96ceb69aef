"""What an act did to each row, and what keeps it from being put back: read from history."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from assessments.records.models import OPERATOR, AnyField, HistoryRow, history_of, is_tracked
from assessments.years.models import Assessment
from ita_portal.portal_app import portal_apps
from ita_portal.templatetags.portal import thai_datetime

CHUNK = 500
NAMED = 20  # so many rows of one kind are told


NO_BEFORE = "ไม่มีประวัติของค่าก่อนหน้า"


@dataclass
class RowHistory:
    """What was done to one row: the history rows before, first, last, and since then."""

    before: HistoryRow | None
    first: HistoryRow
    last: HistoryRow
    later: list[HistoryRow] = field(default_factory=list)

    @property
    def created(self) -> bool:
        return self.first.history_type == "+"

    @property
    def gone(self) -> bool:
        return self.last.history_type == "-"

    def changed(self) -> list[AnyField]:
        """Return the fields that were given another value; of a row that came or went all of them."""
        whole = self.created or self.gone or self.before is None
        return [
            of
            for of in value_fields(type(self.last))
            if not is_soft(of) and (whole or differs(of, self.before, self.last))
        ]


def differs(of: AnyField, one: models.Model | None, other: models.Model) -> bool:
    return bool(getattr(one, of.attname) != getattr(other, of.attname))


def is_soft(of: AnyField) -> bool:
    """Tell whether a field may change without anybody minding: the place among other rows, a time stamp."""
    return of.name == "position" or getattr(of, "auto_now", False)


def value_fields(history: type[HistoryRow]) -> list[AnyField]:
    return [of for of in history.tracked_fields if not of.primary_key]


def _foreign_keys(model: type[models.Model]) -> list["models.ForeignKey[Any, Any]"]:
    return [of for of in model._meta.fields if isinstance(of, models.ForeignKey)]


def tracked() -> list[type[models.Model]]:
    """Return the models with history, parents before children."""
    kept = [model for model in apps.get_models() if is_tracked(model)]

    def depth(model: type[models.Model]) -> int:
        parents = {of.related_model for of in _foreign_keys(model)} & set(kept) - {model}
        return 1 + max(map(depth, parents), default=0)

    return sorted(kept, key=depth)


class ChangeSet:
    """The history rows of an act.

    `first` holds the touched rows by model, parents before children: {key: the first change, "+", "~" or "-"}.
    """

    def __init__(self, act: UUID):
        self.act = act
        self.q = Q(act=act)
        self.first: dict[type[models.Model], dict[int, str]] = {}
        all_models = tracked()
        rows = [
            history_of(model)
            .filter(self.q)
            .order_by()
            .annotate(model=models.Value(place))
            .values_list("model", "history_id", "id", "history_type")
            for place, model in enumerate(all_models)
        ]
        for place, _, pk, change in rows[0].union(*rows[1:], all=True).order_by("model", "history_id"):
            self.first.setdefault(all_models[place], {}).setdefault(pk, change)

    def chunks(self, model: type[models.Model], first: str) -> Iterator[list[int]]:
        """Yield the keys of the rows whose first change in it was one of these."""
        wanted = sorted(pk for pk, change in self.first[model].items() if change in first)
        return (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))

    def histories(self, model: type[models.Model], first: str) -> Iterator[dict[int, RowHistory]]:
        """Yield what was done to these rows, by key."""
        return (self._histories(model, pks) for pks in self.chunks(model, first))

    def _histories(self, model: type[models.Model], pks: Collection[int]) -> dict[int, RowHistory]:
        pasts: dict[int, RowHistory] = {}
        before: dict[int, HistoryRow] = {}
        rows = history_of(model).filter(id__in=pks).select_related("history_user").order_by("history_id")
        for row in rows:
            past = pasts.get(row.id)
            if past is None and row.act == self.act:
                pasts[row.id] = RowHistory(before.get(row.id), row, row)
            elif past is None:
                before[row.id] = row
            elif row.act == self.act:
                past.last, past.later = row, []
            else:
                past.later.append(row)
        return pasts

    def years(self, model: type[models.Model]) -> set[int]:
        """Return the years that the model's rows belong to: their own, else that which they would be deleted with."""
        pks = self.first[model]
        return (_years_of(model, self.q) | years_showing(model, pks)) - {None}


def years_showing(model: type[models.Model], pks: Collection[int]) -> set[int]:
    """Return the further years that show rows of a model, as higher apps know them."""
    return set().union(*(app.years_showing(model, pks) for app in portal_apps()))


def _years_of(model: type[models.Model], asked: Q) -> set[int]:
    rows = history_of(model).filter(asked)
    own = "id" if model is Assessment else "assessment_id"
    if hasattr(model, own):
        return set(rows.values_list(own, flat=True))
    parents = [of for of in _foreign_keys(model) if _is_parent(of) and _hangs_on_year(of.related_model)]
    return set().union(*(_years_of(of.related_model, Q(id__in=rows.values(of.attname))) for of in parents))


def _is_parent(of: "models.ForeignKey[Any, Any]") -> bool:
    return of.remote_field.on_delete is models.CASCADE and is_tracked(of.related_model)


def _hangs_on_year(model: type[models.Model]) -> bool:
    return any(_is_parent(of) and of.related_model is Assessment for of in _foreign_keys(model))


# ---- What stands in the way


def obstacles(changes: ChangeSet) -> Iterator[str]:
    """Yield what keeps these changes from being put back: what was done to their rows since, what hangs on them."""
    back: dict[type[models.Model], set[int]] = {}  # rows that were deleted and would come back
    for model in changes.first:
        back[model] = set()
        for pasts in changes.histories(model, "+~-"):
            stored = model._base_manager.in_bulk(pasts)
            back[model] |= {pk for pk, past in pasts.items() if past.gone and not past.created}
            for pk, past in pasts.items():
                yield from _of_row(past, stored.get(pk))
            yield from _missing(model, pasts.values(), back)
        for pks in changes.chunks(model, "+"):
            yield from _depending(model, changes, pks)
            yield from _naming(model, changes, pks)


def _of_row(past: RowHistory, now: models.Model | None) -> Iterator[str]:
    if past.created and past.gone:
        return
    if past.before is None and not past.created:
        yield f"{_name(past.last.history_object)} {NO_BEFORE}"
    elif past.gone:
        if now is not None:
            yield f"{_name(now)} นำกลับมาภายหลัง{_said(past.later)}"
    elif now is None:
        if past.changed():
            yield f"{_name(past.last.history_object)} ลบภายหลัง{_said(past.later)}"
    else:
        yield from _of_changed_row(past, now)


def _of_changed_row(past: RowHistory, now: models.Model) -> Iterator[str]:
    changed = past.changed()
    if isinstance(now, Assessment) and not past.created and any(of.name == "state" for of in changed):
        yield f"สถานะของปี {now.fiscal_year} เปลี่ยนได้ที่หน้า “การอนุมัติ” เท่านั้น"
    elif any(differs(of, now, past.last) for of in changed):
        later = [row for row in past.later if any(differs(of, row, past.last) for of in changed)]
        yield f"{_name(past.last.history_object)} แก้ไขภายหลัง{_said(later)}"


def _said(rows: list[HistoryRow]) -> str:
    return f" โดย {who_and_when(rows[-1])}" if rows else ""


def who_and_when(row: HistoryRow) -> str:
    return f"{row.history_user or OPERATOR} เมื่อ {thai_datetime(row.history_date)}"


def _missing(
    model: type[models.Model], pasts: Iterable[RowHistory], back: dict[type[models.Model], set[int]]
) -> Iterator[str]:
    """Yield the rows whose former values point to what is no longer there and would not come back."""
    restored = [past for past in pasts if past.before is not None and not past.created]
    names = [{of.name for of in past.changed()} for past in restored]
    for of in filter(_is_key, _foreign_keys(model)):
        pointing = {
            getattr(past.before, of.attname): past
            for past, changed in zip(restored, names, strict=True)
            if of.name in changed and getattr(past.before, of.attname) is not None
        }
        if pks := pointing.keys() - back.get(of.related_model, set()):
            there = of.related_model._base_manager.filter(pk__in=pks).values_list("pk", flat=True)
            for pk in sorted(pks - set(there)):
                yield f"{_name(pointing[pk].last.history_object)} {of.verbose_name}เดิมถูกลบไปแล้ว"


def _is_key(of: AnyField) -> bool:
    """Tell whether rows point by a foreign key that the database keeps; of many to many that is the row between."""
    return bool(getattr(of, "db_constraint", False))


def _depending(model: type[models.Model], changes: ChangeSet, pks: list[int]) -> Iterator[str]:
    """Yield what points to created rows and was not created with them."""
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel) and _is_key(relation.field)
    ]
    counted = [
        _pointing(relation, changes, pks).order_by().annotate(place=models.Value(place)).values_list("place", "pk")
        for place, relation in enumerate(relations)
    ]
    if not counted:
        return
    places = {place for place, _ in counted[0].union(*counted[1:], all=True)}
    for relation in [relations[place] for place in sorted(places)]:
        noun = relation.related_model._meta.verbose_name
        rows = _pointing(relation, changes, pks)[: NAMED + 1]
        parents = dict.fromkeys(getattr(row, relation.field.name) for row in rows)
        yield from (f"{_name(parent)} มี{noun}แล้ว" for parent in parents)


def _pointing(relation: Any, changes: ChangeSet, pks: list[int]) -> models.QuerySet[Any]:
    child: type[models.Model] = relation.related_model
    rows = child._base_manager.filter(**{f"{relation.field.name}__in": pks})
    if is_tracked(child):
        rows = rows.exclude(pk__in=history_of(child).filter(changes.q, history_type="+").values("id"))
    return rows


def _naming(model: type[models.Model], changes: ChangeSet, pks: list[int]) -> Iterator[str]:
    """Yield what names created rows, keys apart, and was not created with them."""
    for app in portal_apps():
        for pk, row, called in app.naming(model, pks):
            if changes.first.get(type(row), {}).get(row.pk) != "+":
                yield f"{_name(model._base_manager.get(pk=pk))} ใช้อยู่ใน{called}"


def _name(row: models.Model) -> str:
    year = getattr(row, "assessment", None)
    return f"{row._meta.verbose_name} {row}" + (f" ({year})" if year else "")
