"""The people who sign in. An account belongs to a position, never to a person's name."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from assessments.municipalities.models import Municipality, Unit
from assessments.records.models import Records


class Role(models.TextChoices):
    STAFF = "staff", "เจ้าหน้าที่"
    APPROVER = "approver", "ผู้อนุมัติ"
    AUDITOR = "auditor", "ผู้ตรวจสอบ"
    ADMINISTRATOR = "administrator", "ผู้ดูแลระบบ"


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, role=Role.ADMINISTRATOR, **fields)


class User(AbstractBaseUser):
    """An account with one role. Auditors see one municipality, one province or, with neither, the nation."""

    Role = Role

    username = models.CharField(
        "ชื่อผู้ใช้",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "มีชื่อผู้ใช้นี้แล้ว"},
    )
    position = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    role = models.CharField("บทบาท", max_length=20, choices=Role, default=Role.STAFF)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="members", verbose_name="หน่วยงาน"
    )
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name="กอง/สำนัก"
    )
    province = models.CharField(
        "จังหวัด", max_length=100, blank=True, help_text="เฉพาะผู้ตรวจสอบระดับจังหวัด เว้นว่างทั้งคู่คือทั้งประเทศ"
    )
    is_active = models.BooleanField("เปิดใช้งาน", default=True)
    is_demo = models.BooleanField("บัญชีสาธิต", default=False, editable=False)
    hints_seen = models.JSONField("คำแนะนำที่อ่านแล้ว", default=list, editable=False)
    last_visit = models.DateTimeField("เข้าใช้ครั้งก่อน", null=True, editable=False)
    sign_outs = models.PositiveIntegerField("ออกจากระบบทุกเครื่องแล้ว (ครั้ง)", default=0, editable=False)
    date_joined = models.DateTimeField("วันที่สร้าง", default=timezone.now, editable=False)

    objects = UserManager()
    history = Records("ผู้ใช้", excluded_fields=["password", "last_login", "hints_seen", "last_visit", "sign_outs"])

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "ผู้ใช้"
        verbose_name_plural = "ผู้ใช้"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=[Role.STAFF, Role.APPROVER]) | Q(municipality__isnull=False),
                name="user_staff_has_municipality",
                violation_error_message="เจ้าหน้าที่และผู้อนุมัติต้องสังกัดหน่วยงาน",
            ),
            models.CheckConstraint(
                condition=Q(province="") | Q(role=Role.AUDITOR, municipality__isnull=True),
                name="user_province_for_auditor",
                violation_error_message="จังหวัดกำหนดได้เฉพาะผู้ตรวจสอบที่ไม่สังกัดหน่วยงาน",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.ADMINISTRATOR) | Q(municipality__isnull=True),
                name="user_administrator_has_no_municipality",
                violation_error_message="ผู้ดูแลระบบไม่สังกัดหน่วยงาน",
            ),
        ]

    def __str__(self):
        return self.position or self.username

    def _get_session_auth_hash(self, secret=None):
        """Bind sessions to the password, as Django does, and to the last "sign out everywhere"."""
        bound = f"{self.password}:{self.sign_outs}"
        return salted_hmac("assessments.User.session", bound, secret=secret, algorithm="sha256").hexdigest()

    def sign_out_everywhere(self) -> None:
        """End all sessions of the account, this one too."""
        User.objects.filter(pk=self.pk).update(sign_outs=F("sign_outs") + 1)

    def put_hint_away(self, name: str) -> None:
        """Show the hint of that name to this user no more."""
        self.hints_seen = [*self.hints_seen, name]
        User.objects.filter(pk=self.pk).update(hints_seen=self.hints_seen)

    def begin_visit(self) -> None:
        """Keep when the visit before this one began, before the sign-in moves `last_login`.

        Sign-ins of one day are one visit: who signs in again has not read yet what the morning showed.
        """
        if self.last_login and timezone.localdate(self.last_login) < timezone.localdate():
            self.last_visit = self.last_login
            User.objects.filter(pk=self.pk).update(last_visit=self.last_visit)

    @property
    def is_staff(self) -> bool:
        """Whether the admin site opens: administrators only."""
        return self.role == Role.ADMINISTRATOR

    def has_perm(self, perm, obj=None) -> bool:
        return self.is_active and self.role == Role.ADMINISTRATOR

    def has_module_perms(self, app_label) -> bool:
        return self.has_perm(app_label)


class SignInTry(models.Model):
    """A name and a password that somebody tried, right or wrong. Rows are added alone: they are evidence."""

    at = models.DateTimeField("เวลา", default=timezone.now)
    username = models.CharField("ชื่อผู้ใช้ที่กรอก", max_length=150)
    address = models.GenericIPAddressField("ที่อยู่เครือข่าย", null=True)
    device = models.CharField("เบราว์เซอร์ที่บัญชีเคยใช้", max_length=32, blank=True)
    succeeded = models.BooleanField("สำเร็จ")

    class Meta:
        verbose_name = "การเข้าสู่ระบบ"
        verbose_name_plural = "การเข้าสู่ระบบ"
        indexes = [
            models.Index(fields=["username", "at"], name="sign_in_try_of_name"),
            models.Index(fields=["address", "at"], name="sign_in_try_of_address"),
        ]

    def __str__(self):
        return self.username
