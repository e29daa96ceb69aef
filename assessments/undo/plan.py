"""What an act or an import did to each row, and what keeps it from being put back: read from history.

Which history rows those are is a filter: `Q(act=…)` or `Q(batch=…)`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from django.apps import apps
from django.db import models
from django.db.models import Q

from assessments.records.models import OPERATOR, is_tracked
from assessments.years.models import Assessment
from ita_portal.templatetags.portal import thai_datetime

CHUNK = 500
NAMED = 20  # so many rows of one kind are told


NO_BEFORE = "ไม่มีประวัติของค่าก่อนหน้า"
# Higher apps tell here which further years show rows of a model, by their keys: those years must be open too.
years_showing: list[Callable[[type[models.Model], Collection[int]], Iterable[int]]] = []
# And here what names rows of a model, keys of the database apart: the key named, the row, what that is called.
naming: list[Callable[[type[models.Model], Collection[int]], Iterable[tuple[int, models.Model, str]]]] = []


@dataclass
class Span:
    """What was done to one row: the history rows before, first, last, and since then."""

    before: models.Model | None = None
    first: models.Model | None = None
    last: models.Model | None = None
    later: list[models.Model] = field(default_factory=list)

    @property
    def created(self) -> bool:
        return self.first.history_type == "+"

    @property
    def gone(self) -> bool:
        return self.last.history_type == "-"

    def changed(self) -> list[models.Field]:
        """Return the fields that were given another value; of a row that came or went all of them."""
        fields = hard_fields(type(self.last))
        if self.created or self.gone or self.before is None:
            return fields
        return [each for each in fields if differs(each, self.before, self.last)]


def differs(of: models.Field, one: models.Model, other: models.Model) -> bool:
    return getattr(one, of.attname) != getattr(other, of.attname)


def is_soft(of: models.Field) -> bool:
    """Tell whether a field may change without anybody minding: the place among other rows, a time stamp."""
    return of.name == "position" or getattr(of, "auto_now", False)


def value_fields(history: type[models.Model]) -> list[models.Field]:
    return [each for each in history.tracked_fields if not each.primary_key]


def hard_fields(history: type[models.Model]) -> list[models.Field]:
    return [each for each in value_fields(history) if not is_soft(each)]


def tracked() -> list[type[models.Model]]:
    """Return the models with history, parents before children."""
    found = [each for each in apps.get_models() if is_tracked(each)]

    def depth(model) -> int:
        parents = {each.related_model for each in model._meta.fields if each.is_relation}
        return 1 + max((depth(each) for each in parents if each in found and each is not model), default=0)

    return sorted(found, key=depth)


class Extent:
    """The history rows to take back: those of an act, `Extent(act=…)`, or of an import, `Extent(batch=…)`.

    `first` holds the touched rows by model, parents before children: {key: the first change, "+", "~" or "-"}.
    """

    def __init__(self, **named):
        [(self.name, self.value)] = named.items()
        self.q = Q(**named)
        self.first: dict[type[models.Model], dict[int, str]] = {}
        all_models = tracked()
        rows = [
            model.history.filter(self.q)
            .order_by()
            .annotate(model=models.Value(place))
            .values_list("model", "history_id", "id", "history_type")
            for place, model in enumerate(all_models)
        ]
        for place, _, pk, change in rows[0].union(*rows[1:], all=True).order_by("model", "history_id"):
            self.first.setdefault(all_models[place], {}).setdefault(pk, change)

    def __contains__(self, row: models.Model) -> bool:
        return getattr(row, self.name + ("_id" if self.name == "batch" else "")) == self.value

    def chunks(self, model: type[models.Model], *first: str) -> Iterator[list[int]]:
        """Yield the keys of the rows whose first change in it was one of these."""
        wanted = iter(sorted(pk for pk, change in self.first[model].items() if change in first))
        while chunk := list(islice(wanted, CHUNK)):
            yield chunk

    def spans(self, model: type[models.Model], pks: Collection[int]) -> dict[int, Span]:
        found = {pk: Span() for pk in pks}
        rows = model.history.filter(id__in=pks).select_related("history_user").order_by("history_id")
        for row in rows:
            span = found[row.id]
            if row in self:
                span.first = span.first or row
                span.last, span.later = row, []
            elif span.first is None:
                span.before = row
            else:
                span.later.append(row)
        return found

    def years(self, model: type[models.Model]) -> set[int]:
        """Return the years that the model's rows belong to: a row belongs to the year that it would be deleted with."""
        pks = self.first[model]
        years = _years_of(model, self.q)
        return years.union(*(ask(model, pks) for ask in years_showing)) - {None}


def _years_of(model: type[models.Model], of: Q) -> set[int]:
    if model is Assessment:
        return set(Assessment.history.filter(of).values_list("id", flat=True))
    years = set()
    for each in model._meta.fields:
        if each.name == "assessment":
            years |= set(model.history.filter(of).values_list(each.attname, flat=True))
        elif _is_parent(each) and _hangs_on_year(each.related_model):
            years |= _years_of(each.related_model, Q(id__in=model.history.filter(of).values(each.attname)))
    return years


def _is_parent(of: models.Field) -> bool:
    return of.is_relation and of.remote_field.on_delete is models.CASCADE and is_tracked(of.related_model)


