"""Staff pages: the dates of an event."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import hari_tanggal
from outreach import selectors
from outreach.choices import TAUGHT
from outreach.forms import MoveForm, PartnerThereForm, ReasonForm, SeriesForm, SessionForm
from outreach.models import Event, Session
from outreach.services import sessions as deeds
from outreach.services.partners import set_partner_there
from outreach.views.events import EditableEvent
from outreach.views.rows import seats_words, session_word

REGISTRATIONS_ON_A_PAGE = 50


def span(data: dict[str, Any]) -> tuple[datetime, datetime]:
    """Start and end of a SessionForm's day."""
    return (
        timezone.make_aware(datetime.combine(data["day"], data["starts"])),
        timezone.make_aware(datetime.combine(data["day"], data["ends"])),
    )


def refuse(form: Any, refusal: ValidationError) -> None:
    """Put a service's words beside the field they are about."""
    for field, problems in refusal.update_error_dict({}).items():
        form.add_error(field if field in form.fields else None, problems)


def warn_of_holiday(request: HttpRequest, day: date) -> None:
    """A single date may lie on a holiday, but not without a word."""
    if name := deeds.holiday_on(day):
        words = _("%(day)s is a holiday: %(name)s. Move the date if the library is closed then.")
        messages.warning(request, words % {"day": hari_tanggal(day), "name": name})


