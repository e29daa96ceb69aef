"""Finding documents by parts of their names, and the pages of the portal that look at whole years."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from assessments.accounts.access import ROLE_PERMISSIONS, Permission
from assessments.models import Assessment
from assessments.years.find import first_of, holding, year_of
from ita_portal.portal_app import Match, Matches
from ita_portal.thai import ascii_digits, thai_digits
from reports.documents.models import Document

YEAR = "assessment__framework__fiscal_year"


def portal_pages(user: Any) -> Iterator[Match]:
    permissions = ROLE_PERMISSIONS[user.role]
    yield Match("หน้าแรก", reverse("home"))
    yield Match("ปฏิทินของท่าน", reverse("calendar_feed"))
    yield Match("ตรวจสอบเอกสาร", reverse("verify"))
    yield Match("เอกสารหลายฉบับเป็นไฟล์เดียว", reverse("collections"))
    if Permission.IMPORT in permissions:
        yield Match("นำเข้าไฟล์แลกเปลี่ยน", reverse("exchange"))
    if Permission.OVERSEE in permissions and user.municipality_id:
        yield Match("ประวัติบัญชีผู้ใช้และรูปแบบเอกสาร", reverse("member_history", args=[user.municipality.code]))
    if Permission.ADMINISTER in permissions:
        yield Match("ประวัติบัญชีผู้ใช้และรูปแบบเอกสารทั้งหมด", reverse("all_member_history"))
        yield Match("ประวัติกำหนดการ", reverse("deadline_history"))


def find_rows(user: Any, words: Sequence[str], years: QuerySet[Assessment]) -> Iterator[Matches]:
    rows = Document.objects.filter(assessment__in=years)
    rows = rows.annotate(title_text=Cast("title", TextField())).filter(*map(_named, words))
    rows = rows.select_related("assessment__municipality", "assessment__framework").order_by(f"-{YEAR}", "pk")
    documents, more = first_of(rows)
    yield Matches(5, "เอกสาร", [_document(user, document) for document in documents], more)


def _named(word: str) -> Q:
    """Return the condition that a document's title, kind or year holds a word.

    SQLite keeps the title as JSON writes it, in escapes; PostgreSQL in letters.
    """
    kinds = [kind for kind, label in Document.Kind.choices if word in ascii_digits(label)]
    escaped = (("title_text__icontains", json.dumps(form)[1:-1]) for form in (word, thai_digits(word)))
    return holding([word], "title_text", YEAR) | Q(*escaped, _connector=Q.OR) | Q(kind__in=kinds)


def _document(user: Any, document: Document) -> Match:
    year = document.assessment
    about = f"{document} · {year_of(user, year)}"
    return Match(document.get_kind_display(), year.address("document", document.kind), about)
