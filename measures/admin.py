"""Measures on the admin site: to look up, and to bring back what was deleted. The pages edit the texts."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError

from ita_portal.admin_dates import thai_moment

from .plan.models import Measure
from .plan.services import restore_measure


@admin.register(Measure)
class MeasureAdmin(admin.ModelAdmin):
    list_display = ["__str__", "municipality", "fiscal_year", "area", "position", "deleted"]
    deleted = thai_moment("deleted_at", "ลบเมื่อ")
    list_filter = ["assessment__framework__fiscal_year", ("deleted_at", admin.EmptyFieldListFilter)]
    search_fields = ["title", "responsible", "assessment__municipality__name", "assessment__municipality__code"]
    list_select_related = ["assessment__municipality", "assessment__framework", "area"]
    ordering = ["assessment", "position", "pk"]
    actions = ["restore"]

    def get_queryset(self, request):
        return Measure.with_deleted.order_by(*self.ordering)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description="หน่วยงาน")
    def municipality(self, measure: Measure) -> str:
        return str(measure.assessment.municipality)

    @admin.display(description="ปีงบประมาณ")
    def fiscal_year(self, measure: Measure) -> int:
        return measure.assessment.fiscal_year

    @admin.action(description="นำมาตรการที่ลบไปกลับมา", permissions=["view"])
    def restore(self, request, queryset):
        for measure in queryset.select_related("assessment__municipality"):
            try:
                restore_measure(by=request.user, measure=measure)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
