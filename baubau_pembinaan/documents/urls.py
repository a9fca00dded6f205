"""Downloads."""

from django.urls import path

from .views.files import FileDownload

app_name = "documents"
urlpatterns = [path("berkas/<str:token>/", FileDownload.as_view(), name="file")]
