import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.package import MAX_BYTES, export_package
from tests.reports.samples import make_document

from .bad_packages import BAD, GOOD, changed
from .test_commands import stored

URL = "/exchange/"


def upload(client, value, follow=False, **options):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    file = SimpleUploadedFile("package.json", raw)
    return client.post(URL, {"file": file, **options}, follow=follow)


@pytest.fixture
def importing(sign_in, staff, frameworks):
    return sign_in(staff)


def test_exchange_takes_a_package_of_the_own_municipality(importing, municipality):
    response = upload(importing, GOOD)
    assert (response.status_code, response.url) == (302, "/2566/99990001/")
    assert export_package(municipality.assessments.get()) == GOOD


def test_exchange_takes_any_package_from_the_administrator(sign_in, administrator, frameworks, municipality):
    assert upload(sign_in(administrator), GOOD).status_code == 302


@pytest.mark.parametrize("name", [name for name in BAD if name not in ("empty", "too large")])
def test_exchange_refuses_a_bad_package_with_its_faults(importing, municipality, name):
    raw, fault = BAD[name]
    before = stored()
    response = upload(importing, raw)
    assert response.status_code == 422
    assert any(fault in text for text in response.context["faults"])
    assert "ไม่ได้นำเข้าไฟล์นี้ และข้อมูลเดิมไม่เปลี่ยนแปลง" in response.content.decode()
    assert stored() == before


def test_exchange_refuses_a_foreign_municipality_as_unknown(importing, other_municipality):
    package = changed("municipality.code", other_municipality.code)
    nowhere = changed("municipality.code", "12345678")
    faults = [upload(importing, refused).context["faults"] for refused in (package, nowhere)]
    assert faults[0] == [fault.replace("12345678", other_municipality.code) for fault in faults[1]]
    assert stored() == "[]"


def test_exchange_replaces_only_when_told(importing, municipality):
    upload(importing, GOOD)
    before = stored()
    other = changed("measures.0.title", "อื่น")
    assert upload(importing, other).status_code == 422
    assert stored() == before
    assert upload(importing, other, replace="on").status_code == 302
    assert export_package(municipality.assessments.get()) == other


def test_exchange_refuses_a_large_upload_unread(importing, municipality, monkeypatch):
    def no_read(raw):
        raise AssertionError("read")

    monkeypatch.setattr("reports.package.views.read_package", no_read)
    response = upload(importing, b" " * (MAX_BYTES + 1))
    assert response.status_code == 422
    assert response.context["form"].errors == {"file": ["ไฟล์ใหญ่ 5.0 MB เกินที่รับได้ 5 MB ระบบจึงไม่ได้อ่านไฟล์นี้"]}


def test_exchange_needs_a_file(importing):
    response = importing.post(URL, {})
    assert (response.status_code, response.context["form"].errors) == (422, {"file": ["เลือกไฟล์แลกเปลี่ยนก่อน"]})


@pytest.mark.parametrize("role", ["approver", "auditor", "national_auditor"])
def test_exchange_is_closed_to_readers(sign_in, role, request, frameworks, municipality):
    client = sign_in(request.getfixturevalue(role))
    assert (client.get(URL).status_code, upload(client, GOOD).status_code) == (403, 403)
    assert stored() == "[]"


def test_exchange_page_reads_little(importing, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert importing.get(URL).status_code == 200


def test_faults_are_escaped(importing, municipality):
    page = upload(importing, changed("format", "<script>alert(1)</script>")).content.decode()
    assert "<script>alert(1)" not in page


def test_export_downloads_the_package(sign_in, approver, year):
    make_document(year)
    response = sign_in(approver).get(reverse("package_export", args=[2567, year.municipality.code]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="ita-99990001-2567.json"'
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    text = response.content.decode()
    assert json.loads(text) == export_package(year)
    assert "เทศบาลเมืองทดสอบ" in text and '\n "format"' in text


def test_export_of_a_foreign_year_is_404(sign_in, foreign_auditor, year):
    address = reverse("package_export", args=[2567, year.municipality.code])
    assert sign_in(foreign_auditor).get(address).status_code == 404


def test_export_reads_with_few_queries(sign_in, approver, year, django_assert_max_num_queries):
    make_document(year)
    client = sign_in(approver)
    with django_assert_max_num_queries(15):
        client.get(reverse("package_export", args=[2567, year.municipality.code]))


def test_a_post_of_too_many_fields_is_refused_in_thai(importing, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    response = importing.post(URL, {f"x{place}": "1" for place in range(6)})
    assert response.status_code == 400
    assert "<h1>รับข้อมูลนี้ไม่ได้</h1>" in response.content.decode()


def test_exchange_tells_what_it_mended(importing, municipality):
    value = json.loads(json.dumps(GOOD))
    value["measures"][0]["title"] = "เเผนเเม่บท"
    told = [str(message) for message in upload(importing, value, follow=True).context["messages"]]
    assert "ระบบแก้ข้อความให้พิมพ์และค้นหาได้ถูกต้อง: แก้ เเ (เ สองตัว) เป็น แ 2 แห่ง" in told
