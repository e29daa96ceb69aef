"""A draft year exists for administrators only."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.models import Assessment, Framework
from assessments.years import services
from reports.package import export_package, import_package, read_package


@pytest.fixture
def draft(frameworks) -> Framework:
    Framework.objects.filter(fiscal_year=2567).update(state="draft")
    return Framework.objects.get(fiscal_year=2567)


def test_draft_is_no_year_of_a_municipality(sign_in, staff, municipality, draft):
    page = sign_in(staff).get(reverse("municipality", args=[municipality.code]))
    assert [year["framework"].fiscal_year for year in page.context["years"]] == [
        2569,
        2568,
        2566,
        2565,
        2564,
        2563,
        2562,
    ]
    assert sign_in(staff).get(reverse("year", args=[2567, municipality.code])).status_code == 404


def test_draft_year_cannot_be_opened(sign_in, staff, municipality, draft):
    assert sign_in(staff).post(reverse("open_year", args=[2567, municipality.code])).status_code == 404
    with pytest.raises(ValidationError) as refused:
        services.open_year(by=staff, municipality=municipality, framework=draft)
    assert refused.value.messages == ["เกณฑ์ปี 2567 ยังไม่ประกาศใช้"]
    assert not Assessment.objects.exists()


def test_package_of_a_draft_year_is_refused(make_year, municipality):
    year = make_year(2567)
    package = read_package(json.dumps(export_package(year)).encode())
    year.delete()
    Framework.objects.filter(fiscal_year=2567).update(state="draft")
    with pytest.raises(ValidationError) as refused:
        import_package(package, by=None)
    assert refused.value.messages[0] == "fiscal_year: ยังไม่มีเกณฑ์ของปี 2567 ในระบบ"
