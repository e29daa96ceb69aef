"""Take in the definitions of a year from a file: a new year becomes a draft, an existing one is corrected."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.frameworks.files import MAX_BYTES, read_definition_file
from assessments.frameworks.services import import_definitions


class Command(BaseCommand):
    help = "นำเข้าเกณฑ์ของปีหนึ่งจากแฟ้ม .json หรือ .xlsx ปีที่ยังไม่มีจะเป็นฉบับร่าง แฟ้มที่มีข้อผิดพลาดไม่เปลี่ยนข้อมูลใด ๆ"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--reason", default="", help="เหตุผลของการแก้ไข ต้องระบุเมื่อเกณฑ์ของปีนั้นตรึงแล้ว")

    def handle(self, *, file: Path, reason: str, **options):
        try:
            with file.open("rb") as opened:
                raw = opened.read(MAX_BYTES + 1)
            framework = import_definitions(by=None, definitions=read_definition_file(raw), reason=reason)
        except OSError as error:
            raise CommandError(f"อ่านแฟ้ม {file} ไม่ได้: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError("ไม่รับแฟ้มนี้ และไม่มีอะไรเปลี่ยน\n" + "\n".join(error.messages)) from error
        self.stdout.write(f"เก็บเกณฑ์ปี {framework.fiscal_year} แล้ว ({framework.get_state_display()})")
