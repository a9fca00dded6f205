"""The JP ledger: training elsewhere, verification, closing a year. Nothing counts before it is verified."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import discard_file, store_upload
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.notifications.services import Words, notify
from training.choices import Form, LedgerStatus
from training.counting import Counted, count, plain
from training.models import Certificate, ConferenceReport, JpEntry, JpYear
from training.notification_kinds import CERTIFICATE
from training.selectors.closing import unfinished_of

from .ledger_refusals import AlreadyDecided as AlreadyDecided
from .ledger_refusals import CertificateStands as CertificateStands
from .ledger_refusals import Doubtful as Doubtful
from .ledger_refusals import EnteredTwice as EnteredTwice
from .ledger_refusals import EntriesWaiting as EntriesWaiting
from .ledger_refusals import EntryChanged as EntryChanged
from .ledger_refusals import InTheFuture as InTheFuture
from .ledger_refusals import JpUnknown as JpUnknown
from .ledger_refusals import NoRate as NoRate
from .ledger_refusals import ProofMissing as ProofMissing
from .ledger_refusals import ReasonMissing as ReasonMissing
from .ledger_refusals import SessionsUnfinished as SessionsUnfinished
from .ledger_refusals import SomebodyElses as SomebodyElses
from .ledger_refusals import YearClosed as YearClosed
from .ledger_refusals import YearNotOver as YearNotOver
from .network import owe_sharing_of
from .programmes import APP
from .same_paper import bare_number, holder_of

YEAR_LOCKS = 7474  # room of the advisory locks on years
PROOFS = frozenset({Kind.PDF, Kind.JPG, Kind.PNG})


def hold_year(year: int, *, to_close: bool = False) -> None:
    """Until the transaction ends: writers of a year's ledger side by side, whoever closes the year alone."""
    lock = "pg_advisory_xact_lock" if to_close else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s, %s)", [YEAR_LOCKS, year])


def is_year_closed(year: int) -> bool:
    """Waits for somebody who is closing the year at this moment; nobody closes it before this transaction ends."""
    hold_year(year)
    return JpYear.objects.filter(year=year).exists()


def refuse_closed_year(year: int) -> None:
    """Raise YearClosed; waits as `is_year_closed`."""
    if is_year_closed(year):
        raise YearClosed(year)


def hold_person(profile: StaffProfile) -> None:
    """One writer of a person's own entries at a time: the same training is entered once."""
    StaffProfile.objects.select_for_update().get(pk=profile.pk)


@transaction.atomic
def enter_external(
    *,
    profile: StaffProfile,
    title: str,
    form: str,
    scope: str,
    organiser: str,
    starts_on: date,
    ends_on: date,
    certificate_number: str,
    jp: Decimal | None,
    upload: Any,
    by: Any,
    at: datetime,
    on: date,
    sure: bool = False,
) -> JpEntry:
    """Enter a training held elsewhere with its proof; it waits for verification.

    `jp` is what the certificate states; forms that count by day or activity are computed from the rate table, and then
    both are kept. `sure`: the person has read what `training.counting` asks.
    Raises InTheFuture, NoRate, JpUnknown, Doubtful, YearClosed, EnteredTwice, FileRefused.
    """
    if ends_on > on:
        raise InTheFuture
    refuse_closed_year(ends_on.year)
    hold_person(profile)
    refuse_double(profile, title=title, ends_on=ends_on, number=certificate_number)
    counted = counted_or_refused(form=form, scope=scope, starts_on=starts_on, ends_on=ends_on, jp=jp, sure=sure)
    stored = store_upload(upload=upload, name=upload.name, app=APP, by=by, at=at, allowed=PROOFS)
    entry = JpEntry(
        profile=profile,
        year=ends_on.year,
        jp=counted.jp,
        stated_jp=jp,
        title=title.strip(),
        form=form,
        scope=scope,
        organiser=organiser.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        certificate_number=certificate_number.strip(),
        proof=stored,
        rate=counted.rate,
        entered_by=by,
        entered_at=at,
    )
    try:
        entry.full_clean()
    except ValidationError:
        discard_file(stored=stored)
        raise
    with acting(by):
        entry.save()
    return entry


def counted_or_refused(*, sure: bool, **training: Any) -> Counted:
    """As `counting.count`. Raises NoRate, JpUnknown, and Doubtful unless `sure`."""
    counted = count(**training)
    if counted is None:
        raise NoRate
    if not isinstance(counted, Counted):
        raise JpUnknown
    if counted.doubts and not sure:
        raise Doubtful(counted)
    return counted


@transaction.atomic
def add_proof(*, entry: JpEntry, upload: Any, by: Any, at: datetime) -> JpEntry:
    """The certificate of somebody else's programme, while the entry waits. Raises AlreadyDecided, FileRefused."""
    locked = _waiting(entry)
    replaced = locked.proof
    locked.proof = store_upload(upload=upload, name=upload.name, app=APP, by=by, at=at, allowed=PROOFS)
    with acting(by):
        locked.save()
    if replaced is not None:
        discard_file(stored=replaced)
    return locked


@transaction.atomic
def verify_entry(*, entry: JpEntry, by: Any, at: datetime, seen: str | None = None) -> JpEntry:
    """From now on these JP count, and a conference elsewhere owes a sharing session.

    `seen`: the mark of the row that was shown. Raises AlreadyDecided, EntryChanged, ProofMissing, YearClosed.
    """
    locked = _waiting(entry, seen)
    if locked.needs_proof and locked.proof_id is None:
        raise ProofMissing
    locked.reason = ""  # why an earlier decision was taken back
    report = None
    if locked.is_external and locked.form == Form.CONFERENCE:
        with acting(by):
            report = owe_sharing_of(locked, on=timezone.localdate(at))
    return _decide(locked, LedgerStatus.VERIFIED, by, at, report)


