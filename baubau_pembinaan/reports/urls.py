from django.urls import path

from .views import indicators, inspection, making, schedule

app_name = "reports"
ROOM = "staf/laporan/"
urlpatterns = [
    path(ROOM, making.Home.as_view(), name="home"),
    path(f"{ROOM}indikator/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path(f"{ROOM}indikator/excel/", indicators.IndicatorXlsx.as_view(), name="indicator-xlsx"),
    path(f"{ROOM}indikator/<int:pk>/<int:year>/", indicators.FigureEdit.as_view(), name="figure-edit"),
    path(f"{ROOM}arsip/<int:pk>/", making.EditionDetail.as_view(), name="edition-detail"),
    path(f"{ROOM}proses/<int:pk>/batal/", making.RunCancel.as_view(), name="run-cancel"),
    path(f"{ROOM}pemeriksaan/", inspection.Inspection.as_view(), name="inspection"),
    path(f"{ROOM}jadwal/", schedule.Schedule.as_view(), name="schedule"),
    path(f"{ROOM}jadwal/<int:pk>/ulang/", schedule.IssueRetry.as_view(), name="issue-retry"),
    path(f"{ROOM}buat/<slug:name>/", making.Make.as_view(), name="make"),
]
