"""Addresses of a year's measures."""

from django.urls import path

from . import entry_views, views

YEAR = "<int:year>/<code:code>/measures/"

urlpatterns = [
    path(YEAR, views.measures, name="measures"),
    path(YEAR + "add/", views.measure_add, name="measure_add"),
    path(YEAR + "paste/", entry_views.measures_paste, name="measures_paste"),
    path(YEAR + "bulk/", entry_views.measures_bulk, name="measures_bulk"),
    path(YEAR + "undo/", entry_views.measures_undo, name="measures_undo"),
    path(YEAR + "<int:pk>/cell/", entry_views.measure_cell, name="measure_cell"),
    path(YEAR + "<int:pk>/", views.measure_edit, name="measure_edit"),
    path(YEAR + "<int:pk>/duplicate/", views.measure_duplicate, name="measure_duplicate"),
    path(YEAR + "<int:pk>/move/", views.measure_move, name="measure_move"),
    path(YEAR + "<int:pk>/delete/", views.measure_delete, name="measure_delete"),
    path(YEAR + "<int:pk>/restore/", views.measure_restore, name="measure_restore"),
]
