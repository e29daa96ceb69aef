"""The record of changes: what a history row holds beside the values, and who is at work."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, TypeAlias
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ita_portal.portal_app import portal_apps

AnyField: TypeAlias = "models.Field[Any, Any]"
BATCH = 1_000  # rows a statement; SQLite takes fewer by itself
OPERATOR = "ผู้ดูแลเครื่อง"  # who works at the command line


@dataclass(frozen=True, slots=True)
class Act:
    """Under whose name and why rows change right now. Without a person it is the operator of the machine.

    `key` is shared by all rows that change together, `undoes` is the key of what they take back.
    """

    by: models.Model | None = None
    reason: str = ""
    key: UUID = field(default_factory=uuid4)
    undoes: UUID | None = None


_act: ContextVar[Act | None] = ContextVar("act", default=None)


def current_key() -> UUID:
    """Return what the rows that change together have in common: a request is one act, whatever services it calls."""
    act = _act.get()
    return act.key if act is not None else _request_key() or uuid4()


def current_undoes() -> UUID | None:
    act = _act.get()
    return act.undoes if act else None


def _request_key() -> UUID | None:
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None:
        return None
    if not hasattr(request, "act_key"):
        request.act_key = uuid4()
    key: UUID = request.act_key
    return key


@contextmanager
def acting(
    *, by: models.Model | None, reason: str = "", key: UUID | None = None, undoes: UUID | None = None
) -> Iterator[None]:
    """Let every history row written inside carry this person and reason; `key` is given where the act has one.

    Inner acts keep the reason of outer ones, what they undo, and their key: all is one change.
    """
    outer = _act.get()
    if outer:
        reason, undoes = reason or outer.reason, undoes or outer.undoes
    token = _act.set(Act(by, reason, key or current_key(), undoes))
    try:
        yield
    finally:
        _act.reset(token)


def actor(instance: Any = None, request: Any = None, **_: Any) -> models.Model | None:
    """Return who makes a change: whom a service names, else who sent the request."""
    act = _act.get()
    if act is not None:
        return act.by
    return request.user if request is not None else None


def current_actor() -> models.Model | None:
    """Return who is at work: whom a service names, else who sent the request; None is the operator."""
    user = actor(request=getattr(HistoricalRecords.context, "request", None))
    return user if user is not None and user.pk else None


_deleted: ContextVar[list["HistoryRow"] | None] = ContextVar("deleted", default=None)


@contextmanager
def collecting_deleted() -> Iterator[list["HistoryRow"]]:
    """Give the unsaved history rows of whatever is deleted inside, cascades too, instead of storing one by one."""
    collected: list[HistoryRow] = []
    token = _deleted.set(collected)
    try:
        yield collected
    finally:
        _deleted.reset(token)


@cache
def history_model(model: type[models.Model]) -> type["HistoryRow"]:
    """Return the model of a model's history rows; the library makes a class of managers each time it is asked."""
    history: type[HistoryRow] = attrgetter("history.model")(model)
    return history


def history_of(model: type[models.Model]) -> models.Manager[Any]:
    """Return the manager of a model's history rows; their fields are made at run time."""
    return history_model(model)._default_manager


def history_rows(rows: Sequence[models.Model], change: str) -> list["HistoryRow"]:
    """Return the unsaved history rows of a change ("+", "~" or "-") of rows of one model by the current act."""
    if not rows:
        return []
    history = history_model(type(rows[0]))
    act = _act.get()
    said: dict[str, Any] = {
        "history_date": timezone.now(),
        "history_type": change,
        "history_user": history.get_default_history_user(rows[0]),
        "history_change_reason": act.reason if act else "",
        "act": current_key(),
        "undoes": current_undoes(),
    }
    names = [tracked_field.attname for tracked_field in history.tracked_fields]
    return [history(**said, **{name: getattr(row, name) for name in names}) for row in rows]


def store_history(rows: Sequence["HistoryRow"]) -> None:
    """Store history rows of one model; the apps keep in the same transaction what follows from them."""
    if not rows:
        return
    history = type(rows[0])
    history._base_manager.bulk_create(rows, batch_size=BATCH)
    for app in portal_apps():
        app.recorded(history.instance_type, rows)


class HistoryRow(models.Model):
    """A history row knows the act that wrote it; rows from before there were acts know none."""

    # What the library gives each model of history rows.
    id: int  # the key of the row that it is of
    history_id: int
    history_date: datetime
    history_type: str  # "+", "~" or "-"
    history_user: models.Model | None
    history_user_id: int | None
    history_change_reason: str | None
    history_object: models.Model
    instance_type: ClassVar[type[models.Model]]
    tracked_fields: ClassVar[list[AnyField]]
    get_default_history_user: ClassVar[Callable[[models.Model], models.Model | None]]

    act = models.UUIDField("รายการแก้ไข", null=True, default=current_key, editable=False, db_index=True)
    undoes = models.UUIDField("เลิกทำรายการ", null=True, default=current_undoes, editable=False)

    class Meta:
        abstract = True


def _pointing(instance: models.Model) -> Iterator[tuple[str, models.Model]]:
    """Yield the rows with history whose field the database is about to empty, with the name of the field."""
    for relation in type(instance)._meta.related_objects:
        if relation.on_delete is models.SET_NULL and is_tracked(relation.related_model):
            name = relation.field.attname
            for row in relation.related_model._base_manager.filter(**{name: instance.pk}):
                yield name, row


def _record_emptied(name: str, row: models.Model) -> None:
    """Record that a row no longer points to what was deleted; it may have been deleted along."""
    model = type(row)
    if model._base_manager.filter(pk=row.pk, **{f"{name}__isnull": True}).exists():
        setattr(row, name, None)
        store_history(history_rows([row], "~"))


def is_tracked(model: type[models.Model]) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


class Records(HistoricalRecords):
    """History as the portal keeps it. What only touches untracked fields (a sign-in, a time stamp) leaves no row."""

    def __init__(self, noun: str, **options):
        super().__init__(
            verbose_name=f"ประวัติ{noun}",
            verbose_name_plural=f"ประวัติ{noun}",
            bases=[HistoryRow],
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.CharField(max_length=300, blank=True, null=True),
            get_user=actor,
            **options,
        )

    def _get_history_user_fields(self):
        """Keep who made a change: an account that has acted is closed, not deleted."""
        fields = super()._get_history_user_fields()
        fields["history_user"].remote_field.on_delete = models.PROTECT
        return fields

    def post_save(self, instance, created, using=None, update_fields=None, **kwargs):
        if update_fields is not None and not created:
            tracked = {field.name for field in self.fields_included(instance)}
            if tracked.isdisjoint(update_fields):
                return
        super().post_save(instance, created, using=using, **kwargs)

    def pre_delete(self, instance, **kwargs):
        super().pre_delete(instance, **kwargs)
        instance._left_behind = list(_pointing(instance))

    def post_delete(self, instance, using=None, **kwargs):
        for field_name, row in instance._left_behind:
            _record_emptied(field_name, row)
        collected = _deleted.get()
        if collected is None:
            super().post_delete(instance, using=using, **kwargs)
        else:
            collected.extend(history_rows([instance], "-"))

    def create_historical_record(self, instance, history_type, using=None):
        """Store a row like those of many changes at once: the library's way makes classes and signals for each."""
        store_history(history_rows([instance], history_type))
