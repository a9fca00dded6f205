"""Asking for a seat, deciding, leaving; what one learns and what one decides."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import ListView, TemplateView

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library, Unit
from training.choices import EnrolmentStatus
from training.forms import NominateForm, NoteForm, OptionalReasonForm, ReasonForm, UnitForm
from training.models import Enrolment, Session
from training.selectors import jp_of
from training.selectors import sessions as reading
from training.services import enrolments

from .common import TONES, need, own_profile, say_refusal, warn_of_clashes
from .deciding import roles, waiting, waiting_kind
from .found import session_or_404
from .team import first_nominable, nominable

HOME_MEETINGS = 5


class Home(PermissionRequiredMixin, TemplateView):
    """The room's first page: what is next for me, my JP, what I decide, and the ways onward."""

    permission_required = "training.view_programme"
    template_name = "training/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile, now = profile_of(self.request.user), timezone.now()
        to_decide, teaches, leads = self._roles(profile)
        return super().get_context_data(
            profile=profile,
            meetings=reading.meetings_ahead(profile, now)[:HOME_MEETINGS] if profile else [],
            teaches=teaches,
            sees_staff=leads or self.request.user.has_perm("training.view_jpentry"),
            jp=jp_of(profile, timezone.localdate().year) if profile else None,
            to_decide=to_decide,
            this_year=timezone.localdate().year,
            **kwargs,
        )

    def _roles(self, profile: StaffProfile | None) -> tuple[bool, bool, bool]:
        """Whether anything waits for the reader's decision, whether the reader teaches, and leads somebody. One
        statement."""
        kind, values = waiting_kind(self.request)
        if profile is None:
            return bool(waiting(*kind).rows(0, 1, **values)), False, False
        [found] = roles(*kind).rows(**values)
        return found


class MyTraining(PermissionRequiredMixin, ListView):
    permission_required = "training.take_part"
    template_name = "training/enrolment/mine.html"
    context_object_name = "rows"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return reading.enrolments_of(own_profile(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tones=TONES, **kwargs)


class MyTrainingXlsx(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Training")),
            Column(_("Form")),
            Column(_("Subject area")),
            Column(_("First day"), "date"),
            Column(_("Last day"), "date"),
            Column(_("Status")),
        ]
        rows = [
            [
                row.session.title,
                row.session.programme.get_form_display(),
                row.session.programme.subject.reader_title,
                row.session.starts_on,
                row.session.ends_on,
                row.get_status_display(),
            ]
            for row in reading.enrolments_of(own_profile(request))
        ]
        return xlsx_response(title=_("My training"), columns=columns, rows=rows, office=Library.current().name)


class Enrol(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, form = session_or_404(request, pk), NoteForm(request.POST)
        note = form.cleaned_data["note"] if form.is_valid() else ""
        try:
            enrolments.request_seat(
                session=session, profile=own_profile(request), by=request.user, at=timezone.now(), note=note
            )
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(request, _("Your request is with your supervisor now."))
        return redirect("training:session-detail", pk=pk)


class Nominate(PermissionRequiredMixin, View):
    """A supervisor enrols somebody they lead."""

    permission_required = "training.take_part"

    def _form(self, request: HttpRequest, data: Any = None) -> NominateForm:
        return NominateForm(data, wanted=nominable(request), first=first_nominable(request))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, session_or_404(request, pk), self._form(request))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, form = session_or_404(request, pk), self._form(request, request.POST)
        if form.is_valid():
            try:
                row = enrolments.nominate(session=session, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                words = {"person": row.profile, "status": row.get_status_display()}
                messages.success(request, _("%(person)s is enrolled: %(status)s.") % words)
                warn_of_clashes(request, [row])
                return redirect("training:session-detail", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: NominateForm) -> HttpResponse:
        context = {"form": form, "session": session, "title": _("Enrol one of my staff")}
        return render(request, "training/enrolment/form.html", context)


class EnrolUnit(PermissionRequiredMixin, View):
    """Whom the reader leads is enrolled at once; for the others of the unit their supervisor is asked."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, session_or_404(request, pk), UnitForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, form = session_or_404(request, pk), UnitForm(request.POST)
        if form.is_valid():
            today = timezone.localdate()
            units = Unit.objects.with_descendants(form.cleaned_data["unit"]).values_list("pk", flat=True)
            inside = Appointment.objects.on(today).filter(unit__in=list(units)).values("profile")
            people = list(people_on(today).filter(pk__in=inside))
            led = set(nominable(request).values_list("pk", flat=True))
            try:
                rows = enrolments.enrol_many(
                    session=session, profiles=people, decides_about=led, by=request.user, at=timezone.now()
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self._say_what_came_of_it(request, rows)
                warn_of_clashes(request, rows)
                return redirect("training:session-detail", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: UnitForm) -> HttpResponse:
        context = {"form": form, "session": session, "title": _("Enrol a unit")}
        return render(request, "training/enrolment/form.html", context)

    def _say_what_came_of_it(self, request: HttpRequest, rows: list[Enrolment]) -> None:
        """Only who has a seat is in; the others are counted by what they wait for."""
        if not rows:
            messages.info(request, _("Everybody of this unit is on the list already."))
        for status, n in Counter(EnrolmentStatus(row.status) for row in rows).items():
            words = ngettext("%(n)s person: %(status)s.", "%(n)s people: %(status)s.", n)
            say = messages.success if status == EnrolmentStatus.SEATED else messages.info
            say(request, words % {"n": n, "status": status.label})


class Withdraw(PermissionRequiredMixin, View):
    """Leave a session, or be taken off by those who plan it."""

    permission_required = "training.view_programme"

    def _row(self, request: HttpRequest, pk: int) -> Enrolment:
        rows = Enrolment.objects.select_related("profile", "session__programme")
        row = get_object_or_404(rows, pk=pk)
        need(request, "training.withdraw_enrolment", row)
        return row

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        return self._page(request, row, self._form(row)())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        had_seat, form = row.has_seat, self._form(row)(request.POST)
        if form.is_valid():
            try:
                enrolments.withdraw(enrolment=row, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                gone = _("The enrolment is withdrawn.")
                messages.success(
                    request, _("The enrolment is withdrawn; the seat goes to the next in line.") if had_seat else gone
                )
                return redirect("training:session-detail", pk=row.session_id)
        return self._page(request, row, form)

    def _form(self, row: Enrolment) -> type[ReasonForm] | type[OptionalReasonForm]:
        """Who was at a meeting already is taken off with a reason only."""
        return ReasonForm if row.may_be_ended else OptionalReasonForm

    def _page(self, request: HttpRequest, row: Enrolment, form: ReasonForm | OptionalReasonForm) -> HttpResponse:
        return render(request, "training/enrolment/withdraw.html", {"form": form, "enrolment": row})


class TakeOffer(PermissionRequiredMixin, View):
    """Take the seat that was offered to oneself."""

    permission_required = "training.take_part"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Enrolment, pk=pk, profile=own_profile(request))
        try:
            enrolments.take_offer(enrolment=row, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(request, _("This seat is yours now."))
        return redirect("training:session-detail", pk=row.session_id)
