"""Who may see and do what in one review: the person, the supervisor of that day, that one's superior, the heads.

Colleagues get nothing. Administrators see how far it is; the texts only where the cycle says so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from baubau_pembinaan.accounts.choices import DelegationScope
from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.rules import is_administrator, is_agency_head, profile_of
from baubau_pembinaan.accounts.selectors import stands_in_for
from baubau_pembinaan.core.statements import Kept, among, blank
from evaluations.models import Review
from evaluations.models.review import TODAY, ReviewQuerySet
from evaluations.review_choices import NotesShown, Stage


def leading_ids(profile: StaffProfile, today: date) -> set[int]:
    """The person, and those in whose place they decide about staff today (Plt., Plh., delegation)."""
    return {profile.pk, *(pk for (pk,) in _PLACES.rows(me=profile.pk, today=today))}


def places_of(profile: Any, today: Any) -> QuerySet[StaffProfile]:
    return stands_in_for(profile, today, scope=DelegationScope.PEOPLE)


_PLACES = Kept(lambda: places_of(blank("me"), TODAY).values_list("pk"))


@dataclass(frozen=True)
class Access:
    """What somebody is to a review. Nobody is the lead, the superior or the head of their own review."""

    is_person: bool = False
    is_lead: bool = False
    is_superior: bool = False
    is_head: bool = False
    is_admin: bool = False
    admin_reads: bool = False
    decides: bool = False  # an objection: never the lead, nor whoever handed in the evaluation

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

    def hides_feedback(self, review: Review) -> bool:
        """The leader's word on results and values, from the self-assessment to the release, from the person."""
        return self.is_person and review.stage in (Stage.RATING, Stage.CALIBRATION)

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

    def may_read_why_sent_back(self, review: Review) -> bool:
        """A plan and a self-assessment go back to the person, an evaluation to the supervisor; who leads them reads the
        reason too."""
        to_person = (Stage.PLANNING, Stage.PROPOSED, Stage.SELF)
        return self.reads_text if review.stage in to_person else self.reads_rating(review)

    def may_grow(self, review: Review) -> bool:
        """Both may turn what the year shows into goals of the development plan, once the year's plan is agreed."""
        return (self.is_person or self.is_lead) and review.stage not in (
            Stage.PLANNING,
            Stage.PROPOSED,
            Stage.WITHDRAWN,
        )


def access_to(user: Any, review: Review, today: date) -> Access:
    """What this account is to the review today; `review` comes from `with_leaders(today)` and
    `with_superior(today)`.

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
    is_lead, is_head = review.lead_id in ids, is_agency_head(user)
    is_third = not is_lead and (me is None or review.rated_by_id != me.pk)
    superior = review.superior_id
    return Access(
        is_lead=is_lead,
        is_superior=review.above_id in ids,
        is_head=is_head,
        is_admin=admin,
        admin_reads=admin_reads,
        decides=is_third and (is_head if superior is None else superior in ids),
    )


def led_by() -> ReviewQuerySet:
    """Of a kept statement: reviews that somebody leads, directly or through whom they lead; never their own.

    `leading` says what stands in its blanks.
    """
    ids = among("ids")
    mine = Q(lead_id__in=ids) | Q(above_id__in=ids)
    near = _near(ids).values("pk")
    return Review.objects.filter(pk__in=near).with_leaders(TODAY).filter(mine).exclude(person=blank("me"))


def leading(profile: StaffProfile, today: date) -> dict[str, Any]:
    """What stands in the blanks of `led_by`."""
    return {"me": profile.pk, "ids": list(leading_ids(profile, today)), "today": today}


_LED = Kept(lambda: led_by().order_by().values_list("pk")[:1])


def leads_any(profile: StaffProfile, today: date) -> bool:
    return bool(_LED.rows(**leading(profile, today)))


def _near(ids: RawSQL) -> ReviewQuerySet:
    """Every review that these people could lead on any day, found by the index: who leads is asked of these alone."""
    below = Appointment.objects.filter(supervisor__in=ids).order_by().values("profile")
    further = Appointment.objects.filter(supervisor__in=below).order_by().values("profile")
    return Review.objects.order_by().filter(
        Q(person__in=below)
        | Q(person__in=further)
        | Q(assigned_supervisor__in=ids)
        | Q(assigned_supervisor__in=below)
        | Q(assigned_superior__in=ids)
    )
