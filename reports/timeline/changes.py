"""What changed, read from history: who, when, which row, which field, from what to what.

`changes_of` gives each change as it was made, `net` what remains of them between two moments, `by_row` the same as
people read it, `row_change` one row between two moments of its history. Which rows there are stands in tracked.py.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import Max, Q, QuerySet

from assessments.models import Assessment
from assessments.records.models import OPERATOR, HistoryRow, history_of
from ita_portal.difference import Piece, difference
from ita_portal.thai import short_date, two_decimals

from .tracked import SOURCES, TrackedModel

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
UNKNOWN = "ไม่มีบันทึก"  # the value before history began
DELETED = "(ลบไปแล้ว)"


@dataclass(frozen=True)
class Told:
    """What a history row tells."""

    row: HistoryRow

    @property
    def when(self) -> datetime:
        return self.row.history_date

    @property
    def who(self) -> str:
        return str(self.row.history_user) if self.row.history_user else OPERATOR


@dataclass(frozen=True)
class FieldChange(Told):
    """One field of one row. `kind` says what became of the row; `before` and `after` are "" for nothing.

    `key` is (model label, primary key) of the row.
    """

    kind: str
    key: tuple[str, int]
    what: str
    field: str
    label: str
    before: str
    after: str

    @cached_property
    def pieces(self) -> list[Piece]:
        """The two texts as one, with what went and what came."""
        return difference(self.before, self.after)

    @property
    def is_rewritten(self) -> bool:
        """Whether nothing of the text stayed: it is told as from what to what."""
        return all(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True)
class RowChange(Told):
    """What became of one row, with its fields; `row` is that of the latest change."""

    what: str
    kind: str
    fields: tuple[FieldChange, ...]
    moved: bool = False  # only its place among others changed

    @property
    def verb(self) -> str:
        return {ADDED: "เพิ่ม", CHANGED: "แก้ไข", REMOVED: "ลบ"}[self.kind]


def changes_of(
    year: Assessment, since: datetime | None = None, sources: Sequence[TrackedModel] = SOURCES
) -> list[FieldChange]:
    """Return every change of the year's rows after a moment, oldest first; one query for each source.

    After a moment, rows that stand in another order than then are one more change.
    """
    changes = (change for source in sources for change in _of_source(source, year, since))
    return sorted(changes, key=attrgetter("when"))


def net(changes: Iterable[FieldChange]) -> list[FieldChange]:
    """Return what remains of changes, oldest first: one for each field that ends otherwise than it began.

    Each carries the person and the time of the field's latest change.
    """
    return [left for of_row in _grouped(changes, "key") for left in _net_of_row(of_row)]


def by_row(changes: Iterable[FieldChange]) -> list[RowChange]:
    """Return changes row by row, in the order in which the rows first changed."""
    return [
        RowChange(latest.row, latest.what, latest.kind, tuple(fields))
        for fields in _grouped(changes, "key")
        for latest in [max(fields, key=attrgetter("when", "row.history_id"))]
    ]


def _grouped(changes: Iterable[FieldChange], by: str) -> Iterable[list[FieldChange]]:
    """Give the changes that have an attribute in common, in the order in which its values first stand there."""
    groups: dict[Any, list[FieldChange]] = {}
    for change in changes:
        groups.setdefault(getattr(change, by), []).append(change)
    return groups.values()


def _of_source(source: TrackedModel, year: Assessment, since: datetime | None) -> Iterator[FieldChange]:
    first: dict[int, HistoryRow] = {}
    last: dict[int, HistoryRow] = {}
    for row in _history(source, year, since):
        before = last.get(row.id)
        if since is None or row.history_date > since:
            change = row_change(source, before, row)
            yield from change.fields if change else ()
        else:
            first[row.id] = row
        last[row.id] = row
    if since is not None and source.among:
        yield from _order_change(source, first, last)


def _order_change(
    source: TrackedModel, first: dict[int, HistoryRow], last: dict[int, HistoryRow]
) -> Iterator[FieldChange]:
    """Yield one change where rows stand in another order: what was added, removed or put elsewhere moves nobody."""
    before, now = _places(source, first), _places(source, last)
    common = [pk for pk, place in now.items() if pk in before and before[pk][0] == place[0]]
    old, new = sorted(common, key=before.__getitem__), sorted(common, key=now.__getitem__)
    groups = {now[pk][0] for pk, was in zip(new, old, strict=True) if pk != was}
    if not groups:
        return
    latest = max((last[pk] for pk in common if before[pk] != now[pk]), key=lambda row: row.history_id)
    texts = ("\n".join(source.what(last[pk]) for pk in order if now[pk][0] in groups) for order in (old, new))
    label, noun = source.model._meta.label, source.model._meta.verbose_name
    yield FieldChange(latest, CHANGED, (label, 0), f"ลำดับของ{noun}", "position", "ลำดับ", *texts)


def _places(source: TrackedModel, rows: dict[int, HistoryRow]) -> dict[int, tuple[int, int, int]]:
    """Return (among, position, key) of the rows that are there."""
    return {
        pk: (getattr(row, source.among) or 0, getattr(row, "position", 0), pk)
        for pk, row in rows.items()
        if not _is_gone(row)
    }


def _history(source: TrackedModel, year: Assessment, since: datetime | None) -> QuerySet[Any]:
    """Return the history rows after a moment and, of each row that they are of, the latest one before.

    Where places count, also the latest one before of all other rows.
    """
    history = history_of(source.model).order_by("history_id").select_related("history_user", *source.related)
    of_year = source.of(year)
    if since is None:
        return history.filter(of_year)
    plain = history_of(source.model).order_by()
    recent = plain.filter(of_year, history_date__gt=since)
    others = of_year if source.among else Q(id__in=recent.values("id"))
    earlier = plain.filter(others, history_date__lte=since)
    latest = earlier.values("id").annotate(latest=Max("history_id")).values("latest")
    return history.filter(Q(history_id__in=recent.values("history_id")) | Q(history_id__in=latest))


def row_change(
    source: TrackedModel, before: HistoryRow | None, row: HistoryRow, first: HistoryRow | None = None
) -> RowChange | None:
    """Return what became of a row between two of its history rows; None where it neither was nor is there.

    `first` is the one after `before`, where that is not `row` itself.
    """
    gone_before, gone_after = before is None or _is_gone(before), _is_gone(row)
    if gone_before and gone_after:
        return None
    began = (first or row).history_type == "+" or before is not None  # else it is older than its history
    kind = REMOVED if gone_after else ADDED if gone_before and began else CHANGED
    fields = tuple(_field_changes(source, before, row, kind))
    places = [getattr(stand, "position", None) for stand in (before, row)]
    moved = kind == CHANGED and not fields and before is not None and places[0] != places[1]
    return RowChange(row, source.what(row), kind, fields, moved)


def _field_changes(
    source: TrackedModel, before: HistoryRow | None, row: HistoryRow, kind: str
) -> Iterator[FieldChange]:
    old = {} if kind == ADDED else _texts(source, before) if before is not None else None
    new = {} if kind == REMOVED else _texts(source, row)
    key, what = (source.model._meta.label, row.id), source.what(row)
    for name in source.fields:
        text_before, text_after = UNKNOWN if old is None else old.get(name, ""), new.get(name, "")
        if text_before != text_after:
            label = str(getattr(source.model._meta.get_field(name), "verbose_name", ""))
            yield FieldChange(row, kind, key, what, name, label, text_before, text_after)


def _is_gone(row: HistoryRow) -> bool:
    return row.history_type == "-" or getattr(row, "deleted_at", None) is not None


def _texts(source: TrackedModel, row: HistoryRow) -> dict[str, str]:
    return {name: source.words.get(name, text_of(name))(row) for name in source.fields}


def text_of(name: str) -> Callable[[HistoryRow], str]:
    """Return the function that tells a field of a history row as people read it."""

    def text(row: HistoryRow) -> str:
        value = getattr(row, name)
        if (value or value is False) and hasattr(row, f"get_{name}_display"):
            return str(getattr(row, f"get_{name}_display")())
        match value:
            case None:
                return DELETED if getattr(row, f"{name}_id", None) is not None else ""
            case bool():
                return "ใช่" if value else "ไม่ใช่"
            case Decimal():
                return two_decimals(value)
            case date():
                return short_date(value)
        return str(value)

    return text


def _net_of_row(changes: list[FieldChange]) -> Iterator[FieldChange]:
    was_there = changes[0].kind != ADDED
    is_there = changes[-1].kind != REMOVED
    if not was_there and not is_there:
        return
    kind = CHANGED if was_there and is_there else ADDED if is_there else REMOVED
    for of_field in _grouped(changes, "field"):
        first, last = of_field[0], of_field[-1]
        if first.before != last.after:
            yield replace(last, kind=kind, what=changes[-1].what, before=first.before)
