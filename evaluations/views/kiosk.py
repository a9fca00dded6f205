"""A tablet at the desk on which one patron after the other answers.

Staff make a device a kiosk: on the spot, which signs them out there, or by a link that lives a day. The device then
carries a signed cookie with a random number; it names nobody.
"""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views import View
from django.views.decorators.cache import never_cache

from baubau_pembinaan.core.qr import qr_svg
from evaluations.choices import Channel
from evaluations.flood import kiosk_mark
from evaluations.form_token import make_token
from evaluations.models import Period, Survey
from evaluations.models.survey import open_to_code
from evaluations.views.public import SurveyAnswer

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
COOKIE = "kios"
COOKIE_SECONDS = 60 * 60 * 24 * 30
LINK_SECONDS = 60 * 60 * 24
LINK_SALT = "evaluations.kiosk-link"
COOKIE_SALT = "evaluations.kiosk-device"
SPARE_TOKENS = 20  # respondents the kiosk can take in while the line is cut


def device_of(request: HttpRequest, code: str) -> str | None:
    """The random number of a kiosk that staff set up for this survey, or None."""
    try:
        survey, device = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE_SALT, max_age=COOKIE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return device if survey == code.lower() else None


def device_link(survey: Survey) -> str:
    """The address that makes the device which opens it a kiosk, for a day."""
    key = signing.dumps(survey.code.lower(), salt=LINK_SALT)
    return f"{settings.SITE_URL}{reverse('evaluations:kiosk', args=[survey.code])}?perangkat={key}"


def made_kiosk(code: str) -> HttpResponse:
    """A redirect to the kiosk page that makes this device one."""
    response = HttpResponseRedirect(reverse("evaluations:kiosk", args=[code]))
    response.set_cookie(
        COOKIE,
        signing.dumps([code.lower(), secrets.token_hex(8)], salt=COOKIE_SALT),
        max_age=COOKIE_SECONDS,
        path=reverse("evaluations:survey-answer", args=[code]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def chosen_language(request: HttpRequest) -> str:
    """The language this person pressed, for this answer alone: the next one starts in the site's own."""
    wish = request.POST.get("bahasa") or request.GET.get("bahasa", "")
    return wish if wish in LANGUAGES else ""


@method_decorator([login_not_required, never_cache], name="dispatch")
class InChosenLanguage(View):
    """Speaks the language pressed on the kiosk; it lives in the address and the form, not in the device."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = chosen_language(request)
        if not language:
            return super().dispatch(request, *args, **kwargs)
        with override(language):
            response = super().dispatch(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response


class Kiosk(InChosenLanguage, SurveyAnswer):
    """The form without ways out; on any other device the ordinary form stands here."""

    template_name = "evaluations/kiosk/answer.html"
    thanks = "evaluations:kiosk-thanks"
    asks_who = False  # one person after the other answers here
    is_spelled_once = False  # the device's cookie holds for the spelling it was set up with
    is_cached = False  # the page carries spare tokens: each kiosk its own

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if "perangkat" in request.GET:
            try:
                linked = signing.loads(request.GET["perangkat"], salt=LINK_SALT, max_age=LINK_SECONDS)
            except (signing.BadSignature, ValueError):
                linked = None
            if linked == code.lower():
                return made_kiosk(code)
        if device_of(request, code) is None:
            return HttpResponseRedirect(reverse("evaluations:survey-answer", args=[code]))
        return super().get(request, code)

    def source(self, request: HttpRequest, period: Period) -> tuple[Channel, str]:
        device = device_of(request, period.survey.code)
        if device is None:
            return super().source(request, period)
        return Channel.KIOSK, kiosk_mark(device)

    def remember(self, response: HttpResponse, period: Period) -> None:
        """Many people answer here: nothing is asked."""

    def thanks_address(self, request: HttpRequest, period: Period) -> str:
        language = chosen_language(request)
        return super().thanks_address(request, period) + (f"?bahasa={language}" if language else "")

    def more(self, period: Period) -> dict[str, Any]:
        return {"spares": [make_token(period.pk) for _ in range(SPARE_TOKENS)], "answered_before": False}


class KioskThanks(InChosenLanguage):
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return render(request, "evaluations/kiosk/thanks.html", {"start": reverse("evaluations:kiosk", args=[code])})


class KioskSetup(PermissionRequiredMixin, View):
    """GET: how to make a device a kiosk. POST: this device becomes one and its sign-in ends."""

    permission_required = "evaluations.add_paperbatch"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        survey = get_object_or_404(Survey.objects.filter(open_to_code()), pk=pk)
        link = device_link(survey)
        return render(
            request,
            "evaluations/kiosk/setup.html",
            {"survey": survey, "link": link, "qr": qr_svg(link, title=survey.code)},
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        survey = get_object_or_404(Survey.objects.filter(open_to_code()), pk=pk)
        logout(request)
        return made_kiosk(survey.code)
