"""The book of changes."""

from django.urls import path

from .views import entries

app_name = "audit"
urlpatterns = [
    path("staf/riwayat/", entries.EntryList.as_view(), name="entry-list"),
]
