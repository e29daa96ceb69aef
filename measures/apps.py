from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "มาตรการ"

    def ready(self):
        from assessments.access import Deed
        from assessments.sheets.kinds import Kind, register

        from .resources import MeasureResource

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
