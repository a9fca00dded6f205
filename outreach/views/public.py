"""What everybody sees: the calendar and an event. Complete without scripts."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import WEEKDAYS, bulan_tahun, hari_tanggal, pukul_sampai
from baubau_pembinaan.libraries import switches
from outreach import selectors
from outreach.choices import AgeBand, EventKind
from outreach.links import event_url, share_text, whatsapp
from outreach.models import Event, Session
from outreach.selectors.calendar import Choice, after_month, before_month


@method_decorator(login_not_required, name="dispatch")
class PublicCalendar(ListView):
    """`?bulan=2026-11&usia=anak&q=dongeng`: the month as a table of days, then its dates as a list."""

    http_method_names = ["get", "head"]
    template_name = "outreach/public/calendar.html"
    context_object_name = "sessions"
    paginate_by = 50
    choice: Choice

    def get_queryset(self) -> Any:
        get = self.request.GET
        self.choice = selectors.calendar.parse_choice(
            month=get.get("bulan", ""),
            band=get.get("usia", ""),
            words=get.get("q", ""),
            today=timezone.localdate(),
            whole=get.get("lewat") == "1",
        )
        return selectors.calendar.public_sessions(self.choice)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        choice, now = self.choice, timezone.localtime()
        address = row_addresses("outreach:public-event")
        rows = session_rows(context["sessions"], address, now)
        shown = {row["day"] for row in rows}
        for row, before in zip(rows, [None, *rows], strict=False):
            row["opens_day"] = before is None or before["day"] != row["day"]
        return context | {
            "choice": choice,
            "reads": switches.is_on("reading_challenge"),
            "month_name": bulan_tahun(choice.month),
            "weekdays": _weekdays(),
            "weeks": [
                [
                    {
                        "day": day,
                        "target": f"#h-{day.day:%Y-%m-%d}" if day.day in shown else "",
                        "label": hari_tanggal(day.day) if day.day in shown else "",
                    }
                    for day in week
                ]
                for week in selectors.calendar.month_table(choice, now.date())
            ],
            "rows": rows,
            "earlier": self._link(before_month(choice.month)),
            "later": self._link(after_month(choice.month)),
            "earlier_name": bulan_tahun(before_month(choice.month)),
            "later_name": bulan_tahun(after_month(choice.month)),
            "bands": AgeBand.choices,
            "whole": self._link(choice.month) + "&lewat=1" if choice.since and choice.since.day > 1 else "",
            "feed": reverse("outreach:band-feed", args=[choice.band]) if choice.band else reverse("outreach:feed"),
        }

    def _link(self, month: date) -> str:
        parts = {"bulan": f"{month:%Y-%m}", "usia": self.choice.band, "q": self.choice.words}
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def session_rows(sessions: Iterable[Session], address: Callable[[int], str], now: datetime) -> list[dict[str, Any]]:
    """Dates as lists draw them; `now` is local. What many dates share is put into words once."""
    kinds = {value: str(label) for value, label in EventKind.choices}
    ages: dict[tuple[int, int], str] = {}
    rows = []
    for session in sessions:
        event, starts = session.event, session.starts_at.astimezone(now.tzinfo)
        word, tone = seat_word(session, now)
        span = (event.age_min, event.age_max)
        if span not in ages:
            ages[span] = event.ages_words
        rows.append(
            {
                "day": starts.date(),
                "anchor": f"h-{starts:%Y-%m-%d}",
                "title": event.reader_title,
                "url": address(event.pk),
                "when": pukul_sampai(starts, session.ends_at.astimezone(now.tzinfo)),
                "where": session.where,
                "kind": kinds[event.kind],
                "ages": ages[span],
                "summary": event.reader_summary,
                "word": word,
                "tone": tone,
            }
        )
    return rows


def seat_word(session: Session, now: Any) -> tuple[str, str]:
    """What a reader must know of the date, with its tone."""
    if session.is_cancelled:
        return _("Cancelled"), "late"
    if session.is_over(now):
        return _("Over"), "plain"
    full = session.event.needs_registration and session.is_full
    if session.is_moved:
        return (_("New time, full: waiting list") if full else _("New time")), "wait"
    if not session.event.needs_registration:
        return _("Just come"), "done"
    if full:
        return _("Full: waiting list"), "wait"
    return _("Register"), "info"


def _weekdays() -> list[tuple[str, str]]:
    from django.utils.translation import get_language

    names = WEEKDAYS["en" if (get_language() or "id").startswith("en") else "id"]
    return [(name[:3], name) for name in names]


@method_decorator(login_not_required, name="dispatch")
class PublicEvent(View):
    """An event with its coming dates, ways to pass it on and to keep it in a calendar."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = Event.objects.published().filter(pk=pk).select_related("partner", "group").first()
        if event is None:
            raise Http404
        now = timezone.localtime()
        sessions = selectors.calendar.sessions_of(event, now)
        for session in sessions:
            session.event = event
        first = next((s for s in sessions if s.is_planned and not s.is_over(now)), None)
        text, group = share_text(event, first), getattr(event, "group", None)
        context = {
            "event": event,
            "group": group if group is not None and group.is_published else None,
            "dates": [
                {
                    "session": s,
                    "word": seat_word(s, now)[0],
                    "tone": seat_word(s, now)[1],
                    "open": s.takes_registrations(now),
                }
                for s in sessions
            ],
            "address": event_url(event),
            "came_by": request.GET.get("k", "")[:8],
            "share_whatsapp": whatsapp(text),
            "share_mail": f"mailto:?{urlencode({'subject': event.reader_title, 'body': text}).replace('+', '%20')}",
            "ask_whatsapp": whatsapp(
                _("Question about: %(event)s") % {"event": event.reader_title}, event.contact_phone
            )
            if event.contact_phone
            else "",
        }
        return render(request, "outreach/public/event.html", context)
