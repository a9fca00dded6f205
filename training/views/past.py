"""Trainings of the past, taken over from a list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from baubau_pembinaan.core.tables import TableRefused, is_long
from baubau_pembinaan.runs import lists
from training.forms import TableForm
from training.long_work import PAST_LIST
from training.services import past


class PastImport(PermissionRequiredMixin, FormView):
    """Trainings of the past from a list: looked at, then taken whole or not at all; a long one by a worker."""

    permission_required = "training.verify_jp"
    template_name = "training/jp/import.html"
    form_class = TableForm

    def form_valid(self, form: TableForm) -> HttpResponse:
        save, file, now = form.cleaned_data["save"], form.cleaned_data["file"], timezone.now()
        if is_long(file):
            lists.give(work=PAST_LIST, upload=file, name=file.name, dry_run=not save, by=self.request.user, at=now)
            words = _("The list is being read. You may leave this page; a message tells the outcome.")
            messages.success(self.request, words)
            return redirect("training:past-import")
        try:
            report = past.import_past(
                file,
                by=self.request.user,
                at=now,
                on=timezone.localdate(),
                dry_run=not save,
            )
        except TableRefused as refusal:
            return self.render_to_response(self.get_context_data(form=form, problems=refusal.problems), status=422)
        if not save:
            return self.render_to_response(self.get_context_data(form=form, report=report))
        words = _("Taken over: %(created)s new, %(unchanged)s were there already.")
        messages.success(self.request, words % {"created": report.created, "unchanged": report.unchanged})
        return redirect("training:team-jp")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = lists.shown(work=PAST_LIST, user=self.request.user, at=timezone.now())
        return super().get_context_data(columns=past.COLUMNS, **runs, **kwargs)
