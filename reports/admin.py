"""Documents in the admin site: to look at and to remove; edited in the builder. Issued ones: only to look at."""

from django.contrib import admin

from ita_portal.admin_dates import thai_moment

from .documents.models import Document
from .issuing.models import IssuedDocument


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ["__str__", "assessment", "kind", "changed"]
    changed = thai_moment("updated_at", "แก้ไขล่าสุด")
    actions = None  # many documents are never removed at once: some of their years may be locked
    list_filter = ["kind", "assessment__framework__fiscal_year"]
    list_select_related = ["assessment__municipality", "assessment__framework"]
    search_fields = ["assessment__municipality__name", "assessment__municipality__code"]
    readonly_fields = ["changed" if field.name == "updated_at" else field.name for field in Document._meta.fields]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.assessment.is_locked) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not (obj and obj.assessment.is_locked) and super().has_delete_permission(request, obj)


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(admin.ModelAdmin):
    list_display = ["__str__", "assessment", "number", "position", "issued"]
    issued = thai_moment("issued_at", "ออกเมื่อ")
    list_filter = ["assessment__framework__fiscal_year"]
    list_select_related = ["assessment__municipality", "assessment__framework"]
    search_fields = ["assessment__municipality__name", "assessment__municipality__code"]
    fields = readonly_fields = (
        *"assessment number title position issued code".split(),
        *"framework_revision revisions software fonts sha256".split(),
    )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
