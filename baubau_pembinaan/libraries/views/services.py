"""The patrons' pages about what the library offers."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.libraries import selectors
from baubau_pembinaan.libraries.channels import count_visit
from baubau_pembinaan.libraries.hours import stop_lines, weekly_hours
from baubau_pembinaan.libraries.models.service import ServiceKind
from baubau_pembinaan.libraries.opening import holidays_ahead, opening_at
from baubau_pembinaan.libraries.opening_words import opening_words


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@method_decorator(login_not_required, name="dispatch")
class PublicServices(View):
    """All public services, each with whether it is open now. `?jenis=`: those of one kind."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.localtime()
        holidays = holidays_ahead(now.date())
        rows = []
        services = list(selectors.public_services())
        offered = {service.kind for service in services}
        kinds = [(value, label) for value, label in ServiceKind.choices if value in offered]
        chosen = request.GET.get("jenis", "")
        chosen = chosen if chosen in offered else ""
        for service in services:
            if chosen and service.kind != chosen:
                continue
            word, tone = opening_words(opening_at(service.hours.all(), holidays, now), now)
            rows.append(
                {
                    "title": service.title,
                    "kind": service.get_kind_display(),
                    "summary": service.in_reader_language("summary"),
                    "url": reverse("libraries:public-service", args=[service.code]),
                    "word": word,
                    "tone": tone,
                }
            )
        context = {"rows": rows, "kinds": kinds, "chosen": chosen, "holiday": holidays.get(now.date(), "")}
        return render(request, "libraries/public/services.html", context)


@method_decorator(login_not_required, name="dispatch")
class PublicAnnouncements(ListView):
    """Everything that is announced today."""

    template_name = "libraries/public/announcements.html"
    paginate_by = 20

    def get_queryset(self) -> Any:
        return selectors.all_announcements_on(timezone.localdate())


@method_decorator(login_not_required, name="dispatch")
class PublicService(View):
    """One service: hours, what it takes, what it costs, what is promised."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        service = selectors.public_service(code)
        if service is None:
            raise Http404
        now = timezone.localtime()
        if request.method == "GET":
            count_visit(service=service, code=request.GET.get("k", ""), day=now.date())
        opening = opening_at(service.hours.all(), holidays_ahead(now.date()), now)
        word, tone = opening_words(opening, now)
        said = service.in_reader_language
        facts: list[tuple[Any, str]] = [
            (_("For whom"), said("audience")),
            (_("Where"), said("place")),
            (_("Cost"), said("cost") or _("Free")),
            (_("Time promised"), said("time_promised")),
            (_("What you receive"), said("product")),
            (_("Contact"), service.reader_contact),
        ]
        context = {
            "service": service,
            "title": service.title,
            "summary": said("summary"),
            "word": word,
            "tone": tone,
            "holiday": opening.holiday,
            "hours": weekly_hours(service),
            "stops": stop_lines(service),
            "facts": [(term, value) for term, value in facts if value],
            "requirements": _lines(said("requirements")),
            "steps": _lines(said("steps")),
            "accessibility": said("accessibility"),
        }
        return render(request, "libraries/public/service.html", context)