def _hangs_on_year(model: type[models.Model]) -> bool:
    return any(_is_parent(each) and each.related_model is Assessment for each in model._meta.fields)


# ---- What stands in the way


def obstacles(extent: Extent) -> Iterator[str]:
    """Yield what keeps these changes from being put back: what was done to their rows since, what hangs on them."""
    back: dict[type[models.Model], set[int]] = {}  # rows that were deleted and would come back
    for model in extent.first:
        back[model] = set()
        for pks in extent.chunks(model, "+", "~", "-"):
            found = extent.spans(model, pks)
            stored = model._base_manager.in_bulk(pks)
            back[model] |= {pk for pk, span in found.items() if span.gone and not span.created}
            for pk, span in found.items():
                yield from _of_row(span, stored.get(pk))
            yield from _missing(model, found.values(), back)
        for pks in extent.chunks(model, "+"):
            yield from _depending(model, extent, pks)
            yield from _naming(model, extent, pks)


def _of_row(span: Span, now: models.Model | None) -> Iterator[str]:
    if span.created and span.gone:
        return
    if span.before is None and not span.created:
        yield f"{_name(span.last.history_object)} {NO_BEFORE}"
    elif span.gone:
        if now is not None:
            yield f"{_name(now)} นำกลับมาภายหลัง{_said(span.later)}"
    elif now is None:
        yield f"{_name(span.last.history_object)} ลบภายหลัง{_said(span.later)}"
    else:
        yield from _of_changed_row(span, now)


def _of_changed_row(span: Span, now: models.Model) -> Iterator[str]:
    changed = span.changed()
    if isinstance(now, Assessment) and not span.created and any(each.name == "state" for each in changed):
        yield f"สถานะของปี {now.fiscal_year} เปลี่ยนได้ที่หน้า “การอนุมัติ” เท่านั้น"
    elif any(differs(each, now, span.last) for each in changed):
        later = [row for row in span.later if any(differs(each, row, span.last) for each in changed)]
        yield f"{_name(span.last.history_object)} แก้ไขภายหลัง{_said(later)}"


def _said(rows: list[models.Model]) -> str:
    if not rows:
        return ""
    row = rows[-1]
    return f" โดย {row.history_user or OPERATOR} เมื่อ {thai_datetime(row.history_date)}"


def _missing(model, found: Iterable[Span], back: dict[type[models.Model], set[int]]) -> Iterator[str]:
    """Yield the rows whose former values point to what is no longer there and would not come back."""
    restored = [each for each in found if each.before is not None and not each.created]
    names = [{each.name for each in span.changed()} for span in restored]
    for of in model._meta.fields:
        if not _is_key(of):
            continue
        pointing = {
            getattr(span.before, of.attname): span
            for span, changed in zip(restored, names, strict=True)
            if of.name in changed and getattr(span.before, of.attname) is not None
        }
        if pks := pointing.keys() - back.get(of.related_model, set()):
            there = of.related_model._base_manager.filter(pk__in=pks).values_list("pk", flat=True)
            for pk in sorted(pks - set(there)):
                yield f"{_name(pointing[pk].last.history_object)} {of.verbose_name}เดิมถูกลบไปแล้ว"


def _is_key(of: models.Field) -> bool:
    """Tell whether rows point by a foreign key that the database keeps; of many to many that is the row between."""
    return getattr(of, "db_constraint", False)


def _depending(model, extent: Extent, pks: list[int]) -> Iterator[str]:
    """Yield what points to created rows and was not created with them."""
    relations = [
        each
        for each in model._meta.get_fields(include_hidden=True)
        if each.auto_created and not each.concrete and _is_key(each.field)
    ]
    counted = [
        _pointing(each, extent, pks).order_by().annotate(place=models.Value(place)).values_list("place", "pk")
        for place, each in enumerate(relations)
    ]
    if not counted:
        return
    places = {place for place, _ in counted[0].union(*counted[1:], all=True)}
    for relation in [relations[place] for place in sorted(places)]:
        noun = relation.related_model._meta.verbose_name
        rows = _pointing(relation, extent, pks)[: NAMED + 1]
        parents = dict.fromkeys(getattr(row, relation.field.name) for row in rows)
        yield from (f"{_name(parent)} มี{noun}แล้ว" for parent in parents)


def _pointing(relation, extent: Extent, pks: list[int]) -> models.QuerySet:
    child = relation.related_model
    rows = child._base_manager.filter(**{f"{relation.field.name}__in": pks})
    if is_tracked(child):
        rows = rows.exclude(pk__in=child.history.filter(extent.q, history_type="+").values("id"))
    return rows


def _naming(model, extent: Extent, pks: list[int]) -> Iterator[str]:
    """Yield what names created rows, keys apart, and was not created with them."""
    for pk, row, called in chain.from_iterable(ask(model, pks) for ask in naming):
        if extent.first.get(type(row), {}).get(row.pk) != "+":
            yield f"{_name(model._base_manager.get(pk=pk))} ใช้อยู่ใน{called}"


def _name(row: models.Model) -> str:
    year = getattr(row, "assessment", None)
    return f"{row._meta.verbose_name} {row}" + (f" ({year})" if year else "")
