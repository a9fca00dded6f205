"""Taking a decision about JP back, while its year is open."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from baubau_pembinaan.core.history import acting
from training.choices import Form, LedgerStatus
from training.counting import plain
from training.models import JpEntry

from .ledger import hold_person, refuse_closed_year, refuse_double, refuse_stated_jp, tell_person
from .ledger_refusals import EntryChanged, NothingDecided, ReasonMissing
from .network import forgive_sharing_of


@transaction.atomic
def take_back_decision(*, entry: JpEntry, by: Any, at: datetime, reason: str, seen: str | None = None) -> JpEntry:
    """The entry waits for verification again; its history and its person read why.

    A conference that nobody wrote of or shared owes nothing meanwhile. Raises ReasonMissing, NothingDecided,
    YearClosed, CertificateStands (revoke that first), EnteredTwice (a refused one was entered anew), EntryChanged (its
    mark is not the one `seen`).
    """
    if not reason.strip():
        raise ReasonMissing
    refuse_closed_year(entry.year)
    hold_person(entry.profile)
    locked = JpEntry.objects.select_for_update(of=("self",)).select_related("profile__user").get(pk=entry.pk)
    if locked.is_waiting:
        raise NothingDecided(locked)
    if seen is not None and seen != locked.mark:
        raise EntryChanged(locked)
    refuse_closed_year(locked.year)
    refuse_stated_jp(locked)
    was_verified = locked.is_verified
    if locked.is_external and not was_verified:
        refuse_double(
            locked.profile, title=locked.title, ends_on=locked.ends_on, number=locked.certificate_number, but=locked
        )
    locked.status, locked.decided_by, locked.decided_at = LedgerStatus.EARNED, None, None
    locked.reason = reason.strip()
    with acting(by, reason=locked.reason):
        locked.save()
        if was_verified and locked.is_external and locked.form == Form.CONFERENCE:
            forgive_sharing_of(locked)
    tell_person(locked, "taken-back", at=at, subject=lambda: _subject(locked), body=lambda: _body(locked, was_verified))
    return locked


def _subject(entry: JpEntry) -> str:
    return gettext("Decision taken back: %(title)s") % {"title": entry.title}


def _body(entry: JpEntry, was_verified: bool) -> str:
    words = (
        gettext("“%(title)s” no longer counts %(jp)s JP and waits for verification again. Reason: %(reason)s")
        if was_verified
        else gettext("“%(title)s” (%(jp)s JP) waits for verification again. Reason: %(reason)s")
    )
    said = words % {"title": entry.title, "jp": plain(entry.jp), "reason": entry.reason}
    if was_verified and entry.is_uploaded:
        return f"{said}\n{gettext('You ticked it off as entered in the personnel system: mend it there as well.')}"
    return said
