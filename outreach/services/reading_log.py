"""What readers of a challenge have read: noted by themselves or a colleague, finished, certified."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import rentang_tanggal
from baubau_pembinaan.documents.services import take_numbers
from outreach.models import Reader, ReadingChallenge, ReadingLog, ReadingParty
from outreach.services.reading import Amount

CERTIFICATES = "piagam-tantangan-baca"
GRACE = timedelta(days=14)  # what was read until the last day may be noted this long afterwards
A_DAY = Amount(books=15, minutes=720, activities=10)  # what a family may note for one reader without a colleague


class DayOutside(ValidationError):
    def __init__(self, challenge: ReadingChallenge) -> None:
        words = _("The day must lie within the challenge (%(days)s) and not ahead.")
        super().__init__({"day": words % {"days": rentang_tanggal(challenge.starts_on, challenge.ends_on)}})


class ConsentWithdrawn(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The guardian has withdrawn the consent: nothing more is noted."))


class NothingRead(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Write how many books, minutes or activities."))


class TooMuchForADay(ValidationError):
    def __init__(self) -> None:
        words = _("This is more than one reader reads in a day (%(books)s books, %(minutes)s minutes). Note each day.")
        super().__init__({"day": words % {"books": A_DAY.books, "minutes": A_DAY.minutes}})


class CertificateGiven(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("A certificate rests on this entry; it stays."))


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

    Who reaches the goal of the age band finishes that day. The numbered certificate comes at once where a colleague
    notes it, else after a look (give_certificates). Raises NothingRead, DayOutside, TooMuchForADay,
    ConsentWithdrawn.
    """
    challenge = party.challenge
    today = timezone.localdate(at)
    if ReadingParty.objects.filter(pk=party.pk, withdrawn_at__isnull=False).exists():
        raise ConsentWithdrawn
    if not amount:
        raise NothingRead
    if not challenge.starts_on <= day <= min(challenge.ends_on, today) or today > challenge.ends_on + GRACE:
        raise DayOutside(challenge)
    chosen = Reader.objects.select_for_update().filter(party=party)
    if numbers is not None:
        chosen = chosen.filter(number__in=numbers)
    press, locked = press or uuid4(), list(chosen.order_by("number"))
    # Asked under the readers' locks: the second of two presses at once finds what the first has noted.
    done = set(ReadingLog.objects.filter(reader__party=party, press=press).values_list("reader_id", flat=True))
    readers = [reader for reader in locked if reader.pk not in done]
    if by is None:
        _refuse_too_much(readers, day, amount)
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


def _sums(readers: Collection[Reader], **where: Any) -> dict[int, Amount]:
    """Reader -> what was noted so far; nobody who noted nothing."""
    rows = ReadingLog.objects.filter(reader__in=readers, **where).order_by().values_list("reader_id")
    sums = rows.annotate(Sum("books"), Sum("minutes"), Sum("activities"))
    return {pk: Amount(*numbers) for pk, *numbers in sums}


def _refuse_too_much(readers: Collection[Reader], day: date, amount: Amount) -> None:
    for done in [Amount(), *_sums(readers, day=day).values()]:
        whole = Amount(done.books + amount.books, done.minutes + amount.minutes, done.activities + amount.activities)
        if not A_DAY.reaches(whole):
            raise TooMuchForADay


def _finish(challenge: ReadingChallenge, readers: list[Reader], day: date, at: datetime, by: Any) -> None:
    goals = _goals(challenge)
    read = _sums(readers)
    there = [reader for reader in readers if read.get(reader.pk, Amount()).reaches(goals[reader.age_band])]
    for reader in there:
        reader.finished_on = day
    Reader.objects.bulk_update(there, ["finished_on"])
    if by is not None:
        _certify(challenge, there, at, by)


def _certify(challenge: ReadingChallenge, readers: list[Reader], at: datetime, by: Any) -> None:
    if not readers:
        return
    numbers = take_numbers(
        series=CERTIFICATES, subject=challenge.title, count=len(readers), day=timezone.localdate(at), by=by, at=at
    )
    for reader, number in zip(readers, numbers, strict=True):
        reader.certificate = number
    Reader.objects.bulk_update(readers, ["certificate"])


@transaction.atomic
def give_certificates(*, party: ReadingParty, by: Any, at: datetime) -> int:
    """A colleague has looked at the notes: who finished gets a numbered certificate, once. Returns how many."""
    rows = Reader.objects.select_for_update(of=("self",)).filter(party=party, certificate=None)
    waiting = list(rows.filter(finished_on__isnull=False).order_by("number"))
    _certify(party.challenge, waiting, at, by)
    return len(waiting)


@transaction.atomic
def take_back(*, party: ReadingParty, press: UUID) -> int:
    """Remove a wrong entry, for all readers it was made for; returns how many. Raises CertificateGiven.

    Who had finished by it alone has not finished any more.
    """
    rows = ReadingLog.objects.filter(reader__party=party, press=press)
    chosen = Reader.objects.select_for_update().filter(pk__in=rows.values("reader_id"))
    readers = list(chosen.order_by("number"))
    if any(reader.certificate_id for reader in readers):
        raise CertificateGiven
    gone = rows.delete()[0]
    goals, read = _goals(party.challenge), _sums(readers)
    short = [one for one in readers if not read.get(one.pk, Amount()).reaches(goals[one.age_band])]
    for reader in short:
        reader.finished_on = None
    Reader.objects.bulk_update(short, ["finished_on"])
    return gone


def _goals(challenge: ReadingChallenge) -> dict[str, Amount]:
    return {goal.age_band: Amount(goal.books, goal.minutes, goal.activities) for goal in challenge.goals.all()}
