"""The catalogue: patrons' search and the staff's pages."""

from django.urls import path

from .views import catalogue, public

app_name = "collections_app"
urlpatterns = [
    path("katalog/", public.PublicCatalogue.as_view(), name="public-home"),
    path("katalog/<int:pk>/", public.PublicTitle.as_view(), name="public-title"),
    path("staf/koleksi/", catalogue.TitleList.as_view(), name="home"),
    path("staf/koleksi/excel/", catalogue.TitleListXlsx.as_view(), name="title-xlsx"),
    path("staf/koleksi/impor/", catalogue.CatalogueImport.as_view(), name="import"),
    path("staf/koleksi/ekspor/<slug:form>/", catalogue.CatalogueExport.as_view(), name="export"),
    path("staf/koleksi/<int:pk>/", catalogue.TitleDetail.as_view(), name="title-detail"),
]
