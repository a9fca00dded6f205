"""Reviewers from outside in the 360-degree feedback: proposed and approved like colleagues, answering by a link.

Nothing tells whether a link was used: its row never changes, and its page looks the same before and after.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile, User
from evaluations.models import FeedbackRound, Review, RoundGuest, UsedRoundLink
from evaluations.models.invitation import new_link_key
from evaluations.review_access import access_to
from evaluations.review_choices import Relation

from .circles import ReviewerTwice, begin_round, checked_answer, takes_answers
from .guest_words import send_link
from .refusals import NotAtThisStage, NotYours
from .stages import locked


class GuestHasAccount(ValidationError):
    def __init__(self) -> None:
        super().__init__({"email": _("This e-mail belongs to a colleague. Propose them as a colleague.")})


class LinkNotValid(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This link is no longer valid."))


@transaction.atomic
def propose_guest(
    *, review: Review, name: str, organisation: str, by: Any, on: date, phone: str = "", email: str = ""
) -> RoundGuest:
    """By the person or by the lead. Raises GuestHasAccount, ReviewerTwice; NotAtThisStage once the round is open."""
    row = begin_round(review, by, on)
    if email and User.objects.filter(email__iexact=email, is_active=True).exists():
        raise GuestHasAccount
    if row.guests.filter(name__iexact=name, organisation__iexact=organisation).exists():
        raise ReviewerTwice("name")
    return RoundGuest.objects.create(round=row, name=name, organisation=organisation, phone=phone, email=email)


@transaction.atomic
def withdraw_guest(*, guest: RoundGuest, by: Any, on: date) -> None:
    row = begin_round(guest.round.review, by, on)
    row.guests.filter(pk=guest.pk).delete()


@transaction.atomic
def answer_as_guest(
    *, guest: RoundGuest, on: date, scores: Sequence[int], strength: str = "", growth: str = ""
) -> bool:
    """Put in one answer; False where the link has given one before. Raises LinkNotValid, NotAtThisStage."""
    row = _locked(guest)
    now = row.guests.filter(pk=guest.pk, key=guest.key, is_revoked=False).first()
    if now is None:
        raise LinkNotValid
    answer = checked_answer(row, Relation.PARTNER, on, scores, strength, growth)
    if _is_used(now):
        return False
    UsedRoundLink.objects.create(digest=now.used_digest, round=row)
    answer.save(force_insert=True)
    return True


def _locked(guest: RoundGuest) -> FeedbackRound:
    """The round, locked: who sends the same form twice at once waits here, and so does who takes the link back."""
    return FeedbackRound.objects.select_for_update().get(pk=guest.round_id)


def _is_used(guest: RoundGuest) -> bool:
    return UsedRoundLink.objects.filter(digest=guest.used_digest).exists()


# --- Links taken back ----------------------------------------------------------------------------------------------


def _begin_open(guest: RoundGuest, by: Any, on: date) -> RoundGuest:
    """The guest of a round that takes answers, both locked, for whoever leads. Raises NotYours, NotAtThisStage."""
    review = locked(guest.round.review, on)
    if not access_to(by, review, on).is_lead:
        raise NotYours
    if not takes_answers(_locked(guest), on):
        raise NotAtThisStage
    return RoundGuest.objects.select_for_update().get(pk=guest.pk)


@transaction.atomic
def revoke_guest_link(*, guest: RoundGuest, by: Any, on: date) -> RoundGuest:
    """Make a link worthless; an answer it gave stays, and nobody learns whether it gave one."""
    row = _begin_open(guest, by, on)
    row.is_revoked = True
    row.save(update_fields=["is_revoked"])
    return row


@transaction.atomic
def renew_guest_link(*, guest: RoundGuest, by: Any, on: date) -> RoundGuest:
    """A new link instead of the old one; it gives no second answer to whoever used the old one."""
    row = _begin_open(guest, by, on)
    row.key, row.is_revoked = new_link_key(), False
    row.save(update_fields=["key", "is_revoked"])
    return row


def mail_guest_link(*, guest: RoundGuest, by: Any, on: date, wait: float) -> bool:
    """Send the link by e-mail once more; False where there is no address. Raises OSError, NotYours, NotAtThisStage."""
    with transaction.atomic():
        row = _begin_open(guest, by, on)
        if row.is_revoked:
            raise NotAtThisStage
    person = StaffProfile.objects.get(pk=guest.round.review.person_id)
    last = guest.round.closes_on
    return last is not None and send_link(guest=row, person=person, closes_on=last, wait=wait)
