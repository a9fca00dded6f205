"""What an event says to everybody, in both languages, for whoever reads it before it is public."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.phones import shown_phone
from outreach.models import Event


def public_words(event: Event) -> dict[str, Any]:
    """Title, sentence and description as each reader gets them, the rules of registering, the event's own questions.

    One statement, and none where nobody registers.
    """
    asked = event.questions.filter(is_active=True).order_by("order", "pk") if event.needs_registration else ()
    return {
        "indonesian": {"title": event.title, "summary": event.summary, "description": event.description},
        "english": {"title": event.title_en, "summary": event.summary_en, "description": event.description_en},
        "rules": [*_rules(event), (_("Phone for questions"), shown_phone(event.contact_phone) or "–")],
        "questions": [
            {
                "text": question.text,
                "choices": ", ".join(question.choices),
                "is_required": question.is_required,
            }
            for question in asked
        ],
    }


def _rules(event: Event) -> list[tuple[str, str]]:
    """(what, how it is) of registering; empty where people just come."""
    if not event.needs_registration:
        return []
    parties = [_("people one by one")]
    if event.takes_families:
        parties.append(_("families"))
    if event.takes_groups:
        parties.append(_("classes and groups"))
    queue = capfirst(str(event.get_queue_mode_display()))
    if event.invites:
        hours = event.answer_hours
        queue += f" ({ngettext('%(n)s hour to answer', '%(n)s hours to answer', hours) % {'n': hours}})"
    confirm = (
        ngettext(
            "Until %(n)s hour before, or the seat goes to the next in the queue.",
            "Until %(n)s hours before, or the seat goes to the next in the queue.",
            event.confirm_hours,
        )
        % {"n": event.confirm_hours}
        if event.confirm_hours
        else _("Nobody needs to.")
    )
    photos = _("Whoever registers is asked whether photos are fine.") if event.asks_photo_consent else _("Not asked.")
    return [
        (_("Who may register"), ", ".join(parties)),
        (_("When all seats are taken"), queue),
        (_("Confirming a seat"), confirm),
        (_("Photos"), photos),
    ]
