"""The JP ledger: training elsewhere, verification, closing a year. Nothing counts before it is verified."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import discard_file, store_upload
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.notifications.services import notify
from training.choices import Form, LedgerStatus, SessionStatus
from training.jp import jp_of_days, rate_for
from training.models import ConferenceReport, JpEntry, JpRate, JpYear, Session
from training.notification_kinds import CERTIFICATE

from .network import owe_sharing_of
from .programmes import APP

YEAR_LOCKS = 7474  # room of the advisory locks on years
NAMED = 5  # sessions a refusal names
PROOFS = frozenset({Kind.PDF, Kind.JPG, Kind.PNG})


class YearClosed(ValidationError):
    def __init__(self, year: int) -> None:
        super().__init__(_("The JP year %(year)s is closed; its ledger no longer changes."), params={"year": year})


class YearNotOver(ValidationError):
    def __init__(self, year: int) -> None:
        super().__init__(_("The year %(year)s is not over yet."), params={"year": year})


class EntriesWaiting(ValidationError):
    """A year is closed when every entry of it is decided."""

    def __init__(self, n: int) -> None:
        super().__init__(_("%(n)s entries of the year still wait for verification."), params={"n": n})


class AlreadyDecided(ValidationError):
    def __init__(self, entry: JpEntry) -> None:
        super().__init__(
            _("“%(title)s” is “%(status)s” already."),
            params={"title": entry.title, "status": entry.get_status_display()},
        )


class ProofMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("There is no proof to look at: ask the person to add the certificate."))


class JpUnknown(ValidationError):
    """The rate table leaves it to the certificate, and nothing was written."""

    def __init__(self) -> None:
        super().__init__({"jp": _("Write the JP that the certificate states.")})


class NoRate(ValidationError):
    def __init__(self) -> None:
        super().__init__({"form": _("The rate table has no row for this form, scope and date.")})


class InTheFuture(ValidationError):
    def __init__(self) -> None:
        super().__init__({"ends_on": _("A training counts once it is over.")})


class EnteredTwice(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This training is in the ledger already."))


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say why; the person reads it.")})


class SessionsUnfinished(ValidationError):
    """Meetings were held, and nobody settled who attended: their JP would be lost."""

    def __init__(self, sessions: list[Session]) -> None:
        named = ", ".join(f"“{session.title}”" for session in sessions[:NAMED])
        super().__init__(
            _("Finish or cancel these sessions of the year first: %(sessions)s."),
            params={"sessions": named if len(sessions) <= NAMED else f"{named}, …"},
        )


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
    """These JP do not count, and the person reads why. Raises AlreadyDecided, ReasonMissing, YearClosed."""
    if not reason.strip():
        raise ReasonMissing
    locked = _waiting(entry)
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
