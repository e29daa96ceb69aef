"""Which authorities' documents are wanted, by filters or codes: the same names as in addresses of other pages."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from assessments.editing.fields import offer
from assessments.frameworks.models import current_fiscal_year
from assessments.models import Assessment, Framework, Municipality
from ita_portal.thai import ascii_digits

MOST_CODES = 2_000
NOT_STARTED = "not_started"


class CollectionForm(forms.Form):
    """A year, and what narrows its authorities; who sees one authority chooses a year only."""

    fiscal_year = forms.TypedChoiceField(label="ปีงบประมาณ", coerce=int)
    province = forms.ChoiceField(label="จังหวัด", required=False)
    district = forms.CharField(label="อำเภอ", required=False, max_length=100, help_text="พิมพ์ชื่ออำเภอ เว้นว่าง = ทุกอำเภอ")
    kind = forms.ChoiceField(label="ประเภท", required=False, choices=[("", "ทุกประเภท"), *Municipality.Kind.choices])
    state = forms.ChoiceField(
        label="สถานะของปี",
        required=False,
        choices=[("", "ทุกสถานะ"), (NOT_STARTED, "ยังไม่เริ่ม"), *Assessment.State.choices],
    )
    codes = forms.CharField(
        label="รหัสหน่วยงาน",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="เฉพาะหน่วยงานที่มีรหัสเหล่านี้ วางจากตารางได้ คั่นด้วยเว้นวรรค จุลภาค หรือขึ้นบรรทัดใหม่ "
        "เว้นว่าง = ทุกหน่วยงานตามตัวเลือกข้างบน",
    )

    def __init__(self, *args: Any, user, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.seen = Municipality.objects.for_user(user)
        years = Framework.objects.published().order_by("-fiscal_year").values_list("fiscal_year", flat=True)
        offer(self, "fiscal_year", [(year, f"พ.ศ. {year}") for year in years])
        self.fields["fiscal_year"].initial = current_fiscal_year()
        if user.municipality_id:
            for name in ("province", "district", "kind", "state", "codes"):
                del self.fields[name]
            return
        provinces = [(province, province) for province in self.seen.provinces()]
        every = [("", "ทุกจังหวัด")] if len(provinces) > 1 else []
        offer(self, "province", [*every, *provinces])

    def clean_codes(self) -> list[str]:
        codes = list(dict.fromkeys(re.findall(r"[^\s,;]+", ascii_digits(self.cleaned_data["codes"]))))
        if len(codes) > MOST_CODES:
            raise ValidationError(f"ใส่ได้ไม่เกิน {MOST_CODES:,} รหัสต่อครั้ง")
        known = set(self.seen.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            shown = " ".join(unknown[:10]) + (f" และอีก {len(unknown) - 10:,} รหัส" if len(unknown) > 10 else "")
            raise ValidationError(f"ไม่พบรหัสเหล่านี้ในหน่วยงานที่ท่านดูได้ ให้แก้ไขหรือลบออก: {shown}")
        return codes

    def places(self) -> QuerySet[Municipality]:
        """Return the authorities that a valid form chooses."""
        chosen = self.cleaned_data
        rows = self.seen.filter(**{key: chosen[key] for key in ("province", "district", "kind") if chosen.get(key)})
        if chosen.get("codes"):
            rows = rows.filter(code__in=chosen["codes"])
        if not (state := chosen.get("state")):
            return rows
        years = Assessment.objects.filter(framework__fiscal_year=chosen["fiscal_year"])
        if state == NOT_STARTED:
            return rows.exclude(pk__in=years.values("municipality"))
        return rows.filter(pk__in=years.filter(state=state).values("municipality"))

    def told(self) -> str:
        """Say what was chosen, for the history."""
        chosen = self.cleaned_data
        parts = [
            f"{name}{chosen[key]}" for key, name in (("province", "จังหวัด"), ("district", "อำเภอ")) if chosen.get(key)
        ]
        for key in ("kind", "state"):
            if chosen.get(key):
                parts.append(dict(self.fields[key].choices)[chosen[key]])  # type: ignore[attr-defined]
        if codes := chosen.get("codes"):
            parts.append(f"{len(codes):,} รหัส" if len(codes) > 3 else "รหัส " + " ".join(codes))
        return " · ".join(parts) or ("" if "province" not in self.fields else "ทุกหน่วยงานที่ท่านดูได้")
