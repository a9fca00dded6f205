"""A session: its page, and planning it."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_administrator, profile_of
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.choices import STILL_IN
from training.forms import ReasonForm, SessionForm
from training.meeting_forms import MeetingFormSet
from training.models import Meeting, Programme, Session
from training.people_fields import people_field
from training.selectors import sessions as reading
from training.selectors.clashes import clashes
from training.selectors.rates import expected_jp, rate_of
from training.selectors.results import result_for
from training.services import issuing, sessions
from training.window import misfit_words, window_words

from .common import meetings_part, need, say_refusal, slice_of, warn_of_clashes
from .found import FOR_A_LEADER, FOR_ALL, MEETINGS, session_or_404

MEETINGS_SHOWN, MEETINGS_CHANGED = 20, 10  # on one page to read, to write
CLASHES_SHOWN = 10


class SessionDetail(PermissionRequiredMixin, DetailView):
    permission_required = "training.view_session"
    template_name = "training/session/detail.html"

    def get_object(self, queryset: Any = None) -> Session:
        kept = FOR_ALL if is_administrator(self.request.user) else FOR_A_LEADER
        profile = profile_of(self.request.user)
        return session_or_404(self.request, self.kwargs["pk"], kept, leader=profile.pk if profile else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, session, today, now = self.request.user, self.object, timezone.localdate(), timezone.now()
        profile = profile_of(user)
        meetings = MEETINGS.rows(session=session.pk)
        manages, takes_part = user.has_perm("training.manage_training"), user.has_perm("training.take_part")
        leads = manages or is_led_by(session, meetings, profile)
        sees = leads or user.has_perm("training.view_enrolment")
        participants = slice_of(self.request, reading.participants(session, profile)) if sees else None
        for row in participants or ():
            row.session = session
        is_further = participants is not None and participants.earlier
        if participants is not None and not is_further:
            own = reading.own_among(participants.rows, profile)
        else:
            own = reading.own_enrolment(session, profile)
        asks = profile if session.is_open and (own is None or not own.is_over) else None
        warns = (leads or asks) and not is_further and (session.is_draft or session.is_open)
        clashing = clashes(session, meetings, asks) if warns else []
        issues = manages and session.is_finished and session.programme.gives_certificate
        runs = issuing.runs_of(session) if issues else []
        is_in = own is not None and not own.is_over
        is_over = bool(meetings) and all(meeting.is_over_at(now) for meeting in meetings)
        takes_requests = session.takes_requests_on(today) and not is_over
        teaches = profile is not None and any(meeting.trainer_id == profile.pk for meeting in meetings)
        session.has_reader = teaches or is_in  # what `rules.is_in_session` asks
        return super().get_context_data(
            meetings=meetings_part(self.request, meetings, per=MEETINGS_SHOWN, at=now),
            jp=expected_jp(rate_of(session), session.programme, meetings),
            own=own,
            result=result_for(own) if own else None,
            today=today,
            place_in_line=own.ahead + 1 if own and own.is_waiting else 0,
            teaches=teaches,
            takes_part=takes_part,
            may_ask=not is_in and not teaches and takes_requests and takes_part,
            clashes=clashing[:CLASHES_SHOWN],
            more_clashes=len(clashing[CLASHES_SHOWN:]),
            participants=participants,
            issues=issues,
            runs=runs,
            working=any(not run.is_over for run in runs),
            sees=sees,
            leads=leads,
            manages=manages,
            may_finish=session.is_open and is_over,
            nominates=takes_requests and takes_part and session.has_nominable,
            seats_free=max(session.capacity - session.seats_taken, 0),
            takes_requests=takes_requests,
            window=window_words(session, on=today, is_over=is_over),
            misfit=misfit_words(session) if leads and (session.is_draft or session.is_open) else "",
            **kwargs,
        )


def is_led_by(session: Session, meetings: list[Meeting], profile: StaffProfile | None) -> bool:
    """`rules.leads_session` for a session whose meetings are read already."""
    if profile is None:
        return False
    return session.coordinator_id == profile.pk or any(meeting.trainer_id == profile.pk for meeting in meetings)


class SessionAdd(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_object_or_404(Programme, pk=pk), SessionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        form = SessionForm(request.POST)
        if form.is_valid():
            session = sessions.plan_session(programme=programme, by=request.user, **form.cleaned_data)
            messages.success(request, _("The session is planned. Now say when it meets."))
            return redirect("training:session-meetings", pk=session.pk)
        return self._page(request, programme, form)

    def _page(self, request: HttpRequest, programme: Programme, form: SessionForm) -> HttpResponse:
        return render(request, "training/session/form.html", {"form": form, "programme": programme})


class SessionEdit(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = session_or_404(request, pk)
        return self._page(request, session, SessionForm(instance=session))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = session_or_404(request, pk)
        form = SessionForm(request.POST, instance=copy(session))
        if form.is_valid():
            try:
                sessions.change_session(session=session, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The session is saved."))
                return redirect("training:session-detail", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: SessionForm) -> HttpResponse:
        context = {"form": form, "session": session, "programme": session.programme}
        return render(request, "training/session/form.html", context)


class SessionMeetings(PermissionRequiredMixin, View):
    """When and where a session meets; moving it keeps everybody's place and tells them. Many meetings come in parts,
    and what is saved is about the part that was looked at."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, meetings = self._read(request, pk)
        part = meetings_part(request, meetings, per=MEETINGS_CHANGED, at=timezone.now())
        initial = [
            {
                "pk": meeting.pk,
                "starts_at": timezone.localtime(meeting.starts_at),
                "ends_at": timezone.localtime(meeting.ends_at),
                "place": meeting.place,
                "link": meeting.link,
                "topic": meeting.topic,
                "trainer": meeting.trainer_id,
                "trainer_name": meeting.trainer_name,
            }
            for meeting in part
        ]
        return self._page(request, session, self._forms(meetings, initial=initial), part)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, meetings = self._read(request, pk)
        forms = self._forms(meetings, data=request.POST)
        if forms.is_valid():
            among = forms.named() if "part" in request.POST else None
            try:
                again = request.POST.get("again") == "yes"
                sessions.set_meetings(session=session, slots=forms.slots(), by=request.user, among=among, again=again)
            except ValidationError as refusal:
                say_refusal(request, refusal)
                asks_again = isinstance(refusal, sessions.MeetingIsHeld)
                return self._page(request, session, forms, asks_again=asks_again)
            else:
                messages.success(request, _("The meetings are saved."))
                people = session.enrolments.filter(status__in=STILL_IN).select_related("profile")
                warn_of_clashes(request, people.order_by("profile__name", "pk"))
                return redirect("training:session-detail", pk=pk)
        return self._page(request, session, forms)

    def _read(self, request: HttpRequest, pk: int) -> tuple[Session, list[Meeting]]:
        session = session_or_404(request, pk)
        return session, MEETINGS.rows(session=session.pk)

    def _forms(self, meetings: list[Meeting], **options: Any) -> Any:
        trainers = [meeting.trainer_id for meeting in meetings]
        rows = people_field(*trainers, fields=min(len(meetings), MEETINGS_CHANGED) + 3)
        return MeetingFormSet(prefix="m", form_kwargs={"choosable": rows}, **options)

    def _page(
        self, request: HttpRequest, session: Session, forms: Any, part: Any = None, asks_again: bool = False
    ) -> HttpResponse:
        in_part = "part" in request.POST or bool(part and (part.earlier or part.later))
        context = {"session": session, "forms": forms, "part": part, "in_part": in_part}
        return render(request, "training/session/meetings.html", context | {"asks_again": asks_again})


