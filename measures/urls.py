"""Addresses of a year's measures."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:year>/<code:code>/measures/", views.measures, name="measures"),
    path("<int:year>/<code:code>/measures/add/", views.measure_add, name="measure_add"),
    path("<int:year>/<code:code>/measures/<int:pk>/", views.measure_edit, name="measure_edit"),
    path("<int:year>/<code:code>/measures/<int:pk>/duplicate/", views.measure_duplicate, name="measure_duplicate"),
    path("<int:year>/<code:code>/measures/<int:pk>/move/", views.measure_move, name="measure_move"),
    path("<int:year>/<code:code>/measures/<int:pk>/delete/", views.measure_delete, name="measure_delete"),
    path("<int:year>/<code:code>/measures/<int:pk>/restore/", views.measure_restore, name="measure_restore"),
]
