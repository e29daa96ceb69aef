"""For migrations: the first history row of what existed before history was kept."""

from django.utils import timezone


def first_rows(app_label: str, *model_names: str):
    """Return a migration's function that copies the rows of models into their history."""

    def copy(apps, schema_editor):
        quote = schema_editor.connection.ops.quote_name
        for name in model_names:
            model = apps.get_model(app_label, name)
            history = apps.get_model(app_label, f"Historical{name}")
            kept = {each.column for each in history._meta.fields}
            columns = ", ".join(quote(each.column) for each in model._meta.fields if each.column in kept)
            schema_editor.execute(
                f"INSERT INTO {quote(history._meta.db_table)} "  # noqa: S608 names of our own tables
                f"({columns}, history_date, history_type, history_change_reason) "
                f"SELECT {columns}, %s, '+', %s FROM {quote(model._meta.db_table)}",
                [timezone.now(), "ข้อมูลที่มีอยู่ก่อนเริ่มเก็บประวัติ"],
            )

    return copy
