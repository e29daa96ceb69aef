"""The demo goes into a base that has authorities already, and twice changes nothing."""

from assessments.models import Assessment, Municipality, User
from reports.demo.load import CODES, load_demo


def test_demo_goes_into_a_base_with_authorities(municipality):
    load_demo()
    made = [
        Municipality.objects.filter(code__startswith=CODES).count(),
        Assessment.objects.count(),
        User.objects.count(),
    ]
    assert made[0] >= 3 and made[1] > 3 and made[2] == 10
    load_demo()
    assert made == [
        Municipality.objects.filter(code__startswith=CODES).count(),
        Assessment.objects.count(),
        User.objects.count(),
    ]
