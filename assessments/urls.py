"""Addresses of signing in, of the municipalities and of a year's scores."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from . import import_views, score_views, sheet_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", login_not_required(LogoutView.as_view()), name="logout"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
    path("password/<uidb64>/<token>/", views.PasswordSet.as_view(), name="password_set"),
    path("municipalities/", views.municipalities, name="municipalities"),
    path("municipalities/<code:code>/", views.municipality, name="municipality"),
    path("municipalities/<code:code>/<slug:kind>/", views.municipality_picture, name="municipality_picture"),
    path("<int:year>/<code:code>/open/", views.open_year, name="open_year"),
    path("<int:year>/<code:code>/scores/", views.scores, name="scores"),
    path("<int:year>/<code:code>/scores/estimate/", views.scores_estimate, name="scores_estimate"),
    path("<int:year>/<code:code>/items/", score_views.items, name="items"),
    path("<int:year>/<code:code>/what-if/", score_views.what_if_page, name="what_if"),
    path("exchange/sheets/", sheet_views.sheets, name="sheets"),
    path("exchange/sheets/imports/", import_views.imports, name="imports"),
    path("exchange/sheets/imports/<int:pk>/", import_views.import_page, name="import"),
    path("exchange/sheets/imports/<int:pk>/confirm/", import_views.import_confirm, name="import_confirm"),
    path("exchange/sheets/imports/<int:pk>/undo/", import_views.import_undo, name="import_undo"),
    path("exchange/sheets/imports/<int:pk>/refused/", import_views.import_refused, name="import_refused"),
    path("exchange/sheets/imports/<int:pk>/links/", import_views.import_links, name="import_links"),
    path("exchange/sheets/<slug:kind>/", sheet_views.sheet, name="sheet"),
    path("exchange/sheets/<slug:kind>/template/", sheet_views.sheet_template, name="sheet_template"),
    path("exchange/sheets/<slug:kind>/export/", sheet_views.sheet_export, name="sheet_export"),
]
