"""Who registered, and how they are reached: put right by themselves or at the desk."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from outreach.choices import RegistrationKind
from outreach.models import Event, NoticeState, Registration
from outreach.models.notice import UNSENT
from outreach.services.changes import count_change, refuse_more
from outreach.services.consents import has_agreed
from outreach.services.notices import GUARDIAN_TOO, send_elsewhere
from outreach.services.party import AlreadyRegistered, AnswerTooLate, NotTaken, PersonAgreedTo, reached_by
from outreach.services.registering import locked_registration


@transaction.atomic
def change_contact(
    *, registration: Registration, name: str, phone: str, email: str, at: datetime, by: Any = None
) -> Registration:
    """Another name, phone or e-mail of who registered; what still waits to be sent goes there.

    The event's history says that it was changed, by whom, never to what. Consents stay as they were given: a guardian
    who agreed did so to this person, so a minor's name stays with that consent.
    Raises AnswerTooLate, PersonAgreedTo, ChangedTooOften, AlreadyRegistered (to strangers NotTaken).
    """
    if by is None:
        refuse_more(registration, "contact")
    event = Event.objects.select_for_update().get(pk=registration.session.event_id)
    row = locked_registration(registration)
    if not row.is_live or row.erased_at or row.session.is_over(at):
        raise AnswerTooLate
    if (row.name, row.phone, row.email) == (name, phone, email):
        return row
    if row.needs_guardian and name != row.name and has_agreed(row):
        raise PersonAgreedTo
    others = Registration.objects.filter(session=row.session).live().exclude(pk=row.pk)
    group = RegistrationKind.GROUP
    others = others.filter(kind=group, school__iexact=row.school) if row.kind == group else others.exclude(kind=group)
    if (phone, email) != (row.phone, row.email) and others.filter(reached_by(phone, email)).exists():
        raise AlreadyRegistered if by is not None else NotTaken
    if by is None:
        count_change(row, "contact")
    row.name, row.phone, row.email = name, phone, email
    row.save(update_fields=["name", "phone", "email"])
    for notice in row.notices.filter(state__in=(*UNSENT, NoticeState.FAILED)).exclude(key__startswith="guardian"):
        if notice.key.endswith(GUARDIAN_TOO):
            continue
        send_elsewhere(notice, phone=phone, email=email, at=at)
    with acting(by, reason=_("Contact of registration %(number)s changed") % {"number": row.pk}):
        event.save()  # a line in the event's book: patrons' data has no history of its own
    return row
