from ita_portal import portal_app


class MeasuresConfig(portal_app.PortalApp):
    name = "measures"
    verbose_name = "มาตรการ"

    def ready(self):
        from assessments.accounts.access import Permission
        from assessments.spreadsheets.kinds import Kind, register

        from .plan.spreadsheet import MeasureResource

        register(
            Kind(
                "measures",
                "มาตรการ",
                "มาตรการละแถว รหัสมาตรการบอกว่าแก้แถวใด เว้นว่างคือเพิ่มใหม่",
                Permission.IMPORT,
                MeasureResource,
                position=4,
            )
        )

    def years_showing(self, model, pks):
        from .evidence.services import years_using

        return years_using(model, pks)
