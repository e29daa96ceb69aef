"""Look at the web addresses of evidence and keep what was found; for a nightly timer of the operator."""

from collections import Counter
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import F, Q
from django.utils import timezone

from measures.evidence.link_check import look_at
from measures.evidence.models import AddressCheck, Evidence


class Command(BaseCommand):
    help = "ตรวจว่าที่อยู่เว็บของหลักฐานยังเปิดได้ และเก็บผลไว้แสดงในความพร้อมของปี"

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than", type=int, default=7, metavar="DAYS", help="ตรวจซ้ำเมื่อผลเก่ากว่า (วัน) ที่เปิดไม่ได้ตรวจซ้ำทุกครั้ง"
        )
        parser.add_argument("--limit", type=int, default=1_000, metavar="N", help="ตรวจไม่เกินกี่รายการ")

    def handle(self, *, older_than: int, limit: int, **options):
        before = timezone.now() - timedelta(days=older_than)
        stale = (
            Q(address_check=None)
            | Q(address_check__checked_at__lt=before)
            | ~Q(address_check__address=F("address"))
            | ~Q(address_check__outcome=AddressCheck.Outcome.OPENS)  # perhaps the page is back
        )
        wanted = Evidence.objects.kept().exclude(address="").filter(stale)
        wanted = wanted.order_by(F("address_check__checked_at").asc(nulls_first=True), "pk")[:limit]
        outcomes: Counter[str] = Counter()
        for evidence in wanted:
            look = look_at(evidence.address)
            AddressCheck.objects.update_or_create(
                evidence=evidence, defaults={"address": evidence.address, **look._asdict()}
            )
            outcomes[look.outcome] += 1
        told = ", ".join(f"{label} {outcomes[value]}" for value, label in AddressCheck.Outcome.choices)
        self.stdout.write(f"ตรวจแล้ว {outcomes.total()} ที่อยู่ ({told})")
