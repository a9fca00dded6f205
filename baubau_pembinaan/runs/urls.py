"""Deeds on long work; its pages belong to the rooms."""

from django.urls import path

from . import views

app_name = "runs"
urlpatterns = [
    path("staf/pekerjaan/<int:pk>/hentikan/", views.RunStop.as_view(), name="stop"),
    path("staf/pekerjaan/<int:pk>/ambil/", views.RunTake.as_view(), name="take"),
]
