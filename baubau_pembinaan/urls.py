"""Every address of the site. Addresses speak Indonesian, names speak English."""

from django.contrib import admin
from django.urls import include, path

handler400 = "baubau_pembinaan.core.limits.bad_request"
# Tried one after the other: what is opened most often or is short stands first, allauth's many last.
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("baubau_pembinaan.portal.urls")),
    path("", include("baubau_pembinaan.audit.urls")),
    path("", include("baubau_pembinaan.accounts.urls")),  # before allauth: one of its pages is replaced
    path("", include("evaluations.urls")),
    path("", include("training.urls")),
    path("", include("outreach.urls")),
    path("", include("collections_app.urls")),
    path("", include("baubau_pembinaan.libraries.urls")),
    path("", include("baubau_pembinaan.reports.urls")),
    path("", include("baubau_pembinaan.notifications.urls")),
    path("", include("baubau_pembinaan.documents.urls")),
    path("", include("baubau_pembinaan.runs.urls")),
    path("akun/", include("allauth.urls")),
]
