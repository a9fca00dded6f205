"""The library's own picture, and what it offers."""

from django.urls import path

from .views import services
from .views.emblem import emblem

app_name = "libraries"
urlpatterns = [
    path("media/emblem/<str:name>", emblem, name="emblem"),
    path("layanan/", services.PublicServices.as_view(), name="public-services"),
    path("layanan/<slug:code>/", services.PublicService.as_view(), name="public-service"),
]
