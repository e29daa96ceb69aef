"""Fixtures that every test may use. Names are invented; codes 99… belong to no real authority."""

import hashlib
import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from PIL import Image

from assessments.frameworks.shipped import DATA, load_frameworks
from assessments.models import (
    AreaLink,
    Assessment,
    Framework,
    Indicator,
    IndicatorLink,
    IndicatorScore,
    Item,
    ItemLink,
    Municipality,
    User,
)
from assessments.records.bulk import save_rows

# How fast the machine is says nothing of the code. `./run fuzz` takes the thorough profile.
hypothesis.settings.register_profile("portal", deadline=None, max_examples=100)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=1_000)
hypothesis.settings.load_profile("portal")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config, items) -> None:
    """On PostgreSQL run only what asks a database: the rest, and what `one_database` marks, ran on SQLite."""
    if connection.vendor == "sqlite":
        return
    asking = [
        item
        for item in items
        if not item.get_closest_marker("one_database")
        and (item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in asking])
    items[:] = asking


PASSWORD = "รหัสผ่านสำหรับทดสอบ-2567"
SCORES_2566 = dict(enumerate("97.75 91.36 93.83 91.50 92.71 93.47 89.07 91.81 100.00 93.75".split(), start=1))
SCORES_2567 = dict(enumerate("90.64 92.12 95.55 74.54 89.98 92.11 89.81 78.89 90.00 100.00".split(), start=1))


@pytest.fixture(autouse=True)
def test_settings(settings, tmp_path):
    """No manifest to collect, quick passwords, uploads that vanish."""
    settings.STATIC_ROOT = str(tmp_path / "static")  # else every client lists what was collected: 0.1 s a test
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PAGES_DIR = str(tmp_path / "pages")
    settings.RENDER_APART = False  # tests of the printers have some of their own


def load_known_years() -> None:
    """Store the shipped definitions but for the last year, which tests make themselves."""
    known = json.loads(DATA.read_text(encoding="utf-8"))[:-1]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "frameworks.json"
        path.write_text(json.dumps(known), encoding="utf-8")
        load_frameworks(path)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test begins with the definitions of 2562 to 2569: stored once, they cost no test half a second."""
    with django_db_blocker.unblock():
        load_known_years()


@pytest.fixture
def frameworks(db) -> dict[int, Framework]:
    """The shipped definitions by fiscal year; stored anew after a test with transactions of its own."""
    if not Framework.objects.exists():
        load_known_years()
    return {framework.fiscal_year: framework for framework in Framework.objects.all()}


@pytest.fixture
def no_frameworks(db) -> None:
    """A portal without any definitions."""
    for model in (ItemLink, IndicatorLink, AreaLink, Item, Indicator, Framework):  # what protects others goes first
        model.objects.all().delete()


@pytest.fixture
def relate(frameworks):
    """Return a function that stores how a year's indicators compare with the year before, in place of what is.

    It takes (number before or None, number after or None, comparable, reason), and nothing for "nobody has said".
    """

    def store(fiscal_year: int, *pairs: tuple[int | None, int | None, bool, str]) -> None:
        framework = frameworks[fiscal_year]
        before, after = (
            {indicator.number: indicator for indicator in Indicator.objects.filter(framework__fiscal_year=year)}
            for year in (fiscal_year - 1, fiscal_year)
        )
        framework.indicator_links.all().delete()
        IndicatorLink.objects.bulk_create(
            IndicatorLink(
                framework=framework, before=before.get(old), after=after.get(new), comparable=comparable, reason=reason
            )
            for old, new, comparable, reason in pairs
        )

    return store


@pytest.fixture
def relate_areas(frameworks):
    """Return a function that stores what became of the areas of the year before, as `relate` takes it."""

    def store(fiscal_year: int, *pairs: tuple[int | None, int | None, bool, str]) -> None:
        before, after = (
            {area.number: area for area in frameworks[year].areas.all()} for year in (fiscal_year - 1, fiscal_year)
        )
        frameworks[fiscal_year].area_links.all().delete()
        AreaLink.objects.bulk_create(
            AreaLink(
                framework=frameworks[fiscal_year],
                before=before.get(old),
                after=after.get(new),
                comparable=comparable,
                reason=reason,
            )
            for old, new, comparable, reason in pairs
        )

    return store


@pytest.fixture
def municipality(db) -> Municipality:
    return Municipality.objects.create(
        code="99990001", name="เทศบาลเมืองทดสอบ", kind="town", district="เมืองทดสอบ", province="ทดสอบ"
    )


@pytest.fixture
def other_municipality(db) -> Municipality:
    """A municipality of another province."""
    return Municipality.objects.create(
        code="99990002", name="เทศบาลตำบลอื่น", kind="subdistrict", district="อื่น", province="อื่น"
    )


@pytest.fixture
def make_user(db):
    def make(username: str, role: str, **fields) -> User:
        return User.objects.create_user(username, PASSWORD, role=role, **fields)

    return make


@pytest.fixture
def staff(make_user, municipality) -> User:
    return make_user("staff", "staff", municipality=municipality, position="นักวิเคราะห์นโยบายและแผน")


@pytest.fixture
def approver(make_user, municipality) -> User:
    return make_user("approver", "approver", municipality=municipality, position="ปลัดเทศบาล")


@pytest.fixture
def auditor(make_user, municipality) -> User:
    """The internal auditor of `municipality`."""
    return make_user("auditor", "auditor", municipality=municipality, position="นักวิชาการตรวจสอบภายใน")


@pytest.fixture
def national_auditor(make_user) -> User:
    return make_user("nation", "auditor", position="ผู้ตรวจสอบระดับประเทศ")


@pytest.fixture
def administrator(make_user) -> User:
    return make_user("administrator", "administrator", position="ผู้ดูแลระบบ")


@pytest.fixture
def foreign_auditor(make_user, other_municipality) -> User:
    """The auditor of another municipality: must see nothing of `municipality`."""
    return make_user("foreign", "auditor", municipality=other_municipality)


@pytest.fixture
def foreign_staff(make_user, other_municipality):
    return make_user("foreign_staff", "staff", municipality=other_municipality)


@pytest.fixture
def province_auditor(make_user, municipality):
    return make_user("province", "auditor", province=municipality.province)


@pytest.fixture
def foreign_province_auditor(make_user, other_municipality):
    return make_user("foreign_province", "auditor", province=other_municipality.province)


@pytest.fixture
def make_year(frameworks, municipality):
    """Return a function that stores a municipality's year with its scores by indicator number."""

    def make(fiscal_year: int, scores: dict[int, str] | None = None, of=municipality, **fields) -> Assessment:
        framework = frameworks[fiscal_year]
        assessment = Assessment.objects.create(municipality=of, framework=framework, **fields)
        indicators = {indicator.number: indicator for indicator in framework.indicators.all()}
        save_rows(
            IndicatorScore(assessment=assessment, indicator=indicators[number], value=Decimal(value))
            for number, value in (scores or {}).items()
        )
        return assessment

    return make


