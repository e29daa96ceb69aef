"""Take in definitions from a file: a new year becomes a draft, of one in force a correction is proposed."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.frameworks.correction import Correction
from assessments.frameworks.correction_services import import_definitions, propose_correction
from assessments.frameworks.files import MAX_BYTES, read_definition_file


class Command(BaseCommand):
    help = "นำเข้าเกณฑ์ของปีหนึ่งจากไฟล์ .json หรือ .xlsx ปีที่ยังไม่มีจะเป็นฉบับร่าง ไฟล์ที่มีข้อผิดพลาดไม่เปลี่ยนข้อมูลใด ๆ"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int, help="ทำเป็นเกณฑ์ของปีนี้ แทนปีตามไฟล์")
        parser.add_argument("--reason", default="", help="เรื่องที่แก้ไขและเหตุผล ต้องระบุเมื่อเกณฑ์ของปีนั้นประกาศใช้แล้ว")

    def handle(self, *, file: Path, year: int | None, reason: str, **options):
        try:
            with file.open("rb") as opened:
                raw = opened.read(MAX_BYTES + 1)
            taken = import_definitions(by=None, file=read_definition_file(raw), fiscal_year=year, reason=reason)
            if isinstance(taken, Correction):
                propose_correction(by=None, correction=taken)
        except OSError as error:
            raise CommandError(f"อ่านไฟล์ {file} ไม่ได้: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError("ไม่รับไฟล์นี้ และไม่มีอะไรเปลี่ยน\n" + "\n".join(error.messages)) from error
        if isinstance(taken, Correction):
            self.stdout.write(f"เสนอแก้ไขเกณฑ์ปี {taken.framework.fiscal_year} แล้ว มีผลเมื่อผู้ดูแลระบบยืนยัน")
        else:
            self.stdout.write(f"เก็บเกณฑ์ปี {taken.fiscal_year} แล้ว ({taken.get_state_display()})")
