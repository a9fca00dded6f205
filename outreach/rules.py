"""Permissions that depend on the row."""

from typing import Any

import rules


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
def is_in_observation(user: Any, observation: Any) -> bool:
    """The colleague who was observed, and the one who observed."""
    return observation is not None and user.pk in (observation.teacher.user_id, observation.observer.user_id)


rules.add_perm("outreach.edit_event", approves_events | (plans_events & is_still_theirs) | (plans_events & is_author))
rules.add_perm("outreach.publish_event", plans_events)
rules.add_perm("outreach.read_observation", approves_events | is_in_observation)
