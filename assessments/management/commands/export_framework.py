"""Write the definitions of a year to a file: JSON for machines, xlsx for people."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.frameworks.files import to_json
from assessments.frameworks.models import Framework
from assessments.frameworks.storage import read_definitions
from assessments.frameworks.workbook import to_xlsx

WRITERS = {".json": to_json, ".xlsx": to_xlsx}


class Command(BaseCommand):
    help = "ส่งออกเกณฑ์ของปีหนึ่งเป็นไฟล์ .json หรือ .xlsx ไม่ระบุไฟล์จะพิมพ์แบบ .json ออกทางหน้าจอ"

    def add_arguments(self, parser):
        parser.add_argument("--year", required=True, type=int, metavar="YEAR")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *, year: int, output: Path | None, **options):
        framework = Framework.objects.filter(fiscal_year=year).first()
        if framework is None:
            raise CommandError(f"ไม่มีเกณฑ์ปี {year}")
        definitions = read_definitions(framework)
        if output is None:
            self.stdout.write(to_json(definitions).decode(), ending="")
            return
        if output.suffix not in WRITERS:
            raise CommandError(f"ชื่อไฟล์ต้องลงท้ายด้วย {' หรือ '.join(WRITERS)}")
        try:
            output.write_bytes(WRITERS[output.suffix](definitions))
        except OSError as error:
            raise CommandError(f"เขียนไฟล์ {output} ไม่ได้: {error.strerror}") from error
        self.stdout.write(f"ส่งออกเกณฑ์ปี {year} ที่ {output} แล้ว")
