"""Reading challenges: set up, joined by persons, families and classes, read for, finished with a certificate."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import rentang_tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import take_numbers
from outreach.choices import GUARDED_BANDS, RegistrationKind
from outreach.models import (
    ChallengeBadge,
    ChallengeGoal,
    ConsentWay,
    Purpose,
    Reader,
    ReadingChallenge,
    ReadingLog,
    ReadingParty,
    RegistrationPolicy,
    new_key,
)
from outreach.services.party import ConsentMissing
from outreach.services.registering import newest_texts

CERTIFICATES = "piagam-tantangan-baca"
GRACE = timedelta(days=14)  # what was read until the last day may be noted this long afterwards


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


class DayOutside(ValidationError):
    def __init__(self, challenge: ReadingChallenge) -> None:
        words = _("The day must lie within the challenge (%(days)s) and not ahead.")
        super().__init__({"day": words % {"days": rentang_tanggal(challenge.starts_on, challenge.ends_on)}})


class NothingRead(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Write how many books, minutes or activities."))


class CertificateGiven(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("A certificate rests on this entry; it stays."))


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
    agreed: bool = False,
    way: str = ConsentWay.WEB,
    by: Any = None,
    nonce: str | None = None,
) -> ReadingParty:
    """Take a party in with its readers (nickname, age band); the same `nonce` again returns the first.

    A class gives empty nicknames: the school holds its consents, no child is named here.
    Raises ChallengeClosed, NoGoalForAge, ConsentMissing.
    """
    if nonce and (known := ReadingParty.objects.filter(nonce=nonce).first()):
        return known
    today = timezone.localdate(at)
    if not challenge.is_published or challenge.ends_on < today:
        raise ChallengeClosed
    bands = {band for _nickname, band in readers}
    if not bands or bands - set(challenge.goals.values_list("age_band", flat=True)):
        raise NoGoalForAge
    guarded = kind != RegistrationKind.GROUP and bool(bands & GUARDED_BANDS)
    if guarded and not agreed:
        raise ConsentMissing
    party = ReadingParty.objects.create(
        challenge=challenge,
        kind=kind,
        name=name,
        phone=phone,
        joined_at=at,
        entered_by=by,
        nonce=nonce,
        text=newest_texts()[Purpose.ATTENDANCE] if guarded else None,
        agreed_by=name[:80] if guarded else "",
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
def log_reading(
    *,
    party: ReadingParty,
    numbers: Collection[int] | None,
    day: date,
    amount: Amount,
    at: datetime,
    what: str = "",
    by: Any = None,
    press: UUID | None = None,
) -> list[ReadingLog]:
    """Note the same reading for these readers (None: all of the party); one row each. The same `press` counts once.

    Who reaches the goal of the age band finishes that day and gets a numbered certificate.
    Raises NothingRead, DayOutside.
    """
    challenge = party.challenge
    today = timezone.localdate(at)
    if not amount:
        raise NothingRead
    if not challenge.starts_on <= day <= min(challenge.ends_on, today) or today > challenge.ends_on + GRACE:
        raise DayOutside(challenge)
    chosen = Reader.objects.select_for_update().filter(party=party)
    if numbers is not None:
        chosen = chosen.filter(number__in=numbers)
    press = press or uuid4()
    done = set(ReadingLog.objects.filter(reader__party=party, press=press).values_list("reader_id", flat=True))
    readers = [reader for reader in chosen.order_by("number") if reader.pk not in done]
    made = ReadingLog.objects.bulk_create(
        [
            ReadingLog(
                reader=reader, day=day, books=amount.books, minutes=amount.minutes, activities=amount.activities,
                what=what, press=press, noted_by=by, noted_at=at,
            )
            for reader in readers
        ]
    )  # fmt: skip
    _finish(challenge, [reader for reader in readers if reader.finished_on is None], day, at, by)
    return made


def _finish(challenge: ReadingChallenge, readers: list[Reader], day: date, at: datetime, by: Any) -> None:
    goals = {goal.age_band: Amount(goal.books, goal.minutes, goal.activities) for goal in challenge.goals.all()}
    rows = ReadingLog.objects.filter(reader__in=readers).order_by().values_list("reader_id")
    sums = rows.annotate(Sum("books"), Sum("minutes"), Sum("activities"))
    read = {pk: Amount(*numbers) for pk, *numbers in sums}
    there = [reader for reader in readers if read.get(reader.pk, Amount()).reaches(goals[reader.age_band])]
    if not there:
        return
    numbers = take_numbers(
        series=CERTIFICATES, subject=challenge.title, count=len(there), day=timezone.localdate(at), by=by, at=at
    )
    for reader, number in zip(there, numbers, strict=True):
        reader.finished_on, reader.certificate = day, number
    Reader.objects.bulk_update(there, ["finished_on", "certificate"])


@transaction.atomic
def take_back(*, party: ReadingParty, press: UUID) -> int:
    """Remove a wrong entry, for all readers it was made for; returns how many. Raises CertificateGiven."""
    rows = ReadingLog.objects.filter(reader__party=party, press=press)
    readers = Reader.objects.select_for_update().filter(pk__in=rows.values("reader_id"))
    if any(reader.finished_on for reader in readers.order_by("number")):
        raise CertificateGiven
    return rows.delete()[0]


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
