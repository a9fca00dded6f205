"""Reading challenges: set up, joined by persons, families and classes, read for, finished with a certificate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from outreach.choices import GUARDED_BANDS, RegistrationKind
from outreach.models import (
    ChallengeBadge,
    ChallengeGoal,
    ConsentWay,
    Purpose,
    Reader,
    ReadingChallenge,
    ReadingParty,
    RegistrationPolicy,
    new_key,
)
from outreach.services.consents import newest_texts
from outreach.services.party import ConsentMissing


@dataclass(frozen=True)
class Amount:
    """So much of each measure."""

    books: int = 0
    minutes: int = 0
    activities: int = 0

    def reaches(self, goal: "Amount") -> bool:
        return self.books >= goal.books and self.minutes >= goal.minutes and self.activities >= goal.activities

    def __bool__(self) -> bool:
        return bool(self.books or self.minutes or self.activities)


class ChallengeClosed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This challenge takes nobody in at present."))


class NoGoalForAge(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The challenge is not for this age."))


class GoalMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Set a goal for one age at least."))


class GoalInUse(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Readers of this age take part already; their goal can change, but not go."))


@transaction.atomic
def save_challenge(
    *,
    challenge: ReadingChallenge,
    goals: Mapping[str, Amount],
    badges: Iterable[ChallengeBadge],
    by: Any,
) -> ReadingChallenge:
    """Keep a challenge with exactly these goals (by age band) and badges. Raises GoalMissing, GoalInUse."""
    wanted = {band: goal for band, goal in goals.items() if goal}
    if not wanted:
        raise GoalMissing
    with acting(by):
        challenge.save()
    known = {goal.age_band: goal for goal in challenge.goals.all()}
    gone = known.keys() - wanted.keys()
    if gone and Reader.objects.filter(party__challenge=challenge, age_band__in=gone).exists():
        raise GoalInUse
    challenge.goals.filter(age_band__in=gone).delete()
    for band, amount in wanted.items():
        goal = known.get(band) or ChallengeGoal(challenge=challenge, age_band=band)
        goal.books, goal.minutes, goal.activities = amount.books, amount.minutes, amount.activities
        goal.save()
    challenge.badges.all().delete()
    for badge in badges:
        badge.challenge = challenge
    ChallengeBadge.objects.bulk_create(badges)
    return challenge


@transaction.atomic
def join(
    *,
    challenge: ReadingChallenge,
    kind: str,
    name: str,
    readers: Sequence[tuple[str, str]],
    at: datetime,
    phone: str = "",
    agreed_by: str = "",
    way: str = ConsentWay.WEB,
    by: Any = None,
    nonce: str | None = None,
) -> ReadingParty:
    """Take a party in with its readers (nickname, age band); the same `nonce` again returns the first.

    `agreed_by`: the guardian who agrees, by name. A class gives empty nicknames: the school holds its consents, no
    child is named here.
    Raises ChallengeClosed, NoGoalForAge, ConsentMissing.
    """
    # Sent twice at once, the second waits here for the first; NO KEY: readers of the challenge are not in the way.
    list(ReadingChallenge.objects.select_for_update(no_key=True).filter(pk=challenge.pk).values_list("pk"))
    if nonce and (known := ReadingParty.objects.filter(nonce=nonce).first()):
        return known
    today = timezone.localdate(at)
    if not challenge.is_published or challenge.ends_on < today:
        raise ChallengeClosed
    bands = {band for _nickname, band in readers}
    if not bands or bands - set(challenge.goals.values_list("age_band", flat=True)):
        raise NoGoalForAge
    guarded = kind != RegistrationKind.GROUP and bool(bands & GUARDED_BANDS)
    if guarded and not agreed_by:
        raise ConsentMissing
    party = ReadingParty.objects.create(
        challenge=challenge,
        kind=kind,
        name=name,
        phone=phone,
        joined_at=at,
        entered_by=by,
        nonce=nonce,
        text=newest_texts(at)[Purpose.ATTENDANCE] if guarded else None,
        agreed_by=agreed_by[:80] if guarded else "",
        way=way if guarded else "",
    )
    Reader.objects.bulk_create(
        [
            Reader(party=party, number=number, nickname=nickname, age_band=band)
            for number, (nickname, band) in enumerate(readers, start=1)
        ]
    )
    return party


@transaction.atomic
def withdraw(*, party: ReadingParty, at: datetime) -> ReadingParty:
    """The guardian takes the consent back: nothing more is noted. Twice changes nothing more."""
    row = ReadingParty.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if row.text_id is not None and row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
    return row


@transaction.atomic
def forget(*, party: ReadingParty, at: datetime) -> None:
    """Take names and the number out at once; ages and what was read stay as counts, the link is void."""
    row = ReadingParty.objects.select_for_update().get(pk=party.pk)
    row.readers.update(nickname="")
    row.name = row.phone = row.agreed_by = ""
    row.link_key, row.nonce, row.erased_at = new_key(), None, at
    row.save()


def forget_names(*, at: datetime) -> int:
    """Parties of challenges that ended the policy's keep_days ago lose their names; returns how many."""
    today = timezone.localdate(at)
    before = today - timedelta(days=RegistrationPolicy.on(today).keep_days)
    due = ReadingParty.objects.filter(erased_at=None, challenge__ends_on__lt=before)
    forgotten = 0
    for party in due.order_by("pk"):
        forget(party=party, at=at)
        forgotten += 1
    return forgotten
