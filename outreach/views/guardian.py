"""A guardian's yes or no behind the link, and where a registration stands by the code on the slip. No sign-in."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.flood import origin_mark
from baubau_pembinaan.core.followup_code import read_code, too_many_attempts
from baubau_pembinaan.core.net import client_address
from outreach import selectors
from outreach.choices import RegistrationStatus
from outreach.links import GUARDIAN
from outreach.models import ConsentWay, Purpose, Registration
from outreach.services import registering
from outreach.services.consents import has_agreed, mark_of, newest_texts, refuse_other_words
from outreach.services.guardian_contact import has_guardian
from outreach.services.queue import position_of
from outreach.views.registering import public_page
from outreach.views.self_service import SelfDeed, WithLink
from outreach.views.standing import standing


@public_page
class FollowUp(View):
    """Where a registration stands, by the code on the slip: the status and nothing personal. `?kode=` fills it in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "outreach/public/follow_up.html", {"typed": request.GET.get("kode", "")[:40]})

    def post(self, request: HttpRequest) -> HttpResponse:
        typed = request.POST.get("code", "")[:40]
        if too_many_attempts(origin_mark(client_address(request), purpose="follow-up")):
            problem = _("Too many tries from this connection. Please wait ten minutes.")
            return render(request, "outreach/public/follow_up.html", {"problem": problem}, status=429)
        code = read_code(typed)
        known = Registration.objects.select_related("session__event")
        found = known.filter(follow_code=code).first() if code else None
        if found is None:
            context = {"problem": _("We know no such code. Look at the slip again."), "typed": typed}
            return render(request, "outreach/public/follow_up.html", context, status=422)
        context = {"found": found, "standing": standing(found, timezone.now())}
        return render(request, "outreach/public/follow_up.html", context)


@public_page
class GuardianAnswer(WithLink):
    """A guardian reads what the child asked for and says yes or no, for taking part and for photos apart."""

    purpose = GUARDIAN

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, token, self.registration(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        answer, name = request.POST.get("answer"), " ".join(request.POST.get("name", "").split())[:80]
        if answer not in ("yes", "no") or not name:
            return self._page(request, token, registration, _("Write your name and choose yes or no."), status=422)
        try:
            refuse_other_words(request.POST.get("words", ""), at=timezone.now())
            registering.answer_as_guardian(
                registration=registration,
                agrees=answer == "yes",
                photo=request.POST.get("photo") == "yes" if registration.session.event.asks_photo_consent else None,
                name=name,
                at=timezone.now(),
                way=ConsentWay.LINK,
                language=get_language() or "",
            )
        except ValidationError as refusal:
            return self._page(request, token, registration, " ".join(refusal.messages), status=422)
        messages.success(request, _("Thank you. Your answer is kept."))
        return redirect(reverse("outreach:guardian", args=[token]))

    def _page(
        self, request: HttpRequest, token: str, registration: Registration, problem: str = "", *, status: int = 200
    ) -> HttpResponse:
        session, now = registration.session, timezone.now()
        texts = newest_texts(now)
        membership = getattr(registration, "founded", None)
        context = {
            "registration": registration,
            "session": session,
            "event": session.event,
            "texts": texts,
            "words": mark_of(texts),
            "problem": problem,
            "token": token,
            "waiting": registration.awaits_guardian and session.takes_registrations(now),
            "agreed": registration.is_live and has_agreed(registration),
            "position": position_of(registration) if registration.is_waiting else 0,
            "over": session.is_over(now),
            "ahead": session.starts_at > now and session.is_planned,
            "must_confirm": session.starts_at > now and session.is_planned and registration.must_answer,
            "is_offered": session.starts_at > now and session.is_planned and registration.is_invited,
            "may_correct": has_guardian(registration) and registration.is_live and not session.is_over(now),
            "refused": registration.status == RegistrationStatus.CANCELLED,
            "asks_photo": session.event.asks_photo_consent,
            "photo": any(c.holds for c in registration.consents.all() if c.text.purpose == Purpose.PHOTO),
            "works": list(selectors.groups.works_of_member(membership)) if membership else [],
        }
        return render(request, "outreach/public/guardian.html", context, status=status)


@public_page
class GuardianDeed(SelfDeed):
    """What a guardian decides later: photos, works, taking the consent back, removing the names."""

    purpose = GUARDIAN
    way, page = ConsentWay.LINK, "outreach:guardian"
    own = frozenset({"pasti", "terima", "foto", "tarik-izin", "karya"})
