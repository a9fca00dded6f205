"""The product's addresses, and the FLOOR page."""

from django.urls import include, path

from .floor import floor_page

urlpatterns = [path("bench/floor/", floor_page), path("", include("baubau_pembinaan.urls"))]
