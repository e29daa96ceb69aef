from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "มาตรการ"

    def ready(self):
        from assessments.access import Deed
        from assessments.sheets.kinds import Kind, register
        from assessments.taking_back import years_showing

        from .resources import MeasureResource
        from .services.evidence import years_using

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
