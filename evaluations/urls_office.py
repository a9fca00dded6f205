"""Addresses of what keeps the house in order: repairs, standards, procedures."""

from django.urls import path

from .views import instruments, procedures, repairs, standards

urlpatterns = [
    path(
        "staf/survei/instrumen/<int:pk>/kenyamanan/",
        instruments.VersionComfort.as_view(),
        name="version-comfort",
    ),
    path("staf/perbaikan/", repairs.RepairList.as_view(), name="repair-list"),
    path("staf/perbaikan/excel/", repairs.RepairXlsx.as_view(), name="repair-xlsx"),
    path("staf/perbaikan/baru/", repairs.RepairReport.as_view(), name="repair-report"),
    path("staf/perbaikan/<int:pk>/", repairs.RepairDetail.as_view(), name="repair-detail"),
    path("staf/perbaikan/<int:pk>/rencana/", repairs.RepairPlan.as_view(), name="repair-plan"),
    path("staf/perbaikan/<int:pk>/selesai/", repairs.RepairEnd.as_view(), name="repair-end"),
    path("staf/standar/", standards.StandardList.as_view(), name="standard-list"),
    path("staf/standar/excel/", standards.StandardXlsx.as_view(), name="standard-xlsx"),
    path("staf/standar/baru/", standards.StandardEdit.as_view(), name="standard-add"),
    path("staf/standar/<int:pk>/", standards.StandardDetail.as_view(), name="standard-detail"),
    path("staf/standar/<int:pk>/ubah/", standards.StandardEdit.as_view(), name="standard-edit"),
    path("staf/sop/", procedures.ProcedureList.as_view(), name="procedure-list"),
    path("staf/sop/excel/", procedures.ProcedureXlsx.as_view(), name="procedure-xlsx"),
    path("staf/sop/baru/", procedures.ProcedureAdd.as_view(), name="procedure-add"),
    path("staf/sop/<int:pk>/", procedures.ProcedureDetail.as_view(), name="procedure-detail"),
    path("staf/sop/<int:pk>/cabut/", procedures.ProcedureRetire.as_view(), name="procedure-retire"),
]
