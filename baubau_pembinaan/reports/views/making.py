"""Staff pages: the list of reports, having one made, the archive."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, TemplateView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.accounts.selectors import staff_of
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.forms import MakeForm
from baubau_pembinaan.reports.models import Edition
from baubau_pembinaan.reports.rules import BUILD, READ, may_build, may_read
from baubau_pembinaan.reports.selectors import archive
from baubau_pembinaan.reports.services import inspecting, making


def offered(user: Any) -> list[registry.Builder]:
    """The reports this account may read something of."""
    if user.has_perm(READ):
        return registry.builders()
    return [builder for builder in registry.builders() if builder.subject == "person"]


def run_lines(user: Any, runs: list[ReportRun]) -> list[dict[str, Any]]:
    """Runs as the pages draw them."""
    titles = {builder.name: builder.title for builder in registry.builders()}
    return [
        {
            "run": run,
            "title": titles.get(run.report, run.report),
            "is_cancelled": run.is_cancelled,
            "may_cancel": not run.is_over and (run.requested_by_id == user.pk or user.has_perm(BUILD)),
        }
        for run in runs
    ]


class Home(PermissionRequiredMixin, TemplateView):
    """Which reports there are, what is being made, what the archive holds."""

    permission_required = "reports.enter"
    template_name = "reports/report/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        everybody, builders = user.has_perm(READ), offered(user)
        chosen = self.request.GET.get("laporan", "")
        chosen = chosen if chosen in {builder.name for builder in builders} else ""
        rows = archive.editions(report=chosen, person=profile_of(user), everybody=everybody)
        page = Paginator(rows, 50).get_page(self.request.GET.get("page"))
        runs = archive.runs(user=user, everybody=everybody)
        return super().get_context_data(
            builders=builders,
            page_obj=page,
            editions=archive.lines(page.object_list),
            runs=run_lines(user, runs),
            working=any(not run.is_over for run in runs),
            filters=[
                {
                    "name": "laporan",
                    "label": _("Report"),
                    "value": chosen,
                    "options": [(builder.name, builder.title) for builder in builders],
                }
            ],
            **kwargs,
        )


class Make(PermissionRequiredMixin, TemplateView):
    """One report: choose the period, press once, watch it being made; its versions below."""

    permission_required = "reports.enter"
    template_name = "reports/report/detail.html"

    def _builder(self) -> registry.Builder:
        try:
            builder = registry.find(self.kwargs["name"])
        except ValidationError:
            raise Http404 from None
        if builder not in offered(self.request.user):
            raise PermissionDenied
        return builder

    def _form(self, builder: registry.Builder, data: Any = None) -> MakeForm | None:
        """None for readers who have nothing made."""
        user, people = self.request.user, None
        me, day = profile_of(user), timezone.localdate()
        if not user.has_perm(BUILD):
            if user.has_perm(READ) or me is None:
                return None
            led = staff_of(me, day).values("pk")
            people = StaffProfile.objects.filter(pk__in=led) | StaffProfile.objects.filter(pk=me.pk)
        start = {"subject": me} if builder.subject == "person" else {}
        return MakeForm(builder, data, day=day, people=people, initial=start)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, builder = self.request.user, self._builder()
        everybody = user.has_perm(READ)
        runs = archive.runs(user=user, report=builder.name, everybody=everybody)
        rows = archive.editions(report=builder.name, person=profile_of(user), everybody=everybody)
        context = {
            "builder": builder,
            "runs": run_lines(user, runs),
            "working": any(not run.is_over for run in runs),
            "editions": archive.lines(rows[:20]),
            "form": kwargs.pop("form", None) or self._form(builder),
        }
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        builder = self._builder()
        form = self._form(builder, request.POST)
        if form is None:
            raise PermissionDenied
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if not may_build(request.user, form.subject):
            raise PermissionDenied
        making.request_report(
            name=builder.name,
            period=form.cleaned_data["period"],
            subject=form.subject,
            language=form.cleaned_data["language"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(
            request, _("The report is being made. You may leave this page; a message tells when it is ready.")
        )
        return redirect("reports:make", name=builder.name)


class EditionDetail(PermissionRequiredMixin, DetailView):
    """One version from the archive: its files, its hash, and the tables whose rows lead to the records."""

    permission_required = "reports.enter"
    template_name = "reports/edition/detail.html"
    context_object_name = "edition"
    queryset = Edition.objects.select_related("pdf", "xlsx", "docx", "person", "unit", "made_by")

    def get_object(self, queryset: Any = None) -> Edition:
        edition = super().get_object(queryset)
        if not may_read(self.request.user, edition.subject):
            raise PermissionDenied
        return edition

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.object
        versions = archive.other_versions(edition)
        tables = [
            {
                "name": table["name"],
                "headers": table["headers"],
                "rows": [_cells(row, link) for row, link in zip(table["rows"], table["links"], strict=True)],
            }
            for table in edition.linked
        ]
        return super().get_context_data(
            versions=versions, is_newest=versions[0].pk == edition.pk, tables=tables, **kwargs
        )


def _cells(row: list[str], link: str) -> list[dict[str, str]]:
    """The second cell, which names the figure, leads to the records behind it."""
    return [{"text": text, "url": link if at == 1 else ""} for at, text in enumerate(row)]


class RunCancel(PermissionRequiredMixin, View):
    """Stop a report that is waiting or being made."""

    permission_required = "reports.enter"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        names = [inspecting.REPORT, *(builder.name for builder in registry.builders())]
        run = get_object_or_404(ReportRun.objects.filter(report__in=names), pk=pk)
        if run.requested_by_id != request.user.pk and not request.user.has_perm(BUILD):
            raise PermissionDenied
        making.cancel_run(run=run, at=timezone.now())
        messages.success(request, _("The report is no longer being made."))
        return redirect(making.page_of(run))
