"""The admin site: municipalities, accounts, results. Administrators only; definitions have their own screens."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.decorators import method_decorator

from ita_portal.ids import id_of
from ita_portal.templatetags.portal import thai_datetime

from .accounts.forms import AccountForm, MunicipalityForm, NewAccountForm, PartOfYearField, PasswordForm
from .accounts.models import User
from .editing.answers import atomic_post
from .frameworks.models import Framework
from .municipalities.models import BY_NAME, Municipality, Unit
from .years.models import Assessment, IndicatorScore, ItemScore

admin.site.site_header = "ดูแลระบบ ITA ท้องถิ่น"
admin.site.site_title = "ระบบ ITA ท้องถิ่น"
admin.site.index_title = "ข้อมูลที่ผู้ดูแลระบบกำหนด"
admin.site.unregister(Group)  # roles take the place of groups


class UnitInline(admin.TabularInline):
    model = Unit
    extra = 0


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    form = MunicipalityForm
    list_display = ("name", "code", "kind", "district", "province")
    list_filter = ("kind", "province")
    ordering = BY_NAME
    search_fields = ("code__startswith", "name", "district", "province")
    inlines = (UnitInline,)


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    list_display = ("username", "position", "role", "municipality", "province", "is_active", "is_demo")
    list_filter = ("role", "is_active")
    list_select_related = ("municipality",)
    search_fields = ("username", "position", "municipality__name", "province")
    ordering = ("username",)
    filter_horizontal = ()
    autocomplete_fields = ("municipality",)
    readonly_fields = ("is_demo", "last_signed_in", "created")
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        ("ตำแหน่งและสิทธิ์", {"fields": ("position", "email", "role", "municipality", "unit", "province")}),
        ("ประวัติ", {"fields": ("last_signed_in", "created", "is_demo")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        ("ตำแหน่งและสิทธิ์", {"fields": ("role", "position", "municipality", "province", "email")}),
    )

    def has_delete_permission(self, request, obj=None):
        """Accounts are closed; one that was made by mistake is taken back from the history of accounts."""
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "unit":
            kwargs["queryset"] = Unit.objects.filter(
                municipality__members=request.resolver_match.kwargs.get("object_id")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="เข้าสู่ระบบครั้งล่าสุด")
    def last_signed_in(self, user):
        return thai_datetime(user.last_login)

    @admin.display(description="สร้างเมื่อ")
    def created(self, user):
        return thai_datetime(user.date_joined)


class ScoreInline(admin.TabularInline):
    """Scores of the year's own indicators or items; those of a locked year are only shown."""

    extra = 0
    parent = "assessment"

    def has_add_permission(self, request, obj):
        return not obj.is_locked and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.is_locked) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not (obj and obj.is_locked) and super().has_delete_permission(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == self.parent:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        year = request.resolver_match.kwargs.get("object_id")
        parts = db_field.remote_field.model.objects.filter(framework__assessments=year)
        return super().formfield_for_foreignkey(db_field, request, form_class=PartOfYearField, queryset=parts, **kwargs)


class IndicatorScoreInline(ScoreInline):
    model = IndicatorScore


class ItemScoreInline(ScoreInline):
    model = ItemScore


@admin.register(Assessment)
class AssessmentAdmin(admin.ModelAdmin):
    list_display = ("municipality", "framework", "state", "official_total", "official_level", "province_rank")
    list_filter = ("state", "framework")
    actions = None  # many years are never removed at once: some of them may be locked
    list_select_related = ("municipality", "framework")
    search_fields = ("municipality__code__startswith", "municipality__name")
    autocomplete_fields = ("municipality",)
    fields = ("municipality", "framework", "state", "official_total", "official_level", "province_rank", "changed")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "framework":
            kwargs["queryset"] = Framework.objects.published()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """Keep a stored result with its municipality and year: all else of the year hangs on them."""
        return ("municipality", "framework", "state", "changed") if obj else ("state", "changed")

    @method_decorator(atomic_post)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Lock a stored year while it is changed; one whose state refuses changes is only shown."""
        if request.method == "POST" and object_id:
            Assessment.objects.select_for_update().filter(pk=id_of(object_id)).first()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.is_locked) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not (obj and obj.is_locked) and super().has_delete_permission(request, obj)

    def get_inlines(self, request, obj):
        return (IndicatorScoreInline, ItemScoreInline) if obj else ()

    @admin.display(description="แก้ไขล่าสุด")
    def changed(self, assessment):
        return thai_datetime(assessment.updated_at)
