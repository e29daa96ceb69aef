import hashlib

import pytest
from django.core.files.base import ContentFile

from assessments.frameworks.services import freeze_framework
from assessments.models import Municipality
from reports.models import IssuedDocument
from reports.output.content import document_content
from tests.reports.samples import make_document

SCORES = {number: "90.00" for number in range(1, 11)}


@pytest.fixture
def towns(db) -> list[Municipality]:
    """Five further authorities of the province."""
    return [
        Municipality.objects.create(
            code=f"9998000{n}", name=f"เทศบาลตำบลที่ {n}", kind="subdistrict", district="เมือง", province="ทดสอบ"
        )
        for n in range(1, 6)
    ]


@pytest.fixture
def issue(administrator):
    """Return a function that stores an issue of a year with this file, as issuing would."""

    def make(year, body: bytes, *, number: int = 1, kind: str = "results") -> IssuedDocument:
        document = year.documents.filter(kind=kind).first() or make_document(year)
        return IssuedDocument.objects.create(
            assessment=year,
            kind=kind,
            number=number,
            code=f"ITA-{year.pk:04}-{number:04}-ABCD",
            title="รายงาน",
            software={},
            content=document_content(document).as_json(),
            package={},
            framework_revision=freeze_framework(year.framework),
            issued_by=administrator,
            pdf=ContentFile(body, name=f"{year.pk}-{number}.pdf"),
            sha256=hashlib.sha256(body).hexdigest(),
        )

    return make
