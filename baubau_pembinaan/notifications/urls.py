"""The inbox, its settings, and the pulse of the installation."""

from django.urls import path

from .views import unsubscribe

app_name = "notifications"
urlpatterns = [
    path("berhenti-surel/<str:token>/", unsubscribe.Unsubscribe.as_view(), name="unsubscribe"),
]
