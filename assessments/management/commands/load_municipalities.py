"""Create or update municipalities from a CSV file; without one, the 7,849 local authorities that are shipped."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.municipalities.shipped import load_municipalities


class Command(BaseCommand):
    help = "โหลดรายชื่อหน่วยงานจากไฟล์ CSV (คอลัมน์ code, name, kind, district, province)"

    def add_arguments(self, parser):
        parser.add_argument("csv", nargs="?", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="บอกว่าจะเปลี่ยนอะไร โดยไม่บันทึก")

    def handle(self, *args, **options):
        try:
            loaded = load_municipalities(options["csv"], dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"เปิดไฟล์ {options['csv']} ไม่ได้") from error
        except ValidationError as error:
            raise CommandError("ไม่รับไฟล์นี้ และไม่มีอะไรเปลี่ยน\n" + "\n".join(error.messages)) from error
        if options["dry_run"]:
            self._tell("จะเพิ่ม", loaded.added)
            self._tell("จะแก้ไข", loaded.changed)
        self._tell("คงไว้ตามเดิม เพราะเป็นรหัสเดิมของหน่วยงานที่มีอยู่", loaded.former)
        self.stdout.write(f"มีหน่วยงาน {loaded.rows:,} แห่งตามไฟล์")

    def _tell(self, what: str, lines: list[str]) -> None:
        if lines:
            self.stdout.write("\n".join([f"{what} {len(lines):,} แห่ง", *(f"  {line}" for line in lines)]))
