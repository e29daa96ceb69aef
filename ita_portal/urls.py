"""Every address of the portal."""

from inspect import unwrap

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter
from django.views import defaults
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog

from ita_portal.health import healthz, readyz
from ita_portal.ids import IdConverter


class CodeConverter(StringConverter):
    """The code of a local authority."""

    regex = "[0-9]{8}"


register_converter(CodeConverter, "code")
register_converter(IdConverter, "key")

from assessments.accounts.views import admin_login  # noqa: E402  after the converters that its urls need

# The words of the admin site's scripts: Django's, and ours where it leaves English.
admin_words = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "ita_portal"])

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("assessments.urls")),
    path("", include("measures.urls")),
    path("", include("reports.urls")),
    # The portal's own sign-in, sign-out and password pages serve the admin site too.
    path("admin/login/", admin_login),
    path("admin/logout/", LogoutView.as_view()),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("admin/jsi18n/", admin.site.admin_view(admin_words, cacheable=True)),
    path("admin/", admin.site.urls),
]

# As Django decorates its pages of refusals, they would read the body of the request before they say no.
handler400 = unwrap(defaults.bad_request)
handler403 = unwrap(defaults.permission_denied)
handler404 = unwrap(defaults.page_not_found)
handler500 = unwrap(defaults.server_error)
