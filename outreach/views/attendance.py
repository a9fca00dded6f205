"""On the day: who came. A list for staff that works through a cut line, a code at the door for everybody's phone."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from baubau_pembinaan.core.flood import count_in_window, counted_in_window, origin_mark
from baubau_pembinaan.core.net import client_address
from baubau_pembinaan.core.phones import normalise_phone
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.posters import Poster, poster
from outreach import selectors
from outreach.choices import AgeBand, RegistrationKind, RegistrationStatus
from outreach.links import arrival_url, read_arrival
from outreach.models import Registration, Session
from outreach.services.attendance import (
    Arrival,
    NoSuchPerson,
    note_arrival,
    note_arrivals,
    take_back_arrival,
    walked_and_all,
)

MOST_AT_ONCE, MOST_HEADS = 200, 500
MISSES, ARRIVALS = 20, 400  # of one connection in ten minutes; everybody at the library may share its WiFi's
MOST_ID = 2**31
LINES_ON_A_PAGE = 300  # one page is what a phone has at hand when the line is cut
DOOR_OPENS, DOOR_CLOSES = timedelta(hours=2), timedelta(hours=2)


def parse_arrival(data: Any) -> Arrival | None:
    """What a phone or a form sent, or None where it makes no sense."""
    try:
        key = uuid.UUID(str(data["key"]))
        participant, registration = data.get("participant") or None, data.get("registration") or None
        heads = int(data.get("heads") or 1)
        band = str(data.get("band") or "")
        arrival = Arrival(
            key=key,
            participant_id=int(participant) if participant is not None else None,
            registration_id=int(registration) if registration is not None else None,
            age_band=band,
            heads=heads,
            company=registration is not None and bool(data.get("company")),
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        return None
    if not all(pk is None or 0 < pk < MOST_ID for pk in (arrival.participant_id, arrival.registration_id)):
        return None
    named = arrival.participant_id is not None or arrival.registration_id is not None
    if not 1 <= heads <= MOST_HEADS or (not named and band not in AgeBand.values):
        return None
    return arrival


class CheckInPage(PermissionRequiredMixin, View):
    """The list of the day with one button a person, and a tally by age for who just comes."""

    permission_required = "outreach.run_session"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = selectors.attendance.to_check_in(pk)
        if session is None:
            raise Http404
        walked, total = walked_and_all(session)
        lines = Paginator(selectors.attendance.roster(session), LINES_ON_A_PAGE).get_page(request.GET.get("page"))
        asked = selectors.registrations.asked_for({line.registration_id: line.needs for line in lines})
        context = {
            "session": session,
            "event": session.event,
            "page_obj": lines,
            "groups": [
                (line, uuid.uuid4(), [] if line.is_company else asked.get(line.registration_id, []))
                for line in lines
                if line.is_group
            ],
            "asked": asked,
            "people": [line for line in lines if not line.is_group],
            "bands": [
                {"value": value, "label": label, "heads": walked.get(value, 0), "key": uuid.uuid4()}
                for value, label in AgeBand.choices
            ],
            "total": total,
            "taps": [] if session.is_reported else selectors.attendance.taps_of(session),
            "send_to": reverse("outreach:check-in-send", args=[pk]),
        }
        return render(request, "outreach/session/check_in.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Without script: one arrival, or one taken back."""
        session = get_object_or_404(Session, pk=pk)
        try:
            if request.POST.get("undo"):
                take_back_arrival(session=session, key=uuid.UUID(request.POST["undo"]))
            elif arrival := parse_arrival({"key": uuid.uuid4(), **request.POST.dict()}):
                note_arrival(session=session, arrival=arrival, by=request.user, at=timezone.now())
            else:
                messages.error(request, _("Choose who came."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        except ValueError:
            messages.error(request, _("Choose who came."))
        page = request.GET.get("page", "")
        back = f"?page={page}" if page.isdecimal() and len(page) < 6 else ""
        return redirect(reverse("outreach:check-in", args=[pk]) + back)


class CheckInSend(PermissionRequiredMixin, View):
    """What a phone kept while the line was cut: a JSON list, each entry counted once by its key."""

    permission_required = "outreach.run_session"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_object_or_404(Session, pk=pk)
        try:
            entries = json.loads(request.body)
        except ValueError:
            entries = None
        if not isinstance(entries, list) or len(entries) > MOST_AT_ONCE:
            return JsonResponse({"problem": _("This cannot be read.")}, status=400)
        arrivals: list[Arrival] = []
        refused: list[dict[str, str]] = []
        for entry in entries:
            arrival = parse_arrival(entry)
            if arrival is None:
                key = str(entry.get("key", "")) if isinstance(entry, dict) else ""
                refused.append({"key": key, "why": _("This cannot be read.")})
            else:
                arrivals.append(arrival)
        try:
            _new, strangers = note_arrivals(session=session, arrivals=arrivals, by=request.user, at=timezone.now())
            why = " ".join(NoSuchPerson().messages)
        except ValidationError as refusal:
            strangers, why = arrivals, " ".join(refusal.messages)
        refused += [{"key": str(arrival.key), "why": why} for arrival in strangers]
        done = [str(arrival.key) for arrival in arrivals if arrival not in strangers]
        walked, total = walked_and_all(session)
        return JsonResponse({"done": done, "refused": refused, "walk_ins": walked, "total": total})


class DoorPoster(PermissionRequiredMixin, View):
    """The code that hangs at the door, as PDF."""

    permission_required = "outreach.run_session"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_object_or_404(Session.objects.select_related("event"), pk=pk)
        if session.is_cancelled:
            messages.error(request, _("This date does not take place: there is no code for its door."))
            return redirect("outreach:session-detail", pk=pk)
        content = Poster(
            title=_("Are you here?"),
            url=arrival_url(session),
            lead=session.event.reader_title,
            steps=[
                _("Open your phone's camera and point it at the code."),
                _("Write the phone number you registered with, or choose your age."),
                _("Press “I am here”."),
            ],
        )
        body = poster(content, day=timezone.localdate(session.starts_at), office=letterhead(), paper="a4")
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="hadir-{pk}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


@method_decorator([login_not_required, never_cache], name="dispatch")
class Arrive(View):
    """Behind the code at the door, from two hours before until two hours after: "I am here"."""

    def _session(self, token: str) -> Session:
        session = read_arrival(token)
        if session is None:
            raise Http404
        return session

    def _page(self, request: HttpRequest, session: Session, status: int = 200, **words: Any) -> HttpResponse:
        now = timezone.now()
        context = {
            "session": session,
            "event": session.event,
            "open": not session.is_cancelled
            and session.starts_at - DOOR_OPENS <= now <= session.ends_at + DOOR_CLOSES
            and not session.is_reported,
            "bands": session.event.bands,
            "key": uuid.uuid4(),
            **words,
        }
        return render(request, "outreach/public/arrive.html", context, status=status)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, self._session(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        session, now = self._session(token), timezone.now()
        if session.is_cancelled or not session.starts_at - DOOR_OPENS <= now <= session.ends_at + DOOR_CLOSES:
            return self._page(request, session, 422)
        mark = f"{session.pk}:{origin_mark(client_address(request), purpose='arrival')}"
        missed = f"arrival-missed:{mark}"
        if counted_in_window(missed) >= MISSES or count_in_window(f"arrival:{mark}") > ARRIVALS:
            return self._page(request, session, 429, problem=_("Too many tries. Please tell a colleague."))
        try:
            arrivals = self._arrivals(request, session)
            if not arrivals:
                count_in_window(missed)
                problem = _("We do not find this number. Please tell a colleague.")
                return self._page(request, session, 422, problem=problem)
            note_arrivals(session=session, arrivals=arrivals, by=None, at=now)
        except ValidationError as refusal:
            return self._page(request, session, 422, problem=" ".join(refusal.messages))
        return self._page(request, session, done=True)

    def _arrivals(self, request: HttpRequest, session: Session) -> list[Arrival]:
        """Who this phone speaks for: the party behind a number, or people of an age where nobody registers."""
        if not session.event.needs_registration:
            arrival = parse_arrival({**request.POST.dict(), "participant": None, "registration": None})
            return [arrival] if arrival and arrival.heads <= 10 else []
        arrivals = []
        for row in self._registrations(request, session):  # a teacher's classes all come by one number
            if row.kind == RegistrationKind.GROUP:
                arrivals.append(Arrival(uuid.uuid4(), registration_id=row.pk, heads=row.seats))
            if row.companions:
                arrivals.append(Arrival(uuid.uuid4(), registration_id=row.pk, heads=row.companions, company=True))
            arrivals += [Arrival(uuid.uuid4(), participant_id=person.pk) for person in row.participants.all()]
        return arrivals

    def _registrations(self, request: HttpRequest, session: Session) -> list[Registration]:
        contact = request.POST.get("contact", "").strip()[:120]
        found = Registration.objects.filter(session=session, status=RegistrationStatus.REGISTERED)
        seated = found.prefetch_related("participants").order_by("pk")
        if "@" in contact:
            return list(seated.filter(email__iexact=contact))
        try:
            return list(seated.filter(phone=normalise_phone(contact)))
        except ValidationError:
            return []
