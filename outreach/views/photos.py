"""Photos of a date on the staff's pages, drawn small: the stored ones are up to two megabytes each."""

from io import BytesIO

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views import View

from outreach.models import SessionPhoto

SMALL, LARGE = 480, 1600  # pixels of the longer side


class PhotoView(PermissionRequiredMixin, View):
    """One photo, or with `?besar=1` as large as a screen. Children may be on it: for those who run events.

    The browser asks each time whether it may still show what it has; a removed photo is gone at once.
    """

    permission_required = "outreach.run_session"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        photo = get_object_or_404(SessionPhoto.objects.select_related("file"), pk=pk)
        side = LARGE if request.GET.get("besar") == "1" else SMALL
        etag = f'"photo-{pk}-{side}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            try:
                with photo.file.file.open("rb") as file:
                    content = smaller(file.read(), side)
            except (FileNotFoundError, OSError) as lost:
                raise Http404 from lost
            response = HttpResponse(content, content_type="image/jpeg")
        response["Cache-Control"], response["ETag"] = "private, no-cache", etag
        response["X-Content-Type-Options"], response["Content-Disposition"] = "nosniff", "inline"
        return response


def smaller(content: bytes, side: int) -> bytes:
    """A stored picture as JPEG, no side longer than `side`; what is transparent becomes white."""
    from PIL import Image

    out = BytesIO()
    with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as image:
        image.draft("RGB", (side, side))  # a JPEG is read no larger than needed
        image.thumbnail((side, side))
        if image.mode != "RGB":
            seen = image.convert("RGBA")
            paper = Image.new("RGB", seen.size, "white")
            paper.paste(seen, mask=seen.getchannel("A"))
        else:
            paper = image.copy()
        paper.info.clear()
        paper.save(out, "JPEG", quality=80)
    return out.getvalue()
