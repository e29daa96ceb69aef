"""Give a year out as a package."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.models import Assessment
from reports.documents.models import Document
from reports.output.content import year_document
from reports.package import export_package, left_out


class Command(BaseCommand):
    help = "ส่งออกข้อมูลหนึ่งปีของหน่วยงานหนึ่งเป็นไฟล์แลกเปลี่ยน"

    def add_arguments(self, parser):
        parser.add_argument("--municipality", required=True, metavar="CODE", help="รหัส 8 หลัก")
        parser.add_argument("--year", required=True, type=int, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument("--kind", default="", choices=Document.Kind.values, help="ถ้าไม่ระบุ ใช้เอกสารแรกของปี")
        parser.add_argument("--output", type=Path, metavar="FILE", help="ถ้าไม่ระบุ พิมพ์ออกทางหน้าจอ")

    def handle(self, *, municipality: str, year: int, kind: str, output: Path | None, **options):
        years = Assessment.objects.select_related("municipality", "framework")
        opened = years.filter(municipality__code=municipality, framework__fiscal_year=year).first()
        if opened is None:
            raise CommandError(f"ไม่มีข้อมูลของหน่วยงาน {municipality} ปี {year} ในระบบ")
        document = year_document(opened, kind)
        if kind and document is None:
            raise CommandError(f"หน่วยงาน {municipality} ปี {year} ไม่มีเอกสารชนิด {kind}")
        if document and (lacking := left_out(document)):
            self.stderr.write(f"ไฟล์แลกเปลี่ยนไม่รวม: {', '.join(lacking)}")
        text = json.dumps(export_package(opened, document), ensure_ascii=False, indent=1) + "\n"
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"เขียนไฟล์ {output} ไม่ได้: {error.strerror}") from error
