"""Municipalities as a spreadsheet: for administrators."""

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission
from assessments.municipalities.models import Municipality
from assessments.records.bulk import delete_rows, lock_rows, save_rows
from assessments.tabular.table import Column

from .base import SheetResource
from .kinds import Kind
from .years import CODE

FIELDS = ("name", "kind", "district", "province", "address")


class MunicipalityResource(SheetResource):
    keys = ("code",)

    @classmethod
    def columns(cls):
        return [
            CODE,
            Column("name", "ชื่อ", ("หน่วยงาน", "ชื่อหน่วยงาน", "ชื่อเทศบาล", "ชื่อ อปท.")),
            Column(
                "kind", "ประเภท", ("ประเภทหน่วยงาน", "ชนิด"), "choice", choices=dict(Municipality.Kind.choices)
            ),
            Column("district", "อำเภอ", ("อำเภอ/เขต",), dash=True),
            Column("province", "จังหวัด"),
            Column("address", "ที่อยู่", (), "lines", dash=True),
        ]

    def prepare(self, keys, lock):
        codes = {key["code"] for key in keys}
        known = [municipality for municipality in Municipality.objects.all() if municipality.code in codes]
        if lock:
            known = lock_rows(Municipality.objects, (each.pk for each in known))
        self.known = {each.code: each for each in known}

    def find(self, keys, row, faults):
        code = keys.get("code")
        found = self.known.get(code)
        return found or Municipality(code=code), found is None

    def label(self, instance):
        return f"{instance.code} {instance.name}".strip()

    def check(self, instance, new, faults):
        try:
            instance.clean_fields(exclude=["emblem", "seal", *faults])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                faults[name] = " ".join(messages)
        self.subject = self.label(instance)

    def store(self, new, changed):
        save_rows([*new, *changed], FIELDS)

    def remove(self, instances):
        delete_rows(Municipality.objects.filter(pk__in=[instance.pk for instance in instances]))

    def queryset(self, chosen):
        found = Municipality.objects.for_user(self.user)
        if chosen.province:
            found = found.filter(province=chosen.province)
        if chosen.municipality_kind:
            found = found.filter(kind=chosen.municipality_kind)
        return found


KIND = Kind(
    "municipalities",
    "หน่วยงาน",
    "รหัส ชื่อ ประเภท อำเภอ จังหวัด และที่อยู่",
    MunicipalityResource,
    position=5,
    permission=Permission.ADMINISTER,
    per_year=False,
)
