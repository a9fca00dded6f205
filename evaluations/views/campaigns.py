"""The way from a channel of a campaign (outreach) to a survey: the channel's answers are counted, never marked."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from outreach.services.promotion import note_answer

CHANNEL_COOKIE, KEPT_SECONDS = "channel", 60 * 60 * 2


@method_decorator([login_not_required, never_cache], name="dispatch")
class SurveyFromChannel(View):
    """Remember the channel's code in this browser for two hours, for this survey only, and open the survey."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str, channel: str) -> HttpResponse:
        path = reverse("evaluations:survey-answer", args=[code])
        response = HttpResponseRedirect(path)
        response.set_cookie(
            CHANNEL_COOKIE,
            channel[:8],
            max_age=KEPT_SECONDS,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def count_channel(request: HttpRequest, response: HttpResponse, path: str) -> None:
    """One more answer for the channel this browser came by, once; the code leaves the browser with it."""
    if code := request.COOKIES.get(CHANNEL_COOKIE, ""):
        note_answer(code)
        response.delete_cookie(CHANNEL_COOKIE, path=path, samesite="Lax")
