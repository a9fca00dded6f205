"""Addresses of the follow-up plan, the report and the publication."""

from django.urls import path

from .views import followups

urlpatterns = [
    path("staf/tindak-lanjut/", followups.FollowUpList.as_view(), name="followup-list"),
    path("staf/tindak-lanjut/excel/", followups.FollowUpXlsx.as_view(), name="followup-xlsx"),
    path("staf/tindak-lanjut/<int:pk>/", followups.FollowUpEdit.as_view(), name="followup-edit"),
    path("staf/survei/periode/<int:pk>/tindak-lanjut/", followups.FollowUpCreate.as_view(), name="followup-create"),
]
