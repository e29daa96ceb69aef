"""The form of a comment, and what a page shows of the comments on one row."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Count, Q

from assessments.access import Deed, can
from assessments.forms.fields import ThaiTextField
from assessments.models import Unit, User

from .commenting import Row, said_on
from .services import colleagues
from .services.comments import COMMENT_LENGTH

FOREIGN = "มีรายการที่เลือกไม่ได้แล้ว ให้เลือกจากรายการที่แสดงอีกครั้ง"


class UnitsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        """Tell where nobody would read it."""
        return f"{unit}" if unit.accounts else f"{unit} (ยังไม่มีบัญชีผู้ใช้)"


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person} {person.unit}" if person.unit else str(person)


class CommentForm(forms.Form):
    """A comment with whom it is for: units and colleagues of the row's municipality, the author left out."""

    text = ThaiTextField(
        label="ข้อความ",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "เขียนข้อความก่อนส่งความเห็น"},
        validators=[
            MaxLengthValidator(COMMENT_LENGTH, f"ข้อความยาวเกิน {COMMENT_LENGTH:,} ตัวอักษร ให้แยกเป็นหลายความเห็น")
        ],
    )

    def __init__(self, *args, row: Row, by: User, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        municipality = row.year.municipality
        readers = colleagues(municipality).values("pk")
        units = municipality.units.annotate(accounts=Count("members", Q(members__in=readers)))
        people = colleagues(municipality).exclude(pk=by.pk).select_related("unit").order_by("unit", "pk")
        chosen = {
            "required": False,
            "widget": forms.CheckboxSelectMultiple,
            "error_messages": {
                "invalid_choice": FOREIGN,
                "invalid_pk_value": FOREIGN,
                "invalid_list": FOREIGN,
            },
        }
        self.fields["units"] = UnitsField(units, label="กอง/สำนัก", **chosen)
        self.fields["people"] = PeopleField(people, label="ผู้ร่วมงาน", **chosen)


def row_context(user: User, row: Row, form: CommentForm | None = None) -> dict:
    """Return what `measures/_comments.html` needs: all comments on the row and, for those who may, the form."""
    may_comment = can(user, Deed.COMMENT, row.year)
    if form is None and may_comment:
        form = CommentForm(row=row, by=user)
    return {
        "year": row.year,
        "row": row,
        "found": (found := said_on(row, user)),
        "open_count": sum(each.comment.is_open for each in found),
        "may_comment": may_comment,
        "comment_form": form,
        "names_open": bool(form and (form.errors or form.initial)),
    }
