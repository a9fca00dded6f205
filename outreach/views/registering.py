"""The patron's pages of a registration: ask for seats, see where it stands, change it, leave. No sign-in, no script."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from baubau_pembinaan.core.flood import count_in_window, origin_mark
from baubau_pembinaan.core.followup_code import shown_code
from baubau_pembinaan.core.form_token import BadToken, Opened, make_token, read_token
from baubau_pembinaan.core.net import client_address
from outreach import selectors
from outreach.choices import RegistrationKind
from outreach.links import SELF, read_link, self_service_path, self_service_url, whatsapp
from outreach.models import ConsentWay, Purpose, Registration, RegistrationPolicy, Session
from outreach.registration_form import RegistrationForm, initial_of
from outreach.services import own_data, registering
from outreach.services.promotion import channel_of
from outreach.services.queue import position_of
from outreach.views.sessions import refuse

SALT, LIFETIME, LEAST_SECONDS, REFUSED_ABOVE = "outreach.registration-form", timedelta(hours=12), 4, 60
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


def chosen_kind(session: Session, wanted: str) -> str:
    kinds = [kind for kind, _words in kinds_of(session)]
    return wanted if wanted in kinds else kinds[0]


@public_page
class Register(View):
    """GET: the form for `?sebagai=orang|keluarga|kelas`. POST: taken in once, then the self-service page."""

    def _session(self, pk: int) -> Session:
        session = get_object_or_404(Session.objects.public().select_related("event"), pk=pk)
        if not session.event.needs_registration:
            raise Http404
        return session

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self._session(pk)
        kind = chosen_kind(session, request.GET.get("sebagai", ""))
        return self._page(request, session, self._form(session, kind))

    def _form(self, session: Session, kind: str, data: Any = None) -> RegistrationForm:
        return RegistrationForm(
            data, event=session.event, kind=kind, questions=selectors.registrations.questions_of(session.event)
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, now = self._session(pk), timezone.now()
        form = self._form(session, chosen_kind(session, request.POST.get("sebagai", "")), request.POST)
        try:
            token = read_token(request.POST.get("token", ""), salt=SALT, lifetime=LIFETIME)
        except BadToken:
            token = None
        if token is None or token.subject_id != session.pk:
            form.add_error(None, _("This page was open for too long. Your words are still here: please send it again."))
            return self._page(request, session, form, status=422)
        if not form.is_valid():
            return self._page(request, session, form, status=422)
        sent = count_in_window(f"registration:{origin_mark(client_address(request), purpose='registration')}")
        if sent > REFUSED_ABOVE:
            return render(request, "outreach/public/too_many.html", {"session": session}, status=429)
        try:
            registration = registering.register(
                session=session,
                party=form.party(),
                at=now,
                language=get_language() or "id",
                nonce=token.nonce,
                channel=channel_of(session.event, request.POST.get("k", "")),
                held_aside=_is_odd(form, token, now, sent),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
            return self._page(request, session, form, status=422)
        return redirect(self_service_path(registration))

    def _page(
        self, request: HttpRequest, session: Session, form: RegistrationForm, *, status: int = 200
    ) -> HttpResponse:
        now = timezone.now()
        context = {
            "session": session,
            "event": session.event,
            "form": form,
            "came_by": (request.POST or request.GET).get("k", "")[:8],
            "kinds": kinds_of(session),
            "texts": registering.newest_texts(),
            "token": make_token(session.pk, salt=SALT),
            "open": session.takes_registrations(now),
            "waiting_list": session.is_full,
        }
        return render(request, "outreach/public/register.html", context, status=status)


def _is_odd(form: RegistrationForm, token: Opened, now: Any, sent: int) -> bool:
    """Whether a colleague looks at it first: the trap was filled in, it came too fast, or one of a crowd."""
    if form.cleaned_data.get("website"):
        return True
    if (now - token.issued_at).total_seconds() < LEAST_SECONDS:
        return True
    return sent > RegistrationPolicy.on(timezone.localdate(now)).crowd


class WithLink(View):
    """Pages behind a signed link; anything odd about it is an unknown page."""

    purpose = SELF

    def registration(self, token: str) -> Registration:
        pk = read_link(token, self.purpose, timezone.now())
        found = selectors.registrations.registration_for_page(pk) if pk is not None else None
        if found is None:
            raise Http404
        return found


@public_page
class SelfService(WithLink):
    """Where the registration stands and what can be done about it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        registration, now = self.registration(token), timezone.now()
        session = registration.session
        photo = [c for c in registration.consents.all() if c.text.purpose == Purpose.PHOTO]
        context = {
            "registration": registration,
            "session": session,
            "event": session.event,
            "token": token,
            "position": position_of(registration) if registration.is_waiting else 0,
            "ahead": session.starts_at > now and session.is_planned,
            "must_confirm": registration.has_seat and registration.asked_at and not registration.confirmed_at,
            "may_change": registration.is_live and session.takes_registrations(now),
            "photo": any(c.holds for c in photo),
            "asks_photo": bool(photo) or session.event.asks_photo_consent,
            "attendance": [c for c in registration.consents.all() if c.text.purpose == Purpose.ATTENDANCE and c.holds],
            "address": self_service_url(registration),
            "follow_code": shown_code(registration.follow_code or ""),
            "to_myself": whatsapp(self_service_url(registration), registration.phone) if registration.phone else "",
        }
        return render(request, "outreach/public/self_service.html", context)


