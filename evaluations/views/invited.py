"""The page behind a link of one's own: for those who attended, once."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from evaluations import selectors
from evaluations.choices import Channel, Slot
from evaluations.form_token import make_token
from evaluations.forms import ParsedAnswer, parse_answer
from evaluations.models import Invitation, Period
from evaluations.services.invited import LinkRevoked, answer_by_link
from evaluations.views.public import SurveyAnswer, unavailable


class InvitedAnswer(SurveyAnswer):
    """GET: the form. POST: taken in once, then thanks; sent again it is thanked again and counts once.

    Nothing of the request goes with the answer: not who is signed in, not the connection, not the day. All answers of a
    period carry its first day, so that nobody can set a day beside the days on which links were sent.
    """

    template_name = "evaluations/survey/invited.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = selectors.invited.invitation_of(token)
        if invitation is None:
            return unavailable(request)
        period = invitation.period
        if not period.takes_answers_on(timezone.localdate()):
            return self.ended(request, period)
        if selectors.invited.is_spent(invitation):
            return render(request, "evaluations/survey/answered.html", {"survey": period.survey})
        return HttpResponse(self._page(request, period, None, make_token(period.pk), get_token(request)))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        by_script = "X-Survey" in request.headers
        invitation = selectors.invited.invitation_of(token)
        if invitation is None:
            return JsonResponse({"result": "closed"}) if by_script else unavailable(request)
        period = invitation.period
        if not period.takes_answers_on(timezone.localdate()):
            return self.ended(request, period)
        parsed = parse_answer(request.POST, selectors.public.questions_of(period), {})
        if parsed.errors:
            if by_script:
                return JsonResponse({"result": "invalid"})
            page = self._page(request, period, parsed, make_token(period.pk), get_token(request))
            return HttpResponse(page, status=422)
        try:
            self._take_in(invitation, period, parsed)
        except LinkRevoked:
            return JsonResponse({"result": "closed"}) if by_script else unavailable(request)
        except IntegrityError as error:
            if "takes no answers" not in str(error):
                raise
            return self.ended(request, period)  # it closed at this very moment
        url = reverse("evaluations:invited-thanks", args=[token])
        if by_script:
            return JsonResponse({"result": "stored", "url": url})
        return HttpResponseRedirect(url, status=303)

    def _take_in(self, invitation: Invitation, period: Period, parsed: ParsedAnswer) -> None:
        draft = parsed.draft(day=period.starts_on, slot=Slot.MORNING, channel=Channel.WEB, service_point_id=None)
        answer_by_link(invitation=invitation, draft=draft)

    def more(self, period: Period) -> dict[str, Any]:
        return {"answered_before": False}


@method_decorator([login_not_required, never_cache], name="dispatch")
class InvitedThanks(View):
    """The same words for every address: it tells nothing about any link."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(request, "evaluations/survey/thanks.html", {"events": []})
