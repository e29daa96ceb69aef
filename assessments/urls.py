"""Addresses of signing in, of the municipalities and of a year's scores."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from . import calendar_views, import_views, paste_views, score_views, sheet_views, views
from . import views_frameworks as frameworks

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", login_not_required(LogoutView.as_view()), name="logout"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
    path("password/<uidb64>/<token>/", views.PasswordSet.as_view(), name="password_set"),
    path("municipalities/", views.municipalities, name="municipalities"),
    path("municipalities/<code:code>/", views.municipality, name="municipality"),
    path("municipalities/<code:code>/<slug:kind>/", views.municipality_picture, name="municipality_picture"),
    path("frameworks/<int:year>/calendar/", calendar_views.framework_calendar, name="framework_calendar"),
    path("<int:year>/<code:code>/open/", views.open_year, name="open_year"),
    path("<int:year>/<code:code>/scores/", views.scores, name="scores"),
    path("<int:year>/<code:code>/scores/estimate/", views.scores_estimate, name="scores_estimate"),
    path("<int:year>/<code:code>/scores/paste/", paste_views.scores_paste, name="scores_paste"),
    path("<int:year>/<code:code>/scores/undo/", paste_views.scores_undo, name="scores_undo"),
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
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/import/", frameworks.framework_import, name="framework_import"),
    path("frameworks/history/", frameworks.framework_history, name="framework_history"),
    path("frameworks/history/<int:pk>/undo/", frameworks.framework_undo, name="framework_undo"),
    path("frameworks/<int:year>/", frameworks.framework, name="framework"),
    path("frameworks/<int:year>/next/", frameworks.framework_next, name="framework_next"),
    path("frameworks/<int:year>/publish/", frameworks.framework_publish, name="framework_publish"),
    path("frameworks/<int:year>/delete/", frameworks.framework_delete, name="framework_delete"),
    path("frameworks/<int:year>/export/<slug:form>/", frameworks.framework_export, name="framework_export"),
    path("frameworks/<int:year>/edit/<slug:part>/", frameworks.framework_edit, name="framework_edit"),
    path(
        "frameworks/<int:year>/edit/items/<int:number>/", frameworks.framework_items, name="framework_items"
    ),
    path("frameworks/<int:year>/<slug:kind>/merge/", frameworks.framework_merge, name="framework_merge"),
    path("frameworks/<int:year>/<slug:kind>/split/", frameworks.framework_split, name="framework_split"),
    path("frameworks/<int:year>/<slug:kind>/retire/", frameworks.framework_retire, name="framework_retire"),
    path(
        "frameworks/<int:year>/<slug:kind>/renumber/",
        frameworks.framework_renumber,
        name="framework_renumber",
    ),
    path("frameworks/<int:year>/crosswalk/", frameworks.framework_crosswalk, name="framework_crosswalk"),
    path(
        "frameworks/<int:year>/crosswalk/edit/",
        frameworks.framework_crosswalk_edit,
        name="framework_crosswalk_edit",
    ),
    path("frameworks/<int:year>/revisions/", frameworks.framework_revisions, name="framework_revisions"),
    path(
        "frameworks/<int:year>/revisions/<int:number>/",
        frameworks.framework_revision,
        name="framework_revision",
    ),
    path(
        "frameworks/<int:year>/revisions/<int:number>/<slug:form>/",
        frameworks.framework_revision_export,
        name="framework_revision_export",
    ),
]
