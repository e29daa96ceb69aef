from django.db.backends.signals import connection_created

from ita_portal import portal_app, thai


def give_thai_order(sender, connection, **kwargs) -> None:
    """Let SQLite sort Thai as PostgreSQL does, under the same name."""
    from .municipalities.models import THAI

    if connection.vendor == "sqlite":
        connection.connection.create_collation(THAI, thai.compare)


class AssessmentsConfig(portal_app.PortalApp):
    name = "assessments"
    verbose_name = "หน่วยงาน เกณฑ์ และผลการประเมิน"

    def ready(self):
        connection_created.connect(give_thai_order, dispatch_uid="thai_order")

    def spreadsheets(self):
        from .spreadsheets.resources import municipalities, results, users

        return [*results.KINDS, municipalities.KIND, users.KIND]

    def recorded(self, model, rows):
        from .statistics.changes import note_changes

        note_changes(model, rows)

    def year_counts(self):
        from .years.year_bar import year_counts

        return year_counts()

    def year_tabs(self, year):
        from .years.year_bar import year_tabs

        return year_tabs(year)

    def pages(self, user):
        from .years.find import portal_pages

        return portal_pages(user)

    def year_pages(self):
        return {"items": "คะแนนรายข้อ", "what_if": "ลองปรับคะแนน"}

    def find(self, user, words, years):
        from .years.find import find_rows

        return find_rows(user, words)
