"""The profession beyond these walls."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView, TemplateView

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.models import ConferenceReport, ExchangeVisit, Membership, PracticeNote, SubjectArea
from training.network_forms import (
    CommentForm,
    ConferenceForm,
    MembershipForm,
    NoteOfPracticeForm,
    PairForm,
    SharingForm,
    VisitForm,
)
from training.selectors import network as reading
from training.services import network

from .common import need, number_of, own_profile, query_of


class NetworkPage(PermissionRequiredMixin, TemplateView):
    """My memberships, and the conference reports of everybody with what is still to be shared."""

    permission_required = "training.take_part"
    template_name = "training/network/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile = own_profile(self.request)
        page = Paginator(reading.reports(), 50).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            profile=profile,
            memberships=list(reading.memberships_of(profile)),
            reports=page.object_list,
            pairs=reading.pairs()[:50],
            visits=reading.visits()[:50],
            manages=self.request.user.has_perm("training.manage_training"),
            page_obj=page,
            today=timezone.localdate(),
            **kwargs,
        )


class ReportsXlsx(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Name")),
            Column(_("Conference")),
            Column(_("Organiser")),
            Column(_("Last day"), "date"),
            Column(_("Sharing session by"), "date"),
            Column(_("Shared on"), "date"),
            Column(_("Colleagues who came"), "int"),
            Column(_("What I bring home")),
        ]
        rows = [
            [
                row.profile.full_name,
                row.title,
                row.organiser,
                row.ended_on,
                row.share_by,
                row.shared_on,
                row.listeners,
                row.learnt,
            ]
            for row in reading.reports()[:10_000]
        ]
        return xlsx_response(title=_("Conferences"), columns=columns, rows=rows, office=Library.current().name)


class MembershipSave(PermissionRequiredMixin, View):
    """One's own membership, new or changed."""

    permission_required = "training.take_part"

    def _row(self, request: HttpRequest, pk: int | None) -> Membership:
        profile = own_profile(request)
        return get_object_or_404(Membership, pk=pk, profile=profile) if pk else Membership(profile=profile)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self._page(request, MembershipForm(instance=self._row(request, pk)))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        row = self._row(request, pk)
        form = MembershipForm(request.POST, instance=row)
        if form.is_valid():
            network.save_membership(membership=row, by=request.user)
            messages.success(request, _("The membership is saved."))
            return redirect("training:network")
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: MembershipForm) -> HttpResponse:
        return render(request, "training/network/form.html", {"form": form, "title": _("Membership")})


def own_report(request: HttpRequest, pk: int) -> ConferenceReport:
    return get_object_or_404(ConferenceReport, pk=pk, profile=own_profile(request))


class ReportSave(PermissionRequiredMixin, View):
    """What one brings home from a conference."""

    permission_required = "training.take_part"

    def _row(self, request: HttpRequest, pk: int | None) -> ConferenceReport:
        return own_report(request, pk) if pk else ConferenceReport(profile=own_profile(request))

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        row = self._row(request, pk)
        return self._page(request, row, ConferenceForm(instance=row))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        row = self._row(request, pk)
        form = ConferenceForm(request.POST, instance=row)
        if form.is_valid():
            report = form.save(commit=False)
            if report.share_by is None:
                report.share_by = report.ended_on + network.SHARE_WITHIN
            network.write_report(report=report, by=request.user)
            messages.success(request, _("The report is kept. Now share it with your colleagues."))
            return redirect("training:network")
        return self._page(request, row, form)

    def _page(self, request: HttpRequest, row: ConferenceReport, form: ConferenceForm) -> HttpResponse:
        return render(request, "training/network/form.html", {"form": form, "title": _("Conference report")})


