"""Behind the patron's own link: where the registration stands, changing it, leaving; a member's group. No script."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.followup_code import shown_code
from outreach import selectors
from outreach.links import SELF, read_link, self_service_path, self_service_url, whatsapp
from outreach.models import ConsentWay, Membership, Purpose, Registration
from outreach.registration_form import RegistrationForm, initial_of
from outreach.services import changing, groups, registering, works
from outreach.services.consents import (
    agreeing_name,
    has_agreed,
    mark_of,
    newest_texts,
    photo_purpose,
    refuse_other_words,
)
from outreach.services.guardian_contact import guardian_told, may_name_guardian
from outreach.services.queue import position_of
from outreach.views.registering import public_page
from outreach.views.sessions import refuse
from outreach.views.sure import Question, ask, cancelling, forgetting, is_sure, leaving, withdrawing


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
        session, texts = registration.session, newest_texts(now)
        purpose = photo_purpose(registration)
        photo = [c for c in registration.consents.all() if c.text.purpose == purpose]
        context = {
            "registration": registration,
            "session": session,
            "event": session.event,
            "token": token,
            "position": position_of(registration) if registration.is_waiting else 0,
            "ahead": session.starts_at > now and session.is_planned,
            "guardian_asked": registration.awaits_guardian and guardian_told(registration),
            "over": session.is_over(now),
            "may_name_guardian": may_name_guardian(registration, now),
            "must_confirm": registration.must_answer,
            "may_change": registration.is_live and session.takes_registrations(now),
            "photo": any(c.holds for c in photo),
            "photo_words": texts[purpose],
            "is_class": purpose == Purpose.CLASS_PHOTO,
            "asks_photo": bool(photo) or session.event.asks_photo_consent,
            "attendance": [c for c in registration.consents.all() if c.text.purpose == Purpose.ATTENDANCE and c.holds],
            "texts": texts,
            "words": mark_of(texts),
            "in_group": registration.membership_id is not None,
            "address": self_service_url(registration),
            "follow_code": shown_code(registration.follow_code or ""),
            "to_myself": whatsapp(self_service_url(registration), registration.phone) if registration.phone else "",
            **membership_context(registration, now),
        }
        return render(request, "outreach/public/self_service.html", context)


def membership_context(registration: Registration, now: Any) -> dict[str, Any]:
    """What a member sees on the page of the registration they joined with: meetings to come, their works."""
    membership = getattr(registration, "founded", None)
    if membership is None:
        return {"membership": None}
    return {
        "membership": membership,
        "meetings": [
            {"row": row, "url": self_service_path(row), "word": row.get_status_display()}
            for row in selectors.groups.coming_of(membership, now)
            if row.pk != registration.pk
        ],
        "works": list(selectors.groups.works_of_member(membership)),
    }


QUESTIONS: dict[str, Callable[[Registration], Question]] = {
    "batal": cancelling,
    "tarik-izin": lambda _row: withdrawing(),
    "hapus": lambda _row: forgetting(),
    "keluar": lambda _row: leaving(),
}


@public_page
class SelfDeed(WithLink):
    """One deed behind the link, by POST; the answer is a message on the page it came from. What cannot be taken
    back is asked first.

    A membership is one thing: what a member decides behind the link of any meeting holds for all of them.
    """

    way, page = ConsentWay.WEB, "outreach:self-service"
    own: frozenset[str] = frozenset({"pasti", "terima", "batal", "foto", "tarik-izin", "karya", "keluar"})
    simple: dict[str, tuple[Callable[..., Any], Any]] = {
        "pasti": (registering.confirm, lambda: _("Thank you: we expect you.")),
        "terima": (registering.accept_invitation, lambda: _("The seat is yours.")),
        "batal": (registering.cancel, lambda: _("Your registration is cancelled.")),
    }

    def get(self, request: HttpRequest, token: str, deed: str) -> HttpResponse:
        """The question loaded again, or in the other language: it stands on the page it came from."""
        if deed not in QUESTIONS:
            return HttpResponseNotAllowed(["POST"])
        self.registration(token)
        return redirect(reverse(self.page, args=[token]))

    def post(self, request: HttpRequest, token: str, deed: str) -> HttpResponse:
        registration, now = self.registration(token), timezone.now()
        if deed in QUESTIONS and (deed == "hapus" or deed in self.own) and not is_sure(request):
            return ask(request, QUESTIONS[deed](registration), reverse(self.page, args=[token]))
        if deed == "hapus":
            groups.forget_whole(registration=registration, at=now)
            return render(request, "outreach/public/forgotten.html", {"event": registration.session.event})
        if deed not in self.own:
            raise Http404
        try:
            messages.success(request, self._do(request, registration, deed, now))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(reverse(self.page, args=[token]))

    def _do(self, request: HttpRequest, registration: Registration, deed: str, now: datetime) -> str:
        if deed in self.simple:
            do, words = self.simple[deed]
            do(registration=registration, at=now)
            return str(words())
        if deed == "foto":
            return self._photos(request, registration, now)
        if deed == "tarik-izin":
            groups.withdraw_whole(registration=registration, at=now)
            return _("The consent is withdrawn: the seats and the membership it gave have ended.")
        membership = getattr(registration, "founded", None)
        if membership is None:
            raise Http404
        if deed == "keluar":
            groups.leave(membership=membership, at=now)
            return _("You have left the group. Your seats at coming meetings are free again.")
        return self._work(request, registration, membership, now)

    def _photos(self, request: HttpRequest, registration: Registration, now: datetime) -> str:
        agrees = request.POST.get("photo") == "yes"
        if agrees:
            refuse_other_words(request.POST.get("words", ""), at=now)
        groups.photos_everywhere(registration=registration, agrees=agrees, at=now, way=self.way)
        return _("Noted: photos are fine.") if agrees else _("Noted: no photos.")

    def _work(self, request: HttpRequest, registration: Registration, membership: Membership, now: datetime) -> str:
        pk = request.POST.get("work", "")
        work = membership.works.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 10 else None
        if work is None:
            raise Http404
        if request.POST.get("show") != "yes":
            works.take_off(work=work, at=now)
            return _("The work is no longer on the group's page.")
        refuse_other_words(request.POST.get("words", ""), at=now)
        works.show_work(work=work, name=agreeing_name(registration), way=self.way, at=now)
        return _("Thank you. The work can be seen on the group's page now.")


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
        gone = ["name", "phone", "email", "age", "guardian_name", "guardian_phone", "guardian_email", "photo"]
        if registration.needs_guardian:
            gone.append("attendance")
        for name in gone:
            form.fields.pop(name, None)
        if registration.needs_guardian and has_agreed(registration):
            for name in ("nickname1", "band1"):  # the guardian said yes to this person
                form.fields[name].disabled = True
        form.desk = True  # who can be reached how is known
        return form

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        if not registration.session.takes_registrations(timezone.now()):
            messages.info(request, _("This date takes no registrations."))
            return redirect(reverse("outreach:self-service", args=[token]))
        return self._page(request, token, registration, self._form(registration))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        form = self._form(registration, request.POST)
        if form.is_valid():
            form.cleaned_data |= {"name": registration.name, "age": registration.registrant}
            party, now = form.party(), timezone.now()
            try:
                if party.attendance:
                    refuse_other_words(request.POST.get("words", ""), at=now)
                changing.change_party(registration=registration, party=party, at=now)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("Your registration is changed."))
                return redirect(reverse("outreach:self-service", args=[token]))
        return self._page(request, token, registration, form, status=422)

    def _page(
        self, request: HttpRequest, token: str, registration: Registration, form: RegistrationForm, *, status: int = 200
    ) -> HttpResponse:
        texts = newest_texts(timezone.now())
        context = {
            "registration": registration,
            "session": registration.session,
            "event": registration.session.event,
            "form": form,
            "token": token,
            "texts": texts,
            "words": mark_of(texts),
        }
        return render(request, "outreach/public/change.html", context, status=status)
