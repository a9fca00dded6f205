"""Behind the patron's own link: where the registration stands, changing it, leaving; a member's group. No script."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.followup_code import shown_code
from outreach import selectors
from outreach.links import SELF, read_link, self_service_path, self_service_url, whatsapp
from outreach.models import ConsentWay, Purpose, Registration
from outreach.registration_form import RegistrationForm, initial_of
from outreach.services import groups, own_data, registering, works
from outreach.services.queue import position_of
from outreach.views.registering import public_page
from outreach.views.sessions import refuse


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
        "work_words": registering.newest_texts().get(Purpose.WORK),
    }


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
                answer: dict[str, Any] = {"agrees": agrees, "at": now, "way": ConsentWay.WEB}
                if member := getattr(registration, "founded", None):
                    groups.answer_about_photos(membership=member, **answer)
                else:
                    own_data.answer_about_photos(registration=registration, **answer)
                messages.success(request, _("Noted: photos are fine.") if agrees else _("Noted: no photos."))
            elif deed in ("keluar", "karya") and getattr(registration, "founded", None):
                self._member(request, registration, deed)
            elif deed == "hapus":
                if member := getattr(registration, "founded", None):
                    groups.forget_member(membership=member, at=now)
                else:
                    own_data.forget_me(registration=registration, at=now)
                return render(request, "outreach/public/forgotten.html", {"event": registration.session.event})
            elif deed == "tarik-izin" and (member := getattr(registration, "founded", None)):
                groups.withdraw_consent(membership=member, at=now)
                messages.success(request, _("The consent is withdrawn and the membership has ended."))
            elif deed in self.deeds:
                do, words = self.deeds[deed]
                do(registration=registration, at=now)
                messages.success(request, words())
            else:
                raise Http404
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(reverse("outreach:self-service", args=[token]))

    def _member(self, request: HttpRequest, registration: Registration, deed: str) -> None:
        now, membership = timezone.now(), registration.founded
        if deed == "keluar":
            groups.leave(membership=membership, at=now)
            messages.success(request, _("You have left the group. Your seats at coming meetings are free again."))
            return
        pk = request.POST.get("work", "")
        work = membership.works.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 10 else None
        if work is None:
            raise Http404
        if request.POST.get("show") == "yes":
            name = registration.guardian_name or registration.name
            works.show_work(work=work, name=name, way=ConsentWay.LINK, at=now)
            messages.success(request, _("Thank you. The work can be seen on the group's page now."))
        else:
            works.take_off(work=work, at=now)
            messages.success(request, _("The work is no longer on the group's page."))


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
