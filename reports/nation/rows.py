"""Millions of rows into the database: COPY on PostgreSQL, else one INSERT for many."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

CHUNK = 2_000  # rows
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class _Copied:
    """What COPY reads, made while it reads."""

    def __init__(self, lines: Iterator[str]):
        self.lines = lines

    def read(self, size: int = -1) -> str:
        return "".join(islice(self.lines, CHUNK))


def store(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Store rows that have their keys already, past history and past every check but the database's own.

    `columns` are names of columns (`attname`); all other fields have their default.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rest = {name: field for name, field in fields.items() if name not in columns}
    plain = [_plain(field.get_default()) for field in rest.values()]
    named = ", ".join(connection.ops.quote_name(str(fields[name].column)) for name in (*columns, *rest))
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({named})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            end = "".join(f"\t{_copied(value)}" for value in plain) + "\n"
            lines = ("\t".join(map(_copied, row)) + end for row in rows)
            cursor.copy_expert(f"COPY {into} FROM STDIN", _Copied(lines))
        else:
            marks = ", ".join(["%s"] * (len(columns) + len(rest)))
            inserted = ([*map(_plain, row), *plain] for row in rows)
            while chunk := list(islice(inserted, CHUNK)):
                cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", chunk)  # noqa: S608 - names of our models


def next_keys(model: type[models.Model]) -> Callable[[], int]:
    """Return a function that gives a model's keys behind the last one."""
    last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
    keys = iter(range(last + 1, 2**62))
    return keys.__next__


def keep_counting(*stored: type[models.Model]) -> None:
    """Let the database give the keys behind those that were given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(stored)):
            cursor.execute(statement)


def _plain(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        return str(connection.ops.adapt_datetimefield_value(value))
    return value


def _copied(value: Any) -> str:
    if type(value) is int:
        return str(value)
    if value is None:
        return "\\N"
    return str(_plain(value)).translate(ESCAPED)
