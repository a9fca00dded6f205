"""Standing groups: joining once, being expected at every meeting, leaving."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from outreach.choices import EventStatus, RegistrationKind, RegistrationStatus, SessionState
from outreach.models import (
    Consent,
    ConsentWay,
    Membership,
    Participant,
    Purpose,
    Registration,
    Session,
    StandingGroup,
)
from outreach.services import own_data
from outreach.services.consents import GuardianDecides, agreeing_name, named_by, newest_texts
from outreach.services.party import KnownAlready, Party, reached_by
from outreach.services.photo_care import withdraw_photos
from outreach.services.queue import fill_seats, has_room
from outreach.services.registering import register

AHEAD = timedelta(days=60)
WELCOME = (RegistrationStatus.REGISTERED, RegistrationStatus.INVITED, RegistrationStatus.WAITING)


class GroupNeedsRegistration(ValidationError):
    def __init__(self) -> None:
        super().__init__({"event": _("Choose an event people register for: members get their seats that way.")})


class GroupClosed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This group takes no new members now."))


class NoMeeting(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("No meeting is planned yet. Come back when the next date is set."))


class AlreadyMember(KnownAlready):
    def __init__(self, row: Registration | None = None) -> None:
        super().__init__(_("Somebody with this phone or e-mail belongs to the group already. Use your link."), row)


class OnePersonOrFamily(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("A group has people and families as members, no whole classes."))


@transaction.atomic
def save_group(*, group: StandingGroup, by: Any) -> StandingGroup:
    """Keep a new or changed group. Raises GroupNeedsRegistration."""
    if not group.event.needs_registration:
        raise GroupNeedsRegistration
    with acting(by):
        group.save()
    return group


def next_meeting(group: StandingGroup, at: datetime) -> Session | None:
    """The meeting with which somebody joins now."""
    coming = Session.objects.public().filter(event=group.event_id, state=SessionState.PLANNED, starts_at__gt=at)
    return coming.select_related("event").order_by("starts_at", "pk").first()


@transaction.atomic
def join(*, group: StandingGroup, party: Party, at: datetime, **how: Any) -> Membership:
    """Become a member: a registration for the next meeting (services.registering, with `how` passed on), then one for
    each later meeting. A full meeting means a place in its queue; a minor waits for the guardian.

    The same nonce again returns the first membership. Raises GroupClosed, NoMeeting, AlreadyMember, OnePersonOrFamily
    and what registering raises.
    """
    locked = StandingGroup.objects.select_for_update(of=("self",)).select_related("event").get(pk=group.pk)
    nonce = how.get("nonce")
    if nonce and (known := Membership.objects.filter(founder__nonce=nonce).first()):
        return known
    session = next_meeting(locked, at)
    if not locked.is_open or not locked.event.is_published:
        raise GroupClosed
    if session is None:
        raise NoMeeting
    if party.kind == RegistrationKind.GROUP:
        raise OnePersonOrFamily
    members = Registration.objects.filter(founded__group=locked, founded__left_at=None)
    if member := members.filter(reached_by(party.phone, party.email)).first():
        raise AlreadyMember(member)
    # Every date of the coming weeks at once, in the order of all who lock more than one: the nearest is no exception.
    ahead = locked_sessions([session.pk, *_coming(locked, at).values_list("pk", flat=True)])
    founder = register(session=session, party=party, at=at, **how)
    membership = Membership.objects.create(group=locked, founder=founder, joined_at=at)
    founder.membership = membership
    founder.save(update_fields=["membership"])
    if _is_accepted(membership, at):
        _carry(membership, [row for row in ahead if row.pk != session.pk], at)
    return membership


def carry_members(*, at: datetime) -> int:
    """Give every member a registration for each meeting of the next weeks; safe to run twice. Returns how many."""
    living = Membership.objects.living().filter(group__event__status=EventStatus.PUBLISHED)
    return sum(
        carry_member(membership=membership, at=at)
        for membership in living.select_related("founder", "group").order_by("joined_at", "pk")
    )


def carry_member(*, membership: Membership, at: datetime) -> int:
    """Register a member for the coming meetings they are not registered for yet, oldest members first in the queue."""
    if not _is_accepted(membership, at):
        return 0
    missing = _coming(membership.group, at).exclude(registrations__membership=membership)
    with transaction.atomic():
        return _carry(membership, locked_sessions(list(missing.values_list("pk", flat=True))), at)


def _coming(group: StandingGroup, at: datetime) -> QuerySet[Session]:
    """The meetings of the next weeks."""
    return Session.objects.public().filter(
        event=group.event_id, state=SessionState.PLANNED, starts_at__gt=at, starts_at__lte=at + AHEAD
    )


def _is_accepted(membership: Membership, at: datetime) -> bool:
    """True once the joining registration counted; a guardian's no, or names removed, ends the membership."""
    founder = membership.founder
    if membership.accepted_at is None and founder.status in WELCOME:
        membership.accepted_at = at
        membership.save(update_fields=["accepted_at"])
    if founder.erased_at or (membership.accepted_at is None and not founder.is_live):
        membership.left_at = at
        membership.save(update_fields=["left_at"])
        return False
    return membership.accepted_at is not None


