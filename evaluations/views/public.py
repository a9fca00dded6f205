"""The patron's pages: answer a survey, be thanked."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.net import client_address
from evaluations import selectors
from evaluations.choices import Channel, HeldReason, Slot
from evaluations.flood import is_flood, origin_mark
from evaluations.form_token import BadToken, FormToken, make_token, read_token
from evaluations.forms import DEMOGRAPHIC_FIELDS, OTHER, SERVICE, ParsedAnswer, claimed_moment, parse_answer
from evaluations.models import Period
from evaluations.services.answering import count_late_answer, is_known, submit_answer
from evaluations.services.floods import PeriodEnded
from evaluations.views.campaigns import count_channel
from evaluations.views.survey_form import questions_fragment
from outreach.selectors import next_public_events
from outreach.views.public import session_rows

ANSWERED_COOKIE = "answered"
MESSAGES_COOKIE = "messages"
FRAGMENT_SECONDS = 60
# Where the cached form gets each reader's own tokens.
TOKEN_HOLE, CSRF_HOLE = "token-of-this-form", "csrf-token-of-this-reader"


def unavailable(request: HttpRequest) -> HttpResponse:
    """One page for unknown, closed and not yet opened: it does not tell which codes exist, only what is open now."""
    surveys = [period.survey for period in selectors.public.open_now(timezone.localdate())]
    return render(request, "evaluations/survey/unavailable.html", {"surveys": surveys}, status=404)


@method_decorator([login_not_required, never_cache], name="dispatch")
class NoSurvey(View):
    """Addresses below /s/ that no survey can have."""

    def get(self, request: HttpRequest, rest: str) -> HttpResponse:
        return unavailable(request)


@method_decorator([login_not_required, never_cache], name="dispatch")
class SurveyAnswer(View):
    """GET: the form on one page. POST: taken in once, then thanks.

    static/js/survey.js sends with the header X-Survey and is told in JSON what became of the answer; an answer it kept
    while the line was cut carries `kept` and the day and half-day on which it was given.
    """

    template_name = "evaluations/survey/answer.html"
    thanks = "evaluations:survey-thanks"
    is_cached = True
    is_spelled_once = True  # whether another spelling of the code leads to the one of the survey
    asks_who = True  # whether a device that answered is asked before it counts once more

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        asked = selectors.public.open_period_id(code, timezone.localdate())
        if asked is None:
            return unavailable(request)
        found, spelled = asked
        if self.is_spelled_once and spelled != code:  # else the cookie "answered" would hold for one spelling only
            return HttpResponseRedirect(request.get_full_path().replace(f"/{code}/", f"/{spelled}/", 1))
        key = _page_key(request, found) if self.is_cached else ""
        page = cache.get(key) if key else None
        if page is None:
            page = self._page(request, selectors.public.period(found), None, TOKEN_HOLE, CSRF_HOLE)
            if key:
                cache.set(key, page, FRAGMENT_SECONDS)
        return HttpResponse(page.replace(TOKEN_HOLE, make_token(found)).replace(CSRF_HOLE, get_token(request)))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        now = timezone.localtime()
        try:
            token: FormToken | None = read_token(request.POST.get("token", ""))
        except BadToken:
            token = None
        by_script = "X-Survey" in request.headers
        if token is None and by_script:
            return JsonResponse({"result": "expired"})
        period = selectors.public.period_for_post(code, token.period_id if token else None, now.date())
        if period is None:
            return JsonResponse({"result": "closed"}) if by_script else unavailable(request)
        now_slot = Slot.MORNING if now.hour < 12 else Slot.AFTERNOON
        issued_on = timezone.localdate(token.issued_at) if token else now.date()
        day, slot = claimed_moment(request.POST, issued_on, now.date(), now_slot)
        questions = selectors.public.questions_of(period)
        services = selectors.public.services_of(period.survey)
        parsed = parse_answer(request.POST, questions, selectors.public.option_codes_of(period.survey), services)
        if parsed.errors:  # an option may be newer than what is remembered
            codes = selectors.public.option_codes_of(period.survey, afresh=True)
            parsed = parse_answer(request.POST, questions, codes, services)
        if not period.takes_answers_on(day):
            if token and not parsed.errors:
                count_late_answer(period=period, nonce=token.nonce, at_day=now.date())
            return self.ended(request, period)
        if by_script and "kept" in request.POST:
            parsed.forget_stale_choices()
        if by_script and parsed.errors:
            return JsonResponse({"result": "invalid"})
        if token is None or parsed.errors:
            again = _again(request, period, token)
            page = self._page(request, period, parsed, again, get_token(request), token is None)
            return HttpResponse(page, status=422)
        if self._must_ask(request, token):
            if by_script:
                return JsonResponse({"result": "asks"})  # the script sends the form itself and so shows the question
            page = self._page(request, period, parsed, request.POST["token"], get_token(request), asks=True)
            return HttpResponse(page, status=422)
        channel, origin = self.source(request, period)
        try:
            is_new = submit_answer(
                period=period,
                draft=parsed.draft(
                    day=day, slot=slot, channel=channel, service_point_id=period.survey.service_point_id
                ),
                nonce=token.nonce,
                at_day=now.date(),
                hold=_hold(request, period, token, now, origin),
                origin=origin,
            )
        except (IntegrityError, PeriodEnded) as error:
            if isinstance(error, IntegrityError) and "takes no answers" not in str(error):
                raise
            count_late_answer(period=period, nonce=token.nonce, at_day=now.date())  # it closed at this very moment
            return self.ended(request, period)
        url = self.thanks_address(request, period)
        response = (
            JsonResponse({"result": "stored", "url": url}) if by_script else HttpResponseRedirect(url, status=303)
        )
        self.remember(response, period)
        if is_new:
            count_channel(request, response, request.path)
        return response

    def _must_ask(self, request: HttpRequest, token: FormToken) -> bool:
        """A phone that answered goes back and sends once more: another person's answer, or the same by mistake?

        What a phone kept while the line was cut is sent unasked; so is a form that was taken in already, as it counts
        no second time.
        """
        if not self.asks_who or ANSWERED_COOKIE not in request.COOKIES or {"another", "kept"} & request.POST.keys():
            return False
        return not is_known(token.nonce)

    def ended(self, request: HttpRequest, period: Period) -> HttpResponse:
        """The friendly end for an answer after the period."""
        if "X-Survey" in request.headers:
            return JsonResponse({"result": "closed"})
        return render(request, "evaluations/survey/closed.html", {"survey": period.survey})

    def source(self, request: HttpRequest, period: Period) -> tuple[Channel, str]:
        """(way of answering, mark of the connection)."""
        return Channel.WEB, origin_mark(client_address(request))

    def remember(self, response: HttpResponse, period: Period) -> None:
        response.set_cookie(
            ANSWERED_COOKIE,
            "1",
            max_age=60 * 60 * 12,
            path=reverse("evaluations:survey-answer", args=[period.survey.code]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def thanks_address(self, request: HttpRequest, period: Period) -> str:
        return reverse(self.thanks, args=[period.survey.code])

    def more(self, period: Period) -> dict[str, Any]:
        """What else the form's page draws."""
        return {}

    def _page(
        self,
        request: HttpRequest,
        period: Period,
        parsed: ParsedAnswer | None,
        token: str,
        csrf_token: str,
        token_expired: bool = False,
        asks: bool = False,
    ) -> str:
        context: dict[str, Any] = {
            "survey": period.survey,
            "period": period,
            "token": token,
            "csrf_token": csrf_token,
            "fragment": questions_fragment(period, parsed),
            "errors": parsed.errors if parsed else {},
            "missing": _missing(period, parsed) if parsed else [],
            "token_expired": token_expired,
            "asks": asks,
            "answered_before": ANSWERED_COOKIE in request.COOKIES and parsed is None,
            "comment": parsed.comment if parsed else "",
            **self.more(period),
        }
        return render_to_string(self.template_name, context, request)


