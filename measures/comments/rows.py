"""The rows of a year that comments are on, and how addresses name them. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from assessments.accounts.access import Permission, can
from assessments.models import Assessment, Indicator, User
from ita_portal.ids import id_of
from measures.plan.models import Measure

from .models import Comment

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
        place = [self.year.fiscal_year, self.year.municipality.code]
        if self.measure:
            return reverse("measure_progress", args=[*place, self.measure.pk])
        if self.indicator:
            return f"{reverse('scores', args=place)}#id_score_{self.indicator.number}"
        return reverse("year", args=place)

    @property
    def comments(self):
        return self.year.comments.shown().on(self.measure, self.indicator)

    @property
    def comments_address(self) -> str:
        place = [self.year.fiscal_year, self.year.municipality.code]
        return f"{reverse('comments', args=place)}?about={self.key}"


def find_row(year: Assessment, key: str) -> CommentedRow | None:
    """Return the row that a key names; None where there is none such, or no more."""
    if key == YEAR:
        return CommentedRow(year)
    kind, _, number = key.partition("-")
    if kind == "measure":
        measure = year.measures.filter(pk=id_of(number)).first()
        return measure and CommentedRow(year, measure=measure)
    indicator = (
        year.framework.indicators.filter(number=id_of(number)).first() if kind == "indicator" else None
    )
    return indicator and CommentedRow(year, indicator=indicator)


@dataclass(frozen=True)
class Said:
    """A comment as a list shows it."""

    comment: Comment
    row: CommentedRow
    may_withdraw: bool = False

    @property
    def named(self) -> str:
        """Return whom it names: units, then people."""
        found = [*self.comment.units.all(), *self.comment.people.all()]
        return " · ".join(str(each) for each in found)


def said(comments: Iterable[Comment], year: Assessment) -> list[Said]:
    """Return comments of `listed` as the list of a whole year shows them."""
    found = []
    for comment in comments:
        comment.assessment = year
        found.append(Said(comment, CommentedRow.of(comment)))
    return found


def said_on(row: CommentedRow, user: User) -> list[Said]:
    """Return all that is said on one row; its author may withdraw what nobody answered."""
    found = said(row.comments.listed(), row.year)
    if found and can(user, Permission.COMMENT, row.year):
        last = found[0].comment
        mine = last.by_id == user.pk and last.is_open and not last.steps.all()
        found[0] = Said(last, found[0].row, may_withdraw=mine)
    return found


def open_by_indicator(year: Assessment) -> dict[int, list[Comment]]:
    """Return the open comments on the year's scores by indicator number, the newest first; one query."""
    rows = year.comments.open().filter(indicator__isnull=False)
    found: dict[int, list[Comment]] = {}
    for row in rows.select_related("by", "indicator").order_by("-pk"):
        found.setdefault(row.indicator.number, []).append(row)
    return found