class SessionAnnounce(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            sessions.announce_session(session=session_or_404(request, pk), by=request.user)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(request, _("The session is in the catalogue now."))
        return redirect("training:session-detail", pk=pk)


class SessionCancel(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, session_or_404(request, pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, form = session_or_404(request, pk), ReasonForm(request.POST)
        if form.is_valid():
            try:
                sessions.cancel_session(session=session, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The session is cancelled; everybody enrolled has been told."))
                return redirect("training:session-detail", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: ReasonForm) -> HttpResponse:
        context = {"form": form, "session": session, "people": reading.ahead_count(session)}
        return render(request, "training/session/cancel.html", context)


class ParticipantsXlsx(PermissionRequiredMixin, View):
    permission_required = "training.view_session"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = session_or_404(request, pk)
        if not request.user.has_perm("training.lead_session", session):
            need(request, "training.see_participants", session)
        columns = [
            Column(_("Seat"), "int"),
            Column(_("Name")),
            Column(_("NIP"), "text"),
            Column(_("Status")),
            Column(_("How it came")),
            Column(_("Asked at"), "datetime"),
            Column(_("Decided at"), "datetime"),
            Column(_("Decided by")),
            Column(_("Reason")),
        ]
        rows = [
            [
                row.seat,
                row.profile.full_name,
                row.profile.nip_text,
                row.get_status_display(),
                row.get_origin_display(),
                row.requested_at,
                row.decided_at,
                str(row.decided_by or ""),
                row.reason,
            ]
            for row in reading.participants(session)
        ]
        return xlsx_response(
            title=_("Participants: %(session)s") % {"session": session.title},
            columns=columns,
            rows=rows,
            office=Library.current().name,
        )
