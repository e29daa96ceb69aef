"""Changes of many rows at once, with their history: the one way past save() and delete(), which record themselves."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import models, transaction

from .models import BATCH, HistoryRow, acting, collecting_deleted, history_rows, store_history

MANY_KEYS = 500  # keys in one condition


Service = TypeVar("Service", bound=Callable[..., Any])
Row = TypeVar("Row", bound=models.Model)


def recorded(service: Service) -> Service:
    """Run a service in a transaction; the history of what it changes carries its `by`, whoever sent the request.

    None is the operator.
    """

    @wraps(service)
    def run(*args: Any, by: models.Model | None, **kwargs: Any) -> Any:
        with transaction.atomic(), acting(by=by):
            return service(*args, by=by, **kwargs)

    return cast(Service, run)  # `wraps` keeps the signature, but not for the type checker


@transaction.atomic
def save_rows(rows: Iterable[models.Model], fields: Sequence[str] = ()) -> None:
    """Store rows of one model: new ones whole, others in `fields`; every row gets a history row, so pass changed ones.

    The caller has checked them and holds the lock that keeps others away; new rows have their key afterwards.
    """
    rows = list(rows)
    new = [row for row in rows if row._state.adding]
    changed = [row for row in rows if not row._state.adding]
    _store(new)
    _store(changed, update_conflicts=True, unique_fields=["pk"], update_fields=fields)
    store_history(history_rows(new, "+"))
    store_history(history_rows(changed, "~"))


def assign(row: models.Model, values: Mapping[str, Any]) -> set[str]:
    """Let a row have these values; return the names of the fields that had others."""
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _store(rows: Sequence[models.Model], **upsert: Any) -> None:
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH, **upsert)


@transaction.atomic
def delete_rows(rows: models.QuerySet[Any]) -> None:
    """Delete what a queryset holds and what hangs on it."""
    with collecting_deleted() as collected:
        rows.delete()
    by_model: dict[type[HistoryRow], list[HistoryRow]] = defaultdict(list)
    for row in collected:
        by_model[type(row)].append(row)
    for deleted in by_model.values():
        store_history(deleted)


def lock_rows(rows: models.Manager[Row] | models.QuerySet[Row], pks: Iterable[int]) -> list[Row]:
    """Lock rows in the order of their keys, as everybody does, and return them as they are stored then.

    Whatever points to them can still be written.
    """
    wanted = sorted(pks)
    return [
        row
        for start in range(0, len(wanted), MANY_KEYS)
        for row in rows.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=wanted[start : start + MANY_KEYS])
        .order_by("pk")
    ]
