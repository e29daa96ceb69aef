"""Addresses of signing in, of the municipalities and of a year's scores."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from . import (
    account_views,
    calendar_views,
    import_views,
    paste_views,
    score_views,
    sheet_views,
    views,
    year_views,
)
from . import views_frameworks as frameworks

urlpatterns = [
    path("login/", account_views.SignIn.as_view(), name="login"),
    path("logout/", login_not_required(LogoutView.as_view()), name="logout"),
    path("password/", account_views.PasswordChange.as_view(), name="password_change"),
    path("password/<uidb64>/<token>/", account_views.PasswordSet.as_view(), name="password_set"),
    path("municipalities/", year_views.municipalities, name="municipalities"),
    path("municipalities/<code:code>/", year_views.municipality, name="municipality"),
    path(
        "municipalities/<code:code>/<slug:kind>/",
        year_views.municipality_picture,
        name="municipality_picture",
    ),
    path("frameworks/<key:year>/calendar/", calendar_views.framework_calendar, name="framework_calendar"),
    path("<key:year>/<code:code>/open/", year_views.open_year, name="open_year"),
    path("<key:year>/<code:code>/scores/", views.scores, name="scores"),
    path("<key:year>/<code:code>/scores/estimate/", views.scores_estimate, name="scores_estimate"),
    path("<key:year>/<code:code>/scores/paste/", paste_views.scores_paste, name="scores_paste"),
    path("<key:year>/<code:code>/scores/undo/", paste_views.scores_undo, name="scores_undo"),
    path("<key:year>/<code:code>/items/", score_views.items, name="items"),
    path("<key:year>/<code:code>/what-if/", score_views.what_if_page, name="what_if"),
    path("exchange/sheets/", sheet_views.sheets, name="sheets"),
    path("exchange/sheets/imports/", import_views.imports, name="imports"),
    path("exchange/sheets/imports/<key:pk>/", import_views.import_page, name="import"),
    path("exchange/sheets/imports/<key:pk>/confirm/", import_views.import_confirm, name="import_confirm"),
    path("exchange/sheets/imports/<key:pk>/undo/", import_views.import_undo, name="import_undo"),
    path("exchange/sheets/imports/<key:pk>/refused/", import_views.import_refused, name="import_refused"),
    path("exchange/sheets/imports/<key:pk>/links/", import_views.import_links, name="import_links"),
    path("exchange/sheets/<slug:kind>/", sheet_views.sheet, name="sheet"),
    path("exchange/sheets/<slug:kind>/template/", sheet_views.sheet_template, name="sheet_template"),
    path("exchange/sheets/<slug:kind>/export/", sheet_views.sheet_export, name="sheet_export"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/import/", frameworks.framework_import, name="framework_import"),
    path("frameworks/history/", frameworks.framework_history, name="framework_history"),
    path("frameworks/history/<key:pk>/undo/", frameworks.framework_undo, name="framework_undo"),
    path("frameworks/<key:year>/", frameworks.framework, name="framework"),
    path("frameworks/<key:year>/next/", frameworks.framework_next, name="framework_next"),
    path("frameworks/<key:year>/publish/", frameworks.framework_publish, name="framework_publish"),
    path("frameworks/<key:year>/delete/", frameworks.framework_delete, name="framework_delete"),
    path("frameworks/<key:year>/export/<slug:form>/", frameworks.framework_export, name="framework_export"),
    path("frameworks/<key:year>/edit/<slug:part>/", frameworks.framework_edit, name="framework_edit"),
    path(
        "frameworks/<key:year>/edit/items/<key:number>/", frameworks.framework_items, name="framework_items"
    ),
    path("frameworks/<key:year>/<slug:kind>/merge/", frameworks.framework_merge, name="framework_merge"),
    path("frameworks/<key:year>/<slug:kind>/split/", frameworks.framework_split, name="framework_split"),
    path("frameworks/<key:year>/<slug:kind>/retire/", frameworks.framework_retire, name="framework_retire"),
    path(
        "frameworks/<key:year>/<slug:kind>/renumber/",
        frameworks.framework_renumber,
        name="framework_renumber",
    ),
    path("frameworks/<key:year>/crosswalk/", frameworks.framework_crosswalk, name="framework_crosswalk"),
    path(
        "frameworks/<key:year>/crosswalk/edit/",
        frameworks.framework_crosswalk_edit,
        name="framework_crosswalk_edit",
    ),
    path("frameworks/<key:year>/revisions/", frameworks.framework_revisions, name="framework_revisions"),
    path(
        "frameworks/<key:year>/revisions/<key:number>/",
        frameworks.framework_revision,
        name="framework_revision",
    ),
    path(
        "frameworks/<key:year>/revisions/<key:number>/<slug:form>/",
        frameworks.framework_revision_export,
        name="framework_revision_export",
    ),
]
