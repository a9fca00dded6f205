"""Stopping long work, and taking in a list that was tried out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.documents.models import ReportRun

from . import lists, services
from . import work as works


class RunDeed(View):
    """A press on one run; its page is where one comes from and goes back to."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ReportRun.objects.filter(report__in=works.sorts()), pk=pk)
        work = works.of(run)
        if not work.may(request.user, run):  # type: ignore[arg-type]
            raise PermissionDenied
        self.do(run, work)
        return redirect(work.page(run))

    def do(self, run: ReportRun, work: works.Work) -> None:
        raise NotImplementedError


class RunStop(RunDeed):
    def do(self, run: ReportRun, work: works.Work) -> None:
        services.stop(run=run, at=timezone.now())
        words = _("It is stopped; nothing of it is saved.") if work.whole else _("It is stopped; what was made stays.")
        messages.success(self.request, words)


class RunTake(RunDeed):
    """Take in the very list that this run tried out."""

    def do(self, run: ReportRun, work: works.Work) -> None:
        try:
            lists.take_tried(run=run, by=self.request.user, at=timezone.now())  # type: ignore[arg-type]
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