class SeriesAdd(EditableEvent, View):
    """The rule, a preview of its dates, then the dates. GET with a rule shows the preview; POST makes them."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event(request, pk)
        form = SeriesForm(request.GET) if "first" in request.GET else SeriesForm()
        return self._page(request, event, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event(request, pk)
        form = SeriesForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = deeds.add_series(
                    event=event,
                    rule=form.rule(),
                    first=form.first_day,
                    starts=data["starts"],
                    ends=data["ends"],
                    at=timezone.now(),
                    by=request.user,
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                if made:
                    words = ngettext("%(n)s date was added.", "%(n)s dates were added.", len(made)) % {"n": len(made)}
                    messages.success(request, words)
                else:
                    messages.warning(
                        request, _("No date was added: the event has these already, or they are holidays.")
                    )
                return redirect("outreach:event-detail", pk=pk)
        return self._page(request, event, form)

    def _page(self, request: HttpRequest, event: Event, form: SeriesForm) -> HttpResponse:
        days = []
        if form.is_bound and form.is_valid():
            try:
                days = deeds.preview_dates(
                    event=event, rule=form.rule(), first=form.first_day, starts=form.cleaned_data["starts"]
                )
            except ValidationError as refusal:
                refuse(form, refusal)
        context = {"event": event, "form": form, "days": days, "new": sum(day.is_new for day in days)}
        return render(request, "outreach/session/series.html", context)


class SessionAdd(EditableEvent, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self.event(request, pk), SessionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event(request, pk)
        form = SessionForm(request.POST)
        if form.is_valid():
            starts_at, ends_at = span(form.cleaned_data)
            try:
                deeds.add_session(
                    event=event,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    at=timezone.now(),
                    place=form.cleaned_data["place"],
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The date was added."))
                warn_of_holiday(request, form.cleaned_data["day"])
                return redirect("outreach:event-detail", pk=pk)
        return self._page(request, event, form)

    def _page(self, request: HttpRequest, event: Event, form: SessionForm) -> HttpResponse:
        return render(request, "outreach/session/form.html", {"form": form, "event": event, "title": _("Add a date")})


class SessionDetail(PermissionRequiredMixin, View):
    permission_required = "outreach.view_event"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = selectors.figures.session_for_page(pk)
        if session is None:
            raise Http404
        registers = session.event.needs_registration and request.user.has_perm("outreach.manage_registration")
        page = (
            Paginator(selectors.registrations.page_of(session), REGISTRATIONS_ON_A_PAGE).get_page(
                request.GET.get("page")
            )
            if registers
            else None
        )
        now = timezone.now()
        word, tone = session_word(session, now)
        report = getattr(session, "report", None)
        heads = selectors.figures.head_rows(session)
        total = sum(n for _label, n in heads)
        papers = {paper["kind"]: paper["number"] for paper in session.papers_found}
        context = {
            "in_person": session.untold_found if registers else [],
            "report": report,
            "photos": _photos(session) if request.user.has_perm("outreach.run_session") else [],
            "heads": heads,
            "heads_total": total,
            "per_head": selectors.figures.cost_per_head(report, total) if report else None,
            "numbers": {"undangan": papers.get("undangan"), "surat": papers.get("surat-tugas")},
            "offers_papers": not session.is_cancelled or any(papers.values()),
            "begun": session.starts_at <= now,
            "over": session.is_over(now),
            "session": session,
            "event": session.event,
            "is_class": session.event.kind in TAUGHT,
            "word": word,
            "tone": tone,
            "seats": seats_words(session),
            "crew": selectors.events.crew_shown(session),
            "may_delete": session.event.never_public and request.user.has_perm("outreach.edit_event", session.event),
            "partner": session.partner_there,
            "withdrawn_at": session.photos_withdrawn_at.isoformat() if session.photos_withdrawn_at else "",
            "may_edit": request.user.has_perm("outreach.change_event"),
            "may_move": session.is_planned and request.user.has_perm("outreach.move_session", session),
            "page_obj": page,
            "who": selectors.registrations.people_of([row.pk for row in page]) if page else {},
            "asked": selectors.registrations.asked_for({row.pk: row.needs for row in page}) if page else {},
            "open": session.takes_registrations(now),
        }
        return render(request, "outreach/session/detail.html", context)


def _photos(session: Any) -> list[tuple[str, str]]:
    """(address, what it shows) of the photos of a date from `session_for_page`."""
    address = row_addresses("outreach:session-photo")
    return [(address(photo["pk"]), photo["caption"]) for photo in session.photos_found]


class SessionDeed(View):
    """A form about one date, for those who plan."""

    template_name = "outreach/session/form.html"

    def session(self, request: HttpRequest, pk: int) -> Session:
        if not request.user.has_perm("outreach.change_event"):
            raise PermissionDenied
        return self.found(pk)

    def found(self, pk: int) -> Session:
        return get_object_or_404(Session.objects.select_related("event"), pk=pk)

    def page(self, request: HttpRequest, session: Session, form: Any, **words: Any) -> HttpResponse:
        context = {"form": form, "event": session.event, "session": session, **words}
        return render(request, self.template_name, context)


class SessionMove(SessionDeed):
    """For those who plan, and for who leads this date or stands in for the event's author."""

    def session(self, request: HttpRequest, pk: int) -> Session:
        if not request.user.has_perm("outreach.run_session"):
            raise PermissionDenied
        session = self.found(pk)
        if not request.user.has_perm("outreach.move_session", session):
            raise PermissionDenied
        return session

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.session(request, pk)
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        initial = {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), "place": session.place}
        return self._page(request, session, MoveForm(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.session(request, pk)
        form = MoveForm(request.POST)
        if form.is_valid():
            starts_at, ends_at = span(form.cleaned_data)
            try:
                deeds.move_session(
                    session=session,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    place=form.cleaned_data["place"],
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    at=timezone.now(),
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("This date was moved; the other dates stay as they are."))
                warn_of_holiday(request, form.cleaned_data["day"])
                return redirect("outreach:session-detail", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: MoveForm) -> HttpResponse:
        return self.page(request, session, form, title=_("Move this date"), submit=_("Move the date"))


class SessionPartner(SessionDeed):
    """With whom this date is, before it or after its report."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.session(request, pk)
        return self._page(request, session, PartnerThereForm(session=session))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.session(request, pk)
        form = PartnerThereForm(request.POST, session=session)
        if not form.is_valid():
            return self._page(request, session, form)
        set_partner_there(session=session, partner=form.cleaned_data["partner"], by=request.user)
        messages.success(request, _("The partner of this date is kept."))
        return redirect("outreach:session-detail", pk=pk)

    def _page(self, request: HttpRequest, session: Session, form: PartnerThereForm) -> HttpResponse:
        return self.page(request, session, form, title=_("Partner of this date"))


class SessionCancel(SessionDeed):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self.session(request, pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.session(request, pk)
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                deeds.cancel_session(
                    session=session, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("This date is cancelled; the other dates stay as they are."))
                return redirect(reverse("outreach:session-detail", args=[pk]))
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: ReasonForm) -> HttpResponse:
        words: dict[str, Any] = {"title": _("Cancel this date"), "submit": _("Cancel the date"), "danger": True}
        if session.is_held:  # over: nobody is written to any more
            words["title"] = _("It did not take place")
            form.fields["reason"].help_text = _("Stands with the date; it counts in no figure any more.")
        return self.page(request, session, form, **words)
