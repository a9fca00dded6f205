"""The parts a library may switch on. Off hides menus, tasks and reminders alike.

"Mode sederhana", where every part is off, is how a new installation starts. A new part is one line in SWITCHES and
`switches.is_on("its_key")` wherever it shows; templates read `switches.its_key` through the frame's context.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting


@dataclass(frozen=True)
class Part:
    label: Any
    help: Any
    default: bool = False


SWITCHES: dict[str, Part] = {
    "review_360": Part(_("360-degree feedback"), _("Colleagues and staff answer a short form about a person.")),
    "review_calibration": Part(_("Calibration of reviews"), _("Heads compare draft results before they are final.")),
    "internal_score": Part(_("Internal score"), _("A weighted score beside the predikat, never mixed with it.")),
    "two_stage_approval": Part(_("Approval in two stages"), _("A second person confirms purchases and trainings.")),
    "question_bank": Part(_("Question bank"), _("Reusable questions and own questionnaires beside the SKM.")),
    "reading_challenge": Part(_("Reading challenges"), _("Reading goals, badges and reports of families and classes.")),
    "whatsapp_by_hand": Part(
        _("WhatsApp by hand"), _("People may ask for reminders by WhatsApp; administrators send them one by one.")
    ),
    "campaign_channels": Part(_("Promotion channels"), _("Plan and count posts per channel of a campaign.")),
}


def is_on(key: str) -> bool:
    """Whether this part is in use here. KeyError for a key that no code declares."""
    part = SWITCHES[key]
    from .current import snapshot

    return snapshot().switches.get(key, part.default)


def all_states() -> dict[str, bool]:
    """Every part with its state, for menus and templates."""
    return {key: is_on(key) for key in SWITCHES}


def is_simple_mode() -> bool:
    """ "Mode sederhana": every part is off."""
    return not any(all_states().values())


def turn(key: str, on: bool, *, by: Any, reason: str = "") -> None:
    """Switch a part on or off; says nothing where it already stands so. KeyError for an unknown key."""
    from .models import Switch

    SWITCHES[key]
    with acting(by, reason):
        switch = Switch.objects.filter(key=key).first() or Switch(key=key)
        if switch.pk is None or switch.is_on != on:
            switch.is_on = on
            switch.save()
