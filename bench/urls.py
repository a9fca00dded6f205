"""The product's addresses, the FLOOR page and the empty staff page."""

from django.urls import include, path

from .floor import floor_page
from .frame import frame_page

urlpatterns = [
    path("bench/floor/", floor_page),
    path("bench/frame/", frame_page),
    path("", include("baubau_pembinaan.urls")),
]
