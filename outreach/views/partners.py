"""Staff pages: partners, what was agreed with them, what was done together."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.choices import PartnerKind
from outreach.models import Agreement, Partner, PartnerVisit
from outreach.partner_forms import AgreementForm, PartnerForm, VisitForm
from outreach.services import partners as deeds
from outreach.views.events import people
from outreach.views.sessions import refuse

VISITS_SHOWN, COMING_SHOWN = 50, 10


class Filtered:
    request: HttpRequest

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    def chosen(self) -> Any:
        return selectors.partners.partners(search=self.query, kind=self.request.GET.get("jenis", ""))


class PartnerList(PermissionRequiredMixin, Filtered, ListView):
    permission_required = "outreach.view_partner"
    template_name = "outreach/partner/list.html"
    context_object_name = "partners"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return self.chosen()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address, today = row_addresses("outreach:partner-detail"), timezone.localdate()
        rows = [
            {
                "partner": partner,
                "url": address(partner.pk),
                "over": partner.agreed_until is not None and partner.agreed_until < today,
            }
            for partner in context["partners"]
        ]
        kind = self.request.GET.get("jenis", "")
        filters = [{"name": "jenis", "label": _("Kind"), "value": kind, "options": PartnerKind.choices}]
        return context | {"rows": rows, "query": self.query, "filters": filters}


class PartnerXlsx(PermissionRequiredMixin, Filtered, View):
    permission_required = "outreach.view_partner"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Partner")), Column(_("Kind")), Column("NPSN", "text"), Column(_("Village (kelurahan)")),
            Column(_("Contact person")), Column(_("Agreement until"), "date"), Column(_("Meetings"), "int"),
            Column(_("People reached"), "int"), Column(_("Books lent"), "int"), Column(_("Next step")),
        ]  # fmt: skip
        rows = (
            [
                row.name, row.get_kind_display(), row.npsn, row.village.name if row.village else "", row.contact_name,
                row.agreed_until, row.meetings, row.reached, row.lent, row.next_step,
            ]
            for row in self.chosen()[:10_000]
        )  # fmt: skip
        return xlsx_response(title=_("Partners"), columns=columns, rows=rows, office=Library.current().name)


class PartnerDetail(PermissionRequiredMixin, View):
    permission_required = "outreach.view_partner"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        partner = selectors.partners.partners(active=False).filter(pk=pk).first()
        if partner is None:
            raise Http404
        context = {
            "partner": partner,
            "phone": shown_phone(partner.phone) if partner.phone else "",
            "agreements": list(selectors.partners.agreements_of(partner)),
            "visits": list(selectors.partners.visits_of(partner)[:VISITS_SHOWN]),
            "coming": list(selectors.partners.dates_with(partner, timezone.now())[:COMING_SHOWN]),
            "today": timezone.localdate(),
        }
        return render(request, "outreach/partner/detail.html", context)


class PartnerAdd(PermissionRequiredMixin, View):
    permission_required = "outreach.add_partner"

    def _page(self, request: HttpRequest, form: PartnerForm) -> HttpResponse:
        return render(request, "outreach/partner/form.html", {"form": form, "title": _("New partner"), "partner": None})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, PartnerForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PartnerForm(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        partner = deeds.save_partner(partner=form.save(commit=False), by=request.user)
        messages.success(request, _("The partner is kept."))
        return redirect("outreach:partner-detail", pk=partner.pk)


class PartnerForms(PermissionRequiredMixin, View):
    """A form that hangs on one partner."""

    permission_required = "outreach.change_partner"
    title: Any = ""

    def partner(self, pk: int) -> Partner:
        return get_object_or_404(Partner, pk=pk)

    def page(self, request: HttpRequest, partner: Partner, form: Any, title: str) -> HttpResponse:
        return render(request, "outreach/partner/form.html", {"form": form, "partner": partner, "title": title})


class PartnerEdit(PartnerForms):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        partner = self.partner(pk)
        return self.page(request, partner, PartnerForm(instance=partner), _("Change the partner"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        partner = self.partner(pk)
        form = PartnerForm(request.POST, instance=partner)
        if not form.is_valid():
            return self.page(request, partner, form, _("Change the partner"))
        deeds.save_partner(partner=form.save(commit=False), by=request.user)
        messages.success(request, _("The partner is kept."))
        return redirect("outreach:partner-detail", pk=pk)


class AgreementAdd(PartnerForms):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.partner(pk), AgreementForm(), _("Add an agreement"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        partner = self.partner(pk)
        form = AgreementForm(request.POST, request.FILES, instance=Agreement(partner=partner))
        if form.is_valid():
            paper = form.cleaned_data["paper"]
            try:
                deeds.add_agreement(
                    agreement=form.save(commit=False),
                    by=request.user,
                    at=timezone.now(),
                    upload=paper or None,
                    name=paper.name if paper else "",
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The agreement is kept."))
                return redirect("outreach:partner-detail", pk=pk)
        return self.page(request, partner, form, _("Add an agreement"))


class VisitEdit(PermissionRequiredMixin, View):
    """A meeting put right. What comes from a report (day, people) is put right there."""

    permission_required = "outreach.change_partner"

    def _form(self, visit: PartnerVisit, data: Any = None) -> VisitForm:
        form = VisitForm(data, instance=visit)
        for name in ("next_step", "next_step_on"):
            del form.fields[name]
        if visit.session_id:
            for name in ("day", "reached"):
                form.fields[name].disabled = True
        field: Any = form.fields["colleague"]
        field.queryset = people()
        return form

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        visit = get_object_or_404(PartnerVisit.objects.select_related("partner"), pk=pk)
        return self._page(request, visit, self._form(visit))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        visit = get_object_or_404(PartnerVisit.objects.select_related("partner"), pk=pk)
        form = self._form(visit, request.POST)
        if form.is_valid():
            try:
                deeds.correct_visit(visit=form.save(commit=False), by=request.user, at=timezone.now())
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The meeting is kept."))
                return redirect("outreach:partner-detail", pk=visit.partner_id)
        return self._page(request, visit, form)

    def _page(self, request: HttpRequest, visit: PartnerVisit, form: VisitForm) -> HttpResponse:
        context = {"form": form, "partner": visit.partner, "title": _("Correct the meeting")}
        return render(request, "outreach/partner/form.html", context)


class VisitAdd(PartnerForms):
    def _form(self, request: HttpRequest, partner: Partner, data: Any = None) -> VisitForm:
        initial = {
            "day": timezone.localdate(),
            "colleague": profile_of(request.user),
            "next_step": partner.next_step,
            "next_step_on": partner.next_step_on,
        }
        form = VisitForm(data, instance=PartnerVisit(partner=partner), initial=initial)
        field: Any = form.fields["colleague"]
        field.queryset = people()
        return form

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        partner = self.partner(pk)
        return self.page(request, partner, self._form(request, partner), _("Note a meeting"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        partner = self.partner(pk)
        form = self._form(request, partner, request.POST)
        if form.is_valid():
            try:
                deeds.note_visit(
                    visit=form.save(commit=False),
                    by=request.user,
                    at=timezone.now(),
                    next_step=form.cleaned_data["next_step"],
                    next_step_on=form.cleaned_data["next_step_on"],
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The meeting is kept."))
                return redirect("outreach:partner-detail", pk=pk)
        return self.page(request, partner, form, _("Note a meeting"))
