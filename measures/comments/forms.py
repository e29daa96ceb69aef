"""The form of a comment, and what a page shows of the comments on one row."""

from collections.abc import Mapping

from django import forms
from django.core.validators import MaxLengthValidator

from assessments.accounts.access import Permission, can
from assessments.editing.fields import ThaiTextField
from assessments.models import Role, Unit, User
from ita_portal.thai import sort_key

from .rows import CommentedRow, said_on
from .services import COMMENT_LENGTH, colleagues

FOREIGN = "มีรายการที่เลือกไม่ได้แล้ว ให้เลือกจากรายการที่แสดงอีกครั้ง"


def _choice(label: str, labels: Mapping[Unit, str] | Mapping[User, str]) -> forms.TypedMultipleChoiceField:
    """Return the field that offers rows by their keys and gives the rows: no query beyond the one that read them."""
    rows = {row.pk: row for row in labels}
    by_name = sorted(labels.items(), key=lambda named: sort_key(named[1]))
    return forms.TypedMultipleChoiceField(
        label=label,
        required=False,
        choices=[(row.pk, text) for row, text in by_name],
        coerce=lambda pk: rows[int(pk)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": FOREIGN, "invalid_list": FOREIGN},
    )


class CommentForm(forms.Form):
    """A comment with whom it is for: units and colleagues of the row's municipality, the author left out.

    Auditors choose nobody: theirs is for all of the municipality.
    """

    text = ThaiTextField(
        label="ข้อความ",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "เขียนข้อความก่อนส่งความเห็น"},
        validators=[MaxLengthValidator(COMMENT_LENGTH, f"ข้อความยาวเกิน {COMMENT_LENGTH:,} ตัวอักษร ให้แยกเป็นหลายความเห็น")],
    )

    def __init__(self, *args, row: CommentedRow, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        if by.role == Role.AUDITOR:
            return
        readers = colleagues(row.year.municipality).select_related("unit")
        read = {reader.unit_id for reader in readers}
        units = {
            unit: str(unit) if unit.pk in read else f"{unit} (ยังไม่มีบัญชีผู้ใช้)"
            for unit in row.year.municipality.units.all()
        }
        people = {
            reader: f"{reader} {reader.unit}" if reader.unit else str(reader) for reader in readers if reader != by
        }
        self.fields["units"] = _choice("กอง/สำนัก", units)
        self.fields["people"] = _choice("ผู้ร่วมงาน", people)


def row_context(user: User, row: CommentedRow, form: CommentForm | None = None) -> dict:
    """Return what `measures/_comments.html` needs: all comments on the row and, for those who may, the form."""
    may_comment = can(user, Permission.COMMENT, row.year)
    if form is None and may_comment:
        form = CommentForm(row=row, by=user)
    comments = said_on(row, user)
    return {
        "year": row.year,
        "row": row,
        "found": comments,
        "open_count": sum(said.comment.is_open for said in comments),
        "may_comment": may_comment,
        "is_auditor": user.role == Role.AUDITOR,
        "comment_form": form,
        "names_open": bool(form and (form.errors or form.initial)),
    }