@pytest.fixture
def year(make_year) -> Assessment:
    """Fiscal year 2567 of `municipality`, with 2566 before it: the printed results of domain.md."""
    make_year(2566, SCORES_2566, official_total=Decimal("94.22"))
    return make_year(2567, SCORES_2567, official_total=Decimal("90.65"), official_level="ผ่าน")


@pytest.fixture
def picture():
    """Return a function that makes a small uploaded picture of a real format."""

    def make(name: str = "emblem.png", image_format: str = "PNG", size: tuple[int, int] = (4, 4)) -> ContentFile:
        raw = BytesIO()
        Image.new("RGB", size, "navy").save(raw, image_format)
        return ContentFile(raw.getvalue(), name)

    return make


@pytest.fixture
def sign_in(db, client):
    """Return a function that signs a user in on the test client and gives the client back."""

    def sign(user: User):
        client.force_login(user)
        return client

    return sign


def digest_of(html: str, attached: dict | None) -> str:
    return hashlib.sha256(f"{html}{json.dumps(attached, default=str)}".encode()).hexdigest()


_rendered: dict[str, bytes] = {}


@pytest.fixture
def rendered_once(monkeypatch):
    """Lay the pages of one document out once: for tests that ask for PDFs, but not how they come about."""
    from reports.output import render  # here: most tests do without

    html_to_pdf = render.html_to_pdf

    def render_once(html: str, attached: dict | None = None) -> bytes:
        key = digest_of(html, attached)
        if key not in _rendered:
            _rendered[key] = html_to_pdf(html, attached)
        return _rendered[key]

    monkeypatch.setattr(render, "html_to_pdf", render_once)


@pytest.fixture
def blank_pages(monkeypatch):
    """Put a blank page, one for each content, in place of every PDF: for tests of what stands around the pages."""
    from reports.output import render

    blank = BytesIO()
    Image.new("1", (8, 8), 1).save(blank, "PDF")
    monkeypatch.setattr(
        render, "html_to_pdf", lambda html, attached=None: blank.getvalue() + f"% {digest_of(html, attached)}".encode()
    )
