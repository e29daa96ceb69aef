"""Mail to each person what waits for them and what is due soon; for a daily timer of the operator."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand, CommandError

from assessments.models import User
from reports.year.digest import digest_for


class Command(BaseCommand):
    help = "ส่งอีเมลสรุปเรื่องที่รอดำเนินการและกำหนดการใกล้ถึง ให้ผู้ใช้ที่มีอีเมล"

    def handle(self, **options):
        if not settings.EMAIL_HOST:
            raise CommandError("ยังไม่ได้ตั้งค่าเครื่องส่งอีเมล (EMAIL_HOST) จึงไม่ได้ส่ง")
        users = User.objects.filter(is_active=True, municipality__isnull=False).exclude(email="")
        sent = failed = 0
        with get_connection() as connection:
            for user in users.select_related("municipality"):
                digest = digest_for(user, settings.PORTAL_URL)
                if digest is None:
                    continue
                mail = EmailMessage(digest.subject, digest.body, to=[user.email], connection=connection)
                try:
                    mail.send()
                except (smtplib.SMTPException, OSError) as error:
                    failed += 1
                    self.stderr.write(f"ส่งถึงผู้ใช้ {user.pk} ไม่ได้: {type(error).__name__}")
                else:
                    sent += 1
        self.stdout.write(f"ส่งแล้ว {sent} ฉบับ")
        if failed:
            raise CommandError(f"ส่งไม่ได้ {failed} ฉบับ")
