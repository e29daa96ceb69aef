from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "มาตรการ"

    def ready(self):
        from assessments.accounts.access import Deed
        from assessments.spreadsheets.kinds import Kind, register
        from assessments.undo.plan import years_showing

        from .evidence.services import years_using
        from .plan.spreadsheet import MeasureResource

        if years_using not in years_showing:
            years_showing.append(years_using)

        register(
            Kind(
                "measures",
                "มาตรการ",
                "มาตรการละแถว รหัสมาตรการบอกว่าแก้แถวใด เว้นว่างคือเพิ่มใหม่",
                Deed.IMPORT,
                MeasureResource,
                position=4,
            )
        )
