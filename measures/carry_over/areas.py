"""Into which area of this year a measure of last year goes: by the crosswalk of the areas, never by their number."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.models import Area, Assessment
from assessments.scoring.crosswalk import CrosswalkEntry, unsaid
from ita_portal.thai import number_list
from measures.plan.models import Measure

RELATIONS = {"merged": "รวมเข้าเป็น", "split": "แยกเป็น", "regrouped": "จัดใหม่เป็น", "same": "เทียบไม่ได้กับ"}


@dataclass(frozen=True)
class AreaOffer:
    """This year's areas for a measure whose own did not come along, those that it became first; `why` it did not."""

    choices: list[tuple[int | str, str]]
    why: str


@dataclass(frozen=True)
class NewAreas:
    """This year's areas by number; `entries`: what somebody has said of last year's, by their number."""

    fiscal_year: int
    areas: Mapping[int, Area]
    entries: Mapping[int, CrosswalkEntry[int]]

    def of(self, area: Area | None) -> Area | None:
        """Return where a measure goes by itself: only from one area to one, which the crosswalk says compare."""
        entry = self.entries.get(area.number) if area else None
        return self.areas[entry.after[0]] if entry and entry.is_comparable_pair else None

    def chosen(self, number: int | None, measure: Measure) -> Area | None:
        """Return the chosen area, else the one that the measure of last year goes to by itself."""
        return self.areas[number] if number else self.of(measure.area)

    def offer(self, area: Area | None) -> AreaOffer | None:
        """Return what can be chosen for a measure that had an area; None where it goes by itself."""
        if area is None or not self.areas or self.of(area):
            return None
        entry = self.entries.get(area.number)
        became = entry.after if entry else ()
        first = [(number, f"{self.areas[number]} (ตามการเทียบ)") for number in became]
        others = [(number, str(other)) for number, other in self.areas.items() if number not in became]
        return AreaOffer([("", "ยังไม่จัดประเด็น"), *first, *others], self._why(area.number, entry))

    def _why(self, number: int, entry: CrosswalkEntry[int] | None) -> str:
        was = f"ประเด็นที่ {number} ของปี {self.fiscal_year - 1}"
        if entry is None:
            return f"ยังไม่ได้กำหนดว่า{was} ตรงกับประเด็นใดของปีนี้"
        became = f"{RELATIONS.get(entry.relation)}ประเด็นที่ {number_list(entry.after)} ของปีนี้"
        reason = f" ({entry.reason})" if entry.reason else ""
        return f"{was} {became if entry.after else 'ไม่มีประเด็นที่ตรงกันในปีนี้'}{reason}"


def read_new_areas(assessment: Assessment) -> NewAreas:
    """Read what became of last year's areas; a fixed number of queries."""
    year = assessment.fiscal_year
    entries = crosswalk_of(year - 1, year, areas=True).areas
    said = [entry for entry in entries if entry.reason != unsaid(year - 1, year)]
    return NewAreas(
        year,
        {area.number: area for area in assessment.framework.areas.all()},
        {number: entry for entry in said for number in entry.before},
    )
