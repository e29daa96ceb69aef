"""Forms whose fields each stand alone, as scores do: two people may save different ones, the same one is told."""

from django import forms


class FieldByFieldForm(forms.Form):
    """Each field carries along what it showed: only what was changed since is stored, over nobody's newer value.

    What `initial` says must be held until the save (`assessments.years.fetch.read_or_held_year`).
    """

    def carry_shown(self) -> None:
        """Make every field carry along what it shows."""
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self):
        """Tell at each changed field where somebody else has stored another value since the page was shown."""
        for name in self.changed_data:
            field, bound = self.fields[name], self[name]
            stored = self.get_initial_for_field(field, name)
            known = stored not in (None, "")
            told = {bound.html_name, bound.html_initial_name} <= self.data.keys()
            if name not in self.cleaned_data or not told:
                continue
            newer = field.has_changed(stored if known else None, self.data[bound.html_initial_name])
            if newer and field.has_changed(stored if known else None, self.data[bound.html_name]):
                shown = str(field.prepare_value(stored)) if known else ""
                self.add_error(
                    name,
                    f"ระหว่างนี้มีผู้อื่นบันทึกช่องนี้เป็น “{shown or 'ว่าง'}” หากต้องการใช้ค่าของท่านให้กดบันทึกอีกครั้ง",
                )
                self.data = self.data.copy()
                self.data[bound.html_initial_name] = shown
