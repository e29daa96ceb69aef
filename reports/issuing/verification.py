"""What the portal says of a code or a file: genuine, superseded or unknown, and nothing that is not published."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from assessments.accounts.models import User

from .models import IssuedDocument
from .stamp import read_code


@dataclass(frozen=True)
class Verdict:
    """An issue that is known to who asks, and the newest of its kind that is; equal where nothing has superseded it."""

    issued: IssuedDocument
    current: IssuedDocument
    is_public: bool

    @property
    def is_current(self) -> bool:
        return self.issued.pk == self.current.pk


def by_code(user: User | AnonymousUser, typed: str) -> Verdict | None:
    """Return the verdict on a code however it was typed; None where it is unknown to this user."""
    code = read_code(typed)
    return _verdict(user, known_to(user).filter(code=code)) if code else None


def by_hash(user: User | AnonymousUser, sha256: str) -> Verdict | None:
    """Return the verdict on a file by its SHA-256."""
    return _verdict(user, known_to(user).filter(sha256=sha256))


def known_to(user: User | AnonymousUser) -> QuerySet[IssuedDocument]:
    """Return the issues of which this user may know: what is public, and for members what they may see."""
    known = Q(pk__in=IssuedDocument.objects.public().values("pk"))
    if user.is_authenticated:
        known |= Q(pk__in=IssuedDocument.objects.for_user(user).values("pk"))
    issues = IssuedDocument.objects.filter(known).defer("content", "package")
    return issues.select_related("assessment__municipality", "assessment__framework")


def _verdict(user: User | AnonymousUser, issues: QuerySet[IssuedDocument]) -> Verdict | None:
    issued = issues.order_by("pk").last()
    if issued is None:
        return None
    current = known_to(user).filter(assessment=issued.assessment_id, kind=issued.kind)[0]
    return Verdict(issued, current, IssuedDocument.objects.public().filter(pk=issued.pk).exists())
