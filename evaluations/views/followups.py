"""Staff pages: the follow-up plan."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.core.formats import angka, nama_periode
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from evaluations import selectors
from evaluations.choices import FollowUpStatus
from evaluations.followup_forms import FollowUpForm, ProgressForm
from evaluations.models import FollowUp, Period, Survey
from evaluations.services import followups
from evaluations.views.deeds import deeds_for

TONES = {
    FollowUpStatus.PROPOSED: "wait",
    FollowUpStatus.PLANNED: "plain",
    FollowUpStatus.UNDERWAY: "info",
    FollowUpStatus.DONE: "done",
    FollowUpStatus.NOT_DONE: "late",
}
OVERDUE = "overdue"
ON_ONE_PAGE = 100


class Filtered:
    """The choice above the list, from the address: survey, status (or "overdue"), unit, words."""

    request: HttpRequest

    def number(self, name: str) -> int | None:
        value = self.request.GET.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    def chosen(self) -> QuerySet[FollowUp]:
        status, survey = self.request.GET.get("status", ""), self.number("survey")
        return selectors.followups.follow_ups(
            survey=Survey(pk=survey) if survey else None,
            status=status,
            unit=self.number("unit"),
            overdue_on=timezone.localdate() if status == OVERDUE else None,
            search=self.query,
        )


class FollowUpList(PermissionRequiredMixin, Filtered, TemplateView):
    """The most pressing first; what does not fit on the page stands in the Excel file."""

    permission_required = "evaluations.view_followup"
    template_name = "evaluations/followup/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, today = list(self.chosen()[: ON_ONE_PAGE + 1]), timezone.localdate()
        compared = selectors.followups.comparisons(rows[:ON_ONE_PAGE])
        surveys, units = selectors.followups.choices()
        statuses = [(OVERDUE, _("Past its due date")), *FollowUpStatus.choices]
        return super().get_context_data(
            query=self.query,
            rows=[lines_of(row, compared.get(row.pk), today) for row in rows[:ON_ONE_PAGE]],
            shown=ON_ONE_PAGE if len(rows) > ON_ONE_PAGE else 0,
            filters=[
                {"name": name, "label": label, "value": self.request.GET.get(name, ""), "options": options}
                for name, label, options in (
                    ("survey", _("Survey"), surveys),
                    ("status", _("Status"), statuses),
                    ("unit", _("Unit"), units),
                )
            ],
            **kwargs,
        )


def lines_of(row: FollowUp, compared: Any, today: Any) -> dict[str, Any]:
    """One follow-up as the tables draw it."""
    late = row.is_overdue_on(today)
    return {
        "row": row,
        "tone": "late" if late else TONES[FollowUpStatus(row.status)],
        "word": _("Past its due date") if late else row.get_status_display(),
        "before": angka(compared.change.before.nrr, 3) if compared else "",
        "after": angka(compared.change.after.nrr, 3) if compared else "",
        "compared": compared,
    }


class FollowUpXlsx(PermissionRequiredMixin, Filtered, View):
    permission_required = "evaluations.view_followup"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = list(self.chosen()[:10_000])
        compared = selectors.followups.comparisons(found)
        columns = [
            Column(_("Survey")),
            Column(_("Period")),
            Column(_("Unsur")),
            Column(_("What is done")),
            Column(_("Kind")),
            Column(_("Which one")),
            Column(_("Competence to build")),
            Column(_("Unit of competence")),
            Column(_("Training, event or book")),
            Column(_("Person in charge")),
            Column(_("Unit")),
            Column(_("Due date"), "date"),
            Column(_("Status")),
            Column(_("Ended on"), "date"),
            Column(_("We did")),
            Column(_("Why it was not done")),
            Column(_("NRR before"), "number"),
            Column(_("NRR after"), "number"),
            Column(_("Difference")),
        ]
        rows: list[list[Any]] = []
        for row in found:
            pair = compared.get(row.pk)
            rows.append(
                [
                    row.period.survey.reader_title,
                    nama_periode(row.period.key),
                    row.get_unsur_display(),
                    row.action,
                    row.get_kind_display(),
                    row.target,
                    row.competence,
                    str(row.competence_unit or ""),
                    str(row.session or row.event or row.demand or ""),
                    str(row.responsible or ""),
                    str(row.unit or ""),
                    row.due_on,
                    row.get_status_display(),
                    row.ended_on,
                    row.outcome,
                    row.reason,
                    pair.change.before.nrr if pair else None,
                    pair.change.after.nrr if pair else None,
                    pair.sentence if pair else "",
                ]
            )
        return xlsx_response(title=_("Follow-up plan"), columns=columns, rows=rows, office=Library.current().name)


class FollowUpCreate(PermissionRequiredMixin, View):
    """Plan one more deed about a closed period."""

    permission_required = "evaluations.manage_followup"

    def _page(self, request: HttpRequest, period: Period, form: FollowUpForm) -> HttpResponse:
        return render(request, "evaluations/followup/form.html", {"form": form, "period": period})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = _period(pk)
        return self._page(request, period, FollowUpForm(instance=FollowUp(period=period)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = _period(pk)
        form = FollowUpForm(request.POST, instance=FollowUp(period=period))
        if form.is_valid():
            try:
                followups.add_follow_up(period=period, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The follow-up is planned."))
                return redirect("evaluations:period-detail", pk=period.pk)
        return self._page(request, period, form)


class FollowUpEdit(View):
    """Managers change the whole plan; the person in charge says how far it is."""

    def _row(self, request: HttpRequest, pk: int) -> FollowUp:
        row = get_object_or_404(
            FollowUp.objects.select_related(
                "period__survey",
                "period__version",
                "responsible",
                "unit",
                "competence_unit",
                "session__programme",
                "event",
                "demand",
            ),
            pk=pk,
        )
        if not request.user.has_perm("evaluations.settle_followup", row):
            raise PermissionDenied
        return row

    def _form(self, request: HttpRequest, row: FollowUp, data: Any = None) -> ProgressForm:
        manages = request.user.has_perm("evaluations.manage_followup")
        form: type[ProgressForm] = FollowUpForm if manages else ProgressForm
        return form(data, instance=row)

    def _page(self, request: HttpRequest, row: FollowUp, form: ProgressForm) -> HttpResponse:
        compared = selectors.followups.comparisons([row])
        line = lines_of(row, compared.get(row.pk), timezone.localdate())
        context = {
            "form": form,
            "period": row.period,
            "follow_up": row,
            "line": line,
            "deeds": deeds_for(request.user, row) if form.fields.get("action") else [],
        }
        return render(request, "evaluations/followup/form.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        return self._page(request, row, self._form(request, row))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        form = self._form(request, row, request.POST)
        if form.is_valid():
            try:
                followups.change_follow_up(follow_up=row, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The follow-up is saved."))
                if request.user.has_perm("evaluations.view_followup"):
                    return redirect("evaluations:followup-list")
                return redirect("evaluations:followup-edit", pk=row.pk)
        return self._page(request, row, form)


def _period(pk: int) -> Period:
    return get_object_or_404(Period.objects.select_related("survey", "version"), pk=pk)
