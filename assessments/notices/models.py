"""Notices and their receipts. A notice is withdrawn, never edited: what somebody has read stays as it was read."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from assessments.accounts.models import Role, User
from assessments.municipalities.models import Municipality


class NoticeQuerySet(models.QuerySet["Notice"]):
    def current(self) -> Self:
        """Return those that are neither withdrawn nor over; the database's clock says so, for prepared queries."""
        return self.filter(withdrawn_at__isnull=True, ends_at__gt=Now())

    def for_user(self, user: User) -> Self:
        """Return those that are for the user: for all, for the role, for the province of the user or the authority."""
        provinces = Q(province=user.province)
        if user.municipality_id:
            own = Municipality.objects.filter(pk=user.municipality_id).order_by().values("province")
            provinces = Q(province__in=own)
        return self.filter(Q(role="") | Q(role=user.role), Q(province="") | provinces)

    def kept_by(self, user: User) -> Self:
        """Return those whose receipts the user sees and which the user may withdraw."""
        return self if user.role == Role.ADMINISTRATOR else self.filter(by=user)

    def unread(self, user: User) -> Self:
        """Return the current ones that wait for the user's receipt; nobody tells oneself."""
        receipts = NoticeReceipt.objects.filter(notice=OuterRef("pk"), user=user.pk).order_by()
        return self.current().for_user(user).filter(~Exists(receipts), ~Q(by=user.pk))


class Notice(models.Model):
    """A notice to all accounts, to those of a role or to those of a province, until a day is over."""

    title = models.CharField("เรื่อง", max_length=200)
    text = models.TextField("ข้อความ")
    role = models.CharField("ถึงบทบาท", max_length=20, choices=Role, blank=True)
    province = models.CharField("ถึงจังหวัด", max_length=100, blank=True)
    ends_at = models.DateTimeField("แสดงถึง")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้แจ้ง")
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    withdrawn_at = models.DateTimeField("ถอนเมื่อ", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ผู้ถอน"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "ข่าวแจ้ง"
        verbose_name_plural = "ข่าวแจ้ง"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(role="") | Q(province=""), name="notice_to_one_audience")]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("notice", args=[self.pk])

    @property
    def is_current(self) -> bool:
        return self.withdrawn_at is None and self.ends_at > timezone.now()

    @property
    def audience_label(self) -> str:
        if self.province:
            return f"ทุกบัญชีในจังหวัด{self.province}"
        return f"{Role(self.role).label}ทุกบัญชี" if self.role else "ทุกบัญชี"

    def audience(self) -> QuerySet[User]:
        """Return the accounts that it is for today, its author left out."""
        people = User.objects.filter(is_active=True).exclude(pk=self.by_id)
        if self.province:
            return people.filter(Q(province=self.province) | Q(municipality__province=self.province))
        return people.filter(role=self.role) if self.role else people


class NoticeReceipt(models.Model):
    """Somebody says to have read a notice: once, for good."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="receipts", verbose_name="ข่าวแจ้ง")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้รับทราบ")
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "การรับทราบ"
        verbose_name_plural = "การรับทราบ"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="notice_receipt_unique")]

    def __str__(self):
        return f"{self.user} รับทราบแล้ว"
