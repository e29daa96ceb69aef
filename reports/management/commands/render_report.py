"""Render the document of a municipality's year as PDF, Word, or its tables as a workbook."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.models import Assessment
from reports.documents.models import Document
from reports.output.content import document_content, year_document
from reports.output.formats import FILE_TYPES


class Command(BaseCommand):
    help = "สร้างเอกสารของหน่วยงานในปีหนึ่ง เป็น PDF, Word หรือตารางเป็น Excel"

    def add_arguments(self, parser):
        parser.add_argument("--municipality", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int, metavar="YEAR")
        parser.add_argument("--kind", default="", choices=Document.Kind.values, help="ถ้าไม่ระบุ ใช้เอกสารแรกของปี")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--format", choices=FILE_TYPES, default="pdf", help="รูปแบบของไฟล์ (ปกติ pdf)")

    def handle(self, *args, **options):
        code, year = options["municipality"], options["year"]
        assessment = Assessment.objects.filter(municipality__code=code, framework__fiscal_year=year).first()
        document = year_document(assessment, options["kind"]) if assessment else None
        if document is None:
            raise CommandError(f"ไม่มีเอกสารของรหัส {code} ปี {year}")
        render = FILE_TYPES[options["format"]].render
        try:
            options["output"].write_bytes(render(document_content(document)))
        except OSError as error:
            raise CommandError(f"เขียนไฟล์ {options['output']} ไม่ได้: {error.strerror}") from error
        self.stdout.write(f"สร้าง {options['output']} แล้ว")
