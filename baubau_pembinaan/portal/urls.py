"""Home pages, profile, help."""

from django.urls import path

from .views import home

app_name = "portal"
urlpatterns = [
    path("", home.PublicHome.as_view(), name="public-home"),
    path("staf/", home.StaffHome.as_view(), name="home"),
]
