"""Take packages in: each file all or nothing, every fault told at once."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports.package import MAX_BYTES, REPLACE_HINT, import_package, read_package


class Command(BaseCommand):
    help = "นำเข้าไฟล์แลกเปลี่ยน ไฟล์ที่มีข้อผิดพลาดจะไม่เปลี่ยนข้อมูลใด ๆ และไฟล์ถัดไปยังนำเข้าต่อ"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="แทนที่ข้อมูลเดิมของปีนั้น")

    def handle(self, *, files: list[Path], replace: bool, **options):
        taken: dict[tuple[str, int], Path] = {}
        refused = 0
        for path in files:
            try:
                package = read_package(read_bounded(path))
                key = package.municipality.code, package.fiscal_year
                if key in taken:
                    raise ValidationError(f"หน่วยงาน {key[0]} ปี {key[1]} ซ้ำกับไฟล์ {taken[key]} ในคำสั่งเดียวกัน")
                year = import_package(package, by=None, replace=replace)
            except ValidationError as error:
                refused += 1
                for fault in error.messages:
                    hint = " (ในคำสั่งนี้คือ --replace)" if REPLACE_HINT in fault else ""
                    self.stderr.write(f"{path}: {fault}{hint}")
            else:
                taken[key] = path
                self.stdout.write(f"{path}: นำเข้า {year.municipality} ปี {year.fiscal_year} แล้ว")
        if refused:
            raise CommandError(f"ไม่ได้นำเข้า {refused} ไฟล์ จาก {len(files)} ไฟล์", returncode=1)


def read_bounded(path: Path) -> bytes:
    """Return the bytes of a file, or refuse one that is missing or too large before reading it."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
            size = path.stat().st_size
    except OSError as error:
        raise ValidationError(f"อ่านไฟล์ไม่ได้: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise ValidationError(f"ไฟล์ใหญ่ {max(size, len(raw)) / 1e6:.1f} MB เกินที่รับได้ {MAX_BYTES / 1e6:.0f} MB")
    return raw
