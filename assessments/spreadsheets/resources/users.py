"""Accounts as a spreadsheet: for administrators. Passwords neither come in nor go out."""

from django.db.models import Q, prefetch_related_objects

from assessments.accounts.access import Permission
from assessments.accounts.models import Role, User
from assessments.tabular.names import same_name
from assessments.tabular.table import Column

from .base import RowRefused, SheetResource
from .kinds import Kind
from .lookups import Municipalities, rows_by
from .years import CODE, NAME

YES_NO = {"yes": "ใช่", "no": "ไม่ใช่"}


class UserResource(SheetResource):
    """A new account has no password: it cannot sign in before an administrator sets one."""

    keys = ("username",)
    paths = {"name": "municipality__name"}
    written = ("position", "email", "role", "municipality", "unit", "province", "is_active")

    @classmethod
    def columns(cls):
        return [
            Column("username", "ชื่อผู้ใช้", ("ผู้ใช้", "username"), required=True),
            Column("position", "ตำแหน่ง", dash=True),
            Column("email", "อีเมล", ("e-mail", "email"), dash=True),
            Column("role", "บทบาท", ("สิทธิ์",), "choice", choices=dict(Role.choices)),
            Column(
                "municipality_code",
                CODE.header,
                CODE.aliases,
                "code",
                zero_fill=8,
                dash=True,
                note="เจ้าหน้าที่และผู้อนุมัติต้องมี ผู้ดูแลระบบต้องไม่มี",
            ),
            NAME,
            Column("unit_name", "กอง/สำนัก", ("กอง", "สำนัก"), dash=True),
            Column("province", "จังหวัด", (), dash=True, note="เฉพาะผู้ตรวจสอบระดับจังหวัด"),
            Column("active", "เปิดใช้งาน", ("ใช้งาน",), "choice", choices=YES_NO),
        ]

    def prepare(self, keys, lock):
        users = User.objects.select_related("municipality", "unit")
        self.known = rows_by(users, "username", (row_keys["username"] for row_keys in keys), lock)
        codes = {row.values.get("municipality_code", "") for row in self.table.rows}
        codes |= {_shown(user).municipality_code for user in self.known.values()}
        self.municipalities = Municipalities(self.user, codes)
        prefetch_related_objects(list(self.municipalities), "units")

    def find(self, keys, row, faults):
        username = keys.get("username")
        if not username:
            raise RowRefused
        self.name = row.get("name", "")
        if username in self.known:
            return self.known[username], False
        user = User(username=username)
        user.set_unusable_password()
        return _shown(user), True

    def label(self, instance):
        return f"{instance.username} {instance.position}".strip()

    def check(self, instance, new, faults):
        code = instance.municipality_code
        self._settle(instance, code, faults)
        instance.is_active = instance.active == "yes"
        self.check_fields(instance, faults, ("password", "municipality", "unit"))
        staff = instance.role in (Role.STAFF, Role.APPROVER)
        if staff and not code:
            faults.setdefault("municipality_code", "เจ้าหน้าที่และผู้อนุมัติต้องสังกัดหน่วยงาน")
        if instance.role == Role.ADMINISTRATOR and code:
            faults.setdefault("municipality_code", "ผู้ดูแลระบบไม่สังกัดหน่วยงาน ให้ใส่ -")
        if instance.province and (instance.role != Role.AUDITOR or code):
            faults.setdefault("province", "จังหวัดกำหนดได้เฉพาะผู้ตรวจสอบที่ไม่สังกัดหน่วยงาน ให้ใส่ -")
        before = self.before
        changed = any(name in before and before[name] != getattr(instance, name) for name in ("role", "active"))
        if instance.pk == self.user.pk and changed:
            faults.setdefault("username", "เปลี่ยนบทบาทหรือปิดบัญชีของตนเองด้วยการนำเข้าไม่ได้")

    def _settle(self, user, code: str, faults: dict) -> None:
        """Turn the texts of municipality and unit into rows."""
        name = user.unit_name
        place_faults: dict = {}
        municipality = self.municipalities.find(code, self.name, place_faults) if code else None
        for column, fault in place_faults.items():
            faults.setdefault("municipality_code" if column == "code" else column, fault)
        if not code and self.name:
            faults.setdefault("name", "ใส่รหัสหน่วยงานคู่กับชื่อหน่วยงาน")
        user.municipality = municipality
        units = municipality.units.all() if municipality else ()
        user.unit = next((unit for unit in units if name and same_name(unit.name, name)), None)
        if name and user.unit is None and "municipality_code" not in faults:
            listed = ", ".join(unit.name for unit in units) or "ยังไม่มี"
            faults.setdefault("unit_name", f"หน่วยงานนี้ไม่มีกอง/สำนักชื่อนี้ (ที่มี: {listed}) ให้เพิ่มก่อน หรือใส่ -")

    def queryset(self, chosen):
        users = User.objects.select_related("municipality", "unit")
        if chosen.province:
            users = users.filter(Q(municipality__province=chosen.province) | Q(province=chosen.province))
        if chosen.municipality_kind:
            users = users.filter(municipality__kind=chosen.municipality_kind)
        return users

    def instances(self, chosen):
        return map(_shown, super().instances(chosen))


def _shown(user: User) -> User:
    """Give an account the texts that its columns show."""
    vars(user).update(
        municipality_code=user.municipality.code if user.municipality else "",
        unit_name=user.unit.name if user.unit else "",
        active="yes" if user.is_active else "no",
    )
    return user


KIND = Kind(
    "users",
    "ผู้ใช้",
    "บัญชีผู้ใช้ ไม่มีรหัสผ่าน บัญชีใหม่เข้าสู่ระบบได้เมื่อผู้ดูแลระบบตั้งรหัสผ่านให้",
    UserResource,
    position=7,
    permission=Permission.ADMINISTER,
    per_year=False,
)
