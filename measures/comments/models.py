"""What people say to each other about a row of a year: not part of its contents, so no lock of a year holds it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from assessments.models import Assessment, Indicator, Role, Unit, User
from assessments.municipalities.models import seen_by
from measures.plan.models import Measure

ANSWERING = (Role.STAFF, Role.APPROVER)  # who speaks for the municipality


class CommentQuerySet(models.QuerySet["Comment"]):
    def shown(self) -> Self:
        """Return those whose row is there: comments on a deleted measure wait until it is brought back."""
        return self.filter(Q(measure__isnull=True) | Q(measure__deleted_at__isnull=True))

    def open(self) -> Self:
        return self.filter(is_open=True)

    def on(self, measure: Measure | None, indicator: Indicator | None) -> Self:
        """Return those on this row; with neither, those on the year itself."""
        return self.filter(measure=measure, indicator=indicator)

    def remarks(self) -> Self:
        """Return what auditors wrote."""
        return self.filter(by_role=Role.AUDITOR)

    def answered(self) -> Self:
        return self.filter(_has_answer())

    def unanswered(self) -> Self:
        return self.filter(~_has_answer())

    def waiting_for(self, user: User) -> Self:
        """Return the open ones that wait for the user.

        Staff and approvers have what names them, and what an auditor wrote until somebody of theirs answered; an
        auditor has the own remarks that were answered, until they are closed.
        """
        rows = self.shown().open()
        if user.role == Role.AUDITOR:
            own = rows.remarks().filter(by=user).filter(seen_by(user, "assessment__municipality__"))
            return own.answered()
        if user.role not in ANSWERING:
            return rows.none()
        asked = Q(by_role=Role.AUDITOR, assessment__municipality=user.municipality_id) & ~_has_answer()
        return rows.filter(asked | Q(pk__in=rows.mentioning(user).values("pk")))

    def mentioning(self, user: User) -> Self:
        """Return those of the user's municipality that name the user or the user's unit, own ones left out."""
        named = Q(pk__in=self.model.people.through.objects.filter(user=user).values("comment"))
        if user.unit_id:
            named |= Q(pk__in=self.model.units.through.objects.filter(unit=user.unit_id).values("comment"))
        return self.filter(named, assessment__municipality=user.municipality_id).exclude(by=user)

    def listed(self) -> Self:
        """Bring along, in four queries however many there are, all that a list shows; the newest first."""
        return (
            self.select_related("by__unit", "measure", "indicator")
            .prefetch_related("units", "people", models.Prefetch("steps", CommentStep.objects.select_related("by")))
            .order_by("-pk")
        )


def _has_answer() -> Q:
    """Return the condition that somebody of the municipality said something later on the same row."""
    of_year = Comment.objects.filter(assessment=OuterRef("assessment"), pk__gt=OuterRef("pk"), by_role__in=ANSWERING)
    same_row = (Exact(Coalesce(F(name), 0), Coalesce(OuterRef(name), 0)) for name in ("measure", "indicator"))
    return Q(Exists(of_year.filter(*same_row).order_by()))


class Comment(models.Model):
    """A comment on a measure, on an indicator's score or, with neither, on the year; open until it is resolved.

    `by_role` is the author's role at that time. What an auditor wrote is a remark, which the municipality answers.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="comments", verbose_name="ผลการประเมิน")
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="comments", verbose_name="มาตรการ"
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="ตัวชี้วัด"
    )
    text = models.TextField("ข้อความ")
    units = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name="ถึงกอง/สำนัก")
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="mentioned_in", blank=True, verbose_name="ถึงผู้ร่วมงาน"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้เขียน")
    by_role = models.CharField("บทบาทของผู้เขียน", max_length=20, choices=Role, editable=False)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    is_open = models.BooleanField("ยังเปิดอยู่", default=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "ความเห็น"
        verbose_name_plural = "ความเห็น"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__isnull=True) | Q(indicator__isnull=True), name="comment_on_one_row"
            )
        ]
        indexes = [
            models.Index(
                fields=["assessment"], name="comment_open_remarks", condition=Q(is_open=True, by_role=Role.AUDITOR)
            )
        ]

    def __str__(self):
        return self.text[:100]

    @property
    def is_remark(self) -> bool:
        return self.by_role == Role.AUDITOR


class CommentStep(models.Model):
    """Somebody resolved a comment, or opened it again: written once, never changed."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="steps", verbose_name="ความเห็น")
    resolved = models.BooleanField("ปิดเรื่อง")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="โดย")
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "การปิดหรือเปิดเรื่อง"
        verbose_name_plural = "การปิดหรือเปิดเรื่อง"
        ordering = ["pk"]

    def __str__(self):
        return "ปิดเรื่อง" if self.resolved else "เปิดเรื่องอีกครั้ง"
