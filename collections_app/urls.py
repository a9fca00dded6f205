"""The collection: what the library has, and what people wish for."""

from django.urls import path

from .views import catalogue, demands, public, public_catalogue

app_name = "collections_app"
urlpatterns = [
    path("katalog/", public_catalogue.PublicCatalogue.as_view(), name="public-home"),
    path("katalog/<int:pk>/", public_catalogue.PublicTitle.as_view(), name="public-title"),
    path("staf/koleksi/katalog/", catalogue.TitleList.as_view(), name="title-list"),
    path("staf/koleksi/katalog/excel/", catalogue.TitleListXlsx.as_view(), name="title-xlsx"),
    path("staf/koleksi/katalog/impor/", catalogue.CatalogueImport.as_view(), name="import"),
    path("staf/koleksi/katalog/ekspor/<slug:form>/", catalogue.CatalogueExport.as_view(), name="export"),
    path("staf/koleksi/katalog/<int:pk>/", catalogue.TitleDetail.as_view(), name="title-detail"),
    path("usul-buku/", public.PublicSuggest.as_view(), name="public-suggest"),
    path("usul-buku/status/", public.PublicAsk.as_view(), name="public-ask"),
    path("usul-buku/status/<slug:code>/", public.PublicStatus.as_view(), name="public-status"),
    path("staf/koleksi/", demands.DemandList.as_view(), name="home"),
    path("staf/koleksi/usulan/excel/", demands.DemandXlsx.as_view(), name="demand-xlsx"),
    path("staf/koleksi/usulan/baru/", demands.StaffSuggest.as_view(), name="suggest"),
    path("staf/koleksi/usulan/<int:pk>/", demands.DemandDetail.as_view(), name="demand-detail"),
    path("staf/koleksi/usulan/<int:pk>/gabung/", demands.DemandJoin.as_view(), name="demand-join"),
    path("staf/koleksi/usulan/<int:pk>/pisah/", demands.DemandSeparate.as_view(), name="demand-separate"),
    path("staf/koleksi/usulan/<int:pk>/terkirim/", demands.WishTold.as_view(), name="wish-told"),
]
