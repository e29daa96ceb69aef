from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "เอกสาร"

    def ready(self):
        from assessments.services import before_submitting

        from .year_facts import obstacles

        if obstacles not in before_submitting:
            before_submitting.append(obstacles)
