"""The people of a running cycle: who joins, who is taken out, and somebody else as supervisor or as decider."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import AppointmentKind
from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.rules import is_agency_head
from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.core.history import acting
from evaluations.models import Review, ReviewCycle
from evaluations.review_access import access_to
from evaluations.review_choices import EVALUATED, Stage

from .cycles import LEAD, add_person
from .refusals import (
    DeciderUnfit,
    EditedMeanwhile,
    InTheCycleAlready,
    LedByThePerson,
    NobodyLeadsThem,
    NotAtThisStage,
    NotYours,
    PutsThemselvesIn,
    ReasonMissing,
    SupervisorUnfit,
)
from .round_end import end_round_of
from .stages import locked, profile_at, tell, write_stage
from .writing import differences_of, is_stale

LEADERS = ("assigned_supervisor_id", "assigned_superior_id")
HIGHEST_STAIR = 20


@transaction.atomic
def reassign_supervisor(
    *,
    review: Review,
    supervisor: StaffProfile | None,
    by: Any,
    on: date,
    reason: str,
    superior: StaffProfile | None = None,
    seen: str | None = None,
) -> Review:
    """Put in somebody else as supervisor, and as the one who decides an objection; None: as the appointments say.

    The reason stays in the book; the person, the former and the new supervisor are told. Raises SupervisorUnfit,
    DeciderUnfit, LedByThePerson, PutsThemselvesIn, ReasonMissing, EditedMeanwhile; NotAtThisStage once it has ended.
    """
    row = locked(review, on)
    if not by.has_perm(LEAD) or row.person.user_id == by.pk:
        raise NotYours
    if row.has_ended or not row.cycle.is_running:
        raise NotAtThisStage
    changes = {
        "assigned_supervisor_id": supervisor.pk if supervisor else None,
        "assigned_superior_id": superior.pk if superior else None,
    }
    if seen is not None and is_stale(row, LEADERS, seen):
        raise EditedMeanwhile(row, differences_of(row, changes))
    _judge(row, supervisor, superior, on)
    if not reason.strip():
        raise ReasonMissing
    before, former = access_to(by, row, on), row.lead_id
    row.assigned_supervisor, row.assigned_superior = supervisor, superior
    row.version += 1
    with acting(by, gettext("Supervisor changed: %(reason)s") % {"reason": reason.strip()}):
        row.save()
    rows = Review.objects.with_leaders(on).with_superior(on).select_related("cycle", "person__user")
    now = rows.get(pk=row.pk)
    if superior is not None and now.superior_id != superior.pk:
        raise DeciderUnfit
    after = access_to(by, now, on)
    if not is_agency_head(by) and (after.is_lead or after.is_superior) and not (before.is_lead or before.is_superior):
        raise PutsThemselvesIn
    _tell_all(now, former, superior, by)
    return now


def _tell_all(now: Review, former: int | None, superior: StaffProfile | None, by: Any) -> None:
    """The person, whoever leads no longer, and those who were put in."""
    tell(now, now.person, _("Who leads your review was changed"), by)
    new = {superior.pk} if superior else set()
    if former != now.lead_id:
        tell(now, profile_at(former), _("You no longer lead a review"), by)
        new.add(now.lead_id or 0)
    for profile in new - {former}:
        tell(now, profile_at(profile), _("You were put in to lead or decide a review"), by)


def _judge(row: Review, supervisor: StaffProfile | None, superior: StaffProfile | None, on: date) -> None:
    if supervisor is not None and supervisor.pk == row.person_id:
        raise SupervisorUnfit
    lead = supervisor.pk if supervisor else None
    if superior is not None and superior.pk in (row.person_id, lead, row.rated_by_id):
        raise DeciderUnfit
    stairs = Stairs(on)
    for field, profile in (("supervisor", supervisor), ("superior", superior)):
        if profile is not None and stairs.stands_below(profile.pk, row.person_id):
            raise LedByThePerson(field)


class Stairs:
    """Who supervises whom that day, read at once: for deeds that ask it of several people."""

    def __init__(self, on: date) -> None:
        rows = Appointment.objects.on(on).annotate(
            acting=Case(When(kind=AppointmentKind.DEFINITIVE, then=0), default=1)
        )
        self._above: dict[int, int | None] = {}
        for profile, supervisor in rows.order_by("acting", "-starts_on", "-pk").values_list("profile", "supervisor"):
            self._above.setdefault(profile, supervisor)  # the definitive post, else the newest acting one

    def stands_below(self, profile: int, person: int) -> bool:
        """Whether that person stands above the profile, over any number of stairs."""
        above, met = self._above.get(profile), set[int]()
        while above is not None and above not in met and len(met) < HIGHEST_STAIR:
            if above == person:
                return True
            met.add(above)
            above = self._above.get(above)
        return False


@transaction.atomic
def join_cycle(*, cycle: ReviewCycle, person: StaffProfile, by: Any, on: date) -> Review:
    """A review for somebody who came after the start; whoever was taken out before comes back where they stopped.

    Where the cycle's days are over, by the post of its last day.

    Raises InTheCycleAlready, NobodyLeadsThem.
    """
    if not by.has_perm(LEAD):
        raise NotYours
    row = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    if not row.is_running:
        raise NotAtThisStage
    post = appointment_on(person, row.day_within(on))
    if post is None or post.supervisor_id is None:
        raise NobodyLeadsThem
    held = row.reviews.select_for_update().filter(person=person).first()
    if held is not None and held.stage != Stage.WITHDRAWN:
        raise InTheCycleAlready
    with acting(by):
        if held is None:
            return add_person(cycle=row, person=person, unit=post.unit_id)
    stage = Stage.RUNNING if held.agreed_on else Stage.PLANNING
    return write_stage(held, by, stage, closed_on=None, closing_note="")


@transaction.atomic
def withdraw_person(*, review: Review, by: Any, on: date, reason: str) -> Review:
    """End the review of somebody who left or was put in by mistake; what was written stays readable.

    Not once it is evaluated: that is released, answered or closed. An open round about it ends. Raises ReasonMissing.
    """
    row = locked(review, on)
    if not by.has_perm(LEAD) or row.person.user_id == by.pk:
        raise NotYours
    if row.has_ended or row.stage in EVALUATED or not row.cycle.is_running:
        raise NotAtThisStage
    if not reason.strip():
        raise ReasonMissing
    end_round_of(row, by=by, on=on)
    write_stage(row, by, Stage.WITHDRAWN, closing_note=reason.strip()[:4000], closed_on=on)
    tell(row, row.person, _("Your review was taken out of the cycle"), by)
    return row
