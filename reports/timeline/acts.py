"""The history of a year, or of a municipality's accounts, act by act: what was done together is told together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from assessments.models import Import
from assessments.records.models import OPERATOR, HistoryRow, history_of

from .changes import CHANGED, FieldChange, RowChange, row_change
from .tracked import STATE, TrackedModel, row_before

PER_PAGE = 20
LATEST = 20_000  # so many history rows are looked through; older ones are found by narrowing
SHOWN = 200  # so many history rows of one act are told
NOBODY = 0  # the operator, as the address names people
MARK_COLUMNS = (  # as HistoryMark takes them
    *"history_date source history_id history_type act undoes history_user_id".split(),
    *"history_user__position history_user__username kind_of".split(),
)


@dataclass(frozen=True)
class Narrowed:
    """What of a history is asked for: a kind, a person (NOBODY is the operator), a row as (name, key), an act.

    `since` is a moment, `not_by` the person whose own acts are left out.
    """

    kind: str = ""
    by: int | None = None
    row: tuple[str, int] | None = None
    act: UUID | None = None
    since: datetime | None = None
    not_by: int | None = None


@dataclass(frozen=True)
class HistoryMark:
    """One history row, without its values."""

    at: datetime
    source: int
    history_id: int
    change: str
    act: UUID | None
    undoes: UUID | None
    by: int | None
    position: str
    username: str
    kind: str

    @property
    def key(self) -> UUID | datetime:
        """What the row has in common with those that changed with it; rows from before acts share their moment."""
        return self.act or self.at

    @property
    def who(self) -> str:
        return self.position or self.username or OPERATOR


@dataclass
class ActEntry:
    """One act as the page tells it; `undone` is the act that took it back, `batch` the import that it was."""

    marks: list[HistoryMark]
    undone: "HistoryMark | None" = None
    rows: list[RowChange] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    why: str = ""
    batch: Import | None = None

    @property
    def latest(self) -> HistoryMark:
        return self.marks[0]

    @property
    def left_out(self) -> int:
        return max(0, len(self.marks) - SHOWN)

    @property
    def may_be_undone(self) -> bool:
        """Whether it is one that could be taken back at all; what stands in the way is looked for when asked."""
        if not self.latest.act or self.undone or self.batch:
            return False
        return all(mark.kind != STATE for mark in self.marks)


class History:
    """The acts that touched what the sources say of `of`, the latest first, narrowed to what is asked for."""

    def __init__(self, sources: Sequence[TrackedModel], of: Any, asked: Narrowed, latest: int = LATEST):
        self.sources, self.asked = sources, asked
        marks = list(_marks(sources, of, asked, latest))
        self.complete = len(marks) < latest
        people = {mark.by or NOBODY: mark.who for mark in marks}
        self.people = sorted(people.items(), key=lambda person: person[1])
        acts: dict[UUID | datetime, list[HistoryMark]] = {}
        for mark in marks:
            acts.setdefault(mark.key, []).append(mark)
        undone: dict[UUID, HistoryMark] = {}
        for mark in marks:  # the latest first: what undid and was itself undone took nothing back
            if mark.undoes and mark.act not in undone:
                undone.setdefault(mark.undoes, mark)
        self.entries = [
            ActEntry(act, undone.get(act[0].act) if act[0].act else None)
            for act in acts.values()
            if self._is_asked(act)
        ]

    def _is_asked(self, marks: list[HistoryMark]) -> bool:
        of_kind = not self.asked.kind or any(mark.kind == self.asked.kind for mark in marks)
        return of_kind and (self.asked.by is None or (marks[0].by or NOBODY) == self.asked.by)

    def told(self, entries: Iterable[ActEntry]) -> list[ActEntry]:
        """Read what these entries changed; one query for each kind of row, and one for the imports among them."""
        entries = list(entries)
        wanted: dict[int, dict[int, ActEntry]] = {}
        for entry in entries:
            for mark in sorted(entry.marks, key=lambda mark: mark.change == "~")[:SHOWN]:
                wanted.setdefault(mark.source, {})[mark.history_id] = entry
        for place in sorted(wanted):
            self._tell(self.sources[place], wanted[place])
        # An import has a reason.
        with_reason = {entry.latest.act: entry for entry in entries if entry.why and entry.latest.act}
        for batch in Import.objects.filter(act__in=with_reason):
            with_reason[batch.act].batch = batch
        return entries

    def _tell(self, source: TrackedModel, wanted: dict[int, ActEntry]) -> None:
        last: dict[int, HistoryRow] = {}
        spans: dict[tuple[int, int], tuple[ActEntry, HistoryRow | None, HistoryRow, HistoryRow]] = {}
        for row in _with_rows_before(source, wanted):
            if entry := wanted.get(row.history_id):
                key = (id(entry), row.id)
                _, before, first, _ = spans.get(key) or (entry, last.get(row.id), row, row)
                spans[key] = (entry, before, first, row)
            last[row.id] = row
        for entry, before, first, row in spans.values():
            entry.why = entry.why or row.history_change_reason or ""
            change = row_change(source, before, row, first)
            noun = str(source.model._meta.verbose_name)
            if change and change.moved and noun not in entry.moved:
                entry.moved.append(noun)
            elif change and not change.moved and (change.fields or change.kind != CHANGED):
                entry.rows.append(change)


def backwards(rows: Iterable[RowChange]) -> list[RowChange]:
    """Return changes as taking them back would make them."""
    turned = {"added": "removed", "removed": "added", "changed": "changed"}

    def back(change: FieldChange) -> FieldChange:
        return replace(change, before=change.after, after=change.before, kind=turned[change.kind])

    return [replace(row, kind=turned[row.kind], fields=tuple(map(back, row.fields))) for row in rows]


def _marks(sources: Sequence[TrackedModel], of: Any, asked: Narrowed, latest: int) -> Iterator[HistoryMark]:
    """Read all marks in one query, the latest first."""
    queries: list[QuerySet[Any, Any]] = []
    for place, source in enumerate(sources):
        narrowed = source.of(of)
        if asked.row:
            name, key = asked.row
            if name not in source.rows:
                continue
            narrowed &= Q(**{source.rows[name]: key})
        if asked.act:
            narrowed &= Q(act=asked.act)
        if asked.since:
            narrowed &= Q(history_date__gt=asked.since)
        if asked.not_by:
            narrowed &= ~Q(history_user=asked.not_by)
        kind = Value(source.kind) if isinstance(source.kind, str) else source.kind
        rows = history_of(source.model).filter(narrowed).order_by().annotate(source=Value(place), kind_of=kind)
        queries.append(rows.values_list(*MARK_COLUMNS))
    if not queries:
        return
    rows = queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0]
    for row in rows.order_by("-history_date", "source", "-history_id")[:latest]:
        yield HistoryMark(*row)


def _with_rows_before(source: TrackedModel, wanted: Iterable[int]) -> Iterator[HistoryRow]:
    """Yield the history rows and, of each, the one before; oldest first."""
    plain = history_of(source.model).order_by().filter(history_id__in=wanted)
    before = plain.annotate(before=row_before(source.model, "history_id")).values("before")
    rows = history_of(source.model).filter(Q(history_id__in=wanted) | Q(history_id__in=before))
    yield from rows.select_related("history_user", *source.related).order_by("history_id")
