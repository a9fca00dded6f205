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
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.history import acting
from training.choices import ItemOrigin, ItemStatus, PlanStatus
from training.models import Competence, DevelopmentPlan, PlanItem, Programme

from . import telling
from .plan_sources import missing_goals


class PlanAgreed(ValidationError):
    """What two people agreed on changes only by settling its items."""

    def __init__(self) -> None:
        super().__init__(_("The plan is agreed. Reopen it together with the supervisor to change it."))


class PlanHandedIn(ValidationError):
    """The supervisor agrees to what was handed in, not to what was added behind it."""

    def __init__(self) -> None:
        super().__init__(_("The plan is with your supervisor. Ask for it back to change it."))


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


class GoalChanged(ValidationError):
    """Somebody else changed it since the form was drawn."""

    def __init__(self, item: PlanItem) -> None:
        super().__init__(
            _("Somebody changed this goal meanwhile. It now reads: “%(goal)s”, by %(day)s. Save again to write yours."),
            params={"goal": item.goal, "day": tanggal(item.due_on)},
        )


class DueOutsideYear(ValidationError):
    """What is to be done in another year stands in that year's plan."""

    def __init__(self, year: int) -> None:
        super().__init__({"due_on": _("This is the plan of %(year)s: give a day of that year.") % {"year": year}})


@transaction.atomic
def draft_plan(*, profile: StaffProfile, year: int, on: date, by: Any) -> DevelopmentPlan:
    """The year's plan, with a goal for each of the two largest gaps (as rated this year, else the year before), for
    what reviews suggest, for programmes the person waits for and for each line of the wishes; with a programme that
    aims at it where the catalogue has one.

    Drafted again it gets what is missing; a plan handed in or agreed stays as it is.
    """
    StaffProfile.objects.select_for_update().get(pk=profile.pk)
    plan = DevelopmentPlan.objects.filter(profile=profile, year=year).first()
    if plan is not None and not plan.is_draft:
        return plan
    with acting(by), override(settings.LANGUAGE_CODE):  # what is stored stands in the office's language
        plan = plan or DevelopmentPlan.objects.create(profile=profile, year=year)
        for goal in missing_goals(plan, on=on, by=by):
            PlanItem.objects.create(plan=plan, due_on=date(year, 12, 15), **goal)
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
    """One more goal; reviews add theirs with `origin` REVIEW. Raises PlanAgreed, PlanHandedIn, DueOutsideYear."""
    locked = _open_plan(plan, by)
    item = PlanItem(plan=plan, goal=goal, due_on=due_on, competence=competence, programme=programme, origin=origin)
    return _kept(item, locked, by)


@transaction.atomic
def change_item(
    *,
    item: PlanItem,
    goal: str,
    due_on: date,
    by: Any,
    competence: Competence | None = None,
    programme: Programme | None = None,
    seen: str | None = None,
) -> PlanItem:
    """What it says, while the plan may change; `seen`: the mark of what the form showed.

    Raises PlanAgreed, PlanHandedIn, DueOutsideYear, GoalChanged.
    """
    plan = _open_plan(item.plan, by)
    locked = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if seen is not None and seen != locked.mark:
        raise GoalChanged(locked)
    locked.goal, locked.due_on, locked.competence, locked.programme = goal, due_on, competence, programme
    return _kept(locked, plan, by)


def _kept(item: PlanItem, plan: DevelopmentPlan, by: Any) -> PlanItem:
    if item.due_on.year != plan.year:
        raise DueOutsideYear(plan.year)
    item.full_clean()
    with acting(by):
        item.save()
    return item


@transaction.atomic
def remove_item(*, item: PlanItem, by: Any) -> None:
    """Raises PlanAgreed, PlanHandedIn."""
    _open_plan(item.plan, by)
    with acting(by):
        item.delete()


@transaction.atomic
def write_wishes(*, plan: DevelopmentPlan, wishes: str, by: Any) -> None:
    """Raises PlanAgreed, PlanHandedIn."""
    locked = _open_plan(plan, by)
    locked.wishes = wishes.strip()
    with acting(by):
        locked.save()


@transaction.atomic
def submit_plan(*, plan: DevelopmentPlan, by: Any, at: datetime) -> DevelopmentPlan:
    """Hand it to the supervisor. Raises PlanAgreed, PlanHandedIn, PlanEmpty."""
    locked = _open_plan(plan, by)
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


def _open_plan(plan: DevelopmentPlan, by: Any) -> DevelopmentPlan:
    """The plan while it may change: by its person until it is handed in, by the supervisor until it is agreed."""
    locked = _locked(plan)
    if locked.is_agreed:
        raise PlanAgreed
    if locked.is_submitted and by is not None and by.pk == locked.profile.user_id:
        raise PlanHandedIn
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
