"""Papers and costs of a session; the secret address of a calendar."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.services import discard_file, store_upload
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.documents.tree import Signer
from baubau_pembinaan.libraries.models import Signatory
from training.choices import PaperKind
from training.models import CalendarFeed, Session, SessionCost, SessionPaper
from training.models.office import new_feed_token
from training.selectors.papers import facts_of

from .enrolments import lock_session
from .programmes import APP


class AddresseeMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"addressee": _("Say to whom the memo goes.")})


class NoAddressee(ValidationError):
    """An assignment names its people, a list and minutes nobody: what was typed would be lost."""

    def __init__(self) -> None:
        super().__init__({"addressee": _("This kind of paper is addressed to nobody; leave it empty.")})


class MemoToItsSigner(ValidationError):
    def __init__(self) -> None:
        super().__init__({"signatory": _("The memo would go to whoever signs it. Choose who sends it.")})


class SignsNotThatDay(ValidationError):
    def __init__(self, signatory: Signatory) -> None:
        super().__init__({"signatory": _("%(name)s does not sign on that day.") % {"name": signatory.name}})


class InvitedTooLate(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The session is over: nobody can be invited to it any more."))


class NumberUsed(ValidationError):
    """Another paper that stands has this number; said twice it is taken."""

    def __init__(self, other: SessionPaper) -> None:
        words = {
            "number": other.number,
            "kind": other.get_kind_display(),
            "day": tanggal(other.day),
            "session": other.session.title,
        }
        told = _("Number %(number)s stands already on: %(kind)s of %(day)s, “%(session)s”.") % words
        super().__init__({"number": told})


class PaperCancelled(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This paper is cancelled already."))


class CancelReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say why the paper is cancelled.")})


def refuse_late(*, paper: SessionPaper, today: date) -> None:
    """Raises InvitedTooLate for an invitation that never got a number, once the session is over."""
    if paper.never_went_out(today):
        raise InvitedTooLate


@transaction.atomic
def make_paper(
    *, session: Session, by: Any, signatory: Signatory | None = None, again: bool = False, **fields: Any
) -> SessionPaper:
    """Keep a paper: its number, date and own text, who signs and, with a number, what the record says at this moment.

    `signatory` None: whoever signs for the whole agency that day. `again`: a number in use is taken once more.
    Raises AddresseeMissing, NoAddressee, MemoToItsSigner, SignsNotThatDay, NumberUsed.
    """
    paper = SessionPaper(session=session, made_by=by, **fields)
    paper.addressee, paper.number = paper.addressee.strip(), " ".join(paper.number.split())
    if not again and (other := _with_number_of(paper)):
        raise NumberUsed(other)
    if signatory is not None and not Signatory.objects.valid_on(paper.day).filter(pk=signatory.pk).exists():
        raise SignsNotThatDay(signatory)
    signs = letterhead.signer(signatory) if signatory else letterhead.default_signer(paper.day)
    _check_addressee(paper, signs)
    paper.signer = asdict(signs) if signs else {}
    if paper.number:
        paper.snapshot = facts_of(lock_session(session.pk))
    paper.full_clean()
    with acting(by):
        paper.save()
    return paper


def _with_number_of(paper: SessionPaper) -> SessionPaper | None:
    """Another paper of that year that stands under this number; a cancelled one gave its number back."""
    if not paper.number:
        return None
    rows = SessionPaper.objects.filter(number__iexact=paper.number, day__year=paper.day.year, cancelled_on=None)
    return rows.select_related("session__programme").order_by("-day", "-pk").first()


@transaction.atomic
def cancel_paper(*, paper: SessionPaper, reason: str, by: Any, on: date) -> SessionPaper:
    """Mark a paper as no longer valid; it stays in the list. Raises PaperCancelled, CancelReasonMissing."""
    locked = SessionPaper.objects.select_for_update().get(pk=paper.pk)
    if locked.is_cancelled:
        raise PaperCancelled
    locked.cancelled_on, locked.cancel_reason = on, reason.strip()[:300]
    if not locked.cancel_reason:
        raise CancelReasonMissing
    with acting(by, locked.cancel_reason):
        locked.save()
    return locked


def _check_addressee(paper: SessionPaper, signs: Signer | None) -> None:
    if paper.kind == PaperKind.MEMO:
        if not paper.addressee:
            raise AddresseeMissing
        if signs and paper.addressee.casefold() == signs.title.casefold():
            raise MemoToItsSigner
    elif paper.addressee and paper.kind not in (PaperKind.INVITATION, PaperKind.REPORT):
        raise NoAddressee


@transaction.atomic
def keep_signed_paper(*, paper: SessionPaper, upload: Any, by: Any, at: datetime) -> SessionPaper:
    """The scan with hand and stamp. Raises FileRefused, PaperCancelled."""
    locked = SessionPaper.objects.select_for_update(of=("self",)).select_related("signed_file").get(pk=paper.pk)
    if locked.is_cancelled:
        raise PaperCancelled
    replaced = locked.signed_file
    locked.signed_file = store_upload(
        upload=upload, name=upload.name, app=APP, by=by, at=at, allowed={Kind.PDF, Kind.JPG, Kind.PNG}
    )
    with acting(by):
        locked.save()
    if replaced is not None:
        discard_file(stored=replaced)
    return locked


@transaction.atomic
def add_cost(*, session: Session, by: Any, **fields: Any) -> SessionCost:
    cost = SessionCost(session=session, **fields)
    cost.full_clean()
    with acting(by):
        cost.save()
    return cost


@transaction.atomic
def remove_cost(*, cost: SessionCost, by: Any) -> None:
    with acting(by):
        cost.delete()


@transaction.atomic
def renew_feed(*, profile: StaffProfile, at: datetime) -> CalendarFeed:
    """A new secret address; whoever knew the old one reads nothing any more."""
    feed, made = CalendarFeed.objects.select_for_update().get_or_create(profile=profile, defaults={"made_at": at})
    if not made:
        feed.token, feed.made_at = new_feed_token(), at
        feed.save()
    return feed


@transaction.atomic
def revoke_feed(*, profile: StaffProfile) -> None:
    CalendarFeed.objects.filter(profile=profile).delete()
