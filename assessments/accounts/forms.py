"""Forms of the admin site: parts of a year, pictures, accounts."""

from pathlib import PurePath

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm, UserChangeForm, UsernameField
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator

from assessments.municipalities.models import Municipality
from ita_portal.templatetags.portal import clock_after

from .models import User

MAX_PIXELS = 16_000_000
SUFFIXES = {"PNG": ".png", "JPEG": ".jpg"}


class ReadOnce(ModelChoiceIterator):
    """Choices that all rows of a formset share: one query, however many rows."""

    def __iter__(self):
        if not self.field.read:
            self.field.read.extend(super().__iter__())
        return iter(self.field.read)


class PartOfYearField(forms.ModelChoiceField):
    """A choice among parts of the same year; `read` stays shared when the form class is copied."""

    iterator = ReadOnce

    def __init__(self, *args, **kwargs):
        self.read = []
        super().__init__(*args, **kwargs)


class PictureInput(forms.ClearableFileInput):
    """Shows the stored picture from the portal's own address: uploads have no public one."""

    template_name = "assessments/admin/picture_input.html"


class ChosenProvince(forms.ModelForm):
    """Offers the provinces that there are; a portal without municipalities has none yet, there one is typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if (typed := self.fields.get("province")) and (names := Municipality.objects.provinces()):
            self.fields["province"] = forms.ChoiceField(
                label=typed.label,
                required=typed.required,
                help_text=typed.help_text,
                choices=[("", "เลือกจังหวัด" if typed.required else "ไม่กำหนด"), *((name, name) for name in names)],
            )


class MunicipalityForm(ChosenProvince):
    class Meta:
        model = Municipality
        fields = ("code", "name", "kind", "district", "province", "address", "emblem", "seal")
        widgets = {"emblem": PictureInput, "seal": PictureInput}

    def clean_emblem(self):
        return real_picture(self.cleaned_data["emblem"])

    def clean_seal(self):
        return real_picture(self.cleaned_data["seal"])


def real_picture(file):
    """Return an uploaded picture named after what it really is; refuse other formats by their content."""
    image = getattr(file, "image", None)  # set by the form field for a new upload only
    if image is None:
        return file
    if image.format not in SUFFIXES:
        raise ValidationError("เนื้อไฟล์ไม่ใช่ภาพ PNG หรือ JPEG ให้เปิดภาพแล้วบันทึกใหม่เป็น PNG หรือ JPEG")
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(f"ภาพมีขนาด {image.width}×{image.height} จุด ใหญ่เกินไป ให้ย่อภาพก่อน")
    file.name = PurePath(file.name).stem + SUFFIXES[image.format]
    return file


class AccountForm(ChosenProvince, UserChangeForm):
    password = None  # type: ignore[assignment]  # nobody sets another's

    class Meta:
        model = User
        fields = "__all__"  # noqa: DJ007

    def clean(self):
        cleaned = super().clean()
        unit = cleaned.get("unit")
        if unit and unit.municipality != cleaned.get("municipality"):
            self.add_error("unit", "กอง/สำนักนี้ไม่ใช่ของหน่วยงานที่เลือก ให้เว้นว่างหรือเลือกใหม่หลังบันทึกหน่วยงาน")
        return cleaned


class OwnPasswordForm(PasswordChangeForm):
    """Asks for the old password, where wrong ones count as at the sign-in: an open browser is no place to guess."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self):
        old = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old):
            return old
        if until := getattr(self.request, "locked_until", None):
            raise ValidationError(f"กรอกรหัสผ่านเดิมผิดหลายครั้ง ลองใหม่ได้หลังเวลา {clock_after(until)}")
        raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")


class ForgottenForm(forms.Form):
    username = UsernameField(label="ชื่อผู้ใช้", max_length=150, widget=forms.TextInput({"autocomplete": "username"}))


class NewAccountForm(ChosenProvince):
    """An account without a password: its owner sets the first one, by a link."""

    class Meta:
        model = User
        fields = ("username", "role", "position", "municipality", "province", "email")
        field_classes = {"username": UsernameField}

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(User._meta.get_field("username").error_messages["unique"], code="unique")
        return username

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)
