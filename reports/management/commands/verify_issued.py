"""Check that every issued document still is what was issued."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from reports.issuing.integrity import FAULTS, OTHER_SOFTWARE, SENTENCES, check_issue
from reports.issuing.models import IssuedDocument


class Command(BaseCommand):
    help = "ตรวจเอกสารที่ออกแล้วทุกฉบับ: ไฟล์ตรงกับลายนิ้วมือ และพิมพ์ซ้ำได้ตรงกัน (จบด้วยรหัส 1 เมื่อพบฉบับที่ผิด)"

    def add_arguments(self, parser):
        parser.add_argument("--municipality", metavar="CODE", help="เฉพาะหน่วยงานนี้")

    def handle(self, *args, municipality: str | None = None, **options) -> None:
        issues = IssuedDocument.objects.select_related("assessment__municipality", "assessment__framework")
        if municipality:
            issues = issues.filter(assessment__municipality__code=municipality)
        counts: Counter[str] = Counter()
        for issued in issues.order_by("pk").iterator(chunk_size=20):
            result = check_issue(issued)
            counts[result] += 1
            if result in FAULTS or options["verbosity"] > 1:
                self.stdout.write(f"{_name(issued)}: {SENTENCES[result]}")
        faulty = sum(counts[fault] for fault in FAULTS)
        self.stdout.write(f"ตรวจ {counts.total()} ฉบับ ถูกต้อง {counts.total() - faulty} ฉบับ")
        if counts[OTHER_SOFTWARE]:
            self.stdout.write(f"ในจำนวนนี้ {counts[OTHER_SOFTWARE]} ฉบับ{SENTENCES[OTHER_SOFTWARE]}")
        if faulty:
            raise CommandError(f"พบฉบับที่ผิด {faulty} ฉบับ")


def _name(issued: IssuedDocument) -> str:
    year = issued.assessment
    return f"{year.municipality} ปี {year.fiscal_year} {issued.get_kind_display()} ฉบับที่ {issued.number}"
