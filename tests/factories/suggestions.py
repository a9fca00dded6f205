"""Wishes for tests."""

from itertools import count

from django.utils import timezone

from collections_app.models import Suggestion, SuggestionPartner
from collections_app.services.suggestions import suggest

_numbers = count(1)


def make_wish(**fields) -> Suggestion:
    """Somebody's wish for a title of its own, unless told otherwise."""
    fields.setdefault("title", f"Judul Contoh {next(_numbers)}")
    fields.setdefault("on", timezone.localdate())
    return suggest(**fields)


def make_partner(**fields) -> SuggestionPartner:
    return SuggestionPartner.objects.create(**{"name": f"SMP Contoh {next(_numbers)}", **fields})


def sure(answer) -> dict[str, str]:
    """What a form says that is sent all the same after this answer has shown what is known of the title."""
    known = answer.context["known"] if answer.context else None
    return {"sure": known.mark} if known else {}
