"""The collection: wishes of patrons and staff."""

from django.urls import path

from .views import demands, public

app_name = "collections_app"
urlpatterns = [
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
