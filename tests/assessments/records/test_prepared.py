"""A prepared query answers as the one that is put together anew, and is put together once."""

from assessments.models import Assessment
from assessments.records.prepared import prepared


def test_row_is_that_of_the_keys_and_the_query_is_put_together_once(year, django_assert_num_queries):
    made = []

    @prepared
    def state_of(pk: int, municipality: int, *, named: str):
        made.append(named)
        return Assessment.objects.filter(pk=pk, municipality=municipality).values_list("state", named)

    with django_assert_num_queries(4):
        assert state_of(year.pk, year.municipality_id, named="pk") == ("draft", year.pk)
        assert state_of(year.pk, year.municipality_id, named="municipality") == ("draft", year.municipality_id)
        assert state_of(year.pk, 0, named="pk") is None
        Assessment.objects.update(state="approved")
    assert state_of(year.pk, year.municipality_id, named="pk") == ("approved", year.pk)
    assert made == ["pk", "municipality"]
