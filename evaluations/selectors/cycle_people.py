"""Whom a cycle takes when it starts, whom it leaves out and why; and what was written in one that has started."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.choices import AppointmentKind
from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.libraries.models import Unit
from evaluations.models import FeedbackNote, FeedbackRound, Review, ReviewCycle, StateRating, WorkResult
from evaluations.models.review import ReviewQuerySet
from evaluations.review_choices import Stage


@dataclass(frozen=True)
class Picked:
    """`posts` of those who get a review, by name; `left_out` with the reason; `elsewhere`: how many work in units or
    positions that were not chosen."""

    day: date
    posts: list[Appointment]
    left_out: list[tuple[StaffProfile, str]]
    elsewhere: int

    @property
    def token(self) -> str:
        """What a page showed of it, short enough to be carried and handed back."""
        held = ",".join(f"{post.profile_id}:{post.unit_id}" for post in self.posts)
        return hashlib.sha256(f"{self.day}:{held}".encode()).hexdigest()[:24]


def picked_for(
    cycle: ReviewCycle, on: date, *, units: Collection[Unit] = (), positions: Collection[int] = ()
) -> Picked:
    """Everybody with a definitive post and a supervisor in the cycle's days; `units` and `positions` narrow that.

    Two statements. Who leads nobody and has no supervisor (the head of the agency) is reviewed elsewhere.
    """
    day = cycle.day_within(on)
    posts = Appointment.objects.on(day).filter(kind=AppointmentKind.DEFINITIVE)
    working = StaffProfile.objects.filter(Q(left_on=None) | Q(left_on__gte=day))
    chosen_units, chosen = {unit.pk for unit in units}, set(positions)
    found, left_out, elsewhere = [], [], 0
    rows = posts.filter(profile__in=working).select_related("profile__user", "unit", "position", "supervisor")
    for post in rows.order_by("profile__name", "profile_id"):
        if (chosen_units and post.unit_id not in chosen_units) or (chosen and post.position_id not in chosen):
            elsewhere += 1
        elif post.supervisor_id is None:
            left_out.append((post.profile, _("no supervisor in the appointment")))
        else:
            found.append(post)
    no_post = _("no definitive post on %(day)s") % {"day": tanggal(day)}
    without = working.filter(Q(joined_on=None) | Q(joined_on__lte=day), ~Q(pk__in=posts.values("profile")))
    left_out += [(profile, no_post) for profile in without.order_by("name", "pk")]
    return Picked(day, found, left_out, elsewhere)


def written_in(cycle: Any) -> ReviewQuerySet:
    """Reviews of the cycle in which somebody wrote, decided or proposed anything at all."""
    written = Q(version__gt=1) | ~Q(stage=Stage.PLANNING)
    for model in (WorkResult, FeedbackNote, FeedbackRound, StateRating):
        written |= Q(Exists(model._default_manager.filter(review=OuterRef("pk"))))
    return Review.objects.filter(written, cycle=cycle)
