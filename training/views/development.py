"""The plan of a year: goals, wishes, agreement, what came of it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_self, profile_of
from baubau_pembinaan.documents.render import to_pdf
from training.choices import ItemStatus
from training.models import DevelopmentPlan, PlanItem
from training.plan_forms import ItemForm, SettleForm, WishesForm
from training.plan_paper import plan_document
from training.services import plans

from .common import need, own_profile, say_refusal
from .ledger import FIRST_YEAR


def may_write(request: HttpRequest, person: StaffProfile) -> bool:
    """Whether the reader writes this person's own half: oneself, at work here (an inspector only reads)."""
    return is_self(request.user, person) and request.user.has_perm("training.write_own", person)


def need_own_or_led(request: HttpRequest, person: StaffProfile, permission: str) -> None:
    """403 unless the person is the reader, who may write, or somebody the reader may do `permission` to."""
    need(request, "training.write_own" if is_self(request.user, person) else permission, person)


def person_or_404(request: HttpRequest, pk: int) -> StaffProfile:
    """Oneself, whom one leads, or anybody for planners; 403 else."""
    own = profile_of(request.user)
    person = own if own is not None and own.pk == pk else get_object_or_404(StaffProfile, pk=pk)
    need(request, "training.see_development", person)
    return person


class MyPlan(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("training:plan", pk=own_profile(request).pk, year=timezone.localdate().year)


def plan_of(person: StaffProfile, year: int) -> DevelopmentPlan | None:
    rows = DevelopmentPlan.objects.filter(profile=person, year=year)
    return rows.select_related("profile", "agreed_by").first()


def checked_year(year: int) -> int:
    if not FIRST_YEAR <= year <= timezone.localdate().year + 1:
        raise Http404
    return year


class PlanPage(PermissionRequiredMixin, View):
    """One person's plan of a year: goals, wishes, agreement, what came of it."""

    permission_required = "training.view_competence"

    def get(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        person = person_or_404(request, pk)
        plan = plan_of(person, checked_year(year))
        own, writes = is_self(request.user, person), may_write(request, person)
        may_agree = not own and request.user.has_perm("training.agree_plan", person)
        items = list(plan.items.select_related("competence", "programme").order_by("due_on", "pk")) if plan else []
        context = {
            "person": person,
            "year": year,
            "plan": plan,
            "items": items,
            "is_own": own,
            "may_agree": may_agree,
            "may_draft": writes and (plan is None or plan.is_draft),
            "may_change": plan is not None and not plan.is_agreed and (may_agree or (writes and plan.is_draft)),
            "may_settle": plan is not None and plan.is_agreed and (may_agree or writes),
            "wishes": WishesForm(initial={"wishes": plan.wishes if plan else ""}),
            "statuses": ItemStatus.choices,
        }
        return render(request, "training/plan/detail.html", context)


class PlanStep(PermissionRequiredMixin, View):
    """The steps of a plan: drafted, wished, handed in by the person; agreed or given back by the supervisor."""

    permission_required = "training.view_competence"
    step = ""
    OWN = frozenset({"draft", "wishes", "submit"})

    def post(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        person = person_or_404(request, pk)
        checked_year(year)
        if self.step in self.OWN:
            need(request, "training.write_own", person)
        else:
            need(request, "training.agree_plan", person)
        try:
            messages.success(request, getattr(self, self.step)(person, year))
        except ValidationError as refusal:
            say_refusal(request, refusal)
        return redirect("training:plan", pk=pk, year=year)

    def _plan(self, person: StaffProfile, year: int) -> DevelopmentPlan:
        return get_object_or_404(DevelopmentPlan, profile=person, year=year)

    def draft(self, person: StaffProfile, year: int) -> str:
        plans.draft_plan(profile=person, year=year, on=timezone.localdate(), by=self.request.user)
        return _("The plan is drafted. Add your own goals, then hand it in.")

    def wishes(self, person: StaffProfile, year: int) -> str:
        form = WishesForm(self.request.POST)
        text = form.cleaned_data["wishes"] if form.is_valid() else ""
        plans.write_wishes(plan=self._plan(person, year), wishes=text, by=self.request.user)
        return _("Your wishes are kept.")

    def submit(self, person: StaffProfile, year: int) -> str:
        plans.submit_plan(plan=self._plan(person, year), by=self.request.user, at=timezone.now())
        return _("The plan is with your supervisor now.")

    def agree(self, person: StaffProfile, year: int) -> str:
        note = self.request.POST.get("note", "")[:500]
        plans.agree_plan(plan=self._plan(person, year), by=self.request.user, at=timezone.now(), note=note)
        return _("The plan is agreed.")

    def give_back(self, person: StaffProfile, year: int) -> str:
        note = self.request.POST.get("note", "")[:500]
        plans.return_plan(plan=self._plan(person, year), by=self.request.user, at=timezone.now(), note=note)
        return _("The plan is back with its writer.")


class ItemAdd(PermissionRequiredMixin, View):
    """A goal of one's own, or one the supervisor adds."""

    permission_required = "training.view_competence"

    def _plan(self, request: HttpRequest, pk: int, year: int) -> DevelopmentPlan:
        person = person_or_404(request, pk)
        need_own_or_led(request, person, "training.agree_plan")
        return get_object_or_404(DevelopmentPlan.objects.select_related("profile"), profile=person, year=year)

    def get(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        plan = self._plan(request, pk, year)
        return self._page(request, plan, ItemForm(initial={"due_on": date(year, 12, 15)}))

    def post(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        plan, form = self._plan(request, pk, year), ItemForm(request.POST)
        if form.is_valid():
            try:
                plans.add_item(plan=plan, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The goal is added."))
                return redirect("training:plan", pk=pk, year=year)
        return self._page(request, plan, form)

    def _page(self, request: HttpRequest, plan: DevelopmentPlan, form: ItemForm) -> HttpResponse:
        return render(request, "training/plan/item.html", {"plan": plan, "form": form})


def item_or_404(request: HttpRequest, pk: int) -> PlanItem:
    """A goal of one's own plan, or of whom one leads."""
    item = get_object_or_404(PlanItem.objects.select_related("plan__profile"), pk=pk)
    need_own_or_led(request, item.plan.profile, "training.agree_plan")
    return item


class ItemEdit(PermissionRequiredMixin, View):
    """A goal in other words, by another day, until the plan is agreed."""

    permission_required = "training.view_competence"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = item_or_404(request, pk)
        return self._page(request, item, ItemForm(initial=self._said(item)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = item_or_404(request, pk)
        form = ItemForm(request.POST, initial=self._said(item))
        if form.is_valid():
            try:
                plans.change_item(item=item, by=request.user, seen=request.POST.get("seen", ""), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The goal is saved."))
                return redirect("training:plan", pk=item.plan.profile_id, year=item.plan.year)
        return self._page(request, item, form)

    def _said(self, item: PlanItem) -> dict[str, Any]:
        said = {"goal": item.goal, "due_on": item.due_on}
        return said | {"competence": item.competence_id, "programme": item.programme_id}

    def _page(self, request: HttpRequest, item: PlanItem, form: ItemForm) -> HttpResponse:
        return render(request, "training/plan/item.html", {"plan": item.plan, "form": form, "item": item})


class ItemRemove(PermissionRequiredMixin, View):
    permission_required = "training.view_competence"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = item_or_404(request, pk)
        try:
            plans.remove_item(item=item, by=request.user)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        return redirect("training:plan", pk=item.plan.profile_id, year=item.plan.year)


class ItemSettle(PermissionRequiredMixin, View):
    """What came of a goal."""

    permission_required = "training.view_competence"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item, form = item_or_404(request, pk), SettleForm(request.POST)
        if form.is_valid():
            try:
                plans.settle_item(item=item, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                say_refusal(request, refusal)
            else:
                messages.success(request, _("What came of it is kept."))
        return redirect("training:plan", pk=item.plan.profile_id, year=item.plan.year)


class PlanPdf(PermissionRequiredMixin, View):
    """The plan on letterhead, to be signed by two hands."""

    permission_required = "training.view_competence"

    def get(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        person = person_or_404(request, pk)
        plan = plan_of(person, year)
        if plan is None:
            raise Http404
        response = HttpResponse(to_pdf(plan_document(plan)), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="rencana-pengembangan-{year}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
