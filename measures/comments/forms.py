"""The form of a comment, and what a page shows of the comments on one row."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Count, Q

from assessments.accounts.access import Permission, can
from assessments.editing.fields import ThaiTextField
from assessments.models import Unit, User
from ita_portal.thai import sort_key

from .rows import CommentedRow, said_on
from .services import COMMENT_LENGTH, colleagues

FOREIGN = "มีรายการที่เลือกไม่ได้แล้ว ให้เลือกจากรายการที่แสดงอีกครั้ง"


def _choice(label: str, named: dict[int, tuple]) -> forms.TypedMultipleChoiceField:
    """Return the field that offers (row, label) by key and gives the rows: no query beyond the one that read them."""
    offered = [(pk, text) for pk, (_, text) in named.items()]
    return forms.TypedMultipleChoiceField(
        label=label,
        required=False,
        choices=sorted(offered, key=lambda each: sort_key(each[1])),
        coerce=lambda pk: named[int(pk)][0],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": FOREIGN, "invalid_list": FOREIGN},
    )


def _unit_label(unit: Unit) -> str:
    return f"{unit}" if unit.accounts else f"{unit} (ยังไม่มีบัญชีผู้ใช้)"  # nobody would read it


def _person_label(person: User) -> str:
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

    def __init__(self, *args, row: CommentedRow, by: User, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        municipality = row.year.municipality
        readers = colleagues(municipality).values("pk")
        units = municipality.units.annotate(accounts=Count("members", Q(members__in=readers)))
        people = colleagues(municipality).exclude(pk=by.pk).select_related("unit")
        self.fields["units"] = _choice("กอง/สำนัก", {unit.pk: (unit, _unit_label(unit)) for unit in units})
        self.fields["people"] = _choice(
            "ผู้ร่วมงาน", {person.pk: (person, _person_label(person)) for person in people}
        )


def row_context(user: User, row: CommentedRow, form: CommentForm | None = None) -> dict:
    """Return what `measures/_comments.html` needs: all comments on the row and, for those who may, the form."""
    may_comment = can(user, Permission.COMMENT, row.year)
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
