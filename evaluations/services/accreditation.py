"""Putting evidence into an accreditation folder, and taking it out again."""

from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import discard_file, store_upload
from evaluations.models import AccreditationEvidence, AccreditationRequirement

FILE_APP = "accreditation"
Upload = tuple[IO[bytes], str]


class NothingToLookAt(ValidationError):
    def __init__(self) -> None:
        super().__init__({"file": _("Choose a file, or write the web address of the paper.")})


class DatedInFuture(ValidationError):
    def __init__(self) -> None:
        super().__init__({"dated_on": _("The date of the paper lies in the future.")})


@transaction.atomic
def put_in(
    *,
    requirement: AccreditationRequirement,
    title: str,
    dated_on: date,
    by: Any,
    at: datetime,
    file: Upload | None = None,
    address: str = "",
    is_demo: bool = False,
) -> AccreditationEvidence:
    """Raises NothingToLookAt, DatedInFuture, FileRefused."""
    if file is None and not address:
        raise NothingToLookAt
    if dated_on > at.date():
        raise DatedInFuture
    stored = None
    if file is not None:
        upload, name = file
        stored = store_upload(upload=upload, name=name, app=FILE_APP, by=by, at=at)
    with acting(by):
        return AccreditationEvidence.objects.create(
            requirement=requirement,
            title=title,
            dated_on=dated_on,
            file=stored,
            address=address,
            put_in_by=profile_of(by),
            is_demo=is_demo,
        )


@transaction.atomic
def take_out(*, evidence: AccreditationEvidence, by: Any) -> None:
    """The row and its file go; who took them out stays in the history. Taken out twice is taken out once."""
    row = AccreditationEvidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if row is None:
        return
    stored = row.file
    with acting(by):
        row.delete()
    if stored is not None:
        discard_file(stored=stored)
