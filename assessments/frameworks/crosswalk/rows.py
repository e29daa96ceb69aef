"""A year's crosswalk as people read it: what became of each part, in words. Knows nothing of Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.frameworks.definitions import Definitions, Kind
from assessments.scoring.crosswalk import CrosswalkEntry

RELATIONS = {
    "same": "เหมือนเดิม",
    "merged": "รวม",
    "split": "แยก",
    "regrouped": "จัดใหม่",
    "new": "ใหม่",
    "retired": "ยกเลิก",
}
SECTIONS: dict[Kind, str] = {"indicators": "ตัวชี้วัด", "items": "ข้อคำถาม/ข้อตรวจ", "areas": "ประเด็นของมาตรการ"}
RENAMED, RECODED = "เปลี่ยนชื่อ", "เปลี่ยนรหัส"


@dataclass(frozen=True)
class CrosswalkRow:
    """An entry with the names of its parts as (key, name) pairs; `plain`: the same as before in all respects."""

    relation: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    comparable: bool
    reason: str

    @property
    def plain(self) -> bool:
        return self.relation == RELATIONS["same"] and self.comparable and not self.reason

    @property
    def paired(self) -> bool:
        """Whether there is anything on both sides that could be compared."""
        return bool(self.before and self.after)


def rows(definitions: Definitions, before: Definitions, kind: Kind) -> list[CrosswalkRow]:
    """Return the entries of a kind in the order of this year; what was retired stands last."""
    old, new = names(before, kind), names(definitions, kind)
    places = {key: place for place, key in enumerate(new)}
    entries = sorted(
        (part.entry() for part in definitions.entries(kind)),
        key=lambda entry: places.get(entry.after[0], len(places)) if entry.after else len(places),
    )
    return [_row(entry, old, new) for entry in entries]


@dataclass(frozen=True)
class TotalJudgement:
    """Whether the totals of two years compare; `decided` by an administrator, `otherwise` what keeps them apart."""

    comparable: bool
    reason: str
    decided: bool
    otherwise: str


def total_judgement(definitions: Definitions, before: Definitions) -> TotalJudgement:
    walk, difference = definitions.crosswalk, definitions.total_difference(before)
    if walk.total_comparable is None:
        return TotalJudgement(not difference, difference, False, difference)
    return TotalJudgement(walk.total_comparable, walk.total_reason, True, difference)


def names(definitions: Definitions, kind: Kind) -> dict[Any, str]:
    """Return the parts' names by key, in printed order."""
    return {part.key: part.called for part in definitions.parts(kind)}


def _row(entry: CrosswalkEntry[Any], old: Mapping[Any, str], new: Mapping[Any, str]) -> CrosswalkRow:
    relation = RELATIONS[entry.relation]
    if entry.relation == "same":
        [before], [after] = entry.before, entry.after
        if old.get(before) != new.get(after):
            relation = RENAMED
        elif before != after:
            relation = RECODED
    return CrosswalkRow(
        relation,
        tuple((str(key), old.get(key, "")) for key in entry.before),
        tuple((str(key), new.get(key, "")) for key in entry.after),
        entry.comparable,
        entry.reason,
    )
