"""Works of a group's members: kept inside, shown outside only while somebody's consent holds."""

from datetime import datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.documents.services import discard_file, store_upload
from baubau_pembinaan.documents.sniff import Kind
from outreach.models import Consent, ConsentWay, Purpose, Work
from outreach.services.attendance import PHOTO_BYTES
from outreach.services.consents import GuardianDecides, newest_texts


class WorkEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__({"text": _("Write the text, or choose a picture.")})


class NoLongerMember(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The names of this member are removed: nobody can agree for them."))


@transaction.atomic
def add_work(
    *, work: Work, by: Any, at: datetime, upload: IO[bytes] | None = None, name: str = "", agreed_by: str = ""
) -> Work:
    """Keep a work, its picture drawn anew without place and camera. `agreed_by`: who signed on paper that it is shown.

    Raises WorkEmpty, FileRefused, NoLongerMember.
    """
    if not work.text and upload is None:
        raise WorkEmpty
    if upload is not None:
        allowed = (Kind.JPG, Kind.PNG)
        work.file = store_upload(
            upload=upload, name=name, app="outreach-work", by=by, at=at, allowed=allowed, max_bytes=PHOTO_BYTES
        )
    work.added_by, work.added_at = by, at
    work.save()
    if agreed_by:
        show_work(work=work, name=agreed_by, way=ConsentWay.PAPER, at=at, by=by)
    return work


@transaction.atomic
def show_work(*, work: Work, name: str, way: str, at: datetime, by: Any = None) -> Work:
    """Somebody agrees that everybody sees it: a consent of its own, in the words in force.

    For a minor the guardian does, by their own link or on paper. Raises NoLongerMember, GuardianDecides.
    """
    row = Work.objects.select_for_update(of=("self",)).select_related("consent", "membership__founder").get(pk=work.pk)
    if row.is_shown:
        return row
    founder = row.membership.founder
    if founder.erased_at:
        raise NoLongerMember
    if founder.needs_guardian and way == ConsentWay.WEB:
        raise GuardianDecides
    row.consent = Consent.objects.create(
        registration=founder, text=newest_texts(at)[Purpose.WORK], is_given=True, name=name[:80], way=way, at=at,
        recorded_by=by, about=row.title[:300],
    )  # fmt: skip
    row.save(update_fields=["consent"])
    return row


@transaction.atomic
def take_off(*, work: Work, at: datetime) -> Work:
    """The consent is withdrawn: from this moment the work is on no page. Twice changes nothing more."""
    row = Work.objects.select_for_update(of=("self",)).select_related("consent").get(pk=work.pk)
    if row.consent is not None and row.consent.withdrawn_at is None:
        row.consent.withdrawn_at = at
        row.consent.save(update_fields=["withdrawn_at"])
    return row


@transaction.atomic
def remove_work(*, work: Work) -> None:
    stored = work.file
    work.delete()
    if stored is not None:
        discard_file(stored=stored)