class SharingHeld(PermissionRequiredMixin, View):
    """The sharing session was held: when, and before how many."""

    permission_required = "training.take_part"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        own_report(request, pk)
        return self._page(request, SharingForm(initial={"shared_on": timezone.localdate()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, form = own_report(request, pk), SharingForm(request.POST)
        if form.is_valid():
            try:
                network.hold_sharing(report=report, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Thank you for sharing."))
                return redirect("training:network")
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: SharingForm) -> HttpResponse:
        return render(request, "training/network/form.html", {"form": form, "title": _("Sharing session")})


class NoteList(PermissionRequiredMixin, ListView):
    permission_required = "training.view_practicenote"
    template_name = "training/network/notes.html"
    context_object_name = "notes"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return reading.notes(query_of(self.request), number_of(self.request, "subject"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subjects = [(str(row.pk), row.reader_title) for row in SubjectArea.objects.order_by("order", "title", "pk")]
        value = self.request.GET.get("subject", "")
        filters = [{"name": "subject", "label": _("Subject area"), "options": subjects, "value": value}]
        return super().get_context_data(query=query_of(self.request), filters=filters, **kwargs)


class NoteDetail(PermissionRequiredMixin, View):
    """A note with its comments; a comment is sent to the same page."""

    permission_required = "training.view_practicenote"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._note(pk), CommentForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        need(request, "training.take_part")
        note, form = self._note(pk), CommentForm(request.POST)
        if form.is_valid():
            network.comment_on(note=note, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Your comment stands below."))
            return redirect("training:note", pk=pk)
        return self._page(request, note, form)

    def _note(self, pk: int) -> PracticeNote:
        return get_object_or_404(PracticeNote.objects.select_related("author", "subject"), pk=pk)

    def _page(self, request: HttpRequest, note: PracticeNote, form: CommentForm) -> HttpResponse:
        profile = profile_of(request.user)
        context = {
            "note": note,
            "comments": list(note.comments.select_related("author").order_by("written_at", "pk")[:200]),
            "form": form,
            "may_comment": request.user.has_perm("training.take_part"),
            "is_mine": profile is not None and note.author_id == profile.pk,
        }
        return render(request, "training/network/note.html", context)


class NoteSave(PermissionRequiredMixin, View):
    """One's own note, new or changed."""

    permission_required = "training.take_part"

    def _row(self, request: HttpRequest, pk: int | None) -> PracticeNote:
        profile = own_profile(request)
        if pk:
            return get_object_or_404(PracticeNote, pk=pk, author=profile)
        return PracticeNote(author=profile, written_at=timezone.now())

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self._page(request, NoteOfPracticeForm(instance=self._row(request, pk)))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        row = self._row(request, pk)
        form = NoteOfPracticeForm(request.POST, instance=row)
        if form.is_valid():
            network.write_note(note=row, by=request.user)
            messages.success(request, _("The note is kept."))
            return redirect("training:note", pk=row.pk)
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: NoteOfPracticeForm) -> HttpResponse:
        return render(request, "training/network/form.html", {"form": form, "title": _("Practice note")})


class PairAdd(PermissionRequiredMixin, View):
    """Two colleagues, brought together by those who plan training."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, PairForm(initial={"starts_on": timezone.localdate()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PairForm(request.POST)
        if form.is_valid():
            network.save_pair(pair=form.save(commit=False), by=request.user)
            messages.success(request, _("The pair is kept."))
            return redirect("training:network")
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: PairForm) -> HttpResponse:
        return render(request, "training/network/form.html", {"form": form, "title": _("Mentoring pair")})


class VisitAdd(PermissionRequiredMixin, View):
    """A visit between libraries, written down by whoever was there."""

    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, VisitForm(initial={"visited_on": timezone.localdate()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = VisitForm(request.POST, instance=ExchangeVisit(written_by=own_profile(request)))
        if form.is_valid():
            network.save_visit(visit=form.save(commit=False), by=request.user)
            messages.success(request, _("The visit is kept."))
            return redirect("training:network")
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: VisitForm) -> HttpResponse:
        return render(request, "training/network/form.html", {"form": form, "title": _("Exchange visit")})
