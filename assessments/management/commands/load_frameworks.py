"""Load the shipped definitions of fiscal years 2562-2570."""

from django.core.management.base import BaseCommand

from assessments.frameworks.shipped import load_frameworks


class Command(BaseCommand):
    help = "โหลดเกณฑ์ประจำปีที่มากับระบบ ปีที่มีอยู่แล้วไม่เปลี่ยนแปลง"

    def handle(self, *args, **options):
        years = load_frameworks()
        self.stdout.write(f"โหลดเกณฑ์ปีงบประมาณ {', '.join(map(str, years))}" if years else "มีเกณฑ์ครบแล้ว ไม่มีอะไรเปลี่ยน")
