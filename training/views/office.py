"""The office's side: papers, costs, the year at a glance, calendars, evaluations after three months."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_self, profile_of
from baubau_pembinaan.accounts.selectors import staff_of
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.models import ImpactReview, SessionCost
from training.office_forms import CostForm, ImpactForm
from training.selectors import office as reading
from training.selectors.quiz import gain_of
from training.services import impact, office

from .common import need, own_profile, slice_of
from .development import checked_year
from .found import session_or_404
from .ledger import year_filter


class YearPage(PermissionRequiredMixin, TemplateView):
    """The calendar of the year, month by month, with the budget and what was spent of it."""

    permission_required = "training.view_annualplan"
    template_name = "training/office/year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = checked_year(self.kwargs["year"])
        budget, spent = reading.money_of_year(year)
        return super().get_context_data(
            year=year,
            rows=slice_of(self.request, reading.sessions_of_year(year), per=60),
            spent=spent,
            budget=budget,
            years=[value for value, _label in year_filter(year)[0]["options"]],
            **{name: value for name, value in kwargs.items() if name != "year"},
        )


class YearXlsx(PermissionRequiredMixin, View):
    permission_required = "training.view_annualplan"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        columns = [
            Column(_("Session")),
            Column(_("Subject area")),
            Column(_("First day"), "date"),
            Column(_("Last day"), "date"),
            Column(_("Status")),
            Column(_("Seats"), "int"),
            Column(_("Taken"), "int"),
            Column(_("Person in charge")),
            Column(_("Budget (rupiah)"), "money"),
            Column(_("Spent"), "money"),
            Column(_("Source of funds")),
        ]
        rows = [
            [
                row.title,
                row.programme.subject.reader_title,
                row.starts_on,
                row.ends_on,
                row.get_status_display(),
                row.capacity,
                row.seats_taken,
                str(row.coordinator or ""),
                row.programme.budget_idr,
                row.spent,
                row.programme.budget_source,
            ]
            for row in reading.sessions_of_year(checked_year(year))
        ]
        title = _("Calendar of the year")
        return xlsx_response(title=title, columns=columns, rows=rows, period=str(year), office=Library.current().name)


class OfficePage(PermissionRequiredMixin, View):
    """Papers, costs and the evaluation after three months of one session."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = session_or_404(request, pk)
        costs = slice_of(request, reading.costs_of(session), name="biaya", per=30)
        context = {
            "session": session,
            "papers": slice_of(request, reading.papers_of(session), name="naskah", per=25),
            "costs": costs,
            "spent": costs.rows[0].total if costs else 0,
            "impacts": slice_of(request, reading.impact_of(session), name="dampak", per=30),
            "gain": gain_of(session),
        }
        return render(request, "training/office/session.html", context)


class CostAdd(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = CostForm(initial={"spent_on": timezone.localdate()})
        return self._page(request, session_or_404(request, pk), form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, form = session_or_404(request, pk), CostForm(request.POST)
        if form.is_valid():
            office.add_cost(session=session, by=request.user, **form.cleaned_data)
            messages.success(request, _("The cost is written down."))
            return redirect("training:session-office", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Any, form: Any) -> HttpResponse:
        context = {"session": session, "form": form, "title": _("Write down a cost")}
        return render(request, "training/office/form.html", context)


class CostRemove(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        cost = get_object_or_404(SessionCost, pk=pk)
        office.remove_cost(cost=cost, by=request.user)
        messages.success(request, _("The cost is removed; the history keeps it."))
        return redirect("training:session-office", pk=cost.session_id)


class ImpactList(PermissionRequiredMixin, TemplateView):
    """What I am asked about my own trainings of three months ago, and about those of my staff."""

    permission_required = "training.take_part"
    template_name = "training/office/impact_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile, today = own_profile(self.request), timezone.localdate()
        own = StaffProfile.objects.filter(pk=profile.pk)
        return super().get_context_data(
            own=[row for row in reading.impact_due(own, today)[:100] if row.own_at is None],
            team=[row for row in reading.impact_due(staff_of(profile, today), today)[:100] if row.leader_at is None],
            **kwargs,
        )


class ImpactAnswer(PermissionRequiredMixin, View):
    """The participant answers their half, the supervisor the other."""

    permission_required = "training.view_session"

    def _row(self, request: HttpRequest, pk: int) -> ImpactReview:
        rows = ImpactReview.objects.select_related("enrolment__profile", "enrolment__session__programme")
        row = get_object_or_404(rows, pk=pk)
        need(request, "training.answer_impact", row.enrolment)
        return row

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        own = is_self(request.user, row.enrolment)
        level, example = (row.own_level, row.own_example) if own else (row.leader_level, row.leader_example)
        return self._page(request, row, ImpactForm(initial={"level": level, "example": example}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form = self._row(request, pk), ImpactForm(request.POST)
        answer = impact.answer_as_participant if is_self(request.user, row.enrolment) else impact.answer_as_leader
        if form.is_valid():
            try:
                answer(impact=row, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Thank you; the answer is kept."))
                return redirect("training:impact-list" if profile_of(request.user) else "training:home")
        return self._page(request, row, form)

    def _page(self, request: HttpRequest, row: ImpactReview, form: ImpactForm) -> HttpResponse:
        return render(request, "training/office/impact.html", {"impact": row, "form": form})