@transaction.atomic
def refuse_entry(*, entry: JpEntry, by: Any, at: datetime, reason: str, seen: str | None = None) -> JpEntry:
    """These JP do not count, and the person reads why.

    Raises AlreadyDecided, CertificateStands, EntryChanged, ReasonMissing, YearClosed.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = _waiting(entry, seen)
    refuse_stated_jp(locked)
    locked.reason = reason.strip()
    return _decide(locked, LedgerStatus.REFUSED, by, at)


@transaction.atomic
def remove_entry(*, entry: JpEntry, by: Any) -> None:
    """Take back one's own external entry while nobody has decided. Raises AlreadyDecided, YearClosed."""
    locked = _waiting(entry)
    if not locked.is_external:
        raise AlreadyDecided(locked)
    stored = locked.proof
    with acting(by):
        locked.delete()
    if stored is not None:
        discard_file(stored=stored)


@transaction.atomic
def mark_uploaded(*, entry: JpEntry, done: bool, by: Any) -> None:
    """Tick that the person entered it in the personnel system; no part of the ledger's figures."""
    locked = JpEntry.objects.select_for_update().get(pk=entry.pk)
    locked.is_uploaded = done
    with acting(by):
        locked.save()


@transaction.atomic
def close_year(*, year: int, by: Any, at: datetime, on: date) -> JpYear:
    """From now on the year's ledger stands. Raises YearNotOver, SessionsUnfinished, EntriesWaiting; twice is once."""
    if year >= on.year:
        raise YearNotOver(year)
    hold_year(year, to_close=True)
    if unfinished := unfinished_of(year):
        raise SessionsUnfinished(unfinished)
    waiting = JpEntry.objects.filter(year=year, status=LedgerStatus.EARNED).count()
    if waiting:
        raise EntriesWaiting(waiting)
    with acting(by):
        row, _made = JpYear.objects.get_or_create(year=year, defaults={"closed_at": at, "closed_by": by})
    return row


def _waiting(entry: JpEntry, seen: str | None = None) -> JpEntry:
    hold_year(entry.year)  # before its rows, as everybody does
    locked = JpEntry.objects.select_for_update(of=("self",)).select_related("profile__user", "proof").get(pk=entry.pk)
    if not locked.is_waiting:
        raise AlreadyDecided(locked)
    if seen is not None and seen != locked.mark:
        raise EntryChanged(locked)
    refuse_closed_year(locked.year)
    return locked


def _decide(
    entry: JpEntry, status: LedgerStatus, by: Any, at: datetime, report: ConferenceReport | None = None
) -> JpEntry:
    """`report`: what a conference owes, said with the good news."""
    entry.status, entry.decided_by, entry.decided_at = status, by, at
    with acting(by, reason=entry.reason):
        entry.save()
    verified = status == LedgerStatus.VERIFIED

    def subject() -> str:
        words = gettext("Verified: %(title)s") if verified else gettext("Not accepted: %(title)s")
        return words % {"title": entry.title}

    def body() -> str:
        if verified:
            words = gettext("“%(title)s” counts %(jp)s JP.") % {"title": entry.title, "jp": plain(entry.jp)}
            return f"{words} {_owed(report)}" if report and report.is_owed else words
        return gettext("“%(title)s” does not count. Reason: %(reason)s") % {
            "title": entry.title,
            "reason": entry.reason,
        }

    tell_person(entry, status, at=at, subject=subject, body=body)
    return entry


def tell_person(entry: JpEntry, deed: str, *, at: datetime, subject: Words, body: Words) -> None:
    """Each time anew: what was verified may be taken back, and verified again. Who has no account hears at the desk."""
    user = entry.profile.user
    if user is not None and user.is_active:
        key = f"training.jp.{entry.pk}.{deed}.{at:%Y%m%d%H%M%S%f}"
        url = reverse("training:my-jp")
        notify(recipient=user, key=key, kind=CERTIFICATE.code, subject=subject, body=body, url=url)


def refuse_stated_jp(entry: JpEntry) -> None:
    """Raise CertificateStands where a valid paper of the house states these JP."""
    if entry.enrolment_id is not None:
        papers = Certificate.objects.filter(enrolment=entry.enrolment_id, revoked_on=None).select_related("number")
        if stands := papers.exclude(snapshot__jp="").first():
            raise CertificateStands(stands.number.text)


def _owed(report: ConferenceReport) -> str:
    words = gettext("Share what you bring home with your colleagues by %(day)s.")
    return words % {"day": tanggal(report.share_by)}


def refuse_double(profile: StaffProfile, *, title: str, ends_on: date, number: str, but: JpEntry | None = None) -> None:
    """Raise EnteredTwice where the person's ledger has this training, or the house issued this certificate itself,
    SomebodyElses where it did so to another person; `but`: the row that is being put right."""
    rows = JpEntry.objects.filter(profile=profile).exclude(status=LedgerStatus.REFUSED)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    bare, holder = bare_number(number), holder_of(number)
    if holder not in (None, profile.pk):
        raise SomebodyElses
    numbers = map(bare_number, rows.exclude(certificate_number="").values_list("certificate_number", flat=True))
    same = rows.filter(ends_on=ends_on, title__iexact=title.strip())
    if holder is not None or (bare and bare in numbers) or same.exists():
        raise EnteredTwice
