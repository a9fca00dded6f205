"""Messengers: a person opens and closes them; staff send by hand what no API sends."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.notifications import by_hand, channels, consents
from baubau_pembinaan.notifications.choices import Channel
from baubau_pembinaan.notifications.forms import PreferenceForm
from baubau_pembinaan.notifications.models import Delivery


def messenger_lines(form: PreferenceForm, user: User, at: datetime) -> list[dict[str, Any]]:
    """The messengers as the settings page draws them."""
    lines = []
    for way in form.offered:
        row = form.consents.get(way)
        lines.append(
            {
                "way": way,
                "row": row if row and row.is_open else None,
                "phone": shown_phone(consents.phone_of(user)) if way == Channel.WHATSAPP else "",
                "link": consents.telegram_link(row, at) if row and way == Channel.TELEGRAM else "",
                "by_hand": way not in channels.by_machine(),
            }
        )
    return lines


class Choose(View):
    """Everybody signed in opens and closes a messenger for themselves."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, way: str) -> HttpResponse:
        now = timezone.now()
        if way not in (Channel.WHATSAPP, Channel.TELEGRAM):
            raise Http404
        if "stop" in request.POST:
            if consents.withdraw(user=request.user, channel=way, at=now):
                messages.success(request, _("Nothing more is written to you there."))
            return redirect("notifications:preferences")
        try:
            if way == Channel.WHATSAPP:
                consents.agree_to_whatsapp(user=request.user, at=now)
                messages.success(request, _("Your reminders come by WhatsApp as well from now on."))
            else:
                consents.begin_telegram(user=request.user, at=now)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("notifications:preferences")


class ByHand(PermissionRequiredMixin, TemplateView):
    """ "Kirim berikutnya": the next message is lent, WhatsApp opens with the text, "sent" brings the one after it."""

    permission_required = "notifications.send_by_hand"
    template_name = "notifications/by_hand/detail.html"

    def has_permission(self) -> bool:
        allowed = super().has_permission()
        if allowed and not by_hand.is_in_use():
            raise Http404
        return allowed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        held = by_hand.held_by(self.request.user, now)
        return super().get_context_data(
            held=held,
            text=by_hand.text_of(held) if held else "",
            link=by_hand.link_of(held) if held else "",
            phone=shown_phone(consents.phone_of(held.message.recipient)) if held else "",
            waiting=by_hand.waiting(now).count(),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        now, chosen = timezone.now(), request.POST.get("delivery", "")
        if chosen.isdecimal() and len(chosen) < 19:
            held = get_object_or_404(Delivery, pk=int(chosen))
            try:
                deed = by_hand.skip if "skip" in request.POST else by_hand.mark_sent
                deed(delivery=held, by=request.user, at=now)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
        if "pause" not in request.POST and by_hand.take_next(by=request.user, at=now) is None:
            messages.success(request, _("Nothing is left to send."))
        return redirect("notifications:by-hand")
