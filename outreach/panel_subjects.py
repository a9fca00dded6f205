"""What the rooms above get of a page here, at the places where they may show something of their own (core.panels)."""

from dataclasses import dataclass

from outreach.models import Event, Facilitator


@dataclass(frozen=True)
class Team:
    """An event's colleagues (panel "outreach.event-crew"); `crew` comes with `profile`."""

    event: Event
    crew: list[Facilitator]


@dataclass(frozen=True)
class Run:
    """An event (panel "outreach.event"), and whether one of its dates has begun."""

    event: Event
    has_begun: bool
