"""Who the guardian is and how they are reached: put right by themselves, by the child who asks, or at the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from outreach.choices import Registrant, RegistrationStatus
from outreach.links import guardian_url
from outreach.models import Event, Notice, NoticeState, Registration, new_key
from outreach.models.notice import UNSENT
from outreach.services.changes import CHANGES_AT_MOST, ChangedTooOften, count_change, refuse_more
from outreach.services.consents import has_agreed
from outreach.services.groups import locked_sessions
from outreach.services.guardian_words import link_words
from outreach.services.notice_words import guardian_told_words, guardian_words
from outreach.services.notices import GUARDIAN_TOO, send_elsewhere, tell_guardian
from outreach.services.party import AnswerTooLate


class GuardianAnswered(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Your guardian has said yes. They correct their own phone or e-mail by their own link, or ask at the "
                "desk."
            )
        )


class GuardianGaveName(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The consent stays with the name of whoever gave it. Phone and e-mail can be corrected."))


def has_guardian(registration: Registration) -> bool:
    """Whether a guardian is asked or told: of a minor who registered alone."""
    return registration.registrant != Registrant.ADULT


def guardian_told(registration: Registration) -> bool:
    """Whether what the guardian is asked has left the house, to the address that holds now."""
    states = set(registration.notices.filter(key__startswith="guardian").values_list("state", flat=True))
    return NoticeState.SENT in states and not states & set(UNSENT)


def may_name_guardian(registration: Registration, at: datetime) -> bool:
    """Whether the child may still say who the guardian is and how they are reached."""
    open_still = registration.is_live and not registration.session.is_over(at)
    return open_still and has_guardian(registration) and not has_agreed(registration)


@transaction.atomic
def change_guardian(
    *,
    registration: Registration,
    name: str,
    phone: str,
    email: str,
    at: datetime,
    by: Any = None,
    as_guardian: bool = False,
    language: str = "",
) -> Registration:
    """Another name, phone or e-mail of the guardian; of a member at every meeting.

    Consents stay as they were given, in the name of who gave them: the child may change the guardian until they said
    yes, and afterwards only their phone and e-mail can change, by themselves (`as_guardian`) or at the desk (`by`).
    The former link is void, since whoever got it may be a stranger; the new address gets its own.
    Raises AnswerTooLate, GuardianAnswered, GuardianGaveName, ChangedTooOften.
    """
    if by is None:
        refuse_more(registration, "guardian")
    event = Event.objects.select_for_update().get(pk=registration.session.event_id)
    rows = _locked(registration)
    row = next(one for one in rows if one.pk == registration.pk)
    if not row.is_live or row.erased_at or row.session.is_over(at) or not has_guardian(row):
        raise AnswerTooLate
    if (row.guardian_name, row.guardian_phone, row.guardian_email) == (name, phone, email):
        return row
    if has_agreed(row):
        if by is None and not as_guardian:
            raise GuardianAnswered
        if name != row.guardian_name:
            raise GuardianGaveName
    if by is None:
        if row.notices.filter(key__startswith="guardian").count() > CHANGES_AT_MOST:
            raise ChangedTooOften
        count_change(row, "guardian")
    unsent: dict[int, list[Notice]] = {}
    waiting = Notice.objects.filter(registration__in=rows, state__in=(*UNSENT, NoticeState.FAILED))
    for notice in waiting.filter(Q(key__startswith="guardian") | Q(key__endswith=GUARDIAN_TOO)):
        unsent.setdefault(notice.registration_id, []).append(notice)
    for one in rows:
        if language and as_guardian:
            one.guardian_language = language
        _write(one, name, phone, email, unsent.get(one.pk, []), at)
    _tell(row, at)
    with acting(by, reason=_("Guardian of registration %(number)s changed") % {"number": row.pk}):
        event.save()  # a line in the event's book: patrons' data has no history of its own
    return row


def _locked(registration: Registration) -> list[Registration]:
    """This registration, of a member every one, under the locks of their dates in order."""
    found = Registration.objects.filter(pk=registration.pk)
    if registration.membership_id:
        found |= Registration.objects.filter(membership=registration.membership_id, erased_at=None)
    rows = list(found)
    sessions = {session.pk: session for session in locked_sessions([row.session_id for row in rows])}
    rows = list(found.order_by("session_id", "pk"))  # as they are under the locks
    for row in rows:
        row.session = sessions[row.session_id]
    return rows


def _write(row: Registration, name: str, phone: str, email: str, unsent: Sequence[Notice], at: datetime) -> None:
    """The new guardian with a new link; `unsent`, which would have gone to the former one, goes there."""
    before = guardian_url(row)
    row.guardian_name, row.guardian_phone, row.guardian_email, row.guardian_key = name, phone, email, new_key()
    row.save(update_fields=["guardian_name", "guardian_phone", "guardian_email", "guardian_key", "guardian_language"])
    link = guardian_url(row)
    for notice in unsent:
        notice.body = notice.body.replace(before, link)
        send_elsewhere(notice, phone=phone, email=email, at=at)


def _tell(row: Registration, at: datetime) -> None:
    """The new address hears what the former one was told, with its own link; what waits to be sent says it already."""
    if row.status == RegistrationStatus.HELD_ASIDE:
        return  # nobody was told anything yet
    if row.notices.filter(key__startswith="guardian", state__in=UNSENT).exists():
        return
    number = row.notices.filter(key__startswith="guardian").count() + 1
    if row.awaits_guardian:
        tell_guardian(row, f"guardian.{number}", guardian_words, at=at)
    elif row.needs_guardian:
        tell_guardian(row, f"guardian-link.{number}", link_words, at=at)
    else:
        tell_guardian(row, f"guardian-told.{number}", guardian_told_words, at=at)
