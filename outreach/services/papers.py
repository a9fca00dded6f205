"""Giving an official paper of a date its number, once."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.documents.services import take_number
from outreach.models import OfficePaper, Session

SERIES = {"undangan": "undangan-kegiatan", "surat-tugas": "surat-tugas-kegiatan"}


class InvitedTooLate(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This date is over: nobody can be invited to it any more."))


class CalledOff(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This date does not take place: no new paper is made for it."))


@transaction.atomic
def number_paper(*, session: Session, kind: str, by: Any, at: datetime) -> OfficePaper:
    """The paper's number: the one it has, or the next of its series. KeyError for a paper without numbers.

    Raises InvitedTooLate for a new invitation to a date that is over, CalledOff for a new paper of a cancelled one.
    """
    series = SERIES[kind]
    locked = Session.objects.select_for_update(of=("self",)).select_related("event").get(pk=session.pk)
    if known := OfficePaper.objects.select_related("number").filter(session=locked, kind=kind).first():
        return known
    _refuse(locked, kind, at)
    day = timezone.localdate(at)
    number = take_number(series=series, subject=str(locked), day=day, by=by, at=at)
    return OfficePaper.objects.create(session=locked, kind=kind, number=number, day=day)


def paper_to_show(*, session: Session, kind: str, at: datetime) -> OfficePaper | None:
    """The number the paper has, None where it has none.

    Raises InvitedTooLate for an invitation that never got one, CalledOff for what a cancelled date never had.
    """
    known = OfficePaper.objects.select_related("number").filter(session=session, kind=kind).first()
    if known is None:
        _refuse(session, kind, at)
    return known


def _refuse(session: Session, kind: str, at: datetime) -> None:
    if session.is_cancelled:
        raise CalledOff
    if kind == "undangan" and session.is_over(at):
        raise InvitedTooLate
