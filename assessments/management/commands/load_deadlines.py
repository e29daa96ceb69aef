"""Load the shipped deadlines of fiscal years whose calendar is still empty."""

from django.core.management.base import BaseCommand

from assessments.calendar.shipped import load_deadlines


class Command(BaseCommand):
    help = "โหลดกำหนดการที่มากับระบบ ปีที่ผู้ดูแลระบบเคยบันทึกกำหนดการไม่เปลี่ยนแปลง"

    def handle(self, *args, **options):
        years = load_deadlines()
        self.stdout.write(
            f"โหลดกำหนดการปีงบประมาณ {', '.join(map(str, years))}" if years else "มีกำหนดการแล้ว ไม่มีอะไรเปลี่ยน"
        )
