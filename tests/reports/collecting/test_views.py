"""The pages of collections."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.collecting import services
from reports.collecting.models import Collection

from .conftest import SCORES

pytestmark = pytest.mark.usefixtures("blank_pages")
ADDRESS = "/collections/"


@pytest.fixture
def province(year, towns, make_year, issue):
    issue(year, b"%PDF")
    make_year(2567, SCORES, of=towns[0], state="approved")
    return towns


@pytest.fixture
def asked(monkeypatch):
    """What workers were nudged for."""
    keys: list[int] = []
    monkeypatch.setattr("reports.collecting.jobs.work.apply_async", lambda args, **options: keys.append(*args))
    return keys


def test_filters_stand_in_the_address_and_say_how_much_it_is(sign_in, province, national_auditor):
    client = sign_in(national_auditor)
    query = {"fiscal_year": 2567, "province": "ทดสอบ"}
    expected = client.get(ADDRESS, query).context["expected"]
    assert vars(expected) == {"places": 6, "issued": 1, "sheets": 1, "missing": 4}
    for state, places in (("approved", 1), ("not_started", 4), ("published", 0)):
        assert client.get(ADDRESS, {**query, "state": state}).context["expected"].places == places
    codes = f"{province[0].code}, ๙๙๙๘๐๐๐๒"
    assert client.get(ADDRESS, {**query, "codes": codes}).context["expected"].places == 2


def test_codes_that_nobody_may_see_are_named(sign_in, province, foreign_province_auditor):
    response = sign_in(foreign_province_auditor).post(ADDRESS, {"fiscal_year": 2567, "codes": province[0].code})
    assert response.status_code == 422
    assert province[0].code in response.context["form"].errors["codes"][0]


def test_from_choosing_to_the_file(sign_in, province, national_auditor, asked, django_capture_on_commit_callbacks):
    client = sign_in(national_auditor)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ADDRESS, {"fiscal_year": 2567, "province": "ทดสอบ", "kind": "subdistrict"})
    collection = Collection.objects.get()
    assert (response.url, asked) == (collection.get_absolute_url(), [collection.pk])
    assert collection.chosen == "จังหวัดทดสอบ · เทศบาลตำบล"
    page = client.get(response.url)
    assert "จาก 5 รายการ" in page.content.decode()
    assert client.get(reverse("collection_zip", args=[collection.pk])).status_code == 404
    headers = {"HX-Request": "true", "HX-Target": "progress"}
    assert b"</html>" not in client.get(response.url, headers=headers).content
    while services.make_slice(collection.pk):
        pass
    assert client.get(response.url, headers=headers)["HX-Refresh"] == "true"
    assert services.NOT_OPENED in client.get(response.url).content.decode()
    download = client.get(reverse("collection_zip", args=[collection.pk]))
    assert (download["Content-Type"], download.streaming) == ("application/zip", True)
    assert len(zipfile.ZipFile(io.BytesIO(b"".join(download.streaming_content))).namelist()) == 3


def test_a_refusal_keeps_what_was_chosen(sign_in, province, national_auditor):
    response = sign_in(national_auditor).post(ADDRESS, {"fiscal_year": 2562, "province": "ทดสอบ"})
    assert response.status_code == 422
    assert response.context["form"]["province"].value() == "ทดสอบ"
    assert "ไม่มีหน่วยงานใด" in response.content.decode()


def test_others_collections_are_not_there(sign_in, province, national_auditor, administrator):
    services.start_collection(
        by=national_auditor, fiscal_year=2567, places=type(province[0]).objects.all(), chosen="ทั้งหมด"
    )
    client, pk = sign_in(administrator), Collection.objects.get().pk
    assert list(client.get(ADDRESS).context["page"]) == []
    for name in ("collection", "collection_zip"):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    for name in ("collection_cancel", "collection_resume"):
        assert client.post(reverse(name, args=[pk])).status_code == 404


def test_cancelling_and_going_on(sign_in, province, national_auditor):
    client = sign_in(national_auditor)
    client.post(ADDRESS, {"fiscal_year": 2567})
    pk = Collection.objects.get().pk
    client.post(reverse("collection_cancel", args=[pk]))
    assert "ทำต่อ 2 รายการ" in client.get(reverse("collection", args=[pk])).content.decode()
    client.post(reverse("collection_resume", args=[pk]))
    assert Collection.objects.get().state == "waiting"


def test_pages_ask_as_often_for_many_as_for_one(sign_in, province, towns, national_auditor):
    client, counts = sign_in(national_auditor), []
    for _ in range(2):
        client.post(ADDRESS, {"fiscal_year": 2567})
        pk = Collection.objects.first().pk
        while services.make_slice(pk):
            pass
        of_round = []
        for address in (f"{ADDRESS}?fiscal_year=2567", reverse("collection", args=[pk])):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            of_round.append(len(captured))
        counts.append(of_round)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
