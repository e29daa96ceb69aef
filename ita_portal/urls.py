"""Every address of the portal."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView


class CodeConverter(StringConverter):
    """The code of a local authority."""

    regex = "[0-9]{8}"


register_converter(CodeConverter, "code")

from assessments.views import admin_login  # noqa: E402  after the converter that its urls need

urlpatterns = [
    path("", include("assessments.urls")),
    path("", include("measures.urls")),
    path("", include("reports.urls")),
    # The portal's own sign-in, sign-out and password pages serve the admin site too.
    path("admin/login/", admin_login),
    path("admin/logout/", LogoutView.as_view()),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("admin/", admin.site.urls),
]