def _carry(membership: Membership, locked: list[Session], at: datetime) -> int:
    """A registration for each of these meetings, which are locked. Who registered alone for one is joined to it."""
    sessions = [session for session in locked if session.is_planned]
    rows = Registration.objects.filter(session__in=sessions)
    there = set(rows.filter(membership=membership).values_list("session_id", flat=True))
    founder = membership.founder
    for own in rows.filter(reached_by(founder.phone, founder.email), membership=None).live():
        if own.session_id not in there:
            own.membership = membership
            own.save(update_fields=["membership"])
            there.add(own.session_id)
    made = [_copied(membership, session, at) for session in sessions if session.pk not in there]
    people = list(founder.participants.order_by("pk"))
    consents = list(founder.consents.filter(withdrawn_at=None, text__purpose__in=(Purpose.ATTENDANCE, Purpose.PHOTO)))
    Participant.objects.bulk_create(
        Participant(registration=row, nickname=p.nickname, age_band=p.age_band, school=p.school)
        for row in made
        for p in people
    )
    Consent.objects.bulk_create(
        Consent(
            registration=row, text_id=c.text_id, is_given=c.is_given, name=c.name, way=c.way, at=c.at,
            recorded_by_id=c.recorded_by_id, about=c.about,
        )
        for row in made
        for c in consents
    )  # fmt: skip
    return len(made)


def _copied(membership: Membership, session: Session, at: datetime) -> Registration:
    """The queue first, then this member's party, whole or not at all. `session` is locked."""
    fill_seats(session, at=at)
    founder = membership.founder
    seated = has_room(session, founder.seats)
    return Registration.objects.create(
        session=session,
        status=RegistrationStatus.REGISTERED if seated else RegistrationStatus.WAITING,
        queued_at=at,
        membership=membership,
        **{name: getattr(founder, name) for name in COPIED},
    )


def locked_sessions(ids: list[int]) -> list[Session]:
    """The dates with their events, locked in one order, so that two members never wait for each other."""
    locked = Session.objects.select_for_update(of=("self",)).select_related("event")
    return list(locked.filter(pk__in=ids).order_by("pk"))


COPIED = (
    "kind", "seats", "name", "phone", "email", "registrant", "guardian_name", "guardian_phone", "guardian_email",
    "guardian_language", "companions",
    "language", "school", "group_band", "needs", "source", "channel_id", "entered_by_id",
)  # fmt: skip


