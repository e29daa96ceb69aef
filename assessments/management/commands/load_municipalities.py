"""Create or update municipalities from a CSV file; without one, the 7,849 local authorities that are shipped."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.municipalities.shipped import load_municipalities


class Command(BaseCommand):
    help = "โหลดรายชื่อหน่วยงานจากไฟล์ CSV (คอลัมน์ code, name, kind, district, province)"

    def add_arguments(self, parser):
        parser.add_argument("csv", nargs="?", type=Path)

    def handle(self, *args, **options):
        try:
            count = load_municipalities(options["csv"])
        except OSError as error:
            raise CommandError(f"เปิดไฟล์ {options['csv']} ไม่ได้") from error
        except ValidationError as error:
            raise CommandError("ไม่รับไฟล์นี้ และไม่มีอะไรเปลี่ยน\n" + "\n".join(error.messages)) from error
        self.stdout.write(f"มีหน่วยงาน {count:,} แห่งตามไฟล์")
