"""A run of years read at once says what each year's definitions say by themselves."""

from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.frameworks.rules_by_year import read_run
from assessments.models import Framework
from assessments.scoring.comparison import compare


def test_run_says_what_each_year_says(frameworks, django_assert_num_queries):
    with django_assert_num_queries(3):
        run = read_run(2563, 2568, frameworks[2568])
    rules = {fiscal_year: frameworks[fiscal_year].rules() for fiscal_year in range(2563, 2569)}
    assert run.rules == rules
    assert run.comparisons == {
        after: compare(crosswalk_of(after - 1, after), rules[after - 1], rules[after]) for after in range(2564, 2569)
    }


def test_drafts_are_left_out_but_for_the_own_year(frameworks):
    Framework.objects.filter(fiscal_year__in=(2567, 2568)).update(state=Framework.State.DRAFT)
    assert sorted(read_run(2566, 2568, frameworks[2567]).rules) == [2566, 2567]


def test_own_year_without_definitions_has_no_rules(no_frameworks):
    bare = Framework.objects.create(fiscal_year=2570)
    run = read_run(2569, 2570, bare)
    assert (run.rules, run.comparisons) == ({}, {})
