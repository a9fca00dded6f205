"""Trainings of the past, taken over from a list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from baubau_pembinaan.core.tables import TableRefused, is_long
from baubau_pembinaan.core.xlsx import Column, Sheet, xlsx_response
from baubau_pembinaan.runs import lists
from training.choices import Form, Scope
from training.forms import TableForm
from training.long_work import PAST_LIST
from training.services import past

TEMPLATE_LINES = 200  # whose cells are formatted beforehand


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
        return super().get_context_data(
            columns=column_notes(), forms=Form.labels, scopes=Scope.labels, **runs, **kwargs
        )


def column_notes() -> list[tuple[str, str]]:
    """Each column with what belongs into it."""
    notes = {
        "nip": _("18 digits as text; empty or “-” for somebody without NIP"),
        "nama": _("compared with the NIP; instead of it where the NIP is empty, then the whole name"),
        "pelatihan": _("the title, as on the certificate"),
        "bentuk": _("one of the words below"),
        "lingkup": _("“nasional” or “internasional”; empty is “nasional”"),
        "penyelenggara": _("who held it"),
        "mulai": _("first day, such as 1 Maret 2023 or 01-03-2023"),
        "selesai": _("last day"),
        "jp": _("as on the certificate; may be empty where the rate table counts by day, meeting or activity"),
        "nomor_sertifikat": _("optional; one number counts once"),
    }
    return [(name, notes[name]) for name in past.COLUMNS]


class PastTemplate(PermissionRequiredMixin, View):
    """The empty list: headings over lines whose NIP is text, and a sheet that explains them."""

    permission_required = "training.verify_jp"

    def get(self, request: HttpRequest) -> HttpResponse:
        texts = {"nip", "nomor_sertifikat"}
        columns = [Column(name, "text" if name in texts else "", width=20) for name in past.COLUMNS]
        blank = [[None] * len(columns)] * TEMPLATE_LINES
        notes = [Column(_("Column")), Column(_("What belongs there"))]
        words = [("bentuk", str(label)) for label in Form.labels] + [("lingkup", str(label)) for label in Scope.labels]
        sheets = [
            Sheet(_("Past trainings"), columns, blank),
            Sheet(_("Explanation"), notes, [*column_notes(), *words]),
        ]
        return xlsx_response(title=_("Past trainings to fill in"), sheets=sheets)
