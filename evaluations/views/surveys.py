"""Staff pages: the surveys, their periods, opening and closing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView, FormView, ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.charts import line_chart
from baubau_pembinaan.core.formats import angka, periode_singkat
from baubau_pembinaan.core.qr import qr_svg
from evaluations import selectors
from evaluations.choices import Unsur
from evaluations.links import opens_here_only, survey_url
from evaluations.models import Period, Survey
from evaluations.period_forms import PeriodForm
from evaluations.services import surveys
from evaluations.views.afterwards import SEES_LINKS
from evaluations.words import ikm_words

TREND_PERIODS = 8


class SurveyList(PermissionRequiredMixin, ListView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/survey/list.html"
    context_object_name = "surveys"
    paginate_by = 50

    def get_queryset(self) -> Any:
        search = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        return selectors.surveys.surveys(search, afterwards=self.afterwards)

    @property
    def afterwards(self) -> bool:
        return self.request.GET.get("jenis") == "sesudah"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        survey, period = row_addresses("evaluations:survey-detail"), row_addresses("evaluations:period-detail")
        context["afterwards"] = self.afterwards
        context["rows"] = [_list_row(found, survey, period) for found in context["surveys"]]
        return context


def _list_row(found: Survey, survey: Callable[[int], str], period: Callable[[int], str]) -> dict[str, str]:
    """The texts of one line; `period` is empty where nobody can answer."""
    now = found.open_periods[0] if found.open_periods else None
    return {
        "title": found.reader_title,
        "url": survey(found.pk),
        "code": found.code,
        "about": str(found.service_point or found.unit or ""),
        "period": now.key if now else "",
        "period_url": period(now.pk) if now else "",
    }


class SurveyDetail(PermissionRequiredMixin, DetailView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/survey/detail.html"
    queryset = Survey.objects.select_related(
        "service_point", "unit", "instrument", "event", "training_session__programme"
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = survey_url(self.object)
        periods = list(selectors.surveys.periods_of(self.object))
        return super().get_context_data(
            periods=periods,
            address=address,
            opens_here_only=opens_here_only(),
            may_see_links=self.request.user.has_perms(SEES_LINKS),
            **_trend(self.object, periods),
            qr=qr_svg(address, title=str(self.object)),
            **kwargs,
        )


def _trend(survey: Survey, periods: list[Period]) -> dict[str, Any]:
    """The survey's periods side by side, joined on unsur keys; empty for surveys without IKM or with one period."""
    opened = [period for period in reversed(periods) if not period.is_draft]
    if not survey.instrument.is_skm or len(opened) < 2:
        return {"trend": []}
    found = selectors.rollup.survey_trend(selectors.rollup.leaves(opened, selectors.results.current_bands()))
    found = found[-TREND_PERIODS:]
    if len(found) < 2:
        return {"trend": []}
    keys = [key for key in Unsur.values if any(u.key == key for leaf, _shown in found for u in leaf.result.unsur)]
    versions = [leaf.period.version.number for leaf, _shown in found]
    labels = [periode_singkat(leaf.period.key) for leaf, _shown in found]
    results = [leaf.result if shown else None for leaf, shown in found]
    by_key = [{u.key: u.nrr_3 for u in result.unsur} if result else {} for result in results]
    return {
        "trend": [
            {
                "label": label,
                "version": version,
                "changed": version != before,
                "n": result.respondents if result else None,
                "ikm": ikm_words(result) if result else "",
            }
            for label, version, before, result in zip(labels, versions, [versions[0], *versions], results, strict=False)
        ],
        "trend_chart": line_chart(
            labels,
            {"IKM": [result.ikm if result else None for result in results]},
            title=_("IKM, period by period"),
            places=2,
        ),
        "trend_unsur": [
            {
                "label": Unsur(key).label,
                "values": [angka(row[key], 2) if row.get(key) is not None else "–" for row in by_key],
            }
            for key in keys
        ],
        "trend_labels": labels,
    }


class PeriodAdd(PermissionRequiredMixin, FormView):
    """A new period of a survey, on the newest published questionnaire."""

    permission_required = "evaluations.manage_survey"
    template_name = "evaluations/period/add.html"
    form_class = PeriodForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.survey: Survey | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_permission():
            self.survey = get_object_or_404(Survey.objects.select_related("instrument"), pk=kwargs["pk"])
            self.version = self.survey.instrument.newest_published()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        assert self.survey is not None
        taken = set(self.survey.periods.values_list("key", flat=True))
        key, first, last = surveys.quarter_of(timezone.localdate())
        while key in taken:
            key, first, last = surveys.quarter_of(last + timedelta(days=1))
        population = selectors.population.comparable_visits(self.survey, first, last)
        return {"key": key, "starts_on": first, "ends_on": last, "population": population}

    def form_valid(self, form: PeriodForm) -> HttpResponse:
        assert self.survey is not None
        said = form.cleaned_data
        if "population" not in form.changed_data and {"starts_on", "ends_on"} & set(form.changed_data):
            said["population"] = None  # what was proposed was for other days
        asked = said["population"]
        try:
            period = surveys.add_period(survey=self.survey, version=self.version, by=self.request.user, **said)
        except ValidationError as refusal:
            for field, problems in refusal.update_error_dict({}).items():
                form.add_error(field if field in form.fields else None, problems)
            return self.form_invalid(form)
        messages.success(self.request, _("The period is a draft. Open it when patrons may answer."))
        if asked is None and period.population:
            words = _("The daily counts propose a survey population of %(n)s visits for these days.")
            messages.info(self.request, words % {"n": angka(period.population)})
        return redirect("evaluations:period-detail", pk=period.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.survey is not None
        return super().get_context_data(survey=self.survey, version=self.version, **kwargs)


class PeriodDeed(PermissionRequiredMixin, View):
    """One step in a period's life, by POST only; a refusal comes back as a message."""

    permission_required = "evaluations.manage_survey"
    http_method_names = ["post"]
    done: Any = ""

    def deed(self, request: HttpRequest, period: Period) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = get_object_or_404(Period.objects.select_related("survey"), pk=pk)
        try:
            self.deed(request, period)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect("evaluations:period-detail", pk=period.pk)


class PeriodOpen(PeriodDeed):
    done = gettext_lazy("The period is open: patrons can answer.")

    def deed(self, request: HttpRequest, period: Period) -> None:
        surveys.open_period(period=period, by=request.user)


class PeriodClose(PeriodDeed):
    done = gettext_lazy("The period is closed and its result is kept.")

    def deed(self, request: HttpRequest, period: Period) -> None:
        surveys.close_period(period=period, by=request.user, at=timezone.now())


class PeriodReopen(PeriodDeed):
    done = gettext_lazy("The period is open again; the earlier result stays on record.")

    def deed(self, request: HttpRequest, period: Period) -> None:
        surveys.reopen_period(period=period, by=request.user, reason=request.POST.get("reason", ""))
