"""Files that prove a work result: looked at by their content, kept outside the web root, for the review's readers."""

from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.services import discard_file, store_upload
from baubau_pembinaan.documents.sniff import Kind
from evaluations.models import ResultFile, WorkResult
from evaluations.review_choices import Stage

from .refusals import RowGone
from .stages import begin

FILE_APP = "review-evidence"
KINDS = frozenset({Kind.PDF, Kind.JPG, Kind.PNG, Kind.XLSX, Kind.DOCX})
AT_MOST = 10
STAGES = (Stage.RUNNING, Stage.SELF)


class TooManyFiles(ValidationError):
    def __init__(self) -> None:
        super().__init__({"file": _("Ten files are kept with a work result. Remove one first.")})


@transaction.atomic
def add_file(*, result: WorkResult, upload: IO[bytes], name: str, by: Any, on: date, at: datetime) -> ResultFile:
    """By the person, while the work is written down. Raises FileRefused, TooManyFiles."""
    row = begin(result.review, by, on, STAGES, lambda access: access.is_person)
    if not WorkResult.objects.filter(pk=result.pk).exists():
        raise RowGone
    if ResultFile.objects.filter(result=result).count() >= AT_MOST:
        raise TooManyFiles
    stored = store_upload(upload=upload, name=name, app=FILE_APP, by=by, at=at, allowed=KINDS)
    with acting(by):
        kept = ResultFile.objects.create(result=result, stored=stored)
        row.version += 1
        row.save()
    return kept


@transaction.atomic
def remove_file(*, kept: ResultFile, by: Any, on: date) -> None:
    row = begin(kept.result.review, by, on, STAGES, lambda access: access.is_person)
    current = ResultFile.objects.select_related("stored").filter(pk=kept.pk).first()
    if current is None:
        raise RowGone
    stored = current.stored
    with acting(by):
        current.delete()
        row.version += 1
        row.save()
    discard_file(stored=stored)


def may_read(user: Any, stored: StoredFile) -> bool:
    from evaluations.selectors.reviews import review_for

    kept = ResultFile.objects.filter(stored=stored).values_list("result__review", flat=True).first()
    found = review_for(user, kept, timezone.localdate()) if kept and user.is_authenticated else None
    return found is not None and found[1].reads_text
