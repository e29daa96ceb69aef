"""What the list of a year's measures shows: rows by the address, columns and density by the browser's cookie."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict

from assessments.models import Assessment
from ita_portal.ids import id_of

from .models import TEXT_FIELDS, Measure
from .order import FIELDS, WANTED

NO_UNIT = "-"  # as the address says it: those without a responsible unit
NO_AREA = "none"
ANYTHING = "any"
LACKS = {ANYTHING: "อย่างใดอย่างหนึ่ง", **WANTED, "evidence": "หลักฐาน"}
COOKIE = "measures-view"
DENSE = "dense"
CHOSEN = 5_000  # chosen rows at once, as many as a form may have fields
COLUMNS = {name: FIELDS[name].verbose_name for name in TEXT_FIELDS if name != "title"}  # that may be left out


def units_of(measure: Measure) -> list[str]:
    return measure.units or [NO_UNIT]


def lacks_of(measure: Measure) -> set[str]:
    """Return what a measure, read `with_counts`, is without; a cancelled one needs no evidence."""
    lacking = {name for name in WANTED if not getattr(measure, name)}
    if not measure.evidence_count and measure.status != Measure.Status.CANCELLED:
        lacking.add("evidence")
    return lacking | {ANYTHING} if lacking else lacking


def chosen_rows(data: QueryDict) -> set[int]:
    """Return the keys of the chosen measures: a row's box sends one, the box of an area all that it shows.

    BadRequest for more than a form has fields.
    """
    keys = ",".join(data.getlist("measure")).split(",", CHOSEN)
    if len(keys) > CHOSEN:
        raise BadRequest(f"More than {CHOSEN} chosen measures")
    return {id_of(key) for key in keys}


@dataclass(frozen=True)
class Narrowing:
    """Which measures the address asks for; what it does not name is not asked."""

    area: str = ""
    unit: str = ""
    status: str = ""
    lacks: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        return cls(**{of.name: asked.get(of.name, "") for of in fields(cls)})

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    @property
    def query(self) -> str:
        """What addresses carry so that the list stays narrowed, "" where it is whole."""
        asked = {name: text for name, text in asdict(self).items() if text}
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def keeps_neighbours(self) -> bool:
        """Whether what is shown of an area is all of it, so that moving in it is seen."""
        return not (self.unit or self.status or self.lacks)

    def shown(self, rows: Iterable[Measure]) -> list[Measure]:
        return [row for row in rows if self._shows(row)]

    def _shows(self, row: Measure) -> bool:
        area = str(row.area.number) if row.area else NO_AREA
        return (
            self.area in ("", area)
            and self.status in ("", row.status)
            and (not self.unit or self.unit in units_of(row))
            and (not self.lacks or self.lacks in lacks_of(row))
        )


@dataclass(frozen=True)
class View:
    """How somebody wants to see lists of measures: `hidden` columns, and whether rows stand close."""

    hidden: tuple[str, ...] = ()
    dense: bool = False

    @classmethod
    def of(cls, cookie: str) -> Self:
        words = cookie.split(".")
        return cls(tuple(name for name in COLUMNS if name in words), DENSE in words)

    @property
    def cookie(self) -> str:
        return ".".join([*self.hidden, *([DENSE] if self.dense else [])])


def list_address(asked: QueryDict, assessment: Assessment, anchor: str = "") -> str:
    """Return the address of a year's list, narrowed as what was asked."""
    address = assessment.address("measures") + Narrowing.of(asked).query
    return f"{address}#{anchor}" if anchor else address
