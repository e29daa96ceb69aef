"""The form of a notice: what is told, to whom, until when."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from assessments.accounts.models import Role, User
from assessments.editing.fields import ThaiCharField, ThaiDateField, ThaiTextField
from assessments.municipalities.models import Municipality

from .services import TEXT_LENGTH, TITLE_LENGTH

USUAL = timedelta(days=30)


class NoticeForm(forms.Form):
    """Administrators choose the audience; auditors of a province tell theirs."""

    title = ThaiCharField(label="เรื่อง", max_length=TITLE_LENGTH)
    text = ThaiTextField(label="ข้อความ", max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 6}))
    audience = forms.ChoiceField(label="ถึง", required=False)
    until = ThaiDateField(label="แสดงถึงวันที่", initial=lambda: timezone.localdate() + USUAL)

    def __init__(self, *args: Any, by: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by = by
        if by.role != Role.ADMINISTRATOR:
            del self.fields["audience"]
            return
        roles = [(f"role:{role.value}", f"{role.label}ทุกบัญชี") for role in Role]
        names = Municipality.objects.for_user(by).provinces()
        provinces = [(f"province:{name}", f"จังหวัด{name}") for name in names]
        choices = [("", "ทุกบัญชี"), ("บทบาท", roles), ("จังหวัด", provinces)]
        self.fields["audience"] = forms.ChoiceField(label="ถึง", required=False, choices=choices)
        self.order_fields(["audience", "title", "text", "until"])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        typed = dict(self.cleaned_data)
        if "audience" not in self.fields:
            return typed | {"province": self.by.province}
        kind, _, name = typed.pop("audience").partition(":")
        return typed | ({kind: name} if kind else {})
