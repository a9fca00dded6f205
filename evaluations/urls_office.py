"""Addresses of what keeps the house in order: repairs."""

from django.urls import path

from .views import repairs

urlpatterns = [
    path("staf/perbaikan/", repairs.RepairList.as_view(), name="repair-list"),
    path("staf/perbaikan/excel/", repairs.RepairXlsx.as_view(), name="repair-xlsx"),
    path("staf/perbaikan/baru/", repairs.RepairReport.as_view(), name="repair-report"),
    path("staf/perbaikan/<int:pk>/", repairs.RepairDetail.as_view(), name="repair-detail"),
    path("staf/perbaikan/<int:pk>/rencana/", repairs.RepairPlan.as_view(), name="repair-plan"),
    path("staf/perbaikan/<int:pk>/selesai/", repairs.RepairEnd.as_view(), name="repair-end"),
]
