from ita_portal import portal_app


class MeasuresConfig(portal_app.PortalApp):
    name = "measures"
    verbose_name = "มาตรการ"

    def spreadsheets(self):
        from .evidence.spreadsheet import KIND as EVIDENCE
        from .plan.spreadsheet import KIND as MEASURES

        return [MEASURES, EVIDENCE]

    def years_showing(self, model, pks):
        from .evidence.services import years_using

        return years_using(model, pks)

    def year_counts(self):
        from .evidence.year_tabs import year_counts

        return year_counts()

    def year_tabs(self, year):
        from .evidence.year_tabs import year_tabs

        return year_tabs(year)

    def year_pages(self):
        return {"progress": "ความก้าวหน้าของมาตรการ", "carry": "มาตรการปีก่อน", "comments": "ความเห็น"}

    def find(self, user, words, years):
        from .evidence.find import find_rows

        return find_rows(user, words, years)
