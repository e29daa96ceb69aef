from django.apps import AppConfig
from django.db.backends.signals import connection_created

from ita_portal import thai


def give_thai_order(sender, connection, **kwargs) -> None:
    """Let SQLite sort Thai as PostgreSQL does, under the same name."""
    from .municipalities.models import THAI

    if connection.vendor == "sqlite":
        connection.connection.create_collation(THAI, thai.compare)


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "หน่วยงาน เกณฑ์ และผลการประเมิน"

    def ready(self):
        connection_created.connect(give_thai_order, dispatch_uid="thai_order")
        from .accounts.access import Permission
        from .spreadsheets.kinds import Kind, register
        from .spreadsheets.resources.municipalities import MunicipalityResource
        from .spreadsheets.resources.results import IndicatorScoreResource, ItemScoreResource, ResultResource
        from .spreadsheets.resources.users import UserResource

        for kind in (
            Kind(
                "results",
                "ผลการประเมิน (แถวละหน่วยงาน)",
                "คะแนนรวม ระดับ ลำดับ และคะแนนทุกตัวชี้วัดของหน่วยงานหนึ่งปีในแถวเดียว",
                Permission.IMPORT,
                ResultResource,
                position=1,
            ),
            Kind(
                "indicator-scores",
                "คะแนนตัวชี้วัด (แถวละตัวชี้วัด)",
                "คะแนนของตัวชี้วัดหนึ่งตัวต่อแถว",
                Permission.IMPORT,
                IndicatorScoreResource,
                position=2,
            ),
            Kind(
                "item-scores",
                "คะแนนรายข้อ",
                "คะแนนของข้อคำถามหรือข้อตรวจหนึ่งข้อต่อแถว",
                Permission.IMPORT,
                ItemScoreResource,
                position=3,
            ),
            Kind(
                "municipalities",
                "หน่วยงาน",
                "รหัส ชื่อ ประเภท อำเภอ จังหวัด และที่อยู่",
                Permission.ADMINISTER,
                MunicipalityResource,
                position=5,
                per_year=False,
            ),
            Kind(
                "users",
                "ผู้ใช้",
                "บัญชีผู้ใช้ ไม่มีรหัสผ่าน บัญชีใหม่เข้าสู่ระบบได้เมื่อผู้ดูแลระบบตั้งรหัสผ่านให้",
                Permission.ADMINISTER,
                UserResource,
                position=6,
                per_year=False,
            ),
        ):
            register(kind)
