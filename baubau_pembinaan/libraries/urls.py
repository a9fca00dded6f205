"""The library's own picture."""

from django.urls import path

from .views.emblem import emblem

app_name = "libraries"
urlpatterns = [
    path("media/emblem/<str:name>", emblem, name="emblem"),
]
