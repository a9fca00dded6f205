"""The shelf of procedures: put one there, review it (with a new file or not), take it out of force."""

from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.services import store_upload
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.libraries.models import Unit
from evaluations.models import Procedure

FILE_APP = "procedure"
Upload = tuple[IO[bytes], str]


class ReviewTooEarly(ValidationError):
    def __init__(self) -> None:
        super().__init__({"review_on": _("The next review lies after today and after the day it comes into force.")})


class OutOfForce(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This paper is out of force already."))


@transaction.atomic
def shelve(
    *,
    title: str,
    kind: str,
    valid_from: date,
    review_on: date,
    by: Any,
    at: datetime,
    number: str = "",
    unit: Unit | None = None,
    file: Upload | None = None,
    is_demo: bool = False,
) -> Procedure:
    """Put a paper on the shelf. Raises ReviewTooEarly and FileRefused."""
    if review_on <= valid_from:
        raise ReviewTooEarly
    with acting(by):
        return Procedure.objects.create(
            title=title,
            number=number,
            kind=kind,
            unit=unit,
            valid_from=valid_from,
            review_on=review_on,
            file=_kept(file, by, at),
            is_demo=is_demo,
        )


def _kept(file: Upload | None, by: Any, at: datetime) -> StoredFile | None:
    if file is None:
        return None
    upload, name = file
    return store_upload(upload=upload, name=name, app=FILE_APP, by=by, at=at, allowed=(Kind.PDF, Kind.DOCX))


@transaction.atomic
def review(
    *,
    procedure: Procedure,
    review_on: date,
    by: Any,
    on: date,
    at: datetime,
    number: str = "",
    file: Upload | None = None,
) -> Procedure:
    """It still holds, perhaps under a new number and with a new file; the former file stays on record.

    Raises OutOfForce, ReviewTooEarly and FileRefused.
    """
    row = _in_force(procedure)
    if review_on <= max(on, row.valid_from):
        raise ReviewTooEarly
    row.reviewed_on, row.review_on = on, review_on
    row.number = number or row.number
    row.file = _kept(file, by, at) or row.file
    with acting(by):
        row.save()
    return row


@transaction.atomic
def retire(*, procedure: Procedure, by: Any, on: date) -> Procedure:
    """Take it out of force; a paper that had not begun ends on its first day. Raises OutOfForce."""
    row = _in_force(procedure)
    row.retired_on = max(on, row.valid_from)
    with acting(by):
        row.save()
    return row


def _in_force(procedure: Procedure) -> Procedure:
    row = Procedure.objects.select_for_update(of=("self",)).select_related("file", "unit").get(pk=procedure.pk)
    if row.retired_on is not None:
        raise OutOfForce
    return row
