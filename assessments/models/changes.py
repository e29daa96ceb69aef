"""The record of changes: what a history row holds beside the values, and who is at work."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords


@dataclass(frozen=True, slots=True)
class Act:
    """Under whose name and why rows change right now. Without a person it is the operator of the machine."""

    by: models.Model | None = None
    reason: str = ""
    batch: int | None = None


_act: ContextVar[Act | None] = ContextVar("act", default=None)


def current_act() -> Act | None:
    return _act.get()


def current_batch() -> int | None:
    act = _act.get()
    return act.batch if act else None


@contextmanager
def acting(*, by: models.Model | None, reason: str = "", batch: int | None = None) -> Iterator[None]:
    """Let every history row written inside carry this person, reason and import; inner acts keep outer ones' import."""
    outer = _act.get()
    if outer and outer.batch and batch is None:
        reason, batch = reason or outer.reason, outer.batch
    token = _act.set(Act(by, reason, batch))
    try:
        yield
    finally:
        _act.reset(token)


def actor(instance=None, request=None, **_) -> models.Model | None:
    """Return who makes a change: whom a service names, else who sent the request."""
    act = _act.get()
    if act is not None:
        return act.by
    return request.user if request is not None else None


_deleted: ContextVar[list[models.Model] | None] = ContextVar("deleted", default=None)


@contextmanager
def collecting_deleted() -> Iterator[list[models.Model]]:
    """Give the unsaved history rows of whatever is deleted inside, cascades too, instead of storing one by one."""
    token = _deleted.set([])
    try:
        yield _deleted.get()
    finally:
        _deleted.reset(token)


def history_rows(rows: Sequence[models.Model], change: str) -> list[models.Model]:
    """Return the unsaved history rows of a change ("+", "~" or "-") of rows of one model by the current act."""
    history = type(rows[0]).history.model  # the library makes a class of managers each time it is asked
    act = _act.get()
    said = {
        "history_date": timezone.now(),
        "history_type": change,
        "history_user": history.get_default_history_user(rows[0]),
        "history_change_reason": act.reason if act else "",
        "batch_id": current_batch(),
    }
    names = [each.attname for each in history.tracked_fields]
    return [history(**said, **{name: getattr(row, name) for name in names}) for row in rows]


class Change(models.Model):
    """A history row knows the import that wrote it."""

    batch = models.ForeignKey(
        "assessments.Import",
        models.PROTECT,
        null=True,
        blank=True,
        default=current_batch,
        related_name="+",
        verbose_name="การนำเข้า",
    )

    class Meta:
        abstract = True


class Records(HistoricalRecords):
    """History as the portal keeps it. What only touches untracked fields (a sign-in, a time stamp) leaves no row."""

    def __init__(self, noun: str, **options):
        super().__init__(
            verbose_name=f"ประวัติ{noun}",
            verbose_name_plural=f"ประวัติ{noun}",
            bases=[Change],
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.CharField(max_length=300, blank=True, null=True),
            get_user=actor,
            **options,
        )

    def post_save(self, instance, created, using=None, update_fields=None, **kwargs):
        if update_fields is not None and not created:
            tracked = {each.name for each in self.fields_included(instance)}
            if tracked.isdisjoint(update_fields):
                return
        super().post_save(instance, created, using=using, **kwargs)

    def post_delete(self, instance, using=None, **kwargs):
        collected = _deleted.get()
        if collected is None:
            super().post_delete(instance, using=using, **kwargs)
        else:
            collected.extend(history_rows([instance], "-"))

    def get_change_reason_for_object(self, instance, history_type, using):
        act = _act.get()
        return super().get_change_reason_for_object(instance, history_type, using) or (
            act.reason if act else ""
        )
