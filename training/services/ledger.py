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
from baubau_pembinaan.notifications.services import notify
from training.choices import Form, LedgerStatus, SessionStatus
from training.jp import jp_of_days, rate_for
from training.models import Certificate, ConferenceReport, JpEntry, JpRate, JpYear, Session
from training.notification_kinds import CERTIFICATE

from .ledger_refusals import AlreadyDecided as AlreadyDecided
from .ledger_refusals import CertificateStands as CertificateStands
from .ledger_refusals import EnteredTwice as EnteredTwice
from .ledger_refusals import EntriesWaiting as EntriesWaiting
from .ledger_refusals import InTheFuture as InTheFuture
from .ledger_refusals import JpUnknown as JpUnknown
from .ledger_refusals import NoRate as NoRate
from .ledger_refusals import ProofMissing as ProofMissing
from .ledger_refusals import ReasonMissing as ReasonMissing
from .ledger_refusals import SessionsUnfinished as SessionsUnfinished
from .ledger_refusals import YearClosed as YearClosed
from .ledger_refusals import YearNotOver as YearNotOver
from .network import owe_sharing_of
from .programmes import APP

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
) -> JpEntry:
    """Enter a training held elsewhere with its proof; it waits for verification.

    `jp` is what the certificate states; forms that count by day or activity are computed from the rate table.
    Raises InTheFuture, NoRate, JpUnknown, YearClosed, EnteredTwice, FileRefused.
    """
    if ends_on > on:
        raise InTheFuture
    refuse_closed_year(ends_on.year)
    hold_person(profile)
    same = JpEntry.objects.filter(profile=profile, ends_on=ends_on, title__iexact=title.strip())
    if same.exclude(status=LedgerStatus.REFUSED).exists():
        raise EnteredTwice
    rate = rate_for(JpRate.objects.filter(form=form, scope=scope), form, scope, ends_on)
    if rate is None:
        raise NoRate
    counted = jp_of_days(rate, jp, days=(ends_on - starts_on).days + 1)
    if counted is None:
        raise JpUnknown
    stored = store_upload(upload=upload, name=upload.name, app=APP, by=by, at=at, allowed=PROOFS)
    entry = JpEntry(
        profile=profile,
        year=ends_on.year,
        jp=counted,
        title=title.strip(),
        form=form,
        scope=scope,
        organiser=organiser.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        certificate_number=certificate_number.strip(),
        proof=stored,
        rate=rate,
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
def verify_entry(*, entry: JpEntry, by: Any, at: datetime) -> JpEntry:
    """From now on these JP count, and a conference elsewhere owes a sharing session.

    Raises AlreadyDecided, ProofMissing, YearClosed.
    """
    locked = _waiting(entry)
    if locked.needs_proof and locked.proof_id is None:
        raise ProofMissing
    report = None
    if locked.is_external and locked.form == Form.CONFERENCE:
        with acting(by):
            report = owe_sharing_of(locked, on=timezone.localdate(at))
    return _decide(locked, LedgerStatus.VERIFIED, by, at, report)


@transaction.atomic
def refuse_entry(*, entry: JpEntry, by: Any, at: datetime, reason: str) -> JpEntry:
    """These JP do not count, and the person reads why.

    Raises AlreadyDecided, CertificateStands, ReasonMissing, YearClosed.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = _waiting(entry)
    if locked.enrolment_id is not None:
        papers = Certificate.objects.filter(enrolment=locked.enrolment_id, revoked_on=None).select_related("number")
        if stands := papers.exclude(snapshot__jp="").first():
            raise CertificateStands(stands.number.text)
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
    held = Session.objects.filter(status=SessionStatus.OPEN, ends_on__year=year).select_related("programme")
    unfinished = list(held.order_by("ends_on", "pk"))
    if unfinished:
        raise SessionsUnfinished(unfinished)
    waiting = JpEntry.objects.filter(year=year, status=LedgerStatus.EARNED).count()
    if waiting:
        raise EntriesWaiting(waiting)
    with acting(by):
        row, _made = JpYear.objects.get_or_create(year=year, defaults={"closed_at": at, "closed_by": by})
    return row


def _waiting(entry: JpEntry) -> JpEntry:
    locked = JpEntry.objects.select_for_update(of=("self",)).select_related("profile__user", "proof").get(pk=entry.pk)
    if not locked.is_waiting:
        raise AlreadyDecided(locked)
    refuse_closed_year(locked.year)
    return locked


def _decide(
    entry: JpEntry, status: LedgerStatus, by: Any, at: datetime, report: ConferenceReport | None = None
) -> JpEntry:
    """`report`: what a conference owes, said with the good news."""
    entry.status, entry.decided_by, entry.decided_at = status, by, at
    with acting(by, reason=entry.reason):
        entry.save()
    user = entry.profile.user
    if user is not None and user.is_active:
        verified = status == LedgerStatus.VERIFIED

        def subject() -> str:
            words = gettext("Verified: %(title)s") if verified else gettext("Not accepted: %(title)s")
            return words % {"title": entry.title}

        def body() -> str:
            if verified:
                words = gettext("“%(title)s” counts %(jp)s JP.") % {"title": entry.title, "jp": f"{entry.jp:g}"}
                return f"{words} {_owed(report)}" if report and report.is_owed else words
            return gettext("“%(title)s” does not count. Reason: %(reason)s") % {
                "title": entry.title,
                "reason": entry.reason,
            }

        notify(
            recipient=user,
            key=f"training.jp.{entry.pk}.{status}",
            kind=CERTIFICATE.code,
            subject=subject,
            body=body,
            url=reverse("training:my-jp"),
        )
    return entry


def _owed(report: ConferenceReport) -> str:
    words = gettext("Share what you bring home with your colleagues by %(day)s.")
    return words % {"day": tanggal(report.share_by)}