@public_page
class SelfDeed(WithLink):
    """One deed behind the link, by POST only; the answer is a message on the self-service page."""

    http_method_names = ["post"]
    deeds: dict[str, tuple[Callable[..., Any], Any]] = {
        "pasti": (registering.confirm, lambda: _("Thank you: we expect you.")),
        "terima": (registering.accept_invitation, lambda: _("The seat is yours.")),
        "batal": (registering.cancel, lambda: _("Your registration is cancelled.")),
        "tarik-izin": (own_data.withdraw_attendance, lambda: _("The consent is withdrawn and the seat is free.")),
    }

    def post(self, request: HttpRequest, token: str, deed: str) -> HttpResponse:
        registration, now = self.registration(token), timezone.now()
        try:
            if deed == "foto":
                agrees = request.POST.get("photo") == "yes"
                own_data.answer_about_photos(registration=registration, agrees=agrees, at=now, way=ConsentWay.WEB)
                messages.success(request, _("Noted: photos are fine.") if agrees else _("Noted: no photos."))
            elif deed == "hapus":
                own_data.forget_me(registration=registration, at=now)
                return render(request, "outreach/public/forgotten.html", {"event": registration.session.event})
            elif deed in self.deeds:
                do, words = self.deeds[deed]
                do(registration=registration, at=now)
                messages.success(request, words())
            else:
                raise Http404
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(reverse("outreach:self-service", args=[token]))


@public_page
class SelfChange(WithLink):
    """Other people or fewer: the same form, without name and number."""

    def _form(self, registration: Registration, data: Any = None) -> RegistrationForm:
        event = registration.session.event
        form = RegistrationForm(
            data,
            event=event,
            kind=registration.kind,
            questions=selectors.registrations.questions_of(event),
            initial=initial_of(registration),
        )
        for name in ("name", "phone", "email", "age", "guardian_name", "guardian_phone", "guardian_email", "photo"):
            form.fields.pop(name, None)
        form.desk = True  # who can be reached how is known
        return form

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        return self._page(request, token, registration, self._form(registration))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        form = self._form(registration, request.POST)
        if form.is_valid():
            form.cleaned_data["name"] = registration.name
            try:
                registering.change_party(registration=registration, party=form.party(), at=timezone.now())
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("Your registration is changed."))
                return redirect(reverse("outreach:self-service", args=[token]))
        return self._page(request, token, registration, form, status=422)

    def _page(
        self, request: HttpRequest, token: str, registration: Registration, form: RegistrationForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "registration": registration,
            "session": registration.session,
            "event": registration.session.event,
            "form": form,
            "token": token,
            "texts": registering.newest_texts(),
        }
        return render(request, "outreach/public/change.html", context, status=status)
