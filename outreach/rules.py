"""Permissions that depend on the row.

What was approved (`services.events.APPROVED_FIELDS`) is changed by those who approve. The rest of an event is its
author's. Who leads it on every date, and who decides in the author's place (Plt., Plh. or a delegation of everything),
corrects its words, place and materials and moves a date; seats, questions, crew and partner stay the author's.
"""

from typing import Any

import rules
from django.utils import timezone

from baubau_pembinaan.accounts.rules import profile_of
from outreach.models import Session
from outreach.selectors.events import speaks_for


@rules.predicate
def plans_events(user: Any) -> bool:
    return user.has_perm("outreach.change_event")


@rules.predicate
def approves_events(user: Any) -> bool:
    return user.has_perm("outreach.approve_event")


@rules.predicate
def is_still_theirs(user: Any, event: Any) -> bool:
    """A draft belongs to whoever plans; what waits for approval, is approved or public only to those who approve."""
    return event is not None and event.is_draft


@rules.predicate
def is_author(user: Any, event: Any) -> bool:
    return event is not None and event.author_id == user.pk


@rules.predicate
def runs_dates(user: Any) -> bool:
    return user.has_perm("outreach.run_session")


@rules.predicate
def leads_or_stands_in(user: Any, subject: Any) -> bool:
    """Of an event, or of one of its dates: who leads it, or decides in its author's place today."""
    event, session = (subject.event, subject) if isinstance(subject, Session) else (subject, None)
    profile = profile_of(user)
    return (
        event is not None
        and event.is_agreed
        and profile is not None
        and speaks_for(profile, event, session=session, today=timezone.localdate())
    )


@rules.predicate
def is_in_observation(user: Any, observation: Any) -> bool:
    """The colleague who was observed, and the one who observed."""
    return observation is not None and user.pk in (observation.teacher.user_id, observation.observer.user_id)


rules.add_perm("outreach.edit_event", approves_events | (plans_events & is_still_theirs) | (plans_events & is_author))
rules.add_perm("outreach.correct_event", runs_dates & leads_or_stands_in)
rules.add_perm("outreach.move_session", plans_events | (runs_dates & leads_or_stands_in))
rules.add_perm("outreach.publish_event", plans_events)
rules.add_perm("outreach.read_observation", approves_events | is_in_observation)
