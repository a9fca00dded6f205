"""Addresses of the follow-up plan, the report and the publication."""

from django.urls import path

from .views import deeds, followups, publication, reports

urlpatterns = [
    path("kepuasan/", publication.Satisfaction.as_view(), name="satisfaction"),
    path("kepuasan/data.csv", publication.OpenData.as_view(), {"kind": "csv"}, name="open-data-csv"),
    path("kepuasan/data.json", publication.OpenData.as_view(), {"kind": "json"}, name="open-data-json"),
    path("staf/tindak-lanjut/", followups.FollowUpList.as_view(), name="followup-list"),
    path("staf/tindak-lanjut/excel/", followups.FollowUpXlsx.as_view(), name="followup-xlsx"),
    path("staf/tindak-lanjut/<int:pk>/", followups.FollowUpEdit.as_view(), name="followup-edit"),
    *(
        path(
            f"staf/tindak-lanjut/<int:pk>/mulai/{deed}/",
            deeds.FollowUpBegin.as_view(),
            {"deed": name},
            name=f"followup-begin-{name}",
        )
        for name, deed in (("training", "pelatihan"), ("event", "kegiatan"), ("book", "buku"))
    ),
    path("staf/survei/periode/<int:pk>/tindak-lanjut/", followups.FollowUpCreate.as_view(), name="followup-create"),
    path("staf/survei/periode/<int:pk>/laporan/", reports.PeriodReport.as_view(), name="period-report"),
    path("staf/survei/laporan/<int:pk>/batal/", reports.ReportCancel.as_view(), name="report-cancel"),
    path("staf/survei/periode/<int:pk>/terbitkan/", publication.PublishPeriod.as_view(), name="period-publish"),
    path("staf/survei/periode/<int:pk>/poster-hasil/", publication.ResultPoster.as_view(), name="result-poster"),
]
