"""Certificates: given to those who completed, numbered without a gap, revoked with a reason, issued again."""

from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.letterhead import default_signer, letterhead
from baubau_pembinaan.documents.services import discard_file, store_upload, take_number
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.notifications.services import Words, notify
from training.choices import EnrolmentStatus, LedgerStatus, ProviderKind
from training.models import Certificate, Enrolment, JpEntry, Programme, Session
from training.notification_kinds import CERTIFICATE
from training.reference import CERTIFICATES

from .enrolments import lock_session
from .ledger import is_year_closed
from .programmes import APP


class NotEarned(ValidationError):
    """Only who completed the session gets its certificate."""

    def __init__(self, enrolment: Enrolment) -> None:
        super().__init__(
            _("%(person)s has not completed this session (%(status)s)."),
            params={"person": enrolment.profile, "status": enrolment.get_status_display()},
        )


class NoCertificateHere(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This programme gives no certificate of this library."))


class AlreadyIssued(ValidationError):
    def __init__(self, number: str) -> None:
        super().__init__(_("There is a valid certificate already: %(number)s."), params={"number": number})


class AlreadyRevoked(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This certificate is revoked already."))


class NotRevoked(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Revoke the certificate first, with a reason."))


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say why it is revoked.")})


@transaction.atomic
def issue_certificate(
    *,
    enrolment: Enrolment,
    by: Any,
    at: datetime,
    replaces: Certificate | None = None,
    series: str = CERTIFICATES,
) -> Certificate:
    """Number and keep a certificate; its JP are verified with it, since the library's own record is the proof.

    One's own JP wait for somebody else, and JP that were refused stand on no paper.
    Raises NotEarned, NoCertificateHere, AlreadyIssued.
    """
    lock_session(enrolment.session_id)
    return _issue(_row(enrolment.pk), by=by, at=at, replaces=replaces, series=series)


def _row(enrolment_id: int) -> Enrolment:
    return Enrolment.objects.select_related("profile__user", "session__programme").get(pk=enrolment_id)


def _issue(row: Enrolment, *, by: Any, at: datetime, replaces: Certificate | None, series: str) -> Certificate:
    """As `issue_certificate`, for a row read after its session was locked."""
    programme = row.session.programme
    check_gives(programme)
    if row.status != EnrolmentStatus.COMPLETED:
        raise NotEarned(row)
    valid = row.certificates.filter(revoked_on=None).select_related("number").first()
    if valid is not None:
        raise AlreadyIssued(valid.number.text)
    day = timezone.localdate(at)
    subject = f"{row.profile.full_name} · {programme.title}"
    number = take_number(series=series, subject=subject, day=day, by=by, at=at)
    entry = _entry_of(row)  # held from here on: what the paper says of it is what stands
    with acting(by):
        certificate = Certificate.objects.create(
            enrolment=row,
            number=number,
            snapshot=snapshot(row, day, entry),
            issued_on=day,
            issued_by=by,
            expires_on=_expires(programme, day),
            replaces=replaces,
        )
        if entry is not None and not is_year_closed(entry.year):
            if entry.is_waiting and not _is_own(row, by):
                entry.status, entry.decided_by, entry.decided_at = LedgerStatus.VERIFIED, by, at
            entry.certificate_number = number.text
            entry.save()
    _tell(certificate)
    return certificate


def _expires(programme: Programme, day: date) -> date | None:
    """The last day of a certificate issued that day; None where the programme sets no end."""
    months = programme.certificate_months
    return day + relativedelta(months=months) - timedelta(days=1) if months else None


def _entry_of(row: Enrolment) -> JpEntry | None:
    """The enrolment's JP, held until the transaction ends; None where they were refused."""
    return JpEntry.objects.select_for_update().filter(enrolment=row).exclude(status=LedgerStatus.REFUSED).first()


def _is_own(row: Enrolment, by: Any) -> bool:
    return by is not None and row.profile.user_id == by.pk


def own_jp_wait(*, session: Session, user: Any) -> bool:
    """Whether the user gave themselves a certificate of this session whose JP somebody else has yet to verify."""
    own = JpEntry.objects.filter(enrolment__session=session, profile__user=user, status=LedgerStatus.EARNED)
    return own.exclude(certificate_number="").exists()


@transaction.atomic
def issue_for_session(*, session: Session, by: Any, at: datetime, series: str = CERTIFICATES) -> list[Certificate]:
    """One for everybody who completed the session and has no valid one, in the order of their names."""
    lock_session(session.pk)  # whoever comes second sees what the first gave out
    return [_issue(row, by=by, at=at, replaces=None, series=series) for row in waiting_for(session)]


def waiting_for(session: Session) -> QuerySet[Enrolment]:
    """Who completed the session and has no valid certificate, in the order of their names."""
    valid = Certificate.objects.filter(enrolment__session=session, revoked_on=None)
    owed = session.enrolments.filter(status=EnrolmentStatus.COMPLETED).exclude(pk__in=valid.values("enrolment"))
    return owed.select_related("profile__user", "session__programme").order_by("profile__name", "pk")


def check_gives(programme: Programme) -> None:
    """Raises NoCertificateHere."""
    if programme.provider_kind != ProviderKind.OWN or not programme.gives_certificate:
        raise NoCertificateHere


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, by: Any, on: date, reason: str) -> Certificate:
    """The check page says "revoked" from now on, its JP wait for verification again, and the holder is told why.

    Raises AlreadyRevoked, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = _locked(certificate)
    if locked.is_revoked:
        raise AlreadyRevoked
    locked.revoked_on, locked.revoke_reason = on, reason.strip()
    with acting(by, reason=reason):
        locked.save()
        entry = _entry_of(locked.enrolment)
        if entry is not None and is_year_closed(entry.year):
            entry = None  # a closed ledger stands as it was
        if entry is not None:
            entry.status, entry.decided_by, entry.decided_at = LedgerStatus.EARNED, None, None
            entry.certificate_number = ""
            entry.save()
    _tell_revoked(locked, jp_wait=entry is not None)
    return locked


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, by: Any, at: datetime) -> Certificate:
    """A new one, with today's data and a new number, in place of a revoked one. Raises NotRevoked, AlreadyIssued."""
    locked = _locked(certificate)
    if not locked.is_revoked:
        raise NotRevoked
    return _issue(_row(locked.enrolment_id), by=by, at=at, replaces=locked, series=CERTIFICATES)


@transaction.atomic
def keep_signed(*, certificate: Certificate, upload: Any, by: Any, at: datetime) -> Certificate:
    """The scan with hand and stamp. Raises FileRefused."""
    stored = store_upload(
        upload=upload, name=upload.name, app=APP, by=by, at=at, allowed={Kind.PDF, Kind.JPG, Kind.PNG}
    )
    locked = Certificate.objects.select_for_update(of=("self",)).select_related("signed_file").get(pk=certificate.pk)
    replaced, locked.signed_file = locked.signed_file, stored
    with acting(by):
        locked.save()
    if replaced is not None:
        discard_file(stored=replaced)
    return locked


def _locked(certificate: Certificate) -> Certificate:
    """The certificate as it is now, its session held before it as issuing holds it."""
    lock_session(certificate.enrolment.session_id)
    return Certificate.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=certificate.pk)


def snapshot(enrolment: Enrolment, day: date, entry: JpEntry | None) -> dict[str, Any]:
    """Everything the paper says, as it is on that day; `entry`: the JP it states, or none."""
    session, profile = enrolment.session, enrolment.profile
    programme, library = session.programme, Library.current()
    signer, head = default_signer(day), letterhead(library)
    return {
        "name": profile.full_name,
        "nip": profile.nip_text,
        "title": f"{programme.title} · {session.label}" if session.label else programme.title,
        "title_en": programme.title_en,
        "form": programme.form,
        "starts_on": session.starts_on.isoformat() if session.starts_on else "",
        "ends_on": session.ends_on.isoformat() if session.ends_on else "",
        "jp": f"{entry.jp:.2f}" if entry else "",
        "competences": [f"{unit.code} {unit.title}" for unit in programme.competences.order_by("code", "pk")],
        "organiser": library.name,
        "city": library.city,
        "office": {
            "line_1": head.line_1,
            "line_2": head.line_2,
            "name": head.name,
            "address": head.address,
            "contact": head.contact,
        },
        "signer": {"title": signer.title, "name": signer.name, "rank": signer.rank, "nip": signer.nip}
        if signer
        else None,
    }


def _tell(certificate: Certificate) -> None:
    _say(
        certificate,
        key=f"training.certificate.{certificate.pk}",
        subject=lambda: gettext("Your certificate: %(title)s") % {"title": certificate.snapshot["title"]},
        body=lambda: (
            gettext("It carries the number %(number)s. You find it with your certificates.")
            % {"number": certificate.number.text}
        ),
    )


def _tell_revoked(certificate: Certificate, *, jp_wait: bool) -> None:
    def body() -> str:
        holes = {"number": certificate.number.text, "reason": certificate.revoke_reason}
        words = gettext("The certificate %(number)s no longer counts. Reason: %(reason)s") % holes
        return f"{words}\n{gettext('Its JP wait for verification again.')}" if jp_wait else words

    _say(
        certificate,
        key=f"training.certificate.{certificate.pk}.revoked",
        subject=lambda: gettext("Certificate revoked: %(title)s") % {"title": certificate.snapshot["title"]},
        body=body,
    )


def _say(certificate: Certificate, *, key: str, subject: Words, body: Words) -> None:
    """To the holder's account; who has none is told at the desk."""
    user, url = certificate.enrolment.profile.user, reverse("training:my-certificates")
    if user is not None and user.is_active:
        notify(recipient=user, key=key, kind=CERTIFICATE.code, subject=subject, body=body, url=url)
