"""Addresses of the reference desk."""

from django.urls import path

from .views import tally, tally_figures

urlpatterns = [
    path("staf/rujukan/", tally.Tally.as_view(), name="tally"),
    path("staf/rujukan/kirim/", tally.TallySend.as_view(), name="tally-send"),
    path("staf/rujukan/belum-terjawab/", tally.TallyUnanswered.as_view(), name="tally-unanswered"),
    path("staf/rujukan/angka/", tally_figures.TallyFigures.as_view(), name="tally-figures"),
    path("staf/rujukan/angka/excel/", tally_figures.TallyXlsx.as_view(), name="tally-xlsx"),
    path("staf/rujukan/<int:pk>/batal/", tally.TallyTakeBack.as_view(), name="tally-take-back"),
    path("staf/rujukan/<int:pk>/usul/", tally.TallyWish.as_view(), name="tally-wish"),
]
