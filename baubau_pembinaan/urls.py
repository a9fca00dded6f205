"""Every address of the site. Addresses speak Indonesian, names speak English."""

from django.contrib import admin
from django.urls import include, path

from baubau_pembinaan.core.addresses import room

handler400 = "baubau_pembinaan.core.limits.bad_request"
# Tried one after the other: what is opened most often or is short stands first, allauth's many last.
urlpatterns = [
    path("admin/", admin.site.urls),
    room("baubau_pembinaan.portal.urls"),
    room("evaluations.urls"),
    room("training.urls"),
    room("outreach.urls"),
    room("collections_app.urls"),
    room("baubau_pembinaan.libraries.urls"),
    room("baubau_pembinaan.reports.urls"),
    room("baubau_pembinaan.notifications.urls"),
    room("baubau_pembinaan.documents.urls"),
    room("baubau_pembinaan.runs.urls"),
    room("baubau_pembinaan.audit.urls"),
    room("baubau_pembinaan.accounts.urls"),  # before allauth: one of its pages is replaced
    path("akun/", include("allauth.urls")),
]
