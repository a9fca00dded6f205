"""The office's yearly plan, and programmes that repeat by a rule."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.choices import EnrolmentStatus
from training.models import AnnualLine, AnnualPlan, Programme
from training.plan_forms import BOXES, LineForm, SeriesForm
from training.services import annual, recurrence
from training.services.series_rules import remarks, words_of

from .common import need, say_refusal
from .development import checked_year
from .ledger import year_filter


def lines_of(plan: AnnualPlan | None, year: int) -> list[Any]:
    """The plan's lines with what became of them: sessions of the programme in the year, and who completed them."""
    if plan is None:
        return []
    in_year = Q(programme__sessions__starts_on__year=year)
    done = Q(programme__sessions__enrolments__status=EnrolmentStatus.COMPLETED)
    lines = plan.lines.select_related("programme", "competence").prefetch_related("programme__competences")
    rows = lines.annotate(
        held=Count("programme__sessions", filter=in_year & Q(programme__sessions__status="finished"), distinct=True),
        completed=Count("programme__sessions__enrolments", filter=in_year & done, distinct=True),
    )
    return list(rows.order_by(F("month").asc(nulls_last=True), "activity", "pk"))


class AnnualPage(PermissionRequiredMixin, View):
    permission_required = "training.view_annualplan"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        plan = AnnualPlan.objects.select_related("decided_by").filter(year=checked_year(year)).first()
        lines = lines_of(plan, year)
        context = {
            "plan": plan,
            "year": year,
            "lines": lines,
            "total": sum(line.budget_idr for line in lines),
            "manages": request.user.has_perm("training.manage_training"),
            "approves": request.user.has_perm("training.approve_year"),
            "years": [value for value, _label in year_filter(year)[0]["options"]],
        }
        return render(request, "training/annual/detail.html", context)


class ThisYear(PermissionRequiredMixin, View):
    permission_required = "training.view_annualplan"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("training:annual", year=timezone.localdate().year)


class AnnualStep(PermissionRequiredMixin, View):
    """Drawn up and handed in by planners; approved or given back by the head of the agency."""

    permission_required = "training.view_annualplan"
    step = ""

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        checked_year(year)
        need(request, "training.manage_training" if self.step in ("draft", "submit") else "training.approve_year")
        try:
            messages.success(request, getattr(self, self.step)(year))
        except ValidationError as refusal:
            say_refusal(request, refusal)
        return redirect("training:annual", year=year)

    def draft(self, year: int) -> str:
        annual.draft_year(year=year, on=timezone.localdate(), by=self.request.user)
        return _("The plan is drawn up from the gaps of the staff.")

    def submit(self, year: int) -> str:
        annual.submit_year(plan=get_object_or_404(AnnualPlan, year=year), by=self.request.user)
        return _("The plan waits for approval now.")

    def approve(self, year: int) -> str:
        annual.approve_year(plan=get_object_or_404(AnnualPlan, year=year), by=self.request.user, at=timezone.now())
        return _("The plan is approved.")

    def give_back(self, year: int) -> str:
        plan, note = get_object_or_404(AnnualPlan, year=year), self.request.POST.get("note", "")[:500]
        annual.return_year(plan=plan, by=self.request.user, at=timezone.now(), note=note)
        return _("The plan is open for changes again.")


class LineSave(PermissionRequiredMixin, View):
    """Add a line to a year's plan, or change one."""

    permission_required = "training.manage_training"

    def _line(self, year: int, pk: int | None) -> tuple[AnnualPlan, AnnualLine | None]:
        plan = get_object_or_404(AnnualPlan, year=year)
        return plan, get_object_or_404(plan.lines, pk=pk) if pk else None

    def get(self, request: HttpRequest, year: int, pk: int | None = None) -> HttpResponse:
        plan, line = self._line(year, pk)
        try:
            annual.refuse_fixed(plan)
        except ValidationError as refusal:
            say_refusal(request, refusal)
            return redirect("training:annual", year=year)
        return self._page(request, plan, LineForm(instance=line))

    def post(self, request: HttpRequest, year: int, pk: int | None = None) -> HttpResponse:
        plan, line = self._line(year, pk)
        form = LineForm(request.POST, instance=AnnualLine(plan=plan))
        if form.is_valid():
            try:
                annual.write_line(plan=plan, line=line, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The line is saved."))
                return redirect("training:annual", year=year)
        return self._page(request, plan, form)

    def _page(self, request: HttpRequest, plan: AnnualPlan, form: LineForm) -> HttpResponse:
        return render(request, "training/annual/line.html", {"plan": plan, "form": form})


class LineRemove(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, year: int, pk: int) -> HttpResponse:
        line = get_object_or_404(AnnualLine.objects.select_related("plan"), pk=pk, plan__year=year)
        try:
            annual.remove_line(line=line, by=request.user)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        return redirect("training:annual", year=year)


class AnnualXlsx(PermissionRequiredMixin, View):
    permission_required = "training.view_annualplan"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        plan = AnnualPlan.objects.filter(year=checked_year(year)).first()
        columns = [
            Column(_("Activity")),
            Column(_("Competence")),
            Column(_("Participants"), "int"),
            Column(_("Month"), "int"),
            Column(_("Budget (rupiah)"), "money"),
            Column(_("Source of funds")),
            Column(_("Sessions held"), "int"),
            Column(_("People who completed"), "int"),
        ]
        rows = [
            [
                line.activity,
                ", ".join(unit.reader_title for unit in line.units),
                line.participants,
                line.month,
                line.budget_idr,
                line.budget_source,
                line.held,
                line.completed,
            ]
            for line in lines_of(plan, year)
        ]
        return xlsx_response(
            title=_("Yearly plan"), columns=columns, rows=rows, period=str(year), office=Library.current().name
        )


class SeriesPlan(PermissionRequiredMixin, View):
    """A rule, first looked at, then turned into sessions in preparation."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        return self._page(request, programme, SeriesForm(initial=words_of(programme.recurrence)), [])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme, form = get_object_or_404(Programme, pk=pk), SeriesForm(request.POST)
        found: list[Any] = []
        if form.is_valid():
            data = {name: value for name, value in form.cleaned_data.items() if name not in (*BOXES, "make")}
            try:
                found = recurrence.occurrences(data["rule"], data["first"])
                if form.cleaned_data["make"]:
                    made = recurrence.plan_series(programme=programme, by=request.user, **data)
                    n = len(made)
                    words = ngettext("%(n)s session is planned.", "%(n)s sessions are planned.", n) % {"n": n}
                    messages.success(request, words)
                    return redirect("training:programme-detail", pk=pk)
            except ValidationError as refusal:
                form.add_error(None, refusal)
        return self._page(request, programme, form, found)

    def _page(self, request: HttpRequest, programme: Programme, form: SeriesForm, found: list[Any]) -> HttpResponse:
        rule = form.cleaned_data["rule"] if found else ""
        context = {"programme": programme, "form": form, "occurrences": found, "rule": rule}
        context["remarks"] = remarks(rule, found)
        return render(request, "training/programme/series.html", context)
