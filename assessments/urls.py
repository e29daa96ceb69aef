"""Addresses of signing in, of the municipalities and of a year's scores."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from . import calendar_views, score_views, views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", login_not_required(LogoutView.as_view()), name="logout"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
    path("municipalities/", views.municipalities, name="municipalities"),
    path("municipalities/<code:code>/", views.municipality, name="municipality"),
    path("municipalities/<code:code>/<slug:kind>/", views.municipality_picture, name="municipality_picture"),
    path("frameworks/<int:year>/calendar/", calendar_views.framework_calendar, name="framework_calendar"),
    path("<int:year>/<code:code>/open/", views.open_year, name="open_year"),
    path("<int:year>/<code:code>/scores/", views.scores, name="scores"),
    path("<int:year>/<code:code>/scores/estimate/", views.scores_estimate, name="scores_estimate"),
    path("<int:year>/<code:code>/items/", score_views.items, name="items"),
    path("<int:year>/<code:code>/what-if/", score_views.what_if_page, name="what_if"),
]
