"""Who may see and do what in one review: the person, the supervisor of that day, that one's superior, the heads.

Colleagues get nothing. Administrators see how far it is; the texts only where the cycle says so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from baubau_pembinaan.accounts.choices import DelegationScope
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_administrator, is_agency_head, profile_of
from baubau_pembinaan.accounts.selectors import stands_in_for
from evaluations.models import Review
from evaluations.models.review import ReviewQuerySet
from evaluations.review_choices import NotesShown, Stage


def leading_ids(profile: StaffProfile, today: date) -> set[int]:
    """The person, and those in whose place they decide about staff today (Plt., Plh., delegation)."""
    return {profile.pk, *places_of(profile, today).values_list("pk", flat=True)}


def places_of(profile: StaffProfile, today: date) -> QuerySet[StaffProfile]:
    return stands_in_for(profile, today, scope=DelegationScope.PEOPLE)


@dataclass(frozen=True)
class Access:
    """What somebody is to a review. Nobody is the lead, the superior or the head of their own review."""

    is_person: bool = False
    is_lead: bool = False
    is_superior: bool = False
    is_head: bool = False
    is_admin: bool = False
    admin_reads: bool = False

    @property
    def sees_state(self) -> bool:
        return self.is_person or self.leads or self.is_admin

    @property
    def reads_text(self) -> bool:
        return (
            self.is_person or self.is_lead or self.is_superior or self.is_head or (self.is_admin and self.admin_reads)
        )

    @property
    def leads(self) -> bool:
        return self.is_lead or self.is_superior or self.is_head

    def reads_self_text(self, review: Review) -> bool:
        """The self-assessment is the person's alone until it is handed in."""
        return self.is_person or (self.reads_text and review.self_is_handed_in)

    def reads_rating(self, review: Review) -> bool:
        """Ratings and the supervisor's words reach the person with the release."""
        if self.is_person:
            return review.is_released
        return self.reads_text

    def reads_notes(self, review: Review) -> bool:
        if self.is_person:
            return review.is_released or review.cycle.notes_shown == NotesShown.AT_ONCE
        return self.reads_text

    def may_plan(self, review: Review) -> bool:
        return self.is_person and review.stage == Stage.PLANNING

    def may_report(self, review: Review) -> bool:
        return self.is_person and review.stage in (Stage.RUNNING, Stage.SELF)

    def may_self_assess(self, review: Review) -> bool:
        return self.is_person and review.stage == Stage.SELF

    def may_expect(self, review: Review) -> bool:
        """The leader's expectation for each value belongs to the plan."""
        return self.is_lead and review.stage in (Stage.PLANNING, Stage.PROPOSED)

    def may_evaluate_period(self, review: Review) -> bool:
        return self.is_lead and review.stage in (Stage.RUNNING, Stage.SELF, Stage.RATING)

    def may_rate(self, review: Review) -> bool:
        return self.is_lead and review.stage == Stage.RATING

    def may_grow(self, review: Review) -> bool:
        """Both may turn what the year shows into goals of the development plan, once the year's plan is agreed."""
        return (self.is_person or self.is_lead) and review.stage not in (Stage.PLANNING, Stage.PROPOSED)


def access_to(user: Any, review: Review, today: date) -> Access:
    """What this account is to the review today; `review` comes from `with_leaders(today)`.

    `my_places` may hold the people in whose place the account decides; without it they are looked up.
    """
    me = profile_of(user)
    admin = is_administrator(user)
    admin_reads = admin and review.cycle.admin_reads_text
    if me is not None and me.pk == review.person_id:
        return Access(is_person=True)
    ids: Collection[int] = ()
    if me is not None:
        places: list[int] | None = getattr(review, "my_places", None)
        ids = leading_ids(me, today) if places is None else {me.pk, *places}
    return Access(
        is_lead=getattr(review, "lead_id", None) in ids,
        is_superior=getattr(review, "superior_id", None) in ids,
        is_head=is_agency_head(user),
        is_admin=admin,
        admin_reads=admin_reads,
    )


def led_by(profile: StaffProfile, today: date, *, also_below: bool = True) -> ReviewQuerySet:
    """Reviews this person leads that day, directly (`also_below`: or whose lead they lead); never their own."""
    ids = leading_ids(profile, today)
    mine = Q(lead_id__in=ids) | Q(superior_id__in=ids) if also_below else Q(lead_id__in=ids)
    return Review.objects.with_leaders(today).filter(mine).exclude(person=profile)
