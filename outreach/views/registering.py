"""The patron's pages of a registration: ask for seats, see where it stands, change it, leave. No sign-in, no script."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from baubau_pembinaan.core.flood import count_in_window, origin_mark
from baubau_pembinaan.core.form_token import Opened, handed_back, make_token
from baubau_pembinaan.core.net import client_address
from outreach import selectors
from outreach.choices import RegistrationKind
from outreach.links import self_service_path
from outreach.models import Registration, RegistrationPolicy, Session
from outreach.registration_form import RegistrationForm
from outreach.services import own_data, registering
from outreach.services.consents import mark_of, newest_texts
from outreach.services.party import KnownAlready, NotTaken
from outreach.services.promotion import channel_of
from outreach.services.spent_forms import is_spent, spend
from outreach.views.sessions import refuse

SALT, LIFETIME, LEAST_SECONDS, REFUSED_ABOVE = "outreach.registration-form", timedelta(hours=12), 4, 60
DAY = 24 * 60 * 60
public_page = method_decorator([login_not_required, never_cache], name="dispatch")


def kinds_of(session: Session) -> list[tuple[str, str]]:
    """(kind, words) that this event takes."""
    event = session.event
    found = [(RegistrationKind.PERSON.value, _("One person"))]
    if event.takes_families:
        found.append((RegistrationKind.FAMILY.value, _("A family")))
    if event.takes_groups:
        found.append((RegistrationKind.GROUP.value, _("A class or group")))
    return found


def chosen_kind(session: Session, wanted: str, offered: list[tuple[str, str]] | None = None) -> str:
    kinds = [kind for kind, _words in offered or kinds_of(session)]
    return wanted if wanted in kinds else kinds[0]


@public_page
class Register(View):
    """GET: the form for `?sebagai=orang|keluarga|kelas`. POST: taken in once, then the self-service page."""

    group: Any = None

    def _session(self, pk: int) -> Session:
        session = get_object_or_404(Session.objects.public().select_related("event"), pk=pk)
        if not session.event.needs_registration:
            raise Http404
        return session

    def kinds(self, session: Session) -> list[tuple[str, str]]:
        return kinds_of(session)

    def take_in(self, session: Session, **how: Any) -> Registration:
        """Register; a page that asks for something more does it here. Refusals are ValidationErrors."""
        return registering.register(session=session, **how)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self._session(pk)
        kind = chosen_kind(session, request.GET.get("sebagai", ""), self.kinds(session))
        return self._page(request, session, self._form(session, kind))

    def _form(self, session: Session, kind: str, data: Any = None) -> RegistrationForm:
        return RegistrationForm(
            data, event=session.event, kind=kind, questions=selectors.registrations.questions_of(session.event)
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, now = self._session(pk), timezone.now()
        kind = chosen_kind(session, request.POST.get("sebagai", ""), self.kinds(session))
        form = self._form(session, kind, request.POST)
        handed = handed_back(
            request.POST.get("token", ""), session.pk,
            salt=SALT, lifetime=LIFETIME, said=mark_of(newest_texts(now)), is_used=_is_used, is_spent=is_spent,
        )  # fmt: skip
        token, again = handed.opened, handed.again
        if token is None:
            form.add_error(None, _("This page was open for too long. Your words are still here: please send it again."))
            return self._page(request, session, form, again, status=422)
        if not form.is_valid():
            return self._page(request, session, form, again, status=422)
        party, mark = form.party(), origin_mark(client_address(request), purpose="registration")
        sent = count_in_window(f"registration:{mark}")
        if sent > REFUSED_ABOVE:
            return render(request, "outreach/public/too_many.html", {"session": session}, status=429)
        seats = count_in_window(f"registration-seats:{mark}", times=party.seats)
        today = count_in_window(f"registration-day:{mark}", seconds=DAY)  # the mark itself is another tomorrow
        try:
            registration = self.take_in(
                session,
                party=party,
                at=now,
                language=get_language() or "id",
                nonce=token.nonce,
                channel=channel_of(session.event, request.POST.get("k", "")),
                held_aside=_is_odd(form, token, now, sent, seats, today),
            )
        except KnownAlready as refusal:
            own_data.tell_the_owner(refusal=refusal, at=now)
            form.add_error(None, NotTaken())
            return self._page(request, session, form, again, status=422)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self._page(request, session, form, again, status=422)
        spend(token.nonce, at=now)
        return redirect(self_service_path(registration))

    def _page(
        self, request: HttpRequest, session: Session, form: RegistrationForm, token: str = "", *, status: int = 200
    ) -> HttpResponse:
        """`token`: the one the form came with, where it is shown again; its words are those in force."""
        now = timezone.now()
        texts = newest_texts(now)
        context = {
            "session": session,
            "event": session.event,
            "form": form,
            "came_by": (request.POST or request.GET).get("k", "")[:8],
            "kinds": self.kinds(session),
            "group": self.group,
            "texts": texts,
            "token": token or make_token(session.pk, salt=SALT, said=mark_of(texts)),
            "open": session.takes_registrations(now),
            "waiting_list": session.is_full,
        }
        return render(request, "outreach/public/register.html", context, status=status)


def _is_used(nonce: str) -> bool:
    return Registration.objects.filter(nonce=nonce).exists()


def _is_odd(form: RegistrationForm, token: Opened, now: Any, sent: int, seats: int, today: int) -> bool:
    """Whether a colleague looks at it first: the trap was filled in, it came too fast, or one of a crowd.

    A crowd is many registrations, or many seats: one class of 200 takes as much as 200 people. Who comes slowly but all
    day long is one as well.
    """
    if form.cleaned_data.get("website"):
        return True
    if (now - token.issued_at).total_seconds() < LEAST_SECONDS:
        return True
    policy = RegistrationPolicy.on(timezone.localdate(now))
    return sent > policy.crowd or seats > policy.crowd_seats or today > policy.crowd_day
