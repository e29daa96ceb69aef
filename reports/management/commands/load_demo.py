"""Fill the database with the demo and render its reports."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.models import User
from reports.demo.load import PASSWORD, load_demo, render_demo


class Command(BaseCommand):
    help = "ใส่ข้อมูลสาธิตและสร้างรายงานตัวอย่าง (ทำซ้ำได้ ของที่มีอยู่ไม่เปลี่ยน)"

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, default=settings.VAR_DIR / "demo")

    def handle(self, *args, **options):
        try:
            load_demo()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        for path in render_demo(options["output"]):
            self.stdout.write(f"สร้างรายงาน {path}")
        self.stdout.write(f"\nบัญชีสาธิต (รหัสผ่านเดียวกันทุกบัญชี: {PASSWORD})")
        for user in User.objects.filter(is_demo=True).select_related("municipality"):
            place = user.municipality or user.province or "ทั้งประเทศ"
            self.stdout.write(f"  {user.username:<10} {user.get_role_display()} · {user.position} · {place}")
