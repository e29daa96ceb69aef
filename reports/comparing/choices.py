"""What the addresses of these pages say: authorities, a province, a kind. What is unknown there is told, not obeyed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import PermissionDenied

from assessments.accounts.access import sees_many
from assessments.editing.fields import ThaiCharField
from assessments.models import Municipality
from assessments.municipalities.models import SHORT_KINDS

MOST_OFFERED = 12  # authorities that words may mean
TOO_MANY = f"มีหน่วยงานที่ตรงกับคำนี้มากกว่า {MOST_OFFERED} แห่ง ให้พิมพ์ชื่อให้ครบขึ้น หรือเพิ่มชื่อจังหวัด เช่น ทต.นาดี จ.สมุทรสาคร"
UNKNOWN = "ไม่พบหน่วยงานนี้ในหน่วยงานที่ท่านดูได้ ให้ตรวจชื่อหรือรหัส"


def check_sees_many(user) -> None:
    if not sees_many(user):
        raise PermissionDenied("หน้านี้เปิดได้เฉพาะผู้ตรวจสอบระดับจังหวัดหรือระดับประเทศ และผู้ดูแลระบบ")


@dataclass(frozen=True)
class Sought:
    """What words that stand for one authority mean: it, or some of which one is to be chosen, or why there is none."""

    authority: Municipality | None = None
    offered: Sequence[Municipality] = field(default=())
    fault: str = ""


def seek(user, words: str) -> Sought:
    """Find the authority among those of a user: by code, or by words as lists are searched; one query at most."""
    if not words.strip():
        return Sought()
    rows = list(Municipality.objects.for_user(user).matching(words).alphabetical()[: MOST_OFFERED + 1])
    if len(rows) == 1:
        return Sought(rows[0])
    if len(rows) > MOST_OFFERED:
        return Sought(fault=TOO_MANY)
    return Sought(offered=rows) if rows else Sought(fault=UNKNOWN)


class GroupForm(forms.Form):
    """The group whose figures are shown, and an authority beside it."""

    province = forms.ChoiceField(label="จังหวัด", required=False)
    kind = forms.ChoiceField(label="ประเภท", required=False, choices=[("", "ทุกประเภท"), *Municipality.Kind.choices])
    code = ThaiCharField(label="หน่วยงาน (ชื่อหรือรหัส)", required=False, max_length=200)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = [] if user.province else [("", "ทั้งประเทศ")]
        provinces = [user.province] if user.province else Municipality.objects.for_user(user).provinces()
        self.fields["province"].choices = own + [(name, name) for name in provinces]

    def chosen(self, user) -> tuple[str, str]:
        """Return province and kind, "" for all; a province that a user may not choose is not chosen."""
        self.is_valid()
        return self.cleaned_data.get("province") or user.province, self.cleaned_data.get("kind", "")


class AddForm(forms.Form):
    """Words for one authority more."""

    add = ThaiCharField(label="เพิ่มหน่วยงาน (ชื่อหรือรหัส)", required=False, max_length=200)


def group_name(province: str, kind: str) -> str:
    of = dict(Municipality.Kind.choices).get(kind, "หน่วยงานทุกประเภท")
    return f"{of} {f'จังหวัด{province}' if province else 'ทั้งประเทศ'}"


def short_name(authority: Municipality) -> str:
    """Return a name as the heads of narrow columns take it: ทต.นาดี."""
    label = authority.get_kind_display()
    if authority.kind in SHORT_KINDS and authority.name.startswith(label):
        return f"{SHORT_KINDS[authority.kind]}.{authority.name.removeprefix(label)}"
    return authority.name
