"""Addresses of a year's measures."""

from django.urls import path

from . import carry_views, progress_views, views

YEAR = "<int:year>/<code:code>/measures/"

urlpatterns = [
    path(YEAR, views.measures, name="measures"),
    path(YEAR + "add/", views.measure_add, name="measure_add"),
    path(YEAR + "<int:pk>/", views.measure_edit, name="measure_edit"),
    path(YEAR + "<int:pk>/duplicate/", views.measure_duplicate, name="measure_duplicate"),
    path(YEAR + "<int:pk>/move/", views.measure_move, name="measure_move"),
    path(YEAR + "<int:pk>/delete/", views.measure_delete, name="measure_delete"),
    path(YEAR + "<int:pk>/restore/", views.measure_restore, name="measure_restore"),
    path(YEAR + "progress/", progress_views.progress, name="progress"),
    path(YEAR + "<int:pk>/progress/", progress_views.measure_progress, name="measure_progress"),
    path(YEAR + "carry/", carry_views.carry, name="carry"),
    path(YEAR + "carry/undo/", carry_views.carry_undo, name="carry_undo"),
]
