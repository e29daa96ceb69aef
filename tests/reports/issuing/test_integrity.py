"""What was issued can be proved years later: printed again from what is kept, byte for byte."""

import hashlib
import locale
import time
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from assessments.frameworks.storage import read_definitions
from assessments.models import Assessment, IndicatorScore, User
from reports.issuing import fingerprint, integrity, services
from reports.models import Document, IssuedDocument, Style
from tests.assessments.frameworks.pages import judged
from tests.corrections import correct
from tests.reports.samples import MEMO, make_document, make_measures


@pytest.fixture
def document(year, picture, settings) -> Document:
    settings.PORTAL_URL = "https://ita.example.go.th"
    year.municipality.emblem.save("ครุฑ.png", picture(size=(60, 60)))
    make_measures(year, 3)
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    return make_document(year, memo=MEMO)


@pytest.fixture
def issued(document, staff) -> IssuedDocument:
    return services.issue_document(by=staff, document=document)


def kept(issued: IssuedDocument) -> IssuedDocument:
    return IssuedDocument.objects.select_related("assessment__municipality").get(pk=issued.pk)


@pytest.fixture
def a_year_later(monkeypatch, settings, issued):
    """Everything around an issue as it may be a year later: clock, zone, language, definitions, look, names."""
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    monkeypatch.setattr("time.time", lambda: later.timestamp())
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    settings.TIME_ZONE, settings.LANGUAGE_CODE, settings.PORTAL_URL = ("America/New_York", "en", "https://other.go.th")
    before = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, "C")
    yield later
    locale.setlocale(locale.LC_ALL, before)
    monkeypatch.undo()
    time.tzset()


def test_prints_the_same_bytes_a_year_a_revision_and_a_style_later(
    document, issued, a_year_later, administrator, picture
):
    year, municipality = document.assessment, document.assessment.municipality
    definitions = read_definitions(year.framework)
    renamed = tuple(indicator.model_copy(update={"name": "ชื่อใหม่"}) for indicator in definitions.indicators)
    changed = definitions.model_copy(update={"indicators": renamed})
    changed = judged(changed, "indicators", 1, reason="เปลี่ยนแล้ว")
    correct(by=administrator, framework=year.framework, definitions=changed, reason="แก้ชื่อ")
    look = {"numerals": "arabic", "orientation": "landscape", "text_size": "large", "margins": "narrow"}
    Document.objects.update(**look, title=["ชื่อใหม่"], columns=[{"field": "steps", "heading": "ขั้นตอน"}], memo=None)
    Style.objects.create(municipality=municipality, name="รูปแบบใหม่", **look)
    municipality.emblem.delete()
    municipality.emblem.save("ตรา.png", picture(size=(20, 20)))
    municipality.name, municipality.code = "เทศบาลนครใหม่", "99990009"
    municipality.save()
    year.measures.update(title="เปลี่ยนแล้ว")
    IndicatorScore.objects.update(value=Decimal("1.00"))
    User.objects.update(position="ตำแหน่งใหม่")
    assert year.framework.revisions.count() == 2
    assert integrity.check_issue(kept(issued)) == integrity.GENUINE


@pytest.mark.usefixtures("blank_pages")
@pytest.mark.parametrize("place", [0, 1000, -1])
def test_one_changed_byte_is_noticed_and_not_given_out(issued, sign_in, staff, place):
    path = default_storage.path(issued.pdf.name)
    with open(path, "rb") as file:
        raw = bytearray(file.read())
    raw[place] ^= 1
    with open(path, "wb") as file:
        file.write(raw)
    assert integrity.check_issue(kept(issued)) == integrity.DAMAGED
    response = sign_in(staff).get(reverse("issued_pdf", args=[2567, "99990001", "results", 1]))
    page = response.content.decode()
    assert (response.status_code, "ไม่ตรงกับที่ออกไป" in page, "%PDF" in page) == (500, True, False)


@pytest.mark.usefixtures("blank_pages")
def test_lost_file_is_told(issued):
    default_storage.delete(issued.pdf.name)
    assert integrity.check_issue(kept(issued)) == integrity.LOST


@pytest.mark.usefixtures("blank_pages")
def test_changed_content_is_told(issued):
    content = {**issued.content, "title": ["รายงาน", "ที่แก้ไข"]}
    IssuedDocument.objects.update(content=content)
    assert integrity.check_issue(kept(issued)) == integrity.DIFFERS


@pytest.mark.usefixtures("blank_pages")
def test_changed_package_is_told(issued):
    IssuedDocument.objects.update(package={**issued.package, "fiscal_year": 2568})
    assert integrity.check_issue(kept(issued)) == integrity.DIFFERS


def test_issue_of_other_software_is_only_compared_by_its_hash(issued):
    IssuedDocument.objects.update(software={**issued.software, "weasyprint": "69.0"}, content={})
    assert integrity.check_issue(kept(issued)) == integrity.OTHER_SOFTWARE


def test_software_names_what_prints(issued):
    assert set(issued.software) == {
        "ita-portal",
        "weasyprint",
        "pydyf",
        "fonttools",
        "nlpo3",
        "pythainlp",
        "pillow",
        "django",
        "pango",
        "zlib",
        "printing",
    }
    with open("static/fonts/ITASarabun-Bold.ttf", "rb") as file:
        assert issued.fonts["ITASarabun-Bold.ttf"] == hashlib.sha256(file.read()).hexdigest()


@pytest.mark.parametrize("changed", ["css/document.css", "fonts/ITASarabun-Regular.ttf"])
def test_changed_style_or_font_is_another_version(monkeypatch, changed):
    before = (
        fingerprint._printing.__wrapped__()
        if hasattr(fingerprint._printing, "__wrapped__")
        else fingerprint._printing()
    )
    real = fingerprint.open_static
    monkeypatch.setattr(fingerprint, "open_static", lambda name: real(name) + b" " * (name == changed))
    fingerprint.fonts.cache_clear()
    assert fingerprint._printing() != before
    fingerprint.fonts.cache_clear()


def report(**options) -> tuple[str, str]:
    """Return what the command prints and its error."""
    out = StringIO()
    try:
        call_command("verify_issued", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.mark.usefixtures("blank_pages")
def test_command_checks_every_issue_and_fails_for_one(document, issued, staff):
    make_measures(document.assessment, 1)
    second = services.issue_document(by=staff, document=document)
    assert report() == ("ตรวจ 2 ฉบับ ถูกต้อง 2 ฉบับ\n", "")
    default_storage.delete(second.pdf.name)
    printed, error = report(municipality="99990001")
    assert error == "พบฉบับที่ผิด 1 ฉบับ"
    assert printed == (
        "เทศบาลเมืองทดสอบ ปี 2567 รายงานผลการดำเนินการ ฉบับที่ 2: ไม่พบไฟล์ ให้กู้จากชุดสำรอง\nตรวจ 2 ฉบับ ถูกต้อง 1 ฉบับ\n"
    )
    assert report(municipality="99990002") == ("ตรวจ 0 ฉบับ ถูกต้อง 0 ฉบับ\n", "")


@pytest.mark.usefixtures("blank_pages")
def test_command_says_what_it_could_not_compare(issued):
    IssuedDocument.objects.update(software={"ita-portal": "0.0.9"})
    printed, error = report()
    assert (printed.splitlines()[0], error) == ("ตรวจ 1 ฉบับ ถูกต้อง 1 ฉบับ", "")
    assert "ในจำนวนนี้ 1 ฉบับไฟล์ตรงกับที่ออกไป ออกด้วยโปรแกรม" in printed
