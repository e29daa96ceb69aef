"""Municipalities as a spreadsheet: for administrators."""

from dataclasses import replace

from assessments.accounts.access import Permission
from assessments.municipalities.models import Municipality
from assessments.tabular.table import Column

from .base import SheetResource
from .kinds import Kind
from .lookups import rows_by
from .years import CODE


class MunicipalityResource(SheetResource):
    keys = ("code",)
    written = ("name", "kind", "district", "province", "address")

    @classmethod
    def columns(cls):
        return [
            replace(CODE, required=True, note="รหัส 8 หลักของกรมส่งเสริมการปกครองท้องถิ่น"),
            Column("name", "ชื่อ", ("หน่วยงาน", "ชื่อหน่วยงาน", "ชื่อเทศบาล", "ชื่อ อปท.")),
            Column("kind", "ประเภท", ("ประเภทหน่วยงาน", "ชนิด"), "choice", choices=dict(Municipality.Kind.choices)),
            Column("district", "อำเภอ", ("อำเภอ/เขต",), dash=True),
            Column("province", "จังหวัด"),
            Column("address", "ที่อยู่", (), "lines", dash=True),
        ]

    def prepare(self, keys, lock):
        self.known = rows_by(Municipality.objects.all(), "code", [row_keys["code"] for row_keys in keys], lock)

    def find(self, keys, row, faults):
        code = keys.get("code")
        known = self.known.get(code)
        return known or Municipality(code=code), known is None

    def label(self, instance):
        return f"{instance.code} {instance.name}".strip()

    def check(self, instance, new, faults):
        self.check_fields(instance, faults, ("emblem", "seal"))
        self.subject = self.label(instance)

    def queryset(self, chosen):
        return Municipality.objects.for_user(self.user).filter(**chosen.of())


KIND = Kind(
    "municipalities",
    "หน่วยงาน",
    "รหัส ชื่อ ประเภท อำเภอ จังหวัด และที่อยู่",
    MunicipalityResource,
    position=6,
    permission=Permission.ADMINISTER,
    per_year=False,
)
