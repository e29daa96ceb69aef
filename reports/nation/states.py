"""How far a year of the invented nation has come. No Django."""

from dataclasses import dataclass
from random import Random

from assessments.years.workflow import APPROVED, DRAFT, PUBLISHED, RETURNED, SIGNED_OFF, SUBMITTED

# The steps that lead to a state, each with who takes it.
STEPS = {
    DRAFT: (),
    SUBMITTED: ("submit",),
    RETURNED: ("submit", "return"),
    APPROVED: ("submit", "approve"),
    PUBLISHED: ("submit", "approve", "publish"),
}
OF_LAST_YEAR = ((DRAFT, 40), (SUBMITTED, 15), (RETURNED, 3), (APPROVED, 12), (PUBLISHED, 30))  # per cent
OF_OTHER_YEARS = ((DRAFT, 3), (PUBLISHED, 97))
NOT_OPENED, NOT_SCORED = 0.02, 0.03  # of the last year


@dataclass(frozen=True)
class Course:
    state: str
    is_opened: bool = True
    is_scored: bool = True

    @property
    def is_signed_off(self) -> bool:
        return self.state in SIGNED_OFF

    @property
    def steps(self) -> tuple[str, ...]:
        return STEPS[self.state]


def course_of(dice: Random, *, is_last: bool) -> Course:
    """Return how far a year has come: of the last one some are not opened yet, or have no result."""
    beginning, states = dice.random(), OF_LAST_YEAR if is_last else OF_OTHER_YEARS
    [state] = dice.choices([state for state, _ in states], [share for _, share in states])
    if is_last and beginning < NOT_OPENED:
        return Course(DRAFT, is_opened=False)
    if is_last and beginning < NOT_OPENED + NOT_SCORED:
        return Course(DRAFT, is_scored=False)
    return Course(state)