def _missing(period: Period, parsed: ParsedAnswer) -> list[tuple[str, str]]:
    """(place on the page, words of the link) of everything that is not in order, each question by its number."""
    titles = {
        f"r{question.slot}": f"{number}. {question.reader_text}"
        for number, question in enumerate(selectors.public.questions_of(period), start=1)
        if question.slot
    }
    parts = {name: str(kind.label) for name, kind in DEMOGRAPHIC_FIELDS.items()}
    parts |= {SERVICE: _("Service you received"), OTHER: parts["occupation"], "comment": _("Your suggestion")}
    words = {name: f"{parts[name]}: {message}" for name, message in parsed.errors.items() if name in parts}
    return [(name, titles.get(name) or words.get(name, message)) for name, message in parsed.errors.items()]


def _page_key(request: HttpRequest, period_id: int) -> str:
    """Under which the empty form is kept with its two holes; empty for readers whose page differs from others'."""
    own = {settings.SESSION_COOKIE_NAME, ANSWERED_COOKIE, MESSAGES_COOKIE}
    if request.META.get("QUERY_STRING") or own & request.COOKIES.keys():
        return ""
    return f"survey-page:{period_id}:{get_language()}"  # one, however the code in the address is spelled


def _again(request: HttpRequest, period: Period, token: FormToken | None) -> str:
    """The token of a form that is shown once more: the same one, so that who adds one tick in two seconds is not taken
    for a machine; a new one where it is too old or already counted."""
    if token and token.period_id == period.pk and not is_known(token.nonce):
        return request.POST["token"]
    return make_token(period.pk)


def _hold(request: HttpRequest, period: Period, token: FormToken, now: datetime, origin: str) -> HeldReason | None:
    """Why this answer waits aside, if it does. Nobody is refused."""
    if request.POST.get("website"):
        return HeldReason.TRAP
    if (now - token.issued_at).total_seconds() < settings.SURVEY_LEAST_SECONDS:
        return HeldReason.FAST
    return HeldReason.FLOOD if is_flood(period.pk, origin) else None


@method_decorator([login_not_required, never_cache], name="dispatch")
class SurveyThanks(View):
    """Thanks, and what comes next in the library. One page for every code, so it tells nothing about any."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        now, address = timezone.localtime(), row_addresses("outreach:public-event")
        events = session_rows(next_public_events(now), address, now)
        return render(request, "evaluations/survey/thanks.html", {"events": events})
