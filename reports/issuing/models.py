"""What was issued of a year's documents."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from assessments.models import Assessment, DefinitionChange, Transition
from assessments.municipalities.models import seen_by
from reports.documents.models import Document


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    def public(self) -> Self:
        """Return what the public may know of: issued while the year was published, or published since.

        Opening the year again takes nothing back.
        """
        steps = Transition.objects.filter(assessment=OuterRef("assessment"))
        published = Assessment.State.PUBLISHED
        was = steps.filter(at__lte=OuterRef("issued_at")).order_by("-pk").values("after")[:1]
        since = steps.filter(at__gte=OuterRef("issued_at"), after=published)
        return self.alias(state_then=Subquery(was)).filter(Q(state_then=published) | Exists(since))

    def for_user(self, user) -> Self:
        """Return the issues of the municipalities that this user may see."""
        return self.filter(seen_by(user, "assessment__municipality__"))

    def listed(self) -> Self:
        """Return them without what is heavy, content and package, each knowing whether it is the newest of its kind."""
        newer = self.model.objects.filter(
            assessment=OuterRef("assessment"), kind=OuterRef("kind"), number__gt=OuterRef("number")
        )
        return self.defer("content", "package").annotate(is_current=~Exists(newer))


class IssuedDocument(models.Model):
    """A document as it was issued: its content, its package and its PDF never change; a newer issue supersedes it."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="issued", verbose_name="ผลการประเมิน", editable=False
    )
    kind = models.CharField("ชนิดเอกสาร", max_length=20, choices=Document.Kind, editable=False)
    number = models.PositiveIntegerField("ฉบับที่", editable=False)
    code = models.CharField("รหัสตรวจสอบ", max_length=20, unique=True, editable=False)
    title = models.CharField("ชื่อเอกสาร", max_length=500, editable=False)
    content = models.JSONField("เนื้อหา", editable=False)  # DocumentContent.as_json()
    package = models.JSONField("ไฟล์แลกเปลี่ยน", editable=False)  # export_package()
    framework_revision = models.ForeignKey(DefinitionChange, models.PROTECT, verbose_name="ฉบับของเกณฑ์", editable=False)
    revisions = models.JSONField("ฉบับของเกณฑ์ทุกปีที่พิมพ์", default=dict, editable=False)  # number by fiscal year
    software = models.JSONField("โปรแกรมที่ใช้", editable=False)  # software.versions(): what printed it
    fonts = models.JSONField("แบบอักษร", default=dict, editable=False)  # SHA-256 by file
    pdf = models.FileField("PDF", upload_to="issued/", max_length=200, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ผู้ออกเอกสาร", editable=False)
    position = models.CharField("ตำแหน่งผู้ออกเอกสาร", max_length=200, editable=False)  # as it was then
    issued_at = models.DateTimeField("ออกเมื่อ", auto_now_add=True)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "เอกสารที่ออกแล้ว"
        verbose_name_plural = "เอกสารที่ออกแล้ว"
        ordering = ["assessment", "kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "kind", "number"], name="issued_number_unique")]

    def __str__(self):
        return f"{self.title} ฉบับที่ {self.number}"
