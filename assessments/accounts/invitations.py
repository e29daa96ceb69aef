"""The way to a password: a link that works once, for the first one and for a forgotten one. Nobody sets another's."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from .models import User

log = logging.getLogger(__name__)


def password_path(user: User) -> str:
    """Return the address of the page where the account's password is set; it ends with its use and after 7 days."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("password_set", args=[uid, default_token_generator.make_token(user)])


def mails_links() -> bool:
    """Tell whether links go out by mail here: there is a mail server, and the portal knows its own address."""
    return bool(settings.EMAIL_HOST and settings.PORTAL_URL)


def mail_link(user: User) -> bool:
    """Mail the account its link; False where that cannot be."""
    if not (mails_links() and user.email):
        return False
    body = (
        f"ตั้งรหัสผ่านของบัญชี {user.username} ในระบบ ITA ท้องถิ่นได้ที่\n\n{settings.PORTAL_URL}{password_path(user)}\n\n"
        "ลิงก์ใช้ได้ครั้งเดียวภายใน ๗ วัน โปรดอย่าส่งต่อ หากท่านไม่ได้ขอและไม่ได้รับแจ้งจากผู้ดูแลระบบ ไม่ต้องดำเนินการใด ๆ"
    )
    return _send(user, "ITA: ตั้งรหัสผ่าน", body)


def tell_password_changed(user: User) -> None:
    """Mail the account's owner that its password is another now."""
    if settings.EMAIL_HOST and user.email:
        body = f"รหัสผ่านของบัญชี {user.username} ในระบบ ITA ท้องถิ่นเปลี่ยนแล้ว\n\nหากท่านไม่ได้เปลี่ยนเอง โปรดแจ้งผู้ดูแลระบบทันที"
        _send(user, "ITA: รหัสผ่านเปลี่ยนแล้ว", body)


def tell_new_device(user: User) -> None:
    """Mail the account's owner that somebody signed in with a browser that the account had not known."""
    if settings.EMAIL_HOST and user.email:
        body = (
            f"มีการเข้าสู่ระบบ ITA ท้องถิ่นด้วยบัญชี {user.username} จากเบราว์เซอร์ที่บัญชีนี้ไม่เคยใช้\n\n"
            "หากไม่ใช่ท่าน โปรดเปลี่ยนรหัสผ่าน กด “ออกจากระบบทุกเครื่อง” ในหน้าเปลี่ยนรหัสผ่าน และแจ้งผู้ดูแลระบบ"
        )
        _send(user, "ITA: เข้าสู่ระบบจากเบราว์เซอร์ใหม่", body)


def _send(user: User, subject: str, body: str) -> bool:
    try:
        send_mail(subject, body, None, [user.email])
    except (OSError, SMTPException) as error:
        log.warning("mail=failed user=%s reason=%s", user.pk, type(error).__name__)
        return False
    return True
