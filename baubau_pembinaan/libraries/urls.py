"""The library's own picture, what it offers, and how much that is used."""

from django.urls import path

from .views import count_import, counts, services
from .views.emblem import emblem

app_name = "libraries"
urlpatterns = [
    path("media/emblem/<str:name>", emblem, name="emblem"),
    path("pengumuman/", services.PublicAnnouncements.as_view(), name="public-announcements"),
    path("layanan/", services.PublicServices.as_view(), name="public-services"),
    path("layanan/<slug:code>/", services.PublicService.as_view(), name="public-service"),
    path("staf/hitungan/", counts.CountGrid.as_view(), name="count-grid"),
    path("staf/hitungan/kirim/", counts.CountSend.as_view(), name="count-send"),
    path("staf/hitungan/bulanan/", counts.CountMonths.as_view(), name="count-months"),
    path("staf/hitungan/bulanan/excel/", counts.CountXlsx.as_view(), name="count-xlsx"),
    path("staf/hitungan/impor/", count_import.CountImport.as_view(), name="count-import"),
]
