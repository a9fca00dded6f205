"""Addresses of the analysis pages, roll-ups and questionnaires."""

from django.urls import path

from .views import analysis, instruments, papers, results, surveys

urlpatterns = [
    path("staf/survei/<int:pk>/periode-baru/", surveys.PeriodAdd.as_view(), name="period-add"),
    path("staf/survei/periode/<int:pk>/analisis/", analysis.PeriodAnalysis.as_view(), name="period-analysis"),
    path("staf/survei/periode/<int:pk>/cetak/", papers.PeriodPaper.as_view(), name="period-paper"),
    path("staf/survei/periode/<int:pk>/csv/", results.PeriodCsv.as_view(), name="period-csv"),
    path("staf/survei/periode/<int:pk>/json/", results.PeriodJson.as_view(), name="period-json"),
    path("staf/survei/rekap/", analysis.RollupPage.as_view(), name="rollup"),
    path("staf/survei/rekap/excel/", analysis.RollupXlsx.as_view(), name="rollup-xlsx"),
    path("staf/survei/rekap/json/", analysis.RollupJson.as_view(), name="rollup-json"),
    path("staf/survei/instrumen/", instruments.InstrumentList.as_view(), name="instrument-list"),
    path("staf/survei/instrumen/<int:pk>/", instruments.VersionDetail.as_view(), name="version-detail"),
    path("staf/survei/instrumen/<int:pk>/salin/", instruments.VersionCopy.as_view(), name="version-copy"),
    path("staf/survei/instrumen/<int:pk>/terbitkan/", instruments.VersionPublish.as_view(), name="version-publish"),
]
