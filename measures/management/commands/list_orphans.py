"""List files of evidence that nothing knows of: what a broken upload left behind. Deletes nothing."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from measures.evidence.models import Evidence

FOLDER = "evidence"
FIELDS = ("file", "thumbnail", "printable")


class Command(BaseCommand):
    help = "แสดงไฟล์หลักฐานในที่เก็บซึ่งไม่มีข้อมูลหรือประวัติใดอ้างถึง (ไม่ลบไฟล์)"

    def handle(self, **options):
        known = set()
        for rows in (Evidence.objects, Evidence.history):
            for names in rows.order_by().values_list(*FIELDS).iterator():
                known.update(names)
        orphans = [name for name in _files(FOLDER) if name not in known]
        for name in sorted(orphans):
            self.stdout.write(f"{name}\t{default_storage.size(name)}")
        self.stderr.write(f"{len(orphans)} ไฟล์")


def _files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for name in folders:
        yield from _files(f"{folder}/{name}")
