"""How scores lie, beside what the standard library and a plain count say."""

from decimal import Decimal
from statistics import quantiles

from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.spread import Spread
from assessments.scoring.totals import rounded

SCORES = st.decimals(min_value=0, max_value=100, places=2)


@given(st.lists(SCORES, min_size=2))
def test_quartiles_are_those_of_the_library(scores):
    spread = Spread.of(scores)
    assert [spread.lower, spread.median, spread.upper] == [
        rounded(value) for value in quantiles(scores, n=4, method="inclusive")
    ]


@given(st.lists(SCORES), SCORES)
def test_ranks_and_passes_are_counted(scores, score):
    spread = Spread.of(scores)
    assert spread.rank(score) == 1 + sum(other > score for other in scores)
    assert spread.reaching(score) == sum(other >= score for other in scores)


@given(st.lists(st.lists(SCORES)))
def test_groups_together_are_the_sum_of_their_scores(groups):
    together = [score for scores in groups for score in scores]
    assert Spread.merged(Spread.of(scores).packed() for scores in groups) == Spread.of(together)


def test_one_score_is_its_own_median_and_none_has_none():
    one = Spread.of([Decimal("85.01")])
    assert (one.lower, one.median, one.upper, len(one)) == (*[Decimal("85.01")] * 3, 1)
    assert (Spread().lower, Spread().median, Spread().rank(Decimal(1)), len(Spread())) == (None, None, 1, 0)
