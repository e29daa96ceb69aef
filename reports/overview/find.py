"""The pages about all authorities, for the search."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from assessments.accounts.access import sees_many
from ita_portal.portal_app import Match


def portal_pages(user: Any) -> Iterator[Match]:
    if sees_many(user):
        yield Match("ภาพรวมของทุกหน่วยงาน", reverse("overview_newest"), "ตาราง ข้อที่ควรดู ความคืบหน้า")
