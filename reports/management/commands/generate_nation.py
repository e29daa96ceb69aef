"""Fill an empty database with an invented nation: for trying, measuring and showing the portal at its full size."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports.nation.load import generate
from reports.nation.people import PASSWORD


class Command(BaseCommand):
    help = "ใส่ผลการประเมินจำลองของหน่วยงานทั้งประเทศลงในฐานข้อมูลเปล่า สำหรับทดลองและวัดความเร็ว (ไม่มีประวัติการแก้ไข จึงเลิกทำไม่ได้)"

    def add_arguments(self, parser):
        parser.add_argument("--years", type=int, default=8, help="จำนวนปีงบประมาณที่สิ้นสุดแล้ว นับจากปีล่าสุด")
        parser.add_argument("--seed", type=int, default=1, help="เลขเดียวกันให้ข้อมูลเดียวกัน")
        parser.add_argument("--authorities", type=int, help="เฉพาะหน่วยงานกี่แห่งแรกตามรหัส (ปกติทุกแห่ง)")
        parser.add_argument("--anyway", action="store_true", help="แม้มีข้อมูลจริงอยู่แล้ว: เติมเฉพาะปีที่หน่วยงานยังไม่มี")

    def handle(self, *args, **options):
        given = {name: options[name] for name in ("years", "seed", "authorities", "anyway")}
        if given["years"] < 1 or (given["authorities"] or 1) < 1:
            raise CommandError("จำนวนปีและจำนวนหน่วยงานต้องเป็น 1 ขึ้นไป")
        try:
            counts = generate(**given, tell=self._tell)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        for noun, count in counts.items():
            self.stdout.write(f"{noun}: {count:,}")
        self.stdout.write(
            f"บัญชีจำลอง (ใช้ได้เมื่อเปิด DEMO เท่านั้น รหัสผ่าน {PASSWORD}): s+รหัสหน่วยงาน = เจ้าหน้าที่, a+รหัสหน่วยงาน = ผู้อนุมัติ, "
            "province1… = ผู้ตรวจสอบระดับจังหวัด, nation = ผู้ตรวจสอบระดับประเทศ, admin = ผู้ดูแลระบบ"
        )

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
