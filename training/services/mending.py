"""Putting right what one entered of a training elsewhere, until it is verified."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from baubau_pembinaan.core.formats import half_up
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import discard_file, store_upload
from training.choices import LedgerStatus, RateUnit
from training.models import JpEntry

from .ledger import (
    PROOFS,
    counted_or_refused,
    hold_person,
    refuse_closed_year,
    refuse_double,
)
from .ledger_refusals import AlreadyDecided, InTheFuture, NotYours, ProofMissing
from .programmes import APP


@transaction.atomic
def mend_external(
    *,
    entry: JpEntry,
    title: str,
    form: str,
    scope: str,
    organiser: str,
    starts_on: date,
    ends_on: date,
    certificate_number: str,
    jp: Decimal | None,
    upload: Any,
    by: Any,
    at: datetime,
    on: date,
    sure: bool = False,
) -> JpEntry:
    """Everything as `enter_external` takes it; a refused one goes to the verifier again, as one entered now.

    `upload` None leaves the proof that is there; a new one replaces it.
    Raises what `enter_external` raises, AlreadyDecided once it is verified, NotYours, ProofMissing.
    """
    if ends_on > on:
        raise InTheFuture
    for year in sorted({entry.year, ends_on.year}):
        refuse_closed_year(year)
    hold_person(entry.profile)
    locked = JpEntry.objects.select_for_update(of=("self",)).select_related("profile", "proof").get(pk=entry.pk)
    if not locked.is_external:
        raise NotYours(locked)
    if locked.is_verified:
        raise AlreadyDecided(locked)
    if upload is None and locked.proof_id is None:
        raise ProofMissing
    refuse_double(locked.profile, title=title, ends_on=ends_on, number=certificate_number, but=locked)
    counted = counted_or_refused(form=form, scope=scope, starts_on=starts_on, ends_on=ends_on, jp=jp, sure=sure)
    replaced = None
    if upload is not None:
        stored = store_upload(upload=upload, name=upload.name, app=APP, by=by, at=at, allowed=PROOFS)
        replaced, locked.proof = locked.proof, stored
    locked.year, locked.starts_on, locked.ends_on = ends_on.year, starts_on, ends_on
    locked.title, locked.organiser = title.strip(), organiser.strip()
    locked.form, locked.scope, locked.certificate_number = form, scope, certificate_number.strip()
    locked.jp, locked.stated_jp, locked.rate = counted.jp, jp, counted.rate
    if not locked.is_waiting:
        locked.status = LedgerStatus.EARNED  # its reason stays beside it until the next decision
        locked.decided_by = locked.decided_at = None
        locked.entered_by, locked.entered_at = by, at
    try:
        locked.full_clean()
    except ValidationError:
        if upload is not None and locked.proof is not None:
            locked.proof.file.storage.delete(str(locked.proof.file.name))  # its row goes with the transaction
        raise
    with acting(by):
        locked.save()
    if replaced is not None:
        discard_file(stored=replaced)
    return locked


def typed_jp(entry: JpEntry) -> Decimal | None:
    """What its person typed as the certificate's JP; worked out where the row is older than the note of it."""
    if entry.stated_jp is not None or entry.rate is None:
        return entry.stated_jp if entry.stated_jp is not None else entry.jp
    if entry.rate.unit != RateUnit.PROGRAMME:
        return None
    return half_up(entry.jp * 100 / (100 + entry.rate.extra_percent), 2)
