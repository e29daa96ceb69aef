"""Signing in, passwords, and what an account has read."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView, redirect_to_login
from django.contrib.messages.views import SuccessMessageMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from django_htmx.http import HttpResponseClientRefresh

from assessments.editing.answers import is_own_page
from assessments.guide.hints import HINTS

from .forms import ForgottenForm, OwnPasswordForm
from .invitations import mails_links
from .jobs import mail_forgotten, mail_new_device, mail_password_changed
from .lock_out import PER_PLACE, remember_device
from .models import User
from .posting import ANYBODY, posted_by


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        if request.htmx:  # the session ended under a page: let the whole page come here, not its fragment
            return HttpResponseClientRefresh()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        form.get_user().begin_visit()
        response = super().form_valid(form)
        if device := self.request.device:
            remember_device(response, device)
            if settings.EMAIL_HOST:
                mail_new_device.delay(form.get_user().pk)
        return response

    def form_invalid(self, form):
        if until := getattr(self.request, "locked_until", None):
            context = {"until": until, "failure_limit": PER_PLACE}
            return render(self.request, "registration/locked.html", context, status=429)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        demo = User.objects.filter(is_demo=True, is_active=True) if settings.DEMO else User.objects.none()
        return super().get_context_data(**kwargs, demo_accounts=demo.select_related("municipality"))


class TellsOfChange:
    """Tells the account's owner by mail that the password is another now."""

    def form_valid(self, form):
        response = super().form_valid(form)
        if settings.EMAIL_HOST:
            mail_password_changed.delay(form.user.pk)
        return response


@method_decorator(posted_by(*ANYBODY), name="dispatch")
class PasswordChange(TellsOfChange, SuccessMessageMixin, PasswordChangeView):
    template_name = "registration/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("home")
    success_message = "เปลี่ยนรหัสผ่านแล้ว ครั้งต่อไปให้เข้าสู่ระบบด้วยรหัสผ่านใหม่"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}


@method_decorator(login_not_required, name="dispatch")
class PasswordSet(TellsOfChange, SuccessMessageMixin, PasswordResetConfirmView):
    """The first password of an account, behind a one-time link that an administrator hands out."""

    template_name = "registration/password_set.html"
    success_url = reverse_lazy("login")
    success_message = "ตั้งรหัสผ่านแล้ว เข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่านใหม่ได้เลย"


@method_decorator(login_not_required, name="dispatch")
class PasswordForgotten(FormView):
    """Mails a link; the answer is the same whether the account exists or not."""

    template_name = "registration/password_forgotten.html"
    form_class = ForgottenForm

    def form_valid(self, form):
        if mails_links():
            mail_forgotten.delay(form.cleaned_data["username"])
        return self.render_to_response(self.get_context_data(asked=mails_links()))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, mails_links=mails_links())


@require_POST
@posted_by(*ANYBODY)
def sign_out_everywhere(request):
    request.user.sign_out_everywhere()
    logout(request)
    messages.success(request, "ออกจากระบบทุกเครื่องแล้ว เข้าสู่ระบบใหม่เพื่อทำงานต่อ")
    return redirect("login")


@login_not_required
def admin_login(request):
    """Send those who are signed out to the portal's own sign-in, and the others away."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


@require_POST
@posted_by(*ANYBODY)
def hint_put_away(request, name: str):
    """Show a hint to this user no more, and go back to its page."""
    if name not in HINTS:
        raise Http404
    if name not in request.user.hints_seen:
        request.user.put_hint_away(name)
    back = request.POST.get("back", "")
    return redirect(back if is_own_page(back) else "home")
