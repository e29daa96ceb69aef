"""A bare Django beside the portal: one view that stores one row, with and without a signed-in user."""

import os

from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")


def save(request, pk):
    from measures.models import Measure

    row = Measure.objects.get(pk=pk)
    row.steps = request.POST["value"]
    row.skip_history_when_saving = True
    row.save(update_fields=["steps"])
    return HttpResponse("ok")


urlpatterns = [path("row/<int:pk>/", save), path("mine/<int:pk>/", login_required(save))]


def application():
    """Return the WSGI application with Django's own middleware for BARE=user, none at all otherwise."""
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.bench.bare"
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ] * (os.environ.get("BARE") == "user")
    return get_wsgi_application()
