from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "หน่วยงาน เกณฑ์ และผลการประเมิน"
