"""What an import does to each row of its file, as it is previewed, kept and stood for by a digest."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportRow:
    """`state`: "new", "changed", "unchanged", "already" (it would be there twice) or "refused".

    `label` names the row's subject. `changes`: (header, old, new), texts as an export writes them. `values`: the texts
    of a refused row by column name. `reasons`: (header, the cell's text, what is wrong), header "" for the whole row.
    """

    number: int
    state: str
    label: str
    changes: tuple[tuple[str, str, str], ...] = ()
    values: Mapping[str, str] | None = None
    reasons: tuple[tuple[str, str, str], ...] = ()


Sink = Callable[[ReportRow], None]


def to_line(row: ReportRow) -> str:
    """Return a row of the report as a line of its file: the state's first letter, then JSON."""
    value = [row.number, row.state, row.label, row.changes, row.values, row.reasons]
    return row.state[0] + json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> ReportRow:
    number, state, label, changes, values, reasons = json.loads(line[1:])
    return ReportRow(number, state, label, tuple(map(tuple, changes)), values, tuple(map(tuple, reasons)))


class Outcome:
    """Counts what happens to rows, and stands for all of it by a digest."""

    def __init__(self) -> None:
        self.rows = 0
        self.states = dict.fromkeys(("new", "changed", "unchanged", "already", "refused"), 0)
        self._hash = hashlib.sha256()

    def add(self, row: ReportRow) -> None:
        self.rows += 1
        self.states[row.state] += 1
        self._hash.update(repr((row.number, row.state, row.changes)).encode())

    def digest(self) -> str:
        return self._hash.hexdigest()
