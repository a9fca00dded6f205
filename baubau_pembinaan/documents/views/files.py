"""The one door to stored files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views import View

from baubau_pembinaan.documents.models import StoredFile


class FileDownload(View):
    """Always a download, never shown in the page; strangers and wrong addresses get the same "not found"."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        stored = get_object_or_404(StoredFile, token=token)
        if not request.user.has_perm("documents.read_file", stored):
            raise Http404
        try:
            # Files are small (services.MAX_BYTES), so the answer is whole: no handle outlives a broken download.
            with stored.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError as lost:
            raise Http404 from lost
        headers = {
            "Content-Disposition": content_disposition_header(True, stored.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type=stored.content_type, headers=headers)
