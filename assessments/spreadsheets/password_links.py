"""The way in for accounts that an import created: one-time links to set a first password."""

from collections.abc import Callable

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from assessments.accounts.access import ROLE_PERMISSIONS, Permission
from assessments.accounts.models import User
from assessments.tabular.table import Column
from assessments.tabular.writer import write_xlsx

from .models import Import

COLUMNS = (
    Column("username", "ชื่อผู้ใช้", width=24),
    Column("position", "ตำแหน่ง", width=30),
    Column("municipality", "หน่วยงาน", width=30),
    Column("address", "ลิงก์ตั้งรหัสผ่าน", width=80),
)
NOTES = (
    "ลิงก์ใช้ได้ครั้งเดียวภายใน ๗ วันนับจากวันที่ดาวน์โหลดไฟล์นี้",
    "ผู้ที่มีลิงก์ตั้งรหัสผ่านของบัญชีนั้นได้ ให้ส่งแต่ละลิงก์ถึงเจ้าของบัญชีโดยตรง แล้วลบไฟล์นี้",
)


def accounts_without_password(batch: Import) -> QuerySet[User]:
    """Return the active accounts that the import created and that still have no password."""
    created = User.history.filter(act=batch.act, history_type="+").values("id")
    return User.objects.filter(pk__in=created, is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)


def password_links(*, by: User, batch: Import, address: Callable[[str, str], str]) -> bytes:
    """Return a workbook with a link for each account without a password; administrators only.

    `address` makes the link of the two texts that stand for the account and its token. A link ends with its use,
    since the token hangs on the password, and after PASSWORD_RESET_TIMEOUT.
    """
    if Permission.ADMINISTER not in ROLE_PERMISSIONS[by.role]:
        raise PermissionDenied("เฉพาะผู้ดูแลระบบเท่านั้นที่ดาวน์โหลดลิงก์ตั้งรหัสผ่านได้")
    rows = (
        (
            user.username,
            user.position,
            user.municipality.name if user.municipality else user.province,
            address(urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)),
        )
        for user in accounts_without_password(batch).select_related("municipality")
    )
    return write_xlsx(COLUMNS, rows, title="ลิงก์ตั้งรหัสผ่าน", notes=NOTES)
