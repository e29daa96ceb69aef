"""A query that is put together once and asked with other keys: on every page, the putting together takes longer."""

from collections.abc import Callable, Hashable
from functools import cache, wraps
from typing import Any

from django.db import connection
from django.db.models import QuerySet

MARK = -(10**15)  # stands for the first key in a query that is put together; the next ones are below it


def prepared(build: Callable[..., QuerySet[Any, tuple[Any, ...]]]) -> Callable[..., tuple[Any, ...]]:
    """Let a function that puts a query together of keys return its first row instead, None without any.

    The keys are integers and given by place; what else shapes the query is given by name.
    """

    @cache
    def statement(vendor: str, keys: int, shape: tuple[tuple[str, Hashable], ...]) -> tuple[str, tuple[Any, ...]]:
        asked = build(*(MARK - place for place in range(keys)), **dict(shape))
        return asked.query.sql_with_params()

    @wraps(build)
    def row(*keys: int, **shape: Hashable) -> tuple[Any, ...]:
        sql, params = statement(connection.vendor, len(keys), tuple(shape.items()))
        places = {MARK - place: key for place, key in enumerate(keys)}
        with connection.cursor() as cursor:
            cursor.execute(sql, [places.get(param, param) if isinstance(param, int) else param for param in params])
            return cursor.fetchone()

    return row
