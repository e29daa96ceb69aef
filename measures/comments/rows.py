"""The rows of a year that comments are on, and how addresses name them. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import F

from assessments.accounts.access import Permission, can
from assessments.models import Assessment, Indicator, User
from ita_portal.ids import id_of
from measures.plan.models import Measure

from .models import Comment
from .services import may_close

YEAR = "year"


@dataclass(frozen=True)
class CommentedRow:
    """A measure, an indicator's score or, with neither, the year itself."""

    year: Assessment
    measure: Measure | None = None
    indicator: Indicator | None = None

    @classmethod
    def of(cls, comment: Comment) -> "CommentedRow":
        return cls(comment.assessment, comment.measure, comment.indicator)

    @property
    def key(self) -> str:
        """The row as addresses name it: "measure-<key>", "indicator-<number>", "year"."""
        if self.measure:
            return f"measure-{self.measure.pk}"
        return f"indicator-{self.indicator.number}" if self.indicator else YEAR

    @property
    def label(self) -> str:
        if self.measure:
            return f"มาตรการ “{self.measure}”"
        if self.indicator:
            return f"ตัวชี้วัดที่ {self.indicator.number} {self.indicator.name}"
        return "ภาพรวมของปี"

    @property
    def address(self) -> str:
        """Where the row stands."""
        if self.measure:
            return self.year.address("measure_progress", self.measure.pk)
        if self.indicator:
            return f"{self.year.address('scores')}#id_score_{self.indicator.number}"
        return self.year.address("year")

    @property
    def comments(self):
        return self.year.comments.shown().on(self.measure, self.indicator)

    @property
    def comments_address(self) -> str:
        return f"{self.year.address('comments')}?about={self.key}"


def find_row(year: Assessment, key: str) -> CommentedRow | None:
    """Return the row that a key names; None where there is none such, or no more."""
    if key == YEAR:
        return CommentedRow(year)
    kind, _, number = key.partition("-")
    measure = indicator = None
    if kind == "measure":
        measure = year.measures.filter(pk=id_of(number)).first()
    elif kind == "indicator":
        indicator = year.framework.indicators.filter(number=id_of(number)).first()
    return CommentedRow(year, measure, indicator) if measure or indicator else None


@dataclass(frozen=True)
class Said:
    """A comment as a list shows it."""

    comment: Comment
    row: CommentedRow
    may_close: bool = False
    may_withdraw: bool = False

    @property
    def named(self) -> str:
        """Return whom it names: units, then people."""
        return " · ".join(map(str, [*self.comment.units.all(), *self.comment.people.all()]))


def said(comments: Iterable[Comment], year: Assessment, user: User) -> list[Said]:
    """Return comments of `listed` as the list of a whole year shows them to a user."""
    may_comment = can(user, Permission.COMMENT, year)
    return [
        Said(comment, CommentedRow(year, comment.measure, comment.indicator), may_comment and may_close(user, comment))
        for comment in comments
    ]


def said_on(row: CommentedRow, user: User) -> list[Said]:
    """Return all that is said on one row; its author may withdraw what nobody answered."""
    listed = said(row.comments.listed(), row.year, user)
    if listed and can(user, Permission.COMMENT, row.year):
        last = listed[0].comment
        mine = last.by_id == user.pk and last.is_open and not last.steps.all()
        listed[0] = replace(listed[0], may_withdraw=mine)
    return listed


def open_by_indicator(year: Assessment) -> dict[int, list[Comment]]:
    """Return the open comments on the year's scores by indicator number, the newest first; one query."""
    rows = year.comments.open().filter(indicator__isnull=False).select_related("by").order_by("-pk")
    comments: dict[int, list[Comment]] = {}
    for comment in rows.annotate(number=F("indicator__number")):
        comments.setdefault(comment.number, []).append(comment)
    return comments
