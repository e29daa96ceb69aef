from ita_portal import portal_app


class ReportsConfig(portal_app.PortalApp):
    name = "reports"
    verbose_name = "เอกสาร"

    def years_showing(self, model, pks):
        from .year.evidence_usage import years_printing

        return years_printing(model, pks)

    def naming(self, model, pks):
        from .year.evidence_usage import annexes_printing

        return annexes_printing(model, pks)

    def before_submitting(self, year):
        from .year.readiness_data import obstacles

        return obstacles(year)

    def changed_since(self, year, moment):
        from .year.approval import changed_since

        return bool(changed_since(year, moment))

    def year_counts(self):
        from .year.year_tabs import year_counts

        return year_counts()

    def year_tabs(self, year):
        from .year.year_tabs import year_tabs

        return year_tabs(year)

    def pages(self, user):
        from .overview.find import portal_pages as overview_pages
        from .year.find import portal_pages

        yield from portal_pages(user)
        yield from overview_pages(user)

    def year_pages(self):
        return {"findings": "จุดแข็งและจุดที่ต้องพัฒนา", "history": "ประวัติ"}

    def find(self, user, words, years):
        from .year.find import find_rows

        return find_rows(user, words, years)

    def count_waiting(self, user):
        from .year.inbox import count_waiting

        return count_waiting(user)
