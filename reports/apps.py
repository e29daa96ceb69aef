from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "เอกสาร"

    def ready(self):
        from assessments.undo.plan import naming, years_showing
        from assessments.years.workflow_services import before_submitting

        from .year.evidence_usage import annexes_printing, years_printing
        from .year.readiness_data import obstacles

        if obstacles not in before_submitting:
            before_submitting.append(obstacles)
        if years_printing not in years_showing:
            years_showing.append(years_printing)
        if annexes_printing not in naming:
            naming.append(annexes_printing)
