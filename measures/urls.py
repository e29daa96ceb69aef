"""Addresses of a year's measures, and of its scores with the evidence and comments beside them."""

from django.urls import path

from assessments.scores import item_views as item_score_views
from assessments.scores import views as score_views

from .carry_over import views as carry_over_views
from .comments import views as comments_views
from .evidence import on_site_views
from .evidence import views as evidence_views
from .plan import entry_views, views
from .progress import views as progress_views

SCORES = "<key:year>/<code:code>/scores/"
ITEMS = "<key:year>/<code:code>/items/"
YEAR = "<key:year>/<code:code>/measures/"
EVIDENCE = "<key:year>/<code:code>/evidence/"
COMMENTS = "<key:year>/<code:code>/comments/"

urlpatterns = [
    path(SCORES, score_views.scores, {"template": "measures/scores.html"}, name="scores"),
    path(ITEMS, item_score_views.items, {"template": "measures/items.html"}, name="items"),
    path(YEAR, views.measures, name="measures"),
    path(YEAR + "add/", views.measure_add, name="measure_add"),
    path(YEAR + "paste/", entry_views.measures_paste, name="measures_paste"),
    path(YEAR + "view/", views.measures_view, name="measures_view"),
    path(YEAR + "bulk/", entry_views.measures_bulk, name="measures_bulk"),
    path(YEAR + "<key:pk>/cell/", entry_views.measure_cell, name="measure_cell"),
    path(YEAR + "<key:pk>/", views.measure_edit, name="measure_edit"),
    path(YEAR + "<key:pk>/duplicate/", views.measure_duplicate, name="measure_duplicate"),
    path(YEAR + "<key:pk>/move/", views.measure_move, name="measure_move"),
    path(YEAR + "<key:pk>/delete/", views.measure_delete, name="measure_delete"),
    path(YEAR + "<key:pk>/restore/", views.measure_restore, name="measure_restore"),
    path(EVIDENCE, evidence_views.evidence, name="evidence"),
    path(EVIDENCE + "upload/", evidence_views.evidence_upload, name="evidence_upload"),
    path(EVIDENCE + "address/", evidence_views.evidence_address, name="evidence_address"),
    path(EVIDENCE + "attach/", evidence_views.evidence_attach, name="evidence_attach"),
    path(EVIDENCE + "detach/", evidence_views.evidence_detach, name="evidence_detach"),
    path(EVIDENCE + "<key:pk>/", evidence_views.evidence_page, name="evidence_page"),
    path(EVIDENCE + "<key:pk>/file/", evidence_views.evidence_file, name="evidence_file"),
    path(EVIDENCE + "<key:pk>/file/<key:number>/", evidence_views.evidence_file, name="evidence_earlier_file"),
    path(EVIDENCE + "<key:pk>/replace/", evidence_views.evidence_replace, name="evidence_replace"),
    path(EVIDENCE + "<key:pk>/picture/<str:kind>/", evidence_views.evidence_picture, name="evidence_picture"),
    path(EVIDENCE + "<key:pk>/delete/", evidence_views.evidence_delete, name="evidence_delete"),
    path(EVIDENCE + "<key:pk>/restore/", evidence_views.evidence_restore, name="evidence_restore"),
    path(YEAR + "progress/", progress_views.progress, name="progress"),
    path(YEAR + "progress/add/", on_site_views.progress_add, name="progress_add"),
    path(YEAR + "<key:pk>/progress/", progress_views.measure_progress, name="measure_progress"),
    path(COMMENTS, comments_views.comments, name="comments"),
    path(COMMENTS + "<key:pk>/resolve/", comments_views.comment_resolve, name="comment_resolve"),
    path(COMMENTS + "<key:pk>/reopen/", comments_views.comment_reopen, name="comment_reopen"),
    path(COMMENTS + "<key:pk>/withdraw/", comments_views.comment_withdraw, name="comment_withdraw"),
    path(YEAR + "carry/", carry_over_views.carry, name="carry"),
    path(YEAR + "carry/chosen/", carry_over_views.carry_chosen, name="carry_chosen"),
    path(YEAR + "<int:pk>/confirm/", carry_over_views.carry_confirm, name="carry_confirm"),
]
