"""Signing in, and passwords."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView, redirect_to_login
from django.contrib.messages.views import SuccessMessageMixin
from django.core.exceptions import PermissionDenied
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django_htmx.http import HttpResponseClientRefresh

from .models import User
from .posting import ANYBODY, posted_by


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        if request.htmx:  # the session ended under a page: let the whole page come here, not its fragment
            return HttpResponseClientRefresh()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        demo = User.objects.filter(is_demo=True, is_active=True) if settings.DEMO else User.objects.none()
        return super().get_context_data(**kwargs, demo_accounts=demo.select_related("municipality"))


@method_decorator(posted_by(*ANYBODY), name="dispatch")
class PasswordChange(SuccessMessageMixin, PasswordChangeView):
    template_name = "registration/password_change.html"
    success_url = reverse_lazy("home")
    success_message = "เปลี่ยนรหัสผ่านแล้ว ครั้งต่อไปให้เข้าสู่ระบบด้วยรหัสผ่านใหม่"


@method_decorator(login_not_required, name="dispatch")
class PasswordSet(SuccessMessageMixin, PasswordResetConfirmView):
    """The first password of an account, behind a one-time link that an administrator hands out."""

    template_name = "registration/password_set.html"
    success_url = reverse_lazy("login")
    success_message = "ตั้งรหัสผ่านแล้ว เข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่านใหม่ได้เลย"


@login_not_required
def admin_login(request):
    """Send those who are signed out to the portal's own sign-in, and the others away."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
