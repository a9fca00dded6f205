"""Papers of the register of services, for everybody. Made once in ten minutes at most, whoever asks."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View

from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.libraries import selectors
from evaluations.service_papers import Language, changed_on, folded, leaflet, pledge_document, standard_document

KEPT_SECONDS = 600
MADE = {"leaflet": leaflet, "brochure": folded}


def _language() -> Language:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _answer(name: str, make: Callable[[], bytes]) -> HttpResponse:
    key = f"service-paper:{name}"
    content = cache.get(key)
    if content is None:
        content = make()
        cache.set(key, content, KEPT_SECONDS)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@method_decorator(login_not_required, name="dispatch")
class ServicePaper(View):
    """`standar-pelayanan/<code>/`, `brosur-layanan/<code>/` (A5) and `brosur-layanan/<code>/lipat/` (tri-fold)."""

    http_method_names = ["get", "head"]
    paper = "standard"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        service = selectors.public_service(code)
        if service is None:
            raise Http404
        language, found = _language(), service

        def make() -> bytes:
            day = changed_on(found)
            if self.paper in MADE:
                return MADE[self.paper](found, day, language)
            return to_pdf(standard_document(found, day, language))

        return _answer(f"{self.paper}-{service.code}-{language}", make)


@method_decorator(login_not_required, name="dispatch")
class Pledge(View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        services, language = list(selectors.public_services()), _language()
        if not services:
            raise Http404
        return _answer(
            f"maklumat-{language}", lambda: to_pdf(pledge_document(services, changed_on(*services), language))
        )
