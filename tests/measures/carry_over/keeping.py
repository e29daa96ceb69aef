"""Shorthand of the tests for what the button of the page does."""

from measures.carry_over.choices import measures_before
from measures.carry_over.services import CarryChoice, decide_carries


def keep_rest(*, by, assessment) -> int:
    """Keep all of last year's measures that nobody decided on yet."""
    rest = measures_before(assessment).exclude(carries__assessment=assessment)
    return decide_carries(by=by, assessment=assessment, choices={row.pk: CarryChoice("keep") for row in rest})
