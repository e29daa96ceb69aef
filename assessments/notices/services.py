"""Telling many accounts something, taking it back, and saying that one has read it."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from assessments.accounts.models import Role, User
from ita_portal.thai import tidy_lines

from .models import Notice, NoticeReceipt

TITLE_LENGTH, TEXT_LENGTH = 200, 5_000
MOST_CURRENT = 10  # of one author at a time: what comes daily is read no more
LONGEST = timedelta(days=366)


def may_tell(user: User) -> bool:
    """Tell whether the user may write notices: administrators to anybody, auditors of a province to theirs."""
    return user.is_active and (user.role == Role.ADMINISTRATOR or (user.role == Role.AUDITOR and bool(user.province)))


@transaction.atomic
def publish_notice(*, by: User, title: str, text: str, until: date, role: str = "", province: str = "") -> Notice:
    """Tell all accounts, those of a role or those of a province; it is shown until the day is over."""
    if not may_tell(by) or (by.role != Role.ADMINISTRATOR and (role, province) != ("", by.province)):
        raise PermissionDenied("แจ้งได้เฉพาะผู้ดูแลระบบ และผู้ตรวจสอบระดับจังหวัดถึงจังหวัดของตน")
    title, text = " ".join(title.split()), tidy_lines(text)
    for name, value, most in (("title", title, TITLE_LENGTH), ("text", text, TEXT_LENGTH)):
        if not value.strip():
            raise ValidationError({name: "กรอกช่องนี้ก่อนแจ้ง"})
        if len(value) > most:
            raise ValidationError({name: f"ยาวเกิน {most:,} ตัวอักษร ให้ตัดให้สั้นลง"})
    if not timezone.localdate() <= until <= timezone.localdate() + LONGEST:
        raise ValidationError({"until": "เลือกตั้งแต่วันนี้ถึงไม่เกินหนึ่งปีจากวันนี้"})
    User.objects.select_for_update().get(pk=by.pk)  # one at a time: they are counted
    if Notice.objects.current().filter(by=by).count() >= MOST_CURRENT:
        raise ValidationError(f"ท่านมีข่าวแจ้งที่ยังแสดงอยู่ {MOST_CURRENT} เรื่องแล้ว ถอนเรื่องที่ไม่ใช้ก่อนแจ้งเรื่องใหม่")
    ends_at = timezone.make_aware(datetime.combine(until, time.max))
    return Notice.objects.create(by=by, title=title, text=text, role=role, province=province, ends_at=ends_at)


@transaction.atomic
def withdraw_notice(*, by: User, notice: Notice) -> Notice:
    """Take it back: readers see it no more, its author and administrators do. Who comes second changes nothing."""
    if not may_tell(by) or not Notice.objects.kept_by(by).filter(pk=notice.pk).exists():
        raise PermissionDenied("ถอนได้เฉพาะข่าวแจ้งของท่านเอง")
    stored = Notice.objects.select_for_update().get(pk=notice.pk)
    if stored.withdrawn_at is None:
        stored.withdrawn_at, stored.withdrawn_by = timezone.now(), by
        stored.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return stored


@transaction.atomic
def acknowledge_notice(*, by: User, notice: Notice) -> NoticeReceipt:
    """Say that one has read a notice that is for oneself; twice is once."""
    stored = Notice.objects.for_user(by).exclude(by=by).select_for_update(of=("self",)).filter(pk=notice.pk).first()
    if stored is None or not by.is_active:
        raise ValidationError("ข่าวแจ้งนี้ไม่ได้ส่งถึงบัญชีของท่าน จึงไม่ต้องรับทราบ")
    if stored.withdrawn_at:
        raise ValidationError("ผู้แจ้งถอนเรื่องนี้แล้ว จึงไม่ต้องรับทราบ")
    return NoticeReceipt.objects.get_or_create(notice=stored, user=by)[0]
