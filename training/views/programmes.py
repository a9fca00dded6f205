"""The catalogue: what can be learnt, and planning it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, ListView

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.statements import KeptPart
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.choices import Form
from training.forms import MaterialForm, ProgrammeForm
from training.jp import jp_of_days
from training.models import Competence, Material, Programme, SubjectArea
from training.models.competence import title_for_reader
from training.selectors import catalogue
from training.selectors import sessions as reading
from training.selectors.rates import rate_of
from training.services import interests, programmes
from training.window import coming_words

from .common import TONES, number_of, own_profile, query_of, say_refusal, slice_of, word_of


class Chosen:
    """The choice above the catalogue, from the address."""

    request: HttpRequest

    def chosen(self) -> KeptPart[Programme]:
        return catalogue.catalogue(
            query=query_of(self.request),
            subject=number_of(self.request, "subject"),
            form=word_of(self.request, "form", Form.values),
            competence=number_of(self.request, "competence"),
            when=word_of(self.request, "when", (catalogue.DATED, catalogue.JOINABLE)),
        )


class ProgrammeList(PermissionRequiredMixin, Chosen, ListView):
    permission_required = "training.view_programme"
    template_name = "training/programme/list.html"
    paginate_by = 50
    context_object_name = "programmes"

    def get_queryset(self) -> Any:
        return self.chosen()

    def aimed_at(self) -> list[tuple[int, str, str, str]]:
        """Units to choose from: those that trainings aim at, and the one that was asked for."""
        found, chosen = catalogue.aimed_at(), number_of(self.request, "competence")
        if chosen and all(pk != chosen for pk, *_words in found):
            found = [*Competence.objects.filter(pk=chosen).values_list("pk", "code", "title", "title_en"), *found]
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subjects = [(str(row.pk), row.reader_title) for row in SubjectArea.objects.order_by("order", "title", "pk")]
        whens = [(catalogue.DATED, _("Has a date")), (catalogue.JOINABLE, _("Takes requests now"))]
        units = [(str(pk), f"{code} {title_for_reader(title, other)}") for pk, code, title, other in self.aimed_at()]
        filters = [
            {"name": "subject", "label": _("Subject area"), "options": subjects},
            {"name": "form", "label": _("Form"), "options": Form.choices},
            {"name": "competence", "label": _("Competence"), "options": units},
            {"name": "when", "label": _("When held"), "options": whens},
        ]
        for entry in filters:
            entry["value"] = self.request.GET.get(str(entry["name"]), "")
        context = super().get_context_data(query=query_of(self.request), filters=filters, **kwargs)
        context["unit"] = dict(units).get(self.request.GET.get("competence", ""), "")
        context["coming"] = catalogue.next_sessions(context["programmes"], timezone.now())
        return context


class ProgrammeXlsx(PermissionRequiredMixin, Chosen, View):
    permission_required = "training.view_programme"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Programme")),
            Column(_("Form")),
            Column(_("Scope")),
            Column(_("Subject area")),
            Column(_("For whom")),
            Column(_("Held by")),
            Column(_("JP of the programme"), "number"),
            Column(_("Budget (rupiah)"), "money"),
            Column(_("Source of funds")),
            Column(_("Next session"), "date"),
            Column(_("Enrolment")),
            Column(_("Free seats"), "int"),
        ]
        rows: list[list[Any]] = []
        programmes = self.chosen()[:10_000]
        now = timezone.now()
        coming, today = catalogue.next_sessions(programmes, now), timezone.localdate(now)
        for row in programmes:
            found = coming.get(row.pk)
            rows.append(
                [
                    row.reader_title,
                    row.get_form_display(),
                    row.get_scope_display(),
                    row.subject.reader_title,
                    row.target_group,
                    row.provider or row.get_provider_kind_display(),
                    row.jp,
                    row.budget_idr,
                    row.budget_source,
                    found.starts_on if found else None,
                    coming_words(found, on=today) or _("open") if found else "",
                    max(found.capacity - found.taken, 0) if found else None,
                ]
            )
        return xlsx_response(title=_("Training catalogue"), columns=columns, rows=rows, office=Library.current().name)


class ProgrammeDetail(PermissionRequiredMixin, DetailView):
    permission_required = "training.view_programme"
    template_name = "training/programme/detail.html"

    def get_object(self, queryset: Any = None) -> Programme:
        profile, today = profile_of(self.request.user), timezone.localdate()
        person = profile.pk if profile else None
        found = reading.PROGRAMME.first(programme=self.kwargs["pk"], on=today, moment=timezone.now(), person=person)
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        manages = self.request.user.has_perm("training.manage_training")
        profile = profile_of(self.request.user)
        programme = self.object
        rate = rate_of(programme)
        return super().get_context_data(
            sessions=slice_of(self.request, reading.sessions_of(programme, drafts=manages), per=40),
            competences=slice_of(self.request, reading.UNITS.part(programme=programme.pk), name="unit"),
            materials=slice_of(self.request, reading.MATERIALS.part(programme=programme.pk), name="bahan", per=25),
            rate=rate,
            jp=jp_of_days(rate, programme.jp, days=1),
            has_interest=programme.has_interest,
            interests=programme.interest_count if manages else 0,
            interested=slice_of(self.request, reading.interested_in(programme), name="minat", per=40)
            if manages and programme.interest_count
            else None,
            manages=manages,
            takes_part=profile is not None and self.request.user.has_perm("training.take_part"),
            tones=TONES,
            **kwargs,
        )


class ProgrammeSave(PermissionRequiredMixin, View):
    """New, or changed: `pk` names the one to change."""

    permission_required = "training.manage_training"

    def _programme(self, pk: int | None) -> Programme:
        return get_object_or_404(Programme, pk=pk) if pk else Programme()

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        programme = self._programme(pk)
        return self._page(request, programme, ProgrammeForm(instance=programme))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        programme = self._programme(pk)
        form = ProgrammeForm(request.POST, instance=programme)
        if form.is_valid():
            programmes.save_programme(
                programme=programme, competences=form.cleaned_data["competences"], by=request.user
            )
            messages.success(request, _("The programme is saved."))
            return redirect("training:programme-detail", pk=programme.pk)
        return self._page(request, programme, form)

    def _page(self, request: HttpRequest, programme: Programme, form: ProgrammeForm) -> HttpResponse:
        return render(request, "training/programme/form.html", {"form": form, "programme": programme})


class ProgrammeDelete(PermissionRequiredMixin, View):
    """A programme never held may go; one with history stays, and the reason is said."""

    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        try:
            programmes.delete_programme(programme=programme, by=request.user)
        except ValidationError as refusal:
            say_refusal(request, refusal)
            return redirect("training:programme-detail", pk=pk)
        messages.success(request, _("The programme is removed."))
        return redirect("training:programme-list")


class MaterialAdd(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_object_or_404(Programme, pk=pk), MaterialForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        form = MaterialForm(request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            try:
                programmes.add_material(
                    programme=programme,
                    title=data["title"],
                    link=data["link"],
                    upload=data["file"],
                    by=request.user,
                    at=timezone.now(),
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The material is added."))
                return redirect("training:programme-detail", pk=pk)
        return self._page(request, programme, form)

    def _page(self, request: HttpRequest, programme: Programme, form: MaterialForm) -> HttpResponse:
        return render(request, "training/programme/material.html", {"form": form, "programme": programme})


class MaterialRemove(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        material = get_object_or_404(Material.objects.select_related("file"), pk=pk)
        programmes.remove_material(material=material, by=request.user)
        messages.success(request, _("The material is removed."))
        return redirect("training:programme-detail", pk=material.programme_id)


class InterestToggle(PermissionRequiredMixin, View):
    """Wish for a date, or no longer."""

    permission_required = "training.take_part"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme, profile = get_object_or_404(Programme, pk=pk), own_profile(request)
        if request.POST.get("wish") == "no":
            interests.drop_interest(programme=programme, profile=profile)
        else:
            interests.note_interest(programme=programme, profile=profile, at=timezone.now())
            messages.success(request, _("You will be told as soon as there is a date."))
        return redirect("training:programme-detail", pk=pk)
