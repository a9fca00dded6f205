"""Addresses of the service front: papers of the services; complaints, questions and praise."""

from django.urls import path

from .views import service_papers
from .views.complaints import lists, public, staff

urlpatterns = [
    path("maklumat-pelayanan/", service_papers.Pledge.as_view(), name="service-pledge"),
    path("standar-pelayanan/<slug:code>/", service_papers.ServicePaper.as_view(), name="service-standard"),
    path("brosur-layanan/<slug:code>/", service_papers.ServicePaper.as_view(paper="leaflet"), name="service-leaflet"),
    path(
        "brosur-layanan/<slug:code>/lipat/",
        service_papers.ServicePaper.as_view(paper="brochure"),
        name="service-brochure",
    ),
    path("pengaduan/", public.ComplaintForm.as_view(), name="complaint-form"),
    path("pengaduan/status/", public.ComplaintAsk.as_view(), name="complaint-ask"),
    path("pengaduan/status/<slug:code>/", public.ComplaintStatusPage.as_view(), name="complaint-status"),
    path("pengaduan/status/<slug:code>/buka-lagi/", public.ComplaintReopen.as_view(), name="complaint-reopen"),
    path("pengaduan/status/<slug:code>/nilai/", public.ComplaintRate.as_view(), name="complaint-rate"),
    path("staf/pengaduan/", lists.ComplaintList.as_view(), name="complaint-list"),
    path("staf/pengaduan/excel/", lists.ComplaintXlsx.as_view(), name="complaint-xlsx"),
    path("staf/pengaduan/angka/", lists.ComplaintFigures.as_view(), name="complaint-figures"),
    path("staf/pengaduan/baru/", staff.ComplaintRecord.as_view(), name="complaint-record"),
    path("staf/pengaduan/<uuid:pk>/", staff.ComplaintDetail.as_view(), name="complaint-detail"),
    path("staf/pengaduan/<uuid:pk>/atur/", staff.ComplaintRoute.as_view(), name="complaint-route"),
    path("staf/pengaduan/<uuid:pk>/jawab/", staff.ComplaintAnswer.as_view(), name="complaint-answer"),
    path("staf/pengaduan/<uuid:pk>/catatan/", staff.ComplaintNoteAdd.as_view(), name="complaint-note"),
    path("staf/pengaduan/<uuid:pk>/tanggapan/", staff.ComplaintReply.as_view(), name="complaint-reply"),
]