@transaction.atomic
def leave(*, membership: Membership, at: datetime) -> Membership:
    """No longer a member: seats at coming meetings go back. Twice changes nothing more."""
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if row.left_at is None:
        row.left_at = at
        row.save(update_fields=["left_at"])
    coming = Registration.objects.filter(membership=row, session__starts_at__gt=at)
    sessions = {session.pk: session for session in locked_sessions(list(coming.values_list("session_id", flat=True)))}
    for registration in list(coming.live().order_by("session__starts_at", "pk")):
        registration.status, registration.invited_until = RegistrationStatus.CANCELLED, None
        registration.cancelled_at = at
        registration.save(update_fields=["status", "invited_until", "cancelled_at"])
        fill_seats(sessions[registration.session_id], at=at)
    return row


@transaction.atomic
def withdraw_consent(*, membership: Membership, at: datetime) -> None:
    """The guardian takes the consent to taking part back: the membership and every coming seat go with it."""
    given = Consent.objects.filter(registration__membership=membership, is_given=True, withdrawn_at=None)
    withdraw_photos(standing=given.filter(text__purpose=Purpose.PHOTO), at=at)
    given.exclude(text__purpose=Purpose.WORK).update(withdrawn_at=at)
    leave(membership=membership, at=at)


@transaction.atomic
def answer_about_photos(*, membership: Membership, agrees: bool, at: datetime, way: str, by: Any = None) -> None:
    """Yes or no to photos at every meeting. A former yes is withdrawn, not overwritten. Raises GuardianDecides."""
    locked = Membership.objects.select_for_update(of=("self",)).select_related("founder").get(pk=membership.pk)
    if agrees and locked.founder.needs_guardian and way == ConsentWay.WEB:
        raise GuardianDecides
    rows = membership.registrations.filter(erased_at=None)
    standing = Consent.objects.filter(
        registration__in=rows, text__purpose=Purpose.PHOTO, is_given=True, withdrawn_at=None
    )
    if not agrees:
        withdraw_photos(standing=standing, at=at)
        return
    words, name = newest_texts(at)[Purpose.PHOTO], agreeing_name(locked.founder)
    Consent.objects.bulk_create(
        Consent(
            registration=row, text=words, is_given=True, name=name, way=way, at=at, recorded_by=by,
            about=named_by(row, list(row.participants.all()), Purpose.PHOTO),
        )
        for row in rows.exclude(pk__in=standing.values("registration")).prefetch_related("participants")
    )  # fmt: skip


@transaction.atomic
def forget_member(*, membership: Membership, at: datetime) -> None:
    """Leave, and every name of this member goes from every meeting at once, their works with them. Counts stay."""
    given = Consent.objects.filter(registration__membership=membership, is_given=True, withdrawn_at=None)
    withdraw_photos(standing=given.filter(text__purpose=Purpose.PHOTO), at=at)
    leave(membership=membership, at=at)
    for registration in list(membership.registrations.filter(erased_at=None).order_by("pk")):
        own_data.erase(registration, at)


# --- One decision, behind whichever link: for a member it holds at every meeting ---------------------------------


def photos_everywhere(*, registration: Registration, agrees: bool, at: datetime, way: str, by: Any = None) -> None:
    """Yes or no to photos, for a member at every meeting. Raises GuardianDecides."""
    answer: dict[str, Any] = {"agrees": agrees, "at": at, "way": way, "by": by}
    if registration.membership:
        answer_about_photos(membership=registration.membership, **answer)
    else:
        own_data.answer_about_photos(registration=registration, **answer)


def withdraw_whole(*, registration: Registration, at: datetime) -> None:
    """The consent to taking part is taken back: the seat goes with it, and the membership where there is one."""
    if registration.membership:
        withdraw_consent(membership=registration.membership, at=at)
    else:
        own_data.withdraw_attendance(registration=registration, at=at)


def forget_whole(*, registration: Registration, at: datetime) -> None:
    """Remove what names somebody at once, for a member from the joining registration and every meeting."""
    if registration.membership:
        forget_member(membership=registration.membership, at=at)
    else:
        own_data.forget_me(registration=registration, at=at)
