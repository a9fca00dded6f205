"""A person's development plan: drafted from the gaps, agreed with the supervisor, followed up."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import supervisor_of
from baubau_pembinaan.core.history import acting
from training.choices import ItemOrigin, ItemStatus, PlanStatus
from training.models import Competence, DevelopmentPlan, PlanItem, Programme
from training.selectors.gaps import gaps_of

from . import telling

LARGEST = 2


class PlanAgreed(ValidationError):
    """What two people agreed on changes only by settling its items."""

    def __init__(self) -> None:
        super().__init__(_("The plan is agreed. Reopen it together with the supervisor to change it."))


class PlanNotSubmitted(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The plan has not been handed in."))


class PlanEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Write at least one goal first."))


class PlanNotAgreed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Goals are settled once the plan is agreed."))


class OutcomeMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"outcome": _("Say what came of it.")})


@transaction.atomic
def draft_plan(*, profile: StaffProfile, year: int, on: date, by: Any) -> DevelopmentPlan:
    """The year's plan, made where there is none: a goal for each of the two largest gaps, with a programme that aims
    at it where the catalogue has one. A plan that is there stays as it is."""
    StaffProfile.objects.select_for_update().get(pk=profile.pk)
    found = DevelopmentPlan.objects.filter(profile=profile, year=year).first()
    if found is not None:
        return found
    due = date(year, 12, 15)
    with acting(by), override(settings.LANGUAGE_CODE):  # what is stored stands in the office's language
        plan = DevelopmentPlan.objects.create(profile=profile, year=year)
        for row in [row for row in gaps_of(profile, year, on) if row.is_gap][:LARGEST]:
            programme = (
                Programme.objects.filter(is_active=True, competences=row.competence).order_by("title", "pk").first()
            )
            PlanItem.objects.create(
                plan=plan,
                origin=ItemOrigin.GAP,
                goal=gettext("Raise “%(unit)s” from level %(level)s to %(required)s")
                % {"unit": row.competence.title, "level": row.level, "required": row.required},
                competence=row.competence,
                programme=programme,
                due_on=due,
            )
    return plan


@transaction.atomic
def add_item(
    *,
    plan: DevelopmentPlan,
    goal: str,
    due_on: date,
    by: Any,
    competence: Competence | None = None,
    programme: Programme | None = None,
    origin: str = ItemOrigin.WISH,
) -> PlanItem:
    """One more goal; reviews add theirs with `origin` REVIEW. Raises PlanAgreed."""
    _open_plan(plan)
    item = PlanItem(plan=plan, goal=goal, due_on=due_on, competence=competence, programme=programme, origin=origin)
    item.full_clean()
    with acting(by):
        item.save()
    return item


@transaction.atomic
def remove_item(*, item: PlanItem, by: Any) -> None:
    """Raises PlanAgreed."""
    _open_plan(item.plan)
    with acting(by):
        item.delete()


@transaction.atomic
def write_wishes(*, plan: DevelopmentPlan, wishes: str, by: Any) -> None:
    """Raises PlanAgreed."""
    locked = _open_plan(plan)
    locked.wishes = wishes.strip()
    with acting(by):
        locked.save()


@transaction.atomic
def submit_plan(*, plan: DevelopmentPlan, by: Any, at: datetime) -> DevelopmentPlan:
    """Hand it to the supervisor. Raises PlanAgreed, PlanEmpty."""
    locked = _open_plan(plan)
    if not locked.items.exists():
        raise PlanEmpty
    locked.status, locked.submitted_at = PlanStatus.SUBMITTED, at
    with acting(by):
        locked.save()
    telling.tell(
        supervisor_of(locked.profile, timezone.localdate(at)),
        key=f"training.plan.{locked.pk}.submitted.{at:%Y%m%d%H%M%S}",
        subject=lambda: gettext("Development plan of %(person)s") % {"person": locked.profile},
        body=lambda: (
            gettext("%(person)s has handed in the plan for %(year)s. Talk it over and agree.")
            % {"person": locked.profile, "year": locked.year}
        ),
        url=reverse("training:plan", args=[locked.profile_id, locked.year]),
    )
    return locked


@transaction.atomic
def agree_plan(*, plan: DevelopmentPlan, by: Any, at: datetime, note: str = "") -> DevelopmentPlan:
    """The supervisor's yes. Raises PlanNotSubmitted."""
    locked = _locked(plan)
    if not locked.is_submitted:
        raise PlanNotSubmitted
    locked.status, locked.agreed_at, locked.agreed_by, locked.note = PlanStatus.AGREED, at, by, note.strip()
    with acting(by):
        locked.save()
    _tell_person(locked, at, is_agreed=True)
    return locked


@transaction.atomic
def return_plan(*, plan: DevelopmentPlan, by: Any, at: datetime, note: str) -> DevelopmentPlan:
    """Back to writing: handed in or agreed, with a note what to change. Raises PlanNotSubmitted."""
    locked = _locked(plan)
    if locked.is_draft:
        raise PlanNotSubmitted
    locked.status, locked.agreed_at, locked.agreed_by, locked.note = PlanStatus.DRAFT, None, None, note.strip()
    with acting(by, reason=note):
        locked.save()
    _tell_person(locked, at, is_agreed=False)
    return locked


@transaction.atomic
def settle_item(*, item: PlanItem, status: str, outcome: str, by: Any) -> PlanItem:
    """Done or dropped, and what came of it. Raises PlanNotAgreed, OutcomeMissing."""
    plan = _locked(item.plan)
    if not plan.is_agreed:
        raise PlanNotAgreed
    if status != ItemStatus.OPEN and not outcome.strip():
        raise OutcomeMissing
    locked = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    locked.status, locked.outcome = status, outcome.strip()
    with acting(by):
        locked.save()
    return locked


def _locked(plan: DevelopmentPlan) -> DevelopmentPlan:
    return DevelopmentPlan.objects.select_for_update(of=("self",)).select_related("profile__user").get(pk=plan.pk)


def _open_plan(plan: DevelopmentPlan) -> DevelopmentPlan:
    locked = _locked(plan)
    if locked.is_agreed:
        raise PlanAgreed
    return locked


def _tell_person(plan: DevelopmentPlan, at: datetime, *, is_agreed: bool) -> None:
    def subject() -> str:
        if is_agreed:
            return gettext("Your development plan is agreed")
        return gettext("Your development plan came back")

    telling.tell(
        plan.profile,
        key=f"training.plan.{plan.pk}.{plan.status}.{at:%Y%m%d%H%M%S}",
        subject=subject,
        body=lambda: plan.note or gettext("Open it to see what comes next."),
        url=reverse("training:plan", args=[plan.profile_id, plan.year]),
    )
