"""Partners' signed links: given, given anew, revoked; and what still may be suggested through one."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from baubau_pembinaan.core.history import acting
from collections_app.models import Suggestion, SuggestionPartner

_SIGNER = Signer(salt="collections_app.partner")
SCHOOL_YEAR_ENDS = (6, 30)
SHORTEST = timedelta(days=60)  # a link given shortly before the end of a school year is for the next one


def partner_url(partner: SuggestionPartner) -> str:
    """The full address of the partner's page; whoever holds it may suggest in the partner's name."""
    token = _SIGNER.sign(f"{partner.pk}.{partner.serial}")
    return settings.SITE_URL + reverse("collections_app:partner-suggest", args=[token])


def read_partner_token(token: str, today: date) -> SuggestionPartner | None:
    """The partner of a genuine link that works today; None for every other text."""
    try:
        pk, serial = _SIGNER.unsign(token).split(".")
        found = SuggestionPartner.objects.filter(pk=int(pk), serial=int(serial)).first()
    except (BadSignature, ValueError):
        return None
    return found if found is not None and found.is_open(today) else None


def used_by(partner: SuggestionPartner, today: date) -> int:
    """Titles suggested in the running period."""
    begun = today - timedelta(days=partner.period_days)
    return Suggestion.objects.filter(partner=partner, asked_on__gt=begun).count()


def save_partner(*, partner: SuggestionPartner, by: Any) -> SuggestionPartner:
    with acting(by, gettext("Partner kept")):
        partner.save()
    return partner


def school_year_end(today: date) -> date:
    """The last day of a link given on this one."""
    ends = date(today.year, *SCHOOL_YEAR_ENDS)
    return ends if ends - today >= SHORTEST else date(today.year + 1, *SCHOOL_YEAR_ENDS)


def next_end(partner: SuggestionPartner, today: date) -> date:
    """Until when the link works once it is prolonged: to the end of the school year, or of the one after its end."""
    return school_year_end(max(today, partner.ends_on) if partner.ends_on else today)


@transaction.atomic
def prolong_link(*, partner: SuggestionPartner, by: Any, today: date) -> SuggestionPartner:
    """The same link works for one more school year."""
    locked = SuggestionPartner.objects.select_for_update().get(pk=partner.pk)
    locked.ends_on = next_end(locked, today)
    with acting(by, gettext("Link prolonged")):
        locked.save()
    return locked


@transaction.atomic
def revoke_link(*, partner: SuggestionPartner, by: Any, on: date) -> SuggestionPartner:
    """The link stops working at once; what was suggested through it stays."""
    locked = SuggestionPartner.objects.select_for_update().get(pk=partner.pk)
    locked.revoked_on = on
    with acting(by, gettext("Link revoked")):
        locked.save()
    return locked


@transaction.atomic
def renew_link(*, partner: SuggestionPartner, by: Any, today: date) -> SuggestionPartner:
    """A new link; those given before stop working, a revoked partner may suggest again. It has a last day."""
    locked = SuggestionPartner.objects.select_for_update().get(pk=partner.pk)
    locked.serial, locked.revoked_on = locked.serial + 1, None
    if locked.ends_on is None or locked.ends_on < today:
        locked.ends_on = school_year_end(today)
    with acting(by, gettext("New link made")):
        locked.save()
    return locked
