"""Addresses of signing in, of the municipalities and of a year's scores."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from .accounts import views as accounts_views
from .calendar import views as calendar_views
from .frameworks.views import changing, correcting, editing, history, life, reading
from .guide.views import guide
from .notices import views as notices_views
from .scores import item_views, paste_views, views
from .spreadsheets import import_views
from .spreadsheets import views as spreadsheets_views
from .years import views as years_views

urlpatterns = [
    path("help/", guide, name="help"),
    path("help/hints/<slug:name>/", accounts_views.hint_put_away, name="hint_put_away"),
    path("login/", accounts_views.SignIn.as_view(), name="login"),
    path("logout/", login_not_required(LogoutView.as_view()), name="logout"),
    path("password/", accounts_views.PasswordChange.as_view(), name="password_change"),
    path("password/forgotten/", accounts_views.PasswordForgotten.as_view(), name="password_forgotten"),
    path("logout/everywhere/", accounts_views.sign_out_everywhere, name="sign_out_everywhere"),
    path("password/<uidb64>/<token>/", accounts_views.PasswordSet.as_view(), name="password_set"),
    path("find/", years_views.find, name="find"),
    path("notices/", notices_views.notices, name="notices"),
    path("notices/add/", notices_views.notice_add, name="notice_add"),
    path("notices/<key:pk>/", notices_views.notice, name="notice"),
    path("notices/<key:pk>/read/", notices_views.notice_read, name="notice_read"),
    path("notices/<key:pk>/withdraw/", notices_views.notice_withdraw, name="notice_withdraw"),
    path("municipalities/", years_views.municipalities, name="municipalities"),
    path("municipalities/<code:code>/", years_views.municipality, name="municipality"),
    path("municipalities/<code:code>/<slug:kind>/", years_views.municipality_picture, name="municipality_picture"),
    path("frameworks/<key:year>/calendar/", calendar_views.framework_calendar, name="framework_calendar"),
    path("<key:year>/<code:code>/open/", years_views.open_year, name="open_year"),
    path("<key:year>/<code:code>/inspect/", years_views.inspect, name="inspect"),
    path("<key:year>/<code:code>/scores/estimate/", views.scores_estimate, name="scores_estimate"),
    path("<key:year>/<code:code>/scores/paste/", paste_views.scores_paste, name="scores_paste"),
    path("<key:year>/<code:code>/items/paste/", paste_views.items_paste, name="items_paste"),
    path("<key:year>/<code:code>/what-if/", item_views.what_if_page, name="what_if"),
    path("exchange/sheets/", spreadsheets_views.sheets, name="sheets"),
    path("exchange/sheets/imports/", import_views.imports, name="imports"),
    path("exchange/sheets/imports/<key:pk>/", import_views.import_page, name="import"),
    path("exchange/sheets/imports/<key:pk>/confirm/", import_views.import_confirm, name="import_confirm"),
    path("exchange/sheets/imports/<key:pk>/repeats/", import_views.import_repeats, name="import_repeats"),
    path("exchange/sheets/imports/<key:pk>/undo/", import_views.import_undo, name="import_undo"),
    path("exchange/sheets/imports/<key:pk>/refused/", import_views.import_refused, name="import_refused"),
    path("exchange/sheets/imports/<key:pk>/links/", import_views.import_links, name="import_links"),
    path("exchange/sheets/<slug:kind>/", spreadsheets_views.sheet, name="sheet"),
    path("exchange/sheets/<slug:kind>/template/", spreadsheets_views.sheet_template, name="sheet_template"),
    path("exchange/sheets/<slug:kind>/export/", spreadsheets_views.sheet_export, name="sheet_export"),
    path("frameworks/", reading.frameworks, name="frameworks"),
    path("frameworks/import/", life.framework_import, name="framework_import"),
    path("frameworks/history/", history.framework_history, name="framework_history"),
    path("frameworks/history/<key:pk>/undo/", history.framework_undo, name="framework_undo"),
    path("frameworks/corrections/", correcting.framework_corrections, name="framework_corrections"),
    path("frameworks/<key:year>/corrections/<key:pk>/", correcting.framework_correction, name="framework_correction"),
    path("frameworks/<key:year>/", reading.framework, name="framework"),
    path("frameworks/<key:year>/next/", life.framework_next, name="framework_next"),
    path("frameworks/<key:year>/publish/", life.framework_publish, name="framework_publish"),
    path("frameworks/<key:year>/delete/", life.framework_delete, name="framework_delete"),
    path("frameworks/<key:year>/export/<slug:form>/", reading.framework_export, name="framework_export"),
    path("frameworks/<key:year>/edit/<slug:part>/", editing.framework_edit, name="framework_edit"),
    path("frameworks/<key:year>/edit/items/<key:number>/", editing.framework_items, name="framework_items"),
    path(
        "frameworks/<key:year>/<slug:kind>/merge/", changing.framework_change, {"did": "merge"}, name="framework_merge"
    ),
    path(
        "frameworks/<key:year>/<slug:kind>/split/", changing.framework_change, {"did": "split"}, name="framework_split"
    ),
    path(
        "frameworks/<key:year>/<slug:kind>/retire/",
        changing.framework_change,
        {"did": "retire"},
        name="framework_retire",
    ),
    path("frameworks/<key:year>/<slug:kind>/renumber/", changing.framework_renumber, name="framework_renumber"),
    path("frameworks/<key:year>/crosswalk/", reading.framework_crosswalk, name="framework_crosswalk"),
    path("frameworks/<key:year>/crosswalk/edit/", editing.framework_crosswalk_edit, name="framework_crosswalk_edit"),
    path("frameworks/<key:year>/revisions/", reading.framework_revisions, name="framework_revisions"),
    path("frameworks/<key:year>/revisions/<key:number>/", reading.framework_revision, name="framework_revision"),
    path(
        "frameworks/<key:year>/revisions/<key:number>/<slug:form>/",
        reading.framework_revision_export,
        name="framework_revision_export",
    ),
]
