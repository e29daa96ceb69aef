"""The admin site: municipalities, accounts, results. Administrators only; definitions have their own screens."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.utils.decorators import method_decorator

from ita_portal.admin_dates import thai_moment
from ita_portal.ids import id_of
from ita_portal.thai import sort_key

from .accounts.forms import AccountForm, MunicipalityForm, NewAccountForm, PartOfYearField
from .accounts.invitations import mail_link, password_path
from .accounts.models import User
from .editing.answers import atomic_post
from .editing.fields import ThaiCharField, ThaiTextField
from .frameworks.models import Framework
from .municipalities.models import BY_NAME, Municipality, Unit
from .years.models import Assessment, IndicatorScore, ItemScore

admin.site.site_header = "ดูแลระบบ ITA ท้องถิ่น"
admin.site.site_title = "ระบบ ITA ท้องถิ่น"
admin.site.index_title = "ข้อมูลที่ผู้ดูแลระบบกำหนด"
admin.site.unregister(Group)  # roles take the place of groups


class ProvinceFilter(admin.AllValuesFieldListFilter):
    """The provinces as a dictionary has them, whatever the database sorts by."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lookup_choices = sorted(self.lookup_choices, key=sort_key)


# What is typed here is as it is at every other entrance.
THAI_TEXTS: "dict[type[models.Field[Any, Any]], dict[str, Any]]" = {
    models.CharField: {"form_class": ThaiCharField},
    models.TextField: {"form_class": ThaiTextField},
}


class UnitInline(admin.TabularInline):
    formfield_overrides = THAI_TEXTS
    model = Unit
    extra = 0


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    form = MunicipalityForm
    formfield_overrides = THAI_TEXTS
    list_display = ("name", "code", "kind", "district", "province")
    list_filter = ("kind", ("province", ProvinceFilter))
    ordering = BY_NAME
    search_fields = ("code__startswith", "name", "district", "province")
    inlines = (UnitInline,)


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    formfield_overrides = THAI_TEXTS
    add_form = NewAccountForm
    list_display = ("username", "position", "role", "municipality", "province", "is_active", "is_demo")
    list_filter = ("role", "is_active")
    list_select_related = ("municipality",)
    search_fields = ("username", "position", "municipality__name", "province")
    ordering = ("username",)
    filter_horizontal = ()
    autocomplete_fields = ("municipality",)
    readonly_fields = ("is_demo", "last_signed_in", "created")
    fieldsets = (
        (None, {"fields": ("username", "is_active")}),
        ("ตำแหน่งและสิทธิ์", {"fields": ("position", "email", "role", "municipality", "unit", "province")}),
        ("ประวัติ", {"fields": ("last_signed_in", "created", "is_demo")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username",)}),
        ("ตำแหน่งและสิทธิ์", {"fields": ("role", "position", "municipality", "province", "email")}),
    )

    actions = ["give_link"]

    last_signed_in = thai_moment("last_login", "เข้าสู่ระบบครั้งล่าสุด")
    created = thai_moment("date_joined", "สร้างเมื่อ")

    def get_urls(self):
        """Leave out Django's page for another's password."""
        return [path for path in super().get_urls() if path.name != "auth_user_password_change"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            self._give_link(request, obj)

    @admin.action(description="ให้ลิงก์ตั้งรหัสผ่านใหม่ (ครั้งละไม่เกิน 20 บัญชี)", permissions=["change"])
    def give_link(self, request, queryset):
        for user in queryset.filter(is_active=True)[:20]:
            self._give_link(request, user)

    def _give_link(self, request, user):
        if mail_link(user):
            self.message_user(request, f"ส่งลิงก์ตั้งรหัสผ่านของบัญชี {user.username} ทางอีเมลแล้ว")
            return
        link = request.build_absolute_uri(password_path(user))
        told = f"ลิงก์ตั้งรหัสผ่านของบัญชี {user.username} ใช้ได้ครั้งเดียวภายใน ๗ วัน ให้ส่งถึงเจ้าของบัญชีโดยตรง: {link}"
        self.message_user(request, told, messages.WARNING)

    def has_delete_permission(self, request, obj=None):
        """Accounts are closed; one that was made by mistake is taken back from the history of accounts."""
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "unit":
            kwargs["queryset"] = Unit.objects.filter(
                municipality__members=request.resolver_match.kwargs.get("object_id")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
    formfield_overrides = THAI_TEXTS
    list_display = ("municipality", "framework", "state", "official_total", "official_level", "province_rank")
    list_filter = ("state", "framework")
    actions = None  # many years are never removed at once: some of them may be locked
    list_select_related = ("municipality", "framework")
    search_fields = ("municipality__code__startswith", "municipality__name")
    autocomplete_fields = ("municipality",)
    announced = ("official_total", "official_level", "province_rank", "province_count")
    fields = ("municipality", "framework", "state", *announced, "changed")
    changed = thai_moment("updated_at", "แก้ไขล่าสุด")

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
