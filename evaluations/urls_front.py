"""Addresses of friendly-service observations and of the accreditation folders."""

from django.urls import path

from .views import accreditation, observations

LOOK, FOLDERS = "staf/layanan-ramah/", "staf/akreditasi/"
urlpatterns = [
    path(LOOK, observations.ObservationList.as_view(), name="observation-list"),
    path(f"{LOOK}baru/", observations.ObservationAdd.as_view(), name="observation-add"),
    path(f"{LOOK}hasil/", observations.ObservationFigures.as_view(), name="observation-figures"),
    path(f"{LOOK}<int:pk>/", observations.ObservationDetail.as_view(), name="observation-detail"),
    path(f"{LOOK}<int:pk>/kata/", observations.ObservationDecide.as_view(), name="observation-decide"),
    path(f"{LOOK}<int:pk>/tarik/", observations.ObservationWithdraw.as_view(), name="observation-withdraw"),
    path(FOLDERS, accreditation.Folders.as_view(), name="accreditation"),
    path(f"{FOLDERS}excel/", accreditation.FoldersXlsx.as_view(), name="accreditation-xlsx"),
    path(f"{FOLDERS}<int:pk>/", accreditation.Folder.as_view(), name="accreditation-folder"),
    path(f"{FOLDERS}bukti/<int:pk>/keluarkan/", accreditation.EvidenceRemove.as_view(), name="evidence-remove"),
]
