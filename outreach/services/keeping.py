"""What time does: offers run out, unconfirmed seats are passed on, absences are noted, names go."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, ExpressionWrapper, F, Max, OuterRef, Q
from django.db.models.fields import DateTimeField
from django.utils import timezone

from outreach.choices import GUARDED_BANDS, RegistrationStatus, SessionState
from outreach.models import Notice, Participant, Registration, RegistrationPolicy, Session
from outreach.models.session import ASK_AHEAD
from outreach.services.guardian_words import confirm_as_guardian
from outreach.services.notice_words import confirm_words
from outreach.services.notices import CONFIRM, tell, tell_guardian_apart
from outreach.services.own_data import erase
from outreach.services.queue import locked_session, release
from outreach.services.spent_forms import forget_spent


def end_offers(*, at: datetime) -> int:
    """Seats offered until now go on to the next in the queue; returns how many."""
    due = Registration.objects.filter(status=RegistrationStatus.INVITED, invited_until__lte=at)
    return sum(
        release(registration_id=pk, at=at)
        for pk in list(due.order_by("invited_until", "pk").values_list("pk", flat=True))
    )


def ask_to_confirm(*, at: datetime) -> int:
    """A day before the deadline, ask those who have not said that they come; who registers later need not."""
    asked = 0
    for session in _with_confirmation(at):
        until = session.confirm_until
        if until is not None and until - ASK_AHEAD <= at < until:
            rows = Registration.objects.filter(
                session=session,
                status=RegistrationStatus.REGISTERED,
                confirmed_at=None,
                asked_at=None,
                queued_at__lt=until - ASK_AHEAD,
            )
            for row in rows.order_by("queued_at", "pk"):
                asked += _ask(row, session, until, at)
    return asked


@transaction.atomic
def _ask(row: Registration, session: Session, until: datetime, at: datetime) -> int:
    as_it_stands = locked_session(session.pk)
    locked = Registration.objects.select_for_update().get(pk=row.pk)
    locked.session = as_it_stands
    if as_it_stands.starts_at != session.starts_at:
        return 0  # moved in the meantime: everybody is asked about the new time
    if locked.asked_at or locked.confirmed_at or not locked.has_seat:
        return 0
    if tell(locked, f"{CONFIRM}.{session.sequence}", confirm_words(until), at=at) is None:
        return 0  # nobody can be reached: the seat is not taken from who never heard the question
    if locked.needs_guardian:  # has a seat, so the guardian agreed; the seat waits until they were told as well
        tell_guardian_apart(locked, f"{CONFIRM}.{session.sequence}", confirm_as_guardian(until), at=at)
    locked.asked_at = at
    locked.save(update_fields=["asked_at"])
    return 1


def release_unconfirmed(*, at: datetime) -> int:
    """Seats whose owners were asked and did not confirm by the deadline go on; returns how many."""
    released = 0
    for session in _with_confirmation(at):
        if session.confirm_until is None or session.confirm_until > at:
            continue
        # One message must bear both: another one that waits to be sent keeps nobody's seat.
        unsent = Notice.objects.filter(registration=OuterRef("pk"), key__startswith=CONFIRM, sent_at=None)
        rows = Registration.objects.filter(
            ~Exists(unsent),
            session=session,
            status=RegistrationStatus.REGISTERED,
            confirmed_at=None,
            asked_at__isnull=False,
        )
        for pk in list(rows.order_by("-queued_at", "-pk").values_list("pk", flat=True)):
            released += release(registration_id=pk, at=at)
    return released


def _with_confirmation(at: datetime) -> list[Session]:
    """Dates ahead whose event asks people to confirm."""
    longest = at + timedelta(hours=240) + ASK_AHEAD
    found = Session.objects.public().filter(state=SessionState.PLANNED, starts_at__gt=at, starts_at__lt=longest)
    return list(found.filter(event__confirm_hours__gt=0).select_related("event").order_by("starts_at", "pk"))


def forget_names(*, at: datetime) -> int:
    """Registrations past their term lose names and contacts; seats and ages stay. Returns how many.

    Terms: keep_days after the date; for children, the guardian's contact goes keep_guardian_days after the event's
    last date (it leaves with the names, since a name without a contact serves nobody). A member of a standing group
    is remembered by the registration they joined with for as long as they belong.
    """
    policy = RegistrationPolicy.on(timezone.localdate(at))
    last = (
        Session.objects.filter(event=OuterRef("session__event"))
        .values("event")
        .annotate(end=Max("ends_at"))
        .values("end")
    )
    children = Participant.objects.filter(registration=OuterRef("pk"), age_band__in=GUARDED_BANDS)
    due = Registration.objects.filter(erased_at=None).annotate(
        event_ended=ExpressionWrapper(last, output_field=DateTimeField()), has_children=Exists(children)
    )
    due = due.filter(
        Q(session__ends_at__lt=at - timedelta(days=policy.keep_days))
        | Q(has_children=True, event_ended__lt=at - timedelta(days=policy.keep_guardian_days))
    )
    due = due.exclude(founded__isnull=False, founded__left_at=None)
    forgotten = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Registration.objects.select_for_update().get(pk=pk)
            if row.erased_at is None:
                erase(row, at)
                forgotten += 1
    return forgotten


def clear_spam(*, at: datetime) -> int:
    """Registrations held aside whose date is over go for good: nobody decided, nobody came."""
    forget_spent(at=at)
    stale = Registration.objects.filter(status=RegistrationStatus.HELD_ASIDE, session__ends_at__lt=at)
    return stale.order_by().filter(queued_at__lt=F("session__ends_at")).delete()[0]


@transaction.atomic
def discard_held(*, ids: Collection[int]) -> int:
    """Put away for good those of them that are still held aside; returns how many. What somebody took in stays."""
    held = Registration.objects.filter(pk__in=ids, status=RegistrationStatus.HELD_ASIDE).order_by()
    dates = Session.objects.select_for_update().filter(pk__in=held.values("session"))
    list(dates.order_by("pk").values_list("pk", flat=True))
    return held.delete()[1].get(Registration._meta.label, 0)
