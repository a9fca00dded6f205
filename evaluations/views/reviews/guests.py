"""360-degree feedback from outside: who is proposed without an account, and the links that the supervisor hands out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.core.qr import qr_svg
from evaluations.circle_forms import GuestForm
from evaluations.links import guest_url
from evaluations.models import FeedbackRound, Review, RoundGuest
from evaluations.selectors import circles as selectors
from evaluations.services.reviews import circles, guests
from evaluations.services.reviews.guest_words import words_for
from outreach.links import whatsapp

from .rounds import ListForm, ListWithdraw, Switched, begin

MAIL_WAIT_SECONDS = 1.0


class GuestPropose(ListForm):
    template = "evaluations/circle/guest_propose.html"
    typed = (GuestForm,)

    def form(self, review: Review, data: Any = None) -> GuestForm:
        return GuestForm(data)

    def deed(self, form: GuestForm, **who: Any) -> str:
        guests.propose_guest(**who, **form.cleaned_data)
        return _("Saved.")


class GuestWithdraw(ListWithdraw):
    row_of = RoundGuest

    def deed(self, row: RoundGuest, **who: Any) -> None:
        guests.withdraw_guest(guest=row, **who)


def _open_round(request: HttpRequest, pk: int) -> tuple[Review, FeedbackRound]:
    """Of a review whose reader leads it; the person never gets at the links, or could answer about themselves."""
    review, access, row = begin(request, pk)
    if not access.is_lead:
        raise PermissionDenied
    if row is None or not circles.takes_answers(row, timezone.localdate()):
        raise Http404
    return review, row


@method_decorator(never_cache, name="dispatch")
class GuestLinks(Switched):
    """A slip for each reviewer from outside, to print or to send. The page is the same whoever has answered."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, row = _open_round(request, pk)
        slips = [self._slip(guest, review, row) for guest in selectors.guests(row)]
        context = {"review": review, "round": row, "slips": slips}
        return render(request, "evaluations/circle/guests.html", context)

    def _slip(self, guest: RoundGuest, review: Review, row: FeedbackRound) -> dict[str, Any]:
        if guest.is_revoked or row.closes_on is None:
            return {"guest": guest}
        url = guest_url(guest)
        _subject, text = words_for(guest, review.person, row.closes_on)
        return {
            "guest": guest,
            "phone": shown_phone(guest.phone) if guest.phone else "",
            "url": url,
            "qr": qr_svg(url),
            "whatsapp": whatsapp(text, guest.phone),
        }


class GuestLink(Switched):
    """POST: `deed` is "renew", "revoke" or "mail"."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(RoundGuest.objects.select_related("round__review"), pk=pk)
        review, _round = _open_round(request, row.round.review_id)
        said: dict[str, Any] = {"guest": row, "by": request.user, "on": timezone.localdate()}
        deed = request.POST.get("deed")
        if deed == "revoke":
            guests.revoke_guest_link(**said)
            messages.success(request, _("The link no longer works."))
        elif deed == "renew":
            guests.renew_guest_link(**said)
            messages.success(request, _("Here is the new link. Those given before no longer work."))
        elif deed == "mail":
            self._mail(request, said)
        return redirect("evaluations:round-guests", pk=review.pk)

    def _mail(self, request: HttpRequest, said: dict[str, Any]) -> None:
        try:
            sent = guests.mail_guest_link(**said, wait=MAIL_WAIT_SECONDS)
        except OSError:
            sent = False
        if sent:
            messages.success(request, _("The link is on its way to %(name)s.") % {"name": said["guest"].name})
        else:
            messages.error(request, _("The mail server did not take the message. Print the slip instead."))
