"""The reminders as administrators see and edit them."""

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
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.models import ReminderHours, ReminderRule
from baubau_pembinaan.notifications.reminder_forms import DayForm, HoursForm, RuleForm
from baubau_pembinaan.notifications.reminders import rules, sending
from baubau_pembinaan.notifications.reminders.planning import Plan, Planned

SHOWN_AT_MOST = 100


class _Administrators(PermissionRequiredMixin):
    permission_required = "notifications.manage_reminders"


class RuleList(_Administrators, TemplateView):
    """Every rule that an app still declares, by its words."""

    template_name = "notifications/reminder/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [rule for rule in ReminderRule.objects.order_by("code", "pk") if rule.duty and rule.duty.is_in_use]
        rows = [
            {
                "rule": rule,
                "url": row_address("notifications:reminder-edit", rule.pk),
                "is_default": rules.is_default(rule),
                "days": _days(rule.offsets),
                "who": _who(rule),
            }
            for rule in found
        ]
        return super().get_context_data(rows=sorted(rows, key=lambda row: str(row["rule"].label)), **kwargs)


def _days(offsets: list[int]) -> str:
    return ", ".join(f"{days:+d}" if days else "0" for days in offsets)


def _who(rule: ReminderRule) -> str:
    duty = rule.duty
    if duty is not None and not duty.permission:
        return str(duty.who)
    return ", ".join(str(Role(role).label) for role in rule.roles) or _("Everybody who may do it")


class RuleEdit(_Administrators, View):
    """One rule, with whom it would remind on a chosen day (also while it is off)."""

    def _rule(self, pk: int) -> ReminderRule:
        rule = get_object_or_404(ReminderRule, pk=pk)
        if rule.duty is None:
            raise Http404
        return rule

    def _form(self, rule: ReminderRule, data: Any = None) -> RuleForm:
        return RuleForm(data, instance=rule, entitled=rules.entitled_roles(rule.duty))  # type: ignore[arg-type]

    def _page(self, request: HttpRequest, rule: ReminderRule, form: RuleForm) -> HttpResponse:
        day = DayForm(request.GET)
        stored = get_object_or_404(ReminderRule, pk=rule.pk) if form.is_bound else rule
        context = {
            "form": form,
            "rule": stored,
            "is_default": rules.is_default(stored),
            "who": _who(stored),
            "day_form": day,
            **preview(day.day, [stored]),
        }
        return render(request, "notifications/reminder/edit.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self._rule(pk)
        return self._page(request, rule, self._form(rule))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self._rule(pk)
        form = self._form(rule, request.POST)
        if form.is_valid():
            try:
                rules.change_rule(rule=rule, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The reminder is saved."))
                return redirect("notifications:reminder-edit", pk=rule.pk)
        return self._page(request, rule, form)


class RuleReset(_Administrators, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(ReminderRule, pk=pk)
        if rule.duty is None:
            raise Http404
        rules.reset_rule(rule=rule, by=request.user)
        messages.success(request, _("The reminder is back to how it came."))
        return redirect("notifications:reminder-edit", pk=rule.pk)


class Preview(_Administrators, TemplateView):
    """Everything that would be said on a day by the rules that are on."""

    template_name = "notifications/reminder/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = DayForm(self.request.GET)
        outcome = sending.send(on=day.day, at=timezone.now(), dry_run=True)
        seen = {
            **_shown(outcome.on, outcome.closed, outcome.planned, outcome.broken),
            "messages_due": outcome.messages,
            "summaries": outcome.summaries[:SHOWN_AT_MOST],
            "more_summaries": max(outcome.digests - SHOWN_AT_MOST, 0),
        }
        return super().get_context_data(day_form=day, **seen, **kwargs)


class HoursEdit(_Administrators, View):
    def _page(self, request: HttpRequest, form: HoursForm) -> HttpResponse:
        return render(request, "notifications/reminder/hours.html", {"form": form})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, HoursForm(instance=ReminderHours.current()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = HoursForm(request.POST, instance=ReminderHours.current())
        if form.is_valid():
            rules.change_hours(by=request.user, **form.cleaned_data)
            messages.success(request, _("The hours are saved."))
            return redirect("notifications:reminder-list")
        return self._page(request, form)


def preview(on: date, only: list[ReminderRule]) -> dict[str, Any]:
    """What the page of a rule draws of its plan for a day."""
    plan = Plan(on, rules=only, only_on=False)
    return _shown(on, plan.is_closed, plan.planned(), plan.broken)


def _shown(on: date, is_closed: bool, planned: list[Planned], broken: list[str]) -> dict[str, Any]:
    return {
        "on": on,
        "is_closed": is_closed,
        "planned": planned[:SHOWN_AT_MOST],
        "more": max(len(planned) - SHOWN_AT_MOST, 0),
        "broken": broken,
    }
