"""The library's emblem, for page heads and letterheads on the screen."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baubau_pembinaan.libraries.models import Library


@login_not_required
@require_safe
def emblem(request: HttpRequest, name: str) -> HttpResponse:
    """The current emblem under its own random name; any other name is not found. Always our own re-drawn PNG."""
    picture = Library.current().emblem
    if not picture or picture.name != f"emblem/{name}":
        raise Http404
    try:
        with picture.open("rb") as file:
            response = HttpResponse(file.read(), content_type="image/png")
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
